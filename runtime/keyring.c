/* SPDX-License-Identifier: MIT */
/*
 * KeyringMode=: a session keyring of its own, so that the service finds no keys of whoever started
 * it (session-keyring(7)). The keyring belongs to the real ids of the process, which for that are
 * those of the service for a moment; effective ids, and so privileges, stay.
 */
#define _GNU_SOURCE 1
#include "credentials.h"
#include "text.h"

#include <linux/keyctl.h>

/* keyctl_setperm(3): linux/keyctl.h has no names for these. For the possessor and for the user. */
enum {
	POSSESSOR_VIEW = 0x01000000,
	POSSESSOR_READ = 0x02000000,
	POSSESSOR_SEARCH = 0x08000000,
	USER_VIEW = 0x00010000,
	USER_READ = 0x00020000,
	USER_SEARCH = 0x00080000,
	ALL_MAY_READ = POSSESSOR_VIEW | POSSESSOR_READ | POSSESSOR_SEARCH | USER_VIEW | USER_READ |
		       USER_SEARCH,
};

static int join(unsigned flags)
{
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0, 0, 0) < 0)
		return -errno;
	if (flags & AMBIT_LINK_USER && syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING,
					       KEY_SPEC_SESSION_KEYRING, 0, 0) < 0)
		return -errno;
	return 0;
}

/* Only an id that differs is changed, since only that needs a privilege. */
static int take_real_ids(uid_t uid, gid_t gid)
{
	int error = 0;

	if (getgid() != gid)
		error = ambit_set_gids(gid, AMBIT_KEEP_ID, AMBIT_KEEP_ID);
	if (!error && getuid() != uid)
		error = ambit_set_uids(uid, AMBIT_KEEP_ID, AMBIT_KEEP_ID);
	return error;
}

/* An id that a user namespace does not have is no matter of keyrings. */
static void check_mapped(ambit_place place, int error)
{
	if (error == -EINVAL)
		ambit_fail(place, AMBIT_STATUS_user, "User",
			   "the ids of the service are none of this user namespace", -error);
}

static int join_as_service(ambit_place place, unsigned flags)
{
	uid_t uid = getuid();
	gid_t gid = getgid();
	int error = take_real_ids(ambit_ids.uid, ambit_ids.gid);

	check_mapped(place, error);
	if (!error)
		error = join(flags);
	/*
	 * Who cannot go back was on the way there: steps "group" and "user" come, and "verify"
	 * looks. From root's uid nobody goes back who had another: the kernel would take all
	 * capabilities (capabilities(7), "Effect of user ID changes").
	 */
	if (getuid() != uid && getuid())
		ambit_set_uids(uid, AMBIT_KEEP_ID, AMBIT_KEEP_ID);
	if (getgid() != gid)
		ambit_set_gids(gid, AMBIT_KEEP_ID, AMBIT_KEEP_ID);
	return error;
}

/* The 16 bytes, not the digits: what sd_id128_get_invocation(3) looks for. */
static int add_invocation(const unsigned char id[static 16])
{
	long key = syscall(SYS_add_key, "user", "invocation_id", id, 16, KEY_SPEC_SESSION_KEYRING);

	if (key < 0 || syscall(SYS_keyctl, KEYCTL_SETPERM, key, ALL_MAY_READ, 0, 0) < 0)
		return -errno;
	return 0;
}

/*
 * A kernel or container without keyrings: no failure, when the policy does not speak of them. A full
 * quota is one: whoever fills that of the service must not make it keep the caller's keyring.
 */
static bool is_without_keyrings(int error)
{
	return error == -ENOSYS || error == -EPERM || error == -EACCES;
}

void ambit_keyring(ambit_place place, unsigned flags)
{
	int error = join_as_service(place, flags);

	if (!error && ambit_invocation)
		error = add_invocation(ambit_invocation);
	if (error && !(flags & AMBIT_DEFAULT && is_without_keyrings(error)))
		ambit_fail(place, AMBIT_STATUS_keyring, "KeyringMode", NULL, -error);
}
