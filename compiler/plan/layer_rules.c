/* SPDX-License-Identifier: MIT */
/*
 * From SystemCallRule= to a layer of the filter. For each architecture all rules are gathered by call, and
 * each call gets what comes of them; see layer_rules.h for what that is.
 */
#include "plan/layer_rules.h"
#include "plan/layer_conditions.h"
#include "seccomp/diagram.h"

#include <errno.h>
#include <stdlib.h>

enum { MISSING = SECCOMP_RET_ERRNO | ENOSYS };

/* What the rules without a condition say of a call. */
struct decided {
	struct slice name; /* empty: of a number alone */
	uint32_t number;
	bool exists;              /* on the architecture, with that number */
	uint32_t by_name, by_set; /* verdicts, or NO_VERDICT */
};

struct ruling {
	struct filter *filter;
	const struct call_rules *rules;
	struct layer *layer;
	uint32_t denied; /* the verdict of "deny" */
	bool has_list;   /* what is not decided is denied */
	enum architecture architecture;
	struct decided *calls; /* of the architecture, by name; then others */
	size_t count, room;
};

static uint32_t verdict_of(const struct ruling *r, const struct call_rule *rule)
{
	switch (rule->action) {
	case RULE_ALLOW:
		return SECCOMP_RET_ALLOW;
	case RULE_DENY:
		return rule->error ? SECCOMP_RET_ERRNO | (uint32_t)rule->error : r->denied;
	case RULE_KILL:
		return SECCOMP_RET_KILL_PROCESS;
	case RULE_TRAP:
		return SECCOMP_RET_TRAP;
	case RULE_LOG:
		return SECCOMP_RET_LOG;
	}
	abort();
}

static uint32_t stricter(uint32_t a, uint32_t b)
{
	return a == NO_VERDICT ? b : b == NO_VERDICT ? a : verdict_of_both(a, b);
}

static bool is_denial(uint32_t verdict)
{
	return verdict != NO_VERDICT && verdict != SECCOMP_RET_ALLOW && verdict != SECCOMP_RET_LOG;
}

static struct decided *add_decided(struct ruling *r, struct decided decided)
{
	decided.by_name = decided.by_set = NO_VERDICT;
	r->calls = arena_grow(r->filter->arena, r->calls, r->count, &r->room, sizeof(*r->calls));
	r->calls[r->count] = decided;
	return &r->calls[r->count++];
}

/* The entry of NAME; one of its own where the architecture has no such call. */
static struct decided *decided_of(struct ruling *r, struct slice name)
{
	const struct call_list *list = calls_of(r->filter->calls, r->architecture);
	const struct call *call = call_find(r->filter->calls, r->architecture, name);
	if (call)
		return &r->calls[call - list->by_name];
	for (size_t i = list->count; i < r->count; i++)
		if (slice_equal(r->calls[i].name, name))
			return &r->calls[i];
	return add_decided(r, (struct decided){.name = name});
}

static void decide_number(struct ruling *r, uint32_t number, uint32_t verdict)
{
	size_t i = 0;
	while (i < r->count && !(r->calls[i].exists && r->calls[i].number == number))
		i++;
	if (i == r->count)
		add_decided(r, (struct decided){.number = number, .exists = true});
	r->calls[i].by_name = stricter(r->calls[i].by_name, verdict);
}

static void decide_set(struct ruling *r, struct slice name, uint32_t verdict)
{
	const struct call_set *set = call_set_find(name);
	struct slice members = slice_of(set ? set->members : ""), member;
	while (call_set_next(&members, &member))
		decide_set(r, member, verdict);
	if (set)
		return;
	struct decided *decided = decided_of(r, name);
	decided->by_set = stricter(decided->by_set, verdict);
}

static void decide(struct ruling *r, struct slice call, uint32_t verdict)
{
	enum architecture architecture;
	uint32_t number;
	if (slice_starts(call, "@")) {
		decide_set(r, call, verdict);
	} else if (call_number_parts(call, &architecture, &number)) {
		if (architecture == r->architecture)
			decide_number(r, number, verdict);
	} else {
		struct decided *decided = decided_of(r, call);
		decided->by_name = stricter(decided->by_name, verdict);
	}
}

/* The next rule from *at on with a condition on the call; NULL: no more. */
static const struct call_rule *next_condition(const struct ruling *r, struct slice name, size_t *at)
{
	while (*at < r->rules->count) {
		const struct call_rule *rule = &r->rules->list[(*at)++];
		if (rule->condition && slice_equal(rule->calls.list[0].text, name))
			return rule;
	}
	return NULL;
}

/* Where no condition holds. */
static uint32_t verdict_otherwise(const struct ruling *r, const struct decided *call)
{
	uint32_t known = call->name.len ? r->layer->known : r->layer->unknown;
	const struct call_rule *rule;
	bool is_allowed = false; /* on a condition */
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));)
		is_allowed |= rule->action == RULE_ALLOW;
	if (!is_allowed)
		return call->by_name != NO_VERDICT  ? call->by_name
		       : call->by_set != NO_VERDICT ? call->by_set
						    : known;
	return is_denial(call->by_name)  ? call->by_name
	       : is_denial(call->by_set) ? call->by_set
					 : r->denied;
}

