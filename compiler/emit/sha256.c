/* SPDX-License-Identifier: MIT */
/* SHA-256 by libmd. */
#include "emit/sha256.h"

#include <sha256.h>
#include <stdint.h>

void sha256_text(struct slice bytes, char digest[SHA256_TEXT])
{
	SHA256Data((const uint8_t *)bytes.at, bytes.len, digest);
}
