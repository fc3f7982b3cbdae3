/* SPDX-License-Identifier: MIT */
/*
 * What steps "state_directory" and its kin leave in the tree of the host, before there is a view: directories that are
 * new or have another owner, with all that is in them, and links to them.
 */
#ifndef ACCESS_MADE_H
#define ACCESS_MADE_H

#include "access/names.h"
#include "plan/plan.h"

enum { MADE_FAMILIES = 5 };

extern const struct made_family {
	enum step_id step;
	const char *directive, *root;
	bool is_owned; /* by the service, also where it is there before */
} made_families[MADE_FAMILIES];

/*
 * The directories of COMMAND, whose user is *identity, in TREE, that of --root, which has none yet. Those whose names
 * are known at launch only are left out. In the arena of TREE.
 */
const struct tree_made *tree_made_of(const struct command_plan *command, const struct tree *tree,
				     const struct tree_identity *identity);
/*
 * What becomes of the node, whose origin is a path of the host without symbolic links. *fd was opened with O_PATH, or
 * is -1, for ERROR. Returns the error that is left.
 */
int tree_made_apply(const struct tree_made *made, int *fd, struct node *node, int error);
/* Whether the directory PATH, as it is written, is one of them. */
bool tree_made_has(const struct tree_made *made, const char *path);

#endif
