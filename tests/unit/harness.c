/* SPDX-License-Identifier: MIT */
/* The list of tests, and the helpers of harness.h. */
#include "harness.h"

#include "parse/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TESTS_MOST = 1024 };

static struct CMUnitTest tests[TESTS_MOST];
static size_t test_count;

void test_register(const char *name, CMUnitTestFunction function)
{
	if (test_count == TESTS_MOST)
		abort();
	tests[test_count++] = (struct CMUnitTest){.name = name, .test_func = function};
}

static int compare_tests(const void *a, const void *b)
{
	return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

static bool is_wanted(const char *name, int count, char **arguments)
{
	for (int i = 0; i < count; i++)
		if (strstr(name, arguments[i]))
			return true;
	return count == 0;
}

int test_run(int count, char **arguments)
{
	static struct CMUnitTest wanted[TESTS_MOST];
	size_t wanted_count = 0;
	for (size_t i = 0; i < test_count; i++)
		if (is_wanted(tests[i].name, count, arguments))
			wanted[wanted_count++] = tests[i];
	if (wanted_count)
		qsort(wanted, wanted_count, sizeof(*wanted), compare_tests);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	int failed = _cmocka_run_group_tests("ambit", wanted, wanted_count, NULL, NULL);
	printf("%d passed, %d failed\n", (int)wanted_count - failed, failed);
	return failed;
}

static void interpret(struct outcome *outcome, const struct assignment *assignment)
{
	struct diagnostics *d = &outcome->diagnostics;
	const struct directive_alias *alias;
	struct slice key = unit_text(d, assignment->key, NULL);
	int found = -1;
	for (int section = 0; section < SECTION_COUNT && found < 0; section++)
		found = directive_find((enum section)section, key, &alias);
	if (found < 0)
		fail_msg("no such directive: %.*s", SLICE_ARG(key));
	struct value value = {
		.diagnostics = d,
		.arena = d->arena,
		.unit = &outcome->unit,
		.directive = (enum directive)found,
		.row = &directive_rows[found],
		.service = &outcome->service,
		.span = assignment->value,
	};
	value.text = unit_text(d, assignment->value, &value.lines);
	size_t errors = d->errors;
	outcome->last = value.directive;
	outcome->before = outcome_print(outcome, value.directive);
	bool taken = kind_rows[value.row->kind].parse(&value, &outcome->service.settings[found]);
	assert_int_equal(taken, d->errors == errors);
}

struct outcome *outcome_of(const char *name, const char *lines)
{
	struct outcome *outcome = calloc(1, sizeof(*outcome));
	if (!outcome)
		abort();
	outcome->sources.arena = &outcome->arena;
	diag_init(&outcome->diagnostics, &outcome->arena, &outcome->sources);
	assert_true(unit_name_parse(slice_of(name), &outcome->unit.name));
	outcome->unit.path = "/etc/../etc/passwd"; /* a file that is there */
	outcome->service.unit = &outcome->unit;
	char *text = arena_printf(&outcome->arena, "[Service]\n%s\n", lines);
	assert_int_equal(source_add(&outcome->sources, name, slice_of(text)), 0);
	unit_read(&outcome->diagnostics, 0, &outcome->unit);
	for (size_t i = 0; i < outcome->unit.assignment_count; i++)
		interpret(outcome, &outcome->unit.assignments[i]);
	return outcome;
}

void outcome_free(struct outcome *outcome)
{
	arena_free(&outcome->arena);
	free(outcome);
}

const struct setting *outcome_setting(const struct outcome *outcome)
{
	return &outcome->service.settings[outcome->last];
}

static bool is_list(enum directive directive)
{
	const struct directive_row *row = &directive_rows[directive];
	return kind_rows[row->kind].is_list && !(row->argument.flags & SINGLE);
}

const char *outcome_print(struct outcome *outcome, enum directive directive)
{
	const struct directive_row *row = &directive_rows[directive];
	const struct kind_row *kind = &kind_rows[row->kind];
	const struct setting *setting = &outcome->service.settings[directive];
	struct text text = {.arena = &outcome->arena};
	if (!setting->set)
		return "unset";
	size_t count = kind->is_list ? kind->count(row, setting) : 1;
	text_puts(&text, "");
	for (size_t i = 0; i < count; i++) {
		text_puts(&text, is_list(directive) ? "<" : "");
		kind->print(row, setting, i, &text);
		text_puts(&text, is_list(directive) ? ">" : "");
	}
	return text.at;
}

static void print_diagnostics(struct outcome *outcome)
{
	struct diag_output output = {.file = stderr, .format = DIAG_TEXT};
	diag_begin(&output);
	diag_print(&outcome->diagnostics, &output);
	diag_end(&output);
}

/* The lines that the canonical form of the last directive makes. */
static char *written_again(struct outcome *outcome)
{
	const struct directive_row *row = &directive_rows[outcome->last];
	const struct kind_row *kind = &kind_rows[row->kind];
	const struct setting *setting = outcome_setting(outcome);
	struct text text = {.arena = &outcome->arena};
	text_puts(&text, "");
	for (size_t i = 0, count = kind->is_list ? kind->count(row, setting) : 1; i < count; i++) {
		text_printf(&text, "%s=", row->name);
		kind->print(row, setting, i, &text);
		text_putc(&text, '\n');
	}
	return text.at;
}

static void check_print(struct outcome *outcome, const char *expected)
{
	assert_string_equal(outcome_print(outcome, outcome->last), expected);
	if (!outcome_setting(outcome)->set)
		return;
	const char *name = arena_string(&outcome->arena, outcome->unit.name.full);
	struct outcome *again = outcome_of(name, written_again(outcome));
	if (again->diagnostics.errors)
		print_diagnostics(again);
	assert_int_equal(again->diagnostics.errors, 0);
	assert_string_equal(outcome_print(again, outcome->last), expected);
	outcome_free(again);
}

void assert_value_of(const char *unit, const char *lines, const char *expected)
{
	struct outcome *outcome = outcome_of(unit, lines);
	if (outcome->diagnostics.count)
		print_diagnostics(outcome);
	assert_int_equal(outcome->diagnostics.count, 0);
	check_print(outcome, expected);
	outcome_free(outcome);
}

void assert_value(const char *lines, const char *expected)
{
	assert_value_of("web.service", lines, expected);
}

static void check_marked(struct outcome *outcome, const char *marked)
{
	const struct diagnostic *found = &outcome->diagnostics.list[0];
	struct slice at = source_slice(&outcome->sources, found->span);
	if (!slice_is(at, marked)) {
		print_diagnostics(outcome);
		fail_msg("'%.*s' is marked, not '%s'", SLICE_ARG(at), marked);
	}
}

void assert_mistake(const char *lines, const char *marked, const char *message, const char *hint)
{
	struct outcome *outcome = outcome_of("web.service", lines);
	if (outcome->diagnostics.count != 1)
		print_diagnostics(outcome);
	assert_int_equal(outcome->diagnostics.count, 1);
	const struct diagnostic *found = &outcome->diagnostics.list[0];
	assert_int_equal(found->severity, ERROR);
	assert_string_equal(found->message, message);
	check_marked(outcome, marked);
	if (!hint || strcmp(hint, "*") != 0)
		assert_string_equal(found->hint ? found->hint : "none", hint ? hint : "none");
	assert_string_equal(outcome_print(outcome, outcome->last), outcome->before);
	outcome_free(outcome);
}

void assert_warning(const char *lines, enum diag id, const char *marked, const char *expected)
{
	struct outcome *outcome = outcome_of("web.service", lines);
	if (outcome->diagnostics.count != 1)
		print_diagnostics(outcome);
	assert_int_equal(outcome->diagnostics.count, 1);
	assert_int_equal(outcome->diagnostics.list[0].id, id);
	assert_int_equal(outcome->diagnostics.list[0].severity, WARNING);
	check_marked(outcome, marked);
	check_print(outcome, expected);
	outcome_free(outcome);
}
