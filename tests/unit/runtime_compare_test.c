/* SPDX-License-Identifier: MIT */
/* runtime/compare.c: operators and versions, by the UAPI group's "Version Format Specification". */
#include "harness.h"
#include "runtime_stub.h"

#include "runtime/compare.c"

static void check_order(const char *a, const char *b, int expected)
{
	assert_int_equal(ambit_compare_versions(a, b), expected);
	assert_int_equal(ambit_compare_versions(b, a), -expected);
}

TEST(runtime_versions)
{
	/* each less than the next one */
	static const char *const rising[] = {"~rc1",
					     "",
					     "a",
					     "a9",
					     "ab",
					     "1~rc1",
					     "1",
					     "1-2",
					     "1^post",
					     "1.a",
					     "1.0",
					     "1.1",
					     "1.9",
					     "1.10",
					     "2",
					     "10",
					     "100000000000000000000000000"};
	for (size_t i = 0; i + 1 < sizeof(rising) / sizeof(*rising); i++)
		check_order(rising[i], rising[i + 1], -1);
	check_order("1.2", "1.2", 0);
	check_order("007", "7", 0);
	check_order("1_2", "1+2", 0); /* what is no part only separates */
	check_order("6.1.0-18-amd64", "6.1.0-9-amd64", 1);
	check_order("5.10", "5.4", 1);
}

static void check_operator(const char *text, enum ambit_operator expected, const char *rest)
{
	assert_int_equal(ambit_take_operator(&text), expected);
	assert_string_equal(text, rest);
}

TEST(runtime_operators)
{
	check_operator("<=5", AMBIT_LESS_OR_EQUAL, "5");
	check_operator("<5", AMBIT_LESS, "5");
	check_operator("<>5", AMBIT_UNEQUAL, "5");
	check_operator(">=5", AMBIT_GREATER_OR_EQUAL, "5");
	check_operator(">5", AMBIT_GREATER, "5");
	check_operator("==5", AMBIT_EQUAL, "5");
	check_operator("=5", AMBIT_STRING_EQUAL, "5");
	check_operator("!=5", AMBIT_STRING_UNEQUAL, "5");
	check_operator("$=5", AMBIT_PATTERN_EQUAL, "5");
	check_operator("!$=5", AMBIT_PATTERN_UNEQUAL, "5");
	check_operator("5", AMBIT_NONE, "5");
	check_operator("!5", AMBIT_NONE, "!5");
}

TEST(runtime_comparisons)
{
	assert_int_equal(ambit_number_holds(AMBIT_GREATER_OR_EQUAL, 4, 4), 1);
	assert_int_equal(ambit_number_holds(AMBIT_LESS, 4, 4), 0);
	assert_int_equal(ambit_number_holds(AMBIT_UNEQUAL, 4, 5), 1);
	assert_int_equal(ambit_number_holds(AMBIT_NONE, 5, 4), 1); /* at least */
	assert_true(ambit_number_holds(AMBIT_PATTERN_EQUAL, 4, 4) < 0);
	assert_int_equal(ambit_number_holds(AMBIT_GREATER, UINT64_MAX, 0), 1);
	assert_int_equal(ambit_text_holds(AMBIT_STRING_EQUAL, "1.0", "1.00"), 0);
	assert_int_equal(ambit_text_holds(AMBIT_EQUAL, "1.0", "1.00"), 1);
	assert_int_equal(ambit_text_holds(AMBIT_PATTERN_EQUAL, "debian", "deb*"), 1);
	assert_int_equal(ambit_text_holds(AMBIT_PATTERN_UNEQUAL, "debian", "deb*"), 0);
	assert_int_equal(ambit_text_holds(AMBIT_GREATER, "12", "9"), 1);
}
