/* SPDX-License-Identifier: MIT */
/* Names of services, and the directories of their drop-ins. */
#include "harness.h"

#include <string.h>

/* NAME is "PREFIX|INSTANCE", with a "@" in between when it has or takes an instance; NULL: no name.
 */
static void check_name(const char *name, const char *expected)
{
	struct arena arena = {0};
	struct unit_name parts;
	bool valid = unit_name_parse(slice_of(name), &parts);
	assert_int_equal(valid, expected != NULL);
	if (valid)
		assert_string_equal(arena_printf(&arena, "%.*s%s%.*s", SLICE_ARG(parts.prefix),
						 parts.is_template    ? "@"
						 : parts.has_instance ? "|"
								      : "",
						 SLICE_ARG(parts.instance)),
				    expected);
	arena_free(&arena);
}

TEST(unit_names)
{
	check_name("web.service", "web");
	check_name("web@.service", "web@");
	check_name("web@one.service", "web|one");
	check_name("web@one@two.service", "web|one@two");
	check_name("a:b-c_d.e\\x2d.service", "a:b-c_d.e\\x2d");
	static const char *const wrong[] = {
		"",
		"web",
		".service",
		"@.service",
		"@one.service",
		"web.socket",
		"web.services",
		"we b.service",
		"a/b.service",
		"caf\xc3\xa9.service",
		"web.service ",
		"web*.service",
		"web%i.service",
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		check_name(wrong[i], NULL);
}

TEST(unit_names_of_any_length)
{
	char name[300];
	memset(name, 'a', sizeof(name));
	memcpy(name + 255 - 8, ".service", 9);
	struct unit_name parts;
	assert_true(unit_name_parse(slice_of(name), &parts));
	memset(name, 'a', 255);
	memcpy(name + 256 - 8, ".service", 9);
	assert_false(unit_name_parse(slice_of(name), &parts));
}

TEST(unit_names_of_instances)
{
	struct arena arena = {0};
	struct unit_name parts;
	assert_true(unit_name_parse(SLICE("web@.service"), &parts));
	assert_string_equal(unit_name_instantiate(&arena, &parts, SLICE("x-y")), "web@x-y.service");
	static const char *const rows[][2] = {
		{"a-b", "a/b"},     {"a\\x2db", "a-b"},         {"\\x", "\\x"}, {"\\x4", "\\x4"},
		{"\\xzz", "\\xzz"}, {"\\xC3\\xA9", "\xc3\xa9"}, {"", ""},       {"a\\x2f", "a/"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(slice_is(unit_name_unescape(&arena, slice_of(rows[i][0])), rows[i][1]));
	arena_free(&arena);
}

static void check_dirs(const char *name, const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	struct unit_name parts;
	const char **dirs;
	assert_true(unit_name_parse(slice_of(name), &parts));
	size_t count = unit_name_dropin_dirs(&arena, &parts, &dirs);
	for (size_t i = 0; i < count; i++)
		text_printf(&text, "%s%s", i ? " " : "", dirs[i]);
	assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(unit_names_of_dropin_directories)
{
	check_dirs("web.service", "web.service.d");
	check_dirs("a-b-c.service", "a-b-c.service.d a-b-.service.d a-.service.d");
	check_dirs("a-.service", "a-.service.d");
	check_dirs("-a.service", "-a.service.d -.service.d");
	check_dirs("a-b@.service", "a-b@.service.d a-.service.d");
	check_dirs("a-b@i.service",
		   "a-b@i.service.d a-b@.service.d a-.service.d a-@i.service.d a-@.service.d");
}
