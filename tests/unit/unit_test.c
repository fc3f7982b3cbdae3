/* SPDX-License-Identifier: MIT */
/* The syntax of unit files: systemd.syntax(7). */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct unit unit;
};

static void read_unit(struct fixture *f, struct slice text)
{
	*f = (struct fixture){0};
	f->sources.arena = &f->arena;
	diag_init(&f->diagnostics, &f->arena, &f->sources);
	assert_true(unit_name_parse(SLICE("web.service"), &f->unit.name));
	assert_int_equal(source_add(&f->sources, "web.service", text), 0);
	unit_read(&f->diagnostics, 0, &f->unit);
}

/* TEXT has no mistake and is dumped as EXPECTED, behind the line with the unit's name. */
static void check(struct slice text, const char *expected)
{
	struct fixture f;
	struct text dump = {0};
	read_unit(&f, text);
	dump.arena = &f.arena;
	assert_int_equal(f.diagnostics.count, 0);
	unit_dump(&f.diagnostics, &f.unit, &dump);
	assert_string_equal(strchr(dump.at, '\n') + 1, expected);
	arena_free(&f.arena);
}

/* The one mistake in TEXT is ID at MARKED. */
static void check_mistake(struct slice text, enum diag id, const char *marked)
{
	struct fixture f;
	read_unit(&f, text);
	assert_int_equal(f.diagnostics.count, 1);
	assert_string_equal(diag_rows[f.diagnostics.list[0].id].name, diag_rows[id].name);
	struct slice at = source_slice(&f.sources, f.diagnostics.list[0].span);
	assert_string_equal(arena_string(&f.arena, at), marked);
	arena_free(&f.arena);
}

#define SECTION_A                "web.service:1:2 section \"A\"\n"
#define CHECK(text, expected)    check(SLICE("[A]\n" text), SECTION_A expected)
#define FOUND(place, key, value) "web.service:" place "   \"" key "\" = \"" value "\"\n"

TEST(unit_assignments)
{
	CHECK("a=b", FOUND("2:1", "a", "b"));
	CHECK("a=b\n", FOUND("2:1", "a", "b"));
	CHECK("  a\t = \tb c \t\n", FOUND("2:3", "a", "b c"));
	CHECK("a=\n", FOUND("2:1", "a", ""));
	CHECK("a=b=c\n", FOUND("2:1", "a", "b=c"));
	CHECK("a b=c\n", FOUND("2:1", "a b", "c"));
	CHECK("a=b\r\n\r\nc=d\r\n", FOUND("2:1", "a", "b") FOUND("4:1", "c", "d"));
	CHECK("a=[b]\n", FOUND("2:1", "a", "[b]"));
	CHECK("a=\"b\n", FOUND("2:1", "a", "\\\"b"));
	CHECK("a=\xc3\xa9\n", FOUND("2:1", "a", "\xc3\xa9"));
}

TEST(unit_comments)
{
	CHECK("# a=b\n;c=d\n \t#e\nf=g", FOUND("5:1", "f", "g"));
	CHECK("a=b # c\n", FOUND("2:1", "a", "b # c")); /* there is no comment behind a value */
	CHECK("#a \\\nb=c\n", FOUND("3:1", "b", "c"));  /* and none goes on */
	CHECK("a=b\n# last", FOUND("2:1", "a", "b"));
}

TEST(unit_continuations)
{
	CHECK("a=b \\\n c\n", FOUND("2:1", "a", "b   c"));
	CHECK("a=b\\\nc\n", FOUND("2:1", "a", "b c"));
	CHECK("a=\\\n\\\nc\n", FOUND("2:1", "a", "c"));
	CHECK("a=b\\\r\nc\r\nd=e\r\n", FOUND("2:1", "a", "b c") FOUND("4:1", "d", "e"));
	CHECK("a=b\\\n# c\n  ; d\ne\n", FOUND("2:1", "a", "b e"));
	CHECK("a=b\\\n# c \\\ne\n", FOUND("2:1", "a", "b e"));
	CHECK("a=b\\\\\nc=d\n", FOUND("2:1", "a", "b\\\\\\\\") FOUND("3:1", "c", "d"));
	CHECK("a=b\\\\\\\nc\n", FOUND("2:1", "a", "b\\\\\\\\ c"));
	CHECK("a=b\\ \nc=d\n", FOUND("2:1", "a", "b\\\\") FOUND("3:1", "c", "d"));
	CHECK("a\\\nb=c\n", FOUND("2:1", "a b", "c"));
	CHECK("a=b\\\n[c]\n", FOUND("2:1", "a", "b [c]"));
}

