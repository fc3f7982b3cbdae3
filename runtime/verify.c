/* SPDX-License-Identifier: MIT */
/*
 * The last look: all that the launcher was to change about its credentials is read back from the
 * kernel, by system calls alone, and compared with what the policy grants. The first difference
 * ends the launch with the exit status of the step that is responsible for it.
 */
#define _GNU_SOURCE 1
#include "credentials.h"
#include "limits.h"
#include "text.h"

#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>

static const char *in_base(ambit_place place, uint64_t number, int bits)
{
	char text[26] = {0};
	size_t at = sizeof(text) - 1;

	do
		text[--at] = "0123456789abcdef"[number & ((1u << bits) - 1)];
	while (number >>= bits);
	if (bits == 4)
		text[--at] = 'x';
	text[--at] = '0';
	return ambit_copy(place, text + at, sizeof(text) - 1 - at);
}

static _Noreturn void differ(ambit_place place, int status, const char *what, const char *expected,
			     const char *found)
{
	const char *detail = ambit_join(place, what, ": expected ", expected);

	ambit_fail(place, status, "verify", ambit_join(place, detail, ", found ", found), 0);
}

static void compare(ambit_place place, int status, const char *what, uint64_t expected,
		    uint64_t found)
{
	if (expected != found)
		differ(place, status, what, in_base(place, expected, 4), in_base(place, found, 4));
}

static void check_ids(ambit_place place, int status, const char *what, uint32_t expected,
		      const uint32_t found[4])
{
	for (size_t i = 0; i < 4; i++)
		if (found[i] != expected)
			differ(place, status, what, ambit_decimal(place, expected),
			       ambit_decimal(place, found[i]));
}

static const char *group_list(ambit_place place, const gid_t *groups, size_t count)
{
	const char *list = count ? "" : "none";
	size_t shown = count < 32 ? count : 32; /* a line has an end */

	for (size_t i = 0; i < shown; i++)
		list = ambit_join(place, list, *list ? " " : "", ambit_decimal(place, groups[i]));
	return shown < count ? ambit_join(place, list, " ...", "") : list;
}

static void check_groups(ambit_place place, bool all, gid_t gid)
{
	const struct ambit_ids *ids = &ambit_ids;
	size_t count = all ? ids->groups_count : ids->user_groups;
	const gid_t *current;

	if (ambit_groups_are(ids->groups, count, &gid))
		return;
	size_t current_count = ambit_current_groups(&current);
	differ(place, AMBIT_STATUS_groups, "supplementary groups",
	       group_list(place, ids->groups, count), group_list(place, current, current_count));
}

/* setfsuid(2) and setfsgid(2) with an id that is none only tell what is. */
static void check_identity(ambit_place place, unsigned check)
{
	bool taken = check & AMBIT_CHECK_USER;
	uid_t uid = taken ? ambit_ids.uid : 0, uids[4];
	gid_t gid = taken ? ambit_ids.gid : 0, gids[4];

	getresuid(&uids[0], &uids[1], &uids[2]);
	getresgid(&gids[0], &gids[1], &gids[2]);
	uids[3] = (uid_t)setfsuid((uid_t)-1);
	gids[3] = (gid_t)setfsgid((gid_t)-1);
	check_ids(place, AMBIT_STATUS_user, "uid", uid, uids);
	check_ids(place, AMBIT_STATUS_group, "gid", gid, gids);
	check_groups(place, taken, gid);
}

/* What execve makes of these sets for a program without file capabilities is what they are now. */
static void check_sets(ambit_place place, const struct ambit_expected *expected, uint64_t bounding)
{
	const int status = AMBIT_STATUS_capabilities;
	uint64_t ambient = expected->ambient, usable;
	struct ambit_sets found;
	int error = ambit_get_process_sets(&found);

	if (error)
		ambit_fail(place, status, "verify", "capget", -error);
	if (ambient & AMBIT_ALL_BUT)
		ambient &= ambit_kernel_set();
	usable = ambit_root_keeps_capabilities() ? bounding | ambient : ambient;
	if (expected->keeps_admin)
		usable |= found.permitted & CAP(SYS_ADMIN);
	compare(place, status, "permitted set", usable, found.permitted);
	compare(place, status, "effective set", usable, found.effective);
	compare(place, status, "inheritable set", ambient, found.inheritable);
	compare(place, status, "ambient set", ambient, ambit_get_ambient(&found));
}

/*
 * Nothing but step "bounding" changes the bounding set, so that without this step it is as it was.
 * A set that says what is dropped says nothing of what the launcher did not have.
 */
static void check_bounding(ambit_place place, uint64_t expected, uint64_t found)
{
	if (expected & AMBIT_ALL_BUT)
		expected &= found;
	compare(place, AMBIT_STATUS_bounding, "bounding set", expected, found);
}

static void check_capabilities(ambit_place place, const struct ambit_expected *expected)
{
	uint64_t bounding = 0, kernel;
	bool is_root = !getuid() || !geteuid();

	if (expected->check & AMBIT_CHECK_BOUNDING || is_root)
		bounding = ambit_get_bounding(&kernel);
	if (expected->check & AMBIT_CHECK_BOUNDING)
		check_bounding(place, expected->bounding, bounding);
	if (!(expected->check & AMBIT_CHECK_CAPABILITIES))
		return;
	check_sets(place, expected, bounding);
	compare(place, AMBIT_STATUS_securebits, "securebits", expected->securebits,
		(uint64_t)prctl(PR_GET_SECUREBITS, 0L, 0L, 0L, 0L));
}

static void check_limits(ambit_place place, const struct ambit_limit *limit)
{
	for (; limit && limit->resource >= 0; limit++) {
		struct ambit_limit found;
		int error = ambit_get_limit(limit->resource, &found);
		const char *name = ambit_limit_directive(limit->resource);

		if (error)
			ambit_fail(place, AMBIT_STATUS_limit, "verify", name, -error);
		if (found.soft != limit->soft || found.hard != limit->hard)
			differ(place, AMBIT_STATUS_limit, name, ambit_limit_text(place, limit),
			       ambit_limit_text(place, &found));
	}
}

void ambit_verify(ambit_place place, const struct ambit_expected *expected)
{
	unsigned check = expected->check;
	int privileges = check & AMBIT_CHECK_NO_NEW_PRIVILEGES ? expected->no_new_privileges
							       : ambit_no_new_privileges_at_start;
	mode_t mask = umask((mode_t)expected->umask); /* there is no call that only tells */

	check_identity(place, check);
	check_capabilities(place, expected);
	compare(place, AMBIT_STATUS_no_new_privileges, "no_new_privs", (uint64_t)privileges,
		(uint64_t)prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L));
	if (mask != expected->umask)
		differ(place, AMBIT_STATUS_umask, "umask", in_base(place, expected->umask, 3),
		       in_base(place, mask, 3));
	check_limits(place, expected->limits);
}
