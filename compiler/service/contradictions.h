/* SPDX-License-Identifier: MIT */
/* Named warnings over several settings, and over the lines of one. */
#ifndef SERVICE_CONTRADICTIONS_H
#define SERVICE_CONTRADICTIONS_H

#include "service/value.h"

/* Reports, as warnings, what in SERVICE contradicts itself. */
void service_warn(struct diagnostics *diagnostics, const struct service *service);

/*
 * Reports, as a warning, a line that changed nothing, or one that it overrides: VALUE made AFTER of
 * the setting BEFORE.
 */
void value_warn(const struct value *value, const struct setting *before,
		const struct setting *after);

#endif
