/* SPDX-License-Identifier: MIT */
/*
 * Lines of system calls, merged as systemd does while it reads them (seccomp_parse_syscall_filter() in
 * src/shared/seccomp-util.c).
 */
#include "plan/listed_calls.h"
#include "model/calls.h"

static struct listed_call *find(const struct listed_calls *calls, struct slice name)
{
	for (size_t i = 0; i < calls->count; i++)
		if (slice_equal(calls->list[i].name, name))
			return &calls->list[i];
	return NULL;
}

static void put(struct arena *arena, struct listed_calls *calls, struct listed_call call)
{
	struct listed_call *there = find(calls, call.name);
	if (there) {
		*there = call;
		return;
	}
	calls->list =
		arena_grow(arena, calls->list, calls->count, &calls->room, sizeof(*calls->list));
	calls->list[calls->count++] = call;
}

static void take_away(struct listed_calls *calls, struct slice name)
{
	struct listed_call *there = find(calls, name);
	if (there)
		*there = calls->list[--calls->count];
}

/* A call, or all of a set: those that libseccomp does not know too, which no architecture has then. */
static void merge(struct arena *arena, struct listed_calls *calls, struct listed_call call,
		  bool is_not)
{
	const struct call_set *set = call_set_find(call.name);
	struct slice members = slice_of(set ? set->members : ""), member;
	while (call_set_next(&members, &member))
		merge(arena, calls, (struct listed_call){member, call.error}, is_not);
	if (set)
		return;
	if (is_not != calls->allows || call.error != CALL_WITHOUT_ERROR)
		put(arena, calls, call);
	else
		take_away(calls, call.name);
}

struct listed_calls listed_calls_read(struct arena *arena, const struct items *items,
				      const char *initial)
{
	struct listed_calls calls = {0};
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		struct listed_call call;
		bool is_not = item->flags & ITEM_NOT;
		value_call_parts(item->text, &call.name, &call.error);
		if (!i)
			calls.allows = !is_not;
		if (!i && calls.allows && initial)
			merge(arena, &calls,
			      (struct listed_call){slice_of(initial), CALL_WITHOUT_ERROR}, false);
		if (call.name.len) /* not "~" alone */
			merge(arena, &calls, call, is_not);
	}
	return calls;
}

bool listed_calls_have(const struct listed_calls *calls, struct slice name)
{
	return find(calls, name) != NULL;
}
