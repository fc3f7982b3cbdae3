/* SPDX-License-Identifier: MIT */
/*
 * What steps "mount", "path" and "view" of a command make of a tree of files, as far as it can be told before
 * the launch: which flags mounts will have, what shows at another place, and what the launcher will make.
 */
#ifndef ACCESS_VIEW_H
#define ACCESS_VIEW_H

#include "access/tree.h"
#include "plan/plan.h"

struct view_rule; /* access/view.c */

struct view {
	const struct tree *host;
	struct view_rule *rules;
	size_t count, room;
	bool nosuid; /* all of it */
};

/*
 * The view of COMMAND on the tree ROOT, which is that of its root directory; HOST is that of --root. NULL when it
 * has no view. In the arena of ROOT.
 */
const struct view *view_of(const struct command_plan *command, const struct tree *root,
			   const struct tree *host);

enum view_change {
	VIEW_SAME,  /* or with other flags of its mount */
	VIEW_BOUND, /* *fd and *node are those of something else of the host */
	VIEW_MADE,  /* the launcher makes what is there: not known before */
	VIEW_CLOSED /* there, but out of reach */
};
/* What VIEW makes of the file PATH, without symbolic links and in the root of the view. *fd was opened with O_PATH. */
enum view_change view_apply(const struct view *view, const char *path, int *fd, struct node *node);

#endif
