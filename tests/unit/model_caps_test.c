/* SPDX-License-Identifier: MIT */
/* The famous rules of capset(2) and prctl(2); tests/model compares all with the kernel. */
#include "harness.h"
#include "model_start.h"

#include <errno.h>
#include <linux/securebits.h>
#include <sys/prctl.h>

TEST(kernel_versions)
{
	assert_int_equal(kernel_of(5, 12, 40).capabilities, all);
	assert_true(kernel_of(6, 0, 63).capabilities == UINT64_MAX);
	assert_false(kernel_of(6, 2, 40).setres_skips_no_change);
	assert_true(kernel_of(6, 3, 40).setres_skips_no_change);
	assert_false(kernel_of(6, 13, 40).has_exec_securebits);
	assert_true(kernel_of(6, 14, 40).has_exec_securebits);
	assert_false(kernel_of(6, 15, 40).exec_compares_current);
	assert_true(kernel_of(6, 16, 40).exec_compares_current);
	assert_true(kernel_of(7, 0, 40).exec_compares_current);
	assert_false(kernel_of(5, 16, 40).exec_compares_current);
}

TEST(capset_gives_no_permitted_back)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	assert_int_equal(kernel_capset(&kernel, &c, BIT(CHOWN), BIT(CHOWN), 0), 0);
	assert_int_equal(kernel_capset(&kernel, &c, BIT(KILL), BIT(CHOWN) | BIT(KILL), 0), -EPERM);
	assert_int_equal(kernel_capset(&kernel, &c, BIT(KILL), BIT(CHOWN), 0), -EPERM);
	assert_int_equal(c.permitted, BIT(CHOWN));
	assert_int_equal(c.effective, BIT(CHOWN));
}

TEST(capset_inheritable_needs_setpcap_or_permitted)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.permitted = BIT(CHOWN),
				.inheritable = BIT(NET_RAW),
				.bounding = BIT(CHOWN) | BIT(KILL)};

	assert_int_equal(kernel_capset(&kernel, &c, 0, BIT(CHOWN), BIT(CHOWN) | BIT(NET_RAW)), 0);
	assert_int_equal(kernel_capset(&kernel, &c, 0, BIT(CHOWN), BIT(KILL)), -EPERM);
	c.effective = BIT(SETPCAP);
	assert_int_equal(kernel_capset(&kernel, &c, 0, BIT(CHOWN), BIT(KILL)), 0);
	c.effective = BIT(SETPCAP);
	/* never what the bounding set lacks, but what was there before may stay */
	assert_int_equal(kernel_capset(&kernel, &c, 0, BIT(CHOWN), BIT(SYS_BOOT)), -EPERM);
	c.inheritable = BIT(SYS_BOOT);
	assert_int_equal(kernel_capset(&kernel, &c, 0, BIT(CHOWN), BIT(SYS_BOOT)), 0);
}

TEST(capset_masks_ambient_and_unknown_capabilities)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	c.inheritable = c.ambient = BIT(CHOWN) | BIT(KILL);
	assert_int_equal(kernel_capset(&kernel, &c, UINT64_MAX, UINT64_MAX, BIT(CHOWN)), 0);
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.ambient, BIT(CHOWN));
	assert_int_equal(kernel_capset(&kernel, &c, 0, 0, BIT(CHOWN)), 0);
	assert_int_equal(c.ambient, 0);
}

TEST(bounding_drop_asks_for_privilege_before_it_looks)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_DROP, 41, 0), -EINVAL);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_DROP, CAP_CHOWN, 0), 0);
	assert_int_equal(c.bounding, all & ~BIT(CHOWN));
	assert_int_equal(c.permitted, all); /* a ceiling takes nothing */
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_READ, CAP_CHOWN, 0), 0);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_READ, CAP_KILL, 0), 1);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_READ, 41, 0), -EINVAL);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_READ, 1UL << 32, 0), -EINVAL);
	c.effective &= ~BIT(SETPCAP);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_DROP, CAP_KILL, 0), -EPERM);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAPBSET_DROP, 41, 0), -EPERM);
}

static int raise_ambient(struct credentials *c, unsigned long capability)
{
	const struct kernel kernel = current_kernel();

	return kernel_prctl(&kernel, c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability);
}

