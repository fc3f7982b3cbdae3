/* SPDX-License-Identifier: MIT */
/*
 * plan/prove.c and plan/reach.c: assertions over all that a service may become. The lines are those of
 * [Service]; ASSERTION is one Assert=.
 */
#include "pipeline.h"
#include "plan/prove.h"

#include <string.h>

/* FROM: NULL for root. */
static struct pipeline *prove(const char *lines, const char *assertion, const char *from)
{
	struct arena arena = {0};
	const char *problem, *hint;
	const char *start = strstr(lines, "ExecStart=") ? "" : "ExecStart=/bin/true\n";
	struct pipeline *p =
		pipeline_of("web.service",
			    arena_printf(&arena, "[Service]\n%s%s[X-Ambit]\nAssert=%s\n", start,
					 lines, assertion),
			    NULL);
	const struct credentials *state =
		from ? start_parse(&p->arena, from, &problem, &hint) : NULL;
	if (state) {
		p->diagnostics.count = p->diagnostics.errors = 0;
		plan_predict(&p->diagnostics, &p->plan, state, &p->proof);
	}
	arena_free(&arena);
	return p;
}

static void check_verdict(const char *lines, const char *assertion, const char *from,
			  enum verdict verdict)
{
	struct pipeline *p = prove(lines, assertion, from);
	if (p->diagnostics.errors)
		fail_msg("%s: %s", assertion, p->diagnostics.list[0].message);
	assert_int_equal(p->proof.verdicts[0], verdict);
	pipeline_free(p);
}

static void check_holds(const char *lines, const char *assertion)
{
	check_verdict(lines, assertion, NULL, HOLDS);
}

static void check_launch(const char *lines, const char *assertion)
{
	check_verdict(lines, assertion, NULL, AT_LAUNCH);
}

/* One error at the assertion, which says WORDS, and HINT in its hint. */
static void check_fails(const char *lines, const char *assertion, const char *words,
			const char *hint)
{
	struct pipeline *p = prove(lines, assertion, NULL);
	if (p->diagnostics.errors != 1)
		fail_msg("%s: %zu errors", assertion, p->diagnostics.errors);
	const struct diagnostic *found = p->diagnostics.list; /* warnings aside */
	while (found->severity != ERROR)
		found++;
	assert_int_equal(found->id, DIAG_ASSERTION);
	if (!strstr(found->message, words))
		fail_msg("no '%s' in: %s", words, found->message);
	if (!strstr(found->hint, hint))
		fail_msg("no '%s' in: %s", hint, found->hint);
	assert_string_equal(arena_string(&p->arena, source_slice(&p->sources, found->span)),
			    assertion);
	pipeline_free(p);
}

#define TIGHT                                                                                      \
	"User=http\nGroup=www\nNoNewPrivileges=yes\nCapabilityBoundingSet=CAP_KILL CAP_CHOWN\n"    \
	"AmbientCapabilities=CAP_KILL\n"
#define LOOSE "User=http\nCapabilityBoundingSet=CAP_KILL CAP_CHOWN\nAmbientCapabilities=CAP_KILL\n"

TEST(proof_never)
{
	check_holds(TIGHT, "never CAP_SYS_ADMIN");
	check_holds(TIGHT, "never ~CAP_KILL CAP_CHOWN");
	check_holds(TIGHT, "never none");
	check_holds(TIGHT, "never 62");
	check_holds("CapabilityBoundingSet=~CAP_KILL\n", "never CAP_KILL");
	check_fails("", "never CAP_KILL",
		    "the bounding set has CAP_KILL from the start of the launcher on, because no "
		    "CapabilityBoundingSet= takes it away",
		    "write a CapabilityBoundingSet= without it");
	check_fails("User=http\n", "never 62", "has 62", "CapabilityBoundingSet=");
	check_fails(TIGHT, "never CAP_CHOWN CAP_SYS_ADMIN",
		    "the bounding set has CAP_CHOWN from the start of the launcher on, because "
		    "CapabilityBoundingSet= at web.service:6 leaves it",
		    "CapabilityBoundingSet=");
	check_fails(TIGHT, "never CAP_KILL", "AmbientCapabilities= at web.service:7 grants it",
		    "AmbientCapabilities=");
}

