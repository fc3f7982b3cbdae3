/* SPDX-License-Identifier: MIT */
/* The canonical policy as JSON: the same service always gives the same bytes. */
#include "emit/emit.h"
#include "emit/sha256.h"

static void add_sources(struct diagnostics *diagnostics, const struct service *service,
			struct text *text)
{
	const struct sources *sources = diagnostics->sources;
	text_puts(text, "  \"sources\": [");
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->list[i];
		char digest[SHA256_TEXT];
		sha256_text((struct slice){source->bytes, source->len}, digest);
		text_puts(text, i ? ",\n    {\"name\": " : "\n    {\"name\": ");
		text_json(text, i ? slice_of(source->name) : service->unit->source);
		text_printf(text, ", \"sha256\": \"%s\"}", digest);
	}
	text_puts(text, "\n  ],\n");
}

static void add_waived(const struct service *service, struct text *text)
{
	size_t count = 0;
	text_puts(text, "  \"waived\": [");
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (service->waived[i])
			text_printf(text, "%s\"%s\"", count++ ? ", " : "", directive_rows[i].name);
	for (size_t i = 0; i < service->unknown_waived.count; i++) {
		text_puts(text, count++ ? ", " : "");
		text_json(text, service->unknown_waived.list[i].text);
	}
	text_puts(text, "],\n");
}

static void add_setting(struct arena *arena, enum directive directive,
			const struct setting *setting, struct text *text)
{
	bool is_list = setting_is_list(directive);
	size_t count = setting_count(directive, setting);
	struct text element = {.arena = arena};
	text_puts(text, is_list ? "[" : "");
	for (size_t i = 0; i < count; i++) {
		element.len = 0;
		setting_print(directive, setting, i, &element);
		text_puts(text, i ? ", " : "");
		text_json(text, text_slice(&element));
	}
	text_puts(text, is_list ? "]" : "");
}

static void add_section(struct arena *arena, const struct service *service, enum section section,
			struct text *text)
{
	size_t count = 0;
	text_printf(text, "    \"%s\": {", section_names[section]);
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		if (directive_rows[i].section != section || !service->settings[i].set)
			continue;
		text_printf(text, "%s\n      \"%s\": ", count++ ? "," : "", directive_rows[i].name);
		add_setting(arena, (enum directive)i, &service->settings[i], text);
	}
	text_puts(text, count ? "\n    }" : "}");
}

void emit_json(struct diagnostics *diagnostics, const struct service *service, struct text *text)
{
	text_puts(text, "{\n  \"ambit\": \"" AMBIT_VERSION "\",\n  \"unit\": ");
	text_json(text, service->unit->name.full);
	text_puts(text, ",\n");
	add_sources(diagnostics, service, text);
	add_waived(service, text);
	if (service->logs_denials)
		text_puts(text, "  \"flavour\": \"" EMIT_SECCOMP_LOG "\",\n");
	text_puts(text, "  \"policy\": {\n");
	for (int section = 0; section < SECTION_COUNT; section++) {
		add_section(diagnostics->arena, service, (enum section)section, text);
		text_puts(text, section + 1 < SECTION_COUNT ? ",\n" : "\n");
	}
	text_puts(text, "  }\n}\n");
}
