/* SPDX-License-Identifier: MIT */
/*
 * Patterns of paths, glob(7): *, ? and [..] within one component. A leading wildcard does not match
 * a hidden file; "." and ".." never match. What cannot be read is an error, not an absence: a
 * pattern that decides about a condition or a file must not miss a match for lack of rights.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

struct match {
	struct match *next;
	char path[];
};

struct search {
	ambit_place place;
	const char *pattern, *end; /* the components, each with a NUL behind it */
	struct match *found;
	long count;
	int error;           /* the first, 0 or negative errno */
	char path[PATH_MAX]; /* as far as the walk is */
};

static void note_error(struct search *s, int error)
{
	if (error != ENOENT && error != ENOTDIR && error != ELOOP && !s->error)
		s->error = -error;
}

static void add(struct search *s, size_t len)
{
	struct match *match = ambit_keep(s->place, sizeof(*match) + len + 1);

	memcpy(match->path, s->path, len);
	match->next = s->found;
	s->found = match;
	s->count++;
}

/* The path grown by a name, without escapes where it is a pattern. The new length, 0: too long. */
static size_t append(struct search *s, size_t len, const char *name, bool escaped)
{
	for (; *name; name++) {
		if (escaped && *name == '\\' && name[1])
			name++;
		if (len + 2 > sizeof(s->path)) {
			note_error(s, ENAMETOOLONG);
			return 0;
		}
		s->path[len++] = *name;
	}
	s->path[len] = 0;
	return len;
}

static void walk(struct search *s, size_t len, const char *component);

struct scan {
	struct search *search;
	size_t len; /* of the path of the directory */
	const char *component, *rest;
};

static bool try_entry(const char *name, unsigned char type, void *data)
{
	const struct scan *scan = data;
	struct search *s = scan->search;

	if (fnmatch(scan->component, name, FNM_PERIOD))
		return false;
	size_t len = append(s, scan->len, name, false);
	if (!len)
		return false;
	if (scan->rest >= s->end)
		add(s, len);
	else if (type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN)
		walk(s, len, scan->rest);
	return false;
}

static void walk(struct search *s, size_t len, const char *component)
{
	const char *rest = component + strlen(component) + 1;
	struct stat ignored;

	if (component > s->pattern)
		len = append(s, len, "/", false);
	if (strpbrk(component, "*?[")) {
		struct scan scan = {s, len, component, rest};
		int error = ambit_read_directory(len ? s->path : ".", try_entry, &scan);
		if (error < 0)
			note_error(s, -error);
		return;
	}
	if (*component)
		len = append(s, len, component, true);
	if (!len && *component)
		return;
	if (rest < s->end)
		walk(s, len, rest);
	else if (!lstat(s->path, &ignored))
		add(s, len);
	else
		note_error(s, errno);
}

static struct match *merged(struct match *a, struct match *b)
{
	struct match *first, **last = &first;

	while (a && b) {
		struct match **least = strcmp(a->path, b->path) <= 0 ? &a : &b;
		*last = *least;
		last = &(*least)->next;
		*least = *last;
	}
	*last = a ? a : b;
	return first;
}

/* Takes so many from the front of the list. */
static struct match *sorted(struct match **list, long count)
{
	if (count > 1) {
		struct match *half = sorted(list, count / 2);
		return merged(half, sorted(list, count - count / 2));
	}
	struct match *one = *list;
	*list = one->next;
	one->next = NULL;
	return one;
}

int ambit_glob(ambit_place place, const char *pattern,
	       void (*found)(ambit_place, const char *path, void *), void *data)
{
	struct search s;
	size_t len = strlen(pattern);
	char *components = ambit_keep(place, len + 1);

	for (size_t i = 0; i < len; i++)
		components[i] = pattern[i] == '/' ? 0 : pattern[i];
	s.place = place;
	s.pattern = components;
	s.end = components + len + 1;
	s.found = NULL;
	s.count = 0;
	s.error = 0;
	s.path[0] = 0;
	walk(&s, 0, s.pattern);
	if (s.error && (found || !s.count)) /* a match is one, whatever else cannot be read */
		return s.error;
	if (s.count && found)
		for (struct match *m = sorted(&s.found, s.count); m; m = m->next)
			found(place, m->path, data);
	return (int)s.count;
}
