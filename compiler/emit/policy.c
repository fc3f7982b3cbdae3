/* SPDX-License-Identifier: MIT */
/* A service as a policy (ambit-policy(5)): a statement for each setting, in the order of the table.
 * What was written is read back and compared, as emit/unit.c does. */
#include "emit/emit.h"
#include "policy/format.h"
#include "policy/names.h"
#include "policy/policy.h"
#include "service/value_parts.h"

#include <string.h>

struct writer {
	struct diagnostics *diagnostics;
	const struct service *service;
	const char *const *names; /* of the directives */
	struct text *text;
	size_t count; /* of the sections that have statements */
};

/* The text of an item with its specifiers as they are written, without quotes. */
static struct slice written(struct writer *w, const struct directive_row *row, struct slice text)
{
	struct text plain = {.arena = w->diagnostics->arena};
	print_plain(row, text, &plain);
	return plain.at ? text_slice(&plain) : SLICE("");
}

static void begin(struct writer *w, enum directive directive)
{
	text_printf(w->text, "    %s", w->names[directive]);
}

static void end(struct writer *w)
{
	text_puts(w->text, ";\n");
}

/* A boolean that is true says so by being there. */
static void put_value(struct writer *w, enum directive directive, const struct setting *setting,
		      size_t index)
{
	const struct directive_row *row = &directive_rows[directive];
	struct text value = {.arena = w->diagnostics->arena};
	setting_print(directive, setting, index, &value);
	begin(w, directive);
	if (row->kind != KIND_BOOL || !setting->number) {
		text_putc(w->text, ' ');
		if (row->kind == KIND_NUMBERS) /* words of their own */
			text_add(w->text, text_slice(&value));
		else
			emit_policy_word(w->text, text_slice(&value));
	}
	end(w);
}

static void put_set(struct writer *w, enum directive directive, const struct setting *setting)
{
	struct text value = {.arena = w->diagnostics->arena};
	setting_print(directive, setting, 0, &value);
	begin(w, directive);
	text_putc(w->text, ' ');
	if (setting->bits == UINT64_MAX)
		text_puts(w->text, "all");
	else
		emit_policy_set(w->text, setting->bits ? text_slice(&value) : SLICE(""));
	end(w);
}

/* The words of an assertion, and where it speaks of a set, that in braces. */
static void put_assertions(struct writer *w, enum directive directive,
			   const struct setting *setting)
{
	for (size_t i = 0; i < setting->assertions.count; i++) {
		const struct assertion *assertion = &setting->assertions.list[i];
		struct text value = {.arena = w->diagnostics->arena};
		setting_print(directive, setting, i, &value);
		struct slice rest = text_slice(&value);
		bool is_set =
			!assertion->names.count && assertion->subject != ASSERT_NO_NEW_PRIVILEGES;
		size_t words = !is_set ? SIZE_MAX : assertion->subject == ASSERT_NEVER ? 1 : 2;
		begin(w, directive);
		for (size_t k = 0, len; rest.len && k < words; k++) {
			len = slice_find(rest, ' ');
			text_putc(w->text, ' ');
			struct slice word = slice_part(rest, 0, len);
			if (k == 2 && slice_is(word, "not")) /* "is not", and no name */
				text_add(w->text, word);
			else
				emit_policy_word(w->text, word);
			rest = slice_part(rest, len + 1, rest.len);
		}
		text_puts(w->text, is_set ? " " : "");
		if (is_set && slice_is(rest, "all"))
			text_puts(w->text, "all");
		else if (is_set)
			emit_policy_set(w->text, slice_is(rest, "none") ? SLICE("") : rest);
		end(w);
	}
}

/* As a unit has them, which is as the language has them. */
static void put_rules(struct writer *w, enum directive directive, const struct setting *setting)
{
	begin(w, directive);
	text_puts(w->text, " {\n");
	for (size_t i = 0; i < setting->rules.count; i++) {
		text_puts(w->text, "        ");
		setting_print(directive, setting, i, w->text);
		end(w);
	}
	text_puts(w->text, "    }\n");
}

