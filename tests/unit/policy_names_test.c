/* SPDX-License-Identifier: MIT */
/* Names of directives in a policy. */
#include "harness.h"
#include "policy/names.h"

#include <ctype.h>
#include <string.h>

static void check_name(const char *const *names, const char *name, const char *directive)
{
	int found = policy_names_find(names, "", slice_of(name));
	assert_true(found >= 0);
	assert_string_equal(directive_rows[found].name, directive);
}

TEST(policy_names)
{
	struct arena arena = {0};
	const char *const *names = policy_names(&arena);
	check_name(names, "exec", "ExecStart");
	check_name(names, "exec_start_pre", "ExecStartPre");
	check_name(names, "user", "User");
	check_name(names, "umask", "UMask");
	check_name(names, "no_new_privileges", "NoNewPrivileges");
	check_name(names, "cpu_affinity", "CPUAffinity");
	check_name(names, "oom_score_adjust", "OOMScoreAdjust");
	check_name(names, "limit_nofile", "LimitNOFILE");
	check_name(names, "ignore_sigpipe", "IgnoreSIGPIPE");
	check_name(names, "capabilities_bounding", "CapabilityBoundingSet");
	assert_int_equal(policy_names_find(names, "", SLICE("User")), -1);
	assert_int_equal(policy_names_find(names, "", SLICE("")), -1);
	arena_free(&arena);
}

/* One each, and words as the language has them. */
TEST(policy_names_are_words_of_their_own)
{
	struct arena arena = {0};
	const char *const *names = policy_names(&arena);
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		assert_int_equal(policy_names_find(names, "", slice_of(names[i])), i);
		assert_true(islower((unsigned char)*names[i]));
		for (const char *c = names[i]; *c; c++)
			assert_true(islower((unsigned char)*c) || isdigit((unsigned char)*c) ||
				    *c == '_');
		assert_null(strstr(names[i], "__"));
	}
	arena_free(&arena);
}

TEST(policy_names_in_groups)
{
	struct arena arena = {0};
	const char *const *names = policy_names(&arena);
	int nofile = policy_names_find(names, "limit_", SLICE("nofile"));
	assert_true(nofile >= 0);
	assert_string_equal(names[nofile], "limit_nofile");
	assert_int_equal(policy_names_find(names, "limit_", SLICE("user")), -1);
	assert_true(policy_names_have(names, "limit_"));
	assert_true(policy_names_have(names, "cpu_scheduling_"));
	assert_false(policy_names_have(names, "limits_"));
	arena_free(&arena);
}

TEST(policy_names_nearest)
{
	struct arena arena = {0};
	const char *const *names = policy_names(&arena);
	assert_string_equal(policy_names_nearest(&arena, names, "", SLICE("usr")),
			    "did you mean user?");
	assert_string_equal(policy_names_nearest(&arena, names, "", SLICE("NoNewPrivileges")),
			    "in a policy it is no_new_privileges");
	assert_string_equal(policy_names_nearest(&arena, names, "", SLICE("exec_start")),
			    "in a policy it is exec");
	assert_string_equal(policy_names_nearest(&arena, names, "limit_", SLICE("nofiles")),
			    "did you mean nofile?");
	assert_null(policy_names_nearest(&arena, names, "", SLICE("xyzzy")));
	assert_string_equal(policy_names_nearest_group(&arena, names, "", SLICE("capabilites")),
			    "did you mean capabilities?");
	assert_string_equal(policy_names_nearest_group(&arena, names, "cpu_", SLICE("schedulin")),
			    "did you mean scheduling?");
	assert_null(policy_names_nearest_group(&arena, names, "", SLICE("xyzzy")));
	arena_free(&arena);
}
