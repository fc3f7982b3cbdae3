/* SPDX-License-Identifier: MIT */
/*
 * DynamicUser=: names and ids as systemd 252 had them when it started units of these names, what is
 * implied, and what the proof may know of an id that is found at launch.
 */
#include "harness.h"
#include "base/siphash.h"
#include "plan/accounts.h"
#include "service/dynamic_user.h"

#include <string.h>

static struct outcome *implied(const char *unit, const char *lines)
{
	struct outcome *outcome = outcome_of(unit, lines);
	service_imply(&outcome->diagnostics, &outcome->service);
	return outcome;
}

static void check_name(const char *unit, const char *name, uint32_t uid)
{
	struct outcome *outcome = implied(unit, "DynamicUser=yes");
	struct slice found = outcome->service.settings[D_Service_User].text;
	assert_int_equal(outcome->diagnostics.errors, 0);
	assert_string_equal(arena_string(&outcome->arena, found), name);
	assert_int_equal(dynamic_uid(found), uid);
	outcome_free(outcome);
}

/* The vector of the paper: key 00 01 ... 0f, data 00 01 ... 0e. */
TEST(siphash)
{
	unsigned char key[16];
	char data[15];
	for (size_t i = 0; i < 16; i++)
		key[i] = (unsigned char)i;
	for (size_t i = 0; i < 15; i++)
		data[i] = (char)i;
	assert_true(siphash24((struct slice){data, 15}, key) == UINT64_C(0xa129ca6149be45e5));
	assert_true(siphash24((struct slice){data, 0}, key) == UINT64_C(0x726fdb47dd0e0e31));
}

TEST(dynamic_names_and_ids)
{
	check_name("alpha.service", "alpha", 63309);
	check_name("foo-bar.service", "foo-bar", 61689);
	check_name("web9.service", "web9", 63766);
	check_name("web9@x.service", "web9", 63766);
	check_name("a.b.service", "_dud645219be626ade9", 63377);
	check_name("7up.service", "_du6a3cd581bf55d513", 61482);
	check_name("quite-a-long-name-of-a-unit-that-does-not-fit-here.service",
		   "_dua7b28cfc39bf8277", 61228);
	assert_int_equal(dynamic_uid(SLICE("newgrp")), 62753);
}

static void check_implied(const char *lines, enum directive directive, const char *expected)
{
	struct outcome *outcome = implied("web.service", lines);
	assert_string_equal(outcome_print(outcome, directive), expected);
	assert_int_equal(outcome->diagnostics.errors, 0);
	outcome_free(outcome);
}

TEST(dynamic_implies)
{
	static const char weak[] = "DynamicUser=yes\nUser=other\nProtectSystem=no\nProtectHome=no\n"
				   "PrivateTmp=no\nNoNewPrivileges=no\nRestrictSUIDSGID=no\n"
				   "RemoveIPC=no";
	check_implied("DynamicUser=yes", D_Service_User, "web");
	check_implied("DynamicUser=no", D_Service_User, "unset");
	check_implied("DynamicUser=no", D_Service_ProtectSystem, "unset");
	check_implied(weak, D_Service_User, "other");
	check_implied(weak, D_Service_ProtectSystem, "strict");
	check_implied(weak, D_Service_ProtectHome, "read-only");
	check_implied(weak, D_Service_PrivateTmp, "yes");
	check_implied(weak, D_Service_NoNewPrivileges, "yes");
	check_implied(weak, D_Service_RestrictSUIDSGID, "yes");
	check_implied(weak, D_Service_RemoveIPC, "yes");
	check_implied("DynamicUser=yes\nProtectHome=yes", D_Service_ProtectHome, "yes");
	check_implied("DynamicUser=yes\nProtectHome=tmpfs", D_Service_ProtectHome, "tmpfs");
	check_implied("DynamicUser=yes\nPrivateTmp=disconnected", D_Service_PrivateTmp,
		      "disconnected");
}

static void check_refused(const char *user, const char *message)
{
	struct arena arena = {0};
	struct outcome *outcome =
		implied("web.service", arena_printf(&arena, "DynamicUser=yes\nUser=%s", user));
	assert_int_equal(outcome->diagnostics.errors, 1);
	const struct diagnostic *last = &outcome->diagnostics.list[outcome->diagnostics.count - 1];
	assert_int_equal(last->id, DIAG_CONFLICT);
	assert_string_equal(last->message, message);
	outcome_free(outcome);
	arena_free(&arena);
}

TEST(dynamic_refuses_names)
{
	check_refused("root", "DynamicUser= makes a user, and 'root' is a user of every system");
	check_refused("nobody",
		      "DynamicUser= makes a user, and 'nobody' is a user of every system");
	check_refused("4711",
		      "DynamicUser= makes a user, and '4711' is not the name of such a user");
	check_refused("a.b", "DynamicUser= makes a user, and 'a.b' is not the name of such a user");
	check_refused("web-%m",
		      "DynamicUser= makes a user, and 'web-m' is not known before the launch");
}

/* ID is that of the uid or the gid. */
static void check_id(const char *lines, const char *kind, const char *name, enum verdict expected)
{
	struct outcome *outcome = implied("web.service", lines);
	struct accounts accounts;
	struct identity identity;
	bool user = strcmp(kind, "uid") == 0;
	accounts_init(&accounts, &outcome->arena, &outcome->service, NULL);
	identity_of(&accounts, &outcome->service, &identity);
	uint32_t named = account_id(&accounts, user ? ACCOUNT_USER : ACCOUNT_GROUP, slice_of(name));
	uint32_t id = user ? identity.uid : identity.gid;
	if (account_is(&accounts, id, named) != expected ||
	    account_is(&accounts, named, id) != expected)
		fail_msg("%s: %s %s", lines, kind, name);
	outcome_free(outcome);
}

TEST(dynamic_ids_in_proofs)
{
	static const char dynamic[] = "DynamicUser=yes";
	check_id(dynamic, "uid", "root", FAILS);
	check_id(dynamic, "uid", "33", FAILS);
	check_id(dynamic, "uid", "61183", FAILS);
	check_id(dynamic, "uid", "61184", AT_LAUNCH);
	check_id(dynamic, "uid", "65519", AT_LAUNCH);
	check_id(dynamic, "uid", "65520", FAILS);
	check_id(dynamic, "uid", "http", FAILS); /* would be an account of the machine */
	check_id(dynamic, "uid", "web", HOLDS);
	check_id(dynamic, "gid", "web", HOLDS);
	check_id(dynamic, "gid", "adm", FAILS);
	check_id(dynamic, "gid", "0", FAILS);
	check_id("DynamicUser=yes\nGroup=web", "gid", "web", HOLDS);
	check_id("DynamicUser=yes\nGroup=adm", "gid", "adm", HOLDS);
	check_id("DynamicUser=yes\nGroup=adm", "gid", "4", AT_LAUNCH);
	check_id("User=web", "uid", "33", AT_LAUNCH);
}
