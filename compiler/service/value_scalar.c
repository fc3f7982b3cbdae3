/* SPDX-License-Identifier: MIT */
/*
 * Kinds with one word or number as value: booleans, vocabularies, sets of flags, numbers, file
 * modes.
 */
#include "service/value_parts.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <strings.h>

bool boolean_find(struct slice word, int64_t *number)
{
	static const char *const words[] = {"1", "yes", "y", "true",  "t", "on",
					    "0", "no",  "n", "false", "f", "off"};
	enum { COUNT = sizeof(words) / sizeof(*words) };
	for (size_t i = 0; i < COUNT; i++) {
		if (word.len != strlen(words[i]) || strncasecmp(word.at, words[i], word.len) != 0)
			continue;
		*number = i < COUNT / 2;
		return true;
	}
	return false;
}

/* Takes over what was read. */
static bool set_number(struct setting *setting, int64_t number, unsigned flags)
{
	*setting = (struct setting){.set = true, .number = number, .flags = flags};
	return true;
}

bool value_bool(struct value *value, struct setting *setting)
{
	int64_t number = 0;
	if (!value->text.len)
		return value_empty(value, setting);
	if (!boolean_find(value->text, &number))
		return value_error(value, DIAG_VALUE, 0, value->text.len, "write yes or no",
				   "'%.*s' is not a boolean", SLICE_ARG(value->text));
	return set_number(setting, number, 0);
}

void print_bool(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)row, (void)index;
	text_puts(text, setting->number ? "yes" : "no");
}

/* "RTMIN+3", "SIGRTMAX-1", of a vocabulary that has SIGTERM: signal(7). 0 when it is none. */
static int realtime_signal(const struct words *words, struct slice text)
{
	int64_t number = 0;
	if (!words_find(words, SLICE("SIGTERM")))
		return 0;
	if (slice_starts(text, "SIG"))
		text = slice_part(text, 3, text.len);
	bool from_least = slice_starts(text, "RTMIN");
	if (!from_least && !slice_starts(text, "RTMAX"))
		return 0;
	text = slice_part(text, 5, text.len);
	if (text.len && (*text.at != (from_least ? '+' : '-') || !slice_number(text, &number)))
		return 0;
	number += from_least ? SIGRTMIN : SIGRTMAX;
	return number >= SIGRTMIN && number <= SIGRTMAX ? (int)number : 0;
}

/* A word for a boolean: "yes" or "no" of the vocabulary. */
static const struct word *boolean_word(const struct words *words, struct slice text)
{
	int64_t number = 0;
	return boolean_find(text, &number) ? words_find(words, number ? SLICE("yes") : SLICE("no"))
					   : NULL;
}

const struct word *value_word(const struct value *value, struct slice text, size_t offset)
{
	const struct words *words = value->row->argument.words;
	const struct word *word = words_find(words, text);
	int64_t number = 0;
	if (!word && value_has(value, BOOLEAN_TOO))
		word = boolean_word(words, text);
	if (!word && value_has(value, NUMERIC) && slice_number(text, &number))
		word = words_value(words, number);
	if (!word)
		value_error(value, DIAG_VALUE, offset, text.len,
			    words_nearest(value->arena, words, text), "unknown %s '%.*s'",
			    words->name, SLICE_ARG(text));
	return word;
}

/* Letters, digits and hyphens, with dots between: hostname(7), "NAME". */
static bool is_host_name(struct slice name)
{
	bool valid = name.len > 0 && name.len <= HOST_NAME_MAX;
	for (size_t i = 0; i < name.len && valid; i++) {
		char byte = name.at[i];
		bool is_edge =
			!i || i + 1 == name.len || name.at[i - 1] == '.' || name.at[i + 1] == '.';
		valid = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
			(byte >= 'a' && byte <= 'z') || (!is_edge && (byte == '-' || byte == '.'));
	}
	return valid;
}

