/* SPDX-License-Identifier: MIT */
/* What a child of compare.c tries with a path, and what of the rule that asks for. */
#ifndef TESTS_TRIALS_H
#define TESTS_TRIALS_H

#include "access/permission.h"

enum { TRIALS = 10 };

struct trial {
	const char *name;
	unsigned wanted;                       /* MAY_* */
	bool (*fits)(const struct node *node); /* NULL: any */
	int (*run)(const char *path);          /* 0 or an errno */
};

extern const struct trial trials[TRIALS];

/* 0 or an errno. */
int trial_run(const struct trial *trial, const char *path);

#endif
