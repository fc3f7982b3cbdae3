/* SPDX-License-Identifier: MIT */
/*
 * Conditions on the arguments of a system call: "domain == AF_UNIX and type & 0xf != SOCK_RAW". What an
 * argument is called and how many of its bits count is said by grammar/syscalls.def; a comparison that
 * could never hold, or always, is a mistake.
 */
#include "model/calls.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

#include <string.h>

enum {
	COMPARISONS_MOST = 500, /* of one rule */
	NESTING_MOST = 30       /* parentheses in each other */
};

/* A condition that is being read; token is the next one. */
struct reader {
	const struct value *value;
	struct slice call;
	struct rule_token token;
	size_t at;
	unsigned comparisons, depth;
};

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte && strchr("_@:.-", byte));
}

struct rule_token rule_token_next(const struct value *value, size_t *at)
{
	struct slice text = value->text;
	size_t start = *at, len = 0;
	while (start < text.len && strchr(" \t\r\n", text.at[start] ? text.at[start] : '.'))
		start++;
	while (start + len < text.len && is_word_byte(text.at[start + len]))
		len++;
	bool is_word = len > 0;
	if (!is_word && start < text.len) {
		bool with_equals = strchr("=!<>", text.at[start] ? text.at[start] : '.') &&
				   slice_starts(slice_part(text, start + 1, 1), "=");
		size_t character = utf8_length(slice_part(text, start, 4));
		len = with_equals ? 2 : character ? character : 1;
	}
	*at = start + len;
	return (struct rule_token){slice_part(text, start, len), start, is_word};
}

static void advance(struct reader *r)
{
	r->token = rule_token_next(r->value, &r->at);
}

__attribute__((format(printf, 3, 4))) static bool wrong(const struct reader *r, const char *hint,
							const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const char *message = arena_vprintf(r->value->arena, format, arguments);
	va_end(arguments);
	return value_error(r->value, DIAG_VALUE, r->token.offset, r->token.text.len, hint, "%s",
			   message);
}

/* "domain, type or protocol" */
static const char *argument_names(const struct reader *r)
{
	struct text text = {.arena = r->value->arena};
	struct argument_row row;
	for (unsigned i = 0; call_argument(r->call, i, &row); i++)
		text_printf(&text, "%s%.*s", i ? ", " : "it has ", SLICE_ARG(row.name));
	return text.at ? text.at : "leave the condition out: it has none, or they are not known";
}

/* NULL: reported. */
static const struct argument_row *take_argument(struct reader *r)
{
	struct argument_row *argument = arena_alloc(r->value->arena, sizeof(*argument));
	if (!r->token.is_word)
		wrong(r, argument_names(r), "the name of an argument is wanted here");
	else if (!call_argument_find(r->call, r->token.text, argument))
		wrong(r, argument_names(r), "%.*s has no argument '%.*s'", SLICE_ARG(r->call),
		      SLICE_ARG(r->token.text));
	else if (argument->type == TYPE_POINTER)
		wrong(r, "only numbers are compared: what a pointer points to can change",
		      "the argument '%.*s' of %.*s is a pointer", SLICE_ARG(argument->name),
		      SLICE_ARG(r->call));
	else if (argument->type == TYPE_ANY)
		wrong(r, "compare the argument that says what the call does",
		      "how many bits of the argument '%.*s' %.*s reads hangs on another one",
		      SLICE_ARG(argument->name), SLICE_ARG(r->call));
	else {
		advance(r);
		return argument;
	}
	return NULL;
}

/* Decimal, "0x" hexadecimal, "0" octal; as 64 bits, below zero too. */
static bool read_number(struct slice text, uint64_t *number, bool *is_negative)
{
	struct slice digits = slice_part(text, slice_starts(text, "-"), text.len);
	bool is_hex = slice_starts(digits, "0x") || slice_starts(digits, "0X");
	unsigned base = is_hex ? 16 : slice_starts(digits, "0") ? 8 : 10;
	*is_negative = digits.len < text.len;
	digits = slice_part(digits, is_hex ? 2 : 0, digits.len);
	*number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		static const char known[] = "0123456789abcdef0123456789ABCDEF";
		const char *found = digits.at[i] ? strchr(known, digits.at[i]) : NULL;
		unsigned digit = found ? (unsigned)(found - known) % 16 : base;
		if (digit >= base || __builtin_mul_overflow(*number, base, number) ||
		    __builtin_add_overflow(*number, digit, number))
			return false;
	}
	if (*is_negative && *number > UINT64_C(1) << 63)
		return false;
	*number = *is_negative ? -*number : *number;
	return digits.len > 0;
}