TEST(unit_continuations_that_end)
{
	CHECK("a=b \\", FOUND("2:1", "a", "b"));
	CHECK("a=b \\\n", FOUND("2:1", "a", "b"));
	CHECK("a=b \\\r\n", FOUND("2:1", "a", "b"));
	CHECK("a=b \\\n\nc=d\n", FOUND("2:1", "a", "b") FOUND("4:1", "c", "d"));
	CHECK("a=b \\\n \t \nc=d\n", FOUND("2:1", "a", "b") FOUND("4:1", "c", "d"));
	CHECK("a=b \\\r\n\r\nc=d\n", FOUND("2:1", "a", "b") FOUND("4:1", "c", "d"));
	CHECK("a=b \\\n# c", FOUND("2:1", "a", "b"));
	CHECK("a=b \\\n# c\n\nd=e\n", FOUND("2:1", "a", "b") FOUND("5:1", "d", "e"));
	CHECK("a=\\\n\nc=d\n", FOUND("2:1", "a", "") FOUND("4:1", "c", "d"));
	CHECK("a=\\", FOUND("2:1", "a", ""));
}

TEST(unit_sections)
{
	check(SLICE("[A]\n[ B ]\na=b\n[A]\n"),
	      "web.service:1:2 section \"A\"\nweb.service:2:2 section \" B \"\n" FOUND("3:1", "a",
										       "b"));
	check(SLICE("\xef\xbb\xbf[A]\na=b\n"),
	      "web.service:1:3 section \"A\"\n" FOUND("2:1", "a", "b"));
	check(SLICE("a=b\n"), FOUND("1:1", "a", "b")); /* the service says that it is outside */
	check(SLICE(""), "");
	check(SLICE("[]\n"), "");
}

TEST(unit_mistakes)
{
	check_mistake(SLICE("[A\na=b\n"), DIAG_SYNTAX, "[A");
	check_mistake(SLICE("[A]\nfoo bar\na=b\n"), DIAG_SYNTAX, "foo bar");
	check_mistake(SLICE("[A]\nfoo"), DIAG_SYNTAX, "foo");
	check_mistake(SLICE("[A]\n=b\na=b\n"), DIAG_SYNTAX, "=");
	check_mistake(SLICE("[A]\na=b\xff"
			    "c\xff\n"),
		      DIAG_ENCODING, "\xff"); /* one a line */
	check_mistake(SLICE("[A]\na=\xc3\n"), DIAG_ENCODING, "\xc3");
}

TEST(unit_mistakes_are_all_told)
{
	struct fixture f;
	read_unit(&f, SLICE("x\n[A]\ny\n=\na=b\n\0\n[B\n\xff=1\n"));
	assert_true(f.diagnostics.count >= 6);
	assert_int_equal(f.unit.section_count, 2);
	assert_true(slice_is(unit_text(&f.diagnostics, f.unit.assignments[0].key, NULL), "a"));
	arena_free(&f.arena);
}

static void check_long(size_t key, size_t value, size_t count)
{
	char *line = malloc(key + value + 8);
	if (!line)
		abort();
	memset(line, 'a', key + value + 8);
	memcpy(line, "[A]\n", 4);
	line[4 + key] = '=';
	line[4 + key + 1 + value] = '\n';
	struct fixture f;
	read_unit(&f, (struct slice){line, 4 + key + 1 + value + 1});
	assert_int_equal(f.diagnostics.count, count);
	assert_int_equal(f.unit.assignment_count, 1 - count);
	if (count)
		assert_int_equal(f.diagnostics.list[0].id, DIAG_LINE_TOO_LONG);
	arena_free(&f.arena);
	free(line);
}

TEST(unit_long_lines)
{
	check_long(1, 1048576 - 2, 0);
	check_long(1, 1048576 + 1, 1);
	check_long(1048576 - 2, 1, 0);
	check_long(1048576 + 1, 1, 1);
}

/* Where the bytes of a joined value stand in the file. */
TEST(unit_places_in_values)
{
	static const char text[] = "[A]\na= \\\n  b\\\n# c\n d\\\\e \\x f\n";
	struct fixture f;
	struct unit_lines lines = {0};
	read_unit(&f, SLICE(text));
	struct slice value = unit_text(&f.diagnostics, f.unit.assignments[0].value, &lines);
	assert_int_equal(f.unit.assignment_count, 1);
	assert_true(slice_starts(value, "b") && slice_ends(value, "f"));
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == ' ')
			continue; /* it may stand for the end of a line */
		struct span span = unit_text_span(&lines, i, 1);
		assert_int_equal(text[span.at - 1], value.at[i]);
	}
	arena_free(&f.arena);
}
