/* SPDX-License-Identifier: MIT */
/* Collecting and printing diagnostics, for people and for machines. */
#include "harness.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
};

static void set_up(struct fixture *f, struct slice text)
{
	*f = (struct fixture){0};
	f->sources.arena = &f->arena;
	diag_init(&f->diagnostics, &f->arena, &f->sources);
	source_add(&f->sources, "a.service", text);
}

/* What is printed; freed by the caller. */
static char *print(struct fixture *f, enum diag_format format, bool colour)
{
	char *text;
	size_t len;
	FILE *file = open_memstream(&text, &len);
	assert_non_null(file);
	struct diag_output output = {.file = file, .format = format, .colour = colour};
	diag_begin(&output);
	diag_print(&f->diagnostics, &output);
	diag_end(&output);
	fclose(file);
	arena_free(&f->arena);
	return text;
}

static void check_text(struct fixture *f, bool colour, const char *expected)
{
	char *text = print(f, DIAG_TEXT, colour);
	assert_string_equal(text, expected);
	free(text);
}

TEST(diag_as_text)
{
	struct fixture f;
	set_up(&f, SLICE("one two\n\tcaf\xc3\xa9 three\n"));
	diag_report(&f.diagnostics, DIAG_RANGE, (struct span){16, 5}, "do that", "%s is %d",
		    "three", 3);
	diag_report(&f.diagnostics, DIAG_VALUE, (struct span){5, 3}, NULL, "two");
	diag_report(&f.diagnostics, DIAG_UNREADABLE, (struct span){0}, NULL, "nowhere");
	assert_int_equal(f.diagnostics.errors, 3);
	assert_true(f.diagnostics.environment);
	check_text(&f, false,
		   "ambit: error: nowhere [unreadable]\n"
		   "a.service:1:5: error: two [value]\n    one two\n        ^~~\n"
		   "a.service:2:7: error: three is 3 [range]\n    \tcaf\xc3\xa9 three\n    \t     "
		   "^~~~~\n"
		   "    hint: do that\n");
}

TEST(diag_in_colour)
{
	struct fixture f;
	set_up(&f, SLICE("x\n"));
	diag_report(&f.diagnostics, DIAG_LEGACY, (struct span){1, 1}, NULL, "old");
	char *text = print(&f, DIAG_TEXT, true);
	assert_non_null(strstr(text, "\033[1;35mwarning:\033[0m"));
	assert_non_null(strstr(text, "\033[1;32m^\033[0m\n"));
	free(text);
}

TEST(diag_keeps_a_terminal_clean)
{
	struct fixture f;
	set_up(&f, SLICE("\033[2J\xff\xc2\x9b\x7f"
			 "b\n"));
	diag_report(&f.diagnostics, DIAG_VALUE, (struct span){8, 1}, "\033]0;x\a", "'\033[31m'");
	check_text(&f, false,
		   "a.service:1:7: error: '?[31m' [value]\n    ?[2J???b\n          ^\n    hint: "
		   "?]0;x?\n");
}

TEST(diag_of_long_lines)
{
	static char line[5001];
	struct fixture f;
	memset(line, 'a', sizeof(line) - 1);
	line[4000] = 'X';
	set_up(&f, (struct slice){line, sizeof(line) - 1});
	diag_report(&f.diagnostics, DIAG_VALUE, (struct span){4001, 900}, NULL, "'%s'",
		    line + 4000);
	char *text = print(&f, DIAG_TEXT, false);
	assert_true(strlen(text) < 1000);
	assert_non_null(strstr(text, "a.service:1:4001: error: "));
	char *shown = strchr(text, '\n') + 1, *caret = strchr(shown, '\n') + 1;
	assert_int_equal(strcspn(shown, "X"), strcspn(caret, "^"));
	free(text);
}

