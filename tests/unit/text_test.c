/* SPDX-License-Identifier: MIT */
/* Slices, the builder, numbers, UTF-8, quoting for C and JSON, distances. */
#include "harness.h"

#include <string.h>

TEST(slice_parts)
{
	struct slice abc = SLICE("abc"), none = {NULL, 0};
	assert_true(slice_is(slice_part(abc, 1, 1), "b"));
	assert_true(slice_is(slice_part(abc, 1, SIZE_MAX), "bc"));
	assert_true(slice_is(slice_part(abc, 7, 1), ""));
	assert_int_equal(slice_part(abc, SIZE_MAX, SIZE_MAX).len, 0);
	assert_true(slice_is(slice_trim(SLICE(" \t\r\n a b \n")), "a b"));
	assert_int_equal(slice_trim(SLICE(" \n\t ")).len, 0);
	assert_int_equal(slice_trim(none).len, 0);
	assert_int_equal(slice_find(abc, 'c'), 2);
	assert_int_equal(slice_find(abc, 'x'), 3);
	assert_int_equal(slice_find(none, 'x'), 0);
}

TEST(slice_comparisons)
{
	assert_true(slice_is(SLICE("a"), "a"));
	assert_false(slice_is(SLICE("a\0"), "a"));
	assert_true(slice_equal((struct slice){NULL, 0}, SLICE("")));
	assert_true(slice_starts(SLICE("abc"), "ab") && slice_starts(SLICE("abc"), ""));
	assert_false(slice_starts(SLICE("a"), "ab"));
	assert_true(slice_ends(SLICE("abc"), "bc"));
	assert_false(slice_ends(SLICE("c"), "bc"));
	assert_true(slice_compare(SLICE("a"), SLICE("b")) < 0);
	assert_true(slice_compare(SLICE("ab"), SLICE("a")) > 0);
	assert_true(slice_compare(SLICE("\xff"), SLICE("a")) > 0);
	assert_int_equal(slice_compare(SLICE("a"), SLICE("a")), 0);
}

static void check_number(const char *text, bool fits, int64_t expected)
{
	int64_t number = 77;
	assert_int_equal(slice_number(slice_of(text), &number), fits);
	assert_int_equal(number, fits ? expected : 77);
}

TEST(slice_numbers)
{
	check_number("0", true, 0);
	check_number("-0", true, 0);
	check_number("+12", true, 12);
	check_number("007", true, 7);
	check_number("9223372036854775807", true, INT64_MAX);
	check_number("-9223372036854775808", true, INT64_MIN);
	check_number("9223372036854775808", false, 0);
	check_number("-9223372036854775809", false, 0);
	check_number("99999999999999999999", false, 0);
	static const char *const wrong[] = {"", "-", "+", "--1", "1 ", " 1", "1a", "0x1", "1.0"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		check_number(wrong[i], false, 0);
}

TEST(text_builder)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	assert_int_equal(text_slice(&text).len, 0);
	assert_non_null(text_slice(&text).at);
	text_printf(&text, "%s", "");
	assert_string_equal(text.at, "");
	for (int i = 0; i < 20000; i++)
		text_printf(&text, "%04d", i % 10000);
	assert_int_equal(text.len, 80000);
	assert_memory_equal(text.at + 4 * 12345, "2345", 4);
	text_add(&text, SLICE("a\0b"));
	assert_memory_equal(text.at + 80000, "a\0b", 4);
	char *copy = arena_string(&arena, SLICE("x\0y"));
	assert_memory_equal(copy, "x\0y", 4);
	assert_string_equal(arena_printf(&arena, "%d-%s", 7, "z"), "7-z");
	arena_free(&arena);
}

