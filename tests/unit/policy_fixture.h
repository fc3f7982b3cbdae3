/* SPDX-License-Identifier: MIT */
/* Policies from their text, for the tests of compiler/policy: one service goes the whole way. */
#ifndef TESTS_POLICY_FIXTURE_H
#define TESTS_POLICY_FIXTURE_H

#include "pipeline.h"
#include "policy/policy.h"

/*
 * Takes TEXT, the policy web.ambit, and its first service as far as it goes. There may be no service.
 * Freed by pipeline_free().
 */
struct pipeline *policy_of(const char *text);

/*
 * The statements, in a service with an exec, give the directive's assignments VALUES, each in angle
 * brackets, and no mistake. DECLARATIONS stand before the service.
 */
void assert_assigned(const char *declarations, const char *statements, const char *directive,
		     const char *values);
/* They have one mistake: ID at the text MARKED, with HINT (NULL: none, "*": any). */
void assert_refused(const char *declarations, const char *statements, enum diag id,
		    const char *marked, const char *hint);

#endif
