/* SPDX-License-Identifier: MIT */
/* SipHash-2-4 (Aumasson and Bernstein, 2012), by which systemd turns names into ids. */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include "base/text.h"

uint64_t siphash24(struct slice data, const unsigned char key[16]);

#endif
