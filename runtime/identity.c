/* SPDX-License-Identifier: MIT */
/*
 * User=, Group=, SupplementaryGroups=: looked up before anything is given up, taken in the order
 * that credentials(7) asks for: groups, then gid, then uid. Root's groups never stay: setgroups
 * comes always, unless the kernel has the very list already.
 */
#define _GNU_SOURCE 1
#include "accounts.h"
#include "credentials.h"
#include "text.h"

#include <string.h>
#include <sys/prctl.h>

struct ambit_ids ambit_ids;
static const char *group_name; /* Group= */
static gid_t all_groups[AMBIT_MOST_GROUPS + 2] /* one is for the gid, one tells of too many */;

/* Of a name, or of the file that should have it. */
static _Noreturn void fail_to_find(ambit_place place, int status, const char *directive,
				   const char *name, const char *file, int error)
{
	if (error == -ESRCH)
		ambit_fail(place, status, directive, ambit_join(place, name, ": not in ", file), 0);
	if (error == -ERANGE)
		ambit_fail(place, status, directive,
			   ambit_join(place, name, ": not a valid id", ""), 0);
	ambit_fail(place, status, directive, file, -error);
}

void ambit_resolve_user(ambit_place place, const char *user)
{
	const char *name = user ? user : "root";
	int error = ambit_find_user(name, &ambit_ids);

	if (error)
		fail_to_find(place, AMBIT_STATUS_resolve_user, "User", name, "/etc/passwd", error);
	/* a name is proved to be another than root at build time; who wants root says so */
	if (!ambit_ids.uid && strcmp(name, "root") && strcmp(name, "0"))
		ambit_fail(place, AMBIT_STATUS_resolve_user, "User",
			   ambit_join(place, name, ": has the uid of root: write root", ""), 0);
	ambit_ids.has_user = user;
}

void ambit_resolve_group(ambit_place place, const char *group)
{
	int error = ambit_find_group(group, &ambit_ids.gid);

	if (error)
		fail_to_find(place, AMBIT_STATUS_resolve_group, "Group", group, "/etc/group",
			     error);
	group_name = group;
}

static size_t count_names(const char *const *names)
{
	size_t count = 0;

	while (names && names[count])
		count++;
	return count;
}

/*
 * As initgroups(3): the gid and all groups that list the user, which stand from all_groups[1] on.
 */
static void take_user_groups(struct ambit_ids *ids, size_t count)
{
	all_groups[0] = ids->gid;
	ids->user_groups = 1;
	for (size_t i = 1; i <= count; i++)
		if (all_groups[i] != ids->gid)
			all_groups[ids->user_groups++] = all_groups[i];
	ids->groups_count = ids->user_groups;
}

/* One reading of the file for all: the groups by name, and those that list the user. */
static void find_groups(ambit_place place, struct ambit_group_search *search)
{
	search->ids = ambit_keep(place, (search->count + 1) * sizeof(*search->ids));
	search->found = ambit_keep(place, (search->count + 1) * sizeof(*search->found));
	int error = ambit_find_groups(search);
	if (error)
		fail_to_find(place, AMBIT_STATUS_resolve_groups, "SupplementaryGroups",
			     search->names[search->failed], "/etc/group", error);
}

/*
 * As in systemd a user whose group is that of root has no groups, and neither has one without a
 * name.
 */
void ambit_resolve_groups(ambit_place place, const char *const *groups)
{
	struct ambit_ids *ids = &ambit_ids;
	struct ambit_group_search search = {
		.names = groups, .count = count_names(groups), .groups = all_groups + 1};

	if (!ids->has_group && !group_name)
		ambit_fail(
			place, AMBIT_STATUS_resolve_user, "User",
			ambit_join(place, ambit_decimal(place, ids->uid),
				   " has no entry in /etc/passwd and so no group: set Group=", ""),
			0);
	if (ids->has_user && ids->gid)
		search.member = ids->name;
	find_groups(place, &search);
	ids->has_group = ids->has_user || group_name;
	ids->groups = all_groups;
	if (search.member)
		take_user_groups(ids, search.groups_count);
	for (size_t i = 0; i < search.count && ids->groups_count <= AMBIT_MOST_GROUPS; i++)
		if (!ambit_has_group(all_groups, ids->groups_count, search.ids[i]))
			all_groups[ids->groups_count++] = search.ids[i];
	if (ids->groups_count > AMBIT_MOST_GROUPS)
		ambit_fail(place, AMBIT_STATUS_resolve_groups, "SupplementaryGroups",
			   "too many groups", 0);
}

