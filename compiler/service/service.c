/* SPDX-License-Identifier: MIT */
/*
 * From assignments to settings: finding the directive of each, and handing its value to its kind.
 */
#include "service/contradictions.h"
#include "service/dynamic_user.h"
#include "service/value.h"
#include "service/vocabulary.h"

#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

struct interpreter {
	struct diagnostics *diagnostics;
	const struct unit *unit;
	const char *const *waivers;
	struct service *service;
};

enum { NOT_A_SECTION = -1, SKIPPED_SECTION = -2 };

static bool is_waived(const struct interpreter *in, struct slice name)
{
	for (const char *const *waiver = in->waivers; waiver && *waiver; waiver++)
		if (slice_is(name, *waiver))
			return true;
	return false;
}

/* By its name or an old one. */
static bool is_directive_waived(const struct interpreter *in, enum directive directive)
{
	const struct directive_alias *alias;
	for (const char *const *waiver = in->waivers; waiver && *waiver; waiver++)
		if (directive_find(directive_rows[directive].section, slice_of(*waiver), &alias) ==
		    (int)directive)
			return true;
	return false;
}

/* Which section a header opens; the unknown ones are reported. */
static int find_section(const struct interpreter *in, const struct unit_section *section)
{
	struct slice name = unit_section_name(in->diagnostics, section);
	const char *nearest = NULL;
	for (int i = 0; i < SECTION_COUNT; i++) {
		/* systemd reads [Install] of the main file only: systemd.unit(5) */
		if (slice_is(name, section_names[i]))
			return i == SECTION_Install && section->source > 0 ? SKIPPED_SECTION : i;
		if (text_distance(name, slice_of(section_names[i]), 2) <= 2)
			nearest = section_names[i];
	}
	if (slice_starts(name, "X-")) /* for other programs: systemd.unit(5) */
		return SKIPPED_SECTION;
	in->service->incomplete = true; /* [Service] may be meant by it */
	const char *hint =
		nearest ? arena_printf(in->diagnostics->arena, "did you mean [%s]?", nearest)
			: "a service has [Unit], [Service], [Install], "
			  "and [X-Ambit] for ambit alone";
	diag_report(in->diagnostics, DIAG_UNKNOWN_SECTION, section->span, hint,
		    "unknown section [%.*s]", SLICE_ARG(name));
	return NOT_A_SECTION;
}

/* The directive of the section, or of any when there is none, whose name is nearest. */
static const char *nearest_directive(struct arena *arena, enum section section, struct slice name)
{
	unsigned best = name.len < 10 ? 2 + (name.len > 5) : 1 + (unsigned)name.len / 5;
	const char *found = NULL;
	for (int i = 0; i < DIRECTIVE_COUNT && name.len < 64; i++) {
		if (directive_rows[i].section != section)
			continue;
		unsigned distance = text_distance(name, slice_of(directive_rows[i].name), best - 1);
		if (distance < best) {
			best = distance;
			found = directive_rows[i].name;
		}
	}
	return found ? arena_printf(arena, "did you mean %s=?", found) : NULL;
}

static void report_unknown(struct interpreter *in, enum section section, struct span key,
			   struct slice name)
{
	struct arena *arena = in->diagnostics->arena;
	int other = directive_find_anywhere(name);
	in->service->incomplete = true;
	if (other >= 0) {
		diag_report(in->diagnostics, DIAG_WRONG_SECTION, key,
			    arena_printf(arena, "move it to [%s]",
					 section_names[directive_rows[other].section]),
			    "%.*s= does not belong to [%s]", SLICE_ARG(name),
			    section_names[section]);
		return;
	}
	const char *hint = nearest_directive(arena, section, name);
	if (!hint && name.len < 64)
		hint = arena_printf(arena,
				    "--waive %.*s leaves it out, and records that in the launcher",
				    SLICE_ARG(name));
	diag_report(in->diagnostics, DIAG_UNKNOWN_DIRECTIVE, key, hint,
		    "unknown directive %.*s= in [%s]", SLICE_ARG(name), section_names[section]);
}

