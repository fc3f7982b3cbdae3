/* SPDX-License-Identifier: MIT */
/* The operand of ConditionMemoryPressure= and its kin (systemd.unit(5)): "20%" or "20%/1min". */
#include "service/value_parts.h"

#include <string.h>

/* The span that the kernel averages over: 10 s, 1 min, 5 min (Documentation/accounting/psi.rst). */
static const char *read_average(const struct value *value, struct slice span, size_t offset)
{
	static const struct {
		uint64_t most;
		const char *name;
	} averages[] = {{10000000, "10sec"}, {60000000, "1min"}, {300000000, "5min"}};
	uint64_t microseconds;
	if (!value_time_text(value, span, offset, TIME_MICROSECONDS, 1000000, &microseconds))
		return NULL;
	for (size_t i = 0; i < sizeof(averages) / sizeof(*averages); i++)
		if (microseconds <= averages[i].most)
			return averages[i].name;
	value_error(value, DIAG_RANGE, offset, span.len, NULL,
		    "the kernel knows pressure over 5min at most");
	return NULL;
}

/* Its digits, without a fraction or with one or two digits of it. */
static bool is_percentage(struct slice text, int64_t *whole, int64_t *fraction)
{
	size_t digits = 0;
	while (digits < text.len && strchr("0123456789.", text.at[digits] ? text.at[digits] : '-'))
		digits++;
	struct slice number = slice_part(text, 0, digits);
	size_t point = slice_find(number, '.');
	*fraction = 0;
	return slice_is(slice_part(text, digits, text.len), "%") && number.len <= point + 3 &&
	       slice_number(slice_part(number, 0, point), whole) &&
	       (point == number.len ||
		slice_number(slice_part(number, point + 1, number.len), fraction));
}

const char *value_pressure(const struct value *value, struct slice text, size_t offset, size_t len)
{
	size_t slash = slice_find(text, '/');
	struct slice percent = slice_part(text, 0, slash);
	struct slice span = slice_part(text, slash + 1, text.len);
	const char *average = "5min";
	size_t from_end = span.len > len ? len : span.len; /* specifiers stand before it */
	int64_t whole, fraction;
	if (slice_find(text, ':') < text.len)
		value_error(value, DIAG_VALUE, offset, len,
			    "the supervisor of the launcher knows its slices",
			    "the pressure of one slice cannot be tested");
	else if (!is_percentage(percent, &whole, &fraction))
		value_error(value, DIAG_VALUE, offset, len, "write it as 20%, or as 2.5%/1min",
			    "'%.*s' is not a pressure", SLICE_ARG(text));
	else if (whole > 100 || (whole == 100 && fraction))
		value_error(value, DIAG_RANGE, offset, len, NULL,
			    "%.*s is out of range: from 0%% to 100%%", SLICE_ARG(percent));
	else if (slash == text.len ||
		 (average = read_average(value, span, offset + len - from_end)))
		return arena_printf(value->arena, "%.*s/%s", SLICE_ARG(percent), average);
	return NULL;
}
