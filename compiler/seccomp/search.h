/* SPDX-License-Identifier: MIT */
/*
 * How to find the edge of a node that a value belongs to, by few comparisons of one value: a tree of
 * tests, with which values that occur often are found sooner.
 */
#ifndef SECCOMP_SEARCH_H
#define SECCOMP_SEARCH_H

#include "seccomp/diagram.h"

/* One jump: value == KEY, or value >= KEY. */
struct test {
	bool equal;
	uint32_t key;
	const struct test *yes, *no; /* NULL: the answer is the node yes_to, no_to */
	uint32_t yes_to, no_to;
};

/* WEIGHTS[i]: how often a value belongs to edge i. NODE tests a value and is no leaf. */
const struct test *search_tree(struct arena *arena, const struct node *node,
			       const uint32_t *weights);

#endif
