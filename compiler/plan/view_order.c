/* SPDX-License-Identifier: MIT */
/*
 * The entries of a view in their order, as few as say the same: what systemd does with them before it
 * mounts anything (sort_and_drop_unused_mounts() of its src/core/namespace.c). The launcher does it
 * again with the paths behind symbolic links.
 */
#include "plan/view.h"

#include <stdlib.h>
#include <string.h>

enum {
	WRITING = VIEW_READ_ONLY | VIEW_READ_WRITE,
	EXECUTING = VIEW_NOEXEC | VIEW_EXEC,
	RULE = 30, /* the rank of what shows nothing */
};

unsigned view_rank(const struct view_entry *entry)
{
	static const char *const kinds[] = {
		"ambit_inaccessible", "ambit_bind",   "ambit_made_directory", "ambit_own_tmp",
		"ambit_devices",      "ambit_sysfs",  "ambit_cgroup",         "ambit_proc",
		"ambit_tmpfs",        "ambit_mqueue", "ambit_link",           "ambit_node",
	};
	const unsigned count = sizeof(kinds) / sizeof(*kinds);
	unsigned rank = 0;
	while (entry->kind && rank < count && strcmp(kinds[rank], entry->kind) != 0)
		rank++;
	return !entry->kind ? RULE : entry->flags & VIEW_FALLBACK ? rank + count : rank;
}

/* By components, so that all that is below a path directly follows it. */
static int compare_paths(struct slice a, struct slice b)
{
	size_t at = 0;
	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	if (at == a.len || at == b.len)
		return (a.len > b.len) - (a.len < b.len);
	if (a.at[at] == '/' || b.at[at] == '/')
		return a.at[at] == '/' ? -1 : 1;
	return (unsigned char)a.at[at] < (unsigned char)b.at[at] ? -1 : 1;
}

static int compare_entries(const void *a, const void *b)
{
	const struct view_entry *x = a, *y = b;
	int paths = compare_paths(x->path, y->path);
	unsigned x_rank = view_rank(x), y_rank = view_rank(y);
	if (paths)
		return paths;
	if (x_rank != y_rank)
		return x_rank < y_rank ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static bool is_kind(const struct view_entry *entry, const char *kind)
{
	return entry->kind && strcmp(entry->kind, kind) == 0;
}

/* "ProtectSystem, ReadOnlyPaths". */
static const char *join_names(struct arena *arena, const char *names, const char *more)
{
	return strstr(names, more) ? names : arena_printf(arena, "%s, %s", names, more);
}

/*
 * Whether MORE, at the same path, is a part of FIRST. What is optional may turn out to show nothing, and a link is
 * not what it leads to: what else there is at their path stands for itself.
 */
static bool takes(const struct view_entry *first, const struct view_entry *more)
{
	bool is_same = more->kind && is_kind(first, more->kind) &&
		       slice_equal(first->operand, more->operand);
	return !first->kind || is_same || is_kind(first, "ambit_inaccessible") ||
	       !(first->flags & VIEW_OPTIONAL || is_kind(first, "ambit_link"));
}

/* What MORE, at the same path, says holds for FIRST; what it would show does not show. */
static void join(struct arena *arena, struct view_entry *first, const struct view_entry *more)
{
	unsigned said = more->kind ? VIEW_READ_ONLY | VIEW_NOEXEC : WRITING | EXECUTING;
	unsigned before = first->flags;
	if (is_kind(first, "ambit_inaccessible") || is_kind(more, "ambit_devices"))
		return;
	first->flags |= more->flags & said;
	if (!first->kind && !(more->flags & VIEW_OPTIONAL))
		first->flags &= ~(unsigned)VIEW_OPTIONAL;
	if (first->flags & VIEW_READ_ONLY)
		first->flags &= ~(unsigned)VIEW_READ_WRITE;
	if (first->flags & VIEW_NOEXEC)
		first->flags &= ~(unsigned)VIEW_EXEC;
	if (first->flags != before)
		first->directives = join_names(arena, first->directives, more->directives);
}

/*
 * Whether ENTRY says anything that the nearest one ABOVE does not. Behind a symbolic link the path may be anywhere: so
 * what forbids stays, though it need not be there where systemd does not look for it, and what allows goes,
 * but for a path that may not be missing.
 */
static bool says_more(struct view_entry *entry, const struct view_entry *above)
{
	unsigned says = entry->flags & (WRITING | EXECUTING);
	if (entry->kind || !above || above->kind || says & ~above->flags)
		return true;
	if (says == VIEW_READ_ONLY)
		entry->flags |= VIEW_OPTIONAL;
	if (says & (VIEW_READ_ONLY | VIEW_NOEXEC))
		return true;
	return !(entry->flags & VIEW_OPTIONAL) &&
	       !(says == VIEW_READ_WRITE && entry->directive == above->directive);
}

/* What a rule forbids at the path of a mount: nothing is inherited by that, which could be allowed again. */
static bool restrict_mount(struct view_entry *rule)
{
	rule->flags &= VIEW_READ_ONLY | VIEW_NOEXEC;
	bool is_left = rule->flags;
	rule->flags |= VIEW_OPTIONAL;
	return is_left;
}

/* As few entries for each path as can be; none below an inaccessible one, and no devices for another /dev. */
static void join_equal(struct arena *arena, struct view *view)
{
	const struct view_entry *closed = NULL;
	struct view_entry *last = NULL;
	size_t count = 0;
	bool has_devices = false, shows = false;
	for (size_t i = 0; i < view->count; i++) {
		struct view_entry *entry = &view->list[i];
		bool is_device = entry->directive == D_Service_PrivateDevices &&
				 entry->flags & VIEW_FALLBACK;
		bool is_same = last && slice_equal(last->path, entry->path);
		shows = is_same && (shows || last->kind);
		if (shows && !entry->kind && !restrict_mount(entry))
			continue;
		if (is_same && takes(last, entry)) {
			join(arena, last, entry);
			/* what is out of reach in the new /dev, where it is not made, is as on the host */
			if (is_device && has_devices && is_kind(last, "ambit_inaccessible"))
				last->operand = entry->operand;
			continue;
		}
		if ((closed && view_is_within(entry->path, closed->path)) ||
		    (is_device && !has_devices))
			continue;
		last = &view->list[count++];
		*last = *entry;
		has_devices |= is_kind(last, "ambit_devices");
		if (is_kind(last, "ambit_inaccessible"))
			closed = last;
	}
	view->count = count;
}

void view_sort(struct view *view)
{
	for (size_t i = 0; i < view->count; i++)
		view->list[i].order = (unsigned)i;
	if (view->count)
		qsort(view->list, view->count, sizeof(*view->list), compare_entries);
}

/* Leaves out what need not be said again. ABOVE: for each entry that stays the nearest above, as number + 1; 0: none. */
static void drop_said(struct view *view, size_t *above)
{
	size_t count = 0, nearest = 0;
	for (size_t i = 0; i < view->count; i++) {
		struct view_entry entry = view->list[i];
		while (nearest && !view_is_within(entry.path, view->list[nearest - 1].path))
			nearest = above[nearest - 1];
		if (!says_more(&entry, nearest ? &view->list[nearest - 1] : NULL))
			continue;
		above[count] = nearest;
		view->list[count++] = entry;
		nearest = count;
	}
	view->count = count;
}

void view_order(struct arena *arena, struct view *view)
{
	view_sort(view);
	join_equal(arena, view);
	drop_said(view, arena_alloc(arena, (view->count + 1) * sizeof(size_t)));
}
