/* SPDX-License-Identifier: MIT */
/*
 * For tests of the runtime's pure parts. Launchers have another libc, so each test includes the
 * source of its module; what these parts want of the others is here.
 */
#ifndef TESTS_RUNTIME_STUB_H
#define TESTS_RUNTIME_STUB_H

#include "runtime/internal.h"

/* The environment that ambit_variable() knows, "NAME=VALUE", ended by NULL. */
extern const char *const *stub_environment;
/* What ambit_put_variable() got, each followed by a newline. */
extern char stub_variables[4096];

/* Runs FUNCTION in a child, which must stop by ambit_fail(): its status. 0: it came back. */
int stub_failure(void (*function)(void));

#endif
