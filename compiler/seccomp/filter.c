/* SPDX-License-Identifier: MIT */
/* The layers of a filter, and what they say of a call. */
#include "seccomp/filter.h"

#include <assert.h>
#include <stdlib.h>

static uint64_t all_bits(unsigned bits)
{
	return bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

static const struct condition *new_condition(struct arena *arena, struct condition condition)
{
	struct condition *copy = arena_alloc(arena, sizeof(*copy));
	*copy = condition;
	return copy;
}

const struct condition *condition_compare(struct arena *arena, struct operand operand,
					  enum comparator comparator, uint64_t value)
{
	uint64_t all = all_bits(operand.bits);
	assert(operand.argument < ARGUMENTS && value <= all);
	assert(operand.bits >= 32 || comparator <= COMPARE_NE);
	struct comparison comparison = {operand.argument, comparator, operand.bits == 64, all,
					value};
	return new_condition(arena,
			     (struct condition){CONDITION_COMPARE, .comparison = comparison});
}

const struct condition *condition_masked(struct arena *arena, struct operand operand, uint64_t mask,
					 uint64_t value)
{
	uint64_t all = all_bits(operand.bits);
	assert(operand.argument < ARGUMENTS && mask <= all && value <= all);
	struct comparison comparison = {operand.argument, COMPARE_EQ, operand.bits == 64, mask,
					value};
	return new_condition(arena,
			     (struct condition){CONDITION_COMPARE, .comparison = comparison});
}

const struct condition *condition_and(struct arena *arena, const struct condition *left,
				      const struct condition *right)
{
	return new_condition(arena,
			     (struct condition){CONDITION_AND, .left = left, .right = right});
}

const struct condition *condition_or(struct arena *arena, const struct condition *left,
				     const struct condition *right)
{
	return new_condition(arena, (struct condition){CONDITION_OR, .left = left, .right = right});
}

static bool comparison_holds(const struct comparison *c, uint64_t argument)
{
	uint64_t seen = c->wide ? argument : (uint32_t)argument;
	seen &= c->mask;
	switch (c->comparator) {
	case COMPARE_EQ:
		return seen == c->value;
	case COMPARE_NE:
		return seen != c->value;
	case COMPARE_LT:
		return seen < c->value;
	case COMPARE_LE:
		return seen <= c->value;
	case COMPARE_GT:
		return seen > c->value;
	case COMPARE_GE:
		return seen >= c->value;
	}
	abort();
}

bool condition_holds(const struct condition *condition, const uint64_t arguments[ARGUMENTS])
{
	const struct comparison *comparison = &condition->comparison;
	switch (condition->kind) {
	case CONDITION_COMPARE:
		return comparison_holds(comparison, arguments[comparison->argument]);
	case CONDITION_AND:
		return condition_holds(condition->left, arguments) &&
		       condition_holds(condition->right, arguments);
	case CONDITION_OR:
		return condition_holds(condition->left, arguments) ||
		       condition_holds(condition->right, arguments);
	}
	abort();
}

uint32_t verdict_of_both(uint32_t older, uint32_t newer)
{
	int32_t was = (int32_t)(older & SECCOMP_RET_ACTION_FULL);
	int32_t is = (int32_t)(newer & SECCOMP_RET_ACTION_FULL);
	return is <= was ? newer : older;
}

bool verdict_denies(uint32_t verdict)
{
	return verdict_of_both(verdict, SECCOMP_RET_LOG) != SECCOMP_RET_LOG;
}

void filter_init(struct filter *filter, struct calls *calls, enum architecture machine)
{
	assert(machine < ARCH_COUNT);
	*filter = (struct filter){.arena = calls->arena, .calls = calls, .machine = machine};
}

struct layer *filter_layer(struct filter *filter, struct layer layer)
{
	filter->layers = arena_grow(filter->arena, filter->layers, filter->count, &filter->room,
				    sizeof(*filter->layers));
	layer.rules = NULL;
	layer.count = layer.room = 0;
	filter->layers[filter->count] = layer;
	return &filter->layers[filter->count++];
}

void filter_rule_number(struct filter *filter, struct layer *layer, struct rule rule)
{
	layer->rules = arena_grow(filter->arena, layer->rules, layer->count, &layer->room,
				  sizeof(*layer->rules));
	layer->rules[layer->count++] = rule;
}

/* A rule for NAME where the architecture has it. */
static void add_rule(struct filter *filter, struct layer *layer, struct slice name,
		     struct rule rule)
{
	const struct call *call = call_find(filter->calls, rule.architecture, name);
	if (!call)
		return;
	rule.number = call->number;
	filter_rule_number(filter, layer, rule);
}

static void add_call(struct filter *filter, struct layer *layer, struct slice name,
		     struct rule rule)
{
	unsigned number;
	const char *by = rule.when ? NULL : call_multiplexer(name, &number);
	const struct condition *when =
		by ? condition_masked(filter->arena, (struct operand){0, 32}, UINT16_MAX, number)
		   : NULL;
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		if (!(layer->architectures & ARCH_BIT(i)))
			continue;
		rule.architecture = i;
		add_rule(filter, layer, name, rule);
		struct rule other = rule;
		other.when = when;
		if (by)
			add_rule(filter, layer, slice_of(by), other);
	}
}

