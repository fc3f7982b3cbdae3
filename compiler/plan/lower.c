/* SPDX-License-Identifier: MIT */
/*
 * The commands of a service in the order in which they run, and for each the mechanisms that have
 * steps for it.
 */
#include "plan/lower.h"
#include "service/vocabulary.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void (*const mechanisms[])(struct lowering *) = {
	lower_conditions, lower_process,     lower_ids,         lower_assertions,  lower_stdio,
	lower_schedule,   lower_directories, lower_credentials, lower_environment, lower_limits,
	lower_namespaces, lower_caps,        lower_seccomp,     lower_values,      lower_view,
	lower_verify,     lower_exec,
};

struct step *lower_step(struct lowering *l, enum step_id id, struct span span,
			const char *directives)
{
	struct command_plan *to = l->to;
	struct step *step = &l->spare_step;
	struct argument *arguments = l->spare;
	if (step_rows[id].who & l->who) {
		to->steps =
			arena_grow(l->arena, to->steps, to->count, &to->room, sizeof(*to->steps));
		step = &to->steps[to->count++];
		arguments = arena_alloc(l->arena, step_parameters(id) * sizeof(*arguments));
	}
	*step = (struct step){.id = id,
			      .span = span,
			      .directives = directives,
			      .sequence = (unsigned)to->count,
			      .arguments = arguments};
	return step;
}

static struct argument *set_argument(struct step *step, size_t index, const char *letters)
{
	struct slice name;
	struct argument *argument = &step->arguments[index];
	argument->letter = step_parameter(step->id, index, &name);
	assert(argument->letter && strchr(letters, argument->letter));
	return argument;
}

void step_number(struct step *step, size_t index, int64_t number)
{
	set_argument(step, index, "no")->number = number;
}

void step_bits(struct step *step, size_t index, uint64_t bits)
{
	set_argument(step, index, "chl")->bits = bits;
}

void step_constant(struct step *step, size_t index, const char *constant)
{
	set_argument(step, index, "kfx")->constant = constant;
}

void step_text(struct step *step, size_t index, struct slice text)
{
	set_argument(step, index, "ts")->text = text;
}

void step_texts(struct step *step, size_t index, const struct items *texts)
{
	set_argument(step, index, "gape")->texts = *texts;
}

void step_mask(struct step *step, size_t index, const struct numbers *numbers)
{
	set_argument(step, index, "m")->numbers = *numbers;
}

void step_filter(struct step *step, size_t index, const struct plan_filter *filter)
{
	set_argument(step, index, "b")->filter = filter;
}

const char *flags_text(struct arena *arena, const struct flag *flags, size_t count)
{
	struct text text = {.arena = arena};
	for (size_t i = 0; i < count; i++)
		if (flags[i].on)
			text_printf(&text, "%s%s", text.len ? " | " : "", flags[i].constant);
	return text.len ? text.at : "0";
}

const char *words_text(struct arena *arena, const struct words *words, uint64_t bits)
{
	struct text text = {.arena = arena};
	for (const struct word *word = words->rows; word->name; word++)
		if (word->constant && (bits & (uint64_t)word->value))
			text_printf(&text, "%s%s", text.len ? " | " : "", word->constant);
	return text.len ? text.at : "0";
}

struct span first_span(const struct setting *const *settings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (settings[i]->set)
			return settings[i]->span;
	return (struct span){0};
}

/*
 * The rows whose lower column is "value": the step gets the setting as its first argument and,
 * where it takes flags too, whether failure is no failure. A boolean step without parameters is
 * there or not.
 */
void lower_values(struct lowering *l)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		const struct setting *setting = &l->service->settings[i];
		if (!setting->set || strcmp(row->mechanism, "value") != 0)
			continue;
		enum step_id id = (enum step_id)row->argument.step;
		struct slice name;
		char letter = step_parameter(id, 0, &name);
		if (!letter && !setting->number)
			continue;
		struct step *step = lower_step(l, id, setting->span, row->name);
		if (letter && strchr("no", letter))
			step_number(step, 0, setting->number);
		else if (letter && strchr("chl", letter))
			step_bits(step, 0, setting->bits);
		else if (letter == 'k')
			step_constant(step, 0,
				      words_value(row->argument.words, setting->number)->constant);
		else if (letter == 't')
			step_text(step, 0, setting->text);
		if (step_parameter(id, 1, &name) == 'f')
			step_constant(step, 1,
				      setting->flags & ITEM_OPTIONAL ? "AMBIT_OPTIONAL" : "0");
	}
}

static int compare_steps(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* What the prefix of a command, and PermissionsStartOnly=, leave out of its steps. */
static enum who command_who(const struct service *service, const struct command *command,
			    bool is_start)
{
	bool start_only = service->settings[D_Service_PermissionsStartOnly].number;
	if (command->flags & ITEM_PRIVILEGED || (start_only && !is_start))
		return WHO_PRIVILEGED;
	return command->flags & ITEM_NO_SETUID ? WHO_NO_SETUID : WHO_PLAIN;
}

static void lower_command(struct lowering *l, enum directive directive,
			  const struct command *command, const char *function)
{
	struct plan *plan = l->plan;
	plan->commands = arena_grow(l->arena, plan->commands, plan->count, &plan->room,
				    sizeof(*plan->commands));
	l->to = &plan->commands[plan->count++];
	*l->to = (struct command_plan){
		.function = function, .directive = directive, .command = command};
	l->command = command;
	l->view = (struct view){0};
	l->is_start = directive == D_Service_ExecStart;
	l->is_main = strcmp(function, "main") == 0;
	l->who = command_who(l->service, command, l->is_start);
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(*mechanisms); i++)
		mechanisms[i](l);
	if (l->to->count)
		qsort(l->to->steps, l->to->count, sizeof(*l->to->steps), compare_steps);
}

static void lower_commands(struct lowering *l, enum directive directive, const char *prefix)
{
	const struct commands *commands = &l->service->settings[directive].commands;
	for (size_t i = 0; i < commands->count; i++) {
		bool last = directive == D_Service_ExecStart && i + 1 == commands->count;
		const char *function =
			last ? "main" : arena_printf(l->arena, "%s_%zu", prefix, i + 1);
		lower_command(l, directive, &commands->list[i], function);
	}
}

void plan_lower(struct diagnostics *diagnostics, const struct service *service, struct plan *plan)
{
	*plan = (struct plan){.service = service, .known = plan->known};
	struct lowering lowering = {.diagnostics = diagnostics,
				    .arena = diagnostics->arena,
				    .service = service,
				    .plan = plan};
	view_check(diagnostics, service);
	lower_commands(&lowering, D_Service_ExecCondition, "exec_condition");
	lower_commands(&lowering, D_Service_ExecStartPre, "exec_start_pre");
	lower_commands(&lowering, D_Service_ExecStart, "exec_start");
}
