/* SPDX-License-Identifier: MIT */
/*
 * Look-ups in /etc/group for the "resolve" steps: several names and the groups of a user in one
 * reading.
 */
#ifndef AMBIT_ACCOUNTS_H
#define AMBIT_ACCOUNTS_H

#include "internal.h"

enum { AMBIT_MOST_GROUPS = 65536 }; /* NGROUPS_MAX of linux/limits.h; musl's own is lower */

struct ambit_group_search {
	const char *const *names; /* to be found, or numbers, which need no entry */
	gid_t *ids;               /* of the names */
	bool *found;
	size_t count, missing;
	size_t failed; /* index of the name that an error is about */
	const char *
		member; /* NULL, or the user whose groups are added, without doubles, to `groups` */
	gid_t *groups;  /* room for AMBIT_MOST_GROUPS + 1: one more tells of too many */
	size_t groups_count;
};

/*
 * 0, -ESRCH when a name has no entry, -ERANGE for a number that is no id, or another negative
 * errno.
 */
int ambit_find_groups(struct ambit_group_search *);

/* Whether a user or a group has that number in one of the two files: 1, 0 or negative errno. */
int ambit_is_listed_id(uint32_t id);

bool ambit_has_group(const gid_t *groups, size_t count, gid_t gid);

#endif
