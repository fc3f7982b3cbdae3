/* SPDX-License-Identifier: MIT */
/* Conditions of rules as the filter compares: by type and architecture, and without a sign. */
#ifndef PLAN_LAYER_CONDITIONS_H
#define PLAN_LAYER_CONDITIONS_H

#include "seccomp/filter.h"
#include "service/service.h"

/*
 * The CONDITION on arguments of CALL, on ARCHITECTURE, in the arena. NULL when the filter cannot tell there: its
 * arguments are not seen, or a value does not fit into a register.
 */
const struct condition *layer_condition(struct arena *arena, enum architecture architecture,
					struct slice call, const struct call_condition *condition);

#endif