static void put_commands(struct writer *w, enum directive directive, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[directive];
	static const struct {
		unsigned flag;
		char letter;
	} prefixes[] = {{ITEM_OPTIONAL, '-'},
			{ITEM_LITERAL, ':'},
			{ITEM_PRIVILEGED, '+'},
			{ITEM_NO_SETUID, '!'}};
	for (size_t i = 0; i < setting->commands.count; i++) {
		const struct command *command = &setting->commands.list[i];
		const struct items *arguments = &command->arguments;
		bool renamed = !slice_equal(arguments->list[0].text, command->path);
		struct text program = {.arena = w->diagnostics->arena};
		for (size_t k = 0; k < sizeof(prefixes) / sizeof(*prefixes); k++)
			if (command->flags & prefixes[k].flag)
				text_putc(&program, prefixes[k].letter);
		text_puts(&program, renamed ? "@" : "");
		text_add(&program, written(w, row, command->path));
		begin(w, directive);
		text_putc(w->text, ' ');
		emit_policy_string(w->text, text_slice(&program));
		for (size_t k = !renamed; k < arguments->count; k++) {
			text_putc(w->text, ' ');
			emit_policy_string(w->text, written(w, row, arguments->list[k].text));
		}
		end(w);
	}
}

/* NAME = "VALUE", or a name alone. */
static void put_variables(struct writer *w, enum directive directive, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[directive];
	for (size_t i = 0; i < setting->items.count; i++) {
		struct slice variable = written(w, row, setting->items.list[i].text);
		size_t equals = slice_find(variable, '=');
		struct slice name = slice_part(variable, 0, equals);
		bool is_pair = equals < variable.len && emit_policy_is_plain(name);
		begin(w, directive);
		text_putc(w->text, ' ');
		emit_policy_word(w->text, is_pair ? name : variable);
		if (is_pair) {
			text_puts(w->text, " = ");
			emit_policy_string(w->text, slice_part(variable, equals + 1, variable.len));
		}
		end(w);
	}
}

/* The prefixes of a path, and the path. */
static struct slice item_text(struct writer *w, const struct directive_row *row,
			      const struct item *item)
{
	struct text text = {.arena = w->diagnostics->arena};
	if (item->flags & ITEM_OPTIONAL)
		text_putc(&text, '-');
	if (item->flags & ITEM_ROOTED)
		text_putc(&text, '+');
	text_add(&text, written(w, row, item->text));
	return text_slice(&text);
}

/* A statement for each run of words with one sign; for each word, where a line has but one. */
static void put_items(struct writer *w, enum directive directive, const struct items *items)
{
	const struct directive_row *row = &directive_rows[directive];
	bool alone =
		row->argument.flags & (LINES | FILE_PATTERN | COLON) || row->kind == KIND_CONDITION;
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		unsigned flags = item->flags & (ITEM_NOT | ITEM_TRIGGER);
		if (i && !alone && flags == (items->list[i - 1].flags & ITEM_NOT)) {
			text_puts(w->text, ", ");
		} else {
			if (i)
				end(w);
			begin(w, directive);
			text_puts(w->text, item->flags & ITEM_TRIGGER ? " any" : "");
			text_puts(w->text, item->flags & ITEM_NOT ? " not" : "");
			text_puts(w->text, item->text.len ? " " : "");
		}
		if (item->text.len)
			emit_policy_word(w->text, item_text(w, row, item));
	}
	if (items->count)
		end(w);
}

/* A string for each line of text; what is no text as Base64. */
static void put_data(struct writer *w, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[D_Service_StandardInputText];
	struct setting part = {.set = true};
	for (size_t at = 0; at < setting->text.len; at += part.text.len) {
		struct text value = {.arena = w->diagnostics->arena};
		part.text = slice_part(setting->text, at, EMIT_DATA_MOST);
		part.text = slice_part(part.text, 0, slice_find(part.text, '\n') + 1);
		bool is_line = data_is_line(part.text);
		begin(w, is_line ? D_Service_StandardInputText : D_Service_StandardInputData);
		text_putc(w->text, ' ');
		if (is_line) {
			struct slice line = slice_part(part.text, 0, part.text.len - 1);
			emit_policy_string(w->text, written(w, row, line));
		} else {
			setting_print(D_Service_StandardInputData, &part, 0, &value);
			emit_policy_string(w->text, text_slice(&value));
		}
		end(w);
	}
}

