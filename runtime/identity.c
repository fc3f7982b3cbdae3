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

static void find_user(ambit_place place, const char *user, const char *group)
{
	int error = ambit_find_user(user, &ambit_ids);

	if (error)
		fail_to_find(place, AMBIT_STATUS_user, "User", user, "/etc/passwd", error);
	if (!ambit_ids.has_group && !group)
		ambit_fail(place, AMBIT_STATUS_user, "User",
			   ambit_join(place, user,
				      " has no entry in /etc/passwd and so no group: "
				      "set Group=",
				      ""),
			   0);
}

/* The names in one array, Group= first, so that one reading of the file answers for all. */
static void name_groups(ambit_place place, struct ambit_group_search *search, const char *group,
			const char *const *groups)
{
	size_t count = 0;

	while (groups && groups[count])
		count++;
	const char **names = ambit_keep(place, (count + 1) * sizeof(*names));
	if (group)
		names[search->count++] = group;
	for (size_t i = 0; i < count; i++)
		names[search->count++] = groups[i];
	search->names = names;
	search->ids = ambit_keep(place, (count + 1) * sizeof(*search->ids));
	search->found = ambit_keep(place, (count + 1) * sizeof(*search->found));
}

static void find_names(ambit_place place, struct ambit_group_search *search, bool has_primary)
{
	int error = ambit_find_groups(search);
	bool is_primary = has_primary && !search->failed;

	if (error)
		fail_to_find(place, AMBIT_STATUS_group,
			     is_primary ? "Group" : "SupplementaryGroups",
			     search->names[search->failed], "/etc/group", error);
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

/*
 * As in systemd a user whose group is that of root has no groups, and neither has one without a
 * name.
 */
static void find_groups(ambit_place place, const char *group, const char *const *groups)
{
	struct ambit_group_search search = {.groups = all_groups + 1};
	struct ambit_ids *ids = &ambit_ids;
	size_t primary = group != NULL;

	name_groups(place, &search, group, groups);
	if (ids->has_user && (group || ids->gid))
		search.member = ids->name;
	find_names(place, &search, primary);
	if (group)
		ids->gid = search.ids[0];
	ids->groups = all_groups;
	if (search.member && ids->gid)
		take_user_groups(ids, search.groups_count);
	for (size_t i = primary; i < search.count && ids->groups_count <= AMBIT_MOST_GROUPS; i++)
		if (!ambit_has_group(all_groups, ids->groups_count, search.ids[i]))
			all_groups[ids->groups_count++] = search.ids[i];
	if (ids->groups_count > AMBIT_MOST_GROUPS)
		ambit_fail(place, AMBIT_STATUS_group, "SupplementaryGroups", "too many groups", 0);
}

void ambit_identity(ambit_place place, const char *user, const char *group,
		    const char *const *groups)
{
	find_user(place, user ? user : "root", group);
	ambit_ids.has_user = user;
	ambit_ids.has_group = user || group;
	group_name = group;
	find_groups(place, group, groups);
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
	if (real != uid || effective != uid || saved != uid)
		error = set_user(uid);
	if (!error && uid)
		error = clear_effective();
	if (error)
		ambit_fail(place, AMBIT_STATUS_user, "User",
			   ambit_ids.name ? ambit_ids.name : ambit_decimal(place, uid), -error);
}
