/* SPDX-License-Identifier: MIT */
/*
 * Command lines: systemd.service(5), "Command lines". A first word with prefixes names the program, a
 * ";" alone separates commands, and nothing of a shell is in between.
 */
#include "service/value_parts.h"

#include <limits.h>
#include <string.h>

enum { ITEM_ARGUMENT_ZERO = 1 << 30 }; /* "@", of this file only: the next word is argv[0] */

static const struct {
	char letter;
	unsigned flag;
} prefixes[] = {
	{'-', ITEM_OPTIONAL},   {'@', ITEM_ARGUMENT_ZERO}, {':', ITEM_LITERAL},
	{'+', ITEM_PRIVILEGED}, {'!', ITEM_NO_SETUID},
};

enum { PREFIXES = sizeof(prefixes) / sizeof(*prefixes) };

static unsigned prefix_flag(char letter)
{
	for (size_t i = 0; i < PREFIXES; i++)
		if (prefixes[i].letter == letter)
			return prefixes[i].flag;
	return 0;
}

/*
 * Takes the prefixes off the first word. "!!" has no effect on a kernel with ambient capabilities,
 * which every kernel of ours is. A repeated prefix begins the path for systemd; nobody means that.
 */
static bool take_prefixes(const struct value *value, const struct token *token, struct slice *path,
			  unsigned *flags)
{
	size_t i = 0;
	bool magic = false;
	unsigned flag;
	*flags = 0;
	struct slice word = token->text;
	for (; i < word.len && (flag = prefix_flag(word.at[i])); i++) {
		bool twice = flag == ITEM_NO_SETUID && *flags & ITEM_NO_SETUID && !magic;
		bool clash = flag & (ITEM_PRIVILEGED | ITEM_NO_SETUID) &&
			     (magic || *flags & (ITEM_PRIVILEGED | ITEM_NO_SETUID));
		if (twice) {
			magic = true;
			*flags &= ~(unsigned)ITEM_NO_SETUID;
		} else if (clash || *flags & flag) {
			return value_error(value, DIAG_VALUE, token->offset, token->len,
					   "each of - @ : at most once, and one of + ! !!",
					   "the prefix '%c' does not fit here", word.at[i]);
		} else {
			*flags |= flag;
		}
	}
	*path = slice_part(word, i, word.len);
	if (slice_starts(*path, "|"))
		return value_error(
			value, DIAG_VALUE, token->offset, token->len,
			"name the shell: /bin/sh -c \"...\"",
			"the prefix '|', a login shell for the command, is not supported");
	return true;
}

static const char *program_problem(struct slice path)
{
	if (!path.len)
		return "is empty";
	for (size_t i = 0; i < path.len; i++) {
		unsigned char byte = (unsigned char)path.at[i];
		if (byte < ' ' || byte == 0x7f || strchr("\"'\\", byte))
			return "has a quote, a backslash or a control character in it";
	}
	if (slice_ends(path, "/") || slice_ends(path, "/."))
		return "names a directory";
	if (*path.at == '/')
		return program_path_problem(path);
	if (slice_is(path, ".") || slice_is(path, "..") || slice_find(path, '/') < path.len)
		return "is neither absolute nor the plain name of a file";
	if (slice_is(path, ";"))
		return "is ';', which separates commands";
	return path.len > NAME_MAX ? "is longer than 255 bytes"
	       : utf8_valid(path)  ? NULL
				   : "is not UTF-8";
}

static void add_argument(const struct value *value, struct command *command, struct slice text,
			 const struct token *token)
{
	items_add(value->arena, &command->arguments,
		  (struct item){.text = text,
				.span = value_span(value, token->offset, token->len),
				.directive = value->directive});
}

/* The first word of a command. */
static bool read_program(const struct value *value, const struct token *token,
			 struct command *command, bool *wants_name)
{
	unsigned flags = 0;
	struct slice path = {0};
	if (!take_prefixes(value, token, &path, &flags) ||
	    !value_expand(value, path, token->offset, token->len, &path))
		return false;
	const char *problem = program_problem(specifiers_stand_in(value->arena, path));
	if (problem)
		return value_error(value, DIAG_VALUE, token->offset, token->len, NULL,
				   "the path of the program %s", problem);
	*wants_name = flags & ITEM_ARGUMENT_ZERO;
	*command = (struct command){
		.path = *path.at == '/' ? path_simplify(value->arena, path) : path,
		.flags = flags & ~(unsigned)ITEM_ARGUMENT_ZERO,
		.span = value_span(value, token->offset, token->len),
	};
	if (!*wants_name)
		add_argument(value, command, path, token);
	return true;
}

