/* SPDX-License-Identifier: MIT */
/* Texts, and names of users and groups. */
#include "harness.h"

TEST(string_values)
{
	assert_value("Description=A \"web\" server\\n", "A \"web\" server\\n");
	assert_value("Description=50%% of it, 3% too", "50%% of it, 3%% too");
	assert_value("Description=on %H", "on %H");
	assert_value("Description=x\nDescription=", "unset");
	assert_value("AppArmorProfile=-web", "-web");
	assert_value("AppArmorProfile=web", "web");
	assert_mistake("AppArmorProfile=-", "-", "there is nothing behind the '-'", NULL);
	assert_mistake("Description=50%z", "%z", "unknown specifier %z",
		       "write %% for a percent sign");
}

TEST(names_of_users)
{
	assert_value("User=www-data", "www-data");
	assert_value("User=1000", "1000");
	assert_value("User=%N", "web");
	assert_value("User=www\nUser=", "unset");
	assert_value("Group=0", "0");
	assert_value("SupplementaryGroups=audio 44\nSupplementaryGroups=video",
		     "<audio><44><video>");
	assert_value("SupplementaryGroups=audio\nSupplementaryGroups=", "unset");
	assert_value_of("job@bob.service", "User=%i", "bob");
}

TEST(names_that_are_none)
{
	assert_mistake("User=a:b", "a:b",
		       "'a:b' is not a user or group: it is a name with ':' or '/' in it", "*");
	assert_mistake("User=65535", "65535",
		       "'65535' is not a user or group: it is not an id: "
		       "ids are 0 to 4294967294 without 65535",
		       "*");
	assert_mistake(
		"User=4294967295", "4294967295",
		"'4294967295' is not a user or group: it is not an id: ids are 0 to 4294967294 "
		"without 65535",
		"*");
	assert_mistake("User=-1", "-1", "'-1' is not a user or group: it is a negative number",
		       "*");
	assert_mistake("User=007", "007",
		       "'007' is not a user or group: it is a number with a leading 0", "*");
	assert_mistake("User=..", "..", "'..' is not a user or group: it is a path", "*");
	assert_mistake("User=%i", "%i", "'' is not a user or group: it is empty", "*");
	assert_mistake("SupplementaryGroups=audio\nSupplementaryGroups=video a/b", "a/b",
		       "'a/b' is not a user or group: it is a name with ':' or '/' in it", "*");
}

TEST(names_with_a_backslash)
{
	assert_warning("User=HOME\\bob", DIAG_USER_NAME, "HOME\\bob", "HOME\\bob");
	struct outcome *outcome = outcome_of("web.service", "SupplementaryGroups=audio HOME\\bob");
	assert_int_equal(outcome->diagnostics.errors, 1);
	assert_false(outcome_setting(outcome)->set);
	outcome_free(outcome);
}

TEST(names_that_are_unusual)
{
	assert_warning("User=web server", DIAG_USER_NAME, "web server", "web server");
	assert_warning("User=1st", DIAG_USER_NAME, "1st", "1st");
	assert_warning("Group=abcdefghijklmnopqrstuvwxyz0123456789", DIAG_USER_NAME,
		       "abcdefghijklmnopqrstuvwxyz0123456789",
		       "abcdefghijklmnopqrstuvwxyz0123456789");
}