TEST(diag_severities)
{
	struct fixture f;
	set_up(&f, SLICE(""));
	struct diagnostics *d = &f.diagnostics;
	assert_false(diag_configure(d, "nothing", false));
	assert_false(diag_configure(d, "no-value", false)); /* an error by nature */
	assert_false(diag_configure(d, "no-value", true));
	assert_true(diag_configure(d, "value", true));
	assert_true(diag_configure(d, "no-legacy", false));
	diag_report(d, DIAG_LEGACY, (struct span){0}, NULL, "silent");
	assert_int_equal(d->count, 0);
	assert_true(diag_configure(d, "legacy", true));
	diag_report(d, DIAG_LEGACY, (struct span){0}, NULL, "an error");
	assert_int_equal(d->errors, 1);
	assert_true(diag_configure(d, "no-legacy", true));
	diag_report(d, DIAG_LEGACY, (struct span){0}, NULL, "a warning");
	assert_int_equal(d->errors, 1);
	assert_int_equal(d->count, 2);
	assert_int_equal(d->list[1].severity, WARNING);
	arena_free(&f.arena);
}

static json_t *print_json(struct fixture *f, enum diag_format format)
{
	char *text = print(f, format, true);
	json_t *json = json_loads(text, 0, NULL);
	assert_non_null(json);
	free(text);
	return json;
}

static void report_two(struct fixture *f)
{
	set_up(f, SLICE("one\ntw\xc3\xa9 three\n"));
	diag_report(&f->diagnostics, DIAG_LEGACY, (struct span){10, 5}, "a \"hint\"",
		    "bytes \xff\x01");
	diag_report(&f->diagnostics, DIAG_WAIVER, (struct span){0}, NULL, "no place");
}

TEST(diag_as_json)
{
	struct fixture f;
	report_two(&f);
	json_t *json = print_json(&f, DIAG_JSON);
	assert_int_equal(json_array_size(json), 2);
	json_t *first = json_array_get(json, 0), *second = json_array_get(json, 1);
	assert_null(json_object_get(first, "file"));
	assert_string_equal(json_string_value(json_object_get(first, "name")), "waiver");
	assert_string_equal(json_string_value(json_object_get(second, "severity")), "warning");
	assert_string_equal(json_string_value(json_object_get(second, "hint")), "a \"hint\"");
	assert_string_equal(json_string_value(json_object_get(second, "message")),
			    "bytes \xef\xbf\xbd\x01");
	assert_int_equal(json_integer_value(json_object_get(second, "line")), 2);
	assert_int_equal(json_integer_value(json_object_get(second, "column")), 5);
	assert_int_equal(json_integer_value(json_object_get(second, "offset")), 9);
	assert_int_equal(json_integer_value(json_object_get(second, "length")), 5);
	json_decref(json);
	set_up(&f, SLICE(""));
	json = print_json(&f, DIAG_JSON);
	assert_true(json_is_array(json));
	assert_int_equal(json_array_size(json), 0);
	json_decref(json);
}

TEST(diag_as_sarif)
{
	struct fixture f;
	report_two(&f);
	json_t *json = print_json(&f, DIAG_SARIF);
	json_t *run = json_array_get(json_object_get(json, "runs"), 0),
	       *results = json_object_get(run, "results");
	assert_string_equal(json_string_value(json_object_get(json, "version")), "2.1.0");
	assert_int_equal(json_array_size(results), 2);
	json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
	assert_int_equal(json_array_size(json_object_get(driver, "rules")), DIAG_COUNT);
	json_t *second = json_array_get(results, 1);
	assert_string_equal(json_string_value(json_object_get(second, "ruleId")), "legacy");
	json_t *place = json_object_get(json_array_get(json_object_get(second, "locations"), 0),
					"physicalLocation");
	json_t *region = json_object_get(place, "region"),
	       *artifact = json_object_get(place, "artifactLocation");
	assert_string_equal(json_string_value(json_object_get(artifact, "uri")), "a.service");
	assert_int_equal(json_integer_value(json_object_get(region, "startLine")), 2);
	assert_int_equal(json_integer_value(json_object_get(region, "startColumn")), 5);
	json_decref(json);
}
