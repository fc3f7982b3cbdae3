/* SPDX-License-Identifier: MIT */
/*
 * Conditions of rules as the filter compares. The kernel reads an int from the lower 32 bits of a register,
 * and so must the filter; a long is as wide as the registers of the architecture. Programs of the
 * kernel compare without a sign: order with one is made of two comparisons.
 */
#include "plan/layer_conditions.h"

/* Of the argument, as many bits as count there. */
static struct operand operand_of(enum architecture architecture,
				 const struct argument_row *argument)
{
	unsigned bits = argument_bits(argument->type);
	if (bits == 64 && !architecture_is_wide(architecture))
		bits = 32;
	return (struct operand){argument->index, bits};
}

static bool value_fits(const struct call_condition *condition, uint64_t value)
{
	bool has_sign = argument_has_sign(condition->argument->type);
	bool is_ordered = condition->comparator > COMPARE_NE;
	if (has_sign && (int64_t)value < 0)
		return (int64_t)value >= INT32_MIN;
	return value <= (has_sign && is_ordered ? INT32_MAX : UINT32_MAX);
}

static bool is_seen(enum architecture architecture, struct slice call,
		    const struct call_condition *condition)
{
	const struct argument_row *argument = condition->argument;
	return !call_hides(architecture, call, argument->index) &&
	       (architecture_is_wide(architecture) || argument_bits(argument->type) < 64 ||
		(value_fits(condition, condition->value) &&
		 value_fits(condition, condition->mask)));
}

static const struct condition *masked(struct arena *arena, struct operand operand,
				      const struct call_condition *condition)
{
	uint64_t all = UINT64_MAX >> (64 - operand.bits);
	struct condition *made = arena_alloc(arena, sizeof(*made));
	*made = *condition_masked(arena, operand, condition->mask & all, condition->value & all);
	made->comparison.comparator = condition->comparator;
	return made;
}

/* What is below zero is above all else when the sign is but a bit. */
static const struct condition *ordered(struct arena *arena, struct operand operand,
				       const struct call_condition *condition,
				       const struct condition *plain)
{
	uint64_t sign = UINT64_C(1) << (operand.bits - 1);
	bool below = condition->comparator == COMPARE_LT || condition->comparator == COMPARE_LE;
	bool is_negative = (int64_t)condition->value < 0;
	const struct condition *half =
		condition_compare(arena, operand, below ? COMPARE_GE : COMPARE_LT, sign);
	return below == is_negative ? condition_and(arena, half, plain)
				    : condition_or(arena, half, plain);
}

static const struct condition *compare(struct arena *arena, enum architecture architecture,
				       const struct call_condition *condition)
{
	struct operand operand = operand_of(architecture, condition->argument);
	uint64_t all = UINT64_MAX >> (64 - operand.bits);
	if (condition->has_mask)
		return masked(arena, operand, condition);
	const struct condition *plain =
		condition_compare(arena, operand, condition->comparator, condition->value & all);
	bool has_sign = argument_has_sign(condition->argument->type);
	return has_sign && condition->comparator > COMPARE_NE
		       ? ordered(arena, operand, condition, plain)
		       : plain;
}

const struct condition *layer_condition(struct arena *arena, enum architecture architecture,
					struct slice call, const struct call_condition *condition)
{
	if (condition->kind == CALL_COMPARES)
		return is_seen(architecture, call, condition)
			       ? compare(arena, architecture, condition)
			       : NULL;
	const struct condition *left = layer_condition(arena, architecture, call, condition->left);
	const struct condition *right =
		layer_condition(arena, architecture, call, condition->right);
	if (!left || !right)
		return NULL;
	return condition->kind == CALL_AND ? condition_and(arena, left, right)
					   : condition_or(arena, left, right);
}