static bool is_end(struct slice text, size_t at)
{
	return at >= text.len || strchr(" \t\r\n", text.at[at] ? text.at[at] : '.');
}

/* "|" and its kin are ordinary arguments: the program gets them as they are. */
static void check_shell(const struct value *value, const struct token *token)
{
	static const char *const operators[] = {"|", ">", ">>", "<", "&", "&&", "||", "2>&1", "#"};
	for (size_t i = 0; !token->quoted && i < sizeof(operators) / sizeof(*operators); i++)
		if (slice_is(token->text, operators[i]))
			diag_report(
				value->diagnostics, DIAG_SHELL_SYNTAX,
				value_span(value, token->offset, token->len),
				value_hint(value, token->offset, token->len,
					   "for a pipe or a redirection write /bin/sh -c \"...\"; "
					   "to pass it on, quote it"),
				"no shell reads this: the program gets '%s' as an argument",
				operators[i]);
}

/* The arguments from *at on, to the end or behind a ";". */
static bool read_arguments(const struct value *value, size_t *at, struct command *command)
{
	struct slice text = value->text;
	for (;;) {
		struct token token;
		while (*at < text.len && is_end(text, *at))
			++*at;
		struct slice rest = slice_part(text, *at, text.len);
		if (slice_starts(rest, ";") && is_end(text, *at + 1)) {
			++*at;
			return true;
		}
		if (slice_starts(rest, "\\;") && is_end(text, *at + 2)) {
			token = (struct token){SLICE(";"), *at, 2, true};
			add_argument(value, command, token.text, &token);
			*at += 2;
			continue;
		}
		int more = token_next(value, at, TOKEN_UNESCAPE, &token);
		if (more <= 0)
			return more == 0;
		check_shell(value, &token);
		struct slice argument;
		if (!value_expand(value, token.text, token.offset, token.len, &argument))
			return false;
		add_argument(value, command, argument, &token);
	}
}

bool value_commands(struct value *value, struct setting *setting)
{
	struct commands more = {0};
	struct token token;
	int found;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	for (size_t at = 0; (found = token_next(value, &at, TOKEN_UNESCAPE, &token)) > 0;) {
		struct command command = {0};
		bool wants_name = false;
		if (!read_program(value, &token, &command, &wants_name) ||
		    !read_arguments(value, &at, &command))
			return false;
		if (!command.arguments.count)
			return value_error(value, DIAG_VALUE, token.offset, token.len,
					   "behind '@' the second word is argv[0]",
					   "there is no argv[0]");
		more.list = arena_grow(value->arena, more.list, more.count, &more.room,
				       sizeof(*more.list));
		more.list[more.count++] = command;
	}
	if (found < 0)
		return false;
	if (!setting->set)
		*setting = (struct setting){.set = true};
	struct commands *all = &setting->commands;
	for (size_t i = 0; i < more.count; i++) {
		all->list = arena_grow(value->arena, all->list, all->count, &all->room,
				       sizeof(*all->list));
		all->list[all->count++] = more.list[i];
	}
	return true;
}

void print_command(const struct directive_row *row, const struct setting *setting, size_t index,
		   struct text *text)
{
	const struct command *command = &setting->commands.list[index];
	bool has_name = !slice_equal(command->arguments.list[0].text, command->path);
	unsigned flags = command->flags | (has_name ? ITEM_ARGUMENT_ZERO : 0);
	for (size_t i = 0; i < PREFIXES; i++)
		if (flags & prefixes[i].flag)
			text_putc(text, prefixes[i].letter);
	print_word(row, command->path, text);
	for (size_t i = !has_name; i < command->arguments.count; i++) {
		text_putc(text, ' ');
		print_word(row, command->arguments.list[i].text, text);
	}
}
