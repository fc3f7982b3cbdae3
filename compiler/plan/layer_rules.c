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

/* A verdict, or NO_VERDICT, and the line of the rule that says so. */
struct said {
	uint32_t verdict;
	struct span span;
};

/* What the rules without a condition say of a call. */
struct decided {
	struct slice name; /* empty: of a number alone */
	uint32_t number;
	bool exists; /* on the architecture, with that number */
	struct said by_name, by_set;
};

struct ruling {
	struct filter *filter;
	const struct call_rules *rules;
	struct layer *layer;
	uint32_t denied;   /* the verdict of "deny" */
	struct said other; /* what no rule says: of a list, by the rule that makes it one */
	bool has_list;     /* what is not decided is denied */
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

static struct said said_by(const struct ruling *r, const struct call_rule *rule)
{
	return (struct said){verdict_of(r, rule), rule->span};
}

static struct said stricter(struct said a, struct said b)
{
	if (a.verdict == NO_VERDICT || b.verdict == NO_VERDICT)
		return a.verdict == NO_VERDICT ? b : a;
	return verdict_of_both(a.verdict, b.verdict) == a.verdict ? a : b;
}

static bool is_denial(uint32_t verdict)
{
	return verdict != NO_VERDICT && verdict != SECCOMP_RET_ALLOW && verdict != SECCOMP_RET_LOG;
}

static struct decided *add_decided(struct ruling *r, struct decided decided)
{
	decided.by_name.verdict = decided.by_set.verdict = NO_VERDICT;
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

static void decide_number(struct ruling *r, uint32_t number, struct said said)
{
	size_t i = 0;
	while (i < r->count && !(r->calls[i].exists && r->calls[i].number == number))
		i++;
	if (i == r->count)
		add_decided(r, (struct decided){.number = number, .exists = true});
	r->calls[i].by_name = stricter(r->calls[i].by_name, said);
}

static void decide_set(struct ruling *r, struct slice name, struct said said)
{
	const struct call_set *set = call_set_find(name);
	struct slice members = slice_of(set ? set->members : ""), member;
	while (call_set_next(&members, &member))
		decide_set(r, member, said);
	if (set)
		return;
	struct decided *decided = decided_of(r, name);
	decided->by_set = stricter(decided->by_set, said);
}

static void decide(struct ruling *r, struct slice call, struct said said)
{
	enum architecture architecture;
	uint32_t number;
	if (slice_starts(call, "@")) {
		decide_set(r, call, said);
	} else if (call_number_parts(call, &architecture, &number)) {
		if (architecture == r->architecture)
			decide_number(r, number, said);
	} else {
		struct decided *decided = decided_of(r, call);
		decided->by_name = stricter(decided->by_name, said);
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
static struct said said_otherwise(const struct ruling *r, const struct decided *call)
{
	struct said known = r->other;
	const struct call_rule *rule, *allowing = NULL; /* on a condition */
	if (!call->name.len)
		known.verdict = r->layer->unknown;
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));)
		allowing = rule->action == RULE_ALLOW ? rule : allowing;
	if (!allowing)
		return call->by_name.verdict != NO_VERDICT  ? call->by_name
		       : call->by_set.verdict != NO_VERDICT ? call->by_set
							    : known;
	return is_denial(call->by_name.verdict)  ? call->by_name
	       : is_denial(call->by_set.verdict) ? call->by_set
						 : (struct said){r->denied, allowing->span};
}

/* Whatever the arguments. */
static struct said strictest(const struct ruling *r, const struct decided *call)
{
	struct said said = said_otherwise(r, call);
	const struct call_rule *rule;
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));)
		said = stricter(said, said_by(r, rule));
	return said;
}

static bool is_named(const struct ruling *r, const struct decided *call)
{
	size_t at = 0;
	return call->by_name.verdict != NO_VERDICT || next_condition(r, call->name, &at);
}

static void add_rule(struct ruling *r, uint32_t number, const struct condition *when,
		     struct said said)
{
	filter_rule_number(r->filter, r->layer,
			   (struct rule){r->architecture, number, when, said.verdict, said.span});
}

/* Where CALL is also made by way of another one; a rule for that one is not undone. */
static void add_ways(struct ruling *r, const struct decided *call)
{
	unsigned number;
	const char *name = call_multiplexer(call->name, &number);
	const struct call *by =
		name ? call_find(r->filter->calls, r->architecture, slice_of(name)) : NULL;
	if (!by || (!is_named(r, call) && call->by_set.verdict == NO_VERDICT))
		return;
	struct said said = strictest(r, call);
	if (is_denial(said.verdict) || !is_named(r, decided_of(r, slice_of(name))))
		add_rule(r, by->number,
			 condition_masked(r->filter->arena, (struct operand){0, 32}, UINT16_MAX,
					  number),
			 said);
}

static void add_call(struct ruling *r, const struct decided *call)
{
	struct arena *arena = r->filter->arena;
	struct said otherwise = said_otherwise(r, call);
	const struct call_rule *rule;
	size_t count = r->layer->count;
	for (size_t at = 0; (rule = next_condition(r, call->name, &at));) {
		const struct condition *when =
			layer_condition(arena, r->architecture, call->name, rule->condition);
		if (!when) {
			r->layer->count = count;
			otherwise = strictest(r, call);
			break;
		}
		add_rule(r, call->number, when, said_by(r, rule));
	}
	if (otherwise.verdict != (call->name.len ? r->layer->known : r->layer->unknown))
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
				decide(r, rule->calls.list[k].text, said_by(r, rule));
	}
	if (r->has_list)
		decide_set(r, SLICE("@default"), (struct said){SECCOMP_RET_ALLOW, r->other.span});
	for (size_t i = 0; i < r->count; i++)
		if (r->calls[i].name.len)
			add_ways(r, &r->calls[i]);
	for (size_t i = 0; i < r->count; i++)
		if (r->calls[i].exists)
			add_call(r, &r->calls[i]);
}

/* The first rule that makes the rules a list of what is allowed; NULL: they are none. */
static const struct call_rule *first_of_list(const struct service *service)
{
	const struct call_rules *rules = &service->settings[D_Ambit_SystemCallRule].rules;
	const struct items *calls = &service->settings[D_Service_SystemCallFilter].items;
	if (calls->count && !(calls->list[0].flags & ITEM_NOT))
		return NULL;
	for (size_t i = 0; i < rules->count; i++)
		if (rules->list[i].action == RULE_ALLOW)
			return &rules->list[i];
	return NULL;
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
	const struct call_rule *first = first_of_list(service);
	struct ruling ruling = {.filter = filter,
				.rules = &setting->rules,
				.denied = verdict_of_deny(service),
				.has_list = first};
	if (!setting->set)
		return;
	ruling.other.verdict = first ? ruling.denied : SECCOMP_RET_ALLOW;
	ruling.other.span = first ? first->span : setting->span;
	ruling.layer = filter_layer(
		filter, (struct layer){.directive = D_Ambit_SystemCallRule,
				       .span = ruling.other.span,
				       .architectures = architectures,
				       .known = ruling.other.verdict,
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
