/* SPDX-License-Identifier: MIT */
/* The rows of runtime/steps.def, and the plan as text. */
#include "plan/plan.h"
#include "seccomp/filter.h"

#include <assert.h>
#include <inttypes.h>

const struct step_row step_rows[STEP_COUNT] = {
#define S(name_, who_, status_, parameters_, summary_)                                             \
	{.name = #name_,                                                                           \
	 .who = (who_),                                                                            \
	 .status = (status_),                                                                      \
	 .parameters = (parameters_),                                                              \
	 .summary = (summary_)},
#include "runtime/steps.def"
#undef S
};

char step_parameter(enum step_id id, size_t index, struct slice *name)
{
	struct slice rest = slice_of(step_rows[id].parameters);
	for (; rest.len; rest = slice_trim(slice_part(rest, slice_find(rest, ',') + 1, rest.len))) {
		if (index-- > 0)
			continue;
		*name = slice_part(rest, 2, slice_find(rest, ',') - 2);
		return *rest.at;
	}
	return 0;
}

size_t step_parameters(enum step_id id)
{
	struct slice name;
	size_t count = 0;
	while (step_parameter(id, count, &name))
		count++;
	return count;
}

static void dump_argument(const struct argument *argument, struct text *text)
{
	switch (argument->letter) {
	case 'n':
		text_printf(text, "%" PRId64, argument->number);
		break;
	case 'o':
		text_printf(text, "0%" PRIo64, (uint64_t)argument->number);
		break;
	case 'h':
	case 'c':
		text_printf(text, "0x%" PRIx64, argument->bits);
		break;
	case 'l':
		text_printf(text, "%s", argument->bits == UINT64_MAX ? "infinity" : "");
		if (argument->bits != UINT64_MAX)
			text_printf(text, "%" PRIu64, argument->bits);
		break;
	case 'k':
	case 'f':
	case 'x':
		text_puts(text, argument->constant);
		break;
	case 'e':
		for (size_t i = 0; i < argument->texts.count; i++) {
			text_puts(text, i ? " in " : "");
			text_json(text, argument->texts.list[i].text);
		}
		break;
	case 't':
	case 's':
		if (argument->text.at)
			text_json(text, argument->text);
		else
			text_puts(text, "none");
		break;
	case 'g':
	case 'a':
	case 'p':
		text_puts(text, "[");
		for (size_t i = 0; i < argument->texts.count; i++) {
			text_puts(text, i ? ", " : "");
			text_json(text, argument->texts.list[i].text);
		}
		text_puts(text, argument->expand ? "] expanded" : "]");
		break;
	case 'm':
		for (size_t i = argument->numbers.count; i-- > 0;)
			text_printf(text, "%s0x%" PRIx64,
				    i + 1 == argument->numbers.count ? "" : " ",
				    argument->numbers.words[i]);
		break;
	case 'v':
		text_printf(text,
			    "{check=%s bounding=0x%" PRIx64 " ambient=0x%" PRIx64
			    "%s securebits=%s "
			    "no_new_privileges=%" PRId64 " umask=0%" PRIo64 " limits=%zu}",
			    argument->expected->check, argument->expected->bounding,
			    argument->expected->ambient,
			    argument->expected->keeps_admin ? " keeps_admin" : "",
			    argument->expected->securebits, argument->expected->no_new_privileges,
			    (uint64_t)argument->expected->umask, argument->expected->limit_count);
		break;
	case 'b':
		text_printf(text, "%zu layers", argument->filter->filter->count);
		break;
	default:
		assert(0 && "a letter of steps.def that plan.c does not know");
	}
}

void plan_dump(struct diagnostics *diagnostics, const struct plan *plan, struct text *text)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct command_plan *command = &plan->commands[i];
		text_printf(text, "%s\n", command->function);
		for (size_t k = 0; k < command->count; k++) {
			const struct step *step = &command->steps[k];
			struct place place = source_place(diagnostics->sources, step->span);
			text_printf(text, "  %-18s", step_rows[step->id].name);
			struct slice name;
			for (size_t n = 0; step_parameter(step->id, n, &name); n++) {
				text_printf(text, " %.*s=", SLICE_ARG(name));
				dump_argument(&step->arguments[n], text);
			}
			if (*step->directives)
				text_printf(text, "  # %s", step->directives);
			if (place.source)
				text_printf(text, " %s:%u", place.source->name, place.line);
			text_putc(text, '\n');
		}
	}
}
