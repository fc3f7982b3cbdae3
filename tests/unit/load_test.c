/* SPDX-License-Identifier: MIT */
/* Finding a unit's files: templates, drop-ins, search paths, masks. */
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct unit unit;
	char *directory;
};

static void set_up(struct fixture *f)
{
	*f = (struct fixture){.directory = scratch_directory()};
	f->sources.arena = &f->arena;
	diag_init(&f->diagnostics, &f->arena, &f->sources);
}

static void tear_down(struct fixture *f)
{
	scratch_remove(f->directory);
	arena_free(&f->arena);
}

static char *path_of(struct fixture *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->directory, name);
}

/* Loads NAME; the sources that were read are EXPECTED, in their order. */
static void check_sources(struct fixture *f, const char *name, const struct unit_options *options,
			  const char *expected)
{
	struct text text = {.arena = &f->arena};
	f->sources = (struct sources){.arena = &f->arena};
	assert_true(unit_load(&f->diagnostics, path_of(f, name), options, &f->unit));
	assert_int_equal(f->diagnostics.count, 0);
	for (size_t i = 0; i < f->sources.count; i++)
		text_printf(&text, "%s%s", i ? " " : "", f->sources.list[i].name);
	assert_string_equal(text.at, expected);
}

static void check_failure(struct fixture *f, const char *name, const char *instance, enum diag id)
{
	struct unit_options options = {.instance = instance};
	diag_init(&f->diagnostics, &f->arena, &f->sources);
	assert_false(unit_load(&f->diagnostics, path_of(f, name), &options, &f->unit));
	assert_int_equal(f->diagnostics.count, 1);
	assert_string_equal(diag_rows[f->diagnostics.list[0].id].name, diag_rows[id].name);
}

TEST(load_dropins_in_order)
{
	struct fixture f;
	struct unit_options options = {0};
	set_up(&f);
	scratch_file(f.directory, "a-b.service", "[Service]\n");
	check_sources(&f, "a-b.service", &options, "a-b.service");
	static const char *const files[] = {
		"service.d/10-all.conf",     "a-.service.d/20-group.conf",
		"a-b.service.d/05-own.conf", "a-b.service.d/30-own.conf",
		"a-b.service.d/no",          "a-b.service.d/.hidden.conf",
		"a-b.service.d/x.conf~",     "b.service.d/other.conf",
		"a-c.service.d/other.conf",
	};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		scratch_file(f.directory, files[i], "[Service]\n");
	check_sources(&f, "a-b.service", &options,
		      "a-b.service a-b.service.d/05-own.conf service.d/10-all.conf "
		      "a-.service.d/20-group.conf a-b.service.d/30-own.conf");
	tear_down(&f);
}

TEST(load_dropins_of_one_name)
{
	struct fixture f;
	const char *paths[] = {NULL, NULL, NULL};
	struct unit_options options = {.search_paths = paths};
	set_up(&f);
	paths[0] = path_of(&f, "first");
	paths[1] = path_of(&f, "second");
	scratch_file(f.directory, "first/x", "");
	scratch_file(f.directory, "second/x", "");
	scratch_file(f.directory, "u/a-b.service", "[Service]\n");
	scratch_file(f.directory, "u/a-.service.d/10.conf", "[Service]\nNice=1\n");
	scratch_file(f.directory, "u/a-b.service.d/10.conf", "[Service]\nNice=2\n");
	check_sources(&f, "u/a-b.service", &options, "a-b.service a-b.service.d/10.conf");
	scratch_file(f.directory, "second/a-.service.d/10.conf", "[Service]\nNice=3\n");
	check_sources(&f, "u/a-b.service", &options, "a-b.service a-.service.d/10.conf");
	assert_true(strstr(f.sources.list[1].path, "/second/") != NULL);
	scratch_file(f.directory, "first/a-b.service.d/10.conf", "[Service]\nNice=4\n");
	check_sources(&f, "u/a-b.service", &options, "a-b.service a-b.service.d/10.conf");
	assert_true(strstr(f.sources.list[1].path, "/first/") != NULL);
	tear_down(&f);
}

