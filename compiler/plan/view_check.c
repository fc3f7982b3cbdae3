/* SPDX-License-Identifier: MIT */
/*
 * Settings of the view that are each as they should be, and cannot be meant together: systemd takes one
 * of two and says nothing. Where units have them all the same, and nothing is wider for it, it is a
 * warning.
 */
#include "plan/view.h"

#include <string.h>

struct check {
	struct diagnostics *diagnostics;
	struct arena *arena;
};

#define TELL(c, id, ...) diag_report((c)->diagnostics, DIAG_##id, __VA_ARGS__)

static const char *name_of(const struct view_entry *entry)
{
	return directive_rows[entry->directive].name;
}

/* Where it stands, for a message about another line. */
static const char *line_of(const struct check *c, const struct view_entry *entry)
{
	struct place place = source_place(c->diagnostics->sources, entry->span);
	return arena_printf(c->arena, "%s= of line %u", name_of(entry), place.line);
}

static bool is_kind(const struct view_entry *entry, const char *kind)
{
	return entry->kind && strcmp(entry->kind, kind) == 0;
}

/* From a list of paths, binds or places, as opposed to the row of a choice. */
static bool is_listed(const struct view_entry *entry)
{
	return setting_is_list(entry->directive);
}

static bool is_same_mount(const struct view_entry *a, const struct view_entry *b)
{
	return strcmp(a->kind, b->kind) == 0 && slice_equal(a->operand, b->operand) &&
	       a->flags == b->flags;
}

/* Both show something at one path. Without the source there would be the devices, and not what belongs to them. */
static void check_mounts(struct check *c, const struct view_entry *a, const struct view_entry *b)
{
	if (is_same_mount(a, b) || !is_listed(b) || a->flags & VIEW_FALLBACK)
		return;
	if (is_listed(a) || (is_kind(a, "ambit_devices") && b->flags & VIEW_OPTIONAL))
		TELL(c, CONFLICT, b->span, "leave one of them out", "%s= and %s both show at %.*s",
		     name_of(b), line_of(c, a), SLICE_ARG(b->path));
	else
		TELL(c, HIDDEN_PATH, b->span, "leave one of them out",
		     "%s= and %s both show at %.*s, and only one of them does", name_of(b),
		     line_of(c, a), SLICE_ARG(b->path));
}

/* What A shows, and what B says of it; systemd forgets the file system in memory then. */
static void check_rule(struct check *c, const struct view_entry *a, const struct view_entry *b)
{
	if (is_kind(a, "ambit_tmpfs") && is_listed(a) && b->flags & ~(unsigned)VIEW_OPTIONAL &&
	    !(b->flags & VIEW_READ_WRITE && !is_listed(b)))
		TELL(c, CONFLICT, a->span,
		     "write the options ro or noexec, or leave one of them out",
		     "systemd leaves the file system in memory at %.*s out, for %s is about the "
		     "same path",
		     SLICE_ARG(a->path), line_of(c, b));
}

static void check_rules(struct check *c, const struct view_entry *a, const struct view_entry *b)
{
	static const struct {
		unsigned flag, other;
		const char *what;
	} pairs[] = {{VIEW_READ_WRITE, VIEW_READ_ONLY, "read-only"},
		     {VIEW_EXEC, VIEW_NOEXEC, "noexec"}};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const struct view_entry *loose = a->flags & pairs[i].flag ? a : b;
		const struct view_entry *tight = loose == a ? b : a;
		if (!(loose->flags & pairs[i].flag) || !(tight->flags & pairs[i].other) ||
		    !is_listed(loose))
			continue;
		if (is_listed(tight))
			TELL(c, CONFLICT, loose->span, "leave one of them out",
			     "%s= has %.*s, which %s makes %s", name_of(loose),
			     SLICE_ARG(loose->path), line_of(c, tight), pairs[i].what);
		else
			TELL(c, HIDDEN_PATH, loose->span, "name the paths below it that are meant",
			     "%.*s stays %s, as %s has it", SLICE_ARG(loose->path), pairs[i].what,
			     line_of(c, tight));
	}
}

/* Of two entries for one path. */
static void check_equal(struct check *c, const struct view_entry *a, const struct view_entry *b)
{
	if (a->kind && b->kind)
		check_mounts(c, is_listed(b) ? a : b, is_listed(b) ? b : a);
	else if (a->kind || b->kind)
		check_rule(c, a->kind ? a : b, a->kind ? b : a);
	else
		check_rules(c, a, b);
}