/* Each as a line of a unit has it. */
static void put_lines(struct writer *w, enum directive directive, const struct setting *setting)
{
	for (size_t i = 0; i < setting->items.count; i++) {
		struct text value = {.arena = w->diagnostics->arena};
		setting_print(directive, setting, i, &value);
		begin(w, directive);
		text_putc(w->text, ' ');
		emit_policy_word(w->text, text_slice(&value));
		end(w);
	}
}

static void put_conditions(struct writer *w, bool assertions)
{
	struct items all = service_conditions(w->diagnostics->arena, w->service, assertions);
	for (size_t i = 0; i < all.count; i++)
		put_items(w, all.list[i].directive, &(struct items){&all.list[i], 1, 1});
}

static void put_setting(struct writer *w, enum directive directive)
{
	const struct directive_row *row = &directive_rows[directive];
	const struct setting *setting = &w->service->settings[directive];
	if (!setting->set)
		return;
	switch (row->kind) {
	case KIND_CONDITION: /* those of all directives share an order */
		break;
	case KIND_CAPABILITIES:
	case KIND_FLAGS:
		put_set(w, directive, setting);
		break;
	case KIND_ASSERTION:
		put_assertions(w, directive, setting);
		break;
	case KIND_RULE:
		put_rules(w, directive, setting);
		break;
	case KIND_COMMANDS:
		put_commands(w, directive, setting);
		break;
	case KIND_ENVIRONMENT:
		put_variables(w, directive, setting);
		break;
	case KIND_DATA:
		put_data(w, setting);
		break;
	case KIND_BINDS:
	case KIND_TMPFS:
		for (size_t i = 0; i < setting->items.count; i++)
			put_value(w, directive, setting, i);
		break;
	case KIND_CREDENTIAL:
	case KIND_FILE:
		put_lines(w, directive, setting);
		break;
	default:
		if (setting_is_list(directive))
			put_items(w, directive, &setting->items);
		else
			put_value(w, directive, setting, 0);
	}
}

static void put_section(struct writer *w, enum section section)
{
	struct text *all = w->text;
	struct text part = {.arena = w->diagnostics->arena};
	w->text = &part;
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (directive_rows[i].section == section)
			put_setting(w, (enum directive)i);
	if (section == SECTION_Unit) {
		put_conditions(w, false);
		put_conditions(w, true);
	}
	w->text = all;
	if (part.len)
		text_printf(all, "%s", w->count++ ? "\n" : "");
	text_add(all, text_slice(&part));
}

/* Lays the text out as "ambit fmt" does, reads it as a policy, and compares each setting of it. */
static void read_back(struct writer *w, struct text *formatted)
{
	struct diagnostics scratch;
	struct sources sources = {.arena = w->diagnostics->arena};
	struct policy policy = {.path = "", .name = SLICE("")};
	struct unit unit = {0};
	struct service *again = arena_alloc(w->diagnostics->arena, sizeof(*again));
	diag_init(&scratch, w->diagnostics->arena, &sources);
	if (source_add(&sources, "", text_slice(w->text)) < 0 ||
	    !policy_format(&scratch, 0, formatted))
		text_add(formatted, text_slice(w->text));
	int index = source_add(&sources, "", text_slice(formatted));
	if (index >= 0)
		policy_take(&scratch, (size_t)index, &policy);
	if (policy.count)
		policy_evaluate(&scratch, &policy, policy.list[0], NULL, &unit);
	unit.name = w->service->unit->name;
	service_read(&scratch, &unit, NULL, again);
	emit_compare(w->diagnostics, w->service, again);
}

bool emit_policy(struct diagnostics *diagnostics, const struct service *service, struct text *text)
{
	struct text own = {.arena = diagnostics->arena}, formatted = {.arena = diagnostics->arena};
	struct writer w = {diagnostics, service, policy_names(diagnostics->arena), &own, 0};
	size_t errors = diagnostics->errors;
	text_puts(&own, "service ");
	emit_policy_word(&own, service->unit->name.stem);
	text_puts(&own, " {\n");
	for (int section = 0; section < SECTION_COUNT; section++)
		put_section(&w, (enum section)section);
	text_puts(&own, "}\n");
	read_back(&w, &formatted);
	text_puts(text, text->len ? "\n" : "");
	text_add(text, text_slice(&formatted));
	return diagnostics->errors == errors;
}
