/* SPDX-License-Identifier: MIT */
/*
 * Lists of words, some from a vocabulary, and environment variables (systemd.exec(5),
 * "Environment").
 */
#include "service/value_parts.h"

#include <stdlib.h>
#include <string.h>

void value_append(const struct value *value, struct setting *setting, const struct items *more)
{
	if (!setting->set)
		*setting = (struct setting){.set = true};
	for (size_t i = 0; i < more->count; i++)
		items_add(value->arena, &setting->items, more->list[i]);
}

static bool is_name_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte && strchr(":-_.\\@", byte));
}

/*
 * A name such as "foo.socket" (systemd.unit(5), "Description"). TEXT has its specifiers resolved.
 */
static bool check_unit_name(const struct value *value, struct slice text, size_t offset, size_t len)
{
	static const char *const types[] = {".service", ".socket",    ".target", ".device",
					    ".mount",   ".automount", ".timer",  ".swap",
					    ".path",    ".slice",     ".scope"};
	struct slice name = specifiers_stand_in(value->arena, text);
	bool has_type = false, valid = name.len <= UNIT_NAME_MOST;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types) && !has_type; i++)
		has_type = slice_ends(name, types[i]) && name.len > strlen(types[i]) &&
			   *name.at != '@';
	for (size_t i = 0; i < name.len && valid; i++)
		valid = is_name_byte(name.at[i]);
	if (has_type && valid)
		return true;
	return value_error(value, DIAG_VALUE, offset, len,
			   has_type ? "systemd-escape(1) makes a name of any text"
				    : "it has a type, as foo.service",
			   "'%.*s' is not the name of a unit", SLICE_ARG(name));
}

/* A word of the row's vocabulary, or with NUMERIC a number of its range. */
static bool check_word(const struct value *value, struct slice text, size_t offset)
{
	const struct kind_argument *argument = &value->row->argument;
	int64_t number;
	if (argument->flags & NUMERIC && text.len && *text.at >= '0' && *text.at <= '9')
		return value_integer(value, text, offset, argument->least, argument->most, &number);
	return value_word(value, text, offset);
}

static bool add_word(const struct value *value, struct items *words, const struct token *token,
		     unsigned flags)
{
	struct item item = {.span = value_span(value, token->offset, token->len),
			    .flags = flags,
			    .directive = value->directive};
	if (!token->text.len)
		return value_error(value, DIAG_VALUE, token->offset, token->len, NULL,
				   "an empty word");
	if (!value_expand(value, token->text, token->offset, token->len, &item.text))
		return false;
	if (value_has(value, UNITS) &&
	    !check_unit_name(value, item.text, token->offset, token->len))
		return false;
	if (value->row->argument.words && !check_word(value, item.text, token_start(token)))
		return false;
	bool is_number = value->directive == D_Ambit_SystemCallNumbers;
	if (value_has(value, CALLS) &&
	    !(is_number ? value_call_number : value_call)(value, item.text, token_start(token),
							  flags & ITEM_NOT))
		return false;
	items_add(value->arena, words, item);
	return true;
}

/* The words from AT on. */
static bool split_words(const struct value *value, struct items *words, size_t at, unsigned flags)
{
	struct token token;
	int more;
	while ((more = token_next(value, &at, value_has(value, UNITS) ? TOKEN_BACKSLASH : 0,
				  &token)) > 0)
		if (!add_word(value, words, &token, flags))
			return false;
	/* "~" alone: all but nothing, which is not nothing */
	if (flags & ITEM_NOT && !words->count)
		items_add(value->arena, words,
			  (struct item){.text = SLICE(""),
					.flags = flags,
					.span = value_span(value, 0, 1),
					.directive = value->directive});
	return more == 0;
}

static bool single_word(struct value *value, struct setting *setting, const struct token *whole)
{
	struct items words = {0};
	if (!add_word(value, &words, whole, 0))
		return false;
	*setting = (struct setting){.set = true, .text = words.list[0].text};
	return true;
}

/* A value that is one word for a whole list: "yes", "no", "none". */
static bool is_whole(const struct value *value, struct slice *word)
{
	int64_t number;
	if (value_has(value, BOOLEAN_TOO) && boolean_find(value->text, &number))
		*word = number ? SLICE("yes") : SLICE("no");
	else if (value_has(value, NONE_TOO) && slice_is(value->text, "none"))
		*word = value->text;
	else
		return false;
	return true;
}

