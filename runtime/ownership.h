/* SPDX-License-Identifier: MIT */
/*
 * Whom a directory of the service belongs to: chown(2) of a whole tree, parts of which somebody else
 * may change while it goes on.
 */
#ifndef AMBIT_OWNERSHIP_H
#define AMBIT_OWNERSHIP_H

#include "internal.h"

#include <sys/stat.h>

struct ambit_owner {
	uid_t uid;
	gid_t gid;
	mode_t mask; /* the permission bits that may stay, at most 07777 */
};

/* Whether a directory is as that owner's should be. */
static inline bool ambit_is_owned(const struct stat *st, const struct ambit_owner *owner)
{
	return st->st_uid == owner->uid && st->st_gid == owner->gid &&
	       !(st->st_mode & 07777 & ~owner->mask);
}

/*
 * Gives the directory `top`, open for reading, and all below it to the owner, unless the directory itself
 * is the owner's already. 0 or negative errno: -EMLINK for a file with further names, which may be
 * outside of the tree; -ESTALE when a directory was moved meanwhile; -ELOOP beyond 65536 levels. Then
 * *culprit is the name of what it is about, in kept storage, or NULL.
 */
int ambit_own_tree(int top, const struct ambit_owner *, const char **culprit);

#endif
