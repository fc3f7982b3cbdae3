/* SPDX-License-Identifier: MIT */
/*
 * The system call filter: all layers as one program, proved, and the steps around it. The program is one for
 * all commands; what the kernel wants for its installation differs: no_new_privs, where systemd would set
 * it too, or CAP_SYS_ADMIN, which the launcher then keeps for so long.
 */
#include "plan/layers.h"
#include "plan/lower.h"
#include "seccomp/disassemble.h"
#include "seccomp/merge.h"
#include "seccomp/prove.h"

#include <string.h>

static bool lets_pass(uint32_t verdict)
{
	return verdict == SECCOMP_RET_ALLOW || verdict == SECCOMP_RET_LOG;
}

/* The layer whose line denies NAME, for some arguments at least; the last one that has a line. */
static const struct layer *denier(const struct filter *filter, const char *name)
{
	const struct call *call = call_find(filter->calls, filter->machine, slice_of(name));
	const struct seccomp_data data = {.nr = call ? (int)call->number : -1,
					  .arch = architecture_rows[filter->machine].audit};
	size_t layer = filter->count - 1;
	if (call && lets_pass(filter_decide(filter, &data, &layer)))
		layer = filter->count - 1;
	while (layer && !filter->layers[layer].span.at)
		layer--;
	return &filter->layers[layer];
}

/* Whatever the arguments: no rule of any layer that may decide denies the call. */
static bool permits(const struct filter *filter, const char *name)
{
	const struct call *call = call_find(filter->calls, filter->machine, slice_of(name));
	struct site site = {
		.parts = arena_alloc(filter->arena, (filter->count + 1) * sizeof(*site.parts))};
	bool all = call;
	if (call)
		filter_site(filter, architecture_rows[filter->machine].audit, call->number, &site);
	for (size_t i = 0; i < site.count && all; i++) {
		const struct site_part *part = &site.parts[i];
		bool decided = false;
		for (size_t k = 0; k < part->count && !decided && all; k++) {
			all = lets_pass(part->rules[k].verdict);
			decided = !part->rules[k].when;
		}
		all = all && (decided || lets_pass(part->otherwise));
	}
	return all;
}

/* With arguments that no rule is about. */
static bool permits_plain(const struct filter *filter, const char *name)
{
	const struct call *call = call_find(filter->calls, filter->machine, slice_of(name));
	if (!call)
		return false;
	const struct seccomp_data data = {.nr = (int)call->number,
					  .arch = architecture_rows[filter->machine].audit};
	return lets_pass(filter_decide(filter, &data, NULL));
}

/* Those that are denied: "openat, read". NULL: none. */
static const char *denied_of(const struct filter *filter, const char *const *names, size_t count)
{
	struct text text = {.arena = filter->arena};
	for (size_t i = 0; i < count; i++)
		if (call_find(filter->calls, filter->machine, slice_of(names[i])) &&
		    !permits_plain(filter, names[i]))
			text_printf(&text, "%s%s", text.len ? ", " : "", names[i]);
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

static void check_calls(struct lowering *l, const struct filter *filter)
{
	static const char *const own[] = {"execve", "exit_group", "write"};
	static const char *const loader[] = {
		"openat", "read",     "close", "pread64",   "fstat",      "newfstatat",      "mmap",
		"munmap", "mprotect", "brk",   "prlimit64", "arch_prctl", "set_tid_address",
	};
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if (permits(filter, own[i]))
			continue;
		const struct layer *layer = denier(filter, own[i]);
		diag_report(
			l->diagnostics, DIAG_FILTER, layer->span,
			layer->directive == D_Ambit_SystemCallRule
				? "let no rule deny it, whatever its arguments"
				: "add it to SystemCallFilter=, or take it out of its lines with ~",
			"the filter denies %s, which the launcher needs behind it", own[i]);
	}
	const char *denied = denied_of(filter, loader, sizeof(loader) / sizeof(*loader));
	if (denied)
		diag_report(l->diagnostics, DIAG_LOADER_CALLS, last_span(filter),
			    "add @basic-io and @file-system, unless the program is static",
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

static bool make_program(struct lowering *l, const struct filter *filter, struct program *program)
{
	struct diagram diagram;
	diagram_init(&diagram, l->arena);
	uint32_t root = merge_filter(&diagram, filter);
	if (!generate_program(&diagram, root, filter, program)) {
		diag_report(l->diagnostics, DIAG_FILTER, last_span(filter), "list fewer calls",
			    "the filter needs more than the %d instructions that the kernel takes",
			    BPF_MAXINSNS);
		return false;
	}
	const char *difference = prove_program(filter, program).difference;
	if (difference)
		diag_report(l->diagnostics, DIAG_FILTER, last_span(filter), NULL,
			    "the program of the filter is not what is asked for: %s", difference);
	return !difference;
}

static void add_filter(struct lowering *l, const struct filter *filter)
{
	struct program program;
	struct text listing = {.arena = l->arena};
	if (!make_program(l, filter, &program))
		return;
	check_calls(l, filter);
	disassemble_program(&listing, filter->calls, &program);
	struct plan_filter *made = arena_alloc(l->arena, sizeof(*made));
	*made = (struct plan_filter){
		.code = program.code,
		.count = program.count,
		.filter = filter,
		.listing = text_slice(&listing),
		.directives = directives_of(filter),
		.span = last_span(filter),
		.permits_capset = permits(filter, "capset"),
		.permits_prctl = permits(filter, "prctl"),
	};
	l->plan->filter = made;
}

/* Once for all commands. */
static void make_filter(struct lowering *l)
{
	struct calls *calls = arena_alloc(l->arena, sizeof(*calls));
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
	*calls = (struct calls){.arena = l->arena};
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
