/* SPDX-License-Identifier: MIT */
/* What a process starts from: descriptors, umask, keyring, root and working directory. */
#include "plan/lower.h"
#include "service/vocabulary.h"

static void lower_start(struct lowering *l)
{
	const struct unit *unit = l->service->unit;
	struct items names = {0};
	items_add(l->arena, &names, (struct item){.text = unit->source});
	for (size_t i = 1; i < l->diagnostics->sources->count; i++)
		items_add(l->arena, &names,
			  (struct item){.text = slice_of(l->diagnostics->sources->list[i].name)});
	const struct setting *sigpipe = SETTING(l, IgnoreSIGPIPE);
	struct step *step = lower_step(l, STEP_start, (struct span){0}, "");
	step_texts(step, 0, &names);
	step_constant(
		step, 1,
		FLAGS(l->arena,
		      {l->service->settings[D_Ambit_PassArguments].number, "AMBIT_PASS_ARGUMENTS"},
		      {sigpipe->set && !sigpipe->number, "AMBIT_RECEIVE_SIGPIPE"}));
}

/* The children that run before main's own command: each function was lowered before. */
static void lower_children(struct lowering *l)
{
	for (size_t i = 0; i + 1 < l->plan->count; i++) {
		const struct command_plan *child = &l->plan->commands[i];
		struct step *step = lower_step(l, STEP_command, child->command->span,
					       directive_rows[child->directive].name);
		step_text(step, 0, slice_of(directive_rows[child->directive].name));
		step_constant(step, 1, child->function);
		step_constant(
			step, 2,
			FLAGS(l->arena,
			      {child->directive == D_Service_ExecCondition, "AMBIT_CONDITION"},
			      {child->command->flags & ITEM_OPTIONAL, "AMBIT_IGNORE_FAILURE"}));
	}
}

static void lower_keyring(struct lowering *l)
{
	const struct setting *mode = SETTING(l, KeyringMode);
	const char *name =
		mode->set ? words_value(&words_keyring_mode, mode->number)->name : "private";
	if (slice_is(SLICE("inherit"), name))
		return;
	step_constant(lower_step(l, STEP_keyring, mode->span, "KeyringMode"), 0,
		      FLAGS(l->arena, {slice_is(SLICE("shared"), name), "AMBIT_LINK_USER"},
			    {!mode->set, "AMBIT_DEFAULT"}));
}

struct slice lower_root(const struct lowering *l)
{
	bool start_only = SETTING(l, RootDirectoryStartOnly)->number;
	return l->is_start || !start_only ? view_root(l->service) : SLICE("");
}

static void lower_places(struct lowering *l)
{
	const struct setting *root = SETTING(l, RootDirectory),
			     *working = SETTING(l, WorkingDirectory);
	bool is_inside = lower_root(l).len; /* of the root directory */
	if (is_inside && !lower_has_view(l))
		step_text(lower_step(l, STEP_root_directory, root->span, "RootDirectory"), 0,
			  root->text);
	struct slice path =
		working->set && !(working->flags & ITEM_HOME) ? working->text : SLICE("/");
	if (view_root(l->service).len &&
	    !is_inside) { /* in the root directory all the same: systemd.exec(5) */
		struct text text = {.arena = l->arena};
		text_add(&text, root->text);
		text_add(&text, path);
		path = text_slice(&text);
	}
	struct step *step =
		lower_step(l, STEP_working_directory, working->span, "WorkingDirectory");
	step_text(step, 0, path);
	step_constant(step, 1,
		      FLAGS(l->arena, {working->flags & ITEM_HOME, "AMBIT_HOME"},
			    {working->flags & ITEM_OPTIONAL, "AMBIT_OPTIONAL"}));
}

/* umask(2) takes the permission bits alone. */
int64_t lower_umask(const struct lowering *l)
{
	const struct setting *mask = SETTING(l, UMask);
	return mask->set ? mask->number & 0777 : 0022;
}

/* For the service itself: the commands before it get no descriptors. */
static void lower_files(struct lowering *l)
{
	const struct items *files = &SETTING(l, OpenFile)->items;
	for (size_t i = 0; i < files->count && l->is_start; i++) {
		const struct item *item = &files->list[i];
		struct slice name, path;
		item_split(item, &name, &path);
		struct step *step = lower_step(l, STEP_open_file, item->span, "OpenFile");
		step_text(step, 0, path);
		step_text(step, 1, name);
		step_constant(step, 2,
			      words_text(l->arena, &words_open_file, item->flags >> ITEM_OPTIONS));
	}
}

void lower_process(struct lowering *l)
{
	if (l->is_main) {
		lower_start(l);
		lower_children(l);
	}
	const struct setting *mask = SETTING(l, UMask);
	step_constant(lower_step(l, STEP_descriptors, (struct span){0}, ""), 0,
		      l->is_start ? "AMBIT_SOCKETS" : "0");
	step_number(lower_step(l, STEP_umask, mask->span, "UMask"), 0, lower_umask(l));
	lower_files(l);
	lower_keyring(l);
	lower_places(l);
}
