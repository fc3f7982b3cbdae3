/* SPDX-License-Identifier: MIT */
/* The last step: where the program is found, and what becomes of "$" in its arguments. */
#include "plan/lower.h"

#include <string.h>

/*
 * Where a plain file name is searched without ExecSearchPath=: never in $PATH (systemd.service(5)).
 */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"

/*
 * TEXT with each "$$" as "$". False when another "$" stands in it, which only the launch can
 * resolve.
 */
static bool undouble(struct arena *arena, struct slice text, struct slice *result)
{
	struct text plain = {.arena = arena};
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '$' && (i + 1 == text.len || text.at[++i] != '$'))
			return false;
		text_putc(&plain, text.at[i]);
	}
	*result = text_slice(&plain);
	return true;
}

static bool undouble_all(struct arena *arena, const struct items *from, struct items *to)
{
	for (size_t i = 0; i < from->count; i++) {
		struct item item = from->list[i];
		if (memchr(item.text.len ? item.text.at : "", '$', item.text.len) &&
		    !undouble(arena, item.text, &item.text))
			return false;
		items_add(arena, to, item);
	}
	return true;
}

/* Adds where a plain name is searched. */
static void lower_search(struct lowering *l, struct items *program)
{
	const struct command *command = l->command;
	struct step *step =
		lower_step(l, STEP_search, command->span, directive_rows[l->to->directive].name);
	struct slice dirs = lower_search_path(l);
	if (!dirs.at)
		dirs = SLICE(DEFAULT_PATH);
	items_add(l->arena, program, (struct item){.text = dirs});
	step_text(step, 0, command->path);
	step_text(step, 1, dirs);
	step_constant(step, 2, command->flags & ITEM_OPTIONAL ? "AMBIT_IGNORE_FAILURE" : "0");
}

void lower_exec(struct lowering *l)
{
	const struct command *command = l->command;
	bool passes = l->is_main && l->service->settings[D_Ambit_PassArguments].number;
	struct items program = {0};
	items_add(l->arena, &program, (struct item){.text = command->path});
	if (slice_find(command->path, '/') == command->path.len)
		lower_search(l, &program);
	struct step *step =
		lower_step(l, STEP_exec, command->span, directive_rows[l->to->directive].name);
	step_texts(step, 0, &program);
	step_constant(step, 1,
		      FLAGS(l->arena, {passes, "AMBIT_PASS_ARGUMENTS"},
			    {command->flags & ITEM_OPTIONAL, "AMBIT_IGNORE_FAILURE"}));
	struct items arguments = {0};
	bool literal = command->flags & ITEM_LITERAL;
	bool plain = literal || undouble_all(l->arena, &command->arguments, &arguments);
	step_texts(step, 2, literal || !plain ? &command->arguments : &arguments);
	step->arguments[2].expand = !plain;
}
