/* SPDX-License-Identifier: MIT */
/*
 * Nodes are made by make_node() only, which reduces them: equal neighbours become one edge, a
 * test of one edge is none, a node that is there already is that node. Below an interval of a
 * word's values the bits that all of them share are not tested again.
 */
#include "seccomp/diagram.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum { BUCKETS = 1 << 12, MERGED = 1 << 12 };

/* A merge that was done: of A and B, with the RESULT; the table forgets by overwriting. */
struct merged {
	uint32_t merge, a, b, result;
};

enum field field_high(unsigned argument)
{
	return FIELD_ARGUMENTS + 2 * argument;
}

enum field field_low(unsigned argument)
{
	return field_high(argument) + 1;
}

uint32_t field_offset(enum field field)
{
	if (field == FIELD_ARCHITECTURE)
		return offsetof(struct seccomp_data, arch);
	if (field == FIELD_NUMBER)
		return offsetof(struct seccomp_data, nr);
	unsigned half = field - FIELD_ARGUMENTS;
	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
		half ^= 1;
	return (uint32_t)(offsetof(struct seccomp_data, args) + sizeof(uint32_t) * half);
}

enum field field_at(uint32_t offset)
{
	unsigned field = 0;
	while (field < FIELD_COUNT && field_offset(field) != offset)
		field++;
	return field;
}

enum field node_field(const struct node *node)
{
	return node->variable / VARIABLES_OF_FIELD;
}

uint32_t node_bit(const struct node *node)
{
	unsigned place = node->variable % VARIABLES_OF_FIELD;
	return place ? UINT32_C(1) << (32 - place) : 0;
}

void diagram_init(struct diagram *diagram, struct arena *arena)
{
	*diagram = (struct diagram){.arena = arena};
	diagram->merged = arena_alloc(arena, MERGED * sizeof(*diagram->merged));
	diagram->steps = SIZE_MAX;
}

bool diagram_limit(struct diagram *diagram, size_t steps)
{
	bool is_over = !diagram->steps;
	if (is_over) /* what was merged at the end is not what was asked for */
		memset(diagram->merged, 0, MERGED * sizeof(*diagram->merged));
	diagram->steps = steps;
	return !is_over;
}

/* Counts those that have not this stamp. */
static size_t count_nodes(struct diagram *diagram, uint32_t at, size_t most)
{
	struct node *node = &diagram->nodes[at];
	if (node->stamp == diagram->stamp)
		return 0;
	node->stamp = diagram->stamp;
	size_t count = 1;
	for (uint32_t i = 0; i < node->count && count < most; i++)
		count += count_nodes(diagram, node->edges[i].to, most - count);
	return count;
}

size_t diagram_size(struct diagram *diagram, uint32_t root, size_t most)
{
	diagram->stamp++;
	return count_nodes(diagram, root, most);
}

/* A step of FNV-1a with a word in the place of a byte, and its high bits brought down. */
static uint32_t hash(uint32_t seed, uint32_t value)
{
	seed = (seed ^ value) * UINT32_C(16777619);
	return seed ^ seed >> 15;
}

static bool node_is(const struct node *a, const struct node *b)
{
	bool same = a->variable == b->variable && a->verdict == b->verdict && a->count == b->count;
	for (uint32_t i = 0; same && i < a->count; i++)
		same = a->edges[i].last == b->edges[i].last && a->edges[i].to == b->edges[i].to;
	return same;
}

/* As many buckets as there can be nodes before the next time. */
static void add_buckets(struct diagram *diagram)
{
	diagram->bucket_count = diagram->bucket_count ? 2 * diagram->bucket_count : BUCKETS;
	diagram->buckets =
		arena_alloc(diagram->arena, diagram->bucket_count * sizeof(*diagram->buckets));
	for (uint32_t i = 0; i < diagram->count; i++) {
		struct node *node = &diagram->nodes[i];
		uint32_t *bucket = &diagram->buckets[node->key % diagram->bucket_count];
		node->next = *bucket;
		*bucket = i + 1;
	}
}

/* NODE, whose edges are copied, or the one that is there. */
static uint32_t intern(struct diagram *diagram, struct node node)
{
	node.key = hash(node.variable, node.verdict);
	for (uint32_t i = 0; i < node.count; i++)
		node.key = hash(hash(node.key, node.edges[i].last), node.edges[i].to);
	if (diagram->count == diagram->bucket_count)
		add_buckets(diagram);
	uint32_t *bucket = &diagram->buckets[node.key % diagram->bucket_count];
	for (uint32_t i = *bucket; i; i = diagram->nodes[i - 1].next)
		if (node_is(&diagram->nodes[i - 1], &node))
			return i - 1;
	diagram->nodes = arena_grow(diagram->arena, diagram->nodes, diagram->count, &diagram->room,
				    sizeof(*diagram->nodes));
	struct edge *edges = arena_alloc(diagram->arena, node.count * sizeof(*edges));
	for (uint32_t i = 0; i < node.count; i++)
		edges[i] = node.edges[i];
	node.edges = edges;
	node.next = *bucket;
	diagram->nodes[diagram->count++] = node;
	*bucket = (uint32_t)diagram->count;
	return *bucket - 1;
}

