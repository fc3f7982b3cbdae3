/* SPDX-License-Identifier: MIT */
/*
 * A directory of the service is reached part by part, each opened from the one before, as O_PATH: some of these
 * belong to other services.
 */
#ifndef AMBIT_PARTS_H
#define AMBIT_PARTS_H

#include "internal.h"

/* Descriptor or negative errno; -ELOOP: a link that others may have put there. Root's own are followed. */
int ambit_open_part(int dir, const char *part);
/* The same, and it is made if it is missing. The mode is exact: the umask is 0 meanwhile. */
int ambit_make_part(int dir, const char *part, mode_t mode, bool *is_new);
/* The end of a way: a directory, if it is empty, or a link of root's. */
void ambit_remove_part(const char *path);

#endif
