/* SPDX-License-Identifier: MIT */
/* The part of "ambit explain" that is about single system calls. */
#ifndef CLI_EXPLAIN_CALLS_H
#define CLI_EXPLAIN_CALLS_H

#include "cli/cli.h"

/*
 * Adds what becomes of the calls behind the first operand, and of that of --audit. Mistakes are
 * reported.
 */
void explain_calls(const struct options *options, struct compilation *c, struct text *text);

#endif
