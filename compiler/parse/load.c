/* SPDX-License-Identifier: MIT */
/*
 * Finding the files of a unit: the fragment, for an instance its template, and the drop-ins of all.
 */
#include "parse/unit.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct loader {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct unit_options *options;
	struct slice dir; /* of the unit, with its slash; empty for the current one */
	struct unit *unit;
};

static struct slice base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slice_of(slash ? slash + 1 : path);
}

static void report_unreadable(struct diagnostics *d, const char *path, int error, const char *hint)
{
	diag_report(d, DIAG_UNREADABLE, (struct span){0}, hint, "%s: %s", path,
		    error == EINVAL ? "Not a regular file" : strerror(error));
}

static bool refuse_name(struct loader *loader, const char *hint, const char *path, const char *why)
{
	diag_report(loader->diagnostics, DIAG_UNIT_NAME, (struct span){0}, hint, "%s: %s", path,
		    why);
	return false;
}

/*
 * An alias, as a link to a unit of another name is (systemd.unit(5), "Description"), would have the
 * drop-ins of both. A link from an instance to its template is none.
 */
static bool check_alias(struct loader *loader, const char *path)
{
	char resolved[PATH_MAX];
	struct unit_name target;
	if (!realpath(path, resolved))
		return true; /* reading it will tell */
	struct slice name = base_name(resolved);
	if (slice_equal(name, base_name(path)) || !unit_name_parse(name, &target) ||
	    slice_is(name, unit_name_instantiate(loader->arena, &loader->unit->name, SLICE(""))))
		return true;
	return refuse_name(loader, "compile the unit that it is a link to", path,
			   arena_printf(loader->arena, "an alias of %.*s", SLICE_ARG(name)));
}

bool unit_settle_name(struct diagnostics *d, struct slice file, const char *instance,
		      struct unit *unit)
{
	struct unit_name *name = &unit->name;
	struct span nowhere = {0};
	if (!unit_name_parse(file, name)) {
		diag_report(d, DIAG_UNIT_NAME, nowhere,
			    "a unit is called NAME.service, with letters, digits "
			    "and any of \":-_.\\@\"",
			    "%s: not the name of a service", unit->path);
		return false;
	}
	if (name->is_template && !instance) {
		diag_report(d, DIAG_UNIT_NAME, nowhere, "name one with --instance",
			    "%s: a template is started as one of its instances only", unit->path);
		return false;
	}
	if (instance && !name->is_template) {
		diag_report(d, DIAG_UNIT_NAME, nowhere, NULL,
			    "%s: --instance is for templates, NAME@.service", unit->path);
		return false;
	}
	if (instance) {
		char *full = unit_name_instantiate(d->arena, name, slice_of(instance));
		if (!unit_name_parse(slice_of(full), name) || !name->has_instance) {
			diag_report(d, DIAG_UNIT_NAME, nowhere,
				    "systemd-escape(1) makes one of any text",
				    "'%s' is not a valid name of an instance", instance);
			return false;
		}
	}
	/* what the name stands for, once its escapes are resolved, can have any byte but NUL */
	struct slice plain = unit_name_unescape(d->arena, name->full);
	unit->source = name->full;
	if (slice_find(plain, '\0') == plain.len)
		return true;
	diag_report(d, DIAG_UNIT_NAME, nowhere, NULL, "%s: the name has an escaped NUL byte in it",
		    unit->path);
	return false;
}

/* Reads the fragment: the file itself, or for an instance the template beside it. */
static bool read_fragment(struct loader *loader, const char *path)
{
	struct diagnostics *d = loader->diagnostics;
	const struct unit_name *name = &loader->unit->name;
	char *source = arena_string(loader->arena, base_name(path));
	char *own = arena_printf(loader->arena, "%.*s%.*s", SLICE_ARG(loader->dir),
				 SLICE_ARG(name->full));
	if (loader->options->instance && access(own, F_OK) == 0)
		return refuse_name(
			loader, "compile that file", path,
			arena_printf(loader->arena, "%s is the unit of this instance", own));
	int index = source_read(d->sources, source, path);
	if (index == -ENOENT && name->has_instance) {
		source = unit_name_instantiate(loader->arena, name, SLICE(""));
		path = arena_printf(loader->arena, "%.*s%s", SLICE_ARG(loader->dir), source);
		index = source_read(d->sources, source, path);
	}
	if (index < 0) {
		report_unreadable(d, path, -index, index == -EISDIR ? "name a unit file" : NULL);
		return false;
	}
	loader->unit->path = path;
	struct slice bytes = {d->sources->list[index].bytes, d->sources->list[index].len};
	if (!slice_trim(bytes).len) {
		diag_report(d, DIAG_MASKED, (struct span){0}, NULL,
			    "%s: the unit is masked: it is empty", path);
		return false;
	}
	unit_read(d, (size_t)index, loader->unit);
	return true;
}

