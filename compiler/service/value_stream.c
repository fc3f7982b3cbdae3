/* SPDX-License-Identifier: MIT */
/*
 * Where the standard streams go, and the data that standard input can hold: systemd.exec(5),
 * "Logging and Standard Input/Output".
 */
#include "service/value_parts.h"
#include "service/vocabulary.h"

#include <string.h>

enum { DATA_MOST = 64 * 1024 * 1024, NAME_LENGTH_MOST = 255 };

static const struct words *stream_words(const struct directive_row *row)
{
	return row->argument.flags & INPUT ? &words_input : &words_output;
}

/* What stands behind the colon of a word. */
enum operand { OPERAND_NONE, OPERAND_PATH, OPERAND_NAME };

static enum operand operand_of(const struct word *word)
{
	static const char *const with_path[] = {"file", "append", "truncate"};
	for (size_t i = 0; i < sizeof(with_path) / sizeof(*with_path); i++)
		if (strcmp(word->name, with_path[i]) == 0)
			return OPERAND_PATH;
	return strcmp(word->name, "fd") == 0 ? OPERAND_NAME : OPERAND_NONE;
}

/* The name of a descriptor: sd_listen_fds_with_names(3). */
bool is_descriptor_name(struct slice name)
{
	bool valid = name.len > 0 && name.len <= NAME_LENGTH_MOST;
	for (size_t i = 0; i < name.len && valid; i++)
		valid = name.at[i] >= ' ' && name.at[i] < 0x7f && name.at[i] != ':';
	return valid;
}

static bool check_name(const struct value *value, struct slice name, size_t offset)
{
	return is_descriptor_name(name) ||
	       value_error(value, DIAG_VALUE, offset, value->text.len - offset, NULL,
			   "'%.*s' is not the name of a descriptor: 1 to 255 printable ASCII "
			   "characters, no ':'",
			   SLICE_ARG(name));
}

/* The word, with "syslog" read as "journal", as systemd does since version 246. */
static const struct word *find_word(const struct value *value, struct slice name)
{
	static const char *const legacy[][2] = {{"syslog", "journal"},
						{"syslog+console", "journal+console"}};
	const struct words *words = stream_words(value->row);
	for (size_t i = 0; i < sizeof(legacy) / sizeof(*legacy) && !value_has(value, INPUT); i++) {
		if (!slice_is(name, legacy[i][0]) || name.len != value->text.len)
			continue;
		diag_report(value->diagnostics, DIAG_LEGACY, value_span(value, 0, name.len),
			    arena_printf(value->arena, "write %s", legacy[i][1]),
			    "%s is obsolete and means %s", legacy[i][0], legacy[i][1]);
		return words_find(words, slice_of(legacy[i][1]));
	}
	const struct word *word = words_find(words, name);
	if (!word)
		value_error(value, DIAG_VALUE, 0, name.len,
			    words_nearest(value->arena, words, name), "unknown %s '%.*s'",
			    words->name, SLICE_ARG(name));
	return word;
}

bool value_stream(struct value *value, struct setting *setting)
{
	size_t colon = slice_find(value->text, ':'), offset = colon + 1;
	bool has_operand = colon < value->text.len;
	if (!value->text.len)
		return value_empty(value, setting);
	const struct word *word = find_word(value, slice_part(value->text, 0, colon));
	if (!word)
		return false;
	enum operand kind = operand_of(word);
	struct slice text = slice_part(value->text, offset, value->text.len);
	size_t len = text.len;
	if (has_operand && kind == OPERAND_NONE)
		return value_error(value, DIAG_VALUE, colon, value->text.len - colon, NULL,
				   "'%s' has nothing behind it", word->name);
	if (!has_operand && kind == OPERAND_PATH)
		return value_error(value, DIAG_VALUE, 0, value->text.len,
				   arena_printf(value->arena, "write %s:/the/path", word->name),
				   "'%s' wants a path", word->name);
	if (has_operand && !value_expand(value, text, offset, len, &text))
		return false;
	if (has_operand && kind == OPERAND_PATH &&
	    !value_path_text(value, text, offset, len, &text))
		return false;
	if (has_operand && kind == OPERAND_NAME &&
	    !check_name(value, specifiers_stand_in(value->arena, text), offset))
		return false;
	*setting = (struct setting){.set = true, .text = text, .choice = word->value};
	return true;
}

bool stream_names_path(const struct directive_row *row, const struct setting *setting)
{
	return operand_of(words_value(stream_words(row), setting->choice)) == OPERAND_PATH;
}

