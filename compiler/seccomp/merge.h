/* SPDX-License-Identifier: MIT */
/*
 * The layers of a filter merged to one decision diagram: first the architecture, then the
 * number.
 */
#ifndef SECCOMP_MERGE_H
#define SECCOMP_MERGE_H

#include "seccomp/diagram.h"

/* The root of what FILTER says. Filters that say the same have the same root in one DIAGRAM. */
uint32_t merge_filter(struct diagram *diagram, const struct filter *filter);
/*
 * The same for one number of a call: the tests of its arguments. Where their one form would be large and that of the
 * rules, one after the other, is not, it is the latter, of which the same decision may have several.
 */
uint32_t merge_site(struct diagram *diagram, const struct site *site);
/*
 * The numbers at which the decision can change for calls of AUDIT, sorted, each once, from 0:
 * each call that is known or has a rule and the number after it, and where an architecture
 * begins. Into *count how many.
 */
const uint32_t *merge_numbers(const struct filter *filter, uint32_t audit, size_t *count);

#endif
