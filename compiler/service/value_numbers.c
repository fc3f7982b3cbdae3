/* SPDX-License-Identifier: MIT */
/*
 * Sets of processors or NUMA nodes: "0 2-4,7", which lines add up (systemd.exec(5), CPUAffinity=,
 * NUMAMask=).
 */
#include "service/value_parts.h"

#include <inttypes.h>
#include <string.h>

enum { BITS = 64 };

/* Adds FIRST to LAST. */
static void add_range(struct arena *arena, struct numbers *numbers, uint64_t first, uint64_t last)
{
	size_t count = (size_t)(last / BITS) + 1;
	if (!numbers->words || count > numbers->count) {
		uint64_t *words = arena_alloc(arena, count * sizeof(*words));
		if (numbers->count)
			memcpy(words, numbers->words, numbers->count * sizeof(*words));
		numbers->words = words;
		numbers->count = count;
	}
	for (uint64_t i = first; i <= last; i++)
		numbers->words[i / BITS] |= UINT64_C(1) << i % BITS;
}

/* "3" or "2-4", LEN bytes at OFFSET. */
static bool read_range(const struct value *value, struct numbers *numbers, size_t offset,
		       size_t len)
{
	const struct kind_argument *argument = &value->row->argument;
	struct slice text = slice_part(value->text, offset, len);
	size_t dash = slice_find(text, '-');
	int64_t first, last;
	if (!value_integer(value, slice_part(text, 0, dash), offset, 0, argument->most, &first))
		return false;
	last = first;
	if (dash < len && !value_integer(value, slice_part(text, dash + 1, len), offset + dash + 1,
					 0, argument->most, &last))
		return false;
	if (first > last)
		return value_error(value, DIAG_RANGE, offset, len, "write the lower number first",
				   "the range %.*s is empty", SLICE_ARG(text));
	add_range(value->arena, numbers, (uint64_t)first, (uint64_t)last);
	return true;
}

static bool is_separator(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == ',';
}

/* "numa" of CPUAffinity= replaces what was listed; "all" of NUMAMask= has it. */
static const char *special_word(enum directive directive)
{
	return directive == D_Service_CPUAffinity ? "numa"
	       : directive == D_Service_NUMAMask  ? "all"
						  : NULL;
}

bool value_numbers(struct value *value, struct setting *setting)
{
	struct numbers numbers = {0};
	struct slice text = value->text;
	const char *special = special_word(value->directive);
	if (!text.len) {
		*setting = (struct setting){0};
		return true;
	}
	if (special && slice_is(text, special)) {
		*setting = (struct setting){.set = true, .numbers.special = true};
		return true;
	}
	for (size_t i = 0, end; i < text.len; i = end) {
		for (end = i; end < text.len && !is_separator(text.at[end]);)
			end++;
		if (end > i && !read_range(value, &numbers, i, end - i))
			return false;
		end += end == i;
	}
	if (!numbers.count)
		return value_error(value, DIAG_VALUE, 0, text.len, NULL,
				   "there is no number in the list");
	if (setting->set && setting->numbers.special && value_has(value, NODES))
		return true;
	for (size_t i = 0; setting->set && i < setting->numbers.count * BITS; i++)
		if (setting->numbers.words[i / BITS] >> i % BITS & 1)
			add_range(value->arena, &numbers, i, i);
	*setting = (struct setting){.set = true, .numbers = numbers};
	return true;
}

static bool has(const struct numbers *numbers, size_t number)
{
	return number / BITS < numbers->count && numbers->words[number / BITS] >> number % BITS & 1;
}

void print_numbers(const struct directive_row *row, const struct setting *setting, size_t index,
		   struct text *text)
{
	(void)index;
	const struct numbers *numbers = &setting->numbers;
	const char *gap = "";
	if (numbers->special)
		text_puts(text, row->argument.flags & NODES ? "all" : "numa");
	for (size_t i = 0, end; i < numbers->count * BITS; i = end + 1) {
		for (end = i; has(numbers, end);)
			end++;
		if (end == i)
			continue;
		text_printf(text, end == i + 1 ? "%s%zu" : "%s%zu-%zu", gap, i, end - 1);
		gap = " ";
	}
}
