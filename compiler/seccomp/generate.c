/* SPDX-License-Identifier: MIT */
/*
 * The program is written from its end to its start, so that each jump, which can only lead
 * forward, knows its distance. A node is written once, before the first that leads to it. Where
 * a jump of 8 bits does not reach, the target gets a nearer place: a jump of 32 bits, or the
 * verdict once more.
 */
#include "seccomp/generate.h"
#include "seccomp/search.h"

#include <linux/bpf_common.h>

/*
 * Where a node can be entered: before its word is loaded, or after that. Counted from the end,
 * 0: nowhere.
 */
enum { LOADING, LOADED };
struct entry {
	uint32_t at[2];
};

struct generator {
	struct arena *arena;
	struct diagram *diagram;
	const struct filter *filter;
	uint32_t root;
	struct entry *entries;    /* of nodes */
	struct sock_filter *code; /* the last instruction first */
	uint32_t count;           /* may be more than there is room for */
};

/* Bits of one word of which all must have their value, or else FAIL is where it goes. */
struct chain {
	uint32_t mask, value, length, pass, fail;
};

enum { REACH = 255, NATIVE_WEIGHT = 1000 };

static void push(struct generator *g, struct sock_filter instruction)
{
	if (g->count < BPF_MAXINSNS)
		g->code[g->count] = instruction;
	g->count++;
}

static uint32_t distance(const struct generator *g, const uint32_t *target)
{
	return g->count - *target;
}

/* The next instruction but MARGIN can jump to TARGET. */
static void bring_near(struct generator *g, uint32_t *target, uint32_t margin)
{
	if (distance(g, target) + margin <= REACH || g->count >= BPF_MAXINSNS)
		return;
	struct sock_filter instruction = g->code[*target - 1];
	if (BPF_CLASS(instruction.code) != BPF_RET)
		instruction = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, distance(g, target));
	push(g, instruction);
	*target = g->count;
}

static void push_jump(struct generator *g, uint16_t comparison, uint32_t key, uint32_t *targets[2])
{
	bring_near(g, targets[1], 1);
	bring_near(g, targets[0], 0);
	push(g, (struct sock_filter)BPF_JUMP(BPF_JMP | comparison | BPF_K, key,
					     (uint8_t)distance(g, targets[1]),
					     (uint8_t)distance(g, targets[0])));
}

static uint32_t *enter(struct generator *g, uint32_t node, enum field loaded);

static uint32_t *push_tree(struct generator *g, const struct test *test, enum field field)
{
	uint32_t *targets[2] = {
		test->no ? push_tree(g, test->no, field) : enter(g, test->no_to, field),
		test->yes ? push_tree(g, test->yes, field) : enter(g, test->yes_to, field),
	};
	push_jump(g, test->equal ? BPF_JEQ : BPF_JGE, test->key, targets);
	uint32_t *place = arena_alloc(g->arena, sizeof(*place));
	*place = g->count;
	return place;
}

/* The weight of calls with numbers up to LAST, of those from *index on. */
static uint32_t weight_up_to(const struct call_list *calls, size_t *index, uint32_t last)
{
	uint32_t weight = 0;
	while (*index < calls->count && calls->by_number[*index].number <= last)
		weight += call_weight(calls->by_number[(*index)++].name);
	return weight;
}

/* Adds the calls of the architecture whose numbers NODE is about; of x86-64, but not of x32. */
static void weigh_numbers(const struct generator *g, uint32_t at, uint32_t *weights)
{
	const struct node *root = &g->diagram->nodes[g->root], *node = &g->diagram->nodes[at];
	uint32_t parent = 0;
	while (parent < root->count && root->edges[parent].to != at)
		parent++;
	if (parent == root->count)
		return;
	enum architecture architecture = architecture_of(root->edges[parent].last, 0);
	if (!(filter_architectures(g->filter) & ARCH_BIT(architecture)))
		return;
	const struct call_list *calls = calls_of(g->filter->calls, architecture);
	size_t index = 0;
	for (uint32_t edge = 0; edge < node->count; edge++)
		weights[edge] += weight_up_to(calls, &index, node->edges[edge].last);
}

