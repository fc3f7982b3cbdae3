/* SPDX-License-Identifier: MIT */
/*
 * Comparisons in conditions: operators, numbers, and versions in the order of the UAPI group's
 * "Version Format Specification", which is what systemd.unit(5) means by relative version
 * comparison.
 */
#include "condition.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

enum ambit_operator ambit_take_operator(const char **text)
{
	static const struct {
		char text[4];
		unsigned char operator;
	} operators[] = {
		/* a longer one before its beginning */
		{"!$=", AMBIT_PATTERN_UNEQUAL}, {"$=", AMBIT_PATTERN_EQUAL},
		{"!=", AMBIT_STRING_UNEQUAL},   {"==", AMBIT_EQUAL},
		{"=", AMBIT_STRING_EQUAL},      {"<>", AMBIT_UNEQUAL},
		{"<=", AMBIT_LESS_OR_EQUAL},    {"<", AMBIT_LESS},
		{">=", AMBIT_GREATER_OR_EQUAL}, {">", AMBIT_GREATER},
	};

	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		size_t len = strlen(operators[i].text);
		if (!strncmp(*text, operators[i].text, len)) {
			*text += len;
			return operators[i].operator;
		}
	}
	return AMBIT_NONE;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int sign(long difference)
{
	return (difference > 0) - (difference < 0);
}

static const char *skip_separators(const char *s)
{
	while (*s && !is_digit(*s) && !is_letter(*s) && !strchr("~-^.", *s))
		s++;
	return s;
}

static size_t length_of(const char *s, bool (*is_part)(char))
{
	size_t len = 0;

	while (is_part(s[len]))
		len++;
	return len;
}

/* Numbers of any length: without leading zeros the longer one is greater. None is less than 0. */
static int compare_numbers(const char **a, const char **b)
{
	if (is_digit(**a) != is_digit(**b))
		return is_digit(**a) ? 1 : -1;
	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	size_t len_a = length_of(*a, is_digit), len_b = length_of(*b, is_digit);
	int order = len_a == len_b ? sign(strncmp(*a, *b, len_a)) : len_a > len_b ? 1 : -1;

	*a += len_a;
	*b += len_b;
	return order;
}

static int compare_words(const char **a, const char **b)
{
	size_t len_a = length_of(*a, is_letter), len_b = length_of(*b, is_letter);
	int order = sign(strncmp(*a, *b, len_a < len_b ? len_a : len_b));

	if (!order)
		order = sign((long)len_a - (long)len_b);
	*a += len_a;
	*b += len_b;
	return order;
}

/* A part that begins with the mark is less than one that does not. Skips it when both do. */
static int compare_mark(const char **a, const char **b, char mark, bool *skipped)
{
	int order = (**b == mark) - (**a == mark);

	if (!order && **a == mark) {
		++*a;
		++*b;
		*skipped = true;
	}
	return order;
}

static int compare_parts(const char **a, const char **b)
{
	bool skipped = false;
	int order = compare_mark(a, b, '~', &skipped);

	if (order || skipped)
		return order;
	if (!**a || !**b)
		return sign((long)!!**a - !!**b);
	for (const char *mark = "-^."; *mark; mark++) {
		order = compare_mark(a, b, *mark, &skipped);
		if (order || skipped)
			return order;
	}
	if (is_digit(**a) || is_digit(**b))
		return compare_numbers(a, b);
	return compare_words(a, b);
}

int ambit_compare_versions(const char *a, const char *b)
{
	int order = 0;

	while (!order && (*a || *b)) {
		a = skip_separators(a);
		b = skip_separators(b);
		order = compare_parts(&a, &b);
	}
	return order;
}

/* `order` is how the actual one compares to the wanted one. */
static int order_holds(enum ambit_operator operator, int order)
{
	switch (operator) {
	case AMBIT_LESS:
		return order < 0;
	case AMBIT_LESS_OR_EQUAL:
		return order <= 0;
	case AMBIT_EQUAL:
	case AMBIT_STRING_EQUAL:
		return order == 0;
	case AMBIT_UNEQUAL:
	case AMBIT_STRING_UNEQUAL:
		return order != 0;
	case AMBIT_NONE:
	case AMBIT_GREATER_OR_EQUAL:
		return order >= 0;
	case AMBIT_GREATER:
		return order > 0;
	default:
		return -EINVAL;
	}
}

int ambit_number_holds(enum ambit_operator operator, uint64_t actual, uint64_t wanted)
{
	return order_holds(operator,(actual > wanted) - (actual < wanted));
}

int ambit_text_holds(enum ambit_operator operator, const char * actual, const char *wanted)
{
	switch (operator) {
	case AMBIT_STRING_EQUAL:
	case AMBIT_STRING_UNEQUAL:
		return order_holds(operator, strcmp(actual, wanted));
	case AMBIT_PATTERN_EQUAL:
		return !fnmatch(wanted, actual, 0);
	case AMBIT_PATTERN_UNEQUAL:
		return !!fnmatch(wanted, actual, 0);
	default:
		return order_holds(operator, ambit_compare_versions(actual, wanted));
	}
}
