/* SPDX-License-Identifier: MIT */
/* plan/predict.c, simulate.c and start.c: plans on the model, from many states. */
#include "pipeline.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <string.h>

#define BIT(name) (UINT64_C(1) << CAP_##name)
#define ALL       (UINT64_MAX >> (63 - CAPABILITY_LAST))

static struct pipeline *start(const char *lines, const char *from)
{
	struct arena arena = {0};
	const char *problem, *hint;
	struct pipeline *p = pipeline_of(
		"web.service",
		arena_printf(&arena, "[Service]\n%s%s",
			     strstr(lines, "ExecStart=") ? "" : "ExecStart=/bin/true\n", lines),
		NULL);
	assert_int_equal(p->diagnostics.errors, 0); /* as root all of them work */
	const struct credentials *state = start_parse(&p->arena, from, &problem, &hint);
	if (!state)
		fail_msg("%s: %s", from, problem);
	plan_predict(&p->diagnostics, &p->plan, state, &p->proof);
	arena_free(&arena);
	return p;
}

/* What the service has; the launcher starts as FROM. */
static struct credentials service_of(const char *lines, const char *from)
{
	struct pipeline *p = start(lines, from);
	if (p->diagnostics.errors)
		fail_msg("%s: %s", from, p->diagnostics.list[0].message);
	struct credentials c = p->proof.commands[0].service;
	c.groups = NULL;
	pipeline_free(p);
	return c;
}

static void check_sets(const char *lines, const char *from, uint64_t bounding, uint64_t permitted,
		       uint64_t ambient)
{
	struct credentials c = service_of(lines, from);
	assert_int_equal(c.bounding, bounding);
	assert_int_equal(c.permitted, permitted);
	assert_int_equal(c.effective, permitted);
	assert_int_equal(c.inheritable, ambient);
	assert_int_equal(c.ambient, ambient);
}

/* One error ID at MARKED, which says WORDS, with HINT in its hint. */
static void check_denied(const char *lines, const char *from, const char *marked, const char *words,
			 const char *hint)
{
	struct pipeline *p = start(lines, from);
	if (p->diagnostics.errors != 1)
		fail_msg("%s: %zu errors", from, p->diagnostics.errors);
	const struct diagnostic *found = p->diagnostics.list; /* warnings aside */
	while (found->severity != ERROR)
		found++;
	if (!strstr(found->message, words))
		fail_msg("no '%s' in: %s", words, found->message);
	if (!strstr(found->hint, hint))
		fail_msg("no '%s' in: %s", hint, found->hint);
	assert_string_equal(arena_string(&p->arena, source_slice(&p->sources, found->span)),
			    marked);
	pipeline_free(p);
}

TEST(predict_as_root)
{
	check_sets("", "root", ALL, ALL, 0);
	check_sets("User=http\n", "root", ALL, 0, 0);
	check_sets("User=http\nAmbientCapabilities=CAP_KILL\n", "root", ALL, BIT(KILL), BIT(KILL));
	check_sets("CapabilityBoundingSet=CAP_KILL\n", "root", BIT(KILL), BIT(KILL), 0);
	check_sets("CapabilityBoundingSet=\n", "root", 0, 0, 0);
	check_sets("CapabilityBoundingSet=~CAP_KILL\nSecureBits=noroot\n", "root", ALL & ~BIT(KILL),
		   0, 0);
	check_sets("CapabilityBoundingSet=CAP_KILL CAP_CHOWN\nAmbientCapabilities=CAP_KILL\n",
		   "root", BIT(KILL) | BIT(CHOWN), BIT(KILL) | BIT(CHOWN), BIT(KILL));
	check_sets("AmbientCapabilities=~CAP_KILL\nUser=5\n", "root", ALL, ALL & ~BIT(KILL),
		   ALL & ~BIT(KILL));
}

