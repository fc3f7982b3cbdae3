/* SPDX-License-Identifier: MIT */
/*
 * "ambit explain": what is granted and which line grants it, what is left to others, what the
 * launcher needs.
 */
#include "cli/cli.h"

#include <ctype.h>
#include <string.h>

static const char *line_of(struct compilation *c, struct span span)
{
	struct place place = source_place(&c->sources, span);
	if (!place.source)
		return "default";
	return arena_printf(&c->arena, "%s:%u", place.source->name, place.line);
}

static void add_row(struct text *text, const char *name, const char *value, const char *line)
{
	text_printf(text, "  %-16s %-44s %s\n", name, value, line);
}

static const char *setting_text(struct compilation *c, enum directive directive)
{
	const struct setting *setting = &c->service.settings[directive];
	struct text text = {.arena = &c->arena};
	for (size_t i = 0; i < setting_count(directive, setting); i++) {
		struct text element = {.arena = &c->arena};
		setting_print(directive, setting, i, &element);
		text_puts(&text, i ? " " : "");
		text_visible(&text, text_slice(&element));
	}
	return text.len ? text.at : "empty";
}

static void add_identity(struct compilation *c, struct text *text)
{
	static const enum directive rows[] = {D_Service_User, D_Service_Group,
					      D_Service_SupplementaryGroups};
	static const char *const names[] = {"user", "group", "further groups"};
	static const char *const defaults[] = {"root", "the user's own",
					       "those of the user in /etc/group"};
	for (size_t i = 0; i < 3; i++) {
		const struct setting *setting = &c->service.settings[rows[i]];
		add_row(text, names[i], setting->set ? setting_text(c, rows[i]) : defaults[i],
			line_of(c, setting->span));
	}
}

static void add_set(struct compilation *c, struct text *text, const char *name, uint64_t set,
		    struct span span)
{
	struct text value = {.arena = &c->arena};
	emit_capabilities(&value, set);
	add_row(text, name, value.at, line_of(c, span));
}

/*
 * The sets as the service has them: for root without SECBIT_NOROOT the kernel grants the bounding
 * set.
 */
static void add_sets(struct compilation *c, struct text *text)
{
	const struct setting *bounding = &c->service.settings[D_Service_CapabilityBoundingSet];
	const struct setting *ambient = &c->service.settings[D_Service_AmbientCapabilities];
	const struct setting *securebits = &c->service.settings[D_Service_SecureBits];
	bool root = service_is_root(&c->service) && !(securebits->bits & 1);
	uint64_t limit = service_bounding(&c->service), granted = service_ambient(&c->service);
	uint64_t held = root ? limit | granted : granted;
	struct span why = root ? bounding->span : ambient->span;
	add_set(c, text, "bounding", limit, bounding->span);
	add_set(c, text, "ambient", granted, ambient->span);
	add_set(c, text, "inheritable", granted, ambient->span);
	add_set(c, text, "permitted", held, why);
	add_set(c, text, "effective", held, why);
	add_row(text, "securebits",
		securebits->set ? setting_text(c, D_Service_SecureBits) : "none",
		line_of(c, securebits->span));
}

/* The directives of one fate that are set; the identity and the sets have rows of their own. */
static void add_settings(struct compilation *c, struct text *text, enum fate fate,
			 const char *title)
{
	bool any = false;
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		const struct setting *setting = &c->service.settings[i];
		bool shown_above =
			strcmp(row->mechanism, "ids") == 0 || strcmp(row->mechanism, "caps") == 0;
		if (!setting->set || row->fate != fate || shown_above)
			continue;
		if (!any)
			text_printf(text, "\n%s\n", title);
		any = true;
		text_printf(text, "  %s=%s  (%s)\n", row->name, setting_text(c, (enum directive)i),
			    line_of(c, setting->span));
	}
}

static void add_waived(struct compilation *c, struct text *text)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (c->service.waived[i])
			text_printf(text, "\nNot enforced, by --waive: %s= (%s)\n",
				    directive_rows[i].name,
				    line_of(c, c->service.settings[i].span));
	for (size_t i = 0; i < c->service.unknown_waived.count; i++)
		text_printf(text, "\nNot enforced, by --waive: %.*s=, which ambit does not know\n",
			    SLICE_ARG(c->service.unknown_waived.list[i].text));
}

/* "cap_setgid,cap_setuid", as setcap(8) wants it. */
static const char *setcap_text(struct arena *arena, uint64_t set)
{
	struct text names = {.arena = arena}, text = {.arena = arena};
	emit_capabilities(&names, set);
	for (size_t i = 0; i < names.len; i++)
		text_putc(&text,
			  names.at[i] == ' ' ? ',' : (char)tolower((unsigned char)names.at[i]));
	return text.at;
}

static void add_needs(struct compilation *c, struct text *text)
{
	uint64_t needs = plan_needs(&c->plan);
	text_puts(text,
		  "\nThe launcher itself needs, unless it is started in this state already:\n  ");
	emit_capabilities(text, needs);
	for (size_t i = 0; i < c->plan.count; i++) {
		const struct command_plan *command = &c->plan.commands[i];
		for (size_t k = 0; k < command->count; k++) {
			const struct step *step = &command->steps[k];
			if (!step_needs(step))
				continue;
			text_printf(text, "\n    %-18s ", step_rows[step->id].name);
			emit_capabilities(text, step_needs(step));
			text_printf(text, "  (%s)", line_of(c, step->span));
		}
	}
	if (needs)
		text_printf(text,
			    "\nStart it as root, or let one group start it:\n"
			    "  chgrp GROUP %.*s && chmod 750 %.*s\n  setcap %s=ep %.*s\n",
			    SLICE_ARG(c->unit.name.stem), SLICE_ARG(c->unit.name.stem),
			    setcap_text(&c->arena, needs), SLICE_ARG(c->unit.name.stem));
	else
		text_puts(text, "\n");
}

static void add_explanation(struct compilation *c, struct text *text)
{
	const struct setting *description = &c->service.settings[D_Unit_Description];
	text_printf(text, "%.*s%s%s\n\n", SLICE_ARG(c->unit.name.full),
		    description->set ? ": " : "",
		    description->set ? setting_text(c, D_Unit_Description) : "");
	add_identity(c, text);
	add_sets(c, text);
	add_settings(c, text, ENFORCED, "Made true by the launcher:");
	add_settings(c, text, SUPERVISOR, "Left to whoever starts the launcher:");
	add_waived(c, text);
	add_needs(c, text);
	text_puts(text, "\nStep by step:\n\n");
	emit_text(&c->diagnostics, &c->plan, text);
}

int command_explain(const struct options *options)
{
	struct diag_output output = diag_output(options, stderr);
	struct compilation c;
	bool compiled = compile(options, options->files[0], &c);
	int status = compilation_status(&c);
	diag_begin(&output);
	diag_print(&c.diagnostics, &output);
	diag_end(&output);
	if (compiled) {
		struct text text = {.arena = &c.arena};
		add_explanation(&c, &text);
		status = write_output(NULL, text_slice(&text));
	}
	compilation_free(&c);
	return status;
}
