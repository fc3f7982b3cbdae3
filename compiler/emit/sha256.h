/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), by libmd. */
#ifndef EMIT_SHA256_H
#define EMIT_SHA256_H

#include "base/text.h"

enum { SHA256_TEXT = 65 };

/* The digest of BYTES as 64 hexadecimal digits and a NUL. */
void sha256_text(struct slice bytes, char digest[SHA256_TEXT]);

#endif
