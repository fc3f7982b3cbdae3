/* SPDX-License-Identifier: MIT */
/*
 * Lists of what shows at another place: files and directories with their places ("BindPaths=" of
 * systemd.exec(5)), and places of file systems in memory with their mount options.
 */
#include "service/value_parts.h"
#include "service/vocabulary.h"

#include <string.h>

/* The COUNT parts at most of a bind, separated by ":"; how many there are, 0: reported. */
static size_t read_parts(const struct value *value, size_t *at, struct token *parts, size_t count)
{
	struct slice text = value->text;
	size_t have = 1;
	for (; *at < text.len && text.at[*at] == ':'; have++) {
		size_t colon = (*at)++;
		bool ends = *at == text.len || strchr(" \t:", text.at[*at] ? text.at[*at] : 'x');
		if (ends || have == count) {
			value_error(value, DIAG_VALUE, colon, 1,
				    "source:destination:norbind is all",
				    "there is %s behind the ':'", ends ? "nothing" : "too much");
			return 0;
		}
		if (token_next(value, at, TOKEN_COLON, &parts[have]) < 0)
			return 0;
	}
	return have;
}

static bool read_path(const struct value *value, const struct token *token, size_t skip,
		      struct slice *path)
{
	struct slice text = slice_part(token->text, skip, token->text.len);
	size_t offset = token->offset, len = token->len;
	if (len == token->text.len) { /* no quotes: behind the prefix */
		offset += skip;
		len -= skip;
	}
	return value_expand(value, text, offset, len, &text) &&
	       value_path_text(value, text, offset, len, path);
}

static const struct slice *keep(const struct value *value, struct slice slice)
{
	struct slice *kept = arena_alloc(value->arena, sizeof(*kept));
	*kept = slice;
	return kept;
}

static bool read_bind(const struct value *value, size_t *at, struct token *parts,
		      struct items *binds)
{
	size_t count = read_parts(value, at, parts, 3);
	bool optional = slice_starts(parts[0].text, "-");
	struct item item = {.flags = optional ? ITEM_OPTIONAL : 0,
			    .span = value_span(value, parts[0].offset, *at - parts[0].offset),
			    .directive = value->directive};
	if (!count || !read_path(value, &parts[0], optional, &item.text))
		return false;
	struct slice destination = item.text;
	if (count > 1 && !read_path(value, &parts[1], 0, &destination))
		return false;
	bool is_flat = count > 2 && slice_is(parts[2].text, "norbind");
	if (count > 2 && !is_flat && !slice_is(parts[2].text, "rbind"))
		return value_error(value, DIAG_VALUE, parts[2].offset, parts[2].len,
				   "write rbind, or norbind without what is mounted below",
				   "unknown option '%.*s' of a bind", SLICE_ARG(parts[2].text));
	item.flags |= is_flat ? ITEM_FLAT : 0;
	item.more = keep(value, destination);
	items_add(value->arena, binds, item);
	return true;
}

bool value_binds(struct value *value, struct setting *setting)
{
	struct items binds = {0};
	struct token parts[3];
	int more;
	if (!value->text.len) { /* the two are one list for systemd */
		value->service->settings[D_Service_BindPaths] = (struct setting){0};
		value->service->settings[D_Service_BindReadOnlyPaths] = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (more = token_next(value, &at, TOKEN_COLON, parts)) > 0;)
		if (!read_bind(value, &at, parts, &binds))
			return false;
	if (more < 0)
		return false;
	value_append(value, setting, &binds);
	return true;
}

/* A part of a bind: in quotes, where it has a ":" of its own. */
static void print_part(const struct directive_row *row, struct slice part, struct text *text)
{
	struct text word = {.arena = text->arena};
	print_word(row, part, &word);
	bool quotes = slice_find(part, ':') < part.len && *word.at != '"';
	text_printf(text, quotes ? "\"%s\"" : "%s", word.at);
}

