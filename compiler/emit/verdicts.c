/* SPDX-License-Identifier: MIT */
/*
 * A system call filter for people: what becomes of each call, and the line of the policy that says
 * so. It is the layers that are asked, which the program was proved against.
 */
#include "emit/emit.h"
#include "plan/reason.h"
#include "seccomp/decide.h"
#include "seccomp/disassemble.h"
#include "seccomp/evaluate.h"

enum { NO_AUDIT = 0 }; /* of no architecture */

struct verdicts {
	struct diagnostics *diagnostics;
	const struct plan *plan;
	const struct filter *filter;
	struct diagram diagram;
	struct text *text;
};

static struct verdicts begin(struct diagnostics *diagnostics, const struct plan *plan,
			     struct text *text)
{
	struct verdicts v = {.diagnostics = diagnostics,
			     .plan = plan,
			     .filter = plan->filter->filter,
			     .text = text};
	diagram_init(&v.diagram, diagnostics->arena);
	return v;
}

static struct reason reason_at(const struct verdicts *v, size_t index, const struct site *site,
			       uint32_t number)
{
	return reason_of(v->plan->service, v->filter, index, site, number);
}

static void add_place(struct verdicts *v, struct span span, const char *before)
{
	struct place place = source_place(v->diagnostics->sources, span);
	if (place.source)
		text_printf(v->text, "%s%s:%u", before, place.source->name, place.line);
}

/* NAME and VERDICT, and the reason, or none. */
static void add_row(struct verdicts *v, const char *name, const char *verdict,
		    const struct reason *reason)
{
	text_printf(v->text, "  %-24s %-16s", name, verdict);
	if (reason) {
		text_printf(v->text, " %s=", directive_rows[reason->directive].name);
		if (reason->span.at)
			add_place(v, reason->span, " ");
		else
			text_puts(v->text, " by default");
	}
	while (v->text->at[v->text->len - 1] == ' ')
		v->text->len--;
	text_putc(v->text, '\n');
}

static const char *verdict_text(struct verdicts *v, uint32_t verdict)
{
	struct text text = {.arena = v->diagnostics->arena};
	disassemble_verdict(&text, verdict);
	return text.at;
}

/* The rules of a layer, of which the first that holds decides. */
static void add_rules(struct verdicts *v, const struct site_part *part, struct slice call)
{
	bool is_always = false;
	for (size_t i = 0; i < part->count && !is_always; i++) {
		const struct rule *rule = &part->rules[i];
		is_always = !rule->when;
		text_printf(v->text, "      %s%s", is_always ? "else " : "",
			    verdict_text(v, rule->verdict));
		if (!is_always) {
			text_puts(v->text, " when ");
			disassemble_condition(v->text, call, rule->when);
		}
		add_place(v, rule->span, "  ");
		text_putc(v->text, '\n');
	}
	if (!is_always)
		text_printf(v->text, "      else %s\n", verdict_text(v, part->otherwise));
}

/*
 * What the layers say of a call about whose arguments one of them asks: the most restrictive
 * verdict counts.
 */
static void add_parts(struct verdicts *v, const char *name, const struct site *site,
		      uint32_t number)
{
	const struct call *call = call_of_number(v->filter->calls, site->architecture, number);
	for (size_t i = 0; i < site->count; i++) {
		const struct site_part *part = &site->parts[i];
		bool asks = part->count && part->rules[0].when;
		struct reason reason = reason_at(v, i, site, number);
		if (!decide_counts(part))
			continue;
		add_row(v, name,
			asks ? "by its arguments"
			     : verdict_text(v,
					    part->count ? part->rules[0].verdict : part->otherwise),
			&reason);
		if (asks)
			add_rules(v, part, slice_of(call ? call->name : ""));
		name = "  and";
	}
}

static void add_decision(struct verdicts *v, const char *name, const struct decision *decision,
			 uint32_t number)
{
	const struct site *site = &decision->site;
	if (decision->is_constant) {
		bool has_reason = decision->layer < v->filter->count;
		struct reason reason = {0};
		if (has_reason)
			reason = reason_at(v, decision->layer, site, number);
		add_row(v, name, verdict_text(v, decision->verdict), has_reason ? &reason : NULL);
		return;
	}
	add_parts(v, name, site, number);
}

static void add_call(struct verdicts *v, const char *name, uint32_t audit, uint32_t number)
{
	struct decision decision = decide_call(&v->diagram, v->filter, audit, number);
	add_decision(v, name, &decision, number);
}

void emit_verdict(struct diagnostics *diagnostics, const struct plan *plan,
		  const struct call_place *call, struct text *text)
{
	struct verdicts v = begin(diagnostics, plan, text);
	struct text name = {.arena = diagnostics->arena};
	disassemble_call(&name, v.filter->calls, call->audit, call->number);
	add_call(&v, name.at, call->audit, call->number);
}

