/* SPDX-License-Identifier: MIT */
/*
 * What steps "mount", "path" and "view" of a command make of a tree of files, as far as it can be told before
 * the launch: which flags mounts will have, what shows at another place, and what the launcher will make.
 */
#ifndef ACCESS_TREE_VIEW_H
#define ACCESS_TREE_VIEW_H

#include "access/tree.h"
#include "plan/plan.h"

struct tree_view_rule; /* access/tree_view.c */

struct tree_view {
	const struct tree *host;
	struct tree_view_rule *rules;
	size_t count, room;
	bool nosuid; /* all of it */
};

/*
 * The view of COMMAND on the tree ROOT, which is that of its root directory; HOST is that of --root. NULL when it
 * has no view. In the arena of ROOT.
 */
const struct tree_view *tree_view_of(const struct command_plan *command, const struct tree *root,
				     const struct tree *host);

enum tree_view_change {
	TREE_VIEW_SAME,  /* or with other flags of its mount */
	TREE_VIEW_BOUND, /* *fd and *node are those of something else of the host */
	TREE_VIEW_MADE,  /* the launcher makes what is there: not known before */
	TREE_VIEW_CLOSED /* there, but out of reach */
};
/* What VIEW makes of the file PATH, without symbolic links and in the root of the view. *fd was opened with O_PATH. */
enum tree_view_change tree_view_apply(const struct tree_view *view, const char *path, int *fd,
				      struct node *node);

#endif
