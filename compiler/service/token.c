/* SPDX-License-Identifier: MIT */
/*
 * Words of a value and C escapes, as systemd splits and resolves them: systemd.syntax(7),
 * "Quoting".
 */
#include "service/value.h"

#include <string.h>

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool ends_word(char byte, enum token_how how)
{
	return is_blank(byte) || (byte == ':' && how & TOKEN_COLON);
}

/* The number of COUNT digits from AT on in BASE; -1 when there are not so many. */
static int64_t read_digits(struct slice text, size_t at, size_t count, unsigned base)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	int64_t number = 0;
	for (size_t i = at; i < at + count; i++) {
		const char *found = i < text.len && text.at[i] ? strchr(digits, text.at[i]) : NULL;
		unsigned digit = found ? (unsigned)(found - digits) % 16 : base;
		if (digit >= base)
			return -1;
		number = number * base + digit;
	}
	return number;
}

/* An escape with COUNT digits behind its letter: a byte, or a code point with UTF-8. */
static bool numeric_escape(struct slice text, size_t *at, struct text *out, size_t skip,
			   size_t count)
{
	unsigned base = skip == 2 ? 16 : 8;
	int64_t number = read_digits(text, *at + skip, count, base);
	bool is_point = count >= 4;
	if (number <= 0 || (!is_point && number > 0xff) || number > 0x10ffff)
		return false;
	if (is_point && number >= 0xd800 && number <= 0xdfff) /* surrogates are no characters */
		return false;
	if (is_point)
		text_utf8(out, (uint32_t)number);
	else
		text_putc(out, (char)number);
	*at += skip + count;
	return true;
}

bool unescape(struct slice text, size_t *at, struct text *out)
{
	static const char letters[] = "abfnrtvs\\\"'", bytes[] = "\a\b\f\n\r\t\v \\\"'";
	if (*at + 1 >= text.len || !text.at[*at + 1])
		return false;
	char letter = text.at[*at + 1];
	const char *found = strchr(letters, letter);
	if (found) {
		text_putc(out, bytes[found - letters]);
		*at += 2;
		return true;
	}
	switch (letter) {
	case 'x':
		return numeric_escape(text, at, out, 2, 2);
	case 'u':
		return numeric_escape(text, at, out, 2, 4);
	case 'U':
		return numeric_escape(text, at, out, 2, 8);
	default:
		return numeric_escape(text, at, out, 1, 3);
	}
}

/* What the backslash at *at stands for in a word. False: reported. */
static bool take_backslash(const struct value *value, size_t *at, enum token_how how,
			   struct text *word)
{
	struct slice text = value->text;
	size_t len = utf8_length(slice_part(text, *at + 1, 4));
	if (how & TOKEN_UNESCAPE && unescape(text, at, word))
		return true;
	if (how & TOKEN_STRICT)
		return value_error(value, DIAG_VALUE, *at, len + 1, "write \\\\ for a backslash",
				   "unknown escape '%.*s'",
				   SLICE_ARG(slice_part(text, *at, len + 1)));
	if (*at + 1 >= text.len && !(how & TOKEN_UNESCAPE))
		return value_error(value, DIAG_VALUE, *at, 1, "write \\\\ for a backslash",
				   "there is nothing behind the backslash");
	if (how & TOKEN_UNESCAPE)
		text_putc(word, '\\');
	text_add(word, slice_part(text, *at + 1, len));
	*at += len + 1;
	return true;
}

int token_next(const struct value *value, size_t *at, enum token_how how, struct token *token)
{
	struct slice text = value->text;
	struct text word = {.arena = value->arena};
	size_t i = *at, quote_at = 0;
	char quote = 0;
	while (i < text.len && is_blank(text.at[i]))
		i++;
	*token = (struct token){.offset = i};
	*at = i;
	if (i >= text.len)
		return 0;
	while (i < text.len && !ends_word(text.at[i], how) && !strchr("'\"\\", text.at[i]))
		i++;
	if (i >= text.len || ends_word(text.at[i], how)) { /* nothing to take away: no copy */
		*token = (struct token){
			.text = slice_part(text, *at, i - *at), .offset = *at, .len = i - *at};
		*at = i;
		return 1;
	}
	i = token->offset;
	while (i < text.len && (quote || !ends_word(text.at[i], how))) {
		char byte = text.at[i];
		bool is_quote = (byte == '"' || byte == '\'') && !(how & TOKEN_PLAIN);
		if (is_quote && (!quote || quote == byte)) {
			quote = quote ? 0 : byte;
			token->quoted = true;
			quote_at = i++;
		} else if (byte == '\\' && !(how & (TOKEN_PLAIN | TOKEN_BACKSLASH))) {
			token->quoted = true;
			if (!take_backslash(value, &i, how, &word))
				return -1;
		} else {
			text_putc(&word, byte);
			i++;
		}
	}
	if (quote) {
		value_error(value, DIAG_VALUE, quote_at, text.len - quote_at, NULL,
			    "the quote is not closed");
		return -1;
	}
	token->text = text_slice(&word);
	token->len = i - token->offset;
	*at = i;
	return 1;
}
