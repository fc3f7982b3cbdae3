/* SPDX-License-Identifier: MIT */
/* Policies in one style: their tokens are laid out anew, and nothing is looked up. */
#ifndef POLICY_FORMAT_H
#define POLICY_FORMAT_H

#include "base/diag.h"

/*
 * Source INDEX, a policy, as "ambit fmt" writes it, to TEXT, which is empty: the same tokens, but
 * for commas in sets, and all comments. False: it has mistakes of syntax, which are reported, and
 * TEXT is not to be used.
 */
bool policy_format(struct diagnostics *diagnostics, size_t index, struct text *text);

#endif
