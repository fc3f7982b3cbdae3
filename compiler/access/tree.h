/* SPDX-License-Identifier: MIT */
/*
 * The tree of files of --root=DIR, looked at as a kernel whose root directory is DIR would walk it:
 * path_resolution(7). Every name is opened by itself, with O_PATH and O_NOFOLLOW, so that no
 * symbolic link and no ".." leads out of DIR.
 */
#ifndef ACCESS_TREE_H
#define ACCESS_TREE_H

#include "base/text.h"
#include "model/credentials.h"

/* The bits of a class in a mode, and what is asked of a file. */
enum { MAY_EXECUTE = 1, MAY_WRITE = 2, MAY_READ = 4 };

/* acl(5). */
struct acl_entry {
	int tag;              /* ACL_USER_OBJ ... of sys/acl.h */
	uint32_t id;          /* of ACL_USER and ACL_GROUP */
	unsigned permissions; /* MAY_* */
};

/* A file, a directory or something else. */
struct node {
	const char *path;   /* in the tree, without symbolic links */
	const char *origin; /* where it is without a view; NULL: nowhere */
	const char *target; /* of a link that there is not yet */
	/* the directives that make it what it is, NULL: as it is in the tree; and those, and where, of the mount
	 * of the view that it is in, or NULL */
	const char *made_by, *shown_by, *shown_at;
	uint32_t uid, gid;
	unsigned mode;               /* with its type: inode(7) */
	bool has_acls;               /* its file system has access control lists */
	const struct acl_entry *acl; /* NULL: the mode is all that there is */
	size_t acl_count;
	bool is_closed;      /* out of reach by the view, with all below it */
	unsigned long mount; /* ST_RDONLY, ST_NOEXEC, ST_NODEV, ST_NOSUID: statvfs(3) */
};

struct tree_made; /* access/made.h */
struct tree_view; /* access/tree_view.h */

struct tree {
	struct arena *arena;
	const char *name;   /* DIR, for messages */
	const char *prefix; /* of the paths of its nodes: "", or a RootDirectory= */
	int fd;
	const struct node *top;       /* its root, if it is a part of another tree; else NULL */
	const struct tree_made *made; /* the directories that are made for a service; NULL */
	const struct tree_view *view; /* that a command has of it; NULL */
};

/* What ended a way, in place of an errno: what is there is known at launch only. */
enum { WAY_IS_MADE = 1000 };

/* From the root to one path. */
struct way {
	struct node *searched; /* the directories in which a name was looked up, in order */
	size_t count, room;
	int error;           /* 0, or what ended it: ENOENT, ENOTDIR, ELOOP ..., WAY_IS_MADE */
	const char *stopped; /* where, if it ended */
	const char *rest;    /* and what was still to be looked up then: "" or "/name" */
	bool last;           /* ENOENT: at the last name, in the last of the directories */
	struct node target;  /* what the path names, unless it ended */
	int fd;              /* of the target, O_PATH; -1 if it ended, or there is no target yet */
};

/* Opens the directory DIRECTORY as the root of a tree: 0 or a negative errno. */
int tree_open(struct tree *tree, struct arena *arena, const char *directory);
/* The same for what *WAY, not ended, leads to; *inner is to be closed before *way. */
void tree_below(const struct tree *tree, const struct way *way, struct tree *inner);
void tree_close(struct tree *tree);

/*
 * Walks to the absolute PATH. An error of *way is ENOENT, ENOTDIR, ELOOP or ENAMETOOLONG where the
 * kernel would say so too, EINVAL where something is to be mounted that cannot be, or WAY_IS_MADE; any other is that
 * this process may not look. Closed by way_close().
 */
void tree_walk(const struct tree *tree, const char *path, struct way *way);
/* The same, but a symbolic link at the end is the target itself. */
void tree_walk_to_link(const struct tree *tree, const char *path, struct way *way);
/*
 * PATH without its symbolic links and without the prefix of the tree; if it is missing, where it would be. A link at its
 * end counts if it FOLLOWS it. NULL: nobody can tell.
 */
const char *tree_resolve(const struct tree *tree, const char *path, bool follows);
/* *node, at its place, is not *fd but what is made there: of root, and of that type and MODE. */
void node_replace(struct node *node, int *fd, unsigned mode);
/* How much of PATH is ABOVE, which it is or is below of; 0: none. */
size_t path_covers(const char *above, const char *path);
void way_close(struct way *way);
/* True when the error of the way is the tree's, not that of the one who looks at it. */
bool way_is_told(const struct way *way);

/* Opens what the way leads to, by open(2) with FLAGS: a descriptor or a negative errno. */
int way_open(const struct way *way, int flags);
/* What execve(2) would look at of the target: 0 or a negative errno. */
int way_program(const struct way *way, struct program *program);

#endif
