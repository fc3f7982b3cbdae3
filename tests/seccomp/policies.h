/* SPDX-License-Identifier: MIT */
/*
 * Filters to test with, made by hand as systemd makes its programs for the directives of the same
 * names (src/shared/seccomp-util.c of systemd 255).
 */
#ifndef TESTS_POLICIES_H
#define TESTS_POLICIES_H

#include "seccomp/filter.h"

/* Only SystemCallFilter=@system-service and SystemCallArchitectures=native. */
void policy_system_service(struct filter *filter);
/* With all directives that make a program; MemoryDenyWriteExecute= by rules too. */
void policy_hardened(struct filter *filter, bool native_only);
/* Rules on arguments as a policy may have them, with all comparators and actions. */
void policy_arguments(struct filter *filter);

#endif
