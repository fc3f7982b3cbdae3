/* SPDX-License-Identifier: MIT */
/* access/tree.c, match.c, names.c, program.c: a tree of the test's own, and no way out of it. */
#include "pipeline.h"
#include "access/match.h"
#include "access/names.h"
#include "access/program.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct scene {
	struct arena arena;
	struct tree tree;
	char *directory;
};

static struct scene scene_of(void)
{
	struct scene scene = {.directory = scratch_directory()};
	scratch_file(scene.directory, "etc/passwd",
		     "web:x:100:200::/home/web:/bin/sh\n+nis:x:9:9:::\nbad:x:zz:1:::\n"
		     "rooted:x:101:0::/:/bin/sh\n");
	scratch_file(scene.directory, "etc/group", "web:x:200:\nadm:x:4:other,web\nlog:x:5:\n");
	scratch_file(scene.directory, "a/b/file", "#! /bin/sh -e\n");
	return scene;
}

static void open_scene(struct scene *scene)
{
	assert_int_equal(tree_open(&scene->tree, &scene->arena, scene->directory), 0);
}

static void close_scene(struct scene *scene)
{
	tree_close(&scene->tree);
	arena_free(&scene->arena);
	scratch_remove(scene->directory);
}

static void make_link(const struct scene *scene, const char *target, const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/%s", scene->directory, name);
	assert_int_equal(symlink(target, path), 0);
}

static void check_walk(const struct scene *scene, const char *path, int error, const char *end)
{
	struct way way;
	tree_walk(&scene->tree, path, &way);
	if (way.error != error || strcmp(error ? way.stopped : way.target.path, end) != 0)
		fail_msg("%s: %s at %s", path, strerror(way.error),
			 way.error ? way.stopped : way.target.path);
	assert_int_equal(way.fd < 0, error != 0);
	way_close(&way);
}

TEST(access_tree_walks)
{
	struct scene scene = scene_of();
	make_link(&scene, "/a", "absolute");
	make_link(&scene, "../../../../a/b/file", "a/up");
	make_link(&scene, "loop", "loop");
	make_link(&scene, "nothing", "dangling");
	open_scene(&scene);
	check_walk(&scene, "/", 0, "/");
	check_walk(&scene, "/..", 0, "/");
	check_walk(&scene, "/../../a/./b/../b", 0, "/a/b");
	check_walk(&scene, "/absolute/b/file", 0, "/a/b/file");
	check_walk(&scene, "/a/up", 0, "/a/b/file");
	check_walk(&scene, "/a/b/file/", ENOTDIR, "/a/b/file");
	check_walk(&scene, "/a/b/file/..", ENOTDIR, "/a/b/file");
	check_walk(&scene, "/a/no/b", ENOENT, "/a/no");
	check_walk(&scene, "/dangling", ENOENT, "/nothing");
	check_walk(&scene, "/loop", ELOOP, "/loop");
	close_scene(&scene);
}

