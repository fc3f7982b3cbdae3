/* SPDX-License-Identifier: MIT */
/* What the lines of RestrictAddressFamilies= and RestrictNamespaces= come to. */
#ifndef PLAN_LISTED_TYPES_H
#define PLAN_LISTED_TYPES_H

#include "service/service.h"

struct families {
	bool allows;  /* the set, and no other; else all but the set */
	uint64_t set; /* bit N: AF_... with the number N */
};

struct families listed_families(const struct items *items);

struct namespaces {
	uint32_t allowed, denied; /* of CLONE_NEW...; denied is 0 when there is no restriction */
};

struct namespaces listed_namespaces(const struct items *items);

#endif