TEST(predict_in_a_user_namespace)
{
	check_sets("PrivateUsers=yes\n", "container", ALL, ALL, 0);
	check_sets("User=http\nPrivateUsers=identity\nAmbientCapabilities=CAP_SYS_ADMIN\n",
		   "container", ALL, BIT(SYS_ADMIN), BIT(SYS_ADMIN));
	check_sets("User=5\nGroup=5\nPrivateUsers=yes\nCapabilityBoundingSet=CAP_KILL\n"
		   "AmbientCapabilities=CAP_KILL\nSecureBits=noroot\n",
		   "uid=5,gid=5,groups=5,bounding=none,securebits=no-cap-ambient-raise+"
		   "no-cap-ambient-raise-locked",
		   BIT(KILL), BIT(KILL), BIT(KILL));
	/* no_new_privs is not the namespace's */
	assert_true(
		service_of("PrivateUsers=full\n", "root,no_new_privileges=yes").no_new_privileges);
}

TEST(predict_denied_namespaces)
{
	check_denied("PrivateIPC=yes\n", "container", "yes", "the namespace cannot be entered",
		     "CAP_SYS_ADMIN");
	check_denied("PrivatePIDs=yes\n", "container", "yes", "the namespace cannot be entered",
		     "CAP_SYS_ADMIN");
	check_denied("PrivateNetwork=yes\n", "root,effective=~net_admin", "yes",
		     "a network namespace cannot be made", "CAP_NET_ADMIN");
	check_denied("NetworkNamespacePath=/run/a\n", "container", "/run/a",
		     "the network namespace cannot be entered", "CAP_SYS_ADMIN");
	check_denied("PrivateUsers=yes\n", "root,effective=~setfcap", "yes",
		     "the ids cannot be mapped", "CAP_SETFCAP");
	check_denied("User=5\nGroup=5\nPrivateUsers=full\n", "uid=5,gid=5,groups=5", "full",
		     "the ids cannot be mapped", "CAP_SETGID CAP_SETUID CAP_SETFCAP");
}

TEST(predict_ids)
{
	struct credentials c = service_of("User=33\nGroup=34\nSupplementaryGroups=4 34\n", "root");
	assert_int_equal(c.uid.real, 33);
	assert_int_equal(c.uid.fs, 33);
	assert_int_equal(c.gid.saved, 34);
	assert_int_equal(c.gid.fs, 34);
	assert_int_equal(c.group_count, 3); /* with those of 33 in /etc/group */
	c = service_of("Group=34\nSupplementaryGroups=4\n", "uid=0,groups=1+2");
	assert_int_equal(c.uid.real, 0);
	assert_int_equal(c.group_count, 1);
	c = service_of("User=nobody\n", "root");
	assert_int_equal(c.uid.real, 65534);
	assert_int_equal(c.gid.real, 65534);
}

TEST(predict_names_are_no_numbers)
{
	struct pipeline *p =
		start("User=http\nGroup=4026531840\nSupplementaryGroups=a b a 4026531841"
		      "\nAmbientCapabilities=CAP_KILL\n",
		      "uid=4026531842,ambient=setuid+setgid+kill");
	struct accounts *accounts = &p->proof.accounts;
	assert_int_equal(p->diagnostics.count, 0);
	const struct identity *ids = &p->proof.identity;
	assert_int_equal(ids->groups.count, 5); /* 4026531840, those of http, a, b, 4026531841 */
	assert_true(ids->uid > 4026531842);
	assert_int_equal(account_id(accounts, ACCOUNT_USER, SLICE("http")), ids->uid);
	assert_int_not_equal(account_id(accounts, ACCOUNT_GROUP, SLICE("http")), ids->uid);
	assert_int_equal(account_is(accounts, ids->uid, 0), FAILS);
	assert_int_equal(account_is(accounts, ids->uid, 33), AT_LAUNCH);
	assert_int_equal(account_is(accounts, 5, 33), FAILS);
	assert_int_equal(account_is(accounts, account_id(accounts, ACCOUNT_GROUP, SLICE("a")), 0),
			 AT_LAUNCH);
	pipeline_free(p);
}

