/* SPDX-License-Identifier: MIT */
/* The files of a policy: the one that is named and what it includes, and the index of their names. */
#include "policy/parser.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
	INCLUDES_MOST = 64, /* inside each other */
	FILES_MOST = 200    /* IN() of the runtime has eight bits for them */
};

/* A file that is being read, and the one that includes it. */
struct chain {
	const char *real; /* path without links, to know a file again */
	size_t file;      /* its number in the policy */
	const struct chain *above;
	unsigned depth;
};

struct loader {
	struct diagnostics *diagnostics;
	const struct policy_options *options;
	struct policy *policy;
	const char **read; /* real paths of all files so far, by their numbers */
	size_t count, room;
};

static void load_file(struct loader *loader, const char *path, struct span span,
		      const struct chain *above);

static const char *directory_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? arena_string(arena, (struct slice){path, (size_t)(slash + 1 - path)}) : "";
}

/* A string is a path from the file that includes it; a bare word a profile of the program. */
static void load_include(struct loader *loader, const struct include *include, const char *from,
			 const struct chain *chain)
{
	struct arena *arena = loader->diagnostics->arena;
	struct slice name = include->file->text;
	const char *path;
	if (!name.len || slice_find(name, '\0') < name.len) {
		diag_report(loader->diagnostics, DIAG_SYNTAX, include->file->span, NULL,
			    "this names no file");
		return;
	}
	if (include->file->kind == TERM_WORD)
		path = arena_printf(arena, "%s/%.*s.ambit",
				    loader->options->profiles ? loader->options->profiles : ".",
				    SLICE_ARG(name));
	else
		path = arena_printf(arena, "%s%.*s",
				    *name.at == '/' ? "" : directory_of(arena, from),
				    SLICE_ARG(name));
	load_file(loader, path, include->file->span, chain);
}

static void parse(struct loader *loader, size_t index, const char *path, const struct chain *chain)
{
	struct policy_parser *parser = arena_alloc(loader->diagnostics->arena, sizeof(*parser));
	*parser = (struct policy_parser){.diagnostics = loader->diagnostics,
					 .policy = loader->policy};
	policy_read(parser, index);
	for (const struct include *include = parser->includes; include; include = include->next)
		load_include(loader, include, path, chain);
}

static void report_unreadable(struct loader *loader, struct span span, const char *path, int error)
{
	diag_report(loader->diagnostics, DIAG_UNREADABLE, span, NULL, "%s: %s", path,
		    error == EINVAL ? "Not a regular file" : strerror(error));
}

/* The number of a file that was read, or is being read, which is a circle; or -1. */
static int find_file(struct loader *loader, const char *real, struct span span,
		     const struct chain *above)
{
	for (size_t i = 0; i < loader->count; i++) {
		if (strcmp(loader->read[i], real) != 0)
			continue;
		for (; above; above = above->above)
			if (above->file == i) {
				diag_report(loader->diagnostics, DIAG_CIRCLE, span,
					    "leave one of them out",
					    "the file includes itself, perhaps by way of others");
				break;
			}
		return (int)i;
	}
	return -1;
}

/* The name in artifacts: the file's own, without the directories of this machine. */
static const char *artifact_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* The policy in the directory of PATH whose name is nearest, for a hint; or NULL. */
static const char *nearest_file(struct arena *arena, const char *path)
{
	const char *directory = directory_of(arena, path), *found = NULL;
	struct slice name = slice_of(artifact_name(path));
	unsigned best = 2; /* more edits are another name */
	DIR *stream = opendir(*directory ? directory : ".");
	for (const struct dirent *entry; stream && (entry = readdir(stream));) {
		struct slice other = slice_of(entry->d_name);
		unsigned distance = slice_ends(other, ".ambit") ? text_distance(name, other, 2) : 3;
		if (distance > best ||
		    (distance == best && found && strcmp(entry->d_name, found) > 0))
			continue; /* of equals the first by name, whatever the order of the directory */
		best = distance;
		found = arena_string(arena, other);
	}
	if (stream)
		closedir(stream);
	return found ? arena_printf(arena, "did you mean %s?", found) : NULL;
}

