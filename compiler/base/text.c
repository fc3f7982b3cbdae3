/* SPDX-License-Identifier: MIT */
/* Slices and the text builder. */
#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct slice slice_of(const char *string)
{
	return (struct slice){string, strlen(string)};
}

bool slice_is(struct slice slice, const char *string)
{
	return slice_equal(slice, slice_of(string));
}

bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool slice_starts(struct slice slice, const char *prefix)
{
	size_t len = strlen(prefix);
	return slice.len >= len && memcmp(slice.at, prefix, len) == 0;
}

bool slice_ends(struct slice slice, const char *suffix)
{
	size_t len = strlen(suffix);
	return slice.len >= len && memcmp(slice.at + slice.len - len, suffix, len) == 0;
}

int slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

struct slice slice_part(struct slice slice, size_t from, size_t len)
{
	if (from > slice.len)
		from = slice.len;
	if (len > slice.len - from)
		len = slice.len - from;
	return (struct slice){slice.at + from, len};
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct slice slice_trim(struct slice slice)
{
	while (slice.len && is_blank(slice.at[slice.len - 1]))
		slice.len--;
	while (slice.len && is_blank(*slice.at)) {
		slice.at++;
		slice.len--;
	}
	return slice;
}

size_t slice_find(struct slice slice, char byte)
{
	const char *found = slice.len ? memchr(slice.at, byte, slice.len) : NULL;
	return found ? (size_t)(found - slice.at) : slice.len;
}

bool slice_number(struct slice slice, int64_t *number)
{
	bool negative = slice.len && *slice.at == '-';
	if (slice.len && (*slice.at == '-' || *slice.at == '+'))
		slice = slice_part(slice, 1, slice.len);
	if (!slice.len)
		return false;
	int64_t value = 0;
	for (size_t i = 0; i < slice.len; i++) {
		if (slice.at[i] < '0' || slice.at[i] > '9')
			return false;
		int digit = slice.at[i] - '0';
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit,
					   &value)) /* below zero there is room for one more */
			return false;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*number = negative ? value : -value;
	return true;
}

char *arena_string(struct arena *arena, struct slice slice)
{
	char *copy = arena_alloc(arena, slice.len + 1);
	if (slice.len)
		memcpy(copy, slice.at, slice.len);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int len = vsnprintf(NULL, 0, format, arguments);
	char *string = arena_alloc(arena, len < 0 ? 1 : (size_t)len + 1);
	if (len > 0)
		vsnprintf(string, (size_t)len + 1, format, again);
	va_end(again);
	return string;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *string = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return string;
}

static void make_room(struct text *text, size_t more)
{
	if (text->room - text->len > more)
		return;
	size_t room = text->room ? text->room * 2 : 48;
	while (room - text->len <= more)
		room *= 2;
	text->at = arena_resize(text->arena, text->at, text->room, room);
	text->room = room;
}

void text_add(struct text *text, struct slice slice)
{
	make_room(text, slice.len);
	if (slice.len)
		memcpy(text->at + text->len, slice.at, slice.len);
	text->len += slice.len;
	text->at[text->len] = '\0';
}

void text_puts(struct text *text, const char *string)
{
	text_add(text, slice_of(string));
}

void text_putc(struct text *text, char byte)
{
	text_add(text, (struct slice){&byte, 1});
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	text_vprintf(text, format, arguments);
	va_end(arguments);
}

void text_vprintf(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int len = vsnprintf(NULL, 0, format, arguments);
	if (len > 0) {
		make_room(text, (size_t)len);
		vsnprintf(text->at + text->len, (size_t)len + 1, format, again);
		text->len += (size_t)len;
	} else {
		text_add(text, SLICE(""));
	}
	va_end(again);
}

struct slice text_slice(const struct text *text)
{
	return (struct slice){text->at ? text->at : "", text->len};
}

