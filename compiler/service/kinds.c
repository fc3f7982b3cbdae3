/* SPDX-License-Identifier: MIT */
/*
 * The kinds of values: for each its name, what can be written, and the functions that read and
 * write it.
 */
#include "service/value_parts.h"

static size_t count_items(const struct directive_row *row, const struct setting *setting)
{
	return row->argument.flags & SINGLE ? setting->set : setting->items.count;
}

static size_t count_commands(const struct directive_row *row, const struct setting *setting)
{
	(void)row;
	return setting->commands.count;
}

static size_t count_assertions(const struct directive_row *row, const struct setting *setting)
{
	(void)row;
	return setting->assertions.count;
}

static size_t count_rules(const struct directive_row *row, const struct setting *setting)
{
	(void)row;
	return setting->rules.count;
}

const struct kind_row kind_rows[KIND_COUNT] = {
	[KIND_BOOL] = {"boolean", "yes or no", value_bool, false, NULL, print_bool},
	[KIND_TRISTATE] = {"tristate", "yes, no, or empty for unset", value_bool, false, NULL,
			   print_bool},
	[KIND_ENUM] = {"word", "one word of a list", value_enum, false, NULL, print_enum},
	[KIND_FLAGS] = {"flags", "words of a list; lines add up, empty resets", value_flags, false,
			NULL, print_flags},
	[KIND_NUMBER] = {"number", "a whole number", value_number, false, NULL, print_number},
	[KIND_MODE] = {"mode", "an octal number: 0022", value_mode, false, NULL, print_mode},
	[KIND_TIME] = {"time", "a time span: 90, 1min 30s, 1.5h", value_time, false, NULL,
		       print_time},
	[KIND_SIZE] = {"size", "a size in bytes: 4096, 16K, 1.5G", value_size, false, NULL,
		       print_size},
	[KIND_STRING] = {"text", "a text; empty resets", value_string, false, NULL, print_string},
	[KIND_PATH] = {"path", "an absolute path; empty resets", value_path, false, NULL,
		       print_path},
	[KIND_NAMES] = {"names", "names or ids of users or groups; empty resets", value_names, true,
			count_items, print_names},
	[KIND_WORDS] = {"words", "words; lines add up, empty resets", value_words, true,
			count_items, print_words},
	[KIND_PATHS] = {"paths", "absolute paths; lines add up, empty resets", value_paths, true,
			count_items, print_paths},
	[KIND_BINDS] = {"binds", "[-]source[:destination[:norbind]]; lines add up, empty resets",
			value_binds, true, count_items, print_bind},
	[KIND_TMPFS] = {"places", "path[:mount options]; lines add up, empty resets", value_tmpfs,
			true, count_items, print_tmpfs},
	[KIND_CAPABILITIES] =
		{"capabilities",
		 "capabilities, or with \"~\" all but these; lines add up or take away",
		 value_capabilities, false, NULL, print_capabilities},
	[KIND_LIMIT] = {"limit", "a limit or soft:hard; infinity", value_limit, false, NULL,
			print_limit},
	[KIND_NUMBERS] = {"numbers", "numbers and ranges: 0 2-4; lines add up, empty resets",
			  value_numbers, false, NULL, print_numbers},
	[KIND_DIRECTORIES] =
		{"directories",
		 "relative paths, path[:link[:ro]], \\\\ for a backslash; lines add up, empty resets",
		 value_directories, true, count_items, print_words},
	[KIND_ENVIRONMENT] = {"variables", "NAME=VALUE or NAME; lines add up, empty resets",
			      value_environment, true, count_items, print_environment},
	[KIND_COMMANDS] = {"commands", "[-@:+!]program and arguments; lines add up, empty resets",
			   value_commands, true, count_commands, print_command},
	[KIND_CONDITION] = {"condition", "[|][!]what is tested; empty resets all of these",
			    value_condition, true, count_items, print_condition},
	[KIND_STREAM] = {"stream", "a word of a list, fd:NAME, file:PATH", value_stream, false,
			 NULL, print_stream},
	[KIND_DATA] = {"data", "a line of text, or Base64; lines add up, empty resets", value_data,
		       false, NULL, print_data},
	[KIND_ASSERTION] = {"assertion", "what must hold; lines add up", value_assertion, true,
			    count_assertions, print_assertion},
	[KIND_RULE] = {"rule", "allow|deny|kill|trap|log calls; lines add up, empty resets",
		       value_rule, true, count_rules, print_rule},
	[KIND_CREDENTIAL] = {"credential",
			     "NAME:value, NAME:source or PATTERN; lines add up, empty resets",
			     value_credential, true, count_items, print_credential},
	[KIND_FILE] = {"file", "path[:name[:options]]; lines add up, empty resets", value_file,
		       true, count_items, print_file},
};
