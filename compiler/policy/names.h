/* SPDX-License-Identifier: MIT */
/* The names of directives in a policy, made from those of the table: one name for each. */
#ifndef POLICY_NAMES_H
#define POLICY_NAMES_H

#include "service/directive.h"

const char *policy_name(struct arena *arena, enum directive directive);
/* All names, by directive; in the arena. */
const char *const *policy_names(struct arena *arena);

/* The directive called NAME behind PREFIX ("", or "limit_" inside of "limit { ... }"); or -1. */
int policy_names_find(const char *const *names, const char *prefix, struct slice name);
/* Whether some directive's name begins with PREFIX. */
bool policy_names_have(const char *const *names, const char *prefix);
/* "did you mean X?", also for a name as units have it; or NULL. */
const char *policy_names_nearest(struct arena *arena, const char *const *names, const char *prefix,
				 struct slice name);
/* The same for what stands before "{": the beginning of several names, as "limit"; or NULL. */
const char *policy_names_nearest_group(struct arena *arena, const char *const *names,
				       const char *prefix, struct slice name);

#endif