/* Values joined by "|": their bits, and whether one of several numbers is among them. */
struct values {
	uint64_t bits;
	bool has_number;
};

/* Adds one value, extended by the sign of ARGUMENT's type. */
static bool take_value(struct reader *r, const struct argument_row *argument, struct values *values)
{
	uint64_t value = 0;
	const struct word *constant = words_find(&words_constant, r->token.text);
	unsigned bits = argument_bits(argument->type);
	bool has_sign = argument_has_sign(argument->type), is_negative = false;
	if (!r->token.is_word)
		return wrong(r, "write a number, or the name of a constant",
			     "a value is wanted here");
	if (constant) {
		value = (uint64_t)constant->value;
		is_negative = constant->value < 0;
	} else if (!read_number(r->token.text, &value, &is_negative)) {
		return wrong(r, words_nearest(r->value->arena, &words_constant, r->token.text),
			     "'%.*s' is no number and no constant", SLICE_ARG(r->token.text));
	}
	uint64_t sign = UINT64_C(1) << (bits - 1);
	bool fits = is_negative ? has_sign && -value <= sign : !(value >> (bits - 1) >> 1);
	if (!fits)
		return wrong(r, NULL, "'%.*s' does not fit into the argument '%.*s', of %u bits%s",
			     SLICE_ARG(r->token.text), SLICE_ARG(argument->name), bits,
			     has_sign ? "" : " without a sign");
	if (has_sign && value & sign)
		value |= -sign;
	bool is_number = constant && !constant->constant;
	if (is_number && values->has_number)
		return wrong(r, "\"|\" joins bits; write ARGUMENT == A or ARGUMENT == B",
			     "'%.*s' cannot be joined with another value of its kind",
			     SLICE_ARG(r->token.text));
	values->has_number |= is_number;
	values->bits |= value;
	advance(r);
	return true;
}

/* Values joined by "|", with their text into *text. */
static bool take_values(struct reader *r, const struct argument_row *argument, uint64_t *number,
			struct slice *text)
{
	struct text all = {.arena = r->value->arena};
	struct values values = {0};
	text_add(&all, r->token.text);
	if (!take_value(r, argument, &values))
		return false;
	while (slice_is(r->token.text, "|")) {
		advance(r);
		text_printf(&all, " | %.*s", SLICE_ARG(r->token.text));
		if (!take_value(r, argument, &values))
			return false;
	}
	*number = values.bits;
	*text = text_slice(&all);
	return true;
}

static bool take_comparator(struct reader *r, struct call_condition *condition)
{
	const struct word *word = words_find(&words_comparator, r->token.text);
	enum argument_type type = condition->argument->type;
	if (!word)
		return wrong(r,
			     slice_is(r->token.text, "=") ? "write =="
							  : "write == VALUE, or != < <= > >=",
			     "a comparison is wanted here");
	condition->comparator = (enum comparator)word->value;
	if (condition->comparator <= COMPARE_NE)
		return true;
	if (condition->has_mask)
		return wrong(r, "what is left by a mask is compared by == and !=",
			     "'%s' does not go with a mask", word->name);
	return type != TYPE_MODE ||
	       wrong(r, "compare it by == and !=, or with a mask: mode & S_ISUID != 0",
		     "a mode has no order");
}

/* What can be seen to be always so, or never. */
static bool check_comparison(const struct reader *r, const struct call_condition *condition,
			     size_t start)
{
	const char *problem = NULL, *hint = NULL;
	bool has_sign = argument_has_sign(condition->argument->type);
	bool is_ordered = condition->comparator > COMPARE_NE;
	bool below = condition->comparator == COMPARE_LT || condition->comparator == COMPARE_GE;
	if (condition->has_mask && condition->value & ~condition->mask) {
		problem = "the value has bits outside of the mask: nothing is equal to it";
		hint = "compare with bits of the mask only";
	} else if (condition->has_mask && !condition->mask) {
		problem = "the mask is 0: all arguments are alike to it";
		hint = "write the bits to be looked at";
	} else if (is_ordered && has_sign && (int64_t)condition->value < 0 &&
		   *condition->value_text.at >= '0' && *condition->value_text.at <= '9') {
		problem = "the argument has a sign: no value of it is so large";
		hint = "write a negative number, as -1";
	} else if (below && !condition->value && !argument_has_sign(condition->argument->type)) {
		problem = "the argument has no sign: it is never below 0";
		hint = "leave the comparison out";
	}
	size_t end = r->token.offset;
	while (end > start && strchr(" \t\r\n", r->value->text.at[end - 1]))
		end--;
	return !problem ||
	       value_error(r->value, DIAG_VALUE, start, end - start, hint, "%s", problem);
}

