/* SPDX-License-Identifier: MIT */
/* Slices of bytes that somebody else owns, and a builder for new text in an arena. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* LEN bytes; may hold any byte, and no NUL follows. */
struct slice {
	const char *at;
	size_t len;
};

#define SLICE(literal)   ((struct slice){(literal), sizeof(literal) - 1})
#define SLICE_ARG(slice) (int)(slice).len, (slice).at /* for "%.*s" */

struct slice slice_of(const char *string);
bool slice_is(struct slice slice, const char *string);
bool slice_equal(struct slice a, struct slice b);
bool slice_starts(struct slice slice, const char *prefix);
bool slice_ends(struct slice slice, const char *suffix);
int slice_compare(struct slice a, struct slice b); /* bytewise, as strcmp(3) */
/* The part from FROM on, LEN bytes at most. */
struct slice slice_part(struct slice slice, size_t from, size_t len);
struct slice slice_trim(struct slice slice); /* without blanks (space, tab, CR, LF) at both ends */
/* Where BYTE stands first, or slice.len. */
size_t slice_find(struct slice slice, char byte);
/* A whole decimal number with an optional sign. False when it is none or does not fit. */
bool slice_number(struct slice slice, int64_t *number);

/* A new string in the arena, NUL-terminated. */
char *arena_string(struct arena *arena, struct slice slice);
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *arena, const char *format,
							 ...);
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments);

/*
 * A text that grows. Start with {.arena = arena}; .at is always NUL-terminated once something was
 * added.
 */
struct text {
	struct arena *arena;
	char *at;
	size_t len, room;
};

void text_add(struct text *text, struct slice slice);
void text_puts(struct text *text, const char *string);
void text_putc(struct text *text, char byte);
__attribute__((format(printf, 2, 3))) void text_printf(struct text *text, const char *format, ...);
void text_vprintf(struct text *text, const char *format, va_list arguments);
struct slice text_slice(const struct text *text);

/* BYTES as a JSON string with its quotes (RFC 8259); what is not UTF-8 becomes U+FFFD. */
void text_json(struct text *text, struct slice bytes);
/*
 * BYTES as a C string literal: three-digit octal outside a safe set, "?" escaped against trigraphs.
 */
void text_c_string(struct text *text, struct slice bytes);

/* BYTES for people: what would move a cursor or end the line, and what is not UTF-8, as "\xHH". */
void text_visible(struct text *text, struct slice bytes);

/* Length of the UTF-8 sequence at the start of SLICE (RFC 3629), or 0 where there is none. */
size_t utf8_length(struct slice slice);
bool utf8_valid(struct slice slice);
/* Adds the code point as UTF-8. */
void text_utf8(struct text *text, uint32_t point);

/*
 * How many edits of one letter, or swaps of two neighbours, lead from A to B (optimal string
 * alignment); LIMIT + 1 when more than LIMIT. Case is ignored.
 */
unsigned text_distance(struct slice a, struct slice b, unsigned limit);

#endif
