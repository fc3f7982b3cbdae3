/* SPDX-License-Identifier: MIT */
/*
 * The calls that set ids and groups, as kernel/sys.c and kernel/groups.c have them. Users and
 * groups follow the same rules; but where a user's ids leave 0 or become 0 the capabilities follow
 * (security/commoncap.c), unless SECBIT_NO_SETUID_FIXUP is set.
 */
#include "model/credentials.h"

#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/securebits.h>

#define CAPABILITY(number) (UINT64_C(1) << (number))

/* Those that come and go with a file system id of 0: CAP_FS_SET of the kernel. */
static const uint64_t of_file_system = CAPABILITY(CAP_CHOWN) | CAPABILITY(CAP_DAC_OVERRIDE) |
				       CAPABILITY(CAP_DAC_READ_SEARCH) | CAPABILITY(CAP_FOWNER) |
				       CAPABILITY(CAP_FSETID) | CAPABILITY(CAP_LINUX_IMMUTABLE) |
				       CAPABILITY(CAP_MKNOD) | CAPABILITY(CAP_MAC_OVERRIDE);

/* What a call asks for: NO_ID leaves an id as it is. */
struct request {
	bool privileged; /* CAP_SETUID or CAP_SETGID */
	uint32_t real, effective, saved;
};

static bool is_among(uint32_t id, const struct ids *ids)
{
	return id == ids->real || id == ids->effective || id == ids->saved;
}

static int change(struct ids *ids, bool privileged, uint32_t id)
{
	if (id == NO_ID)
		return -EINVAL;
	if (privileged)
		ids->real = ids->saved = id;
	else if (id != ids->real && id != ids->saved)
		return -EPERM;
	ids->effective = ids->fs = id;
	return 0;
}

/* setreuid(2): the real id cannot become the saved one, and the saved one follows. */
static int change_two(struct ids *ids, const struct request *to)
{
	const struct ids old = *ids;

	if (!to->privileged && to->real != NO_ID && to->real != old.real &&
	    to->real != old.effective)
		return -EPERM;
	if (!to->privileged && to->effective != NO_ID && !is_among(to->effective, &old))
		return -EPERM;
	if (to->real != NO_ID)
		ids->real = to->real;
	if (to->effective != NO_ID)
		ids->effective = to->effective;
	if (to->real != NO_ID || (to->effective != NO_ID && to->effective != old.real))
		ids->saved = ids->effective;
	ids->fs = ids->effective;
	return 0;
}

static bool is_no_change(const struct ids *ids, const struct request *to)
{
	return (to->real == NO_ID || to->real == ids->real) &&
	       (to->effective == NO_ID ||
		(to->effective == ids->effective && to->effective == ids->fs)) &&
	       (to->saved == NO_ID || to->saved == ids->saved);
}

static bool is_allowed(uint32_t id, const struct ids *ids)
{
	return id == NO_ID || is_among(id, ids);
}

static int change_three(const struct kernel *kernel, struct ids *ids, const struct request *to)
{
	if (kernel->setres_skips_no_change && is_no_change(ids, to))
		return 0;
	if (!to->privileged && !(is_allowed(to->real, ids) && is_allowed(to->effective, ids) &&
				 is_allowed(to->saved, ids)))
		return -EPERM;
	if (to->real != NO_ID)
		ids->real = to->real;
	if (to->effective != NO_ID)
		ids->effective = to->effective;
	if (to->saved != NO_ID)
		ids->saved = to->saved;
	ids->fs = ids->effective;
	return 0;
}

/* The user's ids are IDS from now on: capabilities follow those that are not fs. */
static void become(struct credentials *c, const struct ids *ids)
{
	const struct ids old = c->uid;

	c->uid = *ids;
	if (c->securebits & SECBIT_NO_SETUID_FIXUP)
		return;
	if (is_among(0, &old) && !is_among(0, ids)) {
		if (!(c->securebits & SECBIT_KEEP_CAPS))
			c->permitted = c->effective = 0;
		c->ambient = 0; /* even with SECBIT_KEEP_CAPS */
	}
	if (old.effective == 0 && ids->effective != 0)
		c->effective = 0;
	if (old.effective != 0 && ids->effective == 0)
		c->effective = c->permitted;
}

int kernel_setuid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
		  uint32_t uid)
{
	struct ids ids = c->uid;
	int error = change(&ids, kernel_capable(c, CAP_SETUID), uid);

	if (!error)
		become(c, &ids);
	return error;
}

int kernel_setreuid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
		    uint32_t real, uint32_t effective)
{
	const struct request to = {kernel_capable(c, CAP_SETUID), real, effective, NO_ID};
	struct ids ids = c->uid;
	int error = change_two(&ids, &to);

	if (!error)
		become(c, &ids);
	return error;
}

int kernel_setresuid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		     uint32_t effective, uint32_t saved)
{
	const struct request to = {kernel_capable(c, CAP_SETUID), real, effective, saved};
	struct ids ids = c->uid;
	int error = change_three(kernel, &ids, &to);

	if (!error)
		become(c, &ids);
	return error;
}

int kernel_setgid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
		  uint32_t gid)
{
	return change(&c->gid, kernel_capable(c, CAP_SETGID), gid);
}

int kernel_setregid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
		    uint32_t real, uint32_t effective)
{
	const struct request to = {kernel_capable(c, CAP_SETGID), real, effective, NO_ID};

	return change_two(&c->gid, &to);
}

int kernel_setresgid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		     uint32_t effective, uint32_t saved)
{
	const struct request to = {kernel_capable(c, CAP_SETGID), real, effective, saved};

	return change_three(kernel, &c->gid, &to);
}

uint32_t kernel_setfsuid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
			 uint32_t uid)
{
	const uint32_t old = c->uid.fs;

	if (uid == NO_ID || (!is_among(uid, &c->uid) && !kernel_capable(c, CAP_SETUID)))
		return old;
	c->uid.fs = uid;
	if (c->securebits & SECBIT_NO_SETUID_FIXUP)
		return old;
	if (old == 0 && uid != 0)
		c->effective &= ~of_file_system;
	if (old != 0 && uid == 0)
		c->effective |= c->permitted & of_file_system;
	return old;
}

uint32_t kernel_setfsgid(__attribute__((unused)) const struct kernel *kernel, struct credentials *c,
			 uint32_t gid)
{
	const uint32_t old = c->gid.fs;

	if (gid != NO_ID && (is_among(gid, &c->gid) || kernel_capable(c, CAP_SETGID)))
		c->gid.fs = gid;
	return old;
}

int kernel_setgroups(const struct kernel *kernel, struct credentials *c, const uint32_t *groups,
		     size_t count)
{
	if (!kernel_capable(c, CAP_SETGID) || kernel->denies_setgroups)
		return -EPERM;
	if (count > NGROUPS_MAX || (count && groups[count - 1] == NO_ID))
		return -EINVAL;
	c->groups = groups;
	c->group_count = count;
	return 0;
}
