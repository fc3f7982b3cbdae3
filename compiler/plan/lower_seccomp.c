/* SPDX-License-Identifier: MIT */
/*
 * The system call filter: all layers as one program, proved, and the steps around it. The program is one for
 * all commands; what the kernel wants for its installation differs: no_new_privs, where systemd would set
 * it too, or CAP_SYS_ADMIN, which the launcher then keeps for so long.
 */
#include "plan/layers.h"
#include "plan/lower.h"
#include "plan/reason.h"
#include "seccomp/disassemble.h"
#include "seccomp/merge.h"
#include "seccomp/prove.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

static bool lets_pass(uint32_t verdict)
{
	return verdict == SECCOMP_RET_ALLOW || verdict == SECCOMP_RET_LOG;
}

/* The rule of PART that denies the call, for some arguments at least; with NULL it is PART->otherwise. */
static bool part_denies(const struct site_part *part, const struct rule **rule)
{
	for (size_t i = 0; i < part->count; i++) {
		*rule = &part->rules[i];
		if (!lets_pass((*rule)->verdict))
			return true;
		if (!(*rule)->when)
			return false;
	}
	*rule = NULL;
	return !lets_pass(part->otherwise);
}

/* Whether a rule of any layer denies the call NAME, for some arguments at least; the newest is *reason. */
static bool denies(const struct lowering *l, const struct filter *filter, const char *name,
		   struct reason *reason)
{
	const struct call *call = call_find(filter->calls, filter->machine, slice_of(name));
	struct site site = {
		.parts = arena_alloc(filter->arena, (filter->count + 1) * sizeof(*site.parts))};
	const struct rule *rule;
	if (!call)
		return false;
	filter_site(filter, architecture_rows[filter->machine].audit, call->number, &site);
	for (size_t i = site.count; i-- > 0;) {
		if (!part_denies(&site.parts[i], &rule))
			continue;
		*reason = reason_of(l->service, filter, i, &site, call->number);
		if (rule && rule->span.at)
			reason->span = rule->span;
		return true;
	}
	return false;
}

static bool permits(const struct lowering *l, const struct filter *filter, const char *name)
{
	struct reason reason;
	return call_find(filter->calls, filter->machine, slice_of(name)) &&
	       !denies(l, filter, name, &reason);
}

enum { SET_FS = 0x1002 }; /* ARCH_SET_FS of <asm/prctl.h>, which x86 alone has */

/* What the loader of a dynamic program calls, with arguments as it has them; 0 are those that differ. */
static const struct loader_call {
	const char *name;
	uint64_t arguments[ARGUMENTS];
} loader_calls[] = {
	{"openat", {(uint32_t)AT_FDCWD, 0, O_RDONLY | O_CLOEXEC}},
	{"read", {3, 0, 832}},
	{"close", {3}},
	{"pread64", {3, 0, 784, 64}},
	{"fstat", {3}},
	{"newfstatat", {3, 0, 0, AT_EMPTY_PATH}},
	{"mmap", {0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, UINT32_MAX}},
	{"mmap", {0, 8192, PROT_READ, MAP_PRIVATE, 3}},
	{"mmap", {0, 8192, PROT_READ, MAP_PRIVATE | MAP_DENYWRITE, 3}},
	{"mmap", {0, 8192, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED | MAP_DENYWRITE, 3}},
	{"mmap", {0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_DENYWRITE, 3}},
	{"mmap",
	 {0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, UINT32_MAX}},
	{"munmap", {0, 8192}},
	{"mprotect", {0, 8192, PROT_READ}},
	{"brk", {0}},
	{"prlimit64", {0, RLIMIT_STACK}},
	{"arch_prctl", {SET_FS}},
	{"set_tid_address", {0}},
};

/* "openat, read": those that are denied. NULL: none. *first is the reason for the first. */
static const char *denied_to_loader(const struct lowering *l, const struct filter *filter,
				    struct reason *first)
{
	struct text text = {.arena = filter->arena};
	uint32_t audit = architecture_rows[filter->machine].audit;
	const char *last = "";
	struct site site = {
		.parts = arena_alloc(filter->arena, (filter->count + 1) * sizeof(*site.parts))};
	for (size_t i = 0; i < sizeof(loader_calls) / sizeof(*loader_calls); i++) {
		const struct loader_call *loader = &loader_calls[i];
		const struct call *call =
			call_find(filter->calls, filter->machine, slice_of(loader->name));
		size_t layer;
		if (!call || strcmp(last, loader->name) == 0)
			continue;
		filter_site(filter, audit, call->number, &site);
		if (lets_pass(site_decide(&site, loader->arguments, &layer)))
			continue;
		if (!text.len)
			*first = reason_of(l->service, filter, layer, &site, call->number);
		last = loader->name;
		text_printf(&text, "%s%s", text.len ? ", " : "", last);
	}
	return text.at;
}

/* Of the newest layer that a line asks for: it is SystemCallFilter= where there is one. */
static struct span last_span(const struct filter *filter)
{
	size_t i = filter->count - 1;
	while (i && !filter->layers[i].span.at)
		i--;
	return filter->layers[i].span;
}

/* SystemCallFilter= is a list of what is allowed. */
static bool lists_allowed(const struct lowering *l)
{
	const struct items *items = &SETTING(l, SystemCallFilter)->items;
	return items->count && !(items->list[0].flags & ITEM_NOT);
}

/* What lets a call pass that REASON denies. */
static const char *way_out(const struct lowering *l, struct reason reason)
{
	if (reason.directive == D_Ambit_SystemCallRule)
		return "let no rule deny it, whatever its arguments";
	if (reason.directive != D_Service_SystemCallFilter)
		return NULL;
	return lists_allowed(l) ? "add it to SystemCallFilter=, or take it out of its lines with ~"
				: "take it, or the set that has it, out of the lines with ~";
}