TEST(load_search_paths_that_are_not_there)
{
	struct fixture f;
	const char *paths[] = {"/no/such/directory", NULL};
	struct unit_options options = {.search_paths = paths};
	set_up(&f);
	scratch_file(f.directory, "web.service", "[Service]\n");
	unit_load(&f.diagnostics, path_of(&f, "web.service"), &options, &f.unit);
	assert_int_equal(f.diagnostics.errors, 1);
	assert_int_equal(f.diagnostics.list[0].id, DIAG_UNREADABLE);
	assert_non_null(strstr(f.diagnostics.list[0].message, "/no/such/directory"));
	tear_down(&f);
}

TEST(load_masked_dropins)
{
	struct fixture f;
	struct unit_options options = {0};
	set_up(&f);
	scratch_file(f.directory, "a-b.service", "[Service]\n");
	scratch_file(f.directory, "a-.service.d/10.conf", "[Service]\n");
	scratch_file(f.directory, "a-b.service.d/20.conf", "[Service]\n");
	assert_int_equal(symlink("/dev/null", path_of(&f, "a-b.service.d/10.conf")), 0);
	check_sources(&f, "a-b.service", &options, "a-b.service a-b.service.d/20.conf");
	tear_down(&f);
}

TEST(load_templates)
{
	struct fixture f;
	struct unit_options named = {.instance = "one"}, plain = {0};
	set_up(&f);
	scratch_file(f.directory, "web@.service", "[Service]\n");
	scratch_file(f.directory, "web@.service.d/10.conf", "[Service]\n");
	scratch_file(f.directory, "web@one.service.d/20.conf", "[Service]\n");
	scratch_file(f.directory, "web@two.service.d/20.conf", "[Service]\n");
	static const char expected[] =
		"web@.service web@.service.d/10.conf web@one.service.d/20.conf";
	check_sources(&f, "web@.service", &named, expected);
	assert_true(slice_is(f.unit.name.full, "web@one.service"));
	check_sources(&f, "web@one.service", &plain, expected);
	scratch_file(f.directory, "web@one.service",
		     "[Service]\n"); /* an instance with a file of its own */
	check_sources(&f, "web@one.service", &plain,
		      "web@one.service web@.service.d/10.conf web@one.service.d/20.conf");
	check_failure(&f, "web@.service", NULL, DIAG_UNIT_NAME);
	check_failure(&f, "web@one.service", "two", DIAG_UNIT_NAME);
	check_failure(&f, "web@.service", "", DIAG_UNIT_NAME);
	check_failure(&f, "web@.service", "a/b", DIAG_UNIT_NAME);
	check_failure(&f, "other@x.service", NULL, DIAG_UNREADABLE);
	tear_down(&f);
}

TEST(load_what_is_no_unit)
{
	struct fixture f;
	set_up(&f);
	scratch_file(f.directory, "web.conf", "[Service]\n");
	scratch_file(f.directory, "empty.service", "");
	scratch_file(f.directory, "blank.service", " \n\t\n");
	scratch_file(f.directory, "directory.service/x", "");
	assert_int_equal(symlink("/dev/null", path_of(&f, "masked.service")), 0);
	assert_int_equal(symlink("loop.service", path_of(&f, "loop.service")), 0);
	check_failure(&f, "web.conf", NULL, DIAG_UNIT_NAME);
	check_failure(&f, "empty.service", NULL, DIAG_MASKED);
	check_failure(&f, "blank.service", NULL, DIAG_MASKED);
	check_failure(&f, "masked.service", NULL, DIAG_MASKED);
	check_failure(&f, "directory.service", NULL, DIAG_UNREADABLE);
	check_failure(&f, "loop.service", NULL, DIAG_UNREADABLE);
	check_failure(&f, "missing.service", NULL, DIAG_UNREADABLE);
	assert_true(f.diagnostics.environment);
	tear_down(&f);
}

TEST(load_reads_on_behind_a_dropin_that_cannot_be_read)
{
	struct fixture f;
	struct unit_options options = {0};
	set_up(&f);
	scratch_file(f.directory, "web.service", "[Service]\n");
	scratch_file(f.directory, "web.service.d/10.conf/x", "");
	scratch_file(f.directory, "web.service.d/20.conf", "[Service]\nNice=1\n");
	assert_true(unit_load(&f.diagnostics, path_of(&f, "web.service"), &options, &f.unit));
	assert_int_equal(f.diagnostics.errors, 1);
	assert_int_equal(f.diagnostics.list[0].id, DIAG_UNREADABLE);
	assert_int_equal(f.unit.assignment_count, 1);
	tear_down(&f);
}