size_t utf8_length(struct slice slice)
{
	const unsigned char *s = (const unsigned char *)slice.at;
	static const struct {
		unsigned char first, last, second_least, second_most;
		size_t len;
	} forms[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	if (!slice.len)
		return 0;
	if (*s < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (*s < forms[i].first || *s > forms[i].last)
			continue;
		if (slice.len < forms[i].len || s[1] < forms[i].second_least ||
		    s[1] > forms[i].second_most)
			return 0;
		for (size_t k = 2; k < forms[i].len; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].len;
	}
	return 0;
}

bool utf8_valid(struct slice slice)
{
	for (size_t i = 0, step; i < slice.len; i += step) {
		step = utf8_length(slice_part(slice, i, 4));
		if (!step)
			return false;
	}
	return true;
}

void text_utf8(struct text *text, uint32_t point)
{
	if (point < 0x80) {
		text_putc(text, (char)point);
		return;
	}
	int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
	text_putc(text, (char)(lead[more] | point >> (6 * more)));
	while (more--)
		text_putc(text, (char)(0x80 | (point >> (6 * more) & 0x3f)));
}

void text_json(struct text *text, struct slice bytes)
{
	text_putc(text, '"');
	for (size_t i = 0, len; i < bytes.len; i += len) {
		unsigned char byte = (unsigned char)bytes.at[i];
		len = utf8_length(slice_part(bytes, i, 4));
		if (!len) {
			text_puts(text, "\\ufffd");
			len = 1;
		} else if (byte == '"' || byte == '\\') {
			text_printf(text, "\\%c", byte);
		} else if (byte < 0x20 || byte == 0x7f) {
			text_printf(text, "\\u%04x", byte);
		} else {
			text_add(text, slice_part(bytes, i, len));
		}
	}
	text_putc(text, '"');
}

void text_c_string(struct text *text, struct slice bytes)
{
	text_putc(text, '"');
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];
		if (byte == '"' || byte == '\\' || byte == '?')
			text_printf(text, "\\%c", byte);
		else if (byte >= 0x20 && byte < 0x7f)
			text_putc(text, (char)byte);
		else
			text_printf(text, "\\%03o", byte);
	}
	text_putc(text, '"');
}

/* A bit for each letter that is in SLICE, whatever its case. */
static uint32_t letters(struct slice slice)
{
	uint32_t set = 0;
	for (size_t i = 0; i < slice.len; i++)
		set |= UINT32_C(1) << ((unsigned char)slice.at[i] & 31);
	return set;
}

void text_visible(struct text *text, struct slice bytes)
{
	for (size_t i = 0, len; i < bytes.len; i += len) {
		unsigned char byte = (unsigned char)bytes.at[i];
		len = utf8_length(slice_part(bytes, i, 4));
		bool is_c1 = len == 2 && byte == 0xc2 && (unsigned char)bytes.at[i + 1] < 0xa0;
		if (len && byte >= 0x20 && byte != 0x7f && !is_c1) {
			text_add(text, slice_part(bytes, i, len));
			continue;
		}
		text_printf(text, "\\x%02x", byte);
		if (is_c1)
			text_printf(text, "\\x%02x", (unsigned char)bytes.at[i + 1]);
		len = is_c1 ? 2 : 1;
	}
}

/* Whether byte I of A is byte J of B, both from 1 and whatever their case. */
static bool is_same(struct slice a, size_t i, struct slice b, size_t j)
{
	return tolower((unsigned char)a.at[i - 1]) == tolower((unsigned char)b.at[j - 1]);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

enum { LONGEST = 63 }; /* of the names and words that anything is compared with */

unsigned text_distance(struct slice a, struct slice b, unsigned limit)
{
	unsigned rows[3][LONGEST + 1]; /* row I stands at I % 3 */
	size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
	if (b.len > LONGEST || gap > limit)
		return limit + 1;
	/* Each letter that one of them alone has costs an edit: most words differ by that. */
	uint32_t x = letters(a), y = letters(b);
	if ((unsigned)__builtin_popcount(x & ~y) > limit ||
	    (unsigned)__builtin_popcount(y & ~x) > limit)
		return limit + 1;
	for (unsigned j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (unsigned i = 1; i <= a.len; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], best = i;
		row[0] = i;
		for (unsigned j = 1; j <= b.len; j++) {
			row[j] = least(above[j - 1] + !is_same(a, i, b, j),
				       least(row[j - 1], above[j]) + 1);
			if (i > 1 && j > 1 && is_same(a, i, b, j - 1) && is_same(a, i - 1, b, j))
				row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
			best = least(best, row[j]);
		}
		if (best > limit)
			return limit + 1;
	}
	return rows[a.len % 3][b.len];
}