static void check_calls(struct lowering *l, const struct filter *filter)
{
	static const char *const own[] = {"execve", "exit_group", "write"};
	struct reason reason;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (denies(l, filter, own[i], &reason))
			diag_report(l->diagnostics, DIAG_FILTER, reason.span, way_out(l, reason),
				    "the filter denies %s, which the launcher needs behind it",
				    own[i]);
	const char *denied = denied_to_loader(l, filter, &reason);
	if (denied)
		diag_report(l->diagnostics, DIAG_LOADER_CALLS, reason.span,
			    lists_allowed(l)
				    ? "add @basic-io and @file-system, unless the program is static"
				    : "let it pass, unless the program is static",
			    "the filter denies %s, which the dynamic loader of a program calls",
			    denied);
}

/* "SystemCallFilter, LockPersonality": each directive once, in the order of their layers. */
static const char *directives_of(const struct filter *filter)
{
	struct text text = {.arena = filter->arena};
	text_puts(&text, "");
	for (size_t i = 0; i < filter->count; i++) {
		enum directive directive = filter->layers[i].directive;
		bool is_new = !i || filter->layers[i - 1].directive != directive;
		if (is_new && filter->layers[i].span.at)
			text_printf(&text, "%s%s", text.len ? ", " : "",
				    directive_rows[directive].name);
	}
	return text.at;
}

static bool make_program(struct lowering *l, const struct filter *filter, struct plan_filter *made)
{
	struct diagram diagram;
	struct program program;
	struct text listing = {.arena = l->arena};
	diagram_init(&diagram, l->arena);
	uint32_t root = merge_filter(&diagram, filter);
	if (!generate_program(&diagram, root, filter, &program)) {
		diag_report(l->diagnostics, DIAG_FILTER, last_span(filter),
			    "list fewer calls, or ask for less of their arguments",
			    "the filter needs more than the %d instructions that the kernel takes",
			    BPF_MAXINSNS);
		return false;
	}
	const char *difference = prove_program(filter, &program).difference;
	if (difference)
		diag_report(l->diagnostics, DIAG_FILTER, last_span(filter), NULL,
			    "the program of the filter is not what is asked for: %s", difference);
	disassemble_program(&listing, filter->calls, &program);
	made->code = program.code;
	made->count = program.count;
	made->listing = text_slice(&listing);
	return !difference;
}

/* The services of a policy often share a profile, and with it the filter: one program, proved once. */
static bool find_program(struct lowering *l, const struct filter *filter, struct plan_filter *made)
{
	const struct plan_filter *known = l->plan->known;
	while (known && !filter_equal(known->filter, filter))
		known = known->former;
	if (known) {
		made->code = known->code;
		made->count = known->count;
		made->listing = known->listing;
		return true;
	}
	if (!make_program(l, filter, made))
		return false;
	made->former = l->plan->known;
	l->plan->known = made;
	return true;
}

static void add_filter(struct lowering *l, const struct filter *filter)
{
	struct plan_filter *made = arena_alloc(l->arena, sizeof(*made));
	*made = (struct plan_filter){.filter = filter};
	if (!find_program(l, filter, made))
		return;
	check_calls(l, filter);
	made->directives = directives_of(filter);
	made->span = last_span(filter);
	made->permits_capset = permits(l, filter, "capset");
	made->permits_prctl = permits(l, filter, "prctl");
	l->plan->filter = made;
}

/* Once for all commands. */
static void make_filter(struct lowering *l)
{
	const struct plan_filter *known = l->plan->known;
	struct calls *calls = known ? known->filter->calls : arena_alloc(l->arena, sizeof(*calls));
	struct filter *filter = arena_alloc(l->arena, sizeof(*filter));
	enum architecture machine = architecture_native();
	const struct setting *asked = layers_asked(l->service);
	if (!asked)
		return;
	if (machine == ARCH_FOREIGN) {
		diag_report(l->diagnostics, DIAG_FILTER, asked->span, NULL,
			    "there is no table of the system calls of this machine");
		return;
	}
	calls->arena = l->arena;
	filter_init(filter, calls, machine);
	layers_add(filter, l->service);
	if (l->service->logs_denials)
		filter_log_only(filter);
	if (filter->count)
		add_filter(l, filter);
}

bool lower_implies_no_new_privileges(struct lowering *l)
{
	return lower_filter(l) && l->who == WHO_PLAIN && !service_is_root(l->service) &&
	       !layers_permit_capabilities(l->arena, l->service);
}

const struct plan_filter *lower_filter(struct lowering *l)
{
	if (!(step_rows[STEP_seccomp].who & l->who))
		return NULL;
	if (!l->plan->is_filter_made)
		make_filter(l);
	l->plan->is_filter_made = true;
	return l->plan->filter;
}

bool lower_keeps_admin(struct lowering *l)
{
	return lower_filter(l) && !SETTING(l, NoNewPrivileges)->number &&
	       !lower_implies_no_new_privileges(l);
}

void lower_seccomp(struct lowering *l)
{
	const struct plan_filter *filter = lower_filter(l);
	if (!filter)
		return;
	if (lower_implies_no_new_privileges(l) && !SETTING(l, NoNewPrivileges)->number)
		lower_step(l, STEP_no_new_privileges, filter->span, "SystemCallFilter");
	struct step *step = lower_step(l, STEP_seccomp, filter->span, filter->directives);
	step_filter(step, 0, filter);
	step_constant(step, 1, FLAGS(l->arena, {filter->permits_prctl, "AMBIT_READ_BACK"}));
	if (lower_keeps_admin(l) && filter->permits_capset)
		lower_step(l, STEP_drop_admin, filter->span, "");
}
