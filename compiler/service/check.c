/* SPDX-License-Identifier: MIT */
/*
 * What holds over several settings: what systemd's service_verify() refuses, and what no order of
 * steps can make true. Each check is one function; service_check() is the list of them.
 */
#include "service/service.h"
#include "service/vocabulary.h"

#include <limits.h>
#include <linux/capability.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <string.h>
#include <sys/capability.h>

struct check {
	struct diagnostics *diagnostics;
	const struct service *service;
};

#define SETTING(check, name) (&(check)->service->settings[D_Service_##name])

static bool is_choice(const struct setting *setting, const struct words *words, const char *name)
{
	const struct word *word = setting->set ? words_value(words, setting->number) : NULL;
	return word && strcmp(word->name, name) == 0;
}

bool service_is_oneshot(const struct service *service)
{
	return is_choice(&service->settings[D_Service_Type], &words_type, "oneshot");
}

/* Where something belongs that is missing: at the first [Service], or where the file begins. */
static struct span service_section(const struct check *check)
{
	const struct unit *unit = check->service->unit;
	for (size_t i = 0; i < unit->section_count; i++)
		if (slice_is(unit_section_name(check->diagnostics, &unit->sections[i]), "Service"))
			return unit->sections[i].span;
	return (struct span){1, 1};
}

static void check_commands(struct check *check)
{
	const struct setting *start = SETTING(check, ExecStart), *type = SETTING(check, Type);
	const struct commands *commands = &start->commands;
	if (!commands->count) {
		if (!start->mistaken && !check->service->incomplete)
			diag_report(check->diagnostics, DIAG_NO_COMMAND,
				    start->span.at ? start->span : service_section(check),
				    "a launcher needs a program to become",
				    "there is no ExecStart= in [Service]");
		return;
	}
	if (commands->count > 1 && !service_is_oneshot(check->service))
		diag_report(check->diagnostics, DIAG_CONFLICT, commands->list[1].span,
			    "write Type=oneshot, or empty the list first with an empty ExecStart=",
			    "more than one ExecStart= is for Type=oneshot only");
	if (commands->count > 1 && SETTING(check, SuccessExitStatus)->set)
		diag_report(check->diagnostics, DIAG_CONFLICT,
			    SETTING(check, SuccessExitStatus)->span,
			    "mark the earlier commands with '-', or make them a script",
			    "with several ExecStart= a launcher cannot keep SuccessExitStatus=");
	if (is_choice(type, &words_type, "dbus") && !SETTING(check, BusName)->set)
		diag_report(check->diagnostics, DIAG_CONFLICT, type->span, NULL,
			    "Type=dbus needs a BusName=");
}

/* Each command has a function of its own in the launcher, and a copy of the plan. */
static void check_command_count(struct check *check)
{
	static const enum directive lists[] = {D_Service_ExecCondition, D_Service_ExecStartPre,
					       D_Service_ExecStart};
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct commands *commands = &check->service->settings[lists[i]].commands;
		if (commands->count > COMMANDS_MOST)
			diag_report(check->diagnostics, DIAG_RANGE,
				    commands->list[COMMANDS_MOST].span,
				    "let one of the commands be a script",
				    "more than %d commands in %s=", (int)COMMANDS_MOST,
				    directive_rows[lists[i]].name);
	}
}

static void check_restart(struct check *check)
{
	const struct setting *restart = SETTING(check, Restart);
	if (service_is_oneshot(check->service) &&
	    (is_choice(restart, &words_restart, "always") ||
	     is_choice(restart, &words_restart, "on-success")))
		diag_report(check->diagnostics, DIAG_CONFLICT, restart->span, NULL,
			    "Type=oneshot cannot be restarted after it succeeded");
}