bool filter_rule(struct filter *filter, struct layer *layer, struct slice name, struct rule rule)
{
	const struct call_set *set = call_set_find(name);
	if (!set) {
		add_call(filter, layer, name, rule);
		return call_exists(name);
	}
	struct slice members = slice_of(set->members), member;
	while (call_set_next(&members, &member))
		filter_rule(filter, layer, member, rule);
	return true;
}

void filter_newer(struct filter *filter, struct layer *layer, unsigned version)
{
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		if (!(layer->architectures & ARCH_BIT(i)))
			continue;
		const struct call_list *calls = calls_of(filter->calls, i);
		for (size_t j = 0; j < calls->count; j++)
			if (call_since(calls->by_number[j].name) > version)
				filter_rule_number(
					filter, layer,
					(struct rule){.architecture = i,
						      .number = calls->by_number[j].number,
						      .verdict = layer->unknown});
	}
}

/* Rules of a layer by architecture and number; those of one call stay in their order. */
static void sort_rules(struct layer *layer, struct rule *spare, size_t count)
{
	struct rule *rules = layer->rules;
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t start = 0; start < count; start += 2 * width) {
			size_t middle = start + width < count ? start + width : count;
			size_t end = middle + width < count ? middle + width : count;
			size_t a = start, b = middle, to = start;
			while (to < end) {
				bool first = a < middle &&
					     (b == end ||
					      rules[a].architecture < rules[b].architecture ||
					      (rules[a].architecture == rules[b].architecture &&
					       rules[a].number <= rules[b].number));
				spare[to++] = rules[first ? a++ : b++];
			}
		}
		struct rule *other = rules;
		rules = spare;
		spare = other;
	}
	layer->rules = rules;
}

void filter_finish(struct filter *filter)
{
	for (size_t i = 0; i < filter->count; i++) {
		struct layer *layer = &filter->layers[i];
		sort_rules(layer, arena_alloc(filter->arena, layer->count * sizeof(*layer->rules)),
			   layer->count);
	}
}

static uint32_t logged(uint32_t verdict)
{
	return verdict_denies(verdict) ? SECCOMP_RET_LOG : verdict;
}

void filter_log_only(struct filter *filter)
{
	for (size_t i = 0; i < filter->count; i++) {
		struct layer *layer = &filter->layers[i];
		layer->known = logged(layer->known);
		layer->unknown = logged(layer->unknown);
		layer->foreign = logged(layer->foreign);
		for (size_t k = 0; k < layer->count; k++)
			layer->rules[k].verdict = logged(layer->rules[k].verdict);
	}
}

