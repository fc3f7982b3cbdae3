/* SPDX-License-Identifier: MIT */
/*
 * Kinds whose numbers have units: time spans (systemd.time(7)), sizes, resource limits
 * (systemd.exec(5)), and percentages. Fractions are cut off below the least unit, as systemd does.
 */
#include "service/value_parts.h"

#include <inttypes.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)

struct unit_of {
	const char *name;
	uint64_t factor;
};

/* What is counted, in which units. A unit is FACTOR / SCALE of the result, a number alone ALONE. */
struct quantity {
	const char *what, *example, *counts;
	const struct unit_of *units;
	uint64_t scale, alone;
	bool falling; /* a larger unit goes before a smaller one */
};

/* clang-format off */
static const struct unit_of time_units[] = {
	{"seconds", SECOND}, {"second", SECOND}, {"sec", SECOND}, {"s", SECOND},
	{"minutes", 60 * SECOND}, {"minute", 60 * SECOND}, {"min", 60 * SECOND}, {"m", 60 * SECOND},
	{"months", 2629800 * SECOND}, {"month", 2629800 * SECOND}, {"M", 2629800 * SECOND},
	{"msec", 1000000}, {"ms", 1000000},
	{"hours", 3600 * SECOND}, {"hour", 3600 * SECOND}, {"hr", 3600 * SECOND},
	{"h", 3600 * SECOND},
	{"days", 86400 * SECOND}, {"day", 86400 * SECOND}, {"d", 86400 * SECOND},
	{"weeks", 7 * 86400 * SECOND}, {"week", 7 * 86400 * SECOND}, {"w", 7 * 86400 * SECOND},
	{"years", 31557600 * SECOND}, {"year", 31557600 * SECOND}, {"y", 31557600 * SECOND},
	{"usec", 1000}, {"us", 1000}, {"\u00b5s", 1000}, {"\u03bcs", 1000},
	{"nsec", 1}, {"ns", 1},
	{NULL, 0},
};

static const struct unit_of size_units[] = {
	{"E", UINT64_C(1) << 60}, {"P", UINT64_C(1) << 50}, {"T", UINT64_C(1) << 40},
	{"G", UINT64_C(1) << 30}, {"M", UINT64_C(1) << 20}, {"K", UINT64_C(1) << 10},
	{"B", 1}, {NULL, 0},
};
/* clang-format on */