TEST(predict_in_container)
{
	check_sets("User=http\nCapabilityBoundingSet=CAP_KILL\nAmbientCapabilities=CAP_KILL\n",
		   "container", BIT(KILL), BIT(KILL), BIT(KILL));
	check_sets("CapabilityBoundingSet=~CAP_SYS_ADMIN CAP_SETPCAP CAP_MKNOD CAP_SYS_CHROOT\n"
		   "RootDirectory=/srv\nMountAPIVFS=no\n",
		   "container,bounding=kill+sys_chroot+setpcap+mknod", BIT(KILL), BIT(KILL), 0);
	check_denied(
		"CapabilityBoundingSet=CAP_SYS_ADMIN\n", "container", "CAP_SYS_ADMIN",
		"step bounding of ExecStart= would be denied: CAP_SYS_ADMIN: not in the bounding",
		"with CAP_SYS_ADMIN");
	check_denied("User=http\nCapabilityBoundingSet=CAP_KILL\n",
		     "container,bounding=setuid+setgid+kill", "CAP_KILL",
		     "CAP_SETGID cannot be dropped", "CAP_SETPCAP");
	check_denied("RootDirectory=/srv\nMountAPIVFS=no\n",
		     "container,bounding=all,permitted=setpcap", "/srv", "step root_directory",
		     "CAP_SYS_CHROOT");
	check_denied("StandardInput=tty\nTTYVHangup=yes\n", "container", "yes",
		     "step terminal of ExecStart= would be denied", "CAP_SYS_ADMIN");
}

/* setuid(2) from 0 clears the ambient set, keep-caps or not. */
TEST(predict_traps_of_setuid)
{
	check_sets("User=http\nAmbientCapabilities=CAP_KILL\n", "root,ambient=kill+chown", ALL,
		   BIT(KILL), BIT(KILL));
	check_sets("User=http\nAmbientCapabilities=CAP_KILL\n",
		   "root,securebits=no-setuid-fixup,ambient=kill+chown", ALL, BIT(KILL), BIT(KILL));
	check_sets("User=http\n", "root,securebits=keep-caps", ALL, 0, 0);
	check_denied("User=http\n", "root,securebits=keep-caps-locked", "http",
		     "keep-caps is locked", "without that lock");
	check_denied("User=http\n", "root,permitted=setgid", "http", "the uid cannot be changed",
		     "CAP_SETUID");
	check_denied("User=http\n", "root,permitted=setuid", "http", "the gid cannot be changed",
		     "CAP_SETGID");
}

TEST(predict_as_user)
{
	check_sets("User=1000\nGroup=1000\nNoNewPrivileges=yes\n", "uid=1000,gid=1000,groups=1000",
		   ALL, 0, 0);
	check_sets(
		"User=33\nGroup=33\nAmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=CAP_KILL\n",
		"uid=1000,gid=1000,ambient=setuid+setgid+setpcap+kill", BIT(KILL), BIT(KILL),
		BIT(KILL));
	check_denied("User=33\nGroup=33\nAmbientCapabilities=CAP_KILL\n",
		     "uid=1000,ambient=setuid+setgid", "CAP_KILL",
		     "CAP_KILL: not in the permitted set", "CAP_KILL");
	check_denied("User=http\nGroup=http\n", "uid=1000,gid=1000", "http", "would be denied",
		     "CAP_SETGID");
	/* these may be just what /etc/group says of the user; without one they are not */
	check_sets("User=1000\nGroup=1000\n", "uid=1000,gid=1000,groups=27+1000", ALL, 0, 0);
	check_denied("User=1000\nGroup=1000\nSupplementaryGroups=4\n",
		     "uid=1000,gid=1000,groups=27+1000", "4", "supplementary groups", "CAP_SETGID");
	check_denied("Group=1000\n", "uid=0,gid=1000,permitted=none,groups=27", "1000",
		     "supplementary groups", "CAP_SETGID");
	check_denied("", "uid=1000,gid=0", "/bin/true", "the uid cannot be changed", "CAP_SETUID");
	check_denied("CapabilityBoundingSet=CAP_KILL\nUser=1000\nGroup=1000\n",
		     "uid=1000,gid=1000,groups=1000", "CAP_KILL", "cannot be dropped",
		     "CAP_SETPCAP");
}

