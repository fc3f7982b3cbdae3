/* SPDX-License-Identifier: MIT */
/* What a filter comes to for one call, and which of its layers that is owed to. */
#ifndef SECCOMP_DECIDE_H
#define SECCOMP_DECIDE_H

#include "seccomp/merge.h"

struct decision {
	struct site site; /* layers that it does not need have no rules, and allow */
	uint32_t root;    /* of the tests of arguments in the diagram */
	bool is_constant; /* whatever the arguments */
	uint32_t verdict; /* of a constant one */
	size_t layer;     /* that gives it; the filter's count: to allow it needs none */
};

/*
 * The decision for NUMBER of AUDIT, as in struct seccomp_data. Of layers that could each do without
 * the others the newest is kept, whose verdict is the kernel's.
 */
struct decision decide_call(struct diagram *diagram, const struct filter *filter, uint32_t audit,
			    uint32_t number);
/* Whether the layer of PART has something to say. */
bool decide_counts(const struct site_part *part);

#endif
