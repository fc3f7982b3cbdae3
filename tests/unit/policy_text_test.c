/* SPDX-License-Identifier: MIT */
/* From terms to the text of a value: quotes, lists, lines, and what they cannot hold. */
#include "policy_fixture.h"

#define TEXT(statement, directive, values)                                                         \
	assert_assigned("let name = \"daemon\"; let two = { audio, \"video\" };", statement,       \
			directive, values)
#define WRONG(statement, id, marked, hint)                                                         \
	assert_refused("let yes = no; let name = \"daemon\";", statement, id, marked, hint)

TEST(policy_text_of_one_value)
{
	TEXT("user nobody;", "User", "<nobody>");
	TEXT("user \"nobody\";", "User", "<nobody>");
	TEXT("user name;", "User", "<daemon>");
	TEXT("user \"name\";", "User", "<name>");
	TEXT("user \"u-\" + name + 5;", "User", "<u-daemon5>");
	TEXT("user nobody; user daemon;", "User", "<nobody><daemon>");
	TEXT("user { nobody; }", "User", "<nobody>");
	TEXT("restart_sec 1min 30s;", "RestartSec", "<1min 30s>");
	TEXT("description \"a  \\\"b\\\" \\\\ 100%\";", "Description", "<a  \"b\" \\ 100%>");
	TEXT("no_new_privileges;", "NoNewPrivileges", "<yes>");
	TEXT("no_new_privileges no;", "NoNewPrivileges", "<no>");
	TEXT("syslog_level_prefix off;", "SyslogLevelPrefix", "<off>");
	TEXT("standard_output file /tmp/x;", "StandardOutput", "<file:/tmp/x>");
}

TEST(policy_text_of_words)
{
	TEXT("supplementary_groups adm, name two;", "SupplementaryGroups",
	     "<adm daemon audio video>");
	TEXT("supplementary_groups {};", "SupplementaryGroups", "<>");
	TEXT("supplementary_groups adm; supplementary_groups += two;", "SupplementaryGroups",
	     "<adm><audio video>");
	TEXT("environment A = 1 B = \"x y\" C = name;", "Environment", "<A=1 \"B=x y\" C=daemon>");
	TEXT("environment \"A=1\";", "Environment", "<A=1>");
	TEXT("environment { A = \"$x\"; B = \"\"; }", "Environment", "<A=$x><B=>");
	TEXT("exec_start_pre \"/bin/a\" \"\" \"b\\nc\" \"d'e\" \"f\\\\g\" \";\";", "ExecStartPre",
	     "</bin/a \"\" \"b\\x0ac\" \"d'e\" \"f\\\\g\" \";\">");
	TEXT("exec_start_pre { \"/bin/a\" b; \"/bin/c\"; }", "ExecStartPre", "</bin/a b></bin/c>");
}

TEST(policy_text_of_lines)
{
	TEXT("condition_path_exists \"/a b\" /c;", "ConditionPathExists", "</a b></c>");
	TEXT("condition_path_exists any \"/a\" not \"/b\" any not \"/c\";", "ConditionPathExists",
	     "<|/a><!/b><|!/c>");
	TEXT("environment_file \"-/a b\" \"/c*\";", "EnvironmentFile", "<-/a b></c*>");
	TEXT("standard_input_text \"a\\tb\" \" c \";", "StandardInputText",
	     "<a\\x09b><\\x20c\\x20>");
	TEXT("standard_input_data \"YQ==\";", "StandardInputData", "<YQ==>");
}

TEST(policy_text_overrides)
{
	assert_assigned("profile p { environment A = 1; environment B = 2; nice 1; }\n"
			"profile q : p { environment C = 3; }\n"
			"service one : q { exec \"/bin/true\"; environment += D = 4; }",
			"", "Environment", "<C=3><D=4>");
	assert_assigned("profile p(level = 1, who) { nice level; user who; }\n"
			"profile q(who) : p(who = who + \"x\", level = 2) {}\n"
			"service one : q(who = \"a\") { exec \"/bin/true\"; }",
			"", "User", "<ax>");
}

TEST(policy_text_mistakes)
{
	WRONG("user;", DIAG_VALUE, "user", "write user VALUE;");
	WRONG("user \"\";", DIAG_VALUE, "\"\"", NULL);
	WRONG("user \" a\";", DIAG_VALUE, "\" a\"", NULL);
	WRONG("user \"a\\nb\";", DIAG_VALUE, "\"a\\nb\"", NULL);
	WRONG("user \"a\\xff\";", DIAG_VALUE, "\"a\\xff\"", NULL);
	WRONG("user { a };", DIAG_VALUE, "{ a }", "sets are for capabilities and flags");
	WRONG("user A = b;", DIAG_VALUE, "A = b", "NAME = VALUE is for environment variables");
	WRONG("user += a;", DIAG_VALUE, "user", "leave the '+' out: it takes one value");
	WRONG("supplementary_groups -= a;", DIAG_VALUE, "supplementary_groups", "*");
	WRONG("supplementary_groups \"a b\";", DIAG_VALUE, "\"a b\"",
	      "several of them are separate strings");
	WRONG("protect_home yes;", DIAG_VALUE, "yes",
	      "call the constant or parameter otherwise, or quote the word");
	WRONG("condition_path_exists;", DIAG_VALUE, "condition_path_exists", "*");
	WRONG("supplementary_groups;", DIAG_VALUE, "supplementary_groups",
	      "write supplementary_groups VALUE; {} says that it is empty");
	WRONG("nice 1 { 2; }", DIAG_SYNTAX, "1", "write NAME VALUE; or NAME { VALUE; VALUE; }");
	WRONG("nice { 1 { 2; } }", DIAG_SYNTAX, "1", NULL);
	WRONG("nice 1\n user a;", DIAG_SYNTAX, "1", "a statement ends with ';'");
}
