/* SPDX-License-Identifier: MIT */
/*
 * Credentials: systemd.exec(5), "Credentials". A name and what belongs to it: the text of an item is
 * "NAME:VALUE", "NAME:SOURCE", or of ImportCredential= "PATTERN:NAME" or "PATTERN".
 */
#include "service/value_parts.h"

#include <string.h>

void item_split(const struct item *item, struct slice *name, struct slice *rest)
{
	size_t colon = slice_find(item->text, ':');
	*name = slice_part(item->text, 0, colon);
	*rest = slice_part(item->text, colon + 1, item->text.len);
}

bool is_credential_name(struct slice name)
{
	return is_descriptor_name(name) && slice_find(name, '/') == name.len &&
	       !slice_is(name, ".") && !slice_is(name, "..");
}

/* Checks what stands at OFFSET with LEN bytes there. */
enum { CREDENTIALS_MOST = 1024 }; /* of one directive: nr_inodes of runtime/credential_files.c */

static bool check_name(const struct value *value, struct slice name, size_t offset, size_t len)
{
	name = specifiers_stand_in(value->arena, name);
	return is_credential_name(name) ||
	       value_error(value, DIAG_VALUE, offset, len,
			   "a name has 1 to 255 printable ASCII characters, neither ':' nor '/'",
			   "'%.*s' is not the name of a credential", SLICE_ARG(name));
}

/* A name, or the beginning of one with "*" behind it. */
static bool check_pattern(const struct value *value, struct slice pattern, size_t len)
{
	struct slice plain = specifiers_stand_in(value->arena, pattern);
	size_t special = 0;
	while (special < plain.len && !strchr("*?[", plain.at[special] ? plain.at[special] : ' '))
		special++;
	bool is_prefix = special + 1 == plain.len && plain.at[special] == '*';
	if (special == plain.len || (is_prefix && special))
		return check_name(value, slice_part(plain, 0, special), 0, len);
	return is_prefix || value_error(value, DIAG_VALUE, 0, len, "write NAME, NAME* or *",
					"a pattern of credentials has one '*', at its end");
}

/* The other directive that fills the same list of systemd; or the same. */
static enum directive partner(enum directive directive)
{
	static const enum directive pairs[][2] = {
		{D_Service_SetCredential, D_Service_SetCredentialEncrypted},
		{D_Service_LoadCredential, D_Service_LoadCredentialEncrypted},
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		for (size_t k = 0; k < 2; k++)
			if (pairs[i][k] == directive)
				return pairs[i][1 - k];
	return directive;
}

static void remove_name(struct setting *setting, struct slice wanted)
{
	struct items *items = &setting->items;
	size_t count = items->count;
	items->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct slice name, rest;
		item_split(&items->list[i], &name, &rest);
		if (!slice_equal(name, wanted))
			items->list[items->count++] = items->list[i];
	}
	if (count && !items->count)
		*setting = (struct setting){0};
}

/* C escapes, of which here one may be NUL; there are no specifiers. */
static bool read_bytes(const struct value *value, size_t from, struct text *out)
{
	static const char *const nuls[] = {"\\x00", "\\000", "\\u0000", "\\U00000000"};
	struct slice text = value->text;
	for (size_t i = from; i < text.len;) {
		struct slice rest = slice_part(text, i, text.len);
		size_t nul = 0;
		for (size_t k = 0; k < sizeof(nuls) / sizeof(*nuls); k++)
			if (slice_starts(rest, nuls[k]))
				nul = strlen(nuls[k]);
		if (nul)
			text_putc(out, '\0');
		else if (text.at[i] != '\\')
			text_putc(out, text.at[i++]);
		else if (!unescape(text, &i, out))
			return value_error(value, DIAG_VALUE, i, 2, "write \\\\ for a backslash",
					   "unknown escape '%.*s'",
					   SLICE_ARG(slice_part(text, i, 2)));
		i += nul;
	}
	return true;
}

/* Base64 stays as it is, without its blanks: that is what systemd-creds(1) reads. */
static bool read_secret(const struct value *value, size_t from, struct text *out)
{
	struct text decoded = {.arena = value->arena};
	if (!value_has(value, BASE64))
		return read_bytes(value, from, out);
	if (!value_base64(value, from, &decoded))
		return false;
	for (size_t i = from; i < value->text.len; i++)
		if (!strchr(" \t\r\n", value->text.at[i]))
			text_putc(out, value->text.at[i]);
	return true;
}