static bool is_digit(struct slice text, size_t at)
{
	return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

static size_t skip_blanks(struct slice text, size_t at)
{
	while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t'))
		at++;
	return at;
}

/* WHOLE and FRACTION / PARTS; a number that does not fit is UINT64_MAX, which no quantity takes. */
struct decimal {
	uint64_t whole, fraction, parts;
};

static bool read_decimal(struct slice text, size_t *at, struct decimal *decimal)
{
	size_t i = *at, digits;
	*decimal = (struct decimal){.parts = 1};
	for (; is_digit(text, i); i++)
		decimal->whole = decimal->whole * 10 + (uint64_t)(text.at[i] - '0');
	digits = i - *at;
	if (digits > 19) /* 10^19 still fits */
		decimal->whole = UINT64_MAX;
	if (i < text.len && text.at[i] == '.') {
		size_t point = i++;
		for (; is_digit(text, i); i++) {
			if (decimal->parts > UINT64_MAX / 100)
				continue; /* below what any unit resolves */
			decimal->parts *= 10;
			decimal->fraction = decimal->fraction * 10 + (uint64_t)(text.at[i] - '0');
		}
		digits = i - point - 1; /* "1." is not a number */
	}
	*at = i;
	return digits > 0;
}

/* SUM and the decimal in units of FACTOR; UINT64_MAX when that does not fit. */
static uint64_t add_scaled(uint64_t sum, struct decimal decimal, uint64_t factor)
{
	unsigned __int128 total = (unsigned __int128)decimal.fraction * factor / decimal.parts;
	total += (unsigned __int128)decimal.whole * factor;
	total += sum;
	return total >= INT64_MAX ? UINT64_MAX : (uint64_t)total;
}

/* How many of the result the unit at *at counts; *at moves behind it. 0: there is no such unit. */
static uint64_t read_unit(struct slice text, size_t *at, const struct quantity *quantity,
			  const struct unit_of **last)
{
	size_t start = skip_blanks(text, *at), end = start;
	while (end < text.len && text.at[end] != ' ' && text.at[end] != '\t' &&
	       text.at[end] != '.' && !is_digit(text, end))
		end++;
	struct slice name = slice_part(text, start, end - start);
	if (!name.len) { /* a number alone, which ends the value or a blank */
		bool parted = start == text.len || start > *at;
		*at = start;
		return parted ? quantity->alone : 0;
	}
	for (const struct unit_of *unit = quantity->units; unit->name; unit++) {
		if (!slice_is(name, unit->name) || unit->factor < quantity->scale)
			continue;
		if (quantity->falling && *last && unit <= *last)
			return 0;
		*last = unit;
		*at = end;
		return unit->factor / quantity->scale;
	}
	return 0;
}

static bool read_quantity(const struct value *value, struct slice text, size_t offset,
			  const struct quantity *quantity, uint64_t *result)
{
	const struct unit_of *last = NULL;
	uint64_t sum = 0;
	size_t at = skip_blanks(text, 0);
	do {
		struct decimal decimal;
		size_t start = at;
		uint64_t factor = read_decimal(text, &at, &decimal)
					  ? read_unit(text, &at, quantity, &last)
					  : 0;
		if (!factor)
			return value_error(value, DIAG_VALUE, offset + start, text.len - start,
					   quantity->example, "'%.*s' is not a %s", SLICE_ARG(text),
					   quantity->what);
		sum = add_scaled(sum, decimal, factor);
		if (sum == UINT64_MAX)
			return value_error(value, DIAG_RANGE, offset, text.len, NULL,
					   "%.*s is out of range: there are less than 2^63 %s",
					   SLICE_ARG(text), quantity->counts);
		at = skip_blanks(text, at);
	} while (at < text.len);
	*result = sum;
	return true;
}

bool value_time_text(const struct value *value, struct slice text, size_t offset,
		     enum time_scale scale, uint64_t alone, uint64_t *result)
{
	struct quantity quantity = {
		.what = "time span",
		.example = "as 30s, 1min 30s, 1.5h",
		.counts = scale == TIME_MICROSECONDS ? "microseconds" : "nanoseconds",
		.units = time_units,
		.scale = scale,
		.alone = alone,
	};
	return read_quantity(value, text, offset, &quantity, result);
}

bool value_size_text(const struct value *value, struct slice text, size_t offset, uint64_t *result)
{
	static const struct quantity quantity = {
		"size", "as 4096, 16K, 1.5G", "bytes", size_units, 1, 1, true};
	return read_quantity(value, text, offset, &quantity, result);
}

bool value_percent_text(const struct value *value, struct slice text, int64_t *hundredths)
{
	static const struct unit_of units[] = {{"%", 100}, {NULL, 0}};
	static const struct quantity quantity = {
		"percentage", "as 50%, 12.5%", "hundredths of a percent", units, 1, 0, true};
	const struct kind_argument *argument = &value->row->argument;
	uint64_t result = 0;
	if (!read_quantity(value, text, 0, &quantity, &result))
		return false;
	uint64_t most = argument->flags & INFINITY ? 100 : (uint64_t)argument->most;
	if (result > most * 100 || (int64_t)result < argument->least)
		return value_error(value, DIAG_RANGE, 0, text.len, NULL,
				   "%.*s is out of range: from %s%% to %" PRIu64 "%%",
				   SLICE_ARG(text), argument->least > 0 ? "0.01" : "0", most);
	*hundredths = (int64_t)result;
	return true;
}

void print_percent_text(struct text *text, int64_t hundredths)
{
	text_printf(text, "%" PRId64, hundredths / 100);
	if (hundredths % 100)
		text_printf(text, ".%02" PRId64, hundredths % 100);
	text_putc(text, '%');
}

static bool set_quantity(struct setting *setting, int64_t number, unsigned flags)
{
	*setting = (struct setting){.set = true, .number = number, .flags = flags};
	return true;
}

static bool is_infinite(const struct value *value)
{
	return value_has(value, INFINITY) && slice_is(value->text, "infinity");
}

static enum time_scale time_scale(const struct directive_row *row)
{
	return row->argument.flags & NANOSECONDS ? TIME_NANOSECONDS : TIME_MICROSECONDS;
}

bool value_time(struct value *value, struct setting *setting)
{
	uint64_t number = 0;
	enum time_scale scale = time_scale(value->row);
	if (!value->text.len)
		return value_empty(value, setting);
	if (is_infinite(value))
		return set_quantity(setting, -1, 0);
	return value_time_text(value, value->text, 0, scale,
			       scale == TIME_NANOSECONDS ? 1 : SECOND / scale, &number) &&
	       set_quantity(setting, (int64_t)number, 0);
}

bool value_size(struct value *value, struct setting *setting)
{
	uint64_t number = 0;
	int64_t hundredths = 0;
	if (!value->text.len)
		return value_empty(value, setting);
	if (is_infinite(value))
		return set_quantity(setting, -1, 0);
	if (value_has(value, PERCENT) && slice_ends(value->text, "%"))
		return value_percent_text(value, value->text, &hundredths) &&
		       set_quantity(setting, hundredths, ITEM_PERCENT);
	return value_size_text(value, value->text, 0, &number) &&
	       set_quantity(setting, (int64_t)number, 0);
}

void print_time_text(struct text *text, enum time_scale scale, uint64_t count)
{
	static const struct unit_of units[] = {{"d", 86400 * SECOND},
					       {"h", 3600 * SECOND},
					       {"min", 60 * SECOND},
					       {"s", SECOND},
					       {"ms", 1000000},
					       {"us", 1000},
					       {"ns", 1},
					       {NULL, 0}};
	const char *gap = "";
	for (const struct unit_of *unit = units; unit->name && unit->factor >= (uint64_t)scale;
	     unit++) {
		uint64_t factor = unit->factor / scale;
		if (count < factor)
			continue;
		text_printf(text, "%s%" PRIu64 "%s", gap, count / factor, unit->name);
		count %= factor;
		gap = " ";
	}
	if (!*gap)
		text_putc(text, '0');
}

void print_size_text(struct text *text, uint64_t count)
{
	const struct unit_of *unit = size_units;
	while (count % unit->factor)
		unit++;
	if (!count || unit->factor == 1)
		text_printf(text, "%" PRIu64, count);
	else
		text_printf(text, "%" PRIu64 "%s", count / unit->factor, unit->name);
}

void print_time(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)index;
	if (setting->number < 0)
		text_puts(text, "infinity");
	else
		print_time_text(text, time_scale(row), (uint64_t)setting->number);
}

void print_size(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)row, (void)index;
	if (setting->flags & ITEM_PERCENT)
		print_percent_text(text, setting->number);
	else if (setting->number < 0)
		text_puts(text, "infinity");
	else
		print_size_text(text, (uint64_t)setting->number);
}
