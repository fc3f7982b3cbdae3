/* SPDX-License-Identifier: MIT */
/*
 * The view of the file system that a service asks for, as a list of entries: what shows at a path, and
 * what is allowed there. Collected from the settings and from grammar/view.def, brought into order, and
 * made steps of by lower_view.c.
 */
#ifndef PLAN_VIEW_H
#define PLAN_VIEW_H

#include "service/service.h"

enum view_flags {
	VIEW_READ_ONLY = 1 << 0,
	VIEW_READ_WRITE = 1 << 1, /* as it is without the view, below a read-only path */
	VIEW_NOEXEC = 1 << 2,
	VIEW_EXEC = 1 << 3, /* as it is without the view, below a noexec path */
	VIEW_NOSUID = 1 << 4,
	VIEW_NODEV = 1 << 5,
	VIEW_RECURSIVE = 1 << 6, /* a bind: with the mounts below the source */
	VIEW_SUBMOUNTS = 1 << 7, /* the mounts of the host below the path stay */
	VIEW_NO_FOLLOW = 1 << 8, /* the path may be a symbolic link itself */
	VIEW_OPTIONAL = 1 << 9,  /* what is missing is no failure */
	VIEW_FALLBACK = 1 << 10, /* unless something else shows at the path */
	VIEW_DEVICE = VIEW_NO_FOLLOW | VIEW_OPTIONAL | VIEW_FALLBACK,
	VIEW_LOG_SOCKET = VIEW_READ_ONLY | VIEW_NOSUID | VIEW_NODEV | VIEW_NOEXEC | VIEW_OPTIONAL,
};

/* Paths and operands are those of items: specifiers may stand in them. */
struct view_entry {
	const char *kind;  /* what shows: a mounter of runtime/ambit.h; NULL: what is there stays */
	struct slice path; /* in the new root */
	struct slice operand; /* of the mounter; .at NULL: none */
	unsigned flags;       /* enum view_flags */
	const char *directives;
	enum directive directive;
	unsigned order;   /* in which they were added */
	struct span span; /* of the value, or of the word of a list */
};

struct view {
	struct view_entry *list;
	size_t count, room;
};

/* For which commands. */
struct view_frame {
	const struct service *service;
	bool is_sandboxed; /* not with "+" */
	struct slice root; /* RootDirectory=; empty: the root of the host */
};

void view_add(struct arena *arena, struct view *view, struct view_entry entry);

/* RootDirectory=, or empty where there is none, or "/", which changes nothing. */
struct slice view_root(const struct service *service);
/* Whether the service has a mount namespace of its own (systemd.exec(5), "Sandboxing"). */
bool view_is_made(const struct service *service);

/* Adds what the settings ask for, in no order. */
void view_collect(struct arena *arena, const struct view_frame *frame, struct view *view);
/* The path of ITEM, of the list of a path directive, in the root of FRAME. False: it is outside. */
bool view_path(const struct view_frame *frame, const struct item *item, struct slice *path);
/* PATH is below ABOVE, or the same. */
bool view_is_within(struct slice path, struct slice above);

/* Sorts by path, so that all that is below a path directly follows it; what systemd prefers first. */
void view_sort(struct view *view);
/*
 * Sorts; of several mounts at one path leaves the one that systemd prefers, and what is said of
 * the path holds for that; one that may show nothing leaves the next, and what is said, beside it. Drops what is
 * below an inaccessible path, and what is allowed above already.
 */
void view_order(struct arena *arena, struct view *view);
/* How much systemd prefers what ENTRY shows to what others show at the path: 0 most. */
unsigned view_rank(const struct view_entry *entry);

/* Reports settings that cannot be meant together. */
void view_check(struct diagnostics *diagnostics, const struct service *service);

#endif
