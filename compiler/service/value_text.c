/* SPDX-License-Identifier: MIT */
/*
 * Kinds that are one text or names of users and groups: systemd's "User/Group Name Syntax"
 * (https://systemd.io/USER_NAMES).
 */
#include "service/value_parts.h"

#include <limits.h>
#include <utmp.h>

bool value_string(struct value *value, struct setting *setting)
{
	struct slice text = value->text;
	if (!text.len) {
		*setting = (struct setting){0};
		return true;
	}
	bool optional = value_has(value, OPTIONAL) && *text.at == '-';
	if (optional)
		text = slice_part(text, 1, text.len);
	if (!text.len)
		return value_error(value, DIAG_VALUE, 0, 1, NULL,
				   "there is nothing behind the '-'");
	if (!value_expand(value, text, optional, text.len, &text))
		return false;
	*setting =
		(struct setting){.set = true, .text = text, .flags = optional ? ITEM_OPTIONAL : 0};
	return true;
}

void print_string(const struct directive_row *row, const struct setting *setting, size_t index,
		  struct text *text)
{
	(void)index;
	if (setting->flags & ITEM_OPTIONAL)
		text_putc(text, '-');
	print_plain(row, setting->text, text);
}

static bool is_letter(char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_';
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_all_digits(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_digit(name.at[i]))
			return false;
	return name.len > 0;
}

/*
 * What is wrong with a number; 65535 and 4294967295 mean "no id" to the kernel: user_namespaces(7).
 */
static const char *id_problem(struct slice name)
{
	int64_t number;
	if (name.len > 1 && *name.at == '0')
		return "a number with a leading 0";
	if (!slice_number(name, &number) || number >= UINT32_MAX || number == UINT16_MAX)
		return "not an id: ids are 0 to 4294967294 without 65535";
	return NULL;
}

/* The relaxed rule. */
static const char *name_problem(struct slice name)
{
	if (!name.len)
		return "empty";
	if (is_all_digits(name))
		return id_problem(name);
	if (!utf8_valid(name))
		return "not UTF-8";
	if (slice_trim(name).len != name.len)
		return "a name with a blank at its start or end";
	if (slice_is(name, ".") || slice_is(name, ".."))
		return "a path";
	if (*name.at == '-' && is_all_digits(slice_part(name, 1, name.len)))
		return "a negative number";
	for (size_t i = 0; i < name.len; i++) {
		unsigned char byte = (unsigned char)name.at[i];
		if (byte == ':' || byte == '/')
			return "a name with ':' or '/' in it";
		if (byte < ' ' || byte == 0x7f)
			return "a name with a control character in it";
	}
	return NULL;
}

/* The strict rule: what shadow-utils and utmp(5) can handle. */
bool is_usual_name(struct slice name)
{
	if (!name.len || !is_letter(*name.at) || name.len > LOGIN_NAME_MAX - 1 ||
	    name.len > UT_NAMESIZE - 1)
		return false;
	for (size_t i = 1; i < name.len; i++)
		if (!is_letter(name.at[i]) && !is_digit(name.at[i]) && name.at[i] != '-')
			return false;
	return true;
}

bool value_account(const struct value *value, struct slice name, size_t offset, size_t len)
{
	name = specifiers_stand_in(value->arena, name);
	const char *problem = name_problem(name);
	if (problem)
		return value_error(value, DIAG_VALUE, offset, len, "write a name or a numeric id",
				   "'%.*s' is not a user or group: it is %s", SLICE_ARG(name),
				   problem);
	if (!is_all_digits(name) && !is_usual_name(name))
		diag_report(value->diagnostics, DIAG_USER_NAME, value_span(value, offset, len),
			    value_hint(value, offset, len,
				       "usual are at most 31 letters, digits, '_' and "
				       "'-', a letter or '_' first"),
			    "many tools do not accept the name '%.*s'", SLICE_ARG(name));
	return true;
}

static bool single_name(struct value *value, struct setting *setting)
{
	struct slice name;
	if (!value_expand(value, value->text, 0, value->text.len, &name) ||
	    !value_account(value, name, 0, value->text.len))
		return false;
	*setting = (struct setting){.set = true, .text = name};
	return true;
}

bool value_names(struct value *value, struct setting *setting)
{
	struct token token;
	struct items names = {0};
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	if (value_has(value, SINGLE))
		return single_name(value, setting);
	for (size_t at = 0; token_next(value, &at, TOKEN_PLAIN, &token) > 0;) {
		struct item item = {.span = value_span(value, token.offset, token.len),
				    .directive = value->directive};
		if (!value_expand(value, token.text, token.offset, token.len, &item.text) ||
		    !value_account(value, item.text, token.offset, token.len))
			return false;
		/* systemd drops it from a list, and only there */
		if (slice_find(item.text, '\\') < item.text.len)
			return value_error(value, DIAG_VALUE, token.offset, token.len, NULL,
					   "a backslash in a list of names");
		items_add(value->arena, &names, item);
	}
	value_append(value, setting, &names);
	return true;
}

void print_names(const struct directive_row *row, const struct setting *setting, size_t index,
		 struct text *text)
{
	bool single = row->argument.flags & SINGLE;
	print_plain(row, single ? setting->text : setting->items.list[index].text, text);
}
