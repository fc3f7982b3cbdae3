/* SPDX-License-Identifier: MIT */
/* runtime/expand.c: variables in arguments, systemd.service(5), "Command lines". */
#include "harness.h"
#include "runtime_stub.h"

#include "runtime/expand.c"

static const char *const environment[] = {
	"ONE=one",   "TWO=two words", "EMPTY=",      "QUOTED='a b' c",
	"OPEN='a b", "DOLLAR=$ONE",   "BLANK=  x  ", NULL};

static void check(const char *argument, const char *expected)
{
	char found[400] = "";
	stub_environment = environment;
	for (const char *const *word = ambit_expand(0, (const char *const[]){argument, NULL});
	     *word; word++)
		strcat(strcat(strcat(found, "<"), *word), ">");
	stub_environment = NULL;
	assert_string_equal(found, expected);
}

TEST(runtime_expansion_of_whole_words)
{
	check("$ONE", "<one>");
	check("$TWO", "<two><words>");
	check("$EMPTY", "");
	check("$UNSET", "");
	check("$QUOTED", "<a b><c>");
	check("$OPEN", "<a b>");
	check("$BLANK", "<x>");
	check("$DOLLAR", "<$ONE>"); /* once */
	check("$", "");
	check("$ONE-x", ""); /* no name of a variable */
}

TEST(runtime_expansion_in_braces)
{
	check("${ONE}", "<one>");
	check("${TWO}", "<two words>");
	check("${EMPTY}", "<>");
	check("a${UNSET}b", "<ab>");
	check("a${ONE}${TWO}b", "<aonetwo wordsb>");
	check("${QUOTED}", "<'a b' c>");
	check("${DOLLAR}", "<$ONE>");
	check("${ONE", "<${ONE>");
	check("${}", "<>");
	check("${ONE:-x}", "<${ONE:-x}>");
}

TEST(runtime_expansion_of_dollars)
{
	check("$$", "<$>");
	check("$$ONE", "<$ONE>");
	check("a$$b", "<a$b>");
	check("a$ONE", "<a$ONE>"); /* only a whole word, or in braces */
	check("100$", "<100$>");
	check("", "<>");
	check("plain", "<plain>");
}
