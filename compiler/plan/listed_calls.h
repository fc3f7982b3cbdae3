/* SPDX-License-Identifier: MIT */
/* The calls that the lines of SystemCallFilter= or SystemCallLog= come to. */
#ifndef PLAN_LISTED_CALLS_H
#define PLAN_LISTED_CALLS_H

#include "service/value.h"

struct listed_call {
	struct slice name;
	int64_t error; /* as value_call_parts() has it */
};

struct listed_calls {
	bool allows; /* what is listed is allowed, unless it has an error; else it is denied */
	struct listed_call *list; /* each name once */
	size_t count, room;
};

/*
 * The first of ITEMS decides whether the list allows, and then begins with the set INITIAL (or NULL); later ones
 * add to it or take away.
 */
struct listed_calls listed_calls_read(struct arena *arena, const struct items *items,
				      const char *initial);
/* With an error or without. */
bool listed_calls_have(const struct listed_calls *calls, struct slice name);

#endif