void print_stream(const struct directive_row *row, const struct setting *setting, size_t index,
		  struct text *text)
{
	(void)index;
	text_puts(text, words_value(stream_words(row), setting->choice)->name);
	if (!setting->text.len)
		return;
	text_putc(text, ':');
	print_plain(row, setting->text, text);
}

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The bits that padding leaves over must be zero. */
bool value_base64(const struct value *value, size_t from, struct text *out)
{
	struct slice text = value->text;
	unsigned bits = 0, count = 0, padding = 0;
	for (size_t i = from; i < text.len; i++) {
		const char *found = text.at[i] ? strchr(base64_digits, text.at[i]) : NULL;
		if (strchr(" \t\r\n", text.at[i] ? text.at[i] : '.'))
			continue;
		if (text.at[i] == '=' && count % 4 >= 2) {
			padding++;
			count++;
			continue;
		}
		if (!found || padding)
			return value_error(value, DIAG_VALUE, i, 1, NULL, "this is not Base64");
		bits = bits << 6 | (unsigned)(found - base64_digits);
		if (count++ % 4)
			text_putc(out, (char)(bits >> (6 - 2 * ((count - 1) % 4))));
	}
	unsigned left = padding == 1 ? bits & 3 : padding == 2 ? bits & 15 : 0;
	if (count % 4 || left || padding > 2)
		return value_error(value, DIAG_VALUE, from, text.len - from, "base64(1) makes it",
				   "the Base64 does not end where a byte ends");
	return true;
}

/* A line of text: C escapes, then specifiers. */
static bool read_text(const struct value *value, struct text *out)
{
	struct text plain = {.arena = value->arena};
	struct slice text = value->text, expanded;
	for (size_t i = 0; i < text.len;) {
		if (text.at[i] != '\\')
			text_putc(&plain, text.at[i++]);
		else if (!unescape(text, &i, &plain))
			return value_error(value, DIAG_VALUE, i, 2, "write \\\\ for a backslash",
					   "unknown escape '%.*s'",
					   SLICE_ARG(slice_part(text, i, 2)));
	}
	if (!value_expand(value, text_slice(&plain), 0, text.len, &expanded))
		return false;
	size_t at_launch = slice_find(expanded, '\0');
	/* the data may have any byte, so there is none to mark one with */
	if (at_launch < expanded.len)
		return value_error(value, DIAG_SPECIFIER, 0, text.len, NULL,
				   "%%%c is known at launch only, and data is fixed before",
				   expanded.at[at_launch + 1]);
	text_add(out, expanded);
	text_putc(out, '\n');
	return true;
}

/* Both directives add to one buffer, which is the setting of StandardInputText=. */
bool value_data(struct value *value, struct setting *setting)
{
	struct setting *data = &value->service->settings[D_Service_StandardInputText];
	struct text buffer = {.arena = value->arena};
	(void)setting;
	if (!value->text.len) {
		*data = (struct setting){0};
		return true;
	}
	if (data->set)
		text_add(&buffer, data->text);
	if (!(value_has(value, BASE64) ? value_base64(value, 0, &buffer)
				       : read_text(value, &buffer)))
		return false;
	if (buffer.len > DATA_MOST)
		return value_error(value, DIAG_RANGE, 0, value->text.len, NULL,
				   "more than 64 MiB of data");
	*data = (struct setting){.set = true, .text = text_slice(&buffer), .span = value->span};
	return true;
}

bool data_is_line(struct slice data)
{
	return data.len > 1 && slice_ends(data, "\n") && slice_find(data, '\0') == data.len &&
	       utf8_valid(data);
}

/*
 * The text, where a line of StandardInputText= can hold it; else the Base64 of StandardInputData=.
 */
void print_data(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	(void)index;
	struct slice data = setting->text;
	if (data_is_line(data)) {
		struct text line = {.arena = text->arena};
		for (size_t i = 0; i + 1 < data.len; i++) {
			unsigned char byte = (unsigned char)data.at[i];
			/* blanks at the ends would be trimmed */
			bool at_end = i == 0 || i + 2 == data.len;
			if (byte == '\\' || byte < ' ' || byte == 0x7f || (byte == ' ' && at_end))
				text_printf(&line, "\\x%02x", byte);
			else
				text_putc(&line, (char)byte);
		}
		print_plain(row, text_slice(&line), text);
		return;
	}
	for (size_t i = 0; i < data.len; i += 3) {
		unsigned bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < data.len ? (unsigned char)data.at[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			text_putc(text, i + k > data.len
						? '='
						: base64_digits[bits >> (18 - 6 * k) & 63]);
	}
}
