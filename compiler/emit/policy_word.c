/* SPDX-License-Identifier: MIT */
/* Words of a policy as its grammar reads them (grammar/policy.l): plain where that can be, else in quotes. */
#include "emit/emit.h"

#include <string.h>

static bool is_plain_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte && strchr("_./@%$-", byte));
}

/* A word that needs no quotes: grammar/policy.l; "any" and "not" mean something in some places. */
bool emit_policy_is_plain(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		bool between = word.at[i] == ':' && i && i + 1 < word.len && word.at[i - 1] != ':';
		if (!is_plain_byte(word.at[i]) && !between)
			return false;
	}
	return word.len && !slice_is(word, "-") && !slice_is(word, "any") && !slice_is(word, "not");
}

void emit_policy_string(struct text *text, struct slice bytes)
{
	text_putc(text, '"');
	for (size_t i = 0, len; i < bytes.len; i += len) {
		unsigned char byte = (unsigned char)bytes.at[i];
		len = utf8_length(slice_part(bytes, i, 4));
		if (byte == '"' || byte == '\\')
			text_printf(text, "\\%c", byte);
		else if (byte == '\n' || byte == '\t')
			text_puts(text, byte == '\n' ? "\\n" : "\\t");
		else if (!len || byte < ' ' || byte == 0x7f)
			text_printf(text, "\\x%02x", byte);
		else
			text_add(text, slice_part(bytes, i, len));
		len = len ? len : 1;
	}
	text_putc(text, '"');
}

void emit_policy_word(struct text *text, struct slice word)
{
	if (emit_policy_is_plain(word))
		text_add(text, word);
	else
		emit_policy_string(text, word);
}

/* Capabilities without CAP_, flags with "_" for "-". */
void emit_policy_set(struct text *text, struct slice words)
{
	const char *gap = " ";
	text_puts(text, slice_starts(words, "~") ? "~{" : "{");
	words = slice_part(words, slice_starts(words, "~"), words.len);
	for (size_t len; words.len; words = slice_part(words, len + 1, words.len)) {
		len = slice_find(words, ' ');
		size_t skip = slice_starts(words, "CAP_") ? 4 : 0;
		text_puts(text, gap);
		for (size_t i = skip; i < len; i++) {
			char byte = words.at[i];
			bool is_capital = byte >= 'A' && byte <= 'Z';
			text_putc(text, is_capital    ? (char)(byte - 'A' + 'a')
					: byte == '-' ? '_'
						      : byte);
		}
		gap = ", ";
	}
	text_puts(text, *gap == ',' ? " }" : "}");
}