static bool read_set(const struct value *value, size_t colon, struct text *text)
{
	if (colon + 1 >= value->text.len)
		return value_error(value, DIAG_VALUE, 0, value->text.len, "write NAME:VALUE",
				   "there is no value behind the name");
	return read_secret(value, colon + 1, text);
}

/* An absolute path, or the name of a credential in a store; without one that of the credential. */
static bool read_source(const struct value *value, size_t colon, struct slice name,
			struct text *text)
{
	size_t offset = colon + 1;
	struct slice written = slice_part(value->text, offset, value->text.len), source = written;
	if (!written.len) {
		text_add(text, name);
		return true;
	}
	if (!specifiers_expand(value, SPECIFIERS_ALL, written, offset, written.len, &source))
		return false;
	if (*source.at == '/' || !*source.at) {
		if (!value_path_text(value, source, offset, written.len, &source))
			return false;
	} else if (!check_name(value, source, offset, written.len)) {
		return false;
	}
	text_add(text, source);
	return true;
}

/* What the credentials that match are called here, or how their names begin. */
static bool read_rename(const struct value *value, size_t colon, struct text *text)
{
	size_t offset = colon + 1;
	struct slice written = slice_part(value->text, offset, value->text.len), name = written;
	if (!written.len) {
		if (text->len)
			text->len--;
		return true;
	}
	if (!specifiers_expand(value, SPECIFIERS_UNIT_NAME, written, offset, written.len, &name) ||
	    !check_name(value, name, offset, written.len))
		return false;
	text_add(text, name);
	return true;
}

bool value_credential(struct value *value, struct setting *setting)
{
	struct setting *other = &value->service->settings[partner(value->directive)];
	struct text text = {.arena = value->arena};
	struct slice name;
	size_t colon = slice_find(value->text, ':');
	bool imports = value_has(value, FILE_PATTERN), loads = value_has(value, RELATIVE);
	if (!value->text.len) {
		*setting = *other = (struct setting){0};
		return true;
	}
	if (!specifiers_expand(value, SPECIFIERS_UNIT_NAME, slice_part(value->text, 0, colon), 0,
			       colon, &name))
		return false;
	if (!(imports ? check_pattern(value, name, colon) : check_name(value, name, 0, colon)))
		return false;
	text_add(&text, name);
	text_putc(&text, ':');
	if (!(imports ? read_rename(value, colon, &text)
	      : loads ? read_source(value, colon, name, &text)
		      : read_set(value, colon, &text)))
		return false;
	if (!imports) {
		remove_name(setting, name);
		remove_name(other, name);
	}
	if (setting->items.count == CREDENTIALS_MOST)
		return value_error(value, DIAG_VALUE, 0, value->text.len, "leave some of them out",
				   "more than %d credentials in %s=: their file system has no "
				   "room for them",
				   CREDENTIALS_MOST, directive_rows[value->directive].name);
	struct item item = {
		.text = text_slice(&text), .span = value->span, .directive = value->directive};
	value_append(value, setting, &(struct items){&item, 1, 1});
	return true;
}

/* Blanks at an end of the line would be trimmed. */
void print_bytes(struct text *text, struct slice bytes, const char *special)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];
		bool is_plain = byte > ' ' && byte < 0x7f && !strchr(special, byte);
		if (is_plain || (byte == ' ' && i && i + 1 < bytes.len))
			text_putc(text, (char)byte);
		else
			text_printf(text, "\\x%02x", byte);
	}
}

void print_credential(const struct directive_row *row, const struct setting *setting, size_t index,
		      struct text *text)
{
	struct slice name, rest;
	item_split(&setting->items.list[index], &name, &rest);
	print_plain(row, name, text);
	if (row->argument.flags & FILE_PATTERN && !rest.len)
		return;
	text_putc(text, ':');
	if (row->argument.flags & (FILE_PATTERN | RELATIVE))
		print_plain(row, rest, text);
	else
		print_bytes(text, rest, "\\");
}
