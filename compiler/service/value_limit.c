/* SPDX-License-Identifier: MIT */
/*
 * Limits: "soft:hard" or one for both, in what the resource counts (systemd.exec(5), getrlimit(2)).
 */
#include "service/value_parts.h"

#include <inttypes.h>

enum { SECOND = 1000000 }; /* in microseconds */

/*
 * "+5" and "-5" are nice levels, which the kernel counts from 20 down; "15" is the kernel's own
 * number.
 */
static bool read_nice(const struct value *value, struct slice text, size_t offset, uint64_t *result)
{
	bool is_level = text.len && (*text.at == '+' || *text.at == '-');
	int64_t number;
	if (!value_integer(value, text, offset, is_level ? -20 : 0, is_level ? 19 : 40, &number))
		return false;
	*result = (uint64_t)(is_level ? 20 - number : number);
	return true;
}

static bool read_one(const struct value *value, struct slice text, size_t offset, uint64_t *result)
{
	unsigned flags = value->row->argument.flags;
	int64_t number;
	*result = UINT64_MAX;
	if (slice_is(text, "infinity"))
		return true;
	if (flags & BYTES_OF && (slice_ends(text, " ") || slice_ends(text, "\t")))
		return value_error(value, DIAG_VALUE, offset, text.len, "write it as soft:hard",
				   "a blank before the colon");
	if (flags & BYTES_OF)
		return value_size_text(value, text, offset, result);
	if (flags & MICROSECONDS)
		return value_time_text(value, text, offset, TIME_MICROSECONDS, 1, result);
	if (flags & NICE_LEVEL)
		return read_nice(value, text, offset, result);
	if (flags & SECONDS) {
		if (!value_time_text(value, text, offset, TIME_MICROSECONDS, SECOND, result))
			return false;
		*result = *result / SECOND + (*result % SECOND != 0);
		return true;
	}
	if (!value_integer(value, text, offset, 0, INT64_MAX, &number))
		return false;
	*result = (uint64_t)number;
	return true;
}

bool value_limit(struct value *value, struct setting *setting)
{
	struct limit limit;
	size_t colon = slice_find(value->text, ':');
	if (!value->text.len)
		return value_empty(value, setting);
	if (!read_one(value, slice_part(value->text, 0, colon), 0, &limit.soft))
		return false;
	limit.hard = limit.soft;
	if (colon < value->text.len &&
	    !read_one(value, slice_part(value->text, colon + 1, value->text.len), colon + 1,
		      &limit.hard))
		return false;
	if (limit.soft > limit.hard)
		return value_error(value, DIAG_RANGE, 0, value->text.len, "write it as soft:hard",
				   "the soft limit is above the hard limit");
	*setting = (struct setting){.set = true, .limit = limit};
	return true;
}

static void print_one(const struct directive_row *row, uint64_t limit, struct text *text)
{
	unsigned flags = row->argument.flags;
	if (limit == UINT64_MAX)
		text_puts(text, "infinity");
	else if (flags & BYTES_OF)
		print_size_text(text, limit);
	else if (flags & SECONDS)
		print_time_text(text, TIME_MICROSECONDS, limit * SECOND);
	else if (flags & MICROSECONDS)
		print_time_text(text, TIME_MICROSECONDS, limit);
	else
		text_printf(text, "%" PRIu64, limit);
}

void print_limit(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	(void)index;
	print_one(row, setting->limit.soft, text);
	if (setting->limit.hard == setting->limit.soft)
		return;
	text_putc(text, ':');
	print_one(row, setting->limit.hard, text);
}
