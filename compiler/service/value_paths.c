/* SPDX-License-Identifier: MIT */
/* Kinds that are one path or several: absolute, without "..", simplified (systemd.exec(5), "Paths"). */
#include "service/value_parts.h"

#include <string.h>

/* "~", the home directory of the user. */
static bool set_home(struct setting *setting, unsigned flags)
{
	*setting = (struct setting){.set = true, .text = SLICE("~"), .flags = flags | ITEM_HOME};
	return true;
}

bool value_path(struct value *value, struct setting *setting)
{
	struct slice text = value->text, path;
	unsigned flags = 0;
	if (!text.len) {
		*setting = (struct setting){0};
		return true;
	}
	if (value_has(value, OPTIONAL) && *text.at == '-') {
		flags |= ITEM_OPTIONAL;
		text = slice_part(text, 1, text.len);
	}
	size_t offset = value->text.len - text.len, len = text.len;
	if (value_has(value, HOME) && slice_is(text, "~"))
		return set_home(setting, flags);
	if (!value_expand(value, text, offset, len, &text))
		return false;
	if (value_has(value, RELATIVE) && text.len && *text.at && *text.at != '/') { /* PIDFile= */
		struct text below = {.arena = value->arena};
		text_puts(&below, "/run/");
		text_add(&below, text);
		text = text_slice(&below);
	}
	if (!value_path_text(value, text, offset, len, &path))
		return false;
	*setting = (struct setting){.set = true, .text = path, .flags = flags};
	return true;
}

void print_path(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	print_string(row, setting, index, text);
}

/* Adds the LEN bytes at OFFSET, which read as WORD, with their prefixes. */
static bool add_path(const struct value *value, struct items *paths, struct slice word,
		     size_t offset, size_t len)
{
	struct item item = {.span = value_span(value, offset, len), .directive = value->directive};
	struct slice path = word;
	if (value_has(value, OPTIONAL) && slice_starts(path, "-")) {
		item.flags |= ITEM_OPTIONAL;
		path = slice_part(path, 1, path.len);
	}
	if (value_has(value, ROOTED) && slice_starts(path, "+")) {
		item.flags |= ITEM_ROOTED;
		path = slice_part(path, 1, path.len);
	}
	if (len == word.len) { /* no quotes: the place of the path is behind the prefixes */
		offset += word.len - path.len;
		len = path.len;
	}
	if (!value_expand(value, path, offset, len, &path) ||
	    !value_path_text(value, path, offset, len, &item.text))
		return false;
	items_add(value->arena, paths, item);
	return true;
}

/* "/usr/bin:/bin"; empty parts are nothing. */
static bool split_at_colons(const struct value *value, struct items *paths)
{
	struct slice text = value->text;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("\"'\\", text.at[i] ? text.at[i] : ' '))
			return value_error(value, DIAG_VALUE, i, 1, NULL,
					   "a quote or backslash in a list with ':'");
	for (size_t i = 0, len; i < text.len; i += len + 1) {
		len = slice_find(slice_part(text, i, text.len), ':');
		if (len && !add_path(value, paths, slice_part(text, i, len), i, len))
			return false;
	}
	return true;
}

static bool split_at_blanks(const struct value *value, struct items *paths)
{
	struct token token;
	int more;
	for (size_t at = 0; (more = token_next(value, &at, 0, &token)) > 0;)
		if (!add_path(value, paths, token.text, token.offset, token.len))
			return false;
	return more == 0;
}

bool value_paths(struct value *value, struct setting *setting)
{
	struct items paths = {0};
	if (!value->text.len) {
		if (!value_has(value, NO_RESET))
			*setting = (struct setting){0};
		return true;
	}
	bool read = value_has(value, FILE_PATTERN)
			    ? add_path(value, &paths, value->text, 0, value->text.len)
		    : value_has(value, COLON) ? split_at_colons(value, &paths)
					      : split_at_blanks(value, &paths);
	if (!read)
		return false;
	value_append(value, setting, &paths);
	return true;
}

void print_paths(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	const struct item *item = &setting->items.list[index];
	struct slice flags = {"-+", 2};
	flags = slice_part(flags, !(item->flags & ITEM_OPTIONAL), flags.len);
	if (!(item->flags & ITEM_ROOTED) && flags.len)
		flags.len--;
	text_add(text, flags);
	if (row->argument.flags & (FILE_PATTERN | COLON))
		print_plain(row, item->text, text);
	else
		print_word(row, item->text, text);
}
