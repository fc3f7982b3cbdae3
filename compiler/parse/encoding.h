/* SPDX-License-Identifier: MIT */
/* What every file that is parsed must be, whatever its language: text in UTF-8. */
#ifndef PARSE_ENCODING_H
#define PARSE_ENCODING_H

#include "base/diag.h"

/*
 * Reports the first byte of each line that is not text, and replaces NUL bytes, at each of which a
 * scanner of flex would start its token again: they are reported, so any other byte will do.
 */
void encoding_check(struct diagnostics *diagnostics, const struct source *source);

/* How many bytes a byte order mark takes at the start of the source: 3 or 0. */
size_t encoding_mark(const struct source *source);

#endif
