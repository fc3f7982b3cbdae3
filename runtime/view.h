/* SPDX-License-Identifier: MIT */
/*
 * The view: what a service sees of the file system. Steps "mount" and "path" note entries; step "view"
 * (view.c) resolves, sorts and applies them with the help of walk.c, the kinds of mounts.c and its
 * neighbours, and attach.c. Two trees are known by their roots: that of the host, which stays as it was
 * until it is left behind, and the new one.
 */
#ifndef AMBIT_VIEW_H
#define AMBIT_VIEW_H

#include "internal.h"

#include <sys/stat.h>

/* One note, or several at one path once they are resolved. */
struct ambit_entry {
	struct ambit_entry *next;
	ambit_place place;
	const char *written;    /* the path as the policy has it, inside of the new root */
	const char *path;       /* the same without symbolic links; NULL: optional and not there */
	ambit_mounter *mounter; /* NULL: noted by step "path" */
	const char *operand;
	unsigned flags; /* enum ambit_view_flags */
	bool is_shown;  /* by a mount of its own, which has the root: */
	dev_t device;
	ino_t inode;
	/* in the list of all, sorted by path: */
	struct ambit_entry *same;  /* the first at this path, when it is another */
	struct ambit_entry *above; /* the nearest at a path above */
	uint64_t attributes;       /* MOUNT_ATTR_*, of the path and all below */
};

struct ambit_trees {
	int host;         /* descriptors of their roots, O_PATH */
	int root;         /* equal to host as long as nothing is mounted */
	int first;        /* the first copy, which all others are on top of */
	int nodes;        /* a file system in memory for inaccessible nodes; -1 */
	unsigned stacked; /* mounts on top of the host's root */
};
extern struct ambit_trees ambit_trees;

enum {
	AMBIT_NOTHING_TO_ATTACH = 1 << 30
}; /* of a mounter, in place of a descriptor: it is there already */

/*
 * entries.c: takes the mounts, or the rest, out of the notes: resolved, and sorted so that all that is below a
 * path directly follows it. SHOWN: the mounts that are made.
 */
struct ambit_entry *ambit_take_entries(bool mounts, const struct ambit_entry *shown);
struct ambit_entry *ambit_sort_entries(struct ambit_entry *);
struct ambit_entry *ambit_merge_entries(struct ambit_entry *a, struct ambit_entry *b);
bool ambit_any_mount(bool (*is)(const struct ambit_entry *));
/* Follows all links of the path again. 0 or negative errno, and the path as of ambit_walk(). */
int ambit_resolve_entry(struct ambit_entry *entry);
bool ambit_is_below(const char *path, const char *above);
/* ERROR is 0 or negative. */
_Noreturn void ambit_fail_entry(const struct ambit_entry *entry, const char *detail, int error);

/*
 * walk.c: resolves PATH, with all its symbolic links, as if ROOT were the root directory. A descriptor
 * (O_PATH) and in *resolved the path without links, in kept storage; or negative errno. With -ENOENT
 * *resolved is where it would be, unless a link leads to nowhere beyond it, then NULL.
 */
int ambit_walk(ambit_place, int root, const char *path, const char **resolved);
/* Opens RESOLVED, with O_PATH and FLAGS; it has no links: one that came since is -ELOOP. */
int ambit_open_resolved(int root, const char *resolved, int flags);
/* Makes RESOLVED, and what is missing above it: a directory (0755) or an empty file (0644). 0 or negative errno. */
int ambit_make_node(int root, const char *resolved, bool is_directory);

/* attach.c: system calls on mounts by descriptor. Descriptors, 0, or negative errno. */
int ambit_clone_tree(int at, const char *path,
		     bool recursive);  /* PATH "": of the descriptor itself */
int ambit_attach(int mount, int onto); /* at the descriptor's place, on top */
int ambit_set_attributes(int mount, uint64_t set, uint64_t propagation, bool recursive);
int ambit_new_file_system(const char *type, const char *options, uint64_t attributes);

/*
 * submounts.c: reads what is mounted, then shows all that the host has mounted below ENTRY there again. 0 or negative
 * errno.
 */
int ambit_read_submounts(ambit_place);
int ambit_show_submounts(const struct ambit_entry *entry);

/* read_back.c: fails unless all that LIST asks for is so in the tree that is the root now. */
void ambit_read_back(const struct ambit_entry *list);

/* made_directory.c: notes that FD is what a step made at PATH, for ambit_made_directory(). 0 or negative errno. */
int ambit_remember_directory(ambit_place, const char *path, int fd);

/* layer.c: a detached mount of a layer in memory over the directory PATH of the host. */
int ambit_layer(ambit_place, const char *path);

/* inaccessible.c: the nodes, on a detached mount; negative errno. */
int ambit_make_nodes(void);

#endif
