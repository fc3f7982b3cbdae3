/* SPDX-License-Identifier: MIT */
/* plan/lower_process.c, lower_environment.c and lower_exec.c: what a process starts from, and with
 * what. */
#include "pipeline.h"

TEST(lower_start)
{
	assert_step("", "start", "sources=[\"web.service\"] flags=0");
	assert_step("IgnoreSIGPIPE=no\n", "start",
		    "sources=[\"web.service\"] flags=AMBIT_RECEIVE_SIGPIPE");
	assert_step("[X-Ambit]\nPassArguments=yes\n", "start",
		    "sources=[\"web.service\"] flags=AMBIT_PASS_ARGUMENTS");
	assert_steps("ExecStartPre=/bin/a\nExecStart=/bin/b\n", "exec_start_pre_1", "start", "");
}

TEST(lower_children)
{
	assert_step("Type=oneshot\nExecCondition=-/bin/a\nExecStartPre=/bin/b\n"
		    "ExecStart=-/bin/c\nExecStart=/bin/d\n",
		    "command",
		    "directive=\"ExecCondition\" function=exec_condition_1 "
		    "flags=AMBIT_CONDITION | AMBIT_IGNORE_FAILURE | "
		    "directive=\"ExecStartPre\" function=exec_start_pre_1 flags=0 | "
		    "directive=\"ExecStart\" function=exec_start_1 "
		    "flags=AMBIT_IGNORE_FAILURE");
	assert_steps("ExecStartPre=/bin/a\nExecStart=/bin/b\n", "exec_start_pre_1", "descriptors",
		     "flags=0");
	assert_steps("ExecStartPre=/bin/a\nExecStart=/bin/b\n", "main", "descriptors",
		     "flags=AMBIT_SOCKETS");
}

TEST(lower_umask)
{
	assert_step("", "umask", "mask=022");
	assert_step("UMask=0077\n", "umask", "mask=077");
	assert_step("UMask=0\n", "umask", "mask=00");
}

TEST(lower_keyring)
{
	assert_step("", "keyring", "flags=AMBIT_DEFAULT");
	assert_step("KeyringMode=private\n", "keyring", "flags=0");
	assert_step("KeyringMode=shared\n", "keyring", "flags=AMBIT_LINK_USER");
	assert_step("KeyringMode=inherit\n", "keyring", "");
}

TEST(lower_directories)
{
	assert_step("", "working_directory", "path=\"/\" flags=0");
	assert_step("", "root_directory", "");
	assert_step("RootDirectory=/\n", "root_directory", "");
	assert_step("RootDirectory=/srv\nMountAPIVFS=no\n", "root_directory", "path=\"/srv\"");
	assert_step("RootDirectory=/srv\n", "root_directory", "");
	assert_step("RootDirectory=/srv\nWorkingDirectory=-/a\n", "working_directory",
		    "path=\"/a\" flags=AMBIT_OPTIONAL");
	assert_step("WorkingDirectory=-~\n", "working_directory",
		    "path=\"/\" flags=AMBIT_HOME | AMBIT_OPTIONAL");
	static const char start_only[] =
		"RootDirectory=/srv\nMountAPIVFS=no\nRootDirectoryStartOnly=yes\nExecStartPre=/bin/a\nExecStart=/"
		"bin/b\n";
	assert_steps(start_only, "main", "root_directory", "path=\"/srv\"");
	assert_steps(start_only, "exec_start_pre_1", "root_directory", "");
	assert_steps(start_only, "exec_start_pre_1", "working_directory", "path=\"/srv/\" flags=0");
}

TEST(lower_environment)
{
	assert_step("", "environment", "path=none flags=AMBIT_SOCKETS");
	assert_step("User=nobody\n", "environment", "path=none flags=AMBIT_SOCKETS | AMBIT_LOGIN");
	assert_step("User=nobody\nSetLoginEnvironment=no\n", "environment",
		    "path=none flags=AMBIT_SOCKETS");
	assert_step("SetLoginEnvironment=yes\n", "environment",
		    "path=none flags=AMBIT_SOCKETS | AMBIT_LOGIN");
	assert_step("ExecSearchPath=/a:/b\n", "environment", "path=\"/a:/b\" flags=AMBIT_SOCKETS");
	assert_step("Type=notify\n", "environment", "path=none flags=AMBIT_SOCKETS | AMBIT_NOTIFY");
	assert_step("WatchdogSec=5\n", "environment",
		    "path=none flags=AMBIT_SOCKETS | AMBIT_NOTIFY | AMBIT_WATCHDOG");
	assert_step("NotifyAccess=exec\n", "environment",
		    "path=none flags=AMBIT_SOCKETS | AMBIT_NOTIFY");
	assert_steps("Type=notify\nExecStartPre=/bin/a\nExecStart=/bin/b\n", "exec_start_pre_1",
		     "environment", "path=none flags=0");
}

TEST(lower_variables)
{
	assert_step("Environment=B=1 A=2\nEnvironment=\"C=3 4\"\n", "set_variable",
		    "assignment=\"B=1\" | assignment=\"A=2\" | assignment=\"C=3 4\"");
	assert_step("PassEnvironment=A B\n", "pass_variable", "name=\"A\" | name=\"B\"");
	assert_step("UnsetEnvironment=A B=1\n", "unset_variable", "name=\"A\" | name=\"B=1\"");
	assert_step("EnvironmentFile=-/a*\nEnvironmentFile=/b\n", "environment_file",
		    "path=\"/a*\" flags=AMBIT_OPTIONAL | path=\"/b\" flags=0");
}

TEST(lower_exec_paths)
{
	assert_step("ExecStart=/bin/a\n", "exec", "path=\"/bin/a\" flags=0 arguments=[\"/bin/a\"]");
	assert_step("ExecStart=-@/bin/a b c\n", "exec",
		    "path=\"/bin/a\" flags=AMBIT_IGNORE_FAILURE arguments=[\"b\", \"c\"]");
	assert_step("ExecStart=a\n", "exec",
		    "path=\"a\" in \"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\" "
		    "flags=0 arguments=[\"a\"]");
	assert_step("ExecStart=a\nExecSearchPath=/x:/y\n", "exec",
		    "path=\"a\" in \"/x:/y\" flags=0 arguments=[\"a\"]");
	assert_step("ExecStart=/bin/a\n[X-Ambit]\nPassArguments=yes\n", "exec",
		    "path=\"/bin/a\" flags=AMBIT_PASS_ARGUMENTS arguments=[\"/bin/a\"]");
}

TEST(lower_exec_dollars)
{
	assert_step("ExecStart=/bin/a $$ x$$y\n", "exec",
		    "path=\"/bin/a\" flags=0 arguments=[\"/bin/a\", \"$\", \"x$y\"]");
	assert_step("ExecStart=/bin/a $$ $B\n", "exec",
		    "path=\"/bin/a\" flags=0 arguments=[\"/bin/a\", \"$$\", \"$B\"] expanded");
	assert_step("ExecStart=/bin/a ${B}\n", "exec",
		    "path=\"/bin/a\" flags=0 arguments=[\"/bin/a\", \"${B}\"] expanded");
	assert_step("ExecStart=:/bin/a $$ $B\n", "exec",
		    "path=\"/bin/a\" flags=0 arguments=[\"/bin/a\", \"$$\", \"$B\"]");
}
