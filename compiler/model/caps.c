/* SPDX-License-Identifier: MIT */
/*
 * capset(2) and the options of prctl(2) that concern capabilities, securebits and no_new_privs, as
 * security/commoncap.c and kernel/sys.c have them. What comes first when two things are wrong is
 * the kernel's order too.
 */
#include "model/credentials.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>

enum {
	EXEC_SECUREBITS = 0xf00, /* SECBIT_EXEC_RESTRICT_FILE, _DENY_INTERACTIVE and their locks */
	LOCKS = SECURE_ALL_LOCKS | 0xa00,
};

int kernel_capset(const struct kernel *kernel, struct credentials *c, uint64_t effective,
		  uint64_t permitted, uint64_t inheritable)
{
	effective &= kernel->capabilities;
	permitted &= kernel->capabilities;
	inheritable &= kernel->capabilities;
	if (!kernel_capable(c, CAP_SETPCAP) && inheritable & ~(c->inheritable | c->permitted))
		return -EPERM;
	if (inheritable & ~(c->inheritable | c->bounding))
		return -EPERM;
	if (permitted & ~c->permitted || effective & ~permitted)
		return -EPERM;
	c->effective = effective;
	c->permitted = permitted;
	c->inheritable = inheritable;
	c->ambient &= permitted & inheritable;
	return 0;
}

static bool is_known(const struct kernel *kernel, unsigned long capability)
{
	return capability < 64 && kernel->capabilities >> capability & 1;
}

static int drop_bounding(const struct kernel *kernel, struct credentials *c, unsigned long number)
{
	if (!kernel_capable(c, CAP_SETPCAP))
		return -EPERM;
	if (!is_known(kernel, number))
		return -EINVAL;
	c->bounding &= ~(UINT64_C(1) << number);
	return 0;
}

static int set_securebits(const struct kernel *kernel, struct credentials *c, unsigned long bits)
{
	const unsigned long known =
		SECURE_ALL_BITS | SECURE_ALL_LOCKS |
		(kernel->has_exec_securebits ? (unsigned long)EXEC_SECUREBITS : 0);
	const unsigned long locks = c->securebits & LOCKS, changes = c->securebits ^ bits;

	if (changes & (locks | locks >> 1) || bits & ~known)
		return -EPERM;
	/* Without privilege not even "no change" is allowed. */
	if (!kernel_capable(c, CAP_SETPCAP) &&
	    (!kernel->has_exec_securebits || !changes || changes & ~(unsigned long)EXEC_SECUREBITS))
		return -EPERM;
	c->securebits = (unsigned)bits;
	return 0;
}

static int set_keep_caps(struct credentials *c, unsigned long value)
{
	if (value > 1)
		return -EINVAL;
	if (c->securebits & SECBIT_KEEP_CAPS_LOCKED)
		return -EPERM;
	c->securebits &= ~(unsigned)SECBIT_KEEP_CAPS;
	c->securebits |= value ? SECBIT_KEEP_CAPS : 0;
	return 0;
}

static int change_ambient(const struct kernel *kernel, struct credentials *c, unsigned long what,
			  unsigned long number)
{
	if (what == PR_CAP_AMBIENT_CLEAR_ALL) {
		if (number)
			return -EINVAL;
		c->ambient = 0;
		return 0;
	}
	if (!is_known(kernel, number))
		return -EINVAL;
	const uint64_t capability = UINT64_C(1) << number;
	switch (what) {
	case PR_CAP_AMBIENT_IS_SET:
		return c->ambient & capability ? 1 : 0;
	case PR_CAP_AMBIENT_RAISE:
		if (!(c->permitted & c->inheritable & capability) ||
		    c->securebits & SECBIT_NO_CAP_AMBIENT_RAISE)
			return -EPERM;
		c->ambient |= capability;
		return 0;
	case PR_CAP_AMBIENT_LOWER:
		c->ambient &= ~capability;
		return 0;
	}
	return -EINVAL;
}

int kernel_prctl(const struct kernel *kernel, struct credentials *c, int option, unsigned long a,
		 unsigned long b)
{
	switch (option) {
	case PR_CAPBSET_READ:
		return is_known(kernel, a) ? (int)(c->bounding >> a & 1) : -EINVAL;
	case PR_CAPBSET_DROP:
		return drop_bounding(kernel, c, a);
	case PR_GET_SECUREBITS:
		return (int)c->securebits;
	case PR_SET_SECUREBITS:
		return set_securebits(kernel, c, a);
	case PR_GET_KEEPCAPS:
		return c->securebits & SECBIT_KEEP_CAPS ? 1 : 0;
	case PR_SET_KEEPCAPS:
		return set_keep_caps(c, a);
	case PR_CAP_AMBIENT:
		return change_ambient(kernel, c, a, b);
	case PR_GET_NO_NEW_PRIVS:
		return a || b ? -EINVAL : c->no_new_privileges;
	case PR_SET_NO_NEW_PRIVS:
		if (a != 1 || b)
			return -EINVAL;
		c->no_new_privileges = true;
		return 0;
	}
	return -EINVAL;
}