struct dropin {
	const char *file; /* "10-web.conf" */
	const char *name; /* "foo.service.d/10-web.conf" */
	const char *path;
};

struct dropins {
	struct dropin *list;
	size_t count, room;
};

static int compare_dropins(const void *a, const void *b)
{
	return strcmp(((const struct dropin *)a)->file, ((const struct dropin *)b)->file);
}

/*
 * Adds the *.conf files of ROOT/DIR whose names are not taken yet by a directory that goes before.
 */
static void add_dropins(struct loader *loader, struct slice root, const char *dir,
			struct dropins *dropins)
{
	char *path = arena_printf(loader->arena, "%.*s%s", SLICE_ARG(root), dir);
	DIR *stream = opendir(path);
	if (!stream) {
		if (errno != ENOENT && errno != ENOTDIR)
			report_unreadable(loader->diagnostics, path, errno, NULL);
		return;
	}
	for (const struct dirent *entry; (entry = readdir(stream));) {
		struct slice file = slice_of(entry->d_name);
		bool taken = !slice_ends(file, ".conf") || file.at[0] == '.';
		for (size_t i = 0; i < dropins->count && !taken; i++)
			taken = slice_is(file, dropins->list[i].file);
		if (taken)
			continue;
		dropins->list = arena_grow(loader->arena, dropins->list, dropins->count,
					   &dropins->room, sizeof(*dropins->list));
		dropins->list[dropins->count++] = (struct dropin){
			.file = arena_string(loader->arena, file),
			.name = arena_printf(loader->arena, "%s/%s", dir, entry->d_name),
			.path = arena_printf(loader->arena, "%s/%s", path, entry->d_name),
		};
	}
	closedir(stream);
}

/* The COUNT directories DIRS of every root, the first root first. */
static void add_from_roots(struct loader *loader, const char **dirs, size_t count,
			   struct dropins *dropins)
{
	const char *const *paths = loader->options->search_paths;
	for (; paths && *paths; paths++) {
		char *root = arena_printf(loader->arena, "%s/", *paths);
		for (size_t i = 0; i < count; i++)
			add_dropins(loader, slice_of(root), dirs[i], dropins);
	}
	for (size_t i = 0; i < count; i++)
		add_dropins(loader, loader->dir, dirs[i], dropins);
}

static void read_dropins(struct loader *loader)
{
	struct dropins dropins = {0};
	const char **dirs, *type_wide = "service.d";
	size_t count = unit_name_dropin_dirs(loader->arena, &loader->unit->name, &dirs);
	add_from_roots(loader, dirs, count, &dropins);
	add_from_roots(loader, &type_wide, 1, &dropins);
	if (dropins.count)
		qsort(dropins.list, dropins.count, sizeof(*dropins.list), compare_dropins);
	for (size_t i = 0; i < dropins.count; i++) {
		struct dropin *dropin = &dropins.list[i];
		struct stat status;
		/* a link to /dev/null masks the files of this name that come later in the order */
		if (stat(dropin->path, &status) == 0 && S_ISCHR(status.st_mode))
			continue;
		int index = source_read(loader->diagnostics->sources, dropin->name, dropin->path);
		if (index < 0)
			report_unreadable(loader->diagnostics, dropin->path, -index, NULL);
		else
			unit_read(loader->diagnostics, (size_t)index, loader->unit);
	}
}

/*
 * A directory that somebody named and that is not there may have held what restricts the service.
 */
static void check_search_paths(struct loader *loader)
{
	const char *const *paths = loader->options->search_paths;
	struct stat status;
	for (; paths && *paths; paths++) {
		int error = stat(*paths, &status) < 0 ? errno
			    : S_ISDIR(status.st_mode) ? 0
						      : ENOTDIR;
		if (error)
			report_unreadable(loader->diagnostics, *paths, error, NULL);
	}
}

bool unit_load(struct diagnostics *diagnostics, const char *path,
	       const struct unit_options *options, struct unit *unit)
{
	struct loader loader = {diagnostics, diagnostics->arena, options, {0}, unit};
	*unit = (struct unit){.path = path};
	struct slice file = base_name(path);
	loader.dir = (struct slice){path, (size_t)(file.at - path)};
	check_search_paths(&loader);
	if (!unit_settle_name(diagnostics, file, options->instance, unit) ||
	    !check_alias(&loader, path) || !read_fragment(&loader, path))
		return false;
	read_dropins(&loader);
	return true;
}
