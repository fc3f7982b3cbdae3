/* SPDX-License-Identifier: MIT */
/* cli/options.c, with commands of its own. */
#include "harness.h"
#include "cli/cli.h"
#include "cli/options.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const struct command_row rows[] = {
	{"all", "FILE...", (1u << OPTION_COUNT) - 1, 1, -1, NULL, "Takes all options.", NULL},
	{"none", "[FILE]", TAKES(HELP), 0, 1, NULL, "Takes none.", NULL},
	{"run", "FILE [-- ARG...]", TAKES(WAIVE) | TAKES(HELP), 1, 1, command_run,
	 "Takes arguments.", NULL},
	{0},
};

/* Parses the words of LINE; what is printed goes nowhere. */
static int parse(const struct command_row *command, const char *line, struct options *options)
{
	static char copy[256], *argv[32];
	int argc = 0, null = open("/dev/null", O_WRONLY), out = dup(1), error = dup(2);
	snprintf(copy, sizeof(copy), "%s", line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	fflush(NULL);
	dup2(null, 1);
	dup2(null, 2);
	int status = options_parse(command, argc, argv, options);
	fflush(NULL);
	dup2(out, 1);
	dup2(error, 2);
	close(null), close(out), close(error);
	return status;
}

TEST(options_forms)
{
	struct arena arena = {0};
	struct options o = {.arena = &arena};
	assert_int_equal(
		parse(&rows[0],
		      "all a -d out --jobs=3 --waive=Z --format=sarif --to plan --pin-ids b", &o),
		-1);
	assert_int_equal(o.jobs, 3);
	assert_int_equal(o.format, DIAG_SARIF);
	assert_int_equal(o.file_count, 2);
	assert_string_equal(o.files[0], "a");
	assert_string_equal(o.files[1], "b");
	assert_null(o.files[2]);
	arena_free(&arena);
}

TEST(options_values)
{
	struct arena arena = {0};
	struct options o = {.arena = &arena};
	assert_int_equal(parse(&rows[0],
			       "all -o out -j7 -MD -w X --waive Y -W no-legacy -E legacy -fjson "
			       "-tplan -p -J -i one -s d1 -s d2 a",
			       &o),
			 -1);
	assert_string_equal(o.out, "out");
	assert_int_equal(o.jobs, 7);
	assert_true(o.depfile && o.pin_ids && o.json);
	assert_string_equal(o.waivers[0], "X");
	assert_string_equal(o.waivers[1], "Y");
	assert_null(o.waivers[2]);
	assert_string_equal(o.warnings[0], "no-legacy");
	assert_string_equal(o.errors[0], "legacy");
	assert_int_equal(o.format, DIAG_JSON);
	assert_string_equal(o.to, "plan");
	assert_string_equal(o.unit.instance, "one");
	assert_string_equal(o.unit.search_paths[1], "d2");
	assert_null(o.unit.search_paths[2]);
	arena_free(&arena);
}

TEST(options_of_run)
{
	struct arena arena = {0};
	struct options o = {.arena = &arena};
	assert_int_equal(parse(&rows[2], "run -w X a -- -w b --", &o), -1);
	assert_int_equal(o.file_count, 1);
	assert_string_equal(o.files[0], "a");
	assert_string_equal(o.arguments[0], "-w");
	assert_string_equal(o.arguments[1], "b");
	assert_string_equal(o.arguments[2], "--");
	assert_null(o.arguments[3]);
	arena_free(&arena);
	o = (struct options){.arena = &arena};
	assert_int_equal(parse(&rows[2], "run a", &o), -1);
	assert_null(o.arguments[0]);
	arena_free(&arena);
}

TEST(options_that_are_wrong)
{
	static const char *const wrong[] = {
		"all",
		"all -j0 a",
		"all -j1025 a",
		"all -jx a",
		"all -j a",
		"all -M a",
		"all -MX a",
		"all -tx a",
		"all -fx a",
		"all -Wx a",
		"all -Wno-value a",
		"all -Eno-value a",
		"all -o x -d y a",
		"all -o x a b",
		"all --no a",
		"all -Z a",
		"all a -o",
		"all --output a",
	};
	struct arena arena = {0};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct options o = {.arena = &arena};
		if (parse(&rows[0], wrong[i], &o) != EXIT_ENVIRONMENT)
			fail_msg("%s", wrong[i]);
	}
	struct options o = {.arena = &arena};
	assert_int_equal(parse(&rows[1], "none a b", &o), EXIT_ENVIRONMENT);
	assert_int_equal(parse(&rows[1], "none -o x", &o),
			 EXIT_ENVIRONMENT); /* of another command */
	arena_free(&arena);
}

TEST(options_that_end)
{
	struct arena arena = {0};
	struct options o = {.arena = &arena};
	assert_int_equal(parse(&rows[0], "all -h", &o), EXIT_DONE);
	assert_int_equal(parse(&rows[1], "none --help", &o), EXIT_DONE);
	assert_int_equal(parse(&rows[0], "all -Wlist", &o), EXIT_DONE);
	assert_int_equal(parse(&rows[0], "all --warnings", &o), EXIT_DONE);
	o = (struct options){.arena = &arena};
	assert_int_equal(parse(&rows[1], "none", &o), -1);
	arena_free(&arena);
}