uint32_t diagram_leaf(struct diagram *diagram, uint32_t verdict)
{
	return intern(diagram, (struct node){.variable = VARIABLE_LEAF, .verdict = verdict});
}

/* Without tests of those bits of FIELD that are in KNOWN; they have the value that VALUE has. */
static uint32_t without_bits(struct diagram *diagram, uint32_t at, enum field field,
			     const uint32_t known[2])
{
	struct node node = diagram->nodes[at];
	uint32_t bit = node_bit(&node);
	if (node.variable == VARIABLE_LEAF || node_field(&node) != field || !bit)
		return at;
	if (known[0] & bit)
		return without_bits(diagram, node.edges[known[1] & bit ? 1 : 0].to, field, known);
	struct edge edges[2] = {
		{0, without_bits(diagram, node.edges[0].to, field, known)},
		{1, without_bits(diagram, node.edges[1].to, field, known)},
	};
	if (edges[0].to == edges[1].to)
		return edges[0].to;
	node.edges = edges;
	return intern(diagram, node);
}

/* The bits that all numbers from FIRST to LAST begin with. */
static uint32_t common_bits(uint32_t first, uint32_t last)
{
	return first == last ? UINT32_MAX
			     : (uint32_t) ~(UINT64_MAX >> __builtin_clzll(first ^ last));
}

/* EDGES are changed. */
static uint32_t make_node(struct diagram *diagram, unsigned variable, struct edge *edges,
			  size_t count)
{
	struct node node = {.variable = variable};
	uint32_t first = 0;
	for (size_t i = 0; i < count; i++) {
		struct edge edge = edges[i];
		if (!node_bit(&node)) {
			uint32_t known[2] = {common_bits(first, edge.last), first};
			edge.to = without_bits(diagram, edge.to, node_field(&node), known);
		}
		first = edge.last + 1;
		if (node.count && edges[node.count - 1].to == edge.to)
			node.count--;
		edges[node.count++] = edge;
	}
	node.edges = edges;
	return node.count == 1 ? edges[0].to : intern(diagram, node);
}

