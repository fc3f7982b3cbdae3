/* SPDX-License-Identifier: MIT */
/*
 * Decision diagrams over the words of struct seccomp_data: ordered, reduced and shared, so that two
 * decisions that are equal are the same node. A word is tested by intervals of its value, or by
 * single bits; both are variables of one order. (A word that is tested in both ways may have two
 * forms of one decision.) What a program can be made of, and merge.c makes.
 */
#ifndef SECCOMP_DIAGRAM_H
#define SECCOMP_DIAGRAM_H

#include "base/arena.h"
#include "seccomp/filter.h"

/*
 * The words in the order of their tests: architecture, number, then of each argument high and
 * low half.
 */
enum field {
	FIELD_ARCHITECTURE,
	FIELD_NUMBER,
	FIELD_ARGUMENTS,
	FIELD_COUNT = FIELD_ARGUMENTS + 2 * ARGUMENTS
};

/* The upper or the lower half of an argument, from 0. */
enum field field_high(unsigned argument);
enum field field_low(unsigned argument);
/* Where it is in struct seccomp_data, in bytes. */
uint32_t field_offset(enum field field);
/* The word there; WORD_COUNT: none that is tested. */
enum field field_at(uint32_t offset);

/* Of each word its value first, then its bits from the highest. */
enum { VARIABLES_OF_FIELD = 33, VARIABLE_LEAF = FIELD_COUNT * VARIABLES_OF_FIELD };

/* To TO for values that are larger than those of the edge before and not larger than LAST. */
struct edge {
	uint32_t last;
	uint32_t to; /* a node */
};

struct node {
	unsigned variable; /* VARIABLE_LEAF: a verdict */
	uint32_t verdict;
	uint32_t count; /* of edges: two or more; neighbours lead to different nodes */
	const struct edge *edges;
	uint32_t key;   /* its hash */
	uint32_t next;  /* of the same bucket, from 1 */
	uint32_t stamp; /* of the count that it was met in */
};

struct diagram {
	struct arena *arena;
	struct node *nodes;
	size_t count, room;
	uint32_t *buckets; /* by hash: a node, from 1 */
	size_t bucket_count;
	struct merged *merged;
	size_t steps; /* of merging that may still be done */
	uint32_t stamp;
};

void diagram_init(struct diagram *diagram, struct arena *arena);
/* Nodes are named by their place in diagram->nodes. */
uint32_t diagram_leaf(struct diagram *diagram, uint32_t verdict);
/* The node that tests the value of FIELD; EDGES, sorted, the last up to UINT32_MAX, are copied. */
uint32_t diagram_value(struct diagram *diagram, enum field field, const struct edge *edges,
		       size_t count);

struct bits {
	uint32_t mask, value;
};

/*
 * TO[1] where FIELD has BITS.value in the bits of BITS.mask, else TO[0]; both test later variables
 * only.
 */
uint32_t diagram_bits(struct diagram *diagram, enum field field, struct bits bits,
		      const uint32_t to[2]);
/* The word of a node that is not a leaf. */
enum field node_field(const struct node *node);
/* The bit that a node tests, edges[1] when it is set; 0 when it tests the value. */
uint32_t node_bit(const struct node *node);

/* A verdict that no program returns: the layer has no rule for the call. */
enum { NO_VERDICT = 0x12345678 };

enum merge {
	MERGE_EITHER,  /* the first's verdict, else the second's */
	MERGE_BOTH,    /* the second's, where the first has one */
	MERGE_VERDICTS /* verdict_of_both(first, second) */
};

uint32_t diagram_merge(struct diagram *diagram, enum merge merge, uint32_t a, uint32_t b);
/* VERDICT where CONDITION holds (NULL: everywhere), else NO_VERDICT. */
uint32_t diagram_condition(struct diagram *diagram, const struct condition *condition,
			   uint32_t verdict);

/*
 * Merges may take so many STEPS from now on. False: those before took all that they might, and what they gave is of
 * no use.
 */
bool diagram_limit(struct diagram *diagram, size_t steps);
/* How many nodes there are from ROOT on; counts no further than MOST. */
size_t diagram_size(struct diagram *diagram, uint32_t root, size_t most);
/*
 * YES where CONDITION holds (NULL: everywhere), else NO. The tests are in the order of the condition: as many as it
 * has, whatever their fields, but not the one form of the decision, and not to be merged.
 */
uint32_t diagram_chain(struct diagram *diagram, const struct condition *condition, uint32_t yes,
		       uint32_t no);

#endif
