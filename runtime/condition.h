/* SPDX-License-Identifier: MIT */
/*
 * What the tests of Condition*= and Assert*= share: comparisons and small questions to the file
 * system.
 */
#ifndef AMBIT_CONDITION_H
#define AMBIT_CONDITION_H

#include "host.h"
#include "text.h"

/* 1, 0 when there is no such file, or negative errno. Follows symbolic links. */
int ambit_exists(const char *path);

/* The operator that *text begins with, cut off. For versions = and != compare as strings. */
enum ambit_operator {
	AMBIT_NONE,             /* there is none */
	AMBIT_STRING_EQUAL,     /* = */
	AMBIT_STRING_UNEQUAL,   /* != */
	AMBIT_PATTERN_EQUAL,    /* $= */
	AMBIT_PATTERN_UNEQUAL,  /* !$= */
	AMBIT_LESS,             /* < */
	AMBIT_LESS_OR_EQUAL,    /* <= */
	AMBIT_EQUAL,            /* == */
	AMBIT_UNEQUAL,          /* <> */
	AMBIT_GREATER_OR_EQUAL, /* >= */
	AMBIT_GREATER,          /* > */
};
enum ambit_operator ambit_take_operator(const char **text);

/* How a and b compare: -1, 0, 1. The UAPI group's "Version Format Specification". */
int ambit_compare_versions(const char *a, const char *b);

int ambit_text_holds(enum ambit_operator, const char *actual, const char *wanted);
int ambit_number_holds(enum ambit_operator, uint64_t actual, uint64_t wanted);

#endif
