/* SPDX-License-Identifier: MIT */
/*
 * Patterns of paths, glob(7), in the tree of --root: what runtime/glob.c would find there at launch,
 * as root.
 */
#ifndef ACCESS_MATCH_H
#define ACCESS_MATCH_H

#include "access/tree.h"
#include "service/service.h"

/* The patterns that glob(7) knows have one of these in them; a backslash quotes. */
bool match_is_pattern(const char *path);

/*
 * The paths that PATTERN, absolute, stands for, sorted. 0, or a negative errno when a directory
 * cannot be read.
 */
int match_paths(const struct tree *tree, const char *pattern, struct items *paths);

#endif
