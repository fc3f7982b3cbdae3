/* SPDX-License-Identifier: MIT */
/* Command lines: prefixes, words, separators, paths. */
#include "harness.h"

TEST(commands_words)
{
	assert_value("ExecStart=/bin/echo a  b\tc", "</bin/echo a b c>");
	assert_value("ExecStart=/bin/echo a\"b c\"d 'e f' \"\"",
		     "</bin/echo \"ab cd\" \"e f\" \"\">");
	assert_value("ExecStart=/bin/echo \\x41\\n '\\t' \"\\\"\" \\u20ac",
		     "</bin/echo \"A\\x0a\" \"\\x09\" \"\\\"\" \u20ac>");
	assert_value("ExecStart=/bin/echo s/\\w/x/", "</bin/echo \"s/\\\\w/x/\">");
	assert_value("ExecStart=/bin/echo $A ${B} $$ 100%%", "</bin/echo $A ${B} $$ 100%%>");
	assert_value("ExecStart=\"/bin/my echo\" a", "<\"/bin/my echo\" a>");
	assert_value("ExecStart=echo a", "<echo a>");
	assert_value("ExecStart=/bin/../a", "</bin/../a>");
	assert_value("ExecStart=/bin/echo %N %i %H", "</bin/echo web \"\" %H>");
	assert_value_of("a@b-c.service", "ExecStart=/bin/echo %i %I %n",
			"</bin/echo b-c b/c a@b-c.service>");
}

TEST(commands_lists)
{
	assert_value("ExecStart=/bin/a 1 ; /bin/b ; -/bin/c", "</bin/a 1></bin/b><-/bin/c>");
	assert_value("ExecStart=/bin/a ;\nExecStart=/bin/b", "</bin/a></bin/b>");
	assert_value("ExecStart=/bin/a \\; \";\" ;x x;", "</bin/a \";\" \";\" ;x x;>");
	assert_value("ExecStart=/bin/a\nExecStart=\nExecStart=/bin/b", "</bin/b>");
	assert_value("ExecStart=/bin/a\nExecStart=", "unset");
	assert_value("ExecStart=/bin/a \\\n  b \\\n# not this\n  c", "</bin/a b c>");
}

TEST(commands_prefixes)
{
	static const struct {
		const char *line;
		unsigned flags;
	} cases[] = {
		{"ExecStart=/bin/a", 0},
		{"ExecStart=-/bin/a", ITEM_OPTIONAL},
		{"ExecStart=:/bin/a", ITEM_LITERAL},
		{"ExecStart=+/bin/a", ITEM_PRIVILEGED},
		{"ExecStart=!/bin/a", ITEM_NO_SETUID},
		{"ExecStart=!!/bin/a", 0},
		{"ExecStart=!-!/bin/a", ITEM_OPTIONAL},
		{"ExecStart=+:-/bin/a", ITEM_OPTIONAL | ITEM_LITERAL | ITEM_PRIVILEGED},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct outcome *outcome = outcome_of("web.service", cases[i].line);
		assert_int_equal(outcome->diagnostics.count, 0);
		assert_int_equal(outcome_setting(outcome)->commands.count, 1);
		assert_int_equal(outcome_setting(outcome)->commands.list[0].flags, cases[i].flags);
		outcome_free(outcome);
	}
}

TEST(commands_argument_zero)
{
	assert_value("ExecStart=@/bin/busybox ls -l", "<@/bin/busybox ls -l>");
	assert_value("ExecStart=-@/bin/busybox ls", "<-@/bin/busybox ls>");
	assert_value("ExecStart=/bin//a", "<@/bin/a /bin//a>");
	assert_mistake("ExecStart=@/bin/a", "@/bin/a", "there is no argv[0]", "*");
}

TEST(commands_mistakes)
{
	assert_mistake("ExecStart=/bin/a\nExecStart=--/bin/b", "--/bin/b",
		       "the prefix '-' does not fit here", "*");
	assert_mistake("ExecStart=+!/bin/b", "+!/bin/b", "the prefix '!' does not fit here", "*");
	assert_mistake("ExecStart=!!!/bin/b", "!!!/bin/b", "the prefix '!' does not fit here", "*");
	assert_mistake("ExecStart=!!+/bin/b", "!!+/bin/b", "the prefix '+' does not fit here", "*");
	assert_mistake("ExecStart=|/bin/b", "|/bin/b",
		       "the prefix '|', a login shell for the command, is not supported", "*");
	assert_mistake("ExecStart=-", "-", "the path of the program is empty", NULL);
	assert_mistake("ExecStart=bin/a", "bin/a",
		       "the path of the program is neither absolute nor the plain name of a file",
		       NULL);
	assert_mistake("ExecStart=/bin/", "/bin/", "the path of the program names a directory",
		       NULL);
	assert_mistake(
		"ExecStart=\"/bin/a'b\"", "\"/bin/a'b\"",
		"the path of the program has a quote, a backslash or a control character in it",
		NULL);
	assert_mistake("ExecStart=; /bin/a", ";",
		       "the path of the program is ';', which separates commands", NULL);
	assert_mistake("ExecStart=/bin/a \"b c", "\"b c", "the quote is not closed", NULL);
	assert_mistake("ExecStart=\"/bin/a", "\"/bin/a", "the quote is not closed", NULL);
	assert_mistake("ExecStart=/bin/a ; b/c", "b/c",
		       "the path of the program is neither absolute nor the plain name of a file",
		       NULL);
	assert_mistake("ExecStart=/bin/a \"x y%z\"", "%z", "unknown specifier %z",
		       "write %% for a percent sign");
	assert_mistake("ExecStart=/bin/date +%F", "%F", "unknown specifier %F",
		       "write %% for a percent sign");
}

TEST(commands_shell_syntax)
{
	assert_warning("ExecStart=/bin/a | b", DIAG_SHELL_SYNTAX, "|", "</bin/a | b>");
	assert_warning("ExecStart=/bin/a 2>&1", DIAG_SHELL_SYNTAX, "2>&1", "</bin/a 2>&1>");
	assert_warning("ExecStart=/bin/a && \"||\"", DIAG_SHELL_SYNTAX, "&&", "</bin/a && ||>");
}
