/* SPDX-License-Identifier: MIT */
/*
 * A service as a unit again: its canonical lines, that these mean the same, and that what a unit
 * cannot hold is an error. tests/golden/run does the same to whole units.
 */
#include "pipeline.h"
#include "emit/emit.h"

#include <string.h>

#define START "[Service]\nExecStart=/bin/true\n"

/* The unit TEXT of that NAME, written again, is EXPECTED, and that is written as itself. */
static void check_unit_of(const char *name, const char *text, const char *expected)
{
	struct pipeline *p = pipeline_of(name, text, NULL);
	struct text out = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	assert_true(emit_unit(&p->diagnostics, &p->service, &out));
	assert_int_equal(p->diagnostics.errors, 0);
	assert_string_equal(out.at, expected);
	if (text != expected)
		check_unit_of(name, expected, expected);
	pipeline_free(p);
}

static void check_unit(const char *text, const char *expected)
{
	check_unit_of("web.service", text, expected);
}

/* LINES of [Service], which leave START as it is, become EXPECTED. */
static void check_lines(const char *lines, const char *expected)
{
	struct arena arena = {0};
	check_unit(arena_printf(&arena, START "%s", lines),
		   arena_printf(&arena, START "%s", expected));
	arena_free(&arena);
}

TEST(emit_unit_sections_in_order)
{
	check_unit(
		"[X-Ambit]\nPassArguments=1\n[Install]\nWantedBy=b.target a.target\n"
		"[Service]\nUser=a\nExecStart=/bin/true\n[Unit]\nDescription=a  b\n[X-Other]\nA=1\n",
		"[Unit]\nDescription=a  b\n\n[Service]\nExecStart=/bin/true\nUser=a\n\n"
		"[Install]\nWantedBy=b.target\nWantedBy=a.target\n\n[X-Ambit]\nPassArguments=yes\n");
}

TEST(emit_unit_conditions_in_their_order)
{
	check_unit("[Unit]\nConditionHost=b\nAssertHost=z\nConditionPathExists=|!/a\n"
		   "ConditionHost=a\nAssertUser=root\nAssertHost=y\n" START,
		   "[Unit]\nConditionHost=b\nConditionPathExists=|!/a\nConditionHost=a\n"
		   "AssertHost=z\nAssertUser=root\nAssertHost=y\n\n" START);
}

TEST(emit_unit_sets)
{
	check_lines("CapabilityBoundingSet=\n", "CapabilityBoundingSet=\n");
	check_lines("CapabilityBoundingSet=~\n", "CapabilityBoundingSet=~\n");
	check_lines("CapabilityBoundingSet=~ CAP_KILL 0\n",
		    "CapabilityBoundingSet=~CAP_CHOWN CAP_KILL\n");
	check_lines("SecureBits=noroot\nSecureBits=keep-caps\n", "SecureBits=noroot keep-caps\n");
	check_lines("CPUAffinity=0 2-3,1\n", "CPUAffinity=0-3\n");
}

TEST(emit_unit_words)
{
	check_lines("Environment=A=\"1 2\" 'B=\"' C=\\x01\\\\ \"D=%%\"\n",
		    "Environment=\"A=1 2\"\nEnvironment=\"B=\\\"\"\n"
		    "Environment=\"C=\\x01\\\\\"\nEnvironment=D=%%\n");
	check_unit(
		"[Service]\nExecStart=:-@/bin/a b \"c d\" \"\" ';' $X %%n %m %%%m \\\\ ; /bin/b\n"
		"Type=oneshot\n",
		"[Service]\nExecStart=-@:/bin/a b \"c d\" \"\" \";\" $X %%n %m %%%m \"\\\\\"\n"
		"ExecStart=/bin/b\nType=oneshot\n");
}

