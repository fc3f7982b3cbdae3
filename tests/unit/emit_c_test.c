/* SPDX-License-Identifier: MIT */
/* The launcher as C: whatever a user writes stays inside of its string. */
#include "pipeline.h"
#include "emit/emit.h"

#include <string.h>

static char *c_of(struct pipeline *p)
{
	struct text text = {.arena = &p->arena};
	if (p->diagnostics.errors)
		fail_msg("%s", p->diagnostics.list[0].message);
	emit_c(&p->diagnostics, &p->plan, &text);
	return text.at;
}

static void check_has(const char *lines, const char *expected)
{
	struct arena arena = {0};
	struct pipeline *p = pipeline_of(
		"web.service", arena_printf(&arena, "[Service]\nExecStart=/bin/true\n%s", lines),
		NULL);
	const char *c = c_of(p);
	if (!strstr(c, expected))
		fail_msg("no %s in:\n%s", expected, c);
	pipeline_free(p);
	arena_free(&arena);
}

TEST(emit_c_of_hostile_strings)
{
	check_has("Environment='A=*/ system(\"x\"); /*'\n", "\"A=*/ system(\\\"x\\\"); /*\"");
	check_has("Environment='A=?\?/\"?\?='\n", "\"A=\\?\\?/\\\"\\?\\?=\"");
	check_has("Environment='A=\\\\n'\n", "\"A=\\\\n\"");
	check_has("Environment='A=\\n\\t\\x01\\x7f'\n", "\"A=\\012\\011\\001\\177\"");
	check_has("Environment=A=\xc3\xa9\n", "\"A=\\303\\251\"");
	check_has("Environment='A=%%s%%n'\n", "\"A=%s%n\"");
	check_has("Environment=A=%H\n", "ambit_specifiers(3, \"A=%H\")");
	check_has("Environment=A=%%%H\n", "ambit_specifiers(3, \"A=%%%H\")");
	check_has("WorkingDirectory=/a\"b\n", "\"/a\\\"b\"");
}

TEST(emit_c_has_no_text_of_the_user_in_comments)
{
	struct pipeline *p =
		pipeline_of("web.service",
			    "[Unit]\nDescription=EVIL */\n[Service]\n"
			    "ExecStart=/bin/EVIL EVIL\nUser=EVIL\nEnvironment=EVIL=EVIL\n"
			    "[X-EVIL]\nEVIL=EVIL\n",
			    NULL);
	for (const char *at = c_of(p); (at = strstr(at, "/*")); at++) {
		const char *end = strstr(at, "*/"), *evil = strstr(at, "EVIL");
		assert_true(end && (!evil || evil > end));
	}
	pipeline_free(p);
}

TEST(emit_c_names_the_unit)
{
	struct pipeline *p =
		pipeline_of("a\\x2a-b@c.service", "[Service]\nExecStart=/bin/true\n", NULL);
	const char *c = c_of(p);
	/* the one text in a comment: a name has no byte that could end one */
	assert_true(strncmp(c, "/* Made by ambit ", 17) == 0);
	assert_non_null(strstr(c, " from a\\x2a-b@c.service."));
	assert_non_null(strstr(c, "\"a\\\\x2a-b@c.service\""));
	pipeline_free(p);
}

TEST(emit_c_functions)
{
	struct pipeline *p = pipeline_of(
		"web.service", "[Service]\nExecStartPre=/bin/a\nExecStart=/bin/b\n", NULL);
	const char *c = c_of(p), *child = strstr(c, "\nstatic void exec_start_pre_1(void)\n{\n");
	assert_non_null(child);
	const char *main = strstr(child, "\nint main(int argc, char **argv)\n{\n");
	assert_non_null(main);
	assert_non_null(strstr(main, "ambit_command(2, \"ExecStartPre\", exec_start_pre_1, 0)"));
	assert_null(strstr(child + 1, "\nstatic void "));
	assert_non_null(strstr(main, "ambit_exec(3, \"/bin/b\", 0, STRINGS(\"/bin/b\"));"));
	pipeline_free(p);
}

TEST(emit_c_lines_are_not_long)
{
	struct arena arena = {0};
	struct text unit = {.arena = &arena};
	text_puts(&unit, "[Service]\nExecStart=/bin/true");
	for (int i = 0; i < 200; i++)
		text_printf(&unit, " argument%d", i);
	struct pipeline *p = pipeline_of("web.service", unit.at, NULL);
	for (const char *line = c_of(p); *line; line += strcspn(line, "\n") + 1) {
		size_t width = 0;
		for (const char *at = line; *at != '\n'; at++)
			width += *at == '\t' ? 8 : 1;
		if (!memmem(line, strcspn(line, "\n"), "/* ",
			    3)) /* the comment behind a step may go on */
			assert_true(width <= 100);
	}
	pipeline_free(p);
	arena_free(&arena);
}

static void check_set(uint64_t set, const char *c, const char *people)
{
	struct arena arena = {0};
	struct text for_c = {.arena = &arena}, for_people = {.arena = &arena};
	emit_c_capabilities(&for_c, set);
	emit_capabilities(&for_people, set);
	assert_string_equal(for_c.at, c);
	assert_string_equal(for_people.at, people);
	arena_free(&arena);
}

TEST(emit_capability_sets)
{
	check_set(0, "NO_CAPABILITIES", "none");
	check_set(1, "CAP(CHOWN)", "CAP_CHOWN");
	check_set(0x21, "CAP(CHOWN) | CAP(KILL)", "CAP_CHOWN CAP_KILL");
	check_set(UINT64_MAX, "ALL_BUT(NO_CAPABILITIES)", "all");
	check_set(~UINT64_C(1), "ALL_BUT(CAP(CHOWN))", "all but CAP_CHOWN");
	check_set(UINT64_C(1) << 62, "CAP_NUMBER(62)", "62"); /* newer than our table */
}

/* Places in launchers have 8 bits for the file and 24 for the line: what does not fit is not said.
 */
TEST(emit_c_of_places_that_do_not_fit)
{
	struct pipeline *p = pipeline_of("web.service", "[Service]\nExecStart=/bin/true\n", NULL);
	for (int i = 1; i <= 256; i++) {
		char *text = arena_printf(&p->arena, "[Service]\nEnvironment=A%d=1\n", i);
		assert_int_equal(source_add(&p->sources, "x.conf", slice_of(text)), i);
		unit_read(&p->diagnostics, (size_t)i, &p->unit);
	}
	service_read(&p->diagnostics, &p->unit, NULL, &p->service);
	service_judge(&p->diagnostics, NULL, &p->service);
	plan_lower(&p->diagnostics, &p->service, &p->plan);
	const char *c = c_of(p);
	assert_non_null(strstr(c, "ambit_set_variable(IN(255, 2), \"A255=1\");"));
	assert_null(strstr(c, "IN(256"));
	assert_non_null(strstr(c, "ambit_set_variable(0, \"A256=1\");"));
	pipeline_free(p);
}
