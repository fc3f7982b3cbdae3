/* SPDX-License-Identifier: MIT */
/* The rows of grammar/syscalls.def: sets of calls, their arguments, their weights. */
#include "model/calls.h"

#include <assert.h>
#include <seccomp.h>
#include <string.h>

const struct call_set call_sets[] = {
#define SET(name, summary, members) {name, summary, members},
#include "grammar/syscalls.def"
	{0}};

static const struct {
	const char *name, *arguments;
} argument_lists[] = {
#define CALL(name, arguments) {#name, arguments},
#include "grammar/syscalls.def"
};

static const struct {
	const char *by;
	unsigned number;
	const char *name;
} multiplexed[] = {
#define MULTIPLEXED(by, number, name) {#by, number, #name},
#include "grammar/syscalls.def"
};

static const struct {
	const char *name;
	unsigned weight;
} weights[] = {
#define WEIGHT(name, weight) {#name, weight},
#include "grammar/syscalls.def"
};

static const struct {
	const char *name;
	unsigned bits;
} types[] = {
	[TYPE_INT] = {"int", 32},        [TYPE_UNSIGNED] = {"unsigned", 32},
	[TYPE_MODE] = {"mode", 16},      [TYPE_LONG] = {"long", 64},
	[TYPE_SIZE] = {"size", 64},      [TYPE_OFFSET] = {"offset", 64},
	[TYPE_POINTER] = {"pointer", 0},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

bool call_exists(struct slice name)
{
	char copy[64];
	if (name.len >= sizeof(copy) || memchr(name.at, '\0', name.len))
		return false;
	memcpy(copy, name.at, name.len);
	copy[name.len] = '\0';
	return seccomp_syscall_resolve_name(copy) != __NR_SCMP_ERROR;
}

/* The nearest name of at most *BEST - 1 edits. */
static void look_nearer(struct slice name, const char *known, const char **found, unsigned *best)
{
	unsigned distance = *best ? text_distance(name, slice_of(known), *best - 1) : *best;
	if (distance >= *best)
		return;
	*best = distance;
	*found = known;
}

const char *call_nearest(struct arena *arena, struct slice name)
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

unsigned call_weight(const char *name)
{
	for (size_t i = 0; i < COUNT(weights); i++)
		if (strcmp(weights[i].name, name) == 0)
			return weights[i].weight;
	return 1;
}

const char *call_multiplexer(struct slice name, unsigned *number)
{
	for (size_t i = 0; i < COUNT(multiplexed); i++) {
		if (slice_is(name, multiplexed[i].name)) {
			*number = multiplexed[i].number;
			return multiplexed[i].by;
		}
	}
	return NULL;
}

const struct call_set *call_set_find(struct slice name)
{
	const struct call_set *set = call_sets;
	while (set->name && !slice_is(name, set->name))
		set++;
	return set->name ? set : NULL;
}

/* Takes what stands before the next SEPARATOR, or all of it, off *list. */
static bool next_item(struct slice *list, char separator, struct slice *item)
{
	if (!list->len)
		return false;
	size_t end = slice_find(*list, separator);
	*item = slice_trim(slice_part(*list, 0, end));
	*list = slice_part(*list, end + 1, list->len);
	return true;
}

bool call_set_next(struct slice *members, struct slice *member)
{
	return next_item(members, ' ', member);
}

unsigned argument_bits(enum argument_type type)
{
	return types[type].bits;
}

const char *argument_type_name(enum argument_type type)
{
	return types[type].name;
}

/* "type name" */
static struct argument_row read_argument(struct slice text, unsigned index)
{
	size_t blank = slice_find(text, ' ');
	struct slice type = slice_part(text, 0, blank);
	unsigned i = 0;
	while (i < COUNT(types) && !slice_is(type, types[i].name))
		i++;
	assert(i < COUNT(types));
	return (struct argument_row){slice_part(text, blank + 1, text.len), index, i};
}

static struct slice arguments_of(struct slice call)
{
	for (size_t i = 0; i < COUNT(argument_lists); i++)
		if (slice_is(call, argument_lists[i].name))
			return slice_of(argument_lists[i].arguments);
	return SLICE("");
}

bool call_argument(struct slice call, unsigned index, struct argument_row *argument)
{
	struct slice list = arguments_of(call), item;
	for (unsigned i = 0; next_item(&list, ',', &item); i++) {
		if (i == index) {
			*argument = read_argument(item, i);
			return true;
		}
	}
	return false;
}

bool call_argument_find(struct slice call, struct slice name, struct argument_row *argument)
{
	for (unsigned i = 0; call_argument(call, i, argument); i++)
		if (slice_equal(argument->name, name))
			return true;
	return false;
}