/* "CAP_CHOWN CAP_KILL", at most a few names, for a message. */
static const char *capability_names(struct arena *arena, uint64_t set)
{
	struct text text = {.arena = arena};
	for (int i = 0, shown = 0; i <= CAP_LAST_CAP; i++) {
		if (!(set >> i & 1))
			continue;
		if (shown++ == 3)
			return arena_printf(arena, "%s and more", text.at);
		char *name = cap_to_name(i);
		text_puts(&text, shown > 1 ? " " : "");
		for (const char *c = name ? name : "?"; *c; c++)
			text_putc(&text, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
		cap_free(name);
	}
	return text.len ? text.at : "capabilities that this compiler has no name for";
}

static void report_outside(struct check *check, uint64_t set, enum directive directive)
{
	struct arena *arena = check->diagnostics->arena;
	const char *name = directive_rows[directive].name;
	if (set)
		diag_report(check->diagnostics, DIAG_AMBIENT_OUTSIDE,
			    SETTING(check, AmbientCapabilities)->span,
			    directive == D_Service_CapabilityBoundingSet
				    ? "add them to CapabilityBoundingSet=, which is the ceiling of "
				      "all sets"
				    : arena_printf(arena, "leave %s= out, or them", name),
			    "AmbientCapabilities= grants %s, which %s= leaves out",
			    capability_names(arena, set), name);
}

/* systemd drops such capabilities silently; the kernel would refuse to raise them. */
static void check_ambient(struct check *check)
{
	const struct setting *bounding = SETTING(check, CapabilityBoundingSet);
	uint64_t ambient = service_ambient(check->service);
	uint64_t unlisted = bounding->set ? ambient & ~bounding->bits : 0;
	report_outside(check, unlisted, D_Service_CapabilityBoundingSet);
	for (const struct capability_taker *taker = capability_takers; taker->set; taker++)
		if (check->service->settings[taker->directive].number)
			report_outside(check, ambient & taker->set & ~unlisted, taker->directive);
}

static void check_scheduling(struct check *check)
{
	const struct setting *policy = SETTING(check, CPUSchedulingPolicy);
	const struct setting *priority = SETTING(check, CPUSchedulingPriority);
	bool realtime = policy->set && (policy->number == SCHED_FIFO || policy->number == SCHED_RR);
	if (priority->number > 0 && !realtime)
		diag_report(check->diagnostics, DIAG_CONFLICT, priority->span,
			    "write CPUSchedulingPolicy=fifo or rr too",
			    "CPUSchedulingPriority= above 0 is for the policies fifo and rr only");
}

static int count_bits(const struct numbers *numbers)
{
	int bits = 0;
	for (size_t i = 0; i < numbers->count; i++)
		bits += __builtin_popcountll(numbers->words[i]);
	return bits;
}

static void check_nodes(struct check *check)
{
	const struct setting *affinity = SETTING(check, CPUAffinity),
			     *policy = SETTING(check, NUMAPolicy);
	const struct setting *mask = SETTING(check, NUMAMask);
	bool has_mask = mask->set && (mask->numbers.count || mask->numbers.special);
	if (affinity->set && affinity->numbers.special && !has_mask)
		diag_report(check->diagnostics, DIAG_CONFLICT, affinity->span, NULL,
			    "CPUAffinity=numa needs a NUMAMask=");
	bool prefers = policy->set ? policy->number == MPOL_PREFERRED : has_mask;
	bool needs = policy->set &&
		     (prefers || policy->number == MPOL_BIND || policy->number == MPOL_INTERLEAVE);
	if (prefers && mask->set && count_bits(&mask->numbers) > 1)
		diag_report(check->diagnostics, DIAG_CONFLICT, mask->span,
			    "write one node, or NUMAPolicy=bind or interleave",
			    "NUMAPolicy=preferred takes a single node");
	if (needs && !has_mask)
		diag_report(check->diagnostics, DIAG_CONFLICT, policy->span, NULL,
			    "this NUMAPolicy= needs a NUMAMask=");
	bool for_affinity = affinity->set && affinity->numbers.special;
	if (policy->set && !needs && has_mask && !for_affinity)
		diag_report(check->diagnostics, DIAG_CONFLICT, mask->span, "leave it out",
			    "the policies default and local take no NUMAMask=");
}

/* "data" without data would be a service that reads nothing, which "null" says. */
static void check_input(struct check *check)
{
	const struct setting *input = SETTING(check, StandardInput);
	const struct word *word = input->set ? words_value(&words_input, input->choice) : NULL;
	if (word && strcmp(word->name, "data") == 0 && !SETTING(check, StandardInputText)->text.len)
		diag_report(check->diagnostics, DIAG_CONFLICT, input->span, NULL,
			    "StandardInput=data needs StandardInputText= or StandardInputData=");
}

/* They are about the list, which says whether calls are allowed or denied. */
static void check_call_list(struct check *check)
{
	static const enum directive more[] = {D_Ambit_SystemCallNumbers, D_Ambit_KernelVersion};
	bool has_list = service_asks(D_Service_SystemCallFilter, SETTING(check, SystemCallFilter));
	for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++) {
		const struct setting *setting = &check->service->settings[more[i]];
		if (!has_list && service_asks(more[i], setting))
			diag_report(check->diagnostics, DIAG_CONFLICT, setting->span,
				    "write SystemCallFilter=~ for a list that denies nothing else",
				    "%s= needs a SystemCallFilter=", directive_rows[more[i]].name);
	}
}