static const struct call_condition *new_condition(const struct reader *r,
						  struct call_condition condition)
{
	struct call_condition *copy = arena_alloc(r->value->arena, sizeof(*copy));
	*copy = condition;
	return copy;
}

static const struct call_condition *take_comparison(struct reader *r)
{
	struct call_condition condition = {.kind = CALL_COMPARES};
	size_t start = r->token.offset;
	if (r->comparisons++ == COMPARISONS_MOST) {
		wrong(r, "write several rules", "more than %d comparisons in one rule",
		      (int)COMPARISONS_MOST);
		return NULL;
	}
	condition.argument = take_argument(r);
	if (!condition.argument)
		return NULL;
	condition.has_mask = slice_is(r->token.text, "&");
	if (condition.has_mask) {
		advance(r);
		if (!take_values(r, condition.argument, &condition.mask, &condition.mask_text))
			return NULL;
	}
	if (!take_comparator(r, &condition))
		return NULL;
	advance(r);
	if (!take_values(r, condition.argument, &condition.value, &condition.value_text) ||
	    !check_comparison(r, &condition, start))
		return NULL;
	return new_condition(r, condition);
}

static const struct call_condition *take_condition(struct reader *r);

static const struct call_condition *take_operand(struct reader *r)
{
	if (!slice_is(r->token.text, "("))
		return take_comparison(r);
	if (r->depth++ == NESTING_MOST) {
		wrong(r, NULL, "more than %d parentheses inside each other", (int)NESTING_MOST);
		return NULL;
	}
	advance(r);
	const struct call_condition *inner = take_condition(r);
	if (inner)
		advance(r); /* ")" */
	r->depth--;
	return inner;
}

static const struct call_condition *take_and(struct reader *r)
{
	const struct call_condition *all = take_operand(r);
	while (all && slice_is(r->token.text, "and")) {
		advance(r);
		const struct call_condition *right = take_operand(r);
		all = right ? new_condition(r, (struct call_condition){CALL_AND, .left = all,
								       .right = right})
			    : NULL;
	}
	return all;
}

/* Up to a ")", which is the next token then. */
static const struct call_condition *take_condition(struct reader *r)
{
	const struct call_condition *any = take_and(r);
	while (any && slice_is(r->token.text, "or")) {
		advance(r);
		const struct call_condition *right = take_and(r);
		any = right ? new_condition(r, (struct call_condition){CALL_OR, .left = any,
								       .right = right})
			    : NULL;
	}
	if (any && !slice_is(r->token.text, ")")) {
		wrong(r, "conditions are joined by \"and\" and \"or\"", "%s",
		      r->token.text.len ? "'and', 'or' or ')' is wanted here"
					: "the condition is not closed by ')'");
		return NULL;
	}
	return any;
}

const struct call_condition *value_call_condition(const struct value *value, struct slice call,
						  size_t *at)
{
	struct reader reader = {.value = value, .call = call, .at = *at};
	advance(&reader);
	const struct call_condition *condition = take_condition(&reader);
	*at = reader.at;
	return condition;
}

static void print_operand(struct text *text, const struct call_condition *condition,
			  bool in_parentheses)
{
	text_puts(text, in_parentheses ? "(" : "");
	print_call_condition(text, condition);
	text_puts(text, in_parentheses ? ")" : "");
}

void print_call_condition(struct text *text, const struct call_condition *condition)
{
	const struct call_condition *left = condition->left, *right = condition->right;
	if (condition->kind != CALL_COMPARES) {
		bool is_and = condition->kind == CALL_AND;
		print_operand(text, left, is_and && left->kind == CALL_OR);
		text_puts(text, is_and ? " and " : " or ");
		print_operand(text, right,
			      is_and ? right->kind != CALL_COMPARES : right->kind == CALL_OR);
		return;
	}
	text_add(text, condition->argument->name);
	if (condition->has_mask)
		text_printf(text, " & %.*s", SLICE_ARG(condition->mask_text));
	text_printf(text, " %s %.*s", words_value(&words_comparator, condition->comparator)->name,
		    SLICE_ARG(condition->value_text));
}
