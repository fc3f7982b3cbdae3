/* SPDX-License-Identifier: MIT */
/*
 * User=, Group= and SupplementaryGroups= as the launch will resolve them where the tree is the root:
 * from its /etc/passwd and /etc/group, by the rules of runtime/identity.c and runtime/accounts.c.
 */
#ifndef ACCESS_NAMES_H
#define ACCESS_NAMES_H

#include "access/tree.h"
#include "service/service.h"

struct tree_identity {
	uint32_t uid, gid;
	const char *name, *home;     /* NULL: the id has no entry, there is no home directory */
	const uint32_t *groups;      /* all, sorted */
	const uint32_t *user_groups; /* those without SupplementaryGroups=, sorted */
	size_t group_count, user_group_count;
};

/* False when a name has no entry or a file cannot be read; that is reported. */
bool names_resolve(struct diagnostics *diagnostics, const struct service *service,
		   const struct tree *tree, struct tree_identity *identity);

/* The name of the first group in the tree's /etc/group with that id, or NULL. */
const char *names_group(const struct tree *tree, uint32_t gid);

#endif
