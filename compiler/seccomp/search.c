/* SPDX-License-Identifier: MIT */
/*
 * Up to OPTIMAL edges in a row get the tree of the least cost (by dynamic programming): the number of tests
 * that a value passes on average, and a little for each instruction. More of them are first divided into
 * halves of equal weight. A tree divides at a value, or picks single values out of a range that is one node
 * otherwise.
 */
#include "seccomp/search.h"

#include <assert.h>

enum {
	OPTIMAL = 128,
	PICKED = 4,       /* single values that a range is picked from at most */
	INSTRUCTION = 128 /* so many instructions cost as much as one more test of each value */
};

/* Edges from FIRST to LAST. */
struct choice {
	uint64_t cost;
	uint32_t split;      /* the first edge of the upper part; 0: pick */
	uint32_t background; /* pick: the node that all but single values lead to */
};

struct search {
	struct arena *arena;
	const struct node *node;
	const uint64_t *sums;  /* sums[i]: the weight of all edges before i */
	uint64_t instruction;  /* the cost of one */
	uint32_t first, count; /* the edges of the table */
	struct choice *choices;
};

static struct choice *choice_at(const struct search *s, uint32_t first, uint32_t last)
{
	return &s->choices[(first - s->first) * s->count + last - s->first];
}

static uint64_t weight(const struct search *s, uint32_t first, uint32_t last)
{
	return s->sums[last + 1] - s->sums[first];
}

/* The smallest value of an edge. */
static uint32_t edge_first(const struct search *s, uint32_t edge)
{
	return edge ? s->node->edges[edge - 1].last + 1 : 0;
}

/* The edges of a range that are picked, the heaviest first, and the node that all others lead to. */
struct picks {
	uint32_t background, count, edges[PICKED];
};

/*
 * False when the edges from FIRST to LAST that do not lead to picks->background are too many, or not
 * of single values.
 */
static bool find_picks(const struct search *s, uint32_t first, uint32_t last, struct picks *picks)
{
	picks->count = 0;
	for (uint32_t i = first; i <= last; i++) {
		if (s->node->edges[i].to == picks->background)
			continue;
		if (picks->count == PICKED || edge_first(s, i) != s->node->edges[i].last)
			return false;
		uint32_t place = picks->count++;
		for (; place; place--) {
			uint32_t before = picks->edges[place - 1];
			if (weight(s, before, before) >= weight(s, i, i))
				break;
			picks->edges[place] = before;
		}
		picks->edges[place] = i;
	}
	return true;
}

static void try_pick(const struct search *s, uint32_t first, uint32_t last, struct choice *best)
{
	for (uint32_t i = first; i <= first + 1; i++) {
		struct picks picks = {.background = s->node->edges[i].to};
		if (!find_picks(s, first, last, &picks))
			continue;
		uint64_t left = weight(s, first, last), cost = 0;
		for (uint32_t j = 0; j < picks.count; j++) {
			cost += left + s->instruction;
			left -= weight(s, picks.edges[j], picks.edges[j]);
		}
		if (cost < best->cost)
			*best = (struct choice){cost, 0, picks.background};
	}
}

static void choose(const struct search *s, uint32_t first, uint32_t last)
{
	struct choice best = {.cost = UINT64_MAX};
	if (first == last)
		best = (struct choice){0, 0, s->node->edges[first].to};
	else if (last - first <= 2 * PICKED)
		try_pick(s, first, last, &best);
	uint64_t own = weight(s, first, last) + s->instruction;
	for (uint32_t split = first + 1; split <= last; split++) {
		uint64_t cost = own + choice_at(s, first, split - 1)->cost +
				choice_at(s, split, last)->cost;
		if (cost < best.cost)
			best = (struct choice){cost, split, 0};
	}
	*choice_at(s, first, last) = best;
}

static struct test *new_test(const struct search *s, struct test test)
{
	struct test *copy = arena_alloc(s->arena, sizeof(*copy));
	*copy = test;
	return copy;
}

/* The tree for edges that are picked, or NULL and the node when all lead to one. */
static const struct test *pick_tree(const struct search *s, uint32_t first, uint32_t last,
				    uint32_t *to)
{
	struct picks picks = {.background = choice_at(s, first, last)->background};
	find_picks(s, first, last, &picks);
	const struct test *tree = NULL;
	while (picks.count-- > 0) {
		const struct edge *edge = &s->node->edges[picks.edges[picks.count]];
		tree = new_test(s, (struct test){.equal = true,
						 .key = edge->last,
						 .no = tree,
						 .yes_to = edge->to,
						 .no_to = picks.background});
	}
	*to = picks.background;
	return tree;
}

static const struct test *optimal_tree(const struct search *s, uint32_t first, uint32_t last,
				       uint32_t *to)
{
	uint32_t split = choice_at(s, first, last)->split;
	if (!split)
		return pick_tree(s, first, last, to);
	struct test test = {.key = edge_first(s, split)};
	test.no = optimal_tree(s, first, split - 1, &test.no_to);
	test.yes = optimal_tree(s, split, last, &test.yes_to);
	return new_test(s, test);
}

static const struct test *find_optimal(struct search *s, uint32_t first, uint32_t last,
				       uint32_t *to)
{
	s->first = first;
	s->count = last - first + 1;
	s->choices = arena_alloc(s->arena, (size_t)s->count * s->count * sizeof(*s->choices));
	for (uint32_t length = 0; length < s->count; length++)
		for (uint32_t i = first; i + length <= last; i++)
			choose(s, i, i + length);
	return optimal_tree(s, first, last, to);
}

/* Where both sides weigh about the same, and each as much as its edges cost anyway. */
static uint32_t middle_of(const struct search *s, uint32_t first, uint32_t last)
{
	uint32_t split = first + 1;
	while (split < last && weight(s, first, split) + s->instruction * (split - first) <=
				       weight(s, split, last) + s->instruction * (last - split))
		split++;
	return split;
}

static const struct test *find_tree(struct search *s, uint32_t first, uint32_t last, uint32_t *to)
{
	if (last - first < OPTIMAL)
		return find_optimal(s, first, last, to);
	uint32_t split = middle_of(s, first, last);
	struct test test = {.key = edge_first(s, split)};
	test.no = find_tree(s, first, split - 1, &test.no_to);
	test.yes = find_tree(s, split, last, &test.yes_to);
	return new_test(s, test);
}

const struct test *search_tree(struct arena *arena, const struct node *node,
			       const uint32_t *weights)
{
	assert(node->count > 1 && !node_bit(node));
	uint64_t *sums = arena_alloc(arena, (node->count + 1) * sizeof(*sums));
	for (uint32_t i = 0; i < node->count; i++)
		sums[i + 1] = sums[i] + weights[i];
	struct search s = {arena, node, sums, .instruction = 1 + sums[node->count] / INSTRUCTION};
	uint32_t to;
	return find_tree(&s, 0, node->count - 1, &to);
}
