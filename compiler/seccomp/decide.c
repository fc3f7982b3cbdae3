/* SPDX-License-Identifier: MIT */
/*
 * Layers are left out one after the other, the oldest first, and stay out where that changes
 * nothing: equal decisions are the same node of the diagram.
 */
#include "seccomp/decide.h"

bool decide_counts(const struct site_part *part)
{
	return part->count || part->otherwise != SECCOMP_RET_ALLOW;
}

/* The newest with a rule, or with anything to say. */
static size_t newest_of(const struct site *site)
{
	size_t i = site->count;
	while (i && !decide_counts(&site->parts[i - 1]))
		i--;
	return i ? i - 1 : site->count;
}

struct decision decide_call(struct diagram *diagram, const struct filter *filter, uint32_t audit,
			    uint32_t number)
{
	struct decision decision = {0};
	struct site *site = &decision.site;
	site->parts = arena_alloc(diagram->arena, filter->count * sizeof(*site->parts));
	filter_site(filter, audit, number, site);
	decision.root = merge_site(diagram, site);
	decision.layer = newest_of(site);
	for (size_t i = 0; i < site->count; i++) {
		struct site_part part = site->parts[i];
		site->parts[i] = (struct site_part){.otherwise = SECCOMP_RET_ALLOW};
		if (merge_site(diagram, site) != decision.root)
			site->parts[i] = part;
	}
	const struct node *root = &diagram->nodes[decision.root];
	decision.is_constant = root->variable == VARIABLE_LEAF;
	decision.verdict = root->verdict;
	if (newest_of(site) < site->count)
		decision.layer = newest_of(site);
	return decision;
}