TEST(proof_sets_within)
{
	check_holds(TIGHT, "bounding within CAP_KILL CAP_CHOWN CAP_FOWNER");
	check_holds(TIGHT, "permitted within CAP_KILL");
	check_holds(TIGHT, "effective within CAP_KILL");
	check_holds(TIGHT, "ambient within CAP_KILL");
	check_holds(TIGHT, "inheritable within CAP_KILL");
	check_fails(TIGHT, "bounding within CAP_KILL", "the bounding set has CAP_CHOWN", "");
	check_fails(TIGHT, "ambient within none",
		    "the ambient set has CAP_KILL after step ambient, because AmbientCapabilities=",
		    "");
	check_fails(LOOSE, "permitted within CAP_KILL",
		    "the permitted set has CAP_CHOWN after execve of a set-user-ID program of root",
		    "NoNewPrivileges=yes");
	check_fails(LOOSE, "effective within CAP_KILL", "after execve of a set-user-ID program",
		    "");
	check_fails(LOOSE, "inheritable within CAP_KILL", "then its own capset(2)", "");
	check_fails(LOOSE, "ambient within CAP_KILL", "then its own PR_CAP_AMBIENT_RAISE", "");
	check_fails("", "effective within ~CAP_KILL", "from the start of the launcher on", "");
}

TEST(proof_sets_is_and_contains)
{
	check_holds(TIGHT, "bounding is CAP_KILL CAP_CHOWN");
	check_holds(TIGHT, "permitted is CAP_KILL");
	check_holds("User=http\n", "bounding is all");
	check_holds("", "permitted contains all");
	check_holds(TIGHT, "ambient contains none");
	check_fails(TIGHT, "bounding is CAP_KILL", "has CAP_CHOWN", "");
	check_fails(TIGHT, "bounding is CAP_KILL CAP_CHOWN CAP_FOWNER",
		    "the bounding set lacks CAP_FOWNER when the service starts, because "
		    "CapabilityBoundingSet= leaves it out",
		    "add it to CapabilityBoundingSet=");
	check_fails(TIGHT, "effective contains CAP_CHOWN",
		    "lacks CAP_CHOWN when the service starts, because no AmbientCapabilities=",
		    "add it to AmbientCapabilities=");
	check_fails("CapabilityBoundingSet=CAP_KILL\n", "permitted contains CAP_CHOWN",
		    "CapabilityBoundingSet= leaves it out", "add it to CapabilityBoundingSet=");
	check_verdict("", "bounding within ~CAP_SYS_ADMIN", "container", HOLDS);
	struct pipeline *p = prove("", "bounding contains CAP_SYS_ADMIN", "container");
	assert_int_equal(p->diagnostics.count, 1);
	assert_non_null(strstr(p->diagnostics.list[0].message, "is started without it"));
	pipeline_free(p);
}

/* Root's rule and noroot; the lock makes the difference when CAP_SETPCAP is there. */
TEST(proof_root_rule)
{
	static const char root[] =
		"NoNewPrivileges=yes\nCapabilityBoundingSet=CAP_KILL CAP_SETPCAP\n"
		"SecureBits=noroot%s\nAmbientCapabilities=CAP_SETPCAP\n";
	struct arena arena = {0};
	check_holds("CapabilityBoundingSet=CAP_KILL\nSecureBits=noroot\nNoNewPrivileges=yes\n",
		    "permitted within none");
	check_fails("CapabilityBoundingSet=CAP_KILL\nNoNewPrivileges=yes\n",
		    "permitted within none", "the permitted set has CAP_KILL", "");
	/* no_new_privs keeps root's rule from giving more, lock or not */
	check_holds(arena_printf(&arena, root, ""), "permitted within CAP_SETPCAP");
	check_holds(arena_printf(&arena, root, " noroot-locked"), "permitted within CAP_SETPCAP");
	/* without it the bit alone does not, since CAP_SETPCAP takes it away */
	check_fails("CapabilityBoundingSet=CAP_KILL CAP_SETPCAP\nSecureBits=noroot\n"
		    "AmbientCapabilities=CAP_SETPCAP\n",
		    "permitted within CAP_SETPCAP", "the permitted set has CAP_KILL after ", "");
	check_fails("User=http\nSecureBits=noroot noroot-locked\nCapabilityBoundingSet=CAP_KILL\n",
		    "permitted within none",
		    "after execve of a program with permitted file capabilities",
		    "NoNewPrivileges=yes");
	arena_free(&arena);
}

