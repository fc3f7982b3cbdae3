/* SPDX-License-Identifier: MIT */
/*
 * "ambit explain": what is granted and which line grants it, what is left to others, what the
 * launcher needs.
 */
#include "cli/explain_calls.h"
#include "service/dynamic_user.h"

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
		const char *value = setting->set ? setting_text(c, rows[i]) : defaults[i];
		if (rows[i] == D_Service_User && service_is_dynamic(&c->service))
			value = arena_printf(&c->arena, "%s, dynamic: %d to %d", value,
					     (int)DYNAMIC_UID_FIRST, (int)DYNAMIC_UID_LAST);
		add_row(text, names[i], value, line_of(c, setting->span));
	}
}

static void add_set(struct compilation *c, struct text *text, const char *name, uint64_t set,
		    struct span span)
{
	struct text value = {.arena = &c->arena};
	emit_capabilities(&value, credentials_set(set));
	add_row(text, name, value.at, line_of(c, span));
}

/* As the last command has them, when it runs. */
static void add_sets(struct compilation *c, struct text *text)
{
	const struct setting *bounding = service_bounding_setting(&c->service);
	const struct setting *ambient = &c->service.settings[D_Service_AmbientCapabilities];
	const struct setting *securebits = &c->service.settings[D_Service_SecureBits];
	const struct credentials *held = &c->proof.commands[c->plan.count - 1].service;
	struct span why = held->permitted == held->ambient ? ambient->span : bounding->span;
	add_set(c, text, "bounding", held->bounding, bounding->span);
	add_set(c, text, "ambient", held->ambient, ambient->span);
	add_set(c, text, "inheritable", held->inheritable, ambient->span);
	add_set(c, text, "permitted", held->permitted, why);
	add_set(c, text, "effective", held->effective, why);
	add_row(text, "securebits",
		securebits->set ? setting_text(c, D_Service_SecureBits) : "none",
		line_of(c, securebits->span));
}

/* Over what, where that is not the whole system. */
static void add_scope(struct compilation *c, struct text *text)
{
	const struct command_plan *command = &c->plan.commands[c->plan.count - 1];
	for (size_t i = 0; i < command->count; i++)
		if (command->steps[i].id == STEP_user_namespace)
			text_printf(
				text,
				"\nThese are capabilities over the user namespace of PrivateUsers= and what belongs "
				"to it,\nand over files whose owner and group have ids there; over nothing "
				"else.  (%s)\n",
				line_of(c, command->steps[i].span));
}

/*
 * The directives of one fate that are set; the identity, the sets and assertions have rows
 * of their own.
 */
static void add_settings(struct compilation *c, struct text *text, enum fate fate,
			 const char *title)
{
	bool any = false;
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		const struct setting *setting = &c->service.settings[i];
		bool shown_elsewhere = strcmp(row->mechanism, "ids") == 0 ||
				       strcmp(row->mechanism, "caps") == 0 || i == D_Ambit_Assert;
		if (!setting->set || row->fate != fate || shown_elsewhere)
			continue;
		if (!any)
			text_printf(text, "\n%s\n", title);
		any = true;
		text_printf(text, "  %s=%s  (%s)\n", row->name, setting_text(c, (enum directive)i),
			    line_of(c, setting->span));
	}
}

/*
 * What systemd makes of a setting and a launcher does not, though it keeps all else that the setting
 * asks for. Who wants that too has to ask another for it.
 */
static const struct {
	enum directive by;
	const char *implied, *keeper;
} not_applied[] = {
	{D_Service_PrivateDevices, "DevicePolicy=closed", "a control group"},
};