/* It is a part of paths. */
static void check_log_namespace(struct check *check)
{
	const struct setting *name = SETTING(check, LogNamespace);
	bool valid = !slice_is(name->text, ".") && !slice_is(name->text, "..");
	if (!name->set || !name->text.len)
		return;
	for (size_t i = 0; i < name->text.len; i++)
		valid &= name->text.at[i] != '/' &&
			 (!name->text.at[i] || (unsigned char)name->text.at[i] > ' ');
	if (!valid || name->text.len > NAME_MAX)
		diag_report(check->diagnostics, DIAG_VALUE, name->span, NULL,
			    "'%.*s' is not the name of a journal namespace", SLICE_ARG(name->text));
}

/* Of two units with one namespace: a launcher knows nothing of the other. */
static void check_joined(struct check *check)
{
	static const enum directive shared[] = {D_Service_PrivateTmp, D_Service_PrivateNetwork,
						D_Service_PrivateIPC};
	const struct setting *joins = &check->service->settings[D_Unit_JoinsNamespaceOf];
	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++) {
		const struct setting *setting = &check->service->settings[shared[i]];
		if (joins->items.count && setting->number == 1)
			diag_report(check->diagnostics, DIAG_CONFLICT, joins->span,
				    "leave one of them out, or join by NetworkNamespacePath= and "
				    "IPCNamespacePath=",
				    "with JoinsNamespaceOf= that of %s= would be another unit's",
				    directive_rows[shared[i]].name);
	}
}

/* The kernel ends a PID namespace with its first process, which for these is not the one that stays. */
static void check_pids(struct check *check)
{
	const struct setting *pids = SETTING(check, PrivatePIDs);
	if (pids->number && is_choice(SETTING(check, Type), &words_type, "forking"))
		diag_report(
			check->diagnostics, DIAG_CONFLICT, pids->span,
			"let the service stay in the foreground, with another Type=",
			"PrivatePIDs= is not for Type=forking: all processes end with the first");
}

/* An id that is not mapped cannot be taken. */
static void check_mapped(struct check *check)
{
	enum { MAPPED = 65536 };
	const struct setting *users = SETTING(check, PrivateUsers);
	const struct setting *ids[] = {SETTING(check, User), SETTING(check, Group)};
	int64_t number;
	for (size_t i = 0; i < 2; i++)
		if (is_choice(users, &words_private_users, "identity") && ids[i]->set &&
		    slice_number(ids[i]->text, &number) && number >= MAPPED)
			diag_report(check->diagnostics, DIAG_CONFLICT, ids[i]->span,
				    "write a lower one, or PrivateUsers=full",
				    "PrivateUsers=identity has the ids below 65536 only");
}

void service_check(struct diagnostics *diagnostics, const struct service *service)
{
	struct check check = {diagnostics, service};
	check_commands(&check);
	check_command_count(&check);
	check_restart(&check);
	check_ambient(&check);
	check_scheduling(&check);
	check_nodes(&check);
	check_input(&check);
	check_call_list(&check);
	check_log_namespace(&check);
	check_joined(&check);
	check_pids(&check);
	check_mapped(&check);
	service_check_rules(diagnostics, service);
}