uint32_t diagram_value(struct diagram *diagram, enum field field, const struct edge *edges,
		       size_t count)
{
	struct edge *copy = arena_alloc(diagram->arena, count * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = edges[i];
	return make_node(diagram, field * VARIABLES_OF_FIELD, copy, count);
}

static uint32_t merge_leaves(enum merge merge, uint32_t a, uint32_t b)
{
	switch (merge) {
	case MERGE_EITHER:
		return a == NO_VERDICT ? b : a;
	case MERGE_BOTH:
		return a == NO_VERDICT ? a : b;
	case MERGE_VERDICTS:
		return verdict_of_both(a, b);
	}
	return NO_VERDICT;
}

/* The edges of NODE as a test of VARIABLE, which it may not test itself. */
static struct edge edge_of(const struct node *node, uint32_t at, unsigned variable, size_t index)
{
	return node->variable == variable ? node->edges[index] : (struct edge){UINT32_MAX, at};
}

static uint32_t merge_nodes(struct diagram *diagram, enum merge merge, uint32_t a, uint32_t b)
{
	struct node one = diagram->nodes[a], other = diagram->nodes[b];
	unsigned variable = one.variable < other.variable ? one.variable : other.variable;
	if (variable == VARIABLE_LEAF)
		return diagram_leaf(diagram, merge_leaves(merge, one.verdict, other.verdict));
	struct edge *edges =
		arena_alloc(diagram->arena, (one.count + other.count + 2) * sizeof(*edges));
	uint32_t end = variable % VARIABLES_OF_FIELD ? 1 : UINT32_MAX;
	size_t count = 0, i = 0, j = 0;
	do {
		struct edge x = edge_of(&one, a, variable, i), y = edge_of(&other, b, variable, j);
		uint32_t last = x.last < y.last ? x.last : y.last;
		edges[count++] = (struct edge){last, diagram_merge(diagram, merge, x.to, y.to)};
		i += x.last == last;
		j += y.last == last;
	} while (edges[count - 1].last < end);
	return make_node(diagram, variable, edges, count);
}

uint32_t diagram_merge(struct diagram *diagram, enum merge merge, uint32_t a, uint32_t b)
{
	if (a == b || !diagram->steps)
		return a;
	diagram->steps--;
	struct merged *slot = &diagram->merged[hash(hash(merge, a), b) % MERGED];
	if (slot->merge == merge && slot->a == a && slot->b == b)
		return slot->result;
	uint32_t result = merge_nodes(diagram, merge, a, b);
	*slot = (struct merged){merge, a, b, result};
	return result;
}

struct range {
	uint32_t first, last;
};

/* TO[1] for values of FIELD in RANGE, else TO[0]. */
static uint32_t in_range(struct diagram *diagram, enum field field, struct range range,
			 const uint32_t to[2])
{
	struct edge edges[3];
	size_t count = 0;
	if (range.first)
		edges[count++] = (struct edge){range.first - 1, to[0]};
	edges[count++] = (struct edge){range.last, to[1]};
	if (range.last < UINT32_MAX)
		edges[count++] = (struct edge){UINT32_MAX, to[0]};
	return make_node(diagram, field * VARIABLES_OF_FIELD, edges, count);
}

uint32_t diagram_bits(struct diagram *diagram, enum field field, struct bits bits,
		      const uint32_t to[2])
{
	if (bits.value & ~bits.mask)
		return to[0];
	uint32_t at = to[1];
	for (unsigned i = 0; i < 32; i++) {
		uint32_t bit = UINT32_C(1) << i;
		if (!(bits.mask & bit))
			continue;
		bool set = bits.value & bit;
		struct edge edges[2] = {{0, set ? to[0] : at}, {1, set ? at : to[0]}};
		at = make_node(diagram, field * VARIABLES_OF_FIELD + 32 - i, edges, 2);
	}
	return at;
}

/* TO[1] where the argument equals the value in the bits of the mask, else TO[0]. */
static uint32_t in_mask(struct diagram *diagram, const struct comparison *c, const uint32_t to[2])
{
	struct bits low = {(uint32_t)c->mask, (uint32_t)c->value};
	struct bits high = {(uint32_t)(c->mask >> 32), (uint32_t)(c->value >> 32)};
	uint32_t at = diagram_bits(diagram, field_low(c->argument), low, to);
	return diagram_bits(diagram, field_high(c->argument), high, (uint32_t[2]){to[0], at});
}

/* TO[1] where the argument equals the value, or with BELOW is not larger; else TO[0]. */
static uint32_t in_order(struct diagram *diagram, const struct comparison *c, bool below,
			 const uint32_t to[2])
{
	uint32_t low = (uint32_t)c->value, high = (uint32_t)(c->value >> 32);
	uint32_t at =
		in_range(diagram, field_low(c->argument), (struct range){below ? 0 : low, low}, to);
	if (!c->wide)
		return at;
	struct edge edges[3];
	size_t count = 0;
	if (high)
		edges[count++] = (struct edge){high - 1, to[below]};
	edges[count++] = (struct edge){high, at};
	if (high < UINT32_MAX)
		edges[count++] = (struct edge){UINT32_MAX, to[0]};
	return make_node(diagram, field_high(c->argument) * VARIABLES_OF_FIELD, edges, count);
}

/* YES where the comparison holds, else NO. */
static uint32_t compare(struct diagram *diagram, const struct comparison *c, uint32_t yes,
			uint32_t no)
{
	bool turned = c->comparator == COMPARE_NE || c->comparator == COMPARE_GT ||
		      c->comparator == COMPARE_GE;
	uint32_t to[2] = {turned ? yes : no, turned ? no : yes};
	if (c->comparator <= COMPARE_NE)
		return c->mask == (c->wide ? UINT64_MAX : UINT32_MAX)
			       ? in_order(diagram, c, false, to)
			       : in_mask(diagram, c, to);
	struct comparison below = *c; /* x < v is x <= v - 1, x >= v is not that */
	if (c->comparator == COMPARE_LT || c->comparator == COMPARE_GE) {
		if (!c->value)
			return to[0];
		below.value--;
	}
	return in_order(diagram, &below, true, to);
}

uint32_t diagram_condition(struct diagram *diagram, const struct condition *condition,
			   uint32_t verdict)
{
	if (!condition)
		return diagram_leaf(diagram, verdict);
	if (condition->kind == CONDITION_COMPARE)
		return compare(diagram, &condition->comparison, diagram_leaf(diagram, verdict),
			       diagram_leaf(diagram, NO_VERDICT));
	return diagram_merge(diagram, condition->kind == CONDITION_AND ? MERGE_BOTH : MERGE_EITHER,
			     diagram_condition(diagram, condition->left, verdict),
			     diagram_condition(diagram, condition->right, verdict));
}

uint32_t diagram_chain(struct diagram *diagram, const struct condition *condition, uint32_t yes,
		       uint32_t no)
{
	if (!condition)
		return yes;
	if (condition->kind == CONDITION_COMPARE)
		return compare(diagram, &condition->comparison, yes, no);
	bool both = condition->kind == CONDITION_AND;
	uint32_t then = diagram_chain(diagram, condition->right, yes, no);
	return diagram_chain(diagram, condition->left, both ? then : yes, both ? no : then);
}
