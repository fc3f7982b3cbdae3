/* SPDX-License-Identifier: MIT */
/*
 * "ambit check --root=DIR": what the service that a plan ends in can do with each path that its
 * policy names, and what it or its launcher has to. What is denied or missing is a diagnostic.
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "access/credentials.h"

enum actor {
	ACTOR_NOBODY,   /* the path is named, and the launch does not need it */
	ACTOR_LAUNCHER, /* as root, before it takes the identity of the service */
	ACTOR_SERVICE,
};

struct access_row {
	const char *directive;
	const char *role; /* "interpreter", or NULL for what the directive itself names */
	const char *path; /* as it was written, on one line */
	enum actor actor;
	char rights[5]; /* of the service: "trwx", to reach it, to read, to write, to execute; with
			      * "-" for what it has not, "?" where nobody can tell */
	const char *verdict; /* "" where nothing is needed */
};

struct access_report {
	struct tree_identity identity;
	struct credentials service; /* that of the last command */
	struct access_row *rows;
	size_t count, room;
};

/* Looks at all paths of a plan that is proved, in TREE. */
void access_check(struct diagnostics *diagnostics, const struct proof *proof,
		  const struct tree *tree, struct access_report *report);

#endif
