/* SPDX-License-Identifier: MIT */
/* plan/lower_stdio.c: where the standard streams lead. */
#include "pipeline.h"

static void check(const char *lines, const char *input, const char *output, const char *error)
{
	assert_step(lines, "input", input);
	assert_step(lines, "output", output);
	assert_step(lines, "error", error);
}

#define OPENED(name, by, operand) name "=ambit_" by " operand=\"" operand "\""
#define INPUT_NULL                OPENED("source", "null", "")

TEST(stdio_unset)
{
	check("", INPUT_NULL, "", "");
	check("StandardOutput=inherit\nStandardError=inherit\n", INPUT_NULL, "", "");
}

TEST(stdio_files)
{
	check("StandardOutput=null\n", INPUT_NULL, OPENED("target", "null", ""),
	      OPENED("target", "same_as_output", ""));
	check("StandardOutput=file:/a\nStandardError=append:/b\n", INPUT_NULL,
	      OPENED("target", "file", "/a"), OPENED("target", "append", "/b"));
	check("StandardOutput=truncate:/a\nStandardError=truncate:/a\n", INPUT_NULL,
	      OPENED("target", "truncate", "/a"), OPENED("target", "same_as_output", ""));
	check("StandardInput=file:/a\nStandardOutput=file:/a\n", OPENED("source", "update", "/a"),
	      OPENED("target", "same_as_input", "/a"), OPENED("target", "same_as_output", ""));
	check("StandardInput=file:/a\nStandardOutput=file:/b\n", OPENED("source", "file", "/a"),
	      OPENED("target", "file", "/b"), OPENED("target", "same_as_output", ""));
}

TEST(stdio_data)
{
	check("StandardInput=data\nStandardInputText=a\n", "source=ambit_data operand=\"a\\u000a\"",
	      "", "");
	check("StandardInputText=a\n", "source=ambit_data operand=\"a\\u000a\"", "", "");
}

TEST(stdio_descriptors)
{
	check("StandardInput=fd:x\n", OPENED("source", "descriptor", "x"),
	      OPENED("target", "same_as_input", ""), OPENED("target", "same_as_output", ""));
	check("StandardOutput=fd\nStandardError=fd\n", INPUT_NULL,
	      OPENED("target", "descriptor", "stdout"), OPENED("target", "same_as_output", ""));
	check("StandardOutput=fd:x\nStandardError=fd:y\n", INPUT_NULL,
	      OPENED("target", "descriptor", "x"), OPENED("target", "descriptor", "y"));
}

TEST(stdio_terminals)
{
	check("StandardInput=tty\nTTYPath=/dev/tty9\n", OPENED("source", "tty", "/dev/tty9"),
	      OPENED("target", "same_as_input", ""), OPENED("target", "same_as_output", ""));
	check("StandardOutput=tty\n", INPUT_NULL, OPENED("target", "tty", "/dev/console"),
	      OPENED("target", "same_as_output", ""));
	struct pipeline *p = pipeline_of(
		"web.service", "[Service]\nExecStart=/bin/true\nStandardInput=tty\n", NULL);
	bool session = false;
	for (size_t i = 0; i < p->plan.commands[0].count; i++)
		session |= p->plan.commands[0].steps[i].id == STEP_session;
	assert_true(session); /* a controlling terminal needs one; nothing else gets one */
	pipeline_free(p);
}

TEST(stdio_logs)
{
	check("StandardOutput=journal\n", INPUT_NULL, OPENED("target", "journal", "journal"),
	      OPENED("target", "same_as_output", ""));
	assert_step("StandardOutput=journal\n", "log",
		    "identifier=\"true\" unit=\"web.service\" priority=30 prefix=1");
	assert_step("StandardError=journal\nSyslogIdentifier=me\nSyslogFacility="
		    "local0\nSyslogLevel=err\n"
		    "SyslogLevelPrefix=no\n",
		    "log", "identifier=\"me\" unit=\"web.service\" priority=131 prefix=0");
	assert_step("SyslogIdentifier=me\n", "log", ""); /* nothing is logged */
}