TEST(proof_inheritable_file_capabilities)
{
	/* what is not in the bounding set comes back by the inheritable set alone, and there is none */
	check_holds(LOOSE, "permitted within CAP_KILL CAP_CHOWN");
	check_holds(LOOSE, "inheritable within CAP_KILL CAP_CHOWN");
}

TEST(proof_uid)
{
	check_holds(TIGHT, "uid is http");
	check_holds(TIGHT, "uid is not 0");
	check_holds(TIGHT, "uid is not root");
	check_launch(TIGHT, "uid is 33");
	check_launch(TIGHT, "uid is not 33");
	check_launch(TIGHT, "uid is other");
	check_launch("User=33\nNoNewPrivileges=yes\n", "uid is www-data");
	check_holds("User=33\nNoNewPrivileges=yes\n", "uid is 33");
	check_holds("User=33\nNoNewPrivileges=yes\n", "uid is not 34");
	check_fails("User=33\nNoNewPrivileges=yes\n", "uid is 34",
		    "the uid is 33 when the service starts, because User= at web.service:3 says so",
		    "write another User=");
	check_fails(TIGHT, "uid is 0", "the uid is http", "");
	check_fails(TIGHT, "uid is not http", "the uid is http", "");
	check_fails("NoNewPrivileges=yes\n", "uid is not 0", "because no User= says otherwise", "");
	check_fails(LOOSE, "uid is not 0",
		    "the uid is 0 after execve of a set-user-ID program of root",
		    "NoNewPrivileges=yes");
	check_fails(LOOSE, "uid is not 5",
		    "the uid is another after execve of a set-user-ID program",
		    "NoNewPrivileges=yes");
	check_fails("NoNewPrivileges=yes\n", "uid is 0",
		    "the uid is another after its own setresuid", "CAP_SETUID");
	check_fails("User=5\nNoNewPrivileges=yes\nAmbientCapabilities=CAP_SETUID\n", "uid is 5",
		    "the uid is 0 after its own setresuid(2)", "CAP_SETUID");
	check_holds("NoNewPrivileges=yes\nCapabilityBoundingSet=~CAP_SETUID\n", "uid is root");
}

TEST(proof_gid_and_groups)
{
	check_holds(TIGHT, "gid is www");
	check_launch(TIGHT, "gid is not 0"); /* a group of another name may be root's */
	check_launch("User=http\nNoNewPrivileges=yes\n", "gid is http");
	check_holds("Group=5\nNoNewPrivileges=yes\nCapabilityBoundingSet=CAP_KILL\n",
		    "gid is not 0");
	check_fails("Group=5\nNoNewPrivileges=yes\n", "gid is 5", "its own setresgid(2)",
		    "CAP_SETGID");
	check_fails(LOOSE, "gid is not 5", "execve of a set-group-ID program",
		    "NoNewPrivileges=yes");
	check_fails("Group=5\nNoNewPrivileges=yes\nCapabilityBoundingSet=\n", "gid is 6",
		    "the gid is 5 when the service starts, because Group= at web.service:3",
		    "write another Group=");
	check_launch(TIGHT, "groups within www");
	check_holds("Group=5\nSupplementaryGroups=6 a\nNoNewPrivileges=yes\n"
		    "CapabilityBoundingSet=\n",
		    "groups within a 6 7");
	check_launch("SupplementaryGroups=6 a\nCapabilityBoundingSet=\n", "groups within 6 7");
	check_fails("SupplementaryGroups=6 8\nCapabilityBoundingSet=\n", "groups within 6 7",
		    "the groups have 8 when the service starts", "SupplementaryGroups=");
	/* unless it is all of the outer one a user namespace denies setgroups(2) */
	check_holds("SupplementaryGroups=6\nPrivateUsers=yes\nNoNewPrivileges=yes\n",
		    "groups within 6");
	check_fails("SupplementaryGroups=6\nPrivateUsers=full\nNoNewPrivileges=yes\n",
		    "groups within 6", "setgroups(2)", "CAP_SETGID");
	check_fails("SupplementaryGroups=6\n", "groups within 6",
		    "the groups have another after its own setgroups(2)", "CAP_SETGID");
	check_fails(
		"User=5\nCapabilityBoundingSet=CAP_SETGID\n", "groups within 6",
		"the groups have another after execve of a set-user-ID program of root, then its "
		"own setgroups(2)",
		"NoNewPrivileges=yes");
}

