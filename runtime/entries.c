/* SPDX-License-Identifier: MIT */
/*
 * The notes of steps "mount" and "path": what each path leads to, and all of them in the order of these paths.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static struct ambit_entry *notes, **last_note = &notes;

static void note(struct ambit_entry entry)
{
	struct ambit_entry *kept = ambit_keep(entry.place, sizeof(*kept));

	*kept = entry;
	*last_note = kept;
	last_note = &kept->next;
}

void ambit_mount(ambit_place place, ambit_mounter *mounter, const char *path, const char *operand,
		 unsigned flags)
{
	note((struct ambit_entry){.place = place,
				  .written = path,
				  .mounter = mounter,
				  .operand = operand,
				  .flags = flags});
}

void ambit_path(ambit_place place, const char *path, unsigned flags)
{
	note((struct ambit_entry){.place = place, .written = path, .flags = flags});
}

_Noreturn void ambit_fail_entry(const struct ambit_entry *entry, const char *detail, int error)
{
	const char *what = entry->mounter ? "mount" : "path";

	if (detail && entry->written)
		detail = ambit_join(entry->place, entry->written, ": ", detail);
	ambit_fail(entry->place, AMBIT_STATUS_view, what, detail ? detail : entry->written, -error);
}

/* Components in order, so that all that is below a path directly follows it. */
static int compare_paths(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	if (*a == *b)
		return 0;
	if (!*a || !*b)
		return *a ? 1 : -1;
	if (*a == '/' || *b == '/')
		return *a == '/' ? -1 : 1;
	return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}

bool ambit_is_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	if (len == 1) /* the root */
		return path[1];
	return !strncmp(path, above, len) && path[len] == '/';
}

static const char *later_path(const struct ambit_entry *entry)
{
	return compare_paths(entry->written, entry->path) > 0 ? entry->written : entry->path;
}

/*
 * Of mounts that links lead to one path, the one first that shows: what is out of reach, or the last of those that
 * systemd would mount there, who follows a link when its turn comes in the order of paths.
 */
static int compare_entries(const struct ambit_entry *a, const struct ambit_entry *b)
{
	int order = compare_paths(a->path, b->path);

	if (order || !a->mounter || !b->mounter)
		return order;
	order = (b->mounter == ambit_inaccessible) - (a->mounter == ambit_inaccessible);
	return order ? order : compare_paths(later_path(b), later_path(a));
}

/* A stable merge sort: of entries that are equal the first comes first. */
struct ambit_entry *ambit_merge_entries(struct ambit_entry *a, struct ambit_entry *b)
{
	struct ambit_entry *sorted = NULL, **end = &sorted;

	while (a && b) {
		struct ambit_entry **least = compare_entries(a, b) <= 0 ? &a : &b;
		*end = *least;
		end = &(*least)->next;
		*least = *end;
	}
	*end = a ? a : b;
	return sorted;
}

struct ambit_entry *ambit_sort_entries(struct ambit_entry *list)
{
	struct ambit_entry *middle = list, *second;

	if (!list || !list->next)
		return list;
	for (const struct ambit_entry *end = list->next; end && end->next; end = end->next->next)
		middle = middle->next;
	second = middle->next;
	middle->next = NULL;
	return ambit_merge_entries(ambit_sort_entries(list), ambit_sort_entries(second));
}

/* The links of the path, but for the last component where that may be a link itself. */
int ambit_resolve_entry(struct ambit_entry *entry)
{
	const char *written = entry->written, *slash = strrchr(written, '/');
	bool whole = !(entry->flags & AMBIT_NO_FOLLOW);
	const char *path = written;

	if (!whole) {
		char *above = (char *)ambit_join(entry->place, written, "", "");
		above[slash - written] = 0;
		path = *above ? above : "/";
	}
	entry->path = NULL;
	int fd = ambit_walk(entry->place, ambit_trees.root, path, &entry->path);
	if (fd >= 0)
		close(fd);
	if (!whole && entry->path)
		entry->path =
			ambit_join(entry->place, entry->path[1] ? entry->path : "", slash, "");
	return fd < 0 ? fd : 0;
}

/* Out of reach, so that nothing has to be said of what is there. */
static bool is_closed(const struct ambit_entry *shown, const char *path)
{
	for (; path && shown; shown = shown->next)
		if (shown->mounter == ambit_inaccessible && ambit_is_below(path, shown->path))
			return true;
	return false;
}

/*
 * Takes the mounts, or the others, out of the notes, with their paths resolved. What is missing can be made for
 * a mount, so that it is no failure yet; what is optional is left out.
 */
struct ambit_entry *ambit_take_entries(bool mounts, const struct ambit_entry *shown)
{
	struct ambit_entry *taken = NULL, **end = &taken, **at = &notes;

	while (*at) {
		struct ambit_entry *entry = *at;
		if (!entry->mounter == mounts) {
			at = &entry->next;
			continue;
		}
		*at = entry->next;
		int error = ambit_resolve_entry(entry);
		bool is_missing = error == -ENOENT || error == -ENOTDIR;
		if (error == -ENOENT && mounts && entry->path)
			error = 0; /* another mount may bring it, or it is made */
		if (is_missing && error &&
		    (entry->flags & AMBIT_OPTIONAL || is_closed(shown, entry->path)))
			continue;
		if (error)
			ambit_fail_entry(entry, NULL, error);
		*end = entry;
		end = &entry->next;
	}
	*end = NULL;
	last_note = at;
	return ambit_sort_entries(taken);
}

bool ambit_any_mount(bool (*is)(const struct ambit_entry *))
{
	for (const struct ambit_entry *entry = notes; entry; entry = entry->next)
		if (is(entry))
			return true;
	return false;
}