TEST(ambient_needs_permitted_and_inheritable)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	assert_int_equal(raise_ambient(&c, CAP_CHOWN), -EPERM);
	c.inheritable = BIT(CHOWN) | BIT(KILL);
	c.effective = c.bounding = 0; /* neither counts */
	assert_int_equal(raise_ambient(&c, CAP_CHOWN), 0);
	assert_int_equal(c.ambient, BIT(CHOWN));
	c.permitted = BIT(CHOWN);
	assert_int_equal(raise_ambient(&c, CAP_KILL), -EPERM);
	assert_int_equal(raise_ambient(&c, 41), -EINVAL);
	c.securebits = SECBIT_NO_CAP_AMBIENT_RAISE;
	assert_int_equal(raise_ambient(&c, CAP_CHOWN), -EPERM);
	assert_int_equal(
		kernel_prctl(&kernel, &c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN), 1);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_CHOWN),
			 0);
	assert_int_equal(c.ambient, 0);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAP_AMBIENT, 0, CAP_CHOWN), -EINVAL);
}

TEST(ambient_clear_all)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.ambient = 7};

	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 1),
			 -EINVAL);
	assert_int_equal(c.ambient, 7);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0), 0);
	assert_int_equal(c.ambient, 0);
}

static int set_securebits(struct credentials *c, unsigned long bits)
{
	const struct kernel kernel = current_kernel();

	return kernel_prctl(&kernel, c, PR_SET_SECUREBITS, bits, 0);
}

TEST(securebits_and_their_locks)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();
	const unsigned long locked = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED;

	assert_int_equal(set_securebits(&c, locked), 0);
	assert_int_equal(set_securebits(&c, SECBIT_NOROOT), -EPERM);
	assert_int_equal(set_securebits(&c, SECBIT_NOROOT_LOCKED), -EPERM);
	assert_int_equal(set_securebits(&c, locked | SECBIT_KEEP_CAPS), 0);
	assert_int_equal(set_securebits(&c, locked | 1 << 12), -EPERM);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_GET_SECUREBITS, 0, 0),
			 locked | SECBIT_KEEP_CAPS);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_GET_KEEPCAPS, 0, 0), 1);
}

TEST(securebits_without_privilege)
{
	const struct kernel before = kernel_of(6, 13, 40);
	struct credentials c = {.securebits = SECBIT_NOROOT};

	assert_int_equal(set_securebits(&c, SECBIT_NOROOT), -EPERM); /* not even no change */
	assert_int_equal(set_securebits(&c, 0), -EPERM);
	assert_int_equal(set_securebits(&c, SECBIT_NOROOT | 0x300), 0); /* SECBIT_EXEC_* */
	assert_int_equal(set_securebits(&c, SECBIT_NOROOT), -EPERM);    /* they have a lock too */
	assert_int_equal(set_securebits(&c, SECBIT_NOROOT | 0xb00), 0);
	c = root();
	assert_int_equal(kernel_prctl(&before, &c, PR_SET_SECUREBITS, 0x100, 0), -EPERM);
	assert_int_equal(kernel_prctl(&before, &c, PR_SET_SECUREBITS, 0, 0), 0);
}

TEST(keep_caps_is_for_all_unless_locked)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.securebits = SECBIT_NOROOT};

	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_KEEPCAPS, 1, 0), 0);
	assert_int_equal(c.securebits, SECBIT_NOROOT | SECBIT_KEEP_CAPS);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_KEEPCAPS, 0, 0), 0);
	assert_int_equal(c.securebits, SECBIT_NOROOT);
	c.securebits = SECBIT_KEEP_CAPS_LOCKED;
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_KEEPCAPS, 1, 0), -EPERM);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_KEEPCAPS, 2, 0), -EINVAL);
}

TEST(no_new_privileges_is_never_undone)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {0};

	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_NO_NEW_PRIVS, 1, 1), -EINVAL);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_GET_NO_NEW_PRIVS, 0, 0), 0);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_NO_NEW_PRIVS, 1, 0), 0);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_NO_NEW_PRIVS, 0, 0), -EINVAL);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_GET_NO_NEW_PRIVS, 0, 0), 1);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_GET_NO_NEW_PRIVS, 1, 0), -EINVAL);
	assert_int_equal(kernel_prctl(&kernel, &c, PR_SET_DUMPABLE, 0, 0), -EINVAL);
}