bool value_words(struct value *value, struct setting *setting)
{
	struct token whole = {.text = value->text, .len = value->text.len};
	struct items words = {0};
	struct slice word;
	if (!value->text.len) {
		if (!value_has(value, NO_RESET))
			*setting = (struct setting){0};
		return true;
	}
	if (value_has(value, SINGLE))
		return single_word(value, setting, &whole);
	if (is_whole(value, &word)) {
		*setting = (struct setting){.set = true}; /* overrides what was listed before */
		items_add(value->arena, &words,
			  (struct item){.text = word,
					.span = value_span(value, 0, value->text.len),
					.directive = value->directive});
		value_append(value, setting, &words);
		return true;
	}
	size_t at = value_has(value, INVERTIBLE) && *value->text.at == '~';
	unsigned flags = at ? ITEM_NOT : 0;
	if (value_has(value, LINES)) {
		whole = (struct token){slice_part(value->text, at, value->text.len), at,
				       value->text.len - at, false};
		if (!add_word(value, &words, &whole, flags))
			return false;
	} else if (!split_words(value, &words, at, flags)) {
		return false;
	}
	value_append(value, setting, &words);
	return true;
}

void print_words(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	if (row->argument.flags & SINGLE) {
		print_plain(row, setting->text, text);
		return;
	}
	const struct item *item = &setting->items.list[index];
	if (item->flags & ITEM_NOT)
		text_putc(text, '~');
	if (row->argument.flags & (LINES | UNITS) || !item->text.len)
		print_plain(row, item->text, text);
	else
		print_word(row, item->text, text);
}

bool is_variable_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char byte = name.at[i];
		bool is_letter =
			(byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
		if (!is_letter && (!i || byte < '0' || byte > '9'))
			return false;
	}
	return name.len > 0;
}

/* One variable: NAME=VALUE, or what VARIABLE and ASSIGNMENT make of it. */
static bool check_variable(const struct value *value, struct slice text, const struct token *token)
{
	size_t equals = slice_find(text, '=');
	struct slice name = specifiers_stand_in(value->arena, slice_part(text, 0, equals));
	bool is_assignment = equals < text.len;
	bool takes_name = value_has(value, VARIABLE);
	bool takes_assignment = !takes_name || value_has(value, ASSIGNMENT);
	if (is_assignment && !takes_assignment)
		return value_error(value, DIAG_VALUE, token->offset, token->len,
				   "Environment= sets a variable",
				   "the name of a variable is wanted, and no value");
	if (!is_assignment && !takes_name)
		return value_error(
			value, DIAG_VALUE, token->offset, token->len,
			"write NAME=VALUE; one with blanks wants quotes, \"NAME=some words\"",
			"'%.*s' has no '='", SLICE_ARG(name));
	if (!is_variable_name(slice_part(text, 0, equals)))
		return value_error(value, DIAG_VALUE, token->offset, token->len,
				   "a name has letters, digits and '_', no digit first",
				   "'%.*s' is not the name of a variable", SLICE_ARG(name));
	if (!utf8_valid(slice_part(text, equals, text.len)))
		return value_error(value, DIAG_VALUE, token->offset, token->len, NULL,
				   "the value is not UTF-8");
	return true;
}

static struct slice variable_name(const struct item *variable)
{
	return slice_part(variable->text, 0, slice_find(variable->text, '='));
}

/* By name; those of one name in the order of their lines. */
static int compare_variables(const void *a, const void *b)
{
	const struct item *const *x = a, *const *y = b;
	int order = slice_compare(variable_name(*x), variable_name(*y));
	return order ? order : (*x > *y) - (*x < *y);
}

void variables_merge(struct arena *arena, struct items *variables)
{
	size_t count = variables->count;
	struct item **sorted = arena_alloc(arena, (count + 1) * sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = &variables->list[i];
	qsort(sorted, count, sizeof(*sorted), compare_variables);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (!slice_equal(variable_name(sorted[i]), variable_name(sorted[first]))) {
			first = i;
			continue;
		}
		*sorted[first] = *sorted[i];
		sorted[i]->text.at = NULL;
	}
	variables->count = 0;
	for (size_t i = 0; i < count; i++)
		if (variables->list[i].text.at)
			variables->list[variables->count++] = variables->list[i];
}

bool value_environment(struct value *value, struct setting *setting)
{
	/* systemd takes PassEnvironment= without escapes and the two others with strict ones */
	bool names_only = value_has(value, VARIABLE) && !value_has(value, ASSIGNMENT);
	enum token_how how = names_only ? 0 : TOKEN_UNESCAPE | TOKEN_STRICT;
	struct items variables = {0};
	struct token token;
	int more;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (more = token_next(value, &at, how, &token)) > 0;) {
		struct item item = {.span = value_span(value, token.offset, token.len),
				    .directive = value->directive};
		if (!value_expand(value, token.text, token.offset, token.len, &item.text) ||
		    !check_variable(value, item.text, &token))
			return false;
		items_add(value->arena, &variables, item);
	}
	if (more < 0)
		return false;
	value_append(value, setting, &variables);
	return true;
}

void print_environment(const struct directive_row *row, const struct setting *setting, size_t index,
		       struct text *text)
{
	print_word(row, setting->items.list[index].text, text);
}
