/* SPDX-License-Identifier: MIT */
/* The plan for people: a line a step, with what it does and what asked for it. */
#include "emit/emit.h"

#include <inttypes.h>
#include <string.h>
#include <sys/capability.h>

enum { CAPABILITIES = 63 };

void emit_capabilities(struct text *text, uint64_t set)
{
	bool inverted = set >> CAPABILITIES;
	uint64_t listed = inverted ? ~set : set;
	text_puts(text, !listed ? inverted ? "all" : "none" : inverted ? "all but " : "");
	for (int i = 0, some = 0; i < CAPABILITIES; i++) {
		if (!(listed >> i & 1))
			continue;
		text_puts(text, some++ ? " " : "");
		char *name = i <= CAP_LAST_CAP ? cap_to_name(i) : NULL;
		if (name && strncmp(name, "cap_", 4) == 0) {
			text_puts(text, "CAP_");
			for (const char *c = name + 4; *c; c++)
				text_putc(text,
					  (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
		} else {
			text_printf(text, "%d", i);
		}
		cap_free(name);
	}
}

/* TEXT as it was written: launch-time specifiers with their percent sign, odd bytes escaped. */
static void add_text(struct text *text, struct slice value, bool has_specifiers)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = (unsigned char)value.at[i];
		if (byte == '\0' && has_specifiers)
			text_putc(text, '%');
		else if (byte < 0x20 || byte == 0x7f)
			text_printf(text, "\\x%02x", byte);
		else
			text_putc(text, (char)byte);
	}
}

static void add_flags(struct text *text, const char *flags)
{
	for (const char *c = flags; *c; c++) {
		if (strncmp(c, "AMBIT_", 6) == 0)
			c += 6;
		text_putc(text, *c);
	}
}

/* One argument, unless it says nothing: behind ": " the first of a step, behind "; " the others. */
static void add_argument(struct text *text, const struct argument *argument, struct slice name,
			 const char **between)
{
	struct text value = {.arena = text->arena};
	switch (argument->letter) {
	case 'n':
		text_printf(&value, "%" PRId64, argument->number);
		break;
	case 'o':
		text_printf(&value, "%04" PRIo64, (uint64_t)argument->number);
		break;
	case 'h':
		text_printf(&value, "0x%" PRIx64, argument->bits);
		break;
	case 'l':
		if (argument->bits == UINT64_MAX)
			text_puts(&value, "infinity");
		else
			text_printf(&value, "%" PRIu64, argument->bits);
		break;
	case 'c':
		emit_capabilities(&value, argument->bits);
		break;
	case 'k':
	case 'f':
	case 'x':
		if (strcmp(argument->constant, "0") != 0)
			add_flags(&value, argument->constant);
		break;
	case 't':
	case 's':
		add_text(&value, argument->text, !argument->literal);
		break;
	case 'g':
	case 'a':
	case 'p':
	case 'e':
		for (size_t i = 0; i < argument->texts.count; i++) {
			text_puts(&value, i ? " " : "");
			add_text(&value, argument->texts.list[i].text, true);
		}
		break;
	case 'm':
		for (size_t i = 0; i < argument->numbers.count * 64; i++)
			if (argument->numbers.words[i / 64] >> (i % 64) & 1)
				text_printf(&value, "%s%zu", value.len ? " " : "", i);
		text_puts(&value, argument->numbers.special ? "all" : "");
		break;
	case 'b':
		text_printf(&value, "%zu instructions", argument->filter->count);
		break;
	default: /* the expected state repeats what the steps say */
		break;
	}
	if (!value.len)
		return;
	text_printf(text, "%s%.*s %s", *between, SLICE_ARG(name), value.at);
	*between = "; ";
}

/* Which line asked for a step. */
static const char *step_origin(struct diagnostics *diagnostics, const struct step *step)
{
	struct place place = source_place(diagnostics->sources, step->span);
	return place.source
		       ? arena_printf(diagnostics->arena, "%s:%u", place.source->name, place.line)
		       : "default";
}

static int origin_width(struct diagnostics *diagnostics, const struct command_plan *command)
{
	size_t width = 0;
	for (size_t i = 0; i < command->count; i++) {
		size_t len = strlen(step_origin(diagnostics, &command->steps[i]));
		width = len > width ? len : width;
	}
	return width < 40 ? (int)width : 40;
}

void emit_text(struct diagnostics *diagnostics, const struct plan *plan, struct text *text)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct command_plan *command = &plan->commands[i];
		text_printf(text, "%s%s=%.*s\n", i ? "\n" : "",
			    directive_rows[command->directive].name,
			    SLICE_ARG(command->command->path));
		int width = origin_width(diagnostics, command);
		for (size_t k = 0; k < command->count; k++) {
			const struct step *step = &command->steps[k];
			struct slice summary = slice_of(step_rows[step->id].summary), name;
			const char *between = ": ";
			text_printf(text, "  %-*s  %.*s", width, step_origin(diagnostics, step),
				    (int)summary.len - 1, summary.at); /* without its full stop */
			for (size_t n = 0; step_parameter(step->id, n, &name); n++)
				add_argument(text, &step->arguments[n], name, &between);
			text_putc(text, '\n');
		}
	}
}