/* "WORD:NAME", for a word that asks for something. */
static bool value_named(const struct value *value, size_t colon, struct setting *setting)
{
	struct slice text = value->text, name = slice_part(text, colon + 1, text.len);
	const struct word *word = value_word(value, slice_part(text, 0, colon), 0);
	if (!word)
		return false;
	if (!word->value)
		return value_error(value, DIAG_VALUE, colon, text.len - colon, "leave it out",
				   "'%s' takes no host name", word->name);
	if (!value_expand(value, name, colon + 1, name.len, &name))
		return false;
	if (!is_host_name(specifiers_stand_in(value->arena, name)))
		return value_error(value, DIAG_VALUE, colon, text.len - colon,
				   "write letters, digits and '-', with '.' between, 64 at most",
				   "'%.*s' is not a host name",
				   SLICE_ARG(slice_part(text, colon + 1, text.len)));
	struct slice *suffix = arena_alloc(value->arena, sizeof(*suffix));
	*suffix = name;
	*setting = (struct setting){.set = true, .number = word->value, .suffix = suffix};
	return true;
}

bool value_enum(struct value *value, struct setting *setting)
{
	const struct kind_argument *argument = &value->row->argument;
	size_t colon = slice_find(value->text, ':');
	if (!value->text.len)
		return value_empty(value, setting);
	if (value_has(value, COLON) && colon < value->text.len)
		return value_named(value, colon, setting);
	int signal = realtime_signal(argument->words, value->text);
	if (signal)
		return set_number(setting, signal, 0);
	int64_t number;
	if (argument->most && slice_number(value->text, &number))
		return value_integer(value, value->text, 0, argument->least, argument->most,
				     &number) &&
		       set_number(setting, number, 0);
	const struct word *word = value_word(value, value->text, 0);
	return word && set_number(setting, word->value, 0);
}

void print_enum(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)index;
	const struct word *word = words_value(row->argument.words, setting->number);
	if (word)
		text_puts(text, word->name);
	else if (words_find(row->argument.words, SLICE("SIGTERM")))
		text_printf(text, "SIGRTMIN+%d", (int)setting->number - SIGRTMIN);
	else
		text_printf(text, "%" PRId64, setting->number);
	if (setting->suffix) {
		text_putc(text, ':');
		print_plain(row, *setting->suffix, text);
	}
}

/* A mask such as "0x33" or "33": hexadecimal in any case, as core(5) has it. */
static bool read_mask(struct slice text, uint64_t *mask)
{
	uint64_t number = 0;
	if (slice_starts(text, "0x") || slice_starts(text, "0X"))
		text = slice_part(text, 2, text.len);
	if (!text.len || text.len > 16)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		static const char digits[] = "0123456789abcdef0123456789ABCDEF";
		const char *found = text.at[i] ? strchr(digits, text.at[i]) : NULL;
		if (!found)
			return false;
		number = number * 16 + (uint64_t)(found - digits) % 16;
	}
	*mask = number;
	return true;
}

static uint64_t all_flags(const struct words *words)
{
	uint64_t all = 0;
	for (const struct word *word = words->rows; word->name; word++)
		all |= (uint64_t)word->value;
	return all;
}

/* One word of a set of flags. */
static bool read_flag(const struct value *value, const struct token *token, uint64_t *bits)
{
	const struct words *words = value->row->argument.words;
	const struct word *word = words_find(words, token->text);
	uint64_t mask;
	if (!word && value_has(value, HEXADECIMAL_TOO) && read_mask(token->text, &mask)) {
		uint64_t unknown = mask & ~all_flags(words);
		if (unknown)
			return value_error(value, DIAG_RANGE, token_start(token), token->text.len,
					   NULL,
					   "the bits 0x%" PRIx64
					   " have no meaning; all that have are 0x%" PRIx64,
					   unknown, all_flags(words));
		*bits |= mask;
		return true;
	}
	if (!word)
		return value_error(value, DIAG_VALUE, token_start(token), token->text.len,
				   words_nearest(value->arena, words, token->text),
				   "unknown %s '%.*s'", words->name, SLICE_ARG(token->text));
	*bits |= (uint64_t)word->value;
	return true;
}

/* Lines add up, as systemd.exec(5) says of SecureBits= (its code replaces). */
bool value_flags(struct value *value, struct setting *setting)
{
	uint64_t bits = setting->set ? setting->bits : 0;
	struct token token;
	int more;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (more = token_next(value, &at, 0, &token)) > 0;)
		if (!read_flag(value, &token, &bits))
			return false;
	if (more < 0)
		return false;
	*setting = (struct setting){.set = true, .bits = bits};
	return true;
}

void print_flags(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	(void)index;
	uint64_t printed = 0;
	for (const struct word *word = row->argument.words->rows; word->name; word++) {
		uint64_t bits = (uint64_t)word->value;
		if (!bits || (bits & ~setting->bits) || !(bits & ~printed))
			continue;
		text_printf(text, "%s%s", printed ? " " : "", word->name);
		printed |= bits;
	}
	if (!setting->bits && row->argument.flags & HEXADECIMAL_TOO)
		text_puts(text, "0x0");
}

