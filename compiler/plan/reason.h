/* SPDX-License-Identifier: MIT */
/* Which line of a policy gives a system call its verdict. */
#ifndef PLAN_REASON_H
#define PLAN_REASON_H

#include "seccomp/filter.h"
#include "service/service.h"

struct reason {
	enum directive directive;
	struct span span; /* {0}: by default */
};

/*
 * Of the layer INDEX of FILTER, which was made of SERVICE, for the call NUMBER, of which SITE is what the
 * layers say; of rules on its arguments the first. Of a list the last line that names the call counts, else the
 * first line, which says what the list is.
 */
struct reason reason_of(const struct service *service, const struct filter *filter, size_t index,
			const struct site *site, uint32_t number);

#endif