/* Whatever the arguments. */
static uint32_t strictest_verdict(const struct ruling *r, const struct decided *call)
{
	uint32_t verdict = verdict_otherwise(r, call);
	const struct call_rule *rule;
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));)
		verdict = stricter(verdict, verdict_of(r, rule));
	return verdict;
}

static bool is_named(const struct ruling *r, const struct decided *call)
{
	size_t at = 0;
	return call->by_name != NO_VERDICT || next_condition(r, call->name, &at);
}

static void add_rule(struct ruling *r, uint32_t number, const struct condition *when,
		     uint32_t verdict)
{
	filter_rule_number(r->filter, r->layer,
			   (struct rule){r->architecture, number, when, verdict});
}

/* Where CALL is also made by way of another one; a rule for that one is not undone. */
static void add_ways(struct ruling *r, const struct decided *call)
{
	unsigned number;
	const char *name = call_multiplexer(call->name, &number);
	const struct call *by =
		name ? call_find(r->filter->calls, r->architecture, slice_of(name)) : NULL;
	if (!by || (!is_named(r, call) && call->by_set == NO_VERDICT))
		return;
	uint32_t verdict = strictest_verdict(r, call);
	if (is_denial(verdict) || !is_named(r, decided_of(r, slice_of(name))))
		add_rule(r, by->number,
			 condition_masked(r->filter->arena, (struct operand){0, 32}, UINT16_MAX,
					  number),
			 verdict);
}

static void add_call(struct ruling *r, const struct decided *call)
{
	struct arena *arena = r->filter->arena;
	uint32_t otherwise = verdict_otherwise(r, call);
	const struct call_rule *rule;
	size_t count = r->layer->count;
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));) {
		const struct condition *when =
			layer_condition(arena, r->architecture, call->name, rule->condition);
		if (!when) {
			r->layer->count = count;
			otherwise = strictest_verdict(r, call);
			break;
		}
		add_rule(r, call->number, when, verdict_of(r, rule));
	}
	if (otherwise != (call->name.len ? r->layer->known : r->layer->unknown))
		add_rule(r, call->number, NULL, otherwise);
}

static void add_architecture(struct ruling *r)
{
	const struct call_list *list = calls_of(r->filter->calls, r->architecture);
	r->count = 0;
	for (size_t i = 0; i < list->count; i++)
		add_decided(r, (struct decided){.name = slice_of(list->by_name[i].name),
						.number = list->by_name[i].number,
						.exists = true});
	for (size_t i = 0; i < r->rules->count; i++) {
		const struct call_rule *rule = &r->rules->list[i];
		for (size_t k = 0; k < rule->calls.count; k++)
			if (rule->condition) /* the call has an entry, then */
				decided_of(r, rule->calls.list[k].text);
			else
				decide(r, rule->calls.list[k].text, verdict_of(r, rule));
	}
	if (r->has_list)
		decide_set(r, SLICE("@default"), SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < r->count; i++)
		if (r->calls[i].name.len)
			add_ways(r, &r->calls[i]);
	for (size_t i = 0; i < r->count; i++)
		if (r->calls[i].exists)
			add_call(r, &r->calls[i]);
}

static bool has_list(const struct service *service)
{
	const struct call_rules *rules = &service->settings[D_Ambit_SystemCallRule].rules;
	const struct items *calls = &service->settings[D_Service_SystemCallFilter].items;
	bool allows = false;
	for (size_t i = 0; i < rules->count; i++)
		allows |= rules->list[i].action == RULE_ALLOW;
	return allows && !(calls->count && !(calls->list[0].flags & ITEM_NOT));
}

static uint32_t verdict_of_deny(const struct service *service)
{
	const struct setting *error = &service->settings[D_Service_SystemCallErrorNumber];
	if (!error->set)
		return SECCOMP_RET_ERRNO | EPERM;
	return error->number ? SECCOMP_RET_ERRNO | (uint32_t)error->number
			     : SECCOMP_RET_KILL_PROCESS;
}

void layer_rules_add(struct filter *filter, const struct service *service, uint32_t architectures)
{
	const struct setting *setting = &service->settings[D_Ambit_SystemCallRule];
	struct ruling ruling = {.filter = filter,
				.rules = &setting->rules,
				.denied = verdict_of_deny(service),
				.has_list = has_list(service)};
	if (!setting->set)
		return;
	ruling.layer = filter_layer(
		filter, (struct layer){.directive = D_Ambit_SystemCallRule,
				       .span = setting->span,
				       .architectures = architectures,
				       .known = ruling.has_list ? ruling.denied : SECCOMP_RET_ALLOW,
				       .unknown = ruling.has_list ? MISSING : SECCOMP_RET_ALLOW,
				       .foreign = SECCOMP_RET_ALLOW});
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		ruling.architecture = i;
		if (architectures & ARCH_BIT(i))
			add_architecture(&ruling);
	}
	const struct setting *version = &service->settings[D_Ambit_KernelVersion];
	if (version->set && ruling.has_list)
		filter_newer(filter, ruling.layer, (unsigned)version->number);
}