/* Digits of a number with its sign. */
static bool read_integer(struct slice text, int64_t *number)
{
	uint64_t mask;
	if (!slice_starts(text, "0x") && !slice_starts(text, "0X"))
		return slice_number(text, number);
	if (!read_mask(text, &mask) || mask > INT64_MAX)
		return false;
	*number = (int64_t)mask;
	return true;
}

static bool is_digits(struct slice text)
{
	if (text.len && (*text.at == '-' || *text.at == '+'))
		text = slice_part(text, 1, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len > 0;
}

bool value_integer(const struct value *value, struct slice text, size_t offset, int64_t least,
		   int64_t most, int64_t *number)
{
	struct slice digits = text;
	if (digits.len && (*digits.at == '-' || *digits.at == '+'))
		digits = slice_part(digits, 1, digits.len);
	/* strtoul(3) with base 0 reads octal there */
	if (is_digits(text) && digits.len > 1 && *digits.at == '0')
		return value_error(
			value, DIAG_VALUE, offset, text.len, "write it without the leading 0",
			"'%.*s' is octal for some and decimal for others", SLICE_ARG(text));
	bool read = read_integer(text, number);
	if (!read && !is_digits(text))
		return value_error(value, DIAG_VALUE, offset, text.len, NULL,
				   "'%.*s' is not a number", SLICE_ARG(text));
	if (!read || *number < least || *number > most)
		return value_error(value, DIAG_RANGE, offset, text.len, NULL,
				   "%.*s is out of range: from %" PRId64 " to %" PRId64,
				   SLICE_ARG(text), least, most);
	return true;
}

bool value_number(struct value *value, struct setting *setting)
{
	const struct kind_argument *argument = &value->row->argument;
	int64_t least = argument->least, most = argument->most, number = 0;
	struct slice text = value->text;
	if (!text.len)
		return value_empty(value, setting);
	const struct word *word = argument->words ? words_find(argument->words, text) : NULL;
	if (word)
		return set_number(setting, word->value, 0);
	if (value_has(value, INFINITY) && slice_is(text, "infinity"))
		return set_number(setting, -1, 0);
	if (!least && !most) {
		least = INT64_MIN;
		most = INT64_MAX;
	}
	if (value_has(value, PERCENT) && slice_ends(text, "%"))
		return value_percent_text(value, text, &number) &&
		       set_number(setting, number, ITEM_PERCENT);
	if (value_has(value, PERCENT) && !value_has(value, INFINITY)) /* CPUQuota= and the like */
		return value_error(value, DIAG_VALUE, 0, text.len, "write it with a percent sign",
				   "'%.*s' is not a percentage", SLICE_ARG(text));
	return value_integer(value, text, 0, least, most, &number) &&
	       set_number(setting, number, 0);
}

void print_number(const struct directive_row *row, const struct setting *setting, size_t index,
		  struct text *text)
{
	(void)index;
	const struct kind_argument *argument = &row->argument;
	const struct word *word =
		argument->words ? words_value(argument->words, setting->number) : NULL;
	if (setting->flags & ITEM_PERCENT)
		print_percent_text(text, setting->number);
	else if (word)
		text_puts(text, word->name);
	else if (setting->number == -1 && argument->flags & INFINITY)
		text_puts(text, "infinity");
	else
		text_printf(text, "%" PRId64, setting->number);
}

bool value_mode(struct value *value, struct setting *setting)
{
	int64_t mode = 0;
	struct slice text = value->text;
	if (!text.len)
		return value_empty(value, setting);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '7')
			return value_error(value, DIAG_VALUE, i, 1, "a mode is octal, as 0022",
					   "'%.*s' is not an octal number", SLICE_ARG(text));
		mode = mode > 07777 ? mode : mode * 8 + (text.at[i] - '0');
	}
	if (mode > value->row->argument.most)
		return value_error(value, DIAG_RANGE, 0, text.len, NULL,
				   "%.*s is out of range: from 0 to %04" PRIo64, SLICE_ARG(text),
				   (uint64_t)value->row->argument.most);
	return set_number(setting, mode, 0);
}

void print_mode(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)row, (void)index;
	text_printf(text, "%04" PRIo64, (uint64_t)setting->number);
}