static void interpret_assignment(struct interpreter *in, enum section section,
				 const struct assignment *a)
{
	struct diagnostics *d = in->diagnostics;
	struct slice name = assignment_name(d, a);
	const struct directive_alias *alias;
	int found = directive_find(section, name, &alias);
	if (found < 0 && slice_starts(name, "X-"))
		return;
	if (found < 0 && is_waived(in, name) && directive_find_anywhere(name) < 0) {
		items_add(d->arena, &in->service->unknown_waived,
			  (struct item){.text = name, .span = a->key});
		return;
	}
	if (found < 0) {
		report_unknown(in, section, a->key, name);
		return;
	}
	const struct directive_row *row = &directive_rows[found];
	if (alias)
		diag_report(d, DIAG_OLD_NAME, a->key,
			    arena_printf(d->arena, "write %s= in [%s]", row->name,
					 section_names[row->section]),
			    "%s= is an old name (%s)", alias->name, alias->note);
	struct value value = {
		.diagnostics = d,
		.arena = d->arena,
		.unit = in->unit,
		.directive = (enum directive)found,
		.row = row,
		.service = in->service,
		.span = a->value,
		.order = (unsigned)(a - in->unit->assignments),
	};
	value.text = assignment_text(d, a, &value.lines);
	struct setting *setting = &in->service->settings[found];
	const struct setting before = *setting;
	if (!kind_rows[row->kind].parse(&value, setting)) {
		setting->mistaken = true;
		return;
	}
	value_warn(&value, &before, setting);
	setting->span = a->value.len ? a->value : a->key;
}

static void interpret_assignments(struct interpreter *in)
{
	const struct unit *unit = in->unit;
	int *sections =
		arena_alloc(in->diagnostics->arena, (unit->section_count + 1) * sizeof(*sections));
	for (size_t i = 0; i < unit->section_count; i++)
		sections[i] = find_section(in, &unit->sections[i]);
	for (size_t i = 0; i < unit->assignment_count; i++) {
		const struct assignment *a = &unit->assignments[i];
		if (a->section == 0)
			diag_report(in->diagnostics, DIAG_OUTSIDE_SECTION, a->key,
				    "begin with [Service]",
				    "an assignment before the first section header of the file");
		else if (sections[a->section - 1] >= 0)
			interpret_assignment(in, (enum section)sections[a->section - 1], a);
	}
}

bool setting_is_list(enum directive directive)
{
	const struct directive_row *row = &directive_rows[directive];
	return kind_rows[row->kind].is_list && !(row->argument.flags & SINGLE);
}

size_t setting_count(enum directive directive, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[directive];
	return setting_is_list(directive) ? kind_rows[row->kind].count(row, setting) : 1;
}

void setting_print(enum directive directive, const struct setting *setting, size_t index,
		   struct text *text)
{
	const struct directive_row *row = &directive_rows[directive];
	kind_rows[row->kind].print(row, setting, index, text);
}

bool service_asks(enum directive directive, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[directive];
	if (!setting->set)
		return false;
	switch (row->kind) {
	case KIND_BOOL:
	case KIND_TRISTATE:
	case KIND_ENUM:
	case KIND_NUMBER:
	case KIND_SIZE:
	case KIND_TIME:
	case KIND_MODE:
		return setting->number != row->argument.initial;
	default:
		return setting_count(directive, setting) > 0;
	}
}

/*
 * Refuses what a launcher does not keep, unless it is waived; a waived setting is as if never
 * assigned.
 */
static void refuse(struct interpreter *in)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		struct setting *setting = &in->service->settings[i];
		if (row->fate != REFUSED || !service_asks((enum directive)i, setting))
			continue;
		if (is_directive_waived(in, (enum directive)i)) {
			in->service->waived[i] = true;
			*setting = (struct setting){.span = setting->span};
			continue;
		}
		diag_report(
			in->diagnostics, DIAG_REFUSED, setting->span,
			arena_printf(in->diagnostics->arena,
				     "--waive %s leaves it out, and records that in the launcher",
				     row->name),
			"%s= is refused: it %s", row->name, row->reason);
	}
}

/*
 * A waiver of something that is not refused is a mistake: it would wait for a later, wider policy.
 */
static void check_waivers(struct interpreter *in)
{
	for (const char *const *waiver = in->waivers; waiver && *waiver; waiver++) {
		int found = directive_find_anywhere(slice_of(*waiver));
		bool used = found >= 0 && in->service->waived[found];
		for (size_t i = 0; i < in->service->unknown_waived.count; i++)
			used |= slice_is(in->service->unknown_waived.list[i].text, *waiver);
		if (used || (found >= 0 && in->service->settings[found].mistaken))
			continue;
		const char *why = found < 0 ? "the unit has no such directive"
				  : directive_rows[found].fate != REFUSED
					  ? "that directive is not refused"
					  : "the unit does not ask for it";
		diag_report(in->diagnostics, DIAG_WAIVER, (struct span){0}, "leave the waiver out",
			    "--waive %s: %s", *waiver, why);
	}
}