static void check_json(struct slice bytes, const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	text_json(&text, bytes);
	assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(text_as_json)
{
	check_json(SLICE(""), "\"\"");
	check_json(SLICE("a/\"\\"), "\"a/\\\"\\\\\"");
	check_json(SLICE("\0\n\t\x1f\x7f"), "\"\\u0000\\u000a\\u0009\\u001f\\u007f\"");
	check_json(SLICE("caf\xc3\xa9 \xf0\x9f\x98\x80"), "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"");
	check_json(SLICE("\xff\xc3(\xed\xa0\x80"), "\"\\ufffd\\ufffd(\\ufffd\\ufffd\\ufffd\"");
	check_json(SLICE("a\xe2\x82"), "\"a\\ufffd\\ufffd\"");
}

static void check_visible(struct slice bytes, const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	text_puts(&text, "");
	text_visible(&text, bytes);
	assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(text_for_people)
{
	check_visible(SLICE(""), "");
	check_visible(SLICE("caf\xc3\xa9 \\ \""), "caf\xc3\xa9 \\ \"");
	check_visible(SLICE("\0\x1b[2J\n\t\x7f"), "\\x00\\x1b[2J\\x0a\\x09\\x7f");
	check_visible(SLICE("\xc2\x9b\xff\xc2\xa0"), "\\xc2\\x9b\\xff\xc2\xa0");
}

static void check_c(struct slice bytes, const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	text_c_string(&text, bytes);
	assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(text_as_c)
{
	check_c(SLICE(""), "\"\"");
	check_c(SLICE("a\"b\\c"), "\"a\\\"b\\\\c\"");
	check_c(SLICE("?\?="), "\"\\?\\?=\""); /* a trigraph */
	check_c(SLICE("*/ /* //"), "\"*/ /* //\"");
	check_c(SLICE("\0"
		      "1\n2\x7f"),
		"\"\\0001\\0122\\177\""); /* a digit behind an octal one */
	check_c(SLICE("\xff\xc3\xa9"), "\"\\377\\303\\251\"");
	check_c(SLICE("\\\n"), "\"\\\\\\012\"");
}

TEST(text_utf8)
{
	static const struct {
		const char *bytes;
		size_t length;
	} rows[] = {
		{"a", 1},
		{"\xc2\x80", 2},
		{"\xe0\xa0\x80", 3},
		{"\xed\x9f\xbf", 3},
		{"\xee\x80\x80", 3},
		{"\xf0\x90\x80\x80", 4},
		{"\xf4\x8f\xbf\xbf", 4},
		{"\x80", 0},
		{"\xc0\x80", 0},
		{"\xc1\xbf", 0},
		{"\xe0\x9f\xbf", 0},
		{"\xed\xa0\x80", 0},
		{"\xf0\x8f\xbf\xbf", 0},
		{"\xf4\x90\x80\x80", 0},
		{"\xf5\x80\x80\x80", 0},
		{"\xff", 0},
		{"\xc3", 0},
		{"\xe2\x82", 0},
		{"\xf0\x9f\x98", 0},
		{"\xc3\x28", 0},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice bytes = slice_of(rows[i].bytes);
		assert_int_equal(utf8_length(bytes), rows[i].length);
		assert_int_equal(utf8_valid(bytes), rows[i].length > 0);
	}
	assert_int_equal(utf8_length(SLICE("")), 0);
	assert_true(utf8_valid(SLICE("")) && utf8_valid(SLICE("a\0b")));
	static const uint32_t points[] = {0x41,  0x7f,   0x80,    0x7ff,
					  0x800, 0xffff, 0x10000, 0x10ffff};
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
		struct arena arena = {0};
		struct text text = {.arena = &arena};
		text_utf8(&text, points[i]);
		assert_int_equal(utf8_length(text_slice(&text)), text.len);
		arena_free(&arena);
	}
}

TEST(text_distances)
{
	assert_int_equal(text_distance(SLICE("kitten"), SLICE("sitting"), 9), 3);
	assert_int_equal(text_distance(SLICE(""), SLICE("abc"), 9), 3);
	assert_int_equal(text_distance(SLICE("abc"), SLICE(""), 9), 3);
	assert_int_equal(text_distance(SLICE("Wnats"), SLICE("Wants"), 1), 1);
	assert_int_equal(text_distance(SLICE("abcd"), SLICE("badc"), 9), 2);
	assert_int_equal(text_distance(SLICE("abc"), SLICE("cab"), 9), 2);
	assert_int_equal(text_distance(SLICE("USER"), SLICE("user"), 9), 0);
	assert_int_equal(text_distance(SLICE("abcdef"), SLICE("uvwxyz"), 2), 3);
	assert_int_equal(text_distance(SLICE("a"), SLICE("abcdefgh"), 2), 3);
	char longer[100];
	memset(longer, 'a', sizeof(longer));
	struct slice text = {longer, sizeof(longer)};
	assert_int_equal(text_distance(text, text, 2), 3); /* too long to be a name of ours */
}
