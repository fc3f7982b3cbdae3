/* SPDX-License-Identifier: MIT */
/*
 * The kernel's rule for who may do what with a file: generic_permission() and
 * acl_permission_check() of fs/namei.c, posix_acl_permission() of fs/posix_acl.c; for people in
 * path_resolution(7), acl(5) and capabilities(7). Pure functions; tests/access compares them with
 * the running kernel.
 */
#ifndef ACCESS_PERMISSION_H
#define ACCESS_PERMISSION_H

#include "access/tree.h"

/* What denies. */
enum rule {
	RULE_NONE,
	RULE_OWNER,     /* the bits of the owner */
	RULE_GROUP,     /* the bits, or the entry, of the owning group */
	RULE_OTHER,     /* those of all others */
	RULE_ACL_USER,  /* the entry of a user */
	RULE_ACL_GROUP, /* the entries of groups, none of which is enough */
	RULE_ACL_MASK,  /* the mask takes from an entry what it has */
	RULE_READ_ONLY, /* mount(8): ro, noexec, nodev */
	RULE_NO_EXECUTE,
	RULE_NO_DEVICES,
	RULE_NO_PROGRAM, /* only regular files are executed */
};

struct denial {
	enum rule rule;
	const struct node *node; /* which component of the way */
	unsigned wanted;         /* MAY_* */
	uint32_t id;             /* RULE_ACL_USER, _GROUP, _MASK: of the entry; else NO_ID */
};

/*
 * May *c do all of WANTED (MAY_*) with NODE at once? MAY_EXECUTE is to search a directory, and to
 * execute all else. If not, *denial says why.
 */
bool permission_node(const struct credentials *c, const struct node *node, unsigned wanted,
		     struct denial *denial);
/*
 * The same from the root on: every directory is to be searched. Of a way that ended the directories
 * alone count.
 */
bool permission_way(const struct credentials *c, const struct way *way, unsigned wanted,
		    struct denial *denial);

/* The verb for WANTED: "read", "search" or "execute" ... */
const char *action_text(unsigned wanted, bool directory);
/* In words: "the directory '/srv' (owner 0, group 0, mode 0700): others may not search it". */
const char *denial_text(struct arena *arena, const struct denial *denial);

#endif
