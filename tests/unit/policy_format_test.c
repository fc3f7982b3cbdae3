/* SPDX-License-Identifier: MIT */
/* "ambit fmt": goldens have its look; here is what it must never change, by chance. */
#include "harness.h"
#include "policy/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* TEXT formatted, in the arena; NULL when it has mistakes. */
static const char *formatted(struct arena *arena, const char *text)
{
	struct sources sources = {.arena = arena};
	struct diagnostics diagnostics;
	struct text out = {.arena = arena};
	diag_init(&diagnostics, arena, &sources);
	assert_int_equal(source_add(&sources, "web.ambit", slice_of(text)), 0);
	text_puts(&out, "");
	bool fine = policy_format(&diagnostics, 0, &out);
	assert_int_equal(fine, diagnostics.errors == 0);
	return fine ? out.at : NULL;
}

static void check(const char *text, const char *expected)
{
	struct arena arena = {0};
	const char *once = formatted(&arena, text);
	assert_string_equal(once, expected);
	assert_string_equal(formatted(&arena, once), expected);
	arena_free(&arena);
}

TEST(policy_format_files)
{
	check("", "");
	check("\n\n", "");
	check("\xef\xbb\xbflet a=b;", "let a = b;\n");
	check("# a\r\n\r\n\r\nlet a = { b,\r\n c };\r\n/* d\r\n e */",
	      "# a\n\nlet a = { b, c };\n/* d\n e */\n");
	check("#a \t", "#a\n");
}

TEST(policy_format_tokens)
{
	check("let a=(b|c)&~{d}-~(e);", "let a = (b | c) & ~{ d } - ~(e);\n");
	check("let a={b c,};let d={ };let e=\"f\"+g;",
	      "let a = { b, c };\nlet d = {};\nlet e = \"f\" + g;\n");
	check("let a={{b}{c},~{d}(e)};", "let a = { { b }, { c }, ~{ d }, (e) };\n");
	check("profile a(b,c={d e}):f(g=1),h{}", "profile a(b, c = { d, e }) : f(g = 1), h {}\n");
	check("service a{b c,d e;f+=g;h -={i};}",
	      "service a {\n    b c, d e;\n    f += g;\n    h -= { i };\n}\n");
	check("service a{b{c{d;}e;}f{}g;}",
	      "service a {\n    b {\n        c {\n            d;\n        }\n        e;\n    }\n"
	      "    f {} g;\n}\n");
}

/* It would hide that a ";" is missing, or make it seem so. */
TEST(policy_format_keeps_lines_with_names)
{
	check("service a { b \"c\"\nuser d; }", "service a {\n    b \"c\"\n        user d;\n}\n");
	check("service a { b \"c\"\n\"user\" d; }", "service a {\n    b \"c\" \"user\" d;\n}\n");
	check("service a { b { c\nuser }; }", "service a {\n    b { c, user };\n}\n");
}

TEST(policy_format_refuses_mistakes)
{
	struct arena arena = {0};
	assert_null(formatted(&arena, "service a { b }"));
	assert_null(formatted(&arena, "let a = \"b;"));
	assert_null(formatted(&arena, "let a = \"\xff\";"));
	assert_null(formatted(&arena, "/* a"));
	assert_non_null(formatted(&arena, "service a : no-such-profile { no_such_directive; }"));
	arena_free(&arena);
}

static const char *const tokens[] = {
	"include",
	"x",
	";",
	"let",
	"a",
	"=",
	"{",
	"b",
	",",
	"c",
	"}",
	"|",
	"(",
	"d",
	"&",
	"e",
	")",
	"-",
	"~",
	"f",
	";",
	"profile",
	"p",
	"(",
	"q",
	",",
	"r",
	"=",
	"{",
	"s",
	"}",
	")",
	":",
	"t",
	"(",
	"u",
	"=",
	"1",
	")",
	"{",
	"v",
	"\"w x\"",
	"/y",
	";",
	"user",
	"+=",
	"\"a\"",
	"+",
	"\"b\"",
	",",
	"{",
	"k",
	"}",
	";",
	"limit",
	"{",
	"nofile",
	"5",
	";",
	"core",
	"{",
	"}",
	";",
	"}",
	"}",
	"service",
	"s",
	":",
	"p",
	",",
	"t",
	"{",
	"environment",
	"A",
	"=",
	"\"1\"",
	"B",
	"=",
	"\"a very long string, for lines have an end too\"",
	"C",
	"=",
	"\"another very long string\"",
	";",
	"}",
};

static const char *const gaps[] = {
	" ",
	" ",
	" ",
	"\n",
	"\n\n\n",
	"\t",
	" # one\n",
	"\n# own\n",
	" /* in */ ",
	"\n/* own */\n",
	" /* two\n lines */ ",
	"\r\n",
};

static const char *spaced(struct arena *arena, unsigned *seed)
{
	struct text text = {.arena = arena};
	unsigned most = (unsigned)rand_r(seed) % 2 ? 3 : sizeof(gaps) / sizeof(*gaps);
	for (size_t i = 0; i < sizeof(tokens) / sizeof(*tokens); i++) {
		text_puts(&text, gaps[(unsigned)rand_r(seed) % most]);
		if (rand_r(seed) % 4 == 0)
			text_puts(&text, gaps[(unsigned)rand_r(seed) % most]);
		text_puts(&text, tokens[i]);
	}
	return text.at;
}

/* The bytes that are no blanks, commas or those of comments. */
static const char *essence(struct arena *arena, const char *text)
{
	struct text found = {.arena = arena};
	for (; *text; text++)
		if (!strchr(" \t\r\n,", *text))
			text_putc(&found, *text);
	return found.at;
}

/* Policies with any blanks and comments, 500 by the seed in SEED, or another each time. */
TEST(policy_format_is_stable)
{
	const char *given = getenv("SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
	printf("# SEED=%u\n", seed);
	for (int i = 0; i < 500; i++) {
		struct arena arena = {0};
		const char *text = spaced(&arena, &seed), *once = formatted(&arena, text);
		assert_non_null(once);
		assert_string_equal(formatted(&arena, once), once);
		assert_int_equal(strlen(essence(&arena, once)), strlen(essence(&arena, text)));
		arena_free(&arena);
	}
}
