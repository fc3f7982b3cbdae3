/* SPDX-License-Identifier: MIT */
/*
 * Assert= of ids by name: what the compiler could not decide, since only the accounts of this machine
 * tell whether two names, or a name and a number, mean the same id. Nothing is given up yet.
 */
#include "accounts.h"
#include "text.h"

#include <errno.h>

static _Noreturn void fail_to_find(ambit_place place, int status, const char *name, int error)
{
	const char *detail =
		error == -ESRCH ? ambit_join(place, name, ": there is no such account", "") : name;

	ambit_fail(place, status, "Assert", detail, error == -ESRCH ? 0 : -error);
}

/* WHAT is "uid is " or "gid is ". */
static void compare(ambit_place place, int status, const char *what, const char *name, bool holds,
		    unsigned flags)
{
	if (holds == !(flags & AMBIT_NOT))
		return;
	ambit_fail(place, status, "Assert",
		   ambit_join(place, what, flags & AMBIT_NOT ? "not " : "",
			      ambit_join(place, name, ": it does not hold", "")),
		   0);
}

void ambit_require_user(ambit_place place, const char *user, unsigned flags)
{
	struct ambit_ids other;
	int error = ambit_find_user(user, &other);

	if (error)
		fail_to_find(place, AMBIT_STATUS_require_user, user, error);
	compare(place, AMBIT_STATUS_require_user, "uid is ", user,
		other.uid == (flags & AMBIT_INITGROUPS ? 0 : ambit_ids.uid), flags);
}

void ambit_require_group(ambit_place place, const char *group, unsigned flags)
{
	gid_t gid;
	int error = ambit_find_group(group, &gid);

	if (error)
		fail_to_find(place, AMBIT_STATUS_require_group, group, error);
	compare(place, AMBIT_STATUS_require_group, "gid is ", group,
		gid == (flags & AMBIT_INITGROUPS ? 0 : ambit_ids.gid), flags);
}

/* The gid of the service is not counted: as one of the groups it adds nothing. */
void ambit_require_groups(ambit_place place, const char *const *groups, unsigned flags)
{
	const struct ambit_ids *ids = &ambit_ids;
	bool stays_root = flags & AMBIT_INITGROUPS;
	size_t count = stays_root ? ids->user_groups : ids->groups_count;
	gid_t gid = stays_root ? 0 : ids->gid;
	struct ambit_group_search search = {.names = groups};

	while (groups[search.count])
		search.count++;
	search.ids = ambit_keep(place, search.count * sizeof(*search.ids));
	search.found = ambit_keep(place, search.count * sizeof(*search.found));
	int error = ambit_find_groups(&search);
	if (error)
		fail_to_find(place, AMBIT_STATUS_require_groups, groups[search.failed], error);
	for (size_t i = 0; i < count; i++)
		if (ids->groups[i] != gid &&
		    !ambit_has_group(search.ids, search.count, ids->groups[i]))
			ambit_fail(place, AMBIT_STATUS_require_groups, "Assert",
				   ambit_join(place, "groups within: ",
					      ambit_decimal(place, ids->groups[i]),
					      " is none of them"),
				   0);
}