void emit_logged(const struct plan *plan, const struct call_place *call, uint32_t action,
		 struct text *text)
{
	action &= SECCOMP_RET_ACTION_FULL; /* the kernel logs no more; a tool may add the data */
	struct diagram diagram;
	diagram_init(&diagram, text->arena);
	struct decision decision =
		decide_call(&diagram, plan->filter->filter, call->audit, call->number);
	bool differs =
		decision.is_constant && (decision.verdict & SECCOMP_RET_ACTION_FULL) != action;
	text_puts(text, "  the log says: ");
	if (action == SECCOMP_RET_ERRNO) /* without its number */
		text_puts(text, "errno");
	else
		disassemble_verdict(text, action);
	if (differs && action == SECCOMP_RET_LOG && verdict_denies(decision.verdict))
		text_puts(text, ", as of a launcher that was built with --seccomp-log");
	else if (differs)
		text_puts(text, ", which is not what this policy says");
	text_putc(text, '\n');
}

/* Numbers of ARCHITECTURE at which something can change; *count how many. */
static const uint32_t *numbers_of(struct verdicts *v, enum architecture architecture, size_t *count)
{
	uint32_t audit = architecture_rows[architecture].audit;
	const uint32_t *all = merge_numbers(v->filter, audit, count);
	uint32_t *numbers = arena_alloc(v->diagnostics->arena, *count * sizeof(*numbers));
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++)
		if (architecture_of(audit, all[i]) == architecture)
			numbers[kept++] = all[i];
	*count = kept;
	return numbers;
}

static void add_native(struct verdicts *v)
{
	enum architecture machine = v->filter->machine;
	uint32_t audit = architecture_rows[machine].audit, other = UINT32_MAX;
	size_t count;
	const uint32_t *numbers = numbers_of(v, machine, &count);
	struct site site = {.parts = arena_alloc(v->diagnostics->arena,
						 v->filter->count * sizeof(*site.parts))};
	text_printf(v->text, "\nThe calls of %s:\n", architecture_rows[machine].name);
	for (size_t i = 0; i < count; i++) {
		bool has_rules = false;
		filter_site(v->filter, audit, numbers[i], &site);
		for (size_t k = 0; k < site.count; k++)
			has_rules |= site.parts[k].count > 0;
		const struct call *call = call_of_number(v->filter->calls, machine, numbers[i]);
		if (call || has_rules)
			add_call(v,
				 call ? call->name
				      : arena_printf(v->diagnostics->arena, "call %u", numbers[i]),
				 audit, numbers[i]);
		else
			other = numbers[i];
	}
	add_call(v, "any other number", audit, other);
}

/* One line: a verdict for all calls, or how many get which. */
static void add_architecture(struct verdicts *v, enum architecture architecture)
{
	enum { ALLOWED, DENIED, DEPENDS, KINDS };
	const struct architecture_row *row = &architecture_rows[architecture];
	size_t count, counts[KINDS] = {0};
	bool same = true;
	const uint32_t *numbers = numbers_of(v, architecture, &count);
	struct decision first = decide_call(&v->diagram, v->filter, row->audit, numbers[0]);
	for (size_t i = 0; i < count; i++) {
		struct decision one = decide_call(&v->diagram, v->filter, row->audit, numbers[i]);
		same &= one.root == first.root;
		if (one.site.known)
			counts[!one.is_constant              ? DEPENDS
			       : verdict_denies(one.verdict) ? DENIED
							     : ALLOWED]++;
	}
	if (same)
		add_decision(v, row->name, &first, numbers[0]);
	else
		text_printf(v->text,
			    "  %-24s %zu calls allowed, %zu denied, %zu by their arguments\n",
			    row->name, counts[ALLOWED], counts[DENIED], counts[DEPENDS]);
}

static void add_program(struct verdicts *v)
{
	const struct plan_filter *filter = v->plan->filter;
	const struct program program = {filter->code, filter->count};
	text_printf(v->text,
		    "\nThe program: %zu instructions for %zu layers, "
		    "of which a call takes %zu at most, "
		    "%.1f as expected\n",
		    filter->count, v->filter->count,
		    evaluate_longest(v->diagnostics->arena, &program),
		    evaluate_expected(v->filter, &program, 1));
	text_add(v->text, filter->listing);
}

void emit_seccomp(struct diagnostics *diagnostics, const struct plan *plan, struct text *text)
{
	struct verdicts v = begin(diagnostics, plan, text);
	text_printf(text, "%.*s\n", SLICE_ARG(plan->service->unit->name.full));
	add_native(&v);
	text_puts(text, "\nOther architectures:\n");
	for (unsigned i = 0; i < ARCH_COUNT; i++)
		if (i != v.filter->machine && filter_architectures(v.filter) & ARCH_BIT(i))
			add_architecture(&v, i);
	add_call(&v, "any other", NO_AUDIT, 0);
	add_program(&v);
}