/* ENTRY is at or below a path that CLOSED makes inaccessible: it is as if it were not there. */
static void check_closed(struct check *c, const struct view_entry *closed,
			 const struct view_entry *entry)
{
	const char *hint = closed->directive == D_Service_ProtectHome
				   ? "ProtectHome=tmpfs leaves room for what is to show"
				   : "leave one of them out";
	if (entry->kind)
		TELL(c, CONFLICT, entry->span, hint,
		     "nothing shows at %.*s, which %s puts out of reach", SLICE_ARG(entry->path),
		     line_of(c, closed));
	else if (entry->flags & (VIEW_READ_WRITE | VIEW_EXEC))
		TELL(c, HIDDEN_PATH, entry->span, hint, "%.*s stays out of reach, as %s has it",
		     SLICE_ARG(entry->path), line_of(c, closed));
}

static void check_pair(struct check *c, const struct view_entry *a, const struct view_entry *b)
{
	bool is_in_order = a->order < b->order;
	if (!is_kind(a, "ambit_inaccessible") && (is_listed(a) || is_listed(b)))
		check_equal(c, is_in_order ? a : b, is_in_order ? b : a);
}

/* Of the entries at one path the last that shows something, and the last of each that says something. */
struct seen {
	const struct view_entry *mount, *said[4];
};

static void check_path(struct check *c, struct seen *seen, const struct view_entry *entry)
{
	static const unsigned flags[] = {VIEW_READ_ONLY, VIEW_READ_WRITE, VIEW_NOEXEC, VIEW_EXEC};
	if (seen->mount)
		check_pair(c, seen->mount, entry);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (seen->said[i] && !(entry->flags & flags[i]))
			check_pair(c, seen->said[i], entry);
	if (entry->kind)
		seen->mount = entry;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (!entry->kind && entry->flags & flags[i])
			seen->said[i] = entry;
}

static void check_entries(struct check *c, const struct view *view)
{
	const struct view_entry *closed = NULL, *last = NULL;
	struct seen seen = {0};
	for (size_t i = 0; i < view->count; i++) {
		const struct view_entry *entry = &view->list[i];
		if (!last || !slice_equal(last->path, entry->path))
			seen = (struct seen){0};
		last = entry;
		if (closed && !view_is_within(entry->path, closed->path))
			closed = NULL;
		if (is_kind(entry, "ambit_inaccessible"))
			closed = closed ? closed : entry;
		else if (closed && is_listed(entry))
			check_closed(c, closed, entry);
		if (!closed)
			check_path(c, &seen, entry);
	}
}

/* The layer over the root is each command's own, where systemd has one copy for all. */
static void check_ephemeral(struct check *c, const struct service *service)
{
	static const enum directive lists[] = {D_Service_ExecCondition, D_Service_ExecStartPre,
					       D_Service_ExecStart};
	const struct setting *ephemeral = &service->settings[D_Service_RootEphemeral];
	size_t commands = 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		commands += service->settings[lists[i]].commands.count;
	if (!ephemeral->number)
		return;
	if (!view_root(service).len)
		TELL(c, CONFLICT, ephemeral->span, "write RootDirectory=, or leave it out",
		     "RootEphemeral= is about a root directory, and there is none");
	if (commands > 1)
		TELL(c, CONFLICT, ephemeral->span, "let one command do it all",
		     "RootEphemeral= is for a service of one command: another would not see what "
		     "the first has changed");
}

/* Paths of the host that are not in the root directory: systemd leaves them out. */
static void check_outside(struct check *c, const struct view_frame *frame)
{
	static const enum directive lists[] = {
		D_Service_ReadWritePaths, D_Service_ReadOnlyPaths, D_Service_InaccessiblePaths,
		D_Service_ExecPaths,      D_Service_NoExecPaths,
	};
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct items *items = &frame->service->settings[lists[i]].items;
		for (size_t k = 0; k < items->count; k++) {
			struct slice path;
			if (view_path(frame, &items->list[k], &path))
				continue;
			TELL(c, CONFLICT, items->list[k].span,
			     arena_printf(c->arena, "write +%.*s for a path inside of it",
					  SLICE_ARG(items->list[k].text)),
			     "the path of the host is outside of RootDirectory=%.*s",
			     SLICE_ARG(frame->root));
		}
	}
}

void view_check(struct diagnostics *diagnostics, const struct service *service)
{
	struct check c = {diagnostics, diagnostics->arena};
	struct view_frame frame = {service, true, view_root(service)};
	struct view view = {0};
	check_ephemeral(&c, service);
	check_outside(&c, &frame);
	view_collect(c.arena, &frame, &view);
	view_sort(&view);
	check_entries(&c, &view);
}
