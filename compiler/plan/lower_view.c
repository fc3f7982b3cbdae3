/* SPDX-License-Identifier: MIT */
/*
 * The view of the file system: steps for what shows and for what is allowed, then the one that makes it.
 * A command has the view of its service; with "+" less of it.
 */
#include "plan/lower.h"
#include "plan/view.h"

#include <stdlib.h>
#include <sys/mount.h>

bool lower_has_view(const struct lowering *l)
{
	return view_is_made(l->service);
}

void lower_mount(struct lowering *l, struct span span, const char *directives,
		 const struct view_mount *mount)
{
	view_add(l->arena, &l->view,
		 (struct view_entry){.kind = mount->kind,
				     .path = mount->path,
				     .operand = mount->operand,
				     .flags = mount->flags,
				     .directives = directives,
				     .directive = DIRECTIVE_COUNT,
				     .span = span});
}

static const char *entry_flags(struct lowering *l, unsigned flags)
{
	return FLAGS(l->arena, {flags & VIEW_READ_ONLY, "AMBIT_READ_ONLY"},
		     {flags & VIEW_READ_WRITE, "AMBIT_READ_WRITE"},
		     {flags & VIEW_NOEXEC, "AMBIT_NOEXEC"}, {flags & VIEW_EXEC, "AMBIT_EXEC"},
		     {flags & VIEW_NOSUID, "AMBIT_NOSUID"}, {flags & VIEW_NODEV, "AMBIT_NODEV"},
		     {flags & VIEW_RECURSIVE, "AMBIT_RECURSIVE"},
		     {flags & VIEW_SUBMOUNTS, "AMBIT_SUBMOUNTS"},
		     {flags & VIEW_NO_FOLLOW, "AMBIT_NO_FOLLOW"},
		     {flags & VIEW_OPTIONAL, "AMBIT_OPTIONAL"});
}

/* Where links lead two mounts to one path, the first of them shows. */
static int compare_ranks(const void *a, const void *b)
{
	const struct view_entry *x = a, *y = b;
	unsigned x_rank = view_rank(x), y_rank = view_rank(y);
	if (x_rank != y_rank)
		return x_rank < y_rank ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void lower_entry(struct lowering *l, const struct view_entry *entry)
{
	const char *flags = entry_flags(l, entry->flags);
	struct step *step =
		lower_step(l, entry->kind ? STEP_mount : STEP_path, entry->span, entry->directives);
	size_t at = 0;
	if (entry->kind)
		step_constant(step, at++, entry->kind);
	step_text(step, at++, entry->path);
	if (entry->kind)
		step_text(step, at++, entry->operand);
	step_constant(step, at, flags);
}

/* The line that asks for what the step itself does, or the first of the others. */
static struct span view_span(struct lowering *l, struct slice root)
{
	const struct setting *first[] = {SETTING(l, RootDirectory), SETTING(l, MountFlags),
					 SETTING(l, PrivateMounts)};
	struct span span = first_span(first + !root.len, 3 - !root.len);
	for (size_t i = 0; !span.at && i < l->view.count; i++)
		span = l->view.list[i].span;
	return span;
}

static void lower_step_view(struct lowering *l, struct slice root)
{
	const struct setting *propagation = SETTING(l, MountFlags);
	int64_t how = propagation->set ? propagation->number : MS_SHARED;
	bool is_sandboxed = l->who != WHO_PRIVILEGED;
	struct step *step =
		lower_step(l, STEP_view, view_span(l, root), root.len ? "RootDirectory" : "");
	step_text(step, 0, root.len ? root : (struct slice){0});
	step_constant(step, 1,
		      FLAGS(l->arena,
			    {is_sandboxed && SETTING(l, NoNewPrivileges)->number, "AMBIT_NOSUID"},
			    {how == MS_SHARED, "AMBIT_SHARED"},
			    {how == MS_PRIVATE, "AMBIT_PRIVATE"},
			    {root.len && SETTING(l, RootEphemeral)->number, "AMBIT_EPHEMERAL"},
			    {root.len && lower_notifies(l), "AMBIT_SHOW_NOTIFY"}));
}

/* One pair of directories for all commands, which the launcher makes before the first. */
static void lower_private_tmp(struct lowering *l)
{
	enum { CONNECTED = 1 };
	const struct setting *private = SETTING(l, PrivateTmp);
	if (l->is_main && private->number == CONNECTED)
		step_text(lower_step(l, STEP_private_tmp, private->span, "PrivateTmp"), 0,
			  l->service->unit->name.full);
}

void lower_view(struct lowering *l)
{
	struct view_frame frame = {.service = l->service,
				   .is_sandboxed = l->who != WHO_PRIVILEGED,
				   .root = lower_root(l)};
	if (!lower_has_view(l))
		return;
	lower_private_tmp(l);
	view_collect(l->arena, &frame, &l->view);
	lower_shown_directories(l);
	view_order(l->arena, &l->view);
	for (size_t i = 0; i < l->view.count; i++)
		l->view.list[i].order = (unsigned)i;
	if (l->view.count)
		qsort(l->view.list, l->view.count, sizeof(*l->view.list), compare_ranks);
	for (size_t i = 0; i < l->view.count; i++)
		lower_entry(l, &l->view.list[i]);
	lower_step_view(l, frame.root);
}