TEST(proof_lower_bounds)
{
	check_holds(TIGHT, "no_new_privileges");
	check_fails(LOOSE, "no_new_privileges", "no_new_privs is not set", "NoNewPrivileges=yes");
	check_verdict(LOOSE, "no_new_privileges", "root,no_new_privileges=yes", HOLDS);
	check_holds("SecureBits=noroot noroot-locked\n", "securebits contains noroot-locked");
	check_fails(
		"SecureBits=noroot\n", "securebits contains noroot noroot-locked",
		"noroot-locked is not set when the service starts, because no SecureBits= sets it",
		"SecureBits=noroot-locked");
	check_fails("SecureBits=keep-caps\n", "securebits contains keep-caps", "execve clears it",
		    "");
}

TEST(proof_needs)
{
	check_holds(TIGHT, "needs within CAP_SETUID CAP_SETGID CAP_SETPCAP CAP_KILL");
	check_holds("", "needs within all");
	check_fails(TIGHT, "needs within CAP_SETUID CAP_SETGID CAP_KILL",
		    "the launcher needs CAP_SETPCAP for step bounding, because of web.service:6",
		    "explain");
	check_fails("", "needs within CAP_SETUID", "needs CAP_SETGID for step groups", "explain");
}

TEST(proof_of_all_commands)
{
	check_fails(
		"ExecStartPre=+/bin/a\nExecStart=/bin/b\n" TIGHT, "never CAP_SYS_ADMIN",
		"of ExecStartPre= at web.service:2: the bounding set has CAP_SYS_ADMIN from the "
		"start of the launcher on, because the prefix + keeps what the launcher has",
		"leave out the prefix +");
	check_holds("ExecStartPre=!/bin/a\nExecStart=/bin/b\n" TIGHT, "never CAP_SYS_ADMIN");
	check_fails("ExecStartPre=!/bin/a\nExecStart=/bin/b\n" TIGHT, "uid is http",
		    "the uid is 0 when the service starts, because the prefix ! keeps root",
		    "leave out the prefix !");
	check_fails("PermissionsStartOnly=yes\nExecStartPre=/bin/a\nExecStart=/bin/b\n" TIGHT,
		    "no_new_privileges", "of ExecStartPre= at web.service:3",
		    "leave out PermissionsStartOnly=");
	check_fails("ExecStart=+/bin/a\n" TIGHT, "permitted is CAP_KILL", "the prefix + keeps", "");
}

TEST(proof_steps_of_the_launch)
{
	static const char bound[] = "CapabilityBoundingSet=\nNoNewPrivileges=yes\n";
	struct arena arena = {0};
	struct pipeline *p = prove(arena_printf(&arena, "User=http\nExecStart=!/bin/a\n%s", bound),
				   "uid is not other", NULL);
	struct text dump = {.arena = &p->arena};
	plan_dump(&p->diagnostics, &p->plan, &dump);
	assert_non_null(strstr(dump.at, "require_user       user=\"other\" flags=AMBIT_NOT | "
					"AMBIT_INITGROUPS"));
	pipeline_free(p);
	p = prove(arena_printf(&arena, "User=u%%H\n%s", bound), "uid is not 0", NULL);
	dump = (struct text){.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	plan_dump(&p->diagnostics, &p->plan, &dump);
	/* the host's name might make it root */
	assert_non_null(
		strstr(dump.at, "require_user       user=\"root\" flags=AMBIT_NOT  # User"));
	pipeline_free(p);
	arena_free(&arena);
}

/* The closure is small whatever the service, so that a thousand of them take no time. */
TEST(proof_closure_is_small)
{
	static const char *const states[] = {
		"root",
		"container",
		"uid=1000,gid=1000",
		"uid=1000,ambient=all",
		"root,no_new_privileges=yes",
		"root,securebits=noroot+noroot-locked",
		"uid=5,permitted=setpcap,securebits=noroot+no-setuid-fixup+no-cap-ambient-raise",
		"uid=5,ambient=setuid+setgid+setpcap,securebits=keep-caps-locked",
	};
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		for (size_t k = 0; k < KERNELS; k++) {
			struct arena arena = {0};
			const char *problem, *hint;
			const struct kernel kernel = proof_kernel(k);
			struct reach reach = {.arena = &arena, .kernel = &kernel, .any = 77};
			reach_all(&reach, start_parse(&arena, states[i], &problem, &hint));
			assert_true(reach.count > 0 && reach.count < 150);
			arena_free(&arena);
		}
}