TEST(predict_securebits_of_the_start)
{
	static const char ambient[] = "User=http\nAmbientCapabilities=CAP_KILL\n";
	check_sets(ambient, "root,securebits=no-cap-ambient-raise", ALL, BIT(KILL), BIT(KILL));
	check_denied(ambient, "root,securebits=no-cap-ambient-raise+no-cap-ambient-raise-locked",
		     "CAP_KILL", "no-cap-ambient-raise", "without that lock");
	check_denied(ambient, "root,securebits=no-cap-ambient-raise,permitted=~setpcap", "CAP_KILL",
		     "no-cap-ambient-raise", "CAP_SETPCAP");
	check_sets(ambient, "uid=0,securebits=noroot,permitted=all", ALL, BIT(KILL), BIT(KILL));
	check_denied("SecureBits=no-setuid-fixup\n",
		     "root,securebits=noroot+noroot-locked,permitted=all", "no-setuid-fixup",
		     "is locked", "without that lock");
	check_denied("User=http\nSecureBits=noroot\n", "root,permitted=~setpcap", "noroot",
		     "the securebits cannot be changed", "CAP_SETPCAP");
	assert_int_equal(service_of("SecureBits=keep-caps noroot\n", "root").securebits,
			 SECBIT_NOROOT); /* execve clears the other */
}

TEST(predict_end_states)
{
	assert_true(service_of("NoNewPrivileges=yes\n", "root").no_new_privileges);
	assert_true(service_of("", "root,no_new_privileges=yes").no_new_privileges);
	check_denied("NoNewPrivileges=no\n", "root,no_new_privileges=yes", "no",
		     "after step verify of ExecStart= no_new_privs", "--from");
	/* root has the whole bounding set behind execve, but not before */
	check_denied("", "root,permitted=setuid+setgid", "/bin/true", "the capability sets",
		     "--from");
}

TEST(predict_prefixes)
{
	struct credentials c = service_of(
		"ExecStart=+/bin/a\nUser=http\nCapabilityBoundingSet=CAP_KILL\n", "root");
	assert_int_equal(c.uid.real, 0);
	assert_int_equal(c.bounding, ALL);
	assert_int_equal(c.permitted, ALL);
	assert_int_equal(c.group_count, 2); /* the gid of http, and its groups */
	c = service_of("ExecStart=!/bin/a\nUser=http\nCapabilityBoundingSet=CAP_KILL\n", "root");
	assert_int_equal(c.uid.real, 0);
	assert_int_equal(c.gid.real, 0);
	assert_int_equal(c.permitted, BIT(KILL));
	check_denied("ExecStart=+/bin/a\nUser=http\n", "uid=1000,ambient=setgid", "+/bin/a",
		     "the uid would be", "--from");
}

TEST(predict_all_commands_are_told_of)
{
	struct pipeline *p = start("ExecStartPre=+/bin/a\nExecStart=/bin/b\nUser=5\nGroup=5\n"
				   "CapabilityBoundingSet=CAP_KILL\n",
				   "uid=1000,ambient=setuid+setgid");
	assert_int_equal(p->diagnostics.count, 2);
	assert_int_equal(p->diagnostics.list[0].id, DIAG_END_STATE); /* "+" is for root */
	assert_int_equal(p->diagnostics.list[1].id, DIAG_DENIED);
	pipeline_free(p);
}

TEST(predict_all_commands)
{
	struct pipeline *p =
		start("ExecStartPre=+/bin/a\nExecStart=/bin/b\nUser=5\nGroup=5\n", "root");
	assert_int_equal(p->diagnostics.count, 0);
	assert_int_equal(p->proof.commands[0].service.uid.real, 0);
	assert_int_equal(p->proof.commands[1].service.uid.real, 5);
	pipeline_free(p);
}

static void check_start(const char *text, uint64_t bounding, uint64_t permitted, uint64_t ambient)
{
	struct arena arena = {0};
	const char *problem, *hint;
	const struct credentials *c = start_parse(&arena, text, &problem, &hint);
	if (!c)
		fail_msg("%s: %s", text, problem);
	assert_int_equal(c->bounding, bounding);
	assert_int_equal(c->permitted, permitted);
	assert_int_equal(c->ambient, ambient);
	assert_int_equal(c->ambient & ~c->inheritable, 0);
	arena_free(&arena);
}

