/* SPDX-License-Identifier: MIT */
/* What the files of access/ that know which paths there are share: one path, looked at and judged. */
#ifndef ACCESS_EXAMINE_H
#define ACCESS_EXAMINE_H

#include "access/access.h"
#include "access/permission.h"

struct checker {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct plan *plan;
	const struct proof *proof; /* of the plan */
	const struct tree *tree;   /* of --root */
	struct tree made;          /* the same with the directories that are made for the service */
	struct tree inside;        /* what the last command has for its root */
	struct tree seen;          /* the same, if its root is that of --root; else made */
	bool has_inside;           /* or its root directory is not there */
	struct access_report *report;
};

/* What a path must lead to. */
enum expectation { EXPECT_FILE, EXPECT_DIRECTORY, EXPECT_ANYTHING };

/* What is no failure of the launch, each with those before. */
enum tolerance {
	TOLERATES_NOTHING,
	TOLERATES_ENOENT,
	TOLERATES_ABSENCE, /* ENOTDIR too */
	TOLERATES_ALL,     /* that it is denied, too */
};

/* A path, who opens it, and what for. */
struct subject {
	enum directive directive;
	const char *role; /* "interpreter", or NULL for what the directive itself names */
	struct span span;
	const struct tree *tree; /* of --root, or a RootDirectory= in it */
	struct slice path;       /* with launch-time specifiers, where the setting has some */
	enum actor actor;
	unsigned need; /* MAY_*, of the actor; 0: that it is there */
	bool needs_it; /* that it is missing is an error */
	enum tolerance tolerates;
	enum expectation expected;
	bool makes; /* a file that is not there is made: open(2), O_CREAT */
	const struct credentials *service;
	const struct credentials *opener; /* of the actor */
};

/*
 * Walks to the subject's path. False when there is nothing to be judged: the path is known at launch
 * only, or this process may not look at it; that is reported or has its row. Otherwise *way is to be
 * closed.
 */
bool examine_walk(struct checker *checker, const struct subject *subject, struct way *way);
/* The row, and a diagnostic where the actor is denied what it needs. */
void examine_judge(struct checker *checker, const struct subject *subject, const struct way *way);
/* A row without a look. */
void examine_skip(struct checker *checker, const struct subject *subject, const char *verdict);
/* That this process cannot look at PATH. */
void examine_unreadable(struct checker *checker, const struct subject *subject, const char *path,
			int error);

/*
 * The tree in which a command runs, with its view; false when there is none: that is told with RootDirectory=. Ended
 * by checker_leave().
 */
bool checker_enter(struct checker *checker, const struct command_plan *command, struct tree *root);
void checker_leave(const struct checker *checker, struct tree *root);

/* access/commands.c and access/paths.c */
void check_commands(struct checker *checker);
void check_paths(struct checker *checker);

#endif
