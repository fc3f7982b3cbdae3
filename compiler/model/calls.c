/* SPDX-License-Identifier: MIT */
/*
 * Architectures and the numbers of their calls. libseccomp turns numbers to names; asked for all
 * numbers of an architecture once, it gives the table of its calls.
 */
#include "model/calls.h"

#include <assert.h>
#include <linux/audit.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>

enum {
	NUMBERS = 1024,         /* above the last number of each architecture, from its first */
	ARM_PRIVATE = 0x0f0000, /* arm has a few more from here */
};

const struct architecture_row architecture_rows[ARCH_COUNT] = {
#define LOCAL(id) ARCH_BIT(ARCH_##id)
#define A(id, name, audit, first, local)                                                           \
	[ARCH_##id] = {name, audit, ARCH_##id == ARCH_x32 ? SCMP_ARCH_X32 : (audit), first,        \
		       (local) | ARCH_BIT(ARCH_##id)},
#include "grammar/architectures.def"
};

enum architecture architecture_native(void)
{
	uint32_t token = seccomp_arch_native();
	unsigned i = 0;
	while (i < ARCH_COUNT && architecture_rows[i].token != token)
		i++;
	return i;
}

enum architecture architecture_find(struct slice name)
{
	unsigned i = 0;
	while (i < ARCH_COUNT && !slice_is(name, architecture_rows[i].name))
		i++;
	return i;
}

enum architecture architecture_of(uint32_t audit, uint32_t number)
{
	if (audit == AUDIT_ARCH_X86_64)
		return number >= architecture_rows[ARCH_x32].first && number != UINT32_MAX
			       ? ARCH_x32
			       : ARCH_x86_64;
	unsigned i = 0;
	while (i < ARCH_COUNT && architecture_rows[i].audit != audit)
		i++;
	return i;
}

bool architecture_is_wide(enum architecture architecture)
{
	return architecture_rows[architecture].audit & __AUDIT_ARCH_64BIT;
}

static int compare_names(const void *a, const void *b)
{
	const struct call *one = a, *other = b;
	return strcmp(one->name, other->name);
}

/* The calls with numbers FROM to FROM + NUMBERS, added to the list. */
static void add_calls(struct arena *arena, uint32_t token, uint32_t from, struct call_list *list)
{
	struct call *calls = arena_alloc(arena, (list->count + NUMBERS) * sizeof(*calls));
	for (size_t i = 0; i < list->count; i++)
		calls[i] = list->by_number[i];
	for (uint32_t i = from; i < from + NUMBERS; i++) {
		char *name = seccomp_syscall_resolve_num_arch(token, (int)i);
		if (!name)
			continue;
		calls[list->count++] = (struct call){i, arena_string(arena, slice_of(name))};
		free(name);
	}
	list->by_number = calls;
}

const struct call_list *calls_of(struct calls *calls, enum architecture architecture)
{
	assert(architecture < ARCH_COUNT);
	struct call_list *list = &calls->lists[architecture];
	if (list->count)
		return list;
	const struct architecture_row *row = &architecture_rows[architecture];
	add_calls(calls->arena, row->token, row->first, list);
	if (architecture == ARCH_arm)
		add_calls(calls->arena, row->token, ARM_PRIVATE, list);
	struct call *by_name = arena_alloc(calls->arena, list->count * sizeof(*by_name));
	for (size_t i = 0; i < list->count; i++)
		by_name[i] = list->by_number[i];
	qsort(by_name, list->count, sizeof(*by_name), compare_names);
	list->by_name = by_name;
	return list;
}

const struct call *call_find(struct calls *calls, enum architecture architecture, struct slice name)
{
	const struct call_list *list = calls_of(calls, architecture);
	size_t low = 0, high = list->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = slice_compare(slice_of(list->by_name[middle].name), name);
		if (order == 0)
			return &list->by_name[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct call *call_of_number(struct calls *calls, enum architecture architecture,
				  uint32_t number)
{
	const struct call_list *list = calls_of(calls, architecture);
	size_t low = 0, high = list->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (list->by_number[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < list->count && list->by_number[low].number == number;
	return found ? &list->by_number[low] : NULL;
}

bool call_number_parts(struct slice text, enum architecture *architecture, uint32_t *number)
{
	size_t colon = slice_find(text, ':');
	struct slice digits = slice_part(text, colon + 1, text.len);
	int64_t counted;
	*architecture = architecture_find(slice_part(text, 0, colon));
	if (*architecture == ARCH_FOREIGN || !slice_number(digits, &counted) || counted < 0 ||
	    counted > INT32_MAX)
		return false;
	uint32_t first = architecture_rows[*architecture].first;
	*number = (uint32_t)counted + (counted < first ? first : 0);
	*architecture = architecture_of(architecture_rows[*architecture].audit, *number);
	return true;
}