size_t ambit_current_groups(const gid_t **groups)
{
	static gid_t current[AMBIT_MOST_GROUPS];
	int count = getgroups(AMBIT_MOST_GROUPS, current);

	if (count < 0) /* is not "none" */
		ambit_fail(0, AMBIT_STATUS_groups, "SupplementaryGroups", "getgroups", errno);
	*groups = current;
	return (size_t)count;
}

static bool includes(const gid_t *set, size_t set_count, const gid_t *groups, size_t count,
		     const gid_t *but)
{
	for (size_t i = 0; i < count; i++)
		if (!(but && groups[i] == *but) && !ambit_has_group(set, set_count, groups[i]))
			return false;
	return true;
}

/* The gid of the process as one of its supplementary groups adds nothing to what it may do. */
bool ambit_groups_are(const gid_t *wanted, size_t count, const gid_t *primary)
{
	const gid_t *current;
	size_t current_count = ambit_current_groups(&current);

	return includes(wanted, count, current, current_count, primary) &&
	       includes(current, current_count, wanted, count, primary);
}

/* Without User= and Group= the service is root's, and what fails is that the launcher is not. */
static _Noreturn void fail_to_take(ambit_place place, const char *directive, const char *name,
				   int error)
{
	if (error == EPERM && !ambit_ids.has_group && geteuid())
		ambit_fail(place, AMBIT_STATUS_user, "User",
			   "the service is for root, and the launcher was not started by root",
			   error);
	ambit_fail(place, AMBIT_STATUS_group, directive, name, error);
}

void ambit_groups(ambit_place place, unsigned flags)
{
	const struct ambit_ids *ids = &ambit_ids;
	bool stays_root = flags & AMBIT_INITGROUPS; /* no step "group" will come */
	size_t count = stays_root ? ids->user_groups : ids->groups_count;
	gid_t gid = stays_root ? 0 : ids->gid;

	if (ambit_groups_are(ids->groups, count, NULL))
		return;
	if (!syscall(AMBIT_SYS_SETGROUPS, count, ids->groups))
		return;
	int error = errno;
	if (error == EPERM && ambit_groups_are(ids->groups, count, &gid))
		return;
	fail_to_take(place, "SupplementaryGroups", "setgroups", error);
}

void ambit_group(ambit_place place)
{
	gid_t real, effective, saved, gid = ambit_ids.gid;

	getresgid(&real, &effective, &saved);
	if (real == gid && effective == gid && saved == gid)
		return;
	int error = ambit_set_gids(gid, gid, gid);
	if (error)
		fail_to_take(place, "Group", group_name ? group_name : ambit_decimal(place, gid),
			     -error);
}

static int set_keep_capabilities(unsigned long keep)
{
	return prctl(PR_SET_KEEPCAPS, keep, 0UL, 0UL, 0UL) < 0 ? -errno : 0;
}

/*
 * The permitted set stays, for steps "ambient" and "capabilities": capabilities(7),
 * SECBIT_KEEP_CAPS.
 */
static int set_user(uid_t uid)
{
	int kept = prctl(PR_GET_KEEPCAPS, 0UL, 0UL, 0UL, 0UL);
	int error = kept == 1 ? 0 : set_keep_capabilities(1);

	if (!error)
		error = ambit_set_uids(uid, uid, uid);
	if (!error && kept != 1)
		error = set_keep_capabilities(0);
	return error;
}

/* What follows, as chdir, is done with the rights of the user alone. */
static int clear_effective(void)
{
	struct ambit_sets sets;
	int error = ambit_get_process_sets(&sets);

	if (error || !sets.effective)
		return error;
	sets.effective = 0;
	return ambit_set_process_sets(&sets);
}

void ambit_user(ambit_place place)
{
	uid_t real, effective, saved, uid = ambit_ids.uid;
	int error = 0;

	getresuid(&real, &effective, &saved);
	if (real != uid || effective != uid || saved != uid) {
		if (ambit_keep_rights)
			ambit_keep_rights();
		error = set_user(uid);
	}
	if (!error && uid)
		error = clear_effective();
	if (error)
		ambit_fail(place, AMBIT_STATUS_user, "User",
			   ambit_ids.name ? ambit_ids.name : ambit_decimal(place, uid), -error);
}
