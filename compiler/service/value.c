/* SPDX-License-Identifier: MIT */
/*
 * What all kinds of values need: reporting at the right place, vocabularies, lists, paths, and the
 * canonical form of words.
 */
#include "service/value_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct span value_span(const struct value *value, size_t offset, size_t len)
{
	return unit_text_span(&value->lines, offset, len);
}

/* The mark may stand right behind a wrong blank. Commands have a ";" of their own. */
const char *value_hint(const struct value *value, size_t offset, size_t len, const char *hint)
{
	struct slice text = slice_part(value->text, 0, len ? offset + len + 1 : value->text.len);
	bool is_command = value->row->kind == KIND_COMMANDS;
	for (size_t i = 1; i < text.len; i++)
		if ((text.at[i - 1] == ' ' || text.at[i - 1] == '\t') &&
		    (text.at[i] == '#' || (text.at[i] == ';' && !is_command)))
			return "unit files have no comments behind a value";
	return hint;
}

bool value_error(const struct value *value, enum diag id, size_t offset, size_t len,
		 const char *hint, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const char *message = arena_vprintf(value->arena, format, arguments);
	va_end(arguments);
	hint = value_hint(value, offset, len, hint);
	diag_report(value->diagnostics, id, value_span(value, offset, len), hint, "%s", message);
	return false;
}

bool value_empty(const struct value *value, struct setting *setting)
{
	if (!value_has(value, RESETS) && value->row->kind != KIND_TRISTATE)
		return value_error(value, DIAG_VALUE, 0, 0, "leave the line out, or write a value",
				   "an empty value does not reset %s=", value->row->name);
	*setting = (struct setting){0};
	return true;
}

bool value_expand(const struct value *value, struct slice text, size_t offset, size_t len,
		  struct slice *expanded)
{
	*expanded = text;
	if (value_has(value, LITERAL))
		return true;
	return specifiers_expand(value,
				 value_has(value, UNITS) ? SPECIFIERS_UNIT_NAME : SPECIFIERS_ALL,
				 text, offset, len, expanded);
}

void items_add(struct arena *arena, struct items *items, struct item item)
{
	items->list =
		arena_grow(arena, items->list, items->count, &items->room, sizeof(*items->list));
	items->list[items->count++] = item;
}

const struct word *words_find(const struct words *words, struct slice name)
{
	for (const struct word *word = words->rows; word->name; word++)
		if (slice_is(name, word->name))
			return word;
	return NULL;
}

const struct word *words_value(const struct words *words, int64_t value)
{
	for (const struct word *word = words->rows; word->name; word++)
		if (word->value == value)
			return word;
	return NULL;
}

/* A short vocabulary as a list; NULL for a long one. */
static const char *list_words(struct arena *arena, const struct words *words)
{
	enum { SHORT = 12 };
	struct text list = {.arena = arena};
	for (const struct word *word = words->rows; word->name; word++) {
		if (word - words->rows >= SHORT)
			return NULL;
		text_printf(&list, "%s%s", word == words->rows ? "one of " : ", ", word->name);
	}
	return list.at;
}

const char *words_nearest(struct arena *arena, const struct words *words, struct slice name)
{
	const char *nearest = NULL;
	unsigned best = name.len < 6 ? 2 : 3; /* so many edits are another word */
	for (const struct word *word = words->rows; word->name; word++) {
		unsigned distance = text_distance(name, slice_of(word->name), best - 1);
		if (distance >= best)
			continue;
		best = distance;
		nearest = word->name;
		if (!best)
			break;
	}
	return nearest ? arena_printf(arena, "did you mean %s?", nearest)
		       : list_words(arena, words);
}

/* Without a part to leave out: "/", or names with a single "/" between them and none behind. */
static bool is_simple(struct slice path)
{
	if (slice_is(path, "/") || slice_is(path, "."))
		return true;
	for (size_t i = *path.at == '/', len; i < path.len || i == path.len; i += len + 1) {
		struct slice rest = slice_part(path, i, path.len);
		len = slice_find(rest, '/');
		if (!len || slice_is(slice_part(rest, 0, len), "."))
			return false;
	}
	return true;
}