static bool condition_equal(const struct condition *a, const struct condition *b)
{
	if (!a || !b || a == b)
		return a == b;
	const struct comparison *x = &a->comparison, *y = &b->comparison;
	if (a->kind != b->kind)
		return false;
	if (a->kind != CONDITION_COMPARE)
		return condition_equal(a->left, b->left) && condition_equal(a->right, b->right);
	return x->argument == y->argument && x->comparator == y->comparator && x->wide == y->wide &&
	       x->mask == y->mask && x->value == y->value;
}

static bool layer_equal(const struct layer *a, const struct layer *b)
{
	bool same = a->architectures == b->architectures && a->known == b->known &&
		    a->unknown == b->unknown && a->foreign == b->foreign && a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++) {
		const struct rule *x = &a->rules[i], *y = &b->rules[i];
		same = x->architecture == y->architecture && x->number == y->number &&
		       x->verdict == y->verdict && condition_equal(x->when, y->when);
	}
	return same;
}

bool filter_equal(const struct filter *a, const struct filter *b)
{
	bool same = a->machine == b->machine && a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = layer_equal(&a->layers[i], &b->layers[i]);
	return same;
}

/* Rules for the call NUMBER. */
static const struct rule *rules_of(const struct layer *layer, enum architecture architecture,
				   uint32_t number, size_t *count)
{
	size_t low = 0, high = layer->count;
	const struct rule *rules = layer->rules;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (rules[middle].architecture < architecture ||
		    (rules[middle].architecture == architecture && rules[middle].number < number))
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < layer->count && rules[end].architecture == architecture &&
	       rules[end].number == number)
		end++;
	*count = end - low;
	return *count ? rules + low : NULL;
}

void filter_site(const struct filter *filter, uint32_t audit, uint32_t number, struct site *site)
{
	enum architecture architecture = architecture_of(audit, number);
	site->architecture = architecture;
	site->known = architecture < ARCH_COUNT &&
		      call_of_number(filter->calls, architecture, number) != NULL;
	site->count = filter->count;
	for (size_t i = 0; i < filter->count; i++) {
		const struct layer *layer = &filter->layers[i];
		struct site_part *part = &site->parts[i];
		*part = (struct site_part){.otherwise = layer->foreign};
		if (architecture == ARCH_FOREIGN ||
		    !(layer->architectures & ARCH_BIT(architecture)))
			continue;
		part->otherwise = site->known ? layer->known : layer->unknown;
		part->rules = rules_of(layer, architecture, number, &part->count);
	}
}

static uint32_t decide_part(const struct site_part *part, const uint64_t arguments[ARGUMENTS])
{
	for (size_t i = 0; i < part->count; i++)
		if (!part->rules[i].when || condition_holds(part->rules[i].when, arguments))
			return part->rules[i].verdict;
	return part->otherwise;
}

uint32_t site_decide(const struct site *site, const uint64_t arguments[ARGUMENTS], size_t *layer)
{
	uint32_t verdict = SECCOMP_RET_ALLOW;
	size_t newest = 0;
	for (size_t i = 0; i < site->count; i++) {
		uint32_t newer = decide_part(&site->parts[i], arguments);
		uint32_t both = verdict_of_both(verdict, newer);
		if (both == newer)
			newest = i;
		verdict = both;
	}
	if (layer)
		*layer = newest;
	return verdict;
}

uint32_t filter_decide(const struct filter *filter, const struct seccomp_data *data, size_t *layer)
{
	struct site_part parts[filter->count + 1];
	struct site site = {.parts = parts};
	uint64_t arguments[ARGUMENTS];
	for (size_t i = 0; i < ARGUMENTS; i++)
		arguments[i] = data->args[i];
	filter_site(filter, data->arch, (uint32_t)data->nr, &site);
	return site_decide(&site, arguments, layer);
}

uint32_t filter_architectures(const struct filter *filter)
{
	uint32_t all = architecture_rows[filter->machine].local;
	for (size_t i = 0; i < filter->count; i++)
		all |= filter->layers[i].architectures;
	return all;
}
