/* SPDX-License-Identifier: MIT */
/*
 * RuntimeDirectory=, StateDirectory=, CacheDirectory=, LogsDirectory=, ConfigurationDirectory=: a step for
 * each directory, in the order of their paths, so that one comes before those below it.
 */
#include "plan/lower.h"
#include "plan/view.h"
#include "service/value.h"
#include "service/vocabulary.h"

#include <stdlib.h>
#include <string.h>

struct family {
	const char *root;
	enum directive list, mode;
	enum step_id step;
};

static const struct family families[] = {
	{"/run", D_Service_RuntimeDirectory, D_Service_RuntimeDirectoryMode,
	 STEP_runtime_directory},
	{"/var/lib", D_Service_StateDirectory, D_Service_StateDirectoryMode, STEP_state_directory},
	{"/var/cache", D_Service_CacheDirectory, D_Service_CacheDirectoryMode,
	 STEP_cache_directory},
	{"/var/log", D_Service_LogsDirectory, D_Service_LogsDirectoryMode, STEP_logs_directory},
	{"/etc", D_Service_ConfigurationDirectory, D_Service_ConfigurationDirectoryMode,
	 STEP_configuration_directory},
};

enum { FAMILIES = sizeof(families) / sizeof(*families) };

/* A directory, with all links to it that were written on several lines. */
struct entry {
	struct slice path;
	struct items links;
	struct span span;
	size_t order;
	bool read_only;
	bool is_nested; /* in another one of the list */
};

struct entries {
	struct entry *list;
	size_t count;
};

static int rank(struct slice path, size_t at)
{
	return at == path.len ? 0 : path.at[at] == '/' ? 1 : (unsigned char)path.at[at] + 2;
}

/* Part by part, as systemd sorts paths; of one path, those written earlier first. */
static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t at = 0;
	while (at < x->path.len && at < y->path.len && x->path.at[at] == y->path.at[at])
		at++;
	int order = rank(x->path, at) - rank(y->path, at);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool is_below(struct slice path, struct slice above)
{
	return path.len > above.len && slice_equal(slice_part(path, 0, above.len), above) &&
	       path.at[above.len] == '/';
}

static void merge_entry(struct lowering *l, struct entries *entries, const struct entry *next)
{
	struct entry *last = entries->count ? &entries->list[entries->count - 1] : NULL;
	if (!last || !slice_equal(last->path, next->path)) {
		entries->list[entries->count++] = *next;
		return;
	}
	for (size_t i = 0; i < next->links.count; i++)
		items_add(l->arena, &last->links, next->links.list[i]);
	last->read_only = last->read_only || next->read_only;
}

static struct entries entries_of(struct lowering *l, const struct family *family)
{
	const struct items *items = &l->service->settings[family->list].items;
	struct entries entries = {
		.list = arena_alloc(l->arena, (items->count + 1) * sizeof(struct entry))};
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		struct directory directory = value_directory(item->text);
		struct entry *entry = &entries.list[i];
		*entry = (struct entry){.path = directory.path,
					.span = item->span,
					.order = i,
					.read_only = directory.read_only};
		if (directory.link.len)
			items_add(l->arena, &entry->links, (struct item){.text = directory.link});
	}
	if (items->count)
		qsort(entries.list, items->count, sizeof(*entries.list), compare_entries);
	for (size_t i = 0; i < items->count; i++)
		merge_entry(l, &entries, &entries.list[i]);
	struct slice top = {0};
	for (size_t i = 0; i < entries.count; i++) {
		struct entry *entry = &entries.list[i];
		entry->is_nested = top.len && is_below(entry->path, top);
		top = entry->is_nested ? top : entry->path;
	}
	return entries;
}

/*
 * Of a dynamic user, whose directories are out of reach for others; but not what is for others, or the
 * administrator's.
 */
static bool is_private(struct lowering *l, const struct family *family)
{
	return SETTING(l, DynamicUser)->number &&
	       family->list != D_Service_ConfigurationDirectory &&
	       (family->list != D_Service_RuntimeDirectory ||
		SETTING(l, RuntimeDirectoryPreserve)->number);
}

static int64_t mode_of(struct lowering *l, const struct family *family)
{
	const struct setting *mode = &l->service->settings[family->mode];
	int64_t number = mode->set ? mode->number : directive_rows[family->mode].argument.initial;
	return SETTING(l, DynamicUser)->number ? number & 01777 : number;
}