TEST(emit_unit_specifiers)
{
	check_unit_of("web@a\\x20b.service",
		      "[Unit]\nDescription=%I on %H, 5%% of %i\n" START
		      "WorkingDirectory=/srv/%m\n",
		      "[Unit]\nDescription=a b on %H, 5%% of a\\x20b\n\n" START
		      "WorkingDirectory=/srv/%m\n");
}

TEST(emit_unit_data)
{
	check_lines("StandardInputText= a\\n b%% \nStandardInputText=\\\\ \n",
		    "StandardInputText=a\nStandardInputText=\\x20b%%\nStandardInputText=\\x5c\n");
	check_lines("StandardInputData=AAEC\nStandardInputText=b\n",
		    "StandardInputData=AAECYgo=\n");
	check_lines("StandardInputData=Cg==\n", "StandardInputData=Cg==\n"); /* an empty line */
	check_lines("StandardInputText=a\nStandardInputData=YQ==\n",
		    "StandardInputText=a\nStandardInputData=YQ==\n");
}

/* A buffer of more than one line of a unit can be; the last byte of Base64 has padding. */
TEST(emit_unit_long_data)
{
	struct pipeline *p = pipeline_of("web.service", START "StandardInputText=x\n", NULL);
	struct setting *data = &p->service.settings[D_Service_StandardInputText];
	struct text bytes = {.arena = &p->arena}, out = {.arena = &p->arena};
	for (int i = 0; i < 2000000; i++)
		text_putc(&bytes, (char)(i % 7 ? 'a' + i % 26 : i % 251));
	data->text = text_slice(&bytes);
	assert_true(emit_unit(&p->diagnostics, &p->service, &out));
	assert_true(out.len > bytes.len);
	pipeline_free(p);
}

TEST(emit_unit_backslash_at_the_end)
{
	check_unit("[Unit]\nDescription=a\\\\\n" START, "[Unit]\nDescription=a\\\\\n\n" START);
}

/* TEXT, whose DIRECTIVE is then set to VALUE, cannot be written. */
static void check_unwritable(const char *text, enum directive directive, struct slice value)
{
	struct pipeline *p = pipeline_of("web.service", text, NULL);
	struct text out = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	p->service.settings[directive].set = true;
	p->service.settings[directive].text = value;
	assert_false(emit_unit(&p->diagnostics, &p->service, &out));
	assert_int_equal(p->diagnostics.count, 1);
	assert_int_equal(p->diagnostics.list[0].id, DIAG_UNWRITABLE);
	assert_non_null(strstr(p->diagnostics.list[0].message, directive_rows[directive].name));
	pipeline_free(p);
}

TEST(emit_unit_what_no_line_can_hold)
{
	static const struct slice values[] = {
		SLICE(" a"),      SLICE("a\t"), SLICE("a\nUser=root"), SLICE("a\\"), SLICE("\\"),
		SLICE("a\\\\\\"), SLICE(""),    SLICE("a\xff"),        SLICE("a\r"),
	};
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		check_unwritable(START, D_Unit_Description, values[i]);
	check_unwritable(START, D_Service_SELinuxContext, SLICE("-a")); /* read as optional */
	check_unwritable(START, D_Service_User, SLICE("a/b"));
	check_unwritable(START, D_Service_WorkingDirectory, SLICE("/a//b"));
}

TEST(emit_unit_a_long_line)
{
	struct arena arena = {0};
	struct text value = {.arena = &arena};
	while (value.len < 1024 * 1024)
		text_putc(&value, 'a');
	check_unwritable(START, D_Unit_Description, text_slice(&value));
	arena_free(&arena);
}

TEST(emit_unit_a_list_without_elements)
{
	struct pipeline *p = pipeline_of("web.service", START "ExecSearchPath=:\n", NULL);
	struct text out = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	assert_false(emit_unit(&p->diagnostics, &p->service, &out));
	assert_int_equal(p->diagnostics.list[0].id, DIAG_UNWRITABLE);
	pipeline_free(p);
}
