/* SPDX-License-Identifier: MIT */
/*
 * Files to be passed open, and how: systemd.service(5), "OpenFile=". The text of an item is "NAME:PATH".
 */
#include "service/value_parts.h"
#include "service/vocabulary.h"

/* The next part of OpenFile= up to a colon, with its escapes resolved; *at moves behind it. */
static bool read_part(const struct value *value, size_t *at, struct text *part)
{
	struct slice text = value->text;
	while (*at < text.len && text.at[*at] != ':') {
		bool is_colon = slice_starts(slice_part(text, *at, 2), "\\:");
		if (text.at[*at] != '\\' || is_colon) {
			*at += is_colon;
			text_putc(part, text.at[(*at)++]);
		} else if (!unescape(text, at, part)) {
			return value_error(value, DIAG_VALUE, *at, 2,
					   "write \\\\ for a backslash and \\: for a colon",
					   "unknown escape '%.*s'",
					   SLICE_ARG(slice_part(text, *at, 2)));
		}
	}
	++*at;
	return true;
}

/* "read-only,graceful" from AT on, as the bits of the words. */
static bool read_options(const struct value *value, size_t at, unsigned *options)
{
	const unsigned one_of = 7; /* the first three words exclude each other */
	struct slice rest = slice_part(value->text, at, value->text.len);
	size_t start = at;
	while (rest.len) {
		size_t len = slice_find(rest, ',');
		const struct word *word = words_find(&words_open_file, slice_part(rest, 0, len));
		if (!word)
			return value_error(value, DIAG_VALUE, at, len,
					   words_nearest(value->arena, &words_open_file,
							 slice_part(rest, 0, len)),
					   "unknown %s '%.*s'", words_open_file.name,
					   SLICE_ARG(slice_part(rest, 0, len)));
		*options |= (unsigned)word->value;
		at += len + 1;
		rest = slice_part(rest, len + 1, rest.len);
	}
	return __builtin_popcount(*options & one_of) <= 1 ||
	       value_error(value, DIAG_VALUE, start, value->text.len - start, NULL,
			   "a file is opened in one way: read-only, append or truncate");
}

static struct slice base_name(struct slice path)
{
	for (size_t at; (at = slice_find(path, '/')) < path.len;)
		path = slice_part(path, at + 1, path.len);
	return path;
}

bool value_file(struct value *value, struct setting *setting)
{
	struct text parts[2] = {{.arena = value->arena}, {.arena = value->arena}};
	struct text text = {.arena = value->arena};
	struct slice path, name;
	size_t at = 0, path_end, len = value->text.len;
	unsigned options = 0;
	if (!len) {
		*setting = (struct setting){0};
		return true;
	}
	if (!read_part(value, &at, &parts[0]))
		return false;
	path_end = at - 1;
	if (at <= len && !read_part(value, &at, &parts[1]))
		return false;
	if (!value_path_text(value, parts[0].at ? text_slice(&parts[0]) : SLICE(""), 0, path_end,
			     &path) ||
	    (at <= len && !read_options(value, at, &options)))
		return false;
	name = parts[1].len ? text_slice(&parts[1]) : base_name(path);
	if (!is_descriptor_name(name))
		return value_error(value, DIAG_VALUE, 0, len,
				   "write PATH:NAME; a name has 1 to 255 printable ASCII "
				   "characters, no ':'",
				   "'%.*s' is not the name of a descriptor", SLICE_ARG(name));
	text_add(&text, name);
	text_putc(&text, ':');
	text_add(&text, path);
	struct item item = {.text = text_slice(&text),
			    .flags = options << ITEM_OPTIONS,
			    .span = value->span,
			    .directive = value->directive};
	value_append(value, setting, &(struct items){&item, 1, 1});
	return true;
}

void print_file(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	const struct item *item = &setting->items.list[index];
	unsigned options = item->flags >> ITEM_OPTIONS;
	struct slice name, path;
	(void)row;
	item_split(item, &name, &path);
	print_bytes(text, path, "\\:");
	if (slice_equal(name, base_name(path)) && !options)
		return;
	text_putc(text, ':');
	print_bytes(text, name, "\\:");
	for (const struct word *word = words_open_file.rows; word->name; word++) {
		unsigned before = options & ((unsigned)word->value - 1);
		if (options & (unsigned)word->value)
			text_printf(text, "%c%s", before ? ',' : ':', word->name);
	}
}