void print_bind(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	const struct item *item = &setting->items.list[index];
	text_puts(text, item->flags & ITEM_OPTIONAL ? "-" : "");
	print_part(row, item->text, text);
	if (item->flags & ITEM_FLAT || !slice_equal(item->text, *item->more)) {
		text_putc(text, ':');
		print_part(row, *item->more, text);
	}
	text_puts(text, item->flags & ITEM_FLAT ? ":norbind" : "");
}

/* Digits of BASE, and behind them one of the letters. */
static bool is_count(struct slice text, char last_digit, const char *letters)
{
	size_t digits = 0;
	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= last_digit)
		digits++;
	bool has_letter =
		digits + 1 == text.len && text.at[digits] && strchr(letters, text.at[digits]);
	return digits && digits < 20 && (digits == text.len || has_letter);
}

/* Whether the kernel takes it: tmpfs(5). */
static bool is_option_value(enum tmpfs_option kind, struct slice text)
{
	static const char *const huge[] = {"never", "always", "within_size", "advise"};
	bool known = false;
	switch (kind) {
	case TMPFS_MODE:
		return text.len <= 5 && is_count(text, '7', "");
	case TMPFS_SIZE:
		return is_count(text, '9', "%kKmMgGtTpPeE");
	case TMPFS_COUNT:
		return is_count(text, '9', "kKmMgGtTpPeE");
	case TMPFS_ID:
		return is_count(text, '9', "") && text.len <= 10;
	case TMPFS_HUGE:
		for (size_t i = 0; i < sizeof(huge) / sizeof(*huge); i++)
			known |= slice_is(text, huge[i]);
		return known;
	default:
		return false;
	}
}

/* One option at OFFSET of the value, "size=10%" or "noexec". */
static bool check_option(const struct value *value, struct slice option, size_t offset)
{
	size_t equals = slice_find(option, '=');
	const struct word *word = words_find(&words_tmpfs_option, slice_part(option, 0, equals));
	if (!word)
		return value_error(value, DIAG_VALUE, offset, equals,
				   words_nearest(value->arena, &words_tmpfs_option,
						 slice_part(option, 0, equals)),
				   "unknown option '%.*s' of a file system in memory", (int)equals,
				   option.at);
	bool is_flag = word->constant;
	bool fits = is_flag ? equals == option.len
			    : is_option_value((enum tmpfs_option)word->value,
					      slice_part(option, equals + 1, option.len));
	return fits || value_error(value, DIAG_VALUE, offset, option.len, "see tmpfs(5)",
				   is_flag ? "the option '%s' takes no value"
					   : "the option '%s' has not the value that it needs",
				   word->name);
}

static bool read_place(const struct value *value, const struct token *token, struct items *places)
{
	size_t colon = slice_find(token->text, ':'), start = token_start(token);
	struct slice options = slice_part(token->text, colon + 1, token->text.len);
	struct token path = *token;
	struct item item = {.span = value_span(value, token->offset, token->len),
			    .directive = value->directive,
			    .more = keep(value, options)};
	path.text.len = colon;
	if (path.len == token->text.len)
		path.len = colon;
	if (!read_path(value, &path, 0, &item.text))
		return false;
	for (size_t i = 0, len; i < options.len; i += len + 1) {
		struct slice rest = slice_part(options, i, options.len);
		len = slice_find(rest, ',');
		if (!check_option(value, slice_part(rest, 0, len), start + colon + 1 + i))
			return false;
	}
	items_add(value->arena, places, item);
	return true;
}

bool value_tmpfs(struct value *value, struct setting *setting)
{
	struct items places = {0};
	struct token token;
	int more;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (more = token_next(value, &at, 0, &token)) > 0;)
		if (!read_place(value, &token, &places))
			return false;
	if (more < 0)
		return false;
	value_append(value, setting, &places);
	return true;
}

void print_tmpfs(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	const struct item *item = &setting->items.list[index];
	struct text word = {.arena = text->arena};
	print_word(row, item->text, &word);
	size_t len = word.len - (*word.at == '"'); /* the options stand inside of the quotes */
	text_add(text, (struct slice){word.at, len});
	if (item->more->len)
		text_printf(text, ":%.*s", SLICE_ARG(*item->more));
	text_puts(text, len < word.len ? "\"" : "");
}
