/* SPDX-License-Identifier: MIT */
/*
 * Between two numbers at which something can change all numbers are alike, and so are all values
 * of the architecture between those that have a row: one decision each, side by side on an edge.
 */
#include "seccomp/merge.h"

#include <linux/bpf_common.h>
#include <stdlib.h>

enum {
	STEPS_MOST = 1 << 16, /* of merging the decision for one number */
	FEW = 64              /* nodes that nothing simpler is looked for */
};

struct numbers_list {
	struct arena *arena;
	uint32_t *list;
	size_t count, room;
};

static void add_number(struct numbers_list *numbers, uint32_t number)
{
	numbers->list = arena_grow(numbers->arena, numbers->list, numbers->count, &numbers->room,
				   sizeof(*numbers->list));
	numbers->list[numbers->count++] = number;
}

/* NUMBER is one of its own. */
static void add_single(struct numbers_list *numbers, uint32_t number)
{
	add_number(numbers, number);
	if (number < UINT32_MAX)
		add_number(numbers, number + 1);
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
	return (one > other) - (one < other);
}

static void sort_numbers(struct numbers_list *numbers)
{
	size_t count = 0;
	qsort(numbers->list, numbers->count, sizeof(*numbers->list), compare_numbers);
	for (size_t i = 0; i < numbers->count; i++)
		if (!count || numbers->list[count - 1] != numbers->list[i])
			numbers->list[count++] = numbers->list[i];
	numbers->count = count;
}

static void add_rules(struct numbers_list *numbers, const struct filter *filter,
		      enum architecture architecture)
{
	for (size_t i = 0; i < filter->count; i++) {
		const struct layer *layer = &filter->layers[i];
		for (size_t j = 0; j < layer->count; j++)
			if (layer->rules[j].architecture == architecture)
				add_single(numbers, layer->rules[j].number);
	}
}

const uint32_t *merge_numbers(const struct filter *filter, uint32_t audit, size_t *count)
{
	struct numbers_list numbers = {.arena = filter->arena};
	add_number(&numbers, 0);
	add_number(&numbers, UINT32_MAX); /* on x86-64 another architecture's than the one before */
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		if (architecture_rows[i].audit != audit)
			continue;
		add_number(&numbers, architecture_rows[i].first);
		if (!(filter_architectures(filter) & ARCH_BIT(i)))
			continue;
		const struct call_list *calls = calls_of(filter->calls, i);
		for (size_t j = 0; j < calls->count; j++)
			add_single(&numbers, calls->by_number[j].number);
		add_rules(&numbers, filter, i);
	}
	sort_numbers(&numbers);
	*count = numbers.count;
	return numbers.list;
}

/* The one form of the decision, which can be much larger than the rules: they may ask for fields in any order. */
static uint32_t merge_ordered(struct diagram *diagram, const struct site *site)
{
	uint32_t all = diagram_leaf(diagram, SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < site->count; i++) {
		const struct site_part *part = &site->parts[i];
		uint32_t of_layer = diagram_leaf(diagram, part->otherwise);
		for (size_t j = part->count; j-- > 0;) {
			const struct rule *rule = &part->rules[j];
			uint32_t decision = diagram_condition(diagram, rule->when, rule->verdict);
			of_layer = diagram_merge(diagram, MERGE_EITHER, decision, of_layer);
		}
		all = diagram_merge(diagram, MERGE_VERDICTS, all, of_layer);
	}
	return all;
}

/* Where a layer is entered with the verdict of those before it. */
struct entrance {
	size_t layer;
	uint32_t verdict, node;
};

struct chaining {
	struct diagram *diagram;
	const struct site *site;
	struct entrance *entrances;
	size_t count, room;
};

/* What is behind such an entrance: rule by rule, layer by layer. */
static uint32_t chain_layers(struct chaining *c, size_t layer, uint32_t verdict)
{
	if (layer == c->site->count)
		return diagram_leaf(c->diagram, verdict);
	for (size_t i = 0; i < c->count; i++)
		if (c->entrances[i].layer == layer && c->entrances[i].verdict == verdict)
			return c->entrances[i].node;
	const struct site_part *part = &c->site->parts[layer];
	uint32_t at = chain_layers(c, layer + 1, verdict_of_both(verdict, part->otherwise));
	for (size_t i = part->count; i-- > 0;) {
		const struct rule *rule = &part->rules[i];
		uint32_t both = verdict_of_both(verdict, rule->verdict);
		at = diagram_chain(c->diagram, rule->when, chain_layers(c, layer + 1, both), at);
	}
	c->entrances = arena_grow(c->diagram->arena, c->entrances, c->count, &c->room,
				  sizeof(*c->entrances));
	c->entrances[c->count++] = (struct entrance){layer, verdict, at};
	return at;
}

uint32_t merge_site(struct diagram *diagram, const struct site *site)
{
	diagram_limit(diagram, STEPS_MOST);
	uint32_t ordered = merge_ordered(diagram, site);
	bool is_whole = diagram_limit(diagram, SIZE_MAX);
	if (is_whole && diagram_size(diagram, ordered, FEW) < FEW)
		return ordered;
	struct chaining chaining = {.diagram = diagram, .site = site};
	uint32_t chained = chain_layers(&chaining, 0, SECCOMP_RET_ALLOW);
	size_t size = diagram_size(diagram, chained, BPF_MAXINSNS + 1);
	return is_whole && diagram_size(diagram, ordered, size) < size ? ordered : chained;
}

static uint32_t merge_calls(struct diagram *diagram, const struct filter *filter, uint32_t audit)
{
	size_t count;
	const uint32_t *numbers = merge_numbers(filter, audit, &count);
	struct edge *edges = arena_alloc(diagram->arena, count * sizeof(*edges));
	struct site site = {
		.parts = arena_alloc(diagram->arena, filter->count * sizeof(*site.parts))};
	for (size_t i = 0; i < count; i++) {
		filter_site(filter, audit, numbers[i], &site);
		edges[i].last = i + 1 < count ? numbers[i + 1] - 1 : UINT32_MAX;
		edges[i].to = merge_site(diagram, &site);
	}
	return diagram_value(diagram, FIELD_NUMBER, edges, count);
}

uint32_t merge_filter(struct diagram *diagram, const struct filter *filter)
{
	struct numbers_list audits = {.arena = diagram->arena};
	add_number(&audits, 0);
	for (unsigned i = 0; i < ARCH_COUNT; i++)
		if (filter_architectures(filter) & ARCH_BIT(i))
			add_single(&audits, architecture_rows[i].audit);
	sort_numbers(&audits);
	struct edge *edges = arena_alloc(diagram->arena, audits.count * sizeof(*edges));
	for (size_t i = 0; i < audits.count; i++) {
		edges[i].last = i + 1 < audits.count ? audits.list[i + 1] - 1 : UINT32_MAX;
		edges[i].to = merge_calls(diagram, filter, audits.list[i]);
	}
	return diagram_value(diagram, FIELD_ARCHITECTURE, edges, audits.count);
}