static void load_file(struct loader *loader, const char *path, struct span span,
		      const struct chain *above)
{
	struct diagnostics *d = loader->diagnostics;
	char resolved[PATH_MAX];
	if (!realpath(path, resolved)) {
		diag_report(d, DIAG_UNREADABLE, span, nearest_file(d->arena, path), "%s: %s", path,
			    strerror(errno));
		return;
	}
	int known = find_file(loader, resolved, span, above);
	if (known >= 0 && above)
		policy_file_include(d->arena, loader->policy, above->file, (size_t)known);
	if (known >= 0)
		return;
	struct chain chain = {arena_string(d->arena, slice_of(resolved)), loader->count, above,
			      above ? above->depth + 1 : 0};
	if (chain.depth > INCLUDES_MOST || loader->count == FILES_MOST) {
		diag_report(d, DIAG_CIRCLE, span, NULL,
			    "more than %d files that include each other, or %d in all",
			    (int)INCLUDES_MOST, (int)FILES_MOST);
		return;
	}
	loader->read = arena_grow(d->arena, loader->read, loader->count, &loader->room,
				  sizeof(*loader->read));
	loader->read[loader->count++] = chain.real;
	policy_file_add(d->arena, loader->policy);
	if (above)
		policy_file_include(d->arena, loader->policy, above->file, chain.file);
	int index = source_read(d->sources, artifact_name(path), path);
	if (index < 0) {
		report_unreadable(loader, span, path, -index);
		return;
	}
	const struct source *source = &d->sources->list[index];
	struct policy_file *file = &loader->policy->files[chain.file];
	file->first = source->first;
	file->last = source->first + (uint32_t)source->len;
	parse(loader, (size_t)index, path, &chain);
}

static int compare(const void *a, const void *b)
{
	const struct declaration *const *x = a, *const *y = b;
	if ((*x)->kind != (*y)->kind)
		return (*x)->kind < (*y)->kind ? -1 : 1;
	int order = slice_compare((*x)->name, (*y)->name);
	return order ? order : ((*x)->span.at > (*y)->span.at) - ((*x)->span.at < (*y)->span.at);
}

static void index_names(struct diagnostics *d, struct policy *policy)
{
	policy->sorted = arena_alloc(d->arena, (policy->count + 1) * sizeof(*policy->sorted));
	if (!policy->count)
		return;
	memcpy(policy->sorted, policy->list, policy->count * sizeof(*policy->sorted));
	qsort(policy->sorted, policy->count, sizeof(*policy->sorted), compare);
	const struct declaration *first = policy->sorted[0];
	for (size_t i = 1; i < policy->count; i++) {
		const struct declaration *second = policy->sorted[i];
		if (first->kind != second->kind || !slice_equal(first->name, second->name)) {
			first = second;
			continue;
		}
		struct place place = source_place(d->sources, first->span);
		diag_report(d, DIAG_DECLARED_TWICE, second->span,
			    arena_printf(d->arena, "the first one is at %s:%u", place.source->name,
					 place.line),
			    "'%.*s' is declared twice", SLICE_ARG(second->name));
	}
}

struct declaration *policy_find(const struct policy *policy, enum declaration_kind kind,
				struct slice name)
{
	struct declaration wanted = {.kind = kind, .name = name};
	size_t low = 0, high = policy->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct declaration *key = &wanted;
		if (compare(&policy->sorted[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	struct declaration *found = low < policy->count ? policy->sorted[low] : NULL;
	return found && found->kind == kind && slice_equal(found->name, name) ? found : NULL;
}

const char *policy_nearest(struct arena *arena, const struct policy *policy,
			   enum declaration_kind kind, struct slice name)
{
	unsigned best = 3; /* so many edits are another name */
	const struct declaration *found = NULL;
	for (size_t i = 0; i < policy->count && best; i++) {
		const struct declaration *other = policy->list[i];
		unsigned distance =
			other->kind == kind ? text_distance(name, other->name, best - 1) : best;
		if (distance >= best)
			continue;
		best = distance;
		found = other;
	}
	return found ? arena_printf(arena, "did you mean %.*s?", SLICE_ARG(found->name)) : NULL;
}

void policy_take(struct diagnostics *diagnostics, size_t index, struct policy *policy)
{
	struct policy_parser *parser = arena_alloc(diagnostics->arena, sizeof(*parser));
	*parser = (struct policy_parser){.diagnostics = diagnostics, .policy = policy};
	policy_read(parser, index);
	policy_files_index(diagnostics->arena, policy);
	index_names(diagnostics, policy);
}

bool policy_load(struct diagnostics *diagnostics, const char *path,
		 const struct policy_options *options, struct policy *policy)
{
	struct loader loader = {.diagnostics = diagnostics, .options = options, .policy = policy};
	*policy = (struct policy){.path = path, .name = slice_of(artifact_name(path))};
	load_file(&loader, path, (struct span){0}, NULL);
	policy_files_index(diagnostics->arena, policy);
	index_names(diagnostics, policy);
	return diagnostics->sources->count > 0 && diagnostics->errors < MISTAKES_MOST;
}
