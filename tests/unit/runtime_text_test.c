/* SPDX-License-Identifier: MIT */
/* runtime/text.c: words, numbers, names, UTF-8; and runtime/memory.c. */
#include "pipeline.h"
#include "runtime_stub.h"

#include "runtime/text.c"

static void check_words(const char *text, const char *expected, int last)
{
	char copy[200], found[200] = "", *rest = copy, *word;
	int more;
	strcpy(copy, text);
	while ((more = ambit_next_word(&rest, &word)) == 1)
		strcat(strcat(strcat(found, "<"), word), ">");
	assert_string_equal(found, expected);
	assert_int_equal(more, last);
}

TEST(runtime_words)
{
	check_words("", "", 0);
	check_words("  a\tb\nc ", "<a><b><c>", 0);
	check_words("'a b' \"c d\"e 'f'\"g\"", "<a b><c de><fg>", 0);
	check_words("''", "<>", 0);
	check_words("a\\ b \\\"c", "<a b><\"c>", 0);
	check_words("a b\\", "<a><b>", 0);
	check_words("a 'b", "<a>", -EINVAL);
	check_words("\"a'b\" 'c\"d'", "<a'b><c\"d>", 0);
}

TEST(runtime_numbers)
{
	uint64_t number = 7;
	assert_int_equal(ambit_parse_number("0", &number), 0);
	assert_int_equal(number, 0);
	assert_int_equal(ambit_parse_number("18446744073709551615", &number), 0);
	assert_true(number == UINT64_MAX);
	assert_int_equal(ambit_parse_number("18446744073709551616", &number), -ERANGE);
	static const char *const wrong[] = {"", "-1", "+1", " 1", "1 ", "0x1", "a"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(ambit_parse_number(wrong[i], &number), -EINVAL);
	assert_string_equal(ambit_decimal(0, 0), "0");
	assert_string_equal(ambit_decimal(0, UINT64_MAX), "18446744073709551615");
}

TEST(runtime_booleans)
{
	static const char *const yes[] = {"1", "yes", "Y", "TRUE", "t", "on"}, *const no[] = {
										       "0", "no",
										       "n", "False",
										       "f", "off"};
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(ambit_parse_boolean(yes[i]), 1);
		assert_int_equal(ambit_parse_boolean(no[i]), 0);
	}
	assert_int_equal(ambit_parse_boolean(""), -EINVAL);
	assert_int_equal(ambit_parse_boolean("yess"), -EINVAL);
}

TEST(runtime_names)
{
	assert_true(ambit_is_variable_name("A_b9") && ambit_is_variable_name("_"));
	assert_false(ambit_is_variable_name("") || ambit_is_variable_name("9a") ||
		     ambit_is_variable_name("a-b") || ambit_is_variable_name("a b") ||
		     ambit_is_variable_name("\xc3\xa9"));
}

TEST(runtime_utf8)
{
	static const char *const good[] = {
		"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x7f\x01"};
	static const char *const bad[] = {"\x80",
					  "\xc0\x80",
					  "\xc3",
					  "\xe2\x82",
					  "\xed\xa0\x80",
					  "\xf4\x90\x80\x80",
					  "\xf0\x80\x80\x80",
					  "\xff",
					  "a\xc3(",
					  "\xef\xbf\xbf"};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(ambit_is_utf8(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(ambit_is_utf8(bad[i]));
}

static void use_up(void)
{
	ambit_keep(0, (size_t)1 << 20);
	ambit_keep(0, (size_t)1 << 30);
}

TEST(runtime_memory)
{
	char *one = ambit_keep(0, 1), *two = ambit_keep(0, 3);
	assert_true(two > one && (uintptr_t)two % _Alignof(max_align_t) == 0);
	assert_int_equal(*one | two[0] | two[1] | two[2], 0);
	assert_string_equal(ambit_join(0, "a", "", "bc"), "abc");
	assert_int_equal(stub_failure(use_up), 204);
}

TEST(runtime_files)
{
	char *directory = scratch_directory(), *text = NULL;
	scratch_file(directory, "file", "first line \t\nsecond\n");
	scratch_file(directory, "empty", "");
	const char *file = ambit_join(0, directory, "/", "file");
	assert_int_equal(ambit_read_file(0, file, &text), 20);
	assert_string_equal(text, "first line \t\nsecond\n");
	assert_int_equal(ambit_read_line(file, &text), 0);
	assert_string_equal(text, "first line");
	assert_int_equal(ambit_read_line(ambit_join(0, directory, "/", "empty"), &text), 0);
	assert_string_equal(text, "");
	assert_int_equal(ambit_read_file(0, "/no/such/file", &text), -ENOENT);
	assert_int_equal(ambit_read_file(0, directory, &text), -EISDIR);
	assert_int_equal(ambit_read_file(0, "/dev/zero", &text), -EFBIG);
	assert_int_equal(ambit_read_file(0, file, &text),
			 20); /* and what was read too much of is forgotten */
	assert_string_equal(text, "first line \t\nsecond\n");
	scratch_remove(directory);
}
