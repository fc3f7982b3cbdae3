/* SPDX-License-Identifier: MIT */
/*
 * Whether two settings mean the same, whatever lines they come from: what a round trip through
 * another form is measured by.
 */
#include "model/calls.h"
#include "service/service.h"

#include <string.h>

static bool items_equal(const struct items *a, const struct items *b)
{
	bool equal = a->count == b->count;
	for (size_t i = 0; equal && i < a->count; i++)
		equal = a->list[i].flags == b->list[i].flags &&
			slice_equal(a->list[i].text, b->list[i].text) &&
			!a->list[i].more == !b->list[i].more &&
			(!a->list[i].more || slice_equal(*a->list[i].more, *b->list[i].more));
	return equal;
}

static bool commands_equal(const struct commands *a, const struct commands *b)
{
	bool equal = a->count == b->count;
	for (size_t i = 0; equal && i < a->count; i++)
		equal = a->list[i].flags == b->list[i].flags &&
			slice_equal(a->list[i].path, b->list[i].path) &&
			items_equal(&a->list[i].arguments, &b->list[i].arguments);
	return equal;
}

static bool numbers_equal(const struct numbers *a, const struct numbers *b)
{
	return a->special == b->special && a->count == b->count &&
	       (!a->count || !memcmp(a->words, b->words, a->count * sizeof(*a->words)));
}

static bool assertions_equal(const struct assertions *a, const struct assertions *b)
{
	bool equal = a->count == b->count;
	for (size_t i = 0; equal && i < a->count; i++)
		equal = a->list[i].subject == b->list[i].subject &&
			a->list[i].relation == b->list[i].relation &&
			a->list[i].is_not == b->list[i].is_not &&
			a->list[i].bits == b->list[i].bits &&
			items_equal(&a->list[i].names, &b->list[i].names);
	return equal;
}

static bool conditions_equal(const struct call_condition *a, const struct call_condition *b)
{
	if (!a || !b)
		return !a && !b;
	if (a->kind != b->kind)
		return false;
	if (a->kind != CALL_COMPARES)
		return conditions_equal(a->left, b->left) && conditions_equal(a->right, b->right);
	return a->argument->index == b->argument->index && a->comparator == b->comparator &&
	       a->has_mask == b->has_mask && a->mask == b->mask && a->value == b->value;
}

static bool rules_equal(const struct call_rules *a, const struct call_rules *b)
{
	bool equal = a->count == b->count;
	for (size_t i = 0; equal && i < a->count; i++)
		equal = a->list[i].action == b->list[i].action &&
			a->list[i].error == b->list[i].error &&
			items_equal(&a->list[i].calls, &b->list[i].calls) &&
			conditions_equal(a->list[i].condition, b->list[i].condition);
	return equal;
}

static bool suffixes_equal(const struct slice *a, const struct slice *b)
{
	return a && b ? slice_equal(*a, *b) : a == b;
}

/* The member of the union that KIND has. */
static bool values_equal(enum kind kind, const struct setting *a, const struct setting *b)
{
	switch (kind) {
	case KIND_FLAGS:
	case KIND_CAPABILITIES:
		return a->bits == b->bits;
	case KIND_STRING:
	case KIND_PATH:
	case KIND_STREAM:
	case KIND_DATA:
		return a->choice == b->choice && slice_equal(a->text, b->text);
	case KIND_NAMES:
	case KIND_WORDS:
	case KIND_PATHS:
	case KIND_BINDS:
	case KIND_TMPFS:
	case KIND_ENVIRONMENT:
	case KIND_CONDITION:
	case KIND_DIRECTORIES:
	case KIND_CREDENTIAL:
	case KIND_FILE:
		return items_equal(&a->items, &b->items);
	case KIND_COMMANDS:
		return commands_equal(&a->commands, &b->commands);
	case KIND_ASSERTION:
		return assertions_equal(&a->assertions, &b->assertions);
	case KIND_RULE:
		return rules_equal(&a->rules, &b->rules);
	case KIND_LIMIT:
		return a->limit.soft == b->limit.soft && a->limit.hard == b->limit.hard;
	case KIND_NUMBERS:
		return numbers_equal(&a->numbers, &b->numbers);
	case KIND_ENUM:
		return a->number == b->number && suffixes_equal(a->suffix, b->suffix);
	default:
		return a->number == b->number;
	}
}

bool setting_equal(enum directive directive, const struct setting *a, const struct setting *b)
{
	const struct directive_row *row = &directive_rows[directive];
	if (a->set != b->set || !a->set)
		return a->set == b->set;
	if (a->flags != b->flags)
		return false;
	if (row->argument.flags & SINGLE)
		return slice_equal(a->text, b->text);
	return values_equal(row->kind, a, b);
}