static const uint32_t *weights_of(const struct generator *g, uint32_t at)
{
	const struct node *node = &g->diagram->nodes[at];
	uint32_t *weights = arena_alloc(g->arena, node->count * sizeof(*weights));
	uint32_t native = architecture_rows[g->filter->machine].audit;
	for (uint32_t i = 0; i < node->count; i++)
		weights[i] = node_field(node) == FIELD_ARCHITECTURE && node->edges[i].last == native
				     ? NATIVE_WEIGHT
				     : 1;
	if (node_field(node) == FIELD_NUMBER)
		weigh_numbers(g, at, weights);
	return weights;
}

/*
 * The longest chain from NODE on of which each bit leads to the node FAIL when it is not as
 * wanted.
 */
static struct chain find_chain(const struct generator *g, const struct node *node, uint32_t fail)
{
	struct chain chain = {.fail = fail};
	enum field field = node_field(node);
	while (node->variable != VARIABLE_LEAF && node_field(node) == field && node_bit(node) &&
	       !(chain.mask & node_bit(node)) && /* a chain of rules may test a bit again */
	       (node->edges[0].to == fail || node->edges[1].to == fail)) {
		bool wanted = node->edges[0].to == fail;
		chain.mask |= node_bit(node);
		chain.value |= wanted ? node_bit(node) : 0;
		chain.pass = node->edges[wanted].to;
		chain.length++;
		node = &g->diagram->nodes[chain.pass];
	}
	return chain;
}

static void push_bits(struct generator *g, const struct node *node)
{
	struct chain chain = find_chain(g, node, node->edges[1].to);
	struct chain other = find_chain(g, node, node->edges[0].to);
	if (other.length > chain.length)
		chain = other;
	bool single = chain.length == 1 || !chain.value; /* one jump will do, and the word stays */
	enum field loaded = single ? node_field(node) : FIELD_COUNT;
	uint32_t *fail = enter(g, chain.fail, loaded), *pass = enter(g, chain.pass, loaded);
	if (!chain.value)
		push_jump(g, BPF_JSET, chain.mask, (uint32_t *[2]){pass, fail});
	else if (single)
		push_jump(g, BPF_JSET, chain.mask, (uint32_t *[2]){fail, pass});
	else
		push_jump(g, BPF_JEQ, chain.value, (uint32_t *[2]){fail, pass});
	if (!single)
		push(g, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, chain.mask));
}

static void push_node(struct generator *g, uint32_t at)
{
	const struct node *node = &g->diagram->nodes[at];
	if (node->variable == VARIABLE_LEAF)
		push(g, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, node->verdict));
	else if (node_bit(node))
		push_bits(g, node);
	else
		push_tree(g, search_tree(g->arena, node, weights_of(g, at)), node_field(node));
	g->entries[at].at[LOADED] = g->count;
	if (node->variable == VARIABLE_LEAF)
		g->entries[at].at[LOADING] = g->count;
}

/* Where to jump to for the node AT with the word LOADED in the accumulator. */
static uint32_t *enter(struct generator *g, uint32_t at, enum field loaded)
{
	const struct node *node = &g->diagram->nodes[at];
	uint32_t *places = g->entries[at].at;
	if (!places[LOADED])
		push_node(g, at);
	if (node->variable != VARIABLE_LEAF && node_field(node) == loaded)
		return &places[LOADED];
	if (!places[LOADING]) {
		if (places[LOADED] != g->count)
			push(g, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA,
							     distance(g, &places[LOADED])));
		push(g, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						     field_offset(node_field(node))));
		places[LOADING] = g->count;
	}
	return &places[LOADING];
}

bool generate_program(struct diagram *diagram, uint32_t root, const struct filter *filter,
		      struct program *program)
{
	if (diagram_size(diagram, root, BPF_MAXINSNS + 1) > BPF_MAXINSNS)
		return false;
	struct generator g = {
		.arena = diagram->arena, .diagram = diagram, .filter = filter, .root = root};
	g.entries = arena_alloc(g.arena, diagram->count * sizeof(*g.entries));
	g.code = arena_alloc(g.arena, BPF_MAXINSNS * sizeof(*g.code));
	enter(&g, root, FIELD_COUNT);
	if (g.count > BPF_MAXINSNS)
		return false;
	for (uint32_t i = 0; i < g.count / 2; i++) {
		struct sock_filter last = g.code[i];
		g.code[i] = g.code[g.count - 1 - i];
		g.code[g.count - 1 - i] = last;
	}
	*program = (struct program){g.code, g.count};
	return true;
}
