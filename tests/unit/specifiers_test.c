/* SPDX-License-Identifier: MIT */
/* Specifiers: what is known at build time, what at launch, and what is a mistake. */
#include "harness.h"

TEST(specifiers_of_the_name)
{
	static const char name[] = "my-web@srv-a\\x2db.service";
	assert_value_of(name, "Description=%n|%N", "my-web@srv-a\\x2db.service|my-web@srv-a\\x2db");
	assert_value_of(name, "Description=%p|%P|%j|%J", "my-web|my/web|web|web");
	assert_value_of(name, "Description=%i|%I|%f", "srv-a\\x2db|srv/a-b|/srv/a-b");
	assert_value_of("my-web.service", "Description=%i|%I|%f|%j", "||/my/web|web");
	assert_value_of("a@-.service", "Description=%f", "/");
	assert_value_of("web.service", "Description=%d", "/run/credentials/web.service");
}

TEST(specifiers_of_the_system)
{
	assert_value("Description=%t %S %C %L %E %T %V",
		     "/run /var/lib /var/cache /var/log /etc /tmp /var/tmp");
	assert_value("Description=%u %U %g %G %h", "root 0 root 0 /root");
	assert_value("Description=%y %Y", "/etc/passwd /etc");
#if defined __x86_64__
	assert_value("Description=%a", "x86-64");
#endif
}

TEST(specifiers_at_launch)
{
	assert_value("Description=%b%m%H%l%v%s%q%A%B%M%o%w%W", "%b%m%H%l%v%s%q%A%B%M%o%w%W");
	struct outcome *outcome = outcome_of("web.service", "Description=a%Hb");
	const struct setting *setting = outcome_setting(outcome);
	assert_int_equal(setting->text.len, 4);
	assert_memory_equal(setting->text.at, "a\0Hb", 4);
	outcome_free(outcome);
}

TEST(specifiers_that_are_none)
{
	assert_value("Description=100% % %- %% %", "100%% %% %%- %% %%");
	assert_mistake("Description=%% %%z %z %x", "%z", "unknown specifier %z",
		       "write %% for a percent sign");
	assert_mistake("Description=%3", "%3", "unknown specifier %3", "*");
	assert_mistake("Environment=A=%% \"B=\\x41 %r\"", "%r", "unknown specifier %r", "*");
	assert_mistake("Environment=A=\\x25z", "A=\\x25z", "unknown specifier %z", "*");
}

TEST(specifiers_of_a_path_that_is_none)
{
	struct outcome *outcome = outcome_of("a@-b-.service", "RootDirectory=%f");
	assert_int_equal(outcome->diagnostics.count, 1);
	assert_int_equal(outcome->diagnostics.list[0].id, DIAG_SPECIFIER);
	assert_string_equal(outcome->diagnostics.list[0].message,
			    "%f: '-b-' is not the name of a path");
	outcome_free(outcome);
}
