/* SPDX-License-Identifier: MIT */
/*
 * What steps "mount", "path" and "view" of a command make of a tree of files, as far as it can be told before
 * the launch: which flags mounts will have, what shows at another place, and what is fresh and empty.
 */
#ifndef ACCESS_TREE_VIEW_H
#define ACCESS_TREE_VIEW_H

#include "access/tree.h"
#include "plan/plan.h"

/*
 * The view of COMMAND on the tree ROOT, which is that of its root directory; HOST is that of --root, with what is made
 * for the service. NULL when it has no view. In the arena of ROOT.
 */
const struct tree_view *tree_view_of(const struct command_plan *command, const struct tree *root,
				     const struct tree *host);

/*
 * What VIEW makes of the node PATH, without symbolic links and in the root of the view. *fd was opened with O_PATH, or
 * is -1, for ERROR. Returns the error that is left; -WAY_IS_MADE: it is known at launch only.
 */
int tree_view_apply(const struct tree_view *view, const char *path, int *fd, struct node *node,
		    int error);

#endif