TEST(predict_start_forms)
{
	check_start("root", ALL, ALL, 0);
	check_start("uid=0", ALL, ALL, 0);
	check_start("uid=1", ALL, 0, 0);
	check_start("root,securebits=noroot", ALL, 0, 0);
	check_start("bounding=none", 0, 0, 0);
	check_start("bounding=~kill", ALL & ~BIT(KILL), ALL & ~BIT(KILL), 0);
	check_start("uid=5,permitted=CAP_KILL+cap_chown", ALL, BIT(KILL) | BIT(CHOWN), 0);
	check_start("uid=5,permitted=kill,ambient=chown", ALL, BIT(KILL) | BIT(CHOWN), BIT(CHOWN));
	check_start("uid=5,permitted=kill,effective=none,inheritable=chown", ALL, BIT(KILL), 0);
	check_start("container,bounding=kill,gid=3,groups=4+27", BIT(KILL), BIT(KILL), 0);
	check_start("root,no_new_privileges=yes", ALL, ALL, 0);
}

static void check_no_start(const char *text, const char *problem, const char *hint)
{
	struct arena arena = {0};
	const char *found, *found_hint;
	assert_null(start_parse(&arena, text, &found, &found_hint));
	assert_string_equal(found, problem);
	assert_string_equal(found_hint ? found_hint : "none", hint);
	arena_free(&arena);
}

TEST(predict_start_mistakes)
{
	static const char base[] =
		"write root or container first, then NAME=VALUE with commas between";
	static const char ids[] = "ids are numbers, 0 to 4294967294 without 65535";
	check_no_start("rot", "unknown state 'rot'", "did you mean root?");
	check_no_start("contaner", "unknown state 'contaner'", "did you mean container?");
	check_no_start("uid=0,root", "'root' cannot stand there", base);
	check_no_start("root=1", "'root=1' cannot stand there", base);
	check_no_start("uid", "'uid' cannot stand there", base);
	check_no_start("ambiant=kill", "unknown state 'ambiant'", "did you mean ambient?");
	check_no_start("uid=x", "'x' is not an id", ids);
	check_no_start("uid=65535", "'65535' is not an id", ids);
	check_no_start("uid=4294967295", "'4294967295' is not an id", ids);
	check_no_start("groups=4+-1", "'-1' is not an id", ids);
	check_no_start("ambient=kil", "unknown capability 'kil'", "did you mean CAP_KILL?");
	check_no_start("securebits=norot", "unknown securebit 'norot'", "did you mean noroot?");
	check_no_start("no_new_privileges=maybe", "'maybe' is neither yes nor no",
		       "write yes or no");
	check_no_start("uid=1,effective=kill", "the effective set has more than the permitted one",
		       "write permitted= with as many");
	struct arena arena = {0};
	const char *problem, *hint;
	assert_null(start_parse(&arena, "", &problem, &hint));
	assert_null(start_parse(&arena, "root,,uid=1", &problem, &hint));
	assert_null(start_parse(&arena, "uid=", &problem, &hint));
	assert_null(start_parse(&arena, "ambient=kill++chown", &problem, &hint));
	arena_free(&arena);
}

TEST(predict_filters)
{
	static const char filter[] = "SystemCallFilter=@system-service\n";
	static const char nnp[] = "NoNewPrivileges=yes\nSystemCallFilter=@system-service\n";
	static const char implied[] = "User=http\nSystemCallFilter=~@privileged\n";
	check_denied(filter, "container", "@system-service", "a filter needs CAP_SYS_ADMIN",
		     "CAP_SYS_ADMIN");
	check_sets(filter, "root,bounding=kill+setuid+setgid+setpcap,no_new_privileges=yes",
		   BIT(KILL) | BIT(SETUID) | BIT(SETGID) | BIT(SETPCAP),
		   BIT(KILL) | BIT(SETUID) | BIT(SETGID) | BIT(SETPCAP), 0);
	assert_true(service_of(nnp, "container").no_new_privileges);
	assert_true(service_of(implied, "container").no_new_privileges);
	assert_false(service_of(filter, "root").no_new_privileges);
	check_sets("User=http\nAmbientCapabilities=CAP_KILL\nSystemCallFilter=@system-service\n",
		   "root", ALL, BIT(KILL), BIT(KILL));
}
