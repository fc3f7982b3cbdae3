/* SPDX-License-Identifier: MIT */
/* A whole unit on its way, for the tests of the later stages: from its text to its plan
 * and the proof of that. */
#ifndef TESTS_PIPELINE_H
#define TESTS_PIPELINE_H

#include "harness.h"
#include "plan/predict.h"

struct pipeline {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct unit unit;
	struct service service;
	struct plan plan;   /* empty when there are errors */
	struct proof proof; /* for a start as root */
};

/* Takes TEXT, the unit NAME, as far as it goes. WAIVERS may be NULL. Freed by pipeline_free(). */
struct pipeline *pipeline_of(const char *name, const char *text, const char *const *waivers);
void pipeline_free(struct pipeline *pipeline);

/*
 * LINES of [Service], with an ExecStart=/bin/true when they have none, give a plan in which
 * FUNCTION has the steps STEP with just these arguments, those of several steps separated by " | ":
 * "" for none.
 */
void assert_steps(const char *lines, const char *function, const char *step, const char *expected);
/* The same for the last command. */
void assert_step(const char *lines, const char *step, const char *expected);
/* TEXT, a whole unit, has one mistake or warning: ID at the text MARKED. NULL: none at all. */
void assert_told(const char *text, enum diag id, const char *marked);
void assert_nothing_told(const char *text);

/* An empty directory of the test's own, and a file in it (with its directories); removed at the
 * end. */
char *scratch_directory(void);
void scratch_file(const char *directory, const char *name, const char *text);
void scratch_remove(char *directory);

#endif