void service_read(struct diagnostics *diagnostics, const struct unit *unit,
		  const char *const *waivers, struct service *service)
{
	*service = (struct service){.unit = unit, .incomplete = unit->incomplete};
	struct interpreter in = {diagnostics, unit, waivers, service};
	interpret_assignments(&in);
	variables_merge(diagnostics->arena, &service->settings[D_Service_Environment].items);
}

void service_judge(struct diagnostics *diagnostics, const char *const *waivers,
		   struct service *service)
{
	struct interpreter in = {diagnostics, service->unit, waivers, service};
	service_imply(diagnostics, service);
	refuse(&in);
	check_waivers(&in);
	service_check(diagnostics, service);
	service_warn(diagnostics, service);
}

#define BIT(name) (UINT64_C(1) << CAP_##name)

const struct capability_taker capability_takers[] = {
	{D_Service_PrivateDevices, BIT(MKNOD) | BIT(SYS_RAWIO)},
	{D_Service_ProtectKernelModules, BIT(SYS_MODULE)},
	{D_Service_ProtectKernelLogs, BIT(SYSLOG)},
	{D_Service_ProtectClock, BIT(SYS_TIME) | BIT(WAKE_ALARM)},
	{0},
};

uint64_t service_bounding(const struct service *service)
{
	const struct setting *bounding = &service->settings[D_Service_CapabilityBoundingSet];
	uint64_t set = bounding->set ? bounding->bits : UINT64_MAX;
	for (const struct capability_taker *taker = capability_takers; taker->set; taker++)
		if (service->settings[taker->directive].number)
			set &= ~taker->set;
	return set;
}

const struct setting *service_bounding_setting(const struct service *service)
{
	const struct setting *bounding = &service->settings[D_Service_CapabilityBoundingSet];
	for (const struct capability_taker *taker = capability_takers; taker->set; taker++)
		if (!bounding->set && service->settings[taker->directive].number)
			return &service->settings[taker->directive];
	return bounding;
}

bool service_is_root(const struct service *service)
{
	const struct setting *user = &service->settings[D_Service_User];
	return !user->set || slice_is(user->text, "root") || slice_is(user->text, "0");
}

bool service_has_cgroup_namespace(const struct service *service)
{
	const struct setting *groups = &service->settings[D_Service_ProtectControlGroups];
	const struct word *word = words_value(&words_protect_control_groups, groups->number);
	return strcmp(word->name, "private") == 0 || strcmp(word->name, "strict") == 0;
}

static int compare_conditions(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return (x->order > y->order) - (x->order < y->order);
}

struct items service_conditions(struct arena *arena, const struct service *service, bool assertions)
{
	struct items all = {0};
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		if (row->kind != KIND_CONDITION || !(row->argument.flags & IS_ASSERT) == assertions)
			continue;
		const struct items *items = &service->settings[i].items;
		for (size_t k = 0; k < items->count; k++)
			items_add(arena, &all, items->list[k]);
	}
	if (all.count)
		qsort(all.list, all.count, sizeof(*all.list), compare_conditions);
	return all;
}

uint64_t service_ambient(const struct service *service)
{
	const struct setting *ambient = &service->settings[D_Service_AmbientCapabilities];
	return ambient->set ? ambient->bits : 0;
}

void service_dump(struct diagnostics *diagnostics, const struct service *service, struct text *text)
{
	text_printf(text, "service %.*s\n", SLICE_ARG(service->unit->name.full));
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		const struct setting *setting = &service->settings[i];
		if (service->waived[i])
			text_printf(text, "%s %s waived\n", section_names[row->section], row->name);
		if (!setting->set)
			continue;
		struct place place = source_place(diagnostics->sources, setting->span);
		size_t count = setting_count((enum directive)i, setting);
		struct text element = {.arena = diagnostics->arena};
		for (size_t k = 0; k < count; k++) {
			element.len = 0;
			text_printf(text, "%s %s = ", section_names[row->section], row->name);
			setting_print((enum directive)i, setting, k, &element);
			text_json(text, text_slice(&element));
			text_printf(text, "  # %s:%u\n", place.source ? place.source->name : "",
				    place.line);
		}
		if (!count)
			text_printf(text, "%s %s =\n", section_names[row->section], row->name);
	}
	for (size_t i = 0; i < service->unknown_waived.count; i++)
		text_printf(text, "%.*s waived\n", SLICE_ARG(service->unknown_waived.list[i].text));
}
