/* SPDX-License-Identifier: MIT */
/* cli/policy.c: a launcher is somebody else's file. */
#include "pipeline.h"
#include "cli/cli.h"
#include "cli/recorded.h"
#include "emit/emit.h"

#include <string.h>

static void check(const char *text, bool is_policy)
{
	json_t *policy = recorded_parse(slice_of(text));
	if ((policy != NULL) != is_policy)
		fail_msg("%s %s", is_policy ? "is none:" : "is taken:", text);
	json_decref(policy);
}

#define POLICY(unit, sources, waived, policy)                                                      \
	"{\"ambit\": \"1.0\", \"unit\": " unit ", \"sources\": " sources ", \"waived\": " waived   \
	", \"policy\": " policy "}"

TEST(policy_forms)
{
	check(POLICY("\"a\"", "[]", "[]", "{}"), true);
	check(POLICY("\"a\"", "[{\"name\": \"a\", \"sha256\": \"b\"}]", "[\"c\"]",
		     "{\"Service\": {\"User\": \"a\", \"Environment\": [\"b\", \"\\u0000\"]}}"),
	      true);
	check(POLICY("\"a\"", "[]", "[]", "{}, \"flavour\": \"seccomp-log\""), true);
	static const char *const wrong[] = {
		"",
		POLICY("\"a\"", "[]", "[]", "{}, \"flavour\": 1"),
		"x",
		"[]",
		"{}",
		"null",
		"{\"ambit\": 1}",
		POLICY("1", "[]", "[]", "{}"),
		POLICY("\"a\"", "{}", "[]", "{}"),
		POLICY("\"a\"", "[1]", "[]", "{}"),
		POLICY("\"a\"", "[{\"name\": \"a\"}]", "[]", "{}"),
		POLICY("\"a\"", "[]", "[1]", "{}"),
		POLICY("\"a\"", "[]", "\"a\"", "{}"),
		POLICY("\"a\"", "[]", "[]", "[]"),
		POLICY("\"a\"", "[]", "[]", "{\"Ser\\u000avice\": {}}"),
		POLICY("\"a\"", "[]", "[]", "{\"Service\": {\"Us\\u001ber\": \"a\"}}"),
		POLICY("\"a\"", "[]", "[]", "{\"Service\": 1}"),
		POLICY("\"a\"", "[]", "[]", "{\"Service\": {\"User\": 1}}"),
		POLICY("\"a\"", "[]", "[]", "{\"Service\": {\"User\": [[]]}}"),
		POLICY("\"a\"", "[]", "[]", "{\"Service\": {\"User\": \"a\", \"User\": \"b\"}}"),
		POLICY("\"a\"", "[]", "[]", "{}") "x",
		POLICY("\"\xff\"", "[]", "[]", "{}"),
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		check(wrong[i], false);
}

TEST(policy_of_what_is_emitted)
{
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nExecStart=/bin/true \\x01\\xff\n"
					 "Environment=A=\\x02\n[Unit]\nDescription=%H\n",
					 NULL);
	struct text text = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	emit_json(&p->diagnostics, &p->service, &text);
	check(text.at, true);
	pipeline_free(p);
}

TEST(policy_deep_nesting)
{
	static char deep[100001];
	memset(deep, '[', sizeof(deep) - 1);
	check(deep, false);
}

TEST(policy_of_a_file_that_has_none)
{
	struct arena arena = {0};
	struct slice note;
	json_t *policy = NULL;
	assert_int_equal(recorded_load(&arena, "/dev/null", &note, &policy), EXIT_INPUT);
	assert_int_equal(recorded_load(&arena, "/no/such/file", &note, &policy), EXIT_ENVIRONMENT);
	assert_null(policy);
	arena_free(&arena);
}