static void add_not_applied(struct compilation *c, struct text *text)
{
	for (size_t i = 0; i < sizeof(not_applied) / sizeof(*not_applied); i++) {
		enum directive by = not_applied[i].by;
		const struct setting *setting = &c->service.settings[by];
		if (service_asks(by, setting))
			text_printf(text,
				    "\nNot applied: %s, which %s= implies in systemd: %s keeps it  "
				    "(%s)\n",
				    not_applied[i].implied, directive_rows[by].name,
				    not_applied[i].keeper, line_of(c, setting->span));
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

/* Whether a user whom the file of the launcher gives NEEDS can start it: the proof says. */
static bool starts_with(struct compilation *c, uint64_t needs)
{
	enum { SOMEBODY = 60999 };
	struct diagnostics scratch;
	struct credentials from = start_of_root();
	struct proof proof = {0};
	diag_init(&scratch, &c->arena, &c->sources);
	from.uid = from.gid = (struct ids){SOMEBODY, SOMEBODY, SOMEBODY, SOMEBODY};
	from.permitted = from.effective = needs;
	plan_predict(&scratch, &c->plan, &from, &proof);
	return !scratch.errors;
}

static void add_needs(struct compilation *c, struct text *text)
{
	uint64_t needs = plan_needs(&c->plan);
	text_puts(text,
		  "\nThe launcher itself needs, unless it is started in this state already:\n  ");
	emit_capabilities(text, needs);
	for (size_t i = 0; i < c->plan.count; i++) {
		const struct command_plan *command = &c->plan.commands[i];
		for (size_t k = 0; k < steps_outside(command); k++) {
			const struct step *step = &command->steps[k];
			if (!step_needs(step))
				continue;
			text_printf(text, "\n    %-18s ", step_rows[step->id].name);
			emit_capabilities(text, step_needs(step));
			text_printf(text, "  (%s)", line_of(c, step->span));
		}
	}
	if (!starts_with(c, needs))
		text_puts(text, "\nStart it as root.\n");
	else if (needs)
		text_printf(text,
			    "\nStart it as root, or let one group start it:\n"
			    "  chgrp GROUP %.*s && chmod 750 %.*s\n  setcap %s=ep %.*s\n",
			    SLICE_ARG(c->unit.name.stem), SLICE_ARG(c->unit.name.stem),
			    setcap_text(&c->arena, needs), SLICE_ARG(c->unit.name.stem));
	else
		text_puts(text, "\n");
}

/* The fields of credentials, for people: each is compared and shown by its text. */
enum { FIELDS = 10 };
static const char *const field_names[FIELDS] = {
	"uid",       "gid",         "groups",  "bounding",   "permitted",
	"effective", "inheritable", "ambient", "securebits", "no_new_privs"};

static void print_ids(struct compilation *c, const struct ids *ids, struct text *text)
{
	static const char *const names[] = {"real ", ", effective ", ", saved ", ", file system "};
	const uint32_t list[] = {ids->real, ids->effective, ids->saved, ids->fs};
	bool same = list[0] == list[1] && list[0] == list[2] && list[0] == list[3];
	for (int i = 0; i < (same ? 1 : 4); i++) {
		text_puts(text, same ? "" : names[i]);
		account_print(&c->proof.accounts, list[i], text);
	}
}

static void print_groups(struct compilation *c, const struct credentials *state, struct text *text)
{
	for (size_t i = 0; i < state->group_count; i++) {
		text_puts(text, i ? ", " : "");
		account_print(&c->proof.accounts, state->groups[i], text);
	}
	text_puts(text, state->group_count ? "" : "none");
}

static void print_securebits(unsigned bits, struct text *text)
{
	for (const struct word *word = words_start_securebits.rows; word->name; word++)
		if (bits & (unsigned)word->value)
			text_printf(text, "%s%s", text->len ? " " : "", word->name);
	text_puts(text, text->len ? "" : "none");
}

static const char *field_text(struct compilation *c, const struct credentials *state, int field)
{
	const uint64_t sets[] = {state->bounding, state->permitted, state->effective,
				 state->inheritable, state->ambient};
	struct text text = {.arena = &c->arena};
	if (field < 2)
		print_ids(c, field ? &state->gid : &state->uid, &text);
	else if (field == 2)
		print_groups(c, state, &text);
	else if (field < 8)
		emit_capabilities(&text, credentials_set(sets[field - 3]));
	else if (field == 8)
		print_securebits(state->securebits, &text);
	else
		text_puts(&text, state->no_new_privileges ? "yes" : "no");
	return text.at;
}

/* A state, or what differs from the one BEFORE, unless that is NULL. */
struct row {
	const char *title, *line; /* LINE asked for it, or is "" */
	const struct credentials *before, *state;
};

static void add_state(struct compilation *c, struct text *text, const struct row *row)
{
	const char *title = row->title;
	for (int i = 0; i < FIELDS; i++) {
		const char *value = field_text(c, row->state, i);
		if (row->before && strcmp(field_text(c, row->before, i), value) == 0)
			continue;
		text_printf(text, *row->line ? "  %-18s %-13s %-44s %s\n" : "  %-18s %-13s %s\n",
			    title, field_names[i], value, row->line);
		title = "";
	}
}

static void add_way(struct compilation *c, struct text *text, size_t index)
{
	const struct command_plan *command = &c->plan.commands[index];
	const struct predicted *predicted = &c->proof.commands[index];
	const struct credentials *before = &predicted->before;
	text_printf(text, "\n%s=%.*s\n", directive_rows[command->directive].name,
		    SLICE_ARG(command->command->path));
	add_state(c, text, &(struct row){"at the start", "", NULL, before});
	for (size_t i = 0; i < predicted->count; i++) {
		const struct change *change = &predicted->changes[i];
		add_state(c, text,
			  &(struct row){step_rows[change->step->id].name,
					line_of(c, change->step->span), before, &change->after});
		before = &change->after;
	}
	add_state(c, text, &(struct row){"in the service", "", NULL, &predicted->service});
}

static void add_assertions(struct compilation *c, struct text *text)
{
	const struct setting *setting = &c->service.settings[D_Ambit_Assert];
	const struct assertions *assertions = &setting->assertions;
	if (assertions->count)
		text_puts(text, "\nWhat is asserted:\n");
	for (size_t i = 0; i < assertions->count; i++) {
		struct text value = {.arena = &c->arena};
		setting_print(D_Ambit_Assert, setting, i, &value);
		text_printf(text, "  %-48s %s  (%s)\n", value.at,
			    c->proof.verdicts[i] == AT_LAUNCH
				    ? "holds, or the launcher stops: decided at launch"
				    : "holds: decided at build",
			    line_of(c, assertions->list[i].span));
	}
}

static void add_explanation(struct compilation *c, struct text *text, const char *from)
{
	const struct setting *description = &c->service.settings[D_Unit_Description];
	text_printf(text, "%.*s%s%s\n\n", SLICE_ARG(c->unit.name.full),
		    description->set ? ": " : "",
		    description->set ? setting_text(c, D_Unit_Description) : "");
	add_identity(c, text);
	add_sets(c, text);
	add_scope(c, text);
	add_settings(c, text, ENFORCED, "Made true by the launcher:");
	add_settings(c, text, SUPERVISOR, "Left to whoever starts the launcher:");
	add_not_applied(c, text);
	add_waived(c, text);
	add_needs(c, text);
	add_assertions(c, text);
	text_printf(text, "\nThe privileges on the way, for a launcher that is started as %s:\n",
		    from);
	for (size_t i = 0; i < c->plan.count; i++)
		add_way(c, text, i);
	text_puts(text, "\nStep by step:\n\n");
	emit_text(&c->diagnostics, &c->plan, text);
}

int command_explain(const struct options *options)
{
	struct diag_output output = diag_output(options, stderr);
	struct compilation c;
	struct text text = {.arena = &c.arena};
	bool compiled = compile(options, options->files[0], &c);
	if (compiled && (options->audit || options->file_count > 1))
		explain_calls(options, &c, &text);
	else if (compiled)
		add_explanation(&c, &text, options->from ? options->from_text : "root");
	int status = compilation_status(&c);
	diag_begin(&output);
	diag_print(&c.diagnostics, &output);
	diag_end(&output);
	if (status == EXIT_DONE)
		status = write_output(NULL, text_slice(&text));
	compilation_free(&c);
	return status;
}
