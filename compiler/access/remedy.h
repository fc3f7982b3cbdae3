/* SPDX-License-Identifier: MIT */
/* What to do about a denial: of all that would help the one that gives least. */
#ifndef ACCESS_REMEDY_H
#define ACCESS_REMEDY_H

#include "access/names.h"
#include "access/permission.h"

struct plea {
	const struct tree *tree; /* of --root, for the names of groups */
	const struct credentials *credentials;
	const char *user; /* its name or number */
	const struct way *way;
	unsigned wanted;   /* MAY_* */
	bool capabilities; /* those that the service is granted would count */
};

/* A sentence for a hint. *denial is what permission_way() said. */
const char *remedy_text(const struct plea *plea, const struct denial *denial);

#endif
