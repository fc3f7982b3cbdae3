/* SPDX-License-Identifier: MIT */
/* The canonical policy of a launcher as JSON, read back from its note. */
#ifndef CLI_POLICY_H
#define CLI_POLICY_H

#include "base/text.h"

#include <jansson.h>

/*
 * The note of the launcher at PATH, and the same parsed: *policy is the caller's (json_decref(3)).
 * Its members are of the types that emit_json() writes. Returns an exit status; mistakes are
 * reported.
 */
int policy_load(struct arena *arena, const char *path, struct slice *note, json_t **policy);
/* The same for a text that emit_json() made. NULL when it is not of that form. */
json_t *policy_parse(struct slice text);

#endif