TEST(access_tree_says_what_is_searched)
{
	struct scene scene = scene_of();
	struct way way;
	make_link(&scene, "/a/b", "link");
	open_scene(&scene);
	tree_walk(&scene.tree, "/link/file", &way);
	static const char *const searched[] = {"/", "/", "/a", "/a/b"};
	assert_int_equal(way.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(way.searched[i].path, searched[i]);
	way_close(&way);
	tree_walk(&scene.tree, "/a/new", &way);
	assert_true(way.last);
	tree_walk(&scene.tree, "/new/a", &way);
	assert_false(way.last);
	close_scene(&scene);
}

TEST(access_tree_below_another)
{
	struct scene scene = scene_of();
	struct scene inner = scene;
	struct way way;
	make_link(&scene, "/b/file", "a/inside");
	open_scene(&scene);
	tree_walk(&scene.tree, "/a", &way);
	tree_below(&scene.tree, &way, &inner.tree);
	way_close(&way);
	check_walk(&inner, "/inside", 0, "/a/b/file");
	check_walk(&inner, "/../etc/passwd", ENOENT, "/a/etc");
	tree_close(&inner.tree);
	close_scene(&scene);
}

TEST(access_tree_that_is_none)
{
	struct tree tree;
	struct arena arena = {0};
	assert_int_equal(tree_open(&tree, &arena, "/no/such/directory"), -ENOENT);
	assert_int_equal(tree_open(&tree, &arena, "/dev/null"), -ENOTDIR);
	arena_free(&arena);
}

static void check_match(const struct scene *scene, const char *pattern, const char *expected)
{
	struct items paths;
	struct text found = {.arena = (struct arena *)&scene->arena};
	assert_int_equal(match_paths(&scene->tree, pattern, &paths), 0);
	for (size_t i = 0; i < paths.count; i++)
		text_printf(&found, "%s%.*s", i ? " " : "", SLICE_ARG(paths.list[i].text));
	assert_string_equal(found.len ? found.at : "", expected);
}

TEST(access_match)
{
	struct scene scene = scene_of();
	scratch_file(scene.directory, "c/.hidden", "");
	scratch_file(scene.directory, "c/[x]", "");
	open_scene(&scene);
	check_match(&scene, "/etc/*", "/etc/group /etc/passwd");
	check_match(&scene, "/*/pass??", "/etc/passwd");
	check_match(&scene, "/*/b/f[a-i]le", "/a/b/file");
	check_match(&scene, "/c/*", "/c/[x]");
	check_match(&scene, "/c/\\[x]", "/c/[x]");
	check_match(&scene, "/a/b/file/*", "");
	check_match(&scene, "/no/*", "");
	close_scene(&scene);
}

static struct pipeline *resolved(const struct scene *scene, const char *lines,
				 struct tree_identity *identity)
{
	struct arena arena = {0};
	struct pipeline *p = pipeline_of(
		"web.service", arena_printf(&arena, "[Service]\nExecStart=/bin/true\n%s", lines),
		NULL);
	assert_int_equal(p->diagnostics.errors, 0);
	bool found = names_resolve(&p->diagnostics, &p->service, &scene->tree, identity);
	assert_int_equal(found, !p->diagnostics.errors);
	arena_free(&arena);
	return p;
}

/* LINES make of the service "UID GID: GROUP ...: HOME". */
static void check_identity(const struct scene *scene, const char *lines, const char *expected)
{
	struct tree_identity identity;
	struct pipeline *p = resolved(scene, lines, &identity);
	struct text text = {.arena = &p->arena};
	text_printf(&text, "%u %u:", identity.uid, identity.gid);
	for (size_t i = 0; i < identity.group_count; i++)
		text_printf(&text, " %u", identity.groups[i]);
	text_printf(&text, ": %s", identity.home ? identity.home : "none");
	assert_int_equal(p->diagnostics.errors, 0);
	assert_string_equal(text.at, expected);
	pipeline_free(p);
}

TEST(access_names)
{
	struct scene scene = scene_of();
	open_scene(&scene);
	check_identity(&scene, "", "0 0:: /root");
	check_identity(&scene, "User=nobody", "65534 65534: 65534: none");
	check_identity(&scene, "User=web", "100 200: 4 200: /home/web");
	check_identity(&scene, "User=100", "100 200: 4 200: /home/web");
	check_identity(&scene, "User=web\nGroup=log", "100 5: 4 5: /home/web");
	check_identity(&scene, "User=web\nGroup=root", "100 0:: /home/web");
	check_identity(&scene, "User=rooted\nSupplementaryGroups=adm 77", "101 0: 4 77: none");
	check_identity(&scene, "User=7\nGroup=8", "7 8:: none");
	check_identity(&scene, "Group=log", "0 5:: /root");
	assert_string_equal(names_group(&scene.tree, 4), "adm");
	assert_null(names_group(&scene.tree, 6));
	close_scene(&scene);
}

TEST(access_names_that_are_not_there)
{
	static const char *const lines[] = {"User=nis",  "User=bad",
					    "User=none", "User=7",
					    "Group=nix", "User=web\nSupplementaryGroups=adm nix",
					    "User=web%H"};
	struct scene scene = scene_of();
	open_scene(&scene);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct tree_identity identity;
		struct pipeline *p = resolved(&scene, lines[i], &identity);
		assert_int_equal(p->diagnostics.errors, 1);
		assert_int_equal(p->diagnostics.list[0].id, DIAG_ACCOUNT);
		pipeline_free(p);
	}
	close_scene(&scene);
}

static void check_program(struct scene *scene, const char *text, enum program_kind kind,
			  const char *expected)
{
	struct way way;
	enum program_kind found;
	const char *interpreter;
	scratch_file(scene->directory, "program", text);
	tree_walk(&scene->tree, "/program", &way);
	assert_int_equal(program_read(&scene->arena, &way, &found, &interpreter), 0);
	assert_int_equal(found, kind);
	assert_string_equal(interpreter ? interpreter : "none", expected);
	way_close(&way);
}

TEST(access_program_scripts)
{
	char longest[512];
	struct scene scene = scene_of();
	open_scene(&scene);
	check_program(&scene, "#!/bin/sh", PROGRAM_SCRIPT, "/bin/sh");
	check_program(&scene, "#! \t/bin/sh -e\nx", PROGRAM_SCRIPT, "/bin/sh");
	check_program(&scene, "#!bin/sh\tx y", PROGRAM_SCRIPT, "bin/sh");
	check_program(&scene, "#!\n/bin/sh", PROGRAM_UNKNOWN, "none");
	check_program(&scene, "#!", PROGRAM_UNKNOWN, "none");
	check_program(&scene, "", PROGRAM_UNKNOWN, "none");
	check_program(&scene, "echo", PROGRAM_UNKNOWN, "none");
	check_program(&scene, "\177ELF", PROGRAM_ELF, "none"); /* damaged */
	snprintf(longest, sizeof(longest), "#!/%0300d\n", 0);
	check_program(&scene, longest, PROGRAM_UNKNOWN, "none");
	snprintf(longest, sizeof(longest), "#!/bin/sh %0300d\n", 0);
	check_program(&scene, longest, PROGRAM_SCRIPT, "/bin/sh");
	close_scene(&scene);
}
