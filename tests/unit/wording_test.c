/* SPDX-License-Identifier: MIT */
/* What is said of a policy names directives as it does. */
#include "emit/emit.h"
#include "harness.h"

static void check(const char *said, const char *expected)
{
	struct arena arena = {0};
	assert_string_equal(emit_policy_wording(&arena, said), expected);
	arena_free(&arena);
}

TEST(wording_names)
{
	check("", "");
	check("nothing is said of A=b, x or NAME=VALUE", "nothing is said of A=b, x or NAME=VALUE");
	check("User=", "user");
	check("write User= too, or another Group=", "write user too, or another group");
	check("CapabilityBoundingSet= at x:4 leaves it", "capabilities_bounding at x:4 leaves it");
	check("WorkingDirectory=: no such", "working_directory: no such");
	check("there is no ExecStart= in [Service]", "there is no exec");
	check("what MyUser= and User are", "what MyUser= and User are");
	check("Assert=", "assert");
}

TEST(wording_values)
{
	check("write NoNewPrivileges=yes", "write no_new_privileges");
	check("NoNewPrivileges=no, then", "no_new_privileges no, then");
	check("no NoNewPrivileges=yes forbids it", "no no_new_privileges forbids it");
	check("ProtectHome=yes or ProtectHome=tmpfs", "protect_home or protect_home tmpfs");
	check("write SecureBits=noroot-locked.", "write securebits { noroot_locked }.");
	check("AmbientCapabilities=CAP_KILL gives it", "capabilities_ambient { kill } gives it");
	check("LoadCredential=a:/b;c gives it", "load_credential a:/b;c gives it");
	check("SystemCallFilter=~ for a list", "system_call_filter not for a list");
	check("RootDirectory=/srv/\xc3\xa9 is", "root_directory \"/srv/\xc3\xa9\" is");
}

TEST(wording_quotes)
{
	check("'User=x' is the system's User=", "'User=x' is the system's user");
	check("root's User= and 'Nice=1", "root's user and 'nice 1");
	check("' '' User=' User=", "' '' User=' user");
}
