/* SPDX-License-Identifier: MIT */
/*
 * Tests that register themselves, and what most of them want: lines of a unit, interpreted, and
 * their settings or complaints to compare with. TEST(name) { ... } is all that a test is; main.c
 * runs them.
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include "service/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TEST(name)                                                                                 \
	static void test_##name(void **state);                                                     \
	__attribute__((constructor)) static void register_##name(void)                             \
	{                                                                                          \
		test_register(#name, test_##name);                                                 \
	}                                                                                          \
	static void test_##name(__attribute__((unused)) void **state)

void test_register(const char *name, CMUnitTestFunction function);
/*
 * Runs those whose names contain one of the ARGUMENTS, or all. The last line that it
 * writes is their sum, for tests/run. Returns how many failed.
 */
int test_run(int count, char **arguments);

/*
 * Assignments, read by their kinds: nothing is checked over several settings, nothing is refused.
 */
struct outcome {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct unit unit;
	struct service service;
	enum directive last; /* the directive of the last line */
	const char *before;  /* what outcome_print() had for it before that line */
};

/*
 * Interprets LINES, each "Directive=value", as the unit NAME; lines find their sections themselves.
 * The outcome is freed by outcome_free().
 */
struct outcome *outcome_of(const char *name, const char *lines);
void outcome_free(struct outcome *outcome);
const struct setting *outcome_setting(const struct outcome *outcome);
/* The canonical form of a setting: elements of a list each in angle brackets; "unset". */
const char *outcome_print(struct outcome *outcome, enum directive directive);

/*
 * LINES are without a mistake and the last one's directive prints as EXPECTED; and what it prints
 * means the same when it is read again.
 */
void assert_value(const char *lines, const char *expected);
void assert_value_of(const char *unit, const char *lines, const char *expected);
/*
 * The last of LINES is all that there is to complain of, with MESSAGE at the text MARKED and HINT
 * (NULL: none;
 * "*": any); and it leaves the setting as it was.
 */
void assert_mistake(const char *lines, const char *marked, const char *message, const char *hint);
/* LINES get one warning ID at MARKED, and the value is taken. */
void assert_warning(const char *lines, enum diag id, const char *marked, const char *expected);

#endif
