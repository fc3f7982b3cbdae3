/* SPDX-License-Identifier: MIT */
/* The policy that is recorded in a launcher: the canonical JSON of its note, read back. */
#ifndef CLI_RECORDED_H
#define CLI_RECORDED_H

#include "base/text.h"

#include <jansson.h>

/*
 * The note of the launcher at PATH, and the same parsed: *policy is the caller's (json_decref(3)).
 * Its members are of the types that emit_json() writes. Returns an exit status; mistakes are
 * reported.
 */
int recorded_load(struct arena *arena, const char *path, struct slice *note, json_t **policy);
/* The same for a text that emit_json() made. NULL when it is not of that form. */
json_t *recorded_parse(struct slice text);

#endif