struct slice path_simplify(struct arena *arena, struct slice path)
{
	if (path.len && is_simple(path))
		return path;
	struct text simple = {.arena = arena};
	for (size_t i = 0, len; i < path.len; i += len + 1) {
		struct slice rest = slice_part(path, i, path.len);
		len = slice_find(rest, '/');
		struct slice part = slice_part(rest, 0, len);
		if (!part.len || slice_is(part, "."))
			continue;
		if (simple.len || *path.at == '/')
			text_putc(&simple, '/');
		text_add(&simple, part);
	}
	if (!simple.len)
		text_putc(&simple, path.len && *path.at == '/' ? '/' : '.');
	return text_slice(&simple);
}

static bool goes_up(struct slice path)
{
	for (size_t i = 0, len; i < path.len; i += len + 1) {
		struct slice rest = slice_part(path, i, path.len);
		len = slice_find(rest, '/');
		if (slice_is(slice_part(rest, 0, len), ".."))
			return true;
	}
	return false;
}

const char *path_problem(struct slice path)
{
	const char *problem = program_path_problem(path);
	return problem ? problem : goes_up(path) ? "has a '..' in it" : NULL;
}

const char *program_path_problem(struct slice path)
{
	if (!path.len)
		return "is empty";
	if (*path.at != '/')
		return "must be absolute";
	if (path.len >= PATH_MAX)
		return "is longer than 4095 bytes";
	if (!utf8_valid(path))
		return "is not UTF-8";
	for (size_t i = 0, len; i < path.len; i += len + 1) {
		struct slice rest = slice_part(path, i, path.len);
		len = slice_find(rest, '/');
		if (len > NAME_MAX)
			return "has a name longer than 255 bytes in it";
	}
	return NULL;
}

bool value_path_text(const struct value *value, struct slice text, size_t offset, size_t len,
		     struct slice *path)
{
	const char *problem = path_problem(specifiers_stand_in(value->arena, text));
	if (problem)
		return value_error(value, DIAG_VALUE, offset, len, NULL, "the path %s", problem);
	*path = path_simplify(value->arena, text);
	return true;
}

void print_plain(const struct directive_row *row, struct slice plain, struct text *text)
{
	bool literal = row->argument.flags & LITERAL;
	for (size_t i = 0; i < plain.len; i++) {
		if (!plain.at[i])
			text_putc(text, '%'); /* the letter of a specifier follows */
		else if (plain.at[i] == '%' && !literal)
			text_puts(text, "%%");
		else
			text_putc(text, plain.at[i]);
	}
}

static bool needs_quotes(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((word.at[i] && (unsigned char)word.at[i] <= ' ') ||
		    strchr("'\"\\\x7f", word.at[i] ? word.at[i] : ' '))
			return true;
	return !word.len || !utf8_valid(word) || slice_is(word, ";");
}

void print_word(const struct directive_row *row, struct slice word, struct text *text)
{
	bool has_escapes = row->kind == KIND_COMMANDS || row->kind == KIND_ENVIRONMENT;
	if (!needs_quotes(word)) {
		print_plain(row, word, text);
		return;
	}
	text_putc(text, '"');
	for (size_t i = 0, len; i < word.len; i += len) {
		unsigned char byte = (unsigned char)word.at[i];
		struct slice rest = slice_part(word, i, 4);
		len = utf8_length(rest);
		bool is_odd = !len || (byte && byte < ' ') || byte == 0x7f;
		len = len ? len : 1;
		if (byte == '"' || byte == '\\')
			text_printf(text, "\\%c", byte);
		else if (is_odd && has_escapes)
			text_printf(text, "\\x%02x", byte);
		else
			print_plain(row, slice_part(rest, 0, len), text);
	}
	text_putc(text, '"');
}
