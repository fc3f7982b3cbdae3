/* SPDX-License-Identifier: MIT */
/* Lines of address families and of types of namespaces, merged as systemd does while it reads them. */
#include "plan/listed_types.h"
#include "service/vocabulary.h"

#include <sched.h>

struct families listed_families(const struct items *items)
{
	struct families families = {0};
	bool is_decided = false; /* the first line says whether the list allows or denies */
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		bool is_not = item->flags & ITEM_NOT, is_none = slice_is(item->text, "none");
		if (is_none || !is_decided)
			families = (struct families){.allows = !is_not};
		is_decided = !is_none;
		const struct word *word = words_find(&words_address_family, item->text);
		if (!word)
			continue;
		uint64_t bit = UINT64_C(1) << word->value;
		families.set = is_not != families.allows ? families.set | bit : families.set & ~bit;
	}
	return families;
}

static uint32_t all_namespaces(void)
{
	uint32_t all = 0;
	for (const struct word *word = words_namespaces.rows; word->name; word++)
		all |= (uint32_t)word->value;
	return all;
}

/*
 * The types that are allowed, all of them when there is no restriction. As for systemd a list with "~" begins
 * from all but time.
 */
static uint32_t allowed_namespaces(const struct items *items)
{
	const uint32_t all = all_namespaces();
	uint32_t allowed = all;
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		const struct word *word = words_find(&words_namespaces, item->text);
		uint32_t flag = word ? (uint32_t)word->value : 0;
		if (slice_is(item->text, "yes") || slice_is(item->text, "no"))
			allowed = slice_is(item->text, "yes") ? 0 : all;
		else if (!(item->flags & ITEM_NOT))
			allowed = i ? allowed | flag : flag;
		else if (word)
			allowed =
				(allowed == all ? all & ~(uint32_t)CLONE_NEWTIME : allowed) & ~flag;
	}
	return allowed;
}

/* systemd takes a list of all types but time for no restriction; here it is one when a line names time. */
static bool names_time(const struct items *items)
{
	for (size_t i = 0; i < items->count; i++)
		if (slice_is(items->list[i].text, "time"))
			return true;
	return false;
}

struct namespaces listed_namespaces(const struct items *items)
{
	struct namespaces types = {.allowed = allowed_namespaces(items)};
	types.denied = all_namespaces() & ~types.allowed;
	if (types.denied == CLONE_NEWTIME && !names_time(items))
		types.denied = 0;
	return types;
}
