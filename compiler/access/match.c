/* SPDX-License-Identifier: MIT */
/* One component after the other; only those that have wildcards need their directory read. */
#include "access/match.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct matcher {
	const struct tree *tree;
	struct items *paths;
	int error;
};

bool match_is_pattern(const char *path)
{
	return strpbrk(path, "*?[\\");
}

static const char *without_escapes(struct arena *arena, const char *name)
{
	struct text text = {.arena = arena};
	for (; *name; name++) {
		if (*name == '\\' && name[1])
			name++;
		text_putc(&text, *name);
	}
	return text.at;
}

static void walk(struct matcher *m, const char *path, struct slice rest);

static void walk_directory(struct matcher *m, const char *path, const char *name, struct slice rest)
{
	struct way way;
	tree_walk(m->tree, *path ? path : "/", &way);
	int fd = way.error ? -way.error : way_open(&way, O_RDONLY | O_DIRECTORY);
	bool absent = fd == -ENOTDIR || fd == -ENOENT || (way.error && way_is_told(&way));
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	m->error = fd < 0 && !absent ? fd : m->error;
	way_close(&way);
	for (struct dirent *entry; directory && (entry = readdir(directory));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    fnmatch(name, entry->d_name, FNM_PERIOD) == 0)
			walk(m, arena_printf(m->tree->arena, "%s/%s", path, entry->d_name), rest);
	if (directory)
		closedir(directory);
}

static void add_if_there(struct matcher *m, const char *path)
{
	struct way way;
	tree_walk(m->tree, path, &way);
	if (!way.error || !way_is_told(&way))
		items_add(m->tree->arena, m->paths, (struct item){.text = slice_of(path)});
	way_close(&way);
}

/* REST, "/name/name", is still to be found below PATH. */
static void walk(struct matcher *m, const char *path, struct slice rest)
{
	if (!rest.len) {
		add_if_there(m, path);
		return;
	}
	size_t len = slice_find(slice_part(rest, 1, rest.len), '/');
	const char *name = arena_string(m->tree->arena, slice_part(rest, 1, len));
	rest = slice_part(rest, 1 + len, rest.len);
	if (strpbrk(name, "*?["))
		walk_directory(m, path, name, rest);
	else
		walk(m,
		     arena_printf(m->tree->arena, "%s/%s", path,
				  without_escapes(m->tree->arena, name)),
		     rest);
}

static int compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return slice_compare(x->text, y->text);
}

int match_paths(const struct tree *tree, const char *pattern, struct items *paths)
{
	struct matcher m = {tree, paths, 0};
	*paths = (struct items){0};
	walk(&m, "", slice_of(pattern));
	if (paths->count)
		qsort(paths->list, paths->count, sizeof(*paths->list), compare_items);
	return m.error;
}
