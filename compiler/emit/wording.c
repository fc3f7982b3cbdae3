/* SPDX-License-Identifier: MIT */
/*
 * What is said of a policy, in its language: messages and hints name directives as units have them,
 * "NAME=" and "NAME=VALUE".
 */
#include "emit/emit.h"
#include "policy/names.h"

#include <ctype.h>
#include <string.h>

static bool is_letter(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* What stands behind "=", up to a blank or to what ends a part of a sentence. */
static struct slice take_value(struct slice text)
{
	size_t len = 0;
	while (len < text.len && !strchr(" ,;()'\"", text.at[len]))
		len++;
	while (len && strchr(".:", text.at[len - 1]))
		len--;
	return slice_part(text, 0, len);
}

static void put_value(const struct directive_row *row, struct slice value, struct text *out)
{
	bool is_boolean = row->kind == KIND_BOOL || row->kind == KIND_TRISTATE ||
			  row->argument.flags & BOOLEAN_TOO;
	if (!value.len || (is_boolean && slice_is(value, "yes")))
		return;
	text_putc(out, ' ');
	if (row->kind == KIND_CAPABILITIES || row->kind == KIND_FLAGS)
		emit_policy_set(out, value);
	else if (slice_is(value, "~"))
		text_puts(out, "not");
	else
		emit_policy_word(out, value);
}

/* A section, " in [Service]", is nothing that a policy has. */
static struct slice skip_section(struct slice text)
{
	size_t end = slice_find(text, ']') + 1;
	return slice_starts(text, " in [") ? slice_part(text, end, text.len) : text;
}

/* The length of what is quoted, or 1. */
static size_t quoted_length(struct slice text)
{
	size_t end = slice_find(slice_part(text, 1, text.len), '\'');
	return *text.at == '\'' && end + 1 < text.len ? end + 2 : 1;
}

const char *emit_policy_wording(struct arena *arena, const char *said)
{
	struct text out = {.arena = arena};
	struct slice rest = slice_of(said);
	text_puts(&out, "");
	for (size_t len; rest.len; rest = slice_part(rest, len, rest.len)) {
		for (len = 0; len < rest.len && is_letter(rest.at[len]);)
			len++;
		int directive = slice_starts(slice_part(rest, len, 1), "=")
					? directive_find_anywhere(slice_part(rest, 0, len))
					: -1;
		if (directive < 0) {
			/* what is no word; the sign behind one has its own turn, but for "system's" */
			bool is_genitive = len && slice_starts(slice_part(rest, len, 1), "'");
			len = len ? len + is_genitive : quoted_length(rest);
			text_add(&out, slice_part(rest, 0, len));
			continue;
		}
		struct slice value = take_value(slice_part(rest, len + 1, rest.len));
		text_puts(&out, policy_name(arena, (enum directive)directive));
		put_value(&directive_rows[directive], value, &out);
		rest = skip_section(slice_part(rest, len + 1 + value.len, rest.len));
		len = 0;
	}
	return out.at;
}
