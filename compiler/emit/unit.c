/* SPDX-License-Identifier: MIT */
/*
 * A service as a unit file again: a line for each element of each setting, in the order of the
 * table. What was written is read back and compared, so that a setting which a unit cannot hold is
 * a mistake and never another setting.
 */
#include "emit/emit.h"

#include <string.h>

struct writer {
	struct diagnostics *diagnostics;
	const struct service *service;
	struct text *text;
	size_t count; /* of the lines of the section that is being written */
};

static void report(const struct writer *w, struct span span, const char *name, const char *why)
{
	diag_report(w->diagnostics, DIAG_UNWRITABLE, span, NULL,
		    "%s= cannot be written in a unit: %s", name, why);
}

void emit_compare(struct diagnostics *diagnostics, const struct service *service,
		  const struct service *again)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct setting *setting = &service->settings[i];
		if (!setting_equal((enum directive)i, setting, &again->settings[i]))
			diag_report(diagnostics, DIAG_UNWRITABLE, setting->span, NULL,
				    "%s= would be read as something else in the other language",
				    directive_rows[i].name);
	}
}

/* One "NAME=VALUE". What would end the line or lose its ends cannot be read back at its place. */
static void add_line(struct writer *w, enum directive directive, struct slice value,
		     struct span span)
{
	const struct directive_row *row = &directive_rows[directive];
	if (slice_find(value, '\n') < value.len || slice_trim(value).len != value.len ||
	    !utf8_valid(value)) {
		report(w, span, row->name,
		       "a line has no line end, no blank at its ends, and UTF-8 only");
		return;
	}
	if (!w->count++)
		text_printf(w->text, "%s[%s]\n", w->text->len ? "\n" : "",
			    section_names[row->section]);
	text_printf(w->text, "%s=", row->name);
	text_add(w->text, value);
	text_putc(w->text, '\n');
}

static void add_element(struct writer *w, enum directive directive, const struct setting *setting,
			size_t index)
{
	struct text value = {.arena = w->diagnostics->arena};
	setting_print(directive, setting, index, &value);
	add_line(w, directive, text_slice(&value), setting->span);
}

/* Both directives add to one buffer: lines of text as such, the rest in Base64. */
static void add_data(struct writer *w, const struct setting *setting)
{
	struct setting part = {.set = true, .span = setting->span};
	for (size_t at = 0; at < setting->text.len; at += part.text.len) {
		part.text = slice_part(setting->text, at, EMIT_DATA_MOST);
		part.text = slice_part(part.text, 0, slice_find(part.text, '\n') + 1);
		add_element(w,
			    data_is_line(part.text) ? D_Service_StandardInputText
						    : D_Service_StandardInputData,
			    &part, 0);
	}
}

/* Condition*= and Assert*= share a list each, whose order is that of the tests. */
static void add_conditions(struct writer *w, bool assertions)
{
	struct items all = service_conditions(w->diagnostics->arena, w->service, assertions);
	for (size_t i = 0; i < all.count; i++) {
		const struct setting one = {
			.set = true, .span = all.list[i].span, .items = {&all.list[i], 1, 1}};
		add_element(w, all.list[i].directive, &one, 0);
	}
}

static void add_setting(struct writer *w, enum directive directive)
{
	const struct setting *setting = &w->service->settings[directive];
	enum kind kind = directive_rows[directive].kind;
	if (!setting->set || kind == KIND_CONDITION)
		return;
	if (kind == KIND_DATA) {
		add_data(w, setting);
		return;
	}
	for (size_t i = 0, count = setting_count(directive, setting); i < count; i++)
		add_element(w, directive, setting, i);
}

static void add_section(struct writer *w, enum section section)
{
	w->count = 0;
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (directive_rows[i].section == section)
			add_setting(w, (enum directive)i);
	if (section == SECTION_Unit) {
		add_conditions(w, false);
		add_conditions(w, true);
	}
}

/* Reads the text as the unit of this name, and compares each setting. */
static void read_back(const struct writer *w)
{
	struct diagnostics scratch;
	struct sources sources = {.arena = w->diagnostics->arena};
	struct unit unit = {.name = w->service->unit->name, .path = w->service->unit->path};
	struct service *again = arena_alloc(w->diagnostics->arena, sizeof(*again));
	diag_init(&scratch, w->diagnostics->arena, &sources);
	if (source_add(&sources, "", text_slice(w->text)) == 0)
		unit_read(&scratch, 0, &unit);
	service_read(&scratch, &unit, NULL, again);
	emit_compare(w->diagnostics, w->service, again);
}

bool emit_unit(struct diagnostics *diagnostics, const struct service *service, struct text *text)
{
	struct writer w = {diagnostics, service, text, 0};
	size_t errors = diagnostics->errors;
	for (int section = 0; section < SECTION_COUNT; section++)
		add_section(&w, (enum section)section);
	if (diagnostics->errors == errors)
		read_back(&w);
	return diagnostics->errors == errors;
}
