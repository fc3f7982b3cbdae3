/* SPDX-License-Identifier: MIT */
/*
 * Files of KEY=VALUE lines: EnvironmentFile=, and with the same grammar os-release(5),
 * machine-info(5) and locale.conf(5). Like a shell's assignments, but nothing is expanded.
 * systemd.exec(5), "EnvironmentFile=", has the rules; where it is silent this does as systemd does.
 */
#include "text.h"

#include <errno.h>
#include <string.h>

static bool is_newline(char c)
{
	return c == '\n' || c == '\r';
}

static char *skip_line(char *at)
{
	return at + strcspn(at, "\n\r");
}

/* Behind the closing quote. Within, a backslash is a character like any other. */
static char *copy_single_quoted(char *at, char **out)
{
	for (at++; *at && *at != '\''; at++)
		*(*out)++ = *at;
	return at + (*at != 0);
}

/* A backslash escapes what is special to a shell, joins lines, and otherwise stays. */
static char *copy_double_quoted(char *at, char **out)
{
	for (at++; *at && *at != '"'; at++) {
		if (*at == '\\') {
			if (!*++at)
				break;
			if (*at == '\n')
				continue;
			if (!strchr("\"\\`$", *at))
				*(*out)++ = '\\';
		}
		*(*out)++ = *at;
	}
	return at + (*at != 0);
}

/* To the end of the line. Quotes mean nothing any more; blanks at the end go, unless escaped. */
static char *copy_unquoted(char *at, char **out)
{
	char *end = *out; /* of what is to stay */

	for (; *at && !is_newline(*at); at++) {
		bool escaped = *at == '\\';
		if (escaped && !*++at)
			break;
		if (escaped && is_newline(*at)) {
			end = *out;
			continue;
		}
		*(*out)++ = *at;
		if (escaped || (*at != ' ' && *at != '\t'))
			end = *out;
	}
	*out = end;
	return at;
}

/* Pieces in quotes, perhaps with blanks between them, then at most one without. */
static char *copy_value(char *at, char **out)
{
	for (;;) {
		at += strspn(at, " \t");
		if (*at == '\'')
			at = copy_single_quoted(at, out);
		else if (*at == '"')
			at = copy_double_quoted(at, out);
		else
			return copy_unquoted(at, out);
	}
}

/*
 * In place: what is copied is never longer than what it came from. The value comes to lie right
 * behind the key, so that KEY=VALUE needs no other storage.
 */
static char *parse_line(ambit_place place, char *key, ambit_assignment *assign, void *data)
{
	char *at = key + strcspn(key, "=\n\r");

	if (*at != '=')
		return at; /* no assignment: dropped, as systemd does */
	char *end = at++;
	while (end > key && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = 0;

	char *value = end + 1, *out = value;
	at = copy_value(at, &out);
	bool more = *at;
	*out = 0; /* may be where `at` is, on the end of the line */
	assign(place, key, value, data);
	return at + more;
}

int ambit_parse_environment(ambit_place place, char *text, ambit_assignment *assign, void *data)
{
	for (;;) {
		text += strspn(text, " \t\n\r");
		if (!*text)
			return 0;
		if (*text == '#' || *text == ';')
			text = skip_line(text);
		else
			text = parse_line(place, text, assign, data);
	}
}

static void assign_variable(ambit_place place, const char *key, const char *value, void *data)
{
	const char *path = data;

	if (!ambit_is_variable_name(key))
		ambit_fail(place, AMBIT_STATUS_environment_file, "EnvironmentFile",
			   ambit_join(place, path, ": not a variable name: ", key), 0);
	if (!ambit_is_utf8(value))
		ambit_fail(place, AMBIT_STATUS_environment_file, "EnvironmentFile",
			   ambit_join(place, path, ": not UTF-8: ", key), 0);
	((char *)value)[-1] = '=';
	ambit_put_variable(place, key);
}

struct request {
	const char *pattern;
	unsigned flags;
};

static void read_variables(ambit_place place, const char *path, void *data)
{
	const struct request *request = data;
	char *text;
	long len = ambit_read_file(place, path, &text);

	if (len < 0 && request->flags & AMBIT_OPTIONAL)
		return;
	if (len >= 0 && strlen(text) != (size_t)len)
		len = -EBADMSG; /* a NUL hides what is behind it */
	if (len < 0)
		ambit_fail(place, AMBIT_STATUS_environment_file, "EnvironmentFile", path,
			   (int)-len);
	ambit_parse_environment(place, text, assign_variable, (void *)path);
}

void ambit_environment_file(ambit_place place, const char *path, unsigned flags)
{
	struct request request = {path, flags};
	int found = 1;

	if (strpbrk(path, "*?[\\"))
		found = ambit_glob(place, path, read_variables, &request);
	else
		read_variables(place, path, &request);
	if (found <= 0 && !(flags & AMBIT_OPTIONAL))
		ambit_fail(place, AMBIT_STATUS_environment_file, "EnvironmentFile", path,
			   found ? -found : ENOENT);
}
