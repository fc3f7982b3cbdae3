/* SPDX-License-Identifier: MIT */
/*
 * The words of SystemCallFilter= and SystemCallLog=: names of system calls and of sets of them, with the
 * error that a denied call returns (systemd.exec(5), "System Call Filtering"). systemd only warns of
 * a name that it does not know; here it is a mistake.
 */
#include "model/calls.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

enum { ERRNO_MOST = 4095 }; /* MAX_ERRNO of the kernel */

/* The nearest name of at most *BEST - 1 edits. */
static void look_nearer(struct slice name, const char *known, const char **found, unsigned *best)
{
	unsigned distance = *best ? text_distance(name, slice_of(known), *best - 1) : *best;
	if (distance >= *best)
		return;
	*best = distance;
	*found = known;
}

/* "did you mean openat?", of the calls of this machine and of the sets; or NULL. */
static const char *nearest_call(struct arena *arena, struct slice name)
{
	struct calls calls = {.arena = arena};
	enum architecture machine = architecture_native();
	unsigned best = name.len < 6 ? 2 : 3; /* so many edits are another name */
	const char *found = NULL;
	for (const struct call_set *set = call_sets; set->name; set++)
		look_nearer(name, set->name, &found, &best);
	if (machine < ARCH_COUNT) {
		const struct call_list *list = calls_of(&calls, machine);
		for (size_t i = 0; i < list->count; i++)
			look_nearer(name, list->by_name[i].name, &found, &best);
	}
	return found ? arena_printf(arena, "did you mean %s?", found) : NULL;
}

bool value_call_parts(struct slice text, struct slice *name, int64_t *error)
{
	size_t colon = slice_find(text, ':');
	struct slice word = slice_part(text, colon + 1, text.len);
	*name = slice_part(text, 0, colon);
	*error = CALL_WITHOUT_ERROR;
	if (colon == text.len)
		return true;
	const struct word *known = words_find(&words_error_number, word);
	if (known)
		*error = known->value ? known->value : CALL_KILLS;
	return known || (slice_number(word, error) && *error >= 0 && *error <= ERRNO_MOST);
}

bool value_call(const struct value *value, struct slice text, size_t offset, bool is_not)
{
	struct slice name;
	int64_t error;
	bool good = value_call_parts(text, &name, &error);
	size_t colon = name.len, behind = text.len - colon;
	if (call_set_find(name) == NULL && !call_exists(name))
		return value_error(value, DIAG_VALUE, offset, colon,
				   nearest_call(value->arena, name), "unknown system call%s '%.*s'",
				   slice_starts(name, "@") ? " set" : "", SLICE_ARG(name));
	if (!behind)
		return true;
	if (!value_has(value, NUMERIC))
		return value_error(value, DIAG_VALUE, offset + colon, behind, "leave it out",
				   "a call that is logged returns no error of the filter");
	struct slice word = slice_part(text, colon + 1, text.len);
	if (!good)
		return value_error(value, DIAG_VALUE, offset + colon + 1, word.len,
				   words_nearest(value->arena, &words_error_number, word),
				   "unknown error number '%.*s'", SLICE_ARG(word));
	return is_not || value_error(value, DIAG_VALUE, offset + colon, behind,
				     "write the call in a line of its own, with ~ before it",
				     "a call that is allowed returns no error of the filter");
}
