/* SPDX-License-Identifier: MIT */
/*
 * The kind of StateDirectory= and its kin: relative paths, each with a link to it and "ro" behind colons
 * (systemd.exec(5), "RuntimeDirectory="). An element is kept as it is written, simplified.
 */
#include "service/value_parts.h"

struct directory value_directory(struct slice text)
{
	struct slice parts[3] = {0};
	for (size_t i = 0; i < 3; i++) {
		size_t len = slice_find(text, ':');
		parts[i] = slice_part(text, 0, len);
		text = slice_part(text, len + 1, text.len);
	}
	return (struct directory){parts[0], parts[1], slice_is(parts[2], "ro")};
}

/* What is wrong with a relative path, of which PLAIN is the stand-in. */
static const char *relative_problem(struct arena *arena, struct slice plain)
{
	struct slice absolute = {arena_printf(arena, "/%.*s", SLICE_ARG(plain)), plain.len + 1};
	struct slice first = path_simplify(arena, absolute);
	first = slice_part(first, 1, first.len);
	if (!first.len)
		return "is empty";
	if (*plain.at == '/')
		return "must be relative";
	if (slice_is(slice_part(first, 0, slice_find(first, '/')), "private"))
		return "is below private, where dynamic users have theirs";
	if (slice_find(plain, ':') < plain.len)
		return "has a ':' in it";
	return path_problem(absolute);
}

/* TEXT, the path or the link of the word at TOKEN, expanded and simplified; or reported. */
static bool read_relative(const struct value *value, struct slice text, const struct token *token,
			  struct slice *path)
{
	struct slice expanded;
	if (!value_expand(value, text, token->offset, token->len, &expanded))
		return false;
	const char *problem =
		relative_problem(value->arena, specifiers_stand_in(value->arena, expanded));
	if (problem)
		return value_error(value, DIAG_VALUE, token->offset, token->len,
				   "write a path below the directory that is meant, as web/data",
				   "'%.*s': the path %s", SLICE_ARG(text), problem);
	struct text absolute = {.arena = value->arena};
	text_putc(&absolute, '/');
	text_add(&absolute, expanded);
	*path = path_simplify(value->arena, text_slice(&absolute));
	*path = slice_part(*path, 1, path->len);
	return true;
}

/*
 * The word with each "\\" a backslash, as the names of instances have them. Other escapes, and with them
 * ends of words and parts that are none, are a mistake: false.
 */
static bool resolve_backslashes(struct arena *arena, struct slice *word)
{
	struct text plain = {.arena = arena};
	if (slice_find(*word, '\\') == word->len)
		return true;
	for (size_t i = 0; i < word->len; i++) {
		text_putc(&plain, word->at[i]);
		if (word->at[i] == '\\' && !slice_starts(slice_part(*word, ++i, 1), "\\"))
			return false;
	}
	*word = text_slice(&plain);
	return true;
}

static const char *form_problem(const struct value *value, const struct token *token)
{
	size_t path = slice_find(token->text, ':');
	struct slice rest = slice_part(token->text, path + 1, token->text.len);
	rest = slice_part(rest, slice_find(rest, ':') + 1, rest.len);
	if (path < token->text.len && value->directive == D_Service_ConfigurationDirectory)
		return "ConfigurationDirectory= takes no link and no flag";
	return rest.len && !slice_is(rest, "ro") ? "the only flag behind a link is ro" : NULL;
}

/* The word at TOKEN: "PATH", "PATH:LINK", "PATH:LINK:ro" or "PATH::ro". */
static bool add_directory(const struct value *value, struct token *token, struct items *directories)
{
	if (!resolve_backslashes(value->arena, &token->text))
		return value_error(value, DIAG_VALUE, token->offset, token->len,
				   "write \\\\ for a backslash",
				   "an escape in the name of a directory");
	struct directory word = value_directory(token->text);
	struct item item = {.span = value_span(value, token->offset, token->len),
			    .directive = value->directive};
	const char *problem = form_problem(value, token);
	if (problem)
		return value_error(value, DIAG_VALUE, token->offset, token->len,
				   "write PATH, PATH:LINK or PATH:LINK:ro", "%s", problem);
	if (!read_relative(value, word.path, token, &word.path) ||
	    (word.link.len && !read_relative(value, word.link, token, &word.link)))
		return false;
	struct text text = {.arena = value->arena};
	text_add(&text, word.path);
	text_puts(&text, word.link.len || word.read_only ? ":" : "");
	text_add(&text, word.link);
	text_puts(&text, word.read_only ? ":ro" : "");
	item.text = text_slice(&text);
	items_add(value->arena, directories, item);
	return true;
}

bool value_directories(struct value *value, struct setting *setting)
{
	struct items directories = {0};
	struct token token;
	int more;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (more = token_next(value, &at, TOKEN_BACKSLASH, &token)) > 0;)
		if (!add_directory(value, &token, &directories))
			return false;
	if (more < 0)
		return false;
	value_append(value, setting, &directories);
	return true;
}
