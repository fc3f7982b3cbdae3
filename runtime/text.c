/* SPDX-License-Identifier: MIT */
/*
 * Small text helpers: UTF-8, numbers, booleans, words. The rules are those of systemd's files
 * (systemd.syntax(7)), so that a value means here what it means there.
 */
#include "text.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

/* The length of a sequence; 0: malformed, overlong, a surrogate or a noncharacter (RFC 3629). */
static size_t sequence(const unsigned char *s)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = *s < 0x80 ? 1 : *s >> 5 == 6 ? 2 : *s >> 4 == 14 ? 3 : *s >> 3 == 30 ? 4 : 0;

	if (len < 2)
		return len;
	uint32_t c = *s & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (c < least[len] || c > 0x10ffff || c >> 11 == 0xd800 >> 11)
		return 0;
	if ((c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
		return 0;
	return len;
}

bool ambit_is_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (*s) {
		size_t len = sequence(s);
		if (!len)
			return false;
		s += len;
	}
	return true;
}

bool ambit_is_variable_name(const char *name)
{
	if (*name >= '0' && *name <= '9')
		return false;
	size_t len = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
				  "0123456789");
	return len && !name[len];
}

char *ambit_copy(ambit_place place, const char *text, size_t len)
{
	return memcpy(ambit_keep(place, len + 1), text, len);
}

const char *ambit_decimal(ambit_place place, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	return ambit_copy(place, digits + at, sizeof(digits) - at);
}

int ambit_parse_boolean(const char *word)
{
	static const char *const words[] = {
		"1", "yes", "y", "true", "t", "on", "0", "no", "n", "false", "f", "off",
	};
	const size_t count = sizeof(words) / sizeof(*words);

	for (size_t i = 0; i < count; i++)
		if (!strcasecmp(word, words[i]))
			return i < count / 2;
	return -EINVAL;
}

int ambit_parse_number(const char *digits, uint64_t *number)
{
	uint64_t n = 0;

	if (!*digits)
		return -EINVAL;
	for (; *digits; digits++) {
		if (*digits < '0' || *digits > '9')
			return -EINVAL;
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(*digits - '0'), &n))
			return -ERANGE;
	}
	*number = n;
	return 0;
}

const char *ambit_skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n\r");
}

int ambit_next_word(char **rest, char **word)
{
	char *in = *rest + strspn(*rest, " \t\n\r"), *out = in;
	char quote = 0;

	if (!*in)
		return 0;
	*word = in;
	for (; *in && (quote || !strchr(" \t\n\r", *in)); in++) {
		if (*in == quote)
			quote = 0;
		else if (!quote && (*in == '"' || *in == '\''))
			quote = *in;
		else if (*in == '\\' && in[1])
			*out++ = *++in;
		else if (*in != '\\') /* one with nothing behind it is dropped */
			*out++ = *in;
	}
	*rest = in + (*in != 0); /* before the word is ended, perhaps on this very blank */
	*out = 0;
	return quote ? -EINVAL : 1;
}

int ambit_read_line(const char *path, char **line)
{
	long len = ambit_read_file(0, path, line);

	if (len < 0)
		return (int)len;
	size_t end = strcspn(*line, "\n");
	while (end && strchr(" \t\r", (*line)[end - 1]))
		end--;
	(*line)[end] = 0;
	return 0;
}

const char *ambit_relative_path(ambit_place place, const char *from, const char *to)
{
	const char *path = "";
	size_t common = 0;

	for (size_t i = 0; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			common = i + 1;
	for (from += common; (from = strchr(from, '/')); from++)
		path = ambit_join(place, path, "../", "");
	return ambit_join(place, path, to + common, "");
}