static void lower_family(struct lowering *l, const struct family *family)
{
	struct entries entries = entries_of(l, family);
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.list[i];
		struct step *step =
			lower_step(l, family->step, entry->span, directive_rows[family->list].name);
		step_text(step, 0, entry->path);
		step_number(step, 1, mode_of(l, family));
		step_texts(step, 2, &entry->links);
		step_constant(step, 3,
			      FLAGS(l->arena, {is_private(l, family), "AMBIT_DYNAMIC"},
				    {entry->is_nested, "AMBIT_NESTED"}));
	}
}

static struct slice real_path(struct lowering *l, const struct family *family, struct slice path)
{
	struct text text = {.arena = l->arena};
	text_puts(&text, family->root);
	text_puts(&text, is_private(l, family) ? "/private/" : "/");
	text_add(&text, path);
	return text_slice(&text);
}

static struct slice public_path(struct lowering *l, const struct family *family, struct slice path)
{
	return slice_of(arena_printf(l->arena, "%s/%.*s", family->root, SLICE_ARG(path)));
}

static void show_link(struct lowering *l, const struct family *family, const struct entry *entry,
		      struct slice at, struct slice target)
{
	lower_mount(l, entry->span, directive_rows[family->list].name,
		    &(struct view_mount){.kind = "ambit_link",
					 .path = public_path(l, family, at),
					 .operand = target,
					 .flags = VIEW_NO_FOLLOW});
}

static void show_entry(struct lowering *l, const struct family *family, const struct entry *entry)
{
	struct slice real = real_path(l, family, entry->path);
	struct slice public = public_path(l, family, entry->path);
	bool has_root = lower_root(l).len != 0;
	unsigned nosuid = SETTING(l, DynamicUser)->number ? VIEW_NOSUID : 0;
	unsigned read_only = entry->read_only ? VIEW_READ_ONLY : 0;
	if (!entry->is_nested)
		lower_mount(l, entry->span, directive_rows[family->list].name,
			    &(struct view_mount){.kind = "ambit_made_directory",
						 .path = has_root ? public : real,
						 .operand = real,
						 .flags = VIEW_RECURSIVE | nosuid | read_only});
	for (size_t i = 0; i < entry->links.count; i++)
		show_link(l, family, entry, entry->links.list[i].text, public);
	if (is_private(l, family) && !has_root && !entry->is_nested)
		show_link(l, family, entry, entry->path, real);
}

/*
 * As systemd does (compile_bind_mounts() of its src/core/exec-invoke.c): what is private is in a root
 * directory where it would be without a dynamic user; else all but the service's own is out of its sight.
 */
static void show_family(struct lowering *l, const struct family *family)
{
	const struct setting *list = &l->service->settings[family->list];
	struct entries entries = entries_of(l, family);
	if (entries.count && is_private(l, family) && !lower_root(l).len)
		lower_mount(
			l, list->span, directive_rows[family->list].name,
			&(struct view_mount){.kind = "ambit_tmpfs",
					     .path = public_path(l, family, SLICE("private")),
					     .operand = SLICE("mode=0755,size=4m,nr_inodes=1k"),
					     .flags = VIEW_READ_ONLY | VIEW_NODEV | VIEW_NOEXEC});
	for (size_t i = 0; i < entries.count; i++)
		show_entry(l, family, &entries.list[i]);
}

void lower_shown_directories(struct lowering *l)
{
	for (size_t i = 0; i < FAMILIES; i++)
		show_family(l, &families[i]);
}

struct items lower_owned_directories(struct lowering *l)
{
	struct items paths = {0};
	for (size_t i = 0; i < FAMILIES; i++) {
		const struct family *family = &families[i];
		struct entries entries = entries_of(l, family);
		if (family->list == D_Service_ConfigurationDirectory)
			continue;
		for (size_t k = 0; k < entries.count; k++)
			items_add(
				l->arena, &paths,
				(struct item){.text = real_path(l, family, entries.list[k].path)});
	}
	return paths;
}

void lower_directories(struct lowering *l)
{
	for (size_t i = 0; i < FAMILIES; i++)
		lower_family(l, &families[i]);
}
