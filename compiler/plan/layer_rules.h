/* SPDX-License-Identifier: MIT */
/*
 * SystemCallRule= as a layer of the system call filter, behind those of the directives: the strictest layer
 * decides, so no rule gives back what a directive denies.
 *
 * Rules with a condition decide first, in their order: the first that holds. Then rules that name the call (or its
 * number), then those that name a set with it; of these the strictest decides, wherever it stands. What no rule
 * decides is allowed; but with a rule that allows it is denied, unless the set @default has it or
 * SystemCallFilter= is a list of what is allowed, which decides then. A call that is allowed on a
 * condition is denied when no condition holds, whatever else allows it.
 *
 * Where the filter cannot see the arguments (socketcall, ipc, old calls of 32 bits), the strictest of what could
 * come out holds for all arguments.
 */
#ifndef PLAN_LAYER_RULES_H
#define PLAN_LAYER_RULES_H

#include "seccomp/filter.h"
#include "service/service.h"

/* Adds the layer, about ARCHITECTURES, ARCH_BIT() of each; none when SERVICE has no rules. */
void layer_rules_add(struct filter *filter, const struct service *service, uint32_t architectures);

#endif
