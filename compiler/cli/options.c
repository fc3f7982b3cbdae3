/* SPDX-License-Identifier: MIT */
/* Options by getopt_long(3), from the table cli/options.def; the help is made of the same rows. */
#include "cli/cli.h"
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct option_row {
	int letter;
	const char *name, *argument, *summary;
};

static const struct option_row option_rows[OPTION_COUNT] = {
#define O(id, short_, long_, argument_, summary_)                                                  \
	{.letter = (short_), .name = (long_), .argument = (argument_), .summary = (summary_)},
#include "cli/options.def"
#undef O
};

/* A list of strings that grows, always ended by NULL. */
static void add_string(struct arena *arena, const char ***list, const char *string)
{
	size_t count = 0;
	while (*list && (*list)[count])
		count++;
	const char **larger = arena_alloc(arena, (count + 2) * sizeof(*larger));
	if (count)
		memcpy(larger, *list, count * sizeof(*larger));
	larger[count] = string;
	*list = larger;
}

static bool one_of(const char *value, const char *const *words, int *index)
{
	for (*index = 0; words[*index]; ++*index)
		if (strcmp(value, words[*index]) == 0)
			return true;
	return false;
}

static int usage_error(const struct command_row *command, const char *what, const char *value)
{
	environment_error("%s%s", what, value);
	fprintf(stderr, "    hint: ambit %s --help\n", command->name);
	return EXIT_ENVIRONMENT;
}

/* Checks the names of -W and -E against the table. */
static bool known_warning(struct arena *arena, const char *name, bool to_error)
{
	struct diagnostics scratch;
	struct sources none = {.arena = arena};
	diag_init(&scratch, arena, &none);
	return diag_configure(&scratch, name, to_error);
}

static int take_start(const struct command_row *command, struct options *o, const char *value)
{
	const char *problem, *hint;
	o->from = start_parse(o->arena, value, &problem, &hint);
	o->from_text = value;
	if (o->from)
		return -1;
	if (!hint)
		return usage_error(command, "--from: ", problem);
	environment_error("--from: %s", problem);
	fprintf(stderr, "    hint: %s\n", hint);
	return EXIT_ENVIRONMENT;
}

/* The form that --to asks for, of those of the command. */
static int take_form(const struct command_row *command, struct options *o, const char *value)
{
	static const char *const stages[] = {"unit", "service", "plan", "c", "json", "text", NULL};
	static const char *const programs[] = {"text", "bpf", "c", "oci", NULL};
	bool is_program = command->run == command_seccomp;
	int index;
	if (!one_of(value, is_program ? programs : stages, &index))
		return usage_error(
			command,
			is_program ? "--to takes text, bpf, c or oci, not "
				   : "--to takes unit, service, plan, c, json or text, not ",
			value);
	o->to = value;
	return -1;
}

static int take_option(const struct command_row *command, struct options *o, enum option_id option,
		       char *value)
{
	static const char *const formats[] = {"text", "json", "sarif", NULL};
	int index;
	char *end;
	switch (option) {
	case OPTION_OUT:
		o->out = value;
		break;
	case OPTION_DIRECTORY:
		o->directory = value;
		break;
	case OPTION_JOBS:
		o->jobs = strtol(value, &end, 10);
		if (*end || o->jobs < 1 || o->jobs > 1024)
			return usage_error(command, "-j takes a number from 1 to 1024, not ",
					   value);
		break;
	case OPTION_TO:
		return take_form(command, o, value);
	case OPTION_DEPFILE:
		if (strcmp(value, "D") != 0)
			return usage_error(command, "-MD is the only form of -M, not -M", value);
		o->depfile = true;
		break;
	case OPTION_INSTANCE:
		o->unit.instance = value;
		break;
	case OPTION_SERVICE:
		o->service = value;
		break;
	case OPTION_SEARCH_PATH:
		add_string(o->arena, (const char ***)(uintptr_t)&o->unit.search_paths, value);
		break;
	case OPTION_WAIVE:
		add_string(o->arena, &o->waivers, value);
		break;
	case OPTION_FROM:
		return take_start(command, o, value);
	case OPTION_PIN_IDS:
		o->pin_ids = true;
		break;
	case OPTION_SECCOMP_LOG:
		o->logs_denials = true;
		break;
	case OPTION_PRODUCTION:
		o->production = true;
		break;
	case OPTION_AUDIT:
		o->audit = value;
		break;
	case OPTION_ROOT:
		o->root = value;
		break;
	case OPTION_WARNING:
	case OPTION_ERROR:
		if (strcmp(value, "list") == 0)
			o->list = LIST_SHORT;
		else if (!known_warning(o->arena, value, option == OPTION_ERROR))
			return usage_error(command,
					   "no such warning, or not one to be turned off: ", value);
		else
			add_string(o->arena, option == OPTION_ERROR ? &o->errors : &o->warnings,
				   value);
		break;
	case OPTION_FORMAT:
		if (!one_of(value, formats, &index))
			return usage_error(command, "--format takes text, json or sarif, not ",
					   value);
		o->format = (enum diag_format)index;
		break;
	case OPTION_WARNINGS:
		o->list = LIST_LONG;
		break;
	case OPTION_CHECK:
		o->check = true;
		break;
	case OPTION_JSON:
		o->json = true;
		break;
	case OPTION_HELP:
		print_command_help(command, stdout);
		return EXIT_DONE;
	case OPTION_COUNT:
		break;
	}
	return -1;
}

/* getopt's own two forms of the table, for the options of this command. */
static void make_tables(const struct command_row *command, char *letters, struct option *longs)
{
	*letters++ = ':';
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		if (!(command->options >> i & 1))
			continue;
		if (row->letter) {
			*letters++ = (char)row->letter;
			if (row->argument)
				*letters++ = ':';
		}
		if (row->name)
			*longs++ = (struct option){row->name,
						   row->argument ? required_argument : no_argument,
						   NULL, row->letter};
	}
	*letters = '\0';
	*longs = (struct option){0};
}

static enum option_id find_option(int letter)
{
	int i = 0;
	while (i < OPTION_COUNT && option_rows[i].letter != letter)
		i++;
	return (enum option_id)i;
}

/*
 * What stands behind "--" belongs to the service of "ambit run"; getopt would mix it with the
 * operands.
 */
static int cut_arguments(const struct command_row *command, int argc, char **argv,
			 struct options *options)
{
	static char *none[] = {NULL};
	options->arguments = none;
	if (command->run != command_run)
		return argc;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			options->arguments = argv + i + 1;
			argv[i] = NULL;
			return i;
		}
	}
	return argc;
}

/* What getopt_long(3) did not know: a letter, of perhaps several behind one dash, or a word. */
static const char *unknown_option(struct arena *arena, char **argv)
{
	return optopt ? arena_printf(arena, "-%c", optopt) : argv[optind - 1];
}

int options_parse(const struct command_row *command, int argc, char **argv, struct options *options)
{
	char letters[2 * OPTION_COUNT + 2];
	struct option longs[OPTION_COUNT + 1];
	make_tables(command, letters, longs);
	argc = cut_arguments(command, argc, argv, options);
	optind = 0; /* where getopt starts anew, whatever it did before */
	for (int letter; (letter = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
		if (letter == ':')
			return usage_error(command, "an argument is missing behind ",
					   argv[optind - 1]);
		if (letter == '?')
			return usage_error(command, "unknown option ",
					   unknown_option(options->arena, argv));
		int status = take_option(command, options, find_option(letter), optarg);
		if (status >= 0)
			return status;
	}
	if (options->list)
		return list_warnings(options);
	options->files = argv + optind;
	options->file_count = argc - optind;
	if (options->file_count < command->least)
		return usage_error(command, "an operand is missing: ", command->operands);
	if (command->most >= 0 && options->file_count > command->most)
		return usage_error(command,
				   "one operand too many: ", options->files[command->most]);
	if (options->out && options->directory)
		return usage_error(command, "-o and -d exclude each other", "");
	if (options->out && options->file_count > 1)
		return usage_error(command, "-o is for one FILE; use -d for several", "");
	return -1;
}

void print_command_help(const struct command_row *command, FILE *out)
{
	fprintf(out, "ambit %s [OPTION]... %s\n\n%s\n%s%s", command->name, command->operands,
		command->summary, command->details ? command->details : "",
		command->details ? "\n" : "");
	fputs("\nOptions:\n", out);
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		if (!(command->options >> i & 1))
			continue;
		char form[40];
		if (!row->name)
			snprintf(form, sizeof(form), "-%c%s", row->letter, row->argument);
		else
			snprintf(form, sizeof(form), "-%c, --%s%s%s", row->letter, row->name,
				 row->argument ? "=" : "", row->argument ? row->argument : "");
		fprintf(out, "  %-24s %s\n", form, row->summary);
	}
}

void print_usage(FILE *out)
{
	fputs("ambit COMMAND [OPTION]... [OPERAND]...\n\n"
	      "Compiles systemd units to launchers that take exactly the privileges a unit "
	      "grants.\n\n"
	      "Commands:\n",
	      out);
	for (const struct command_row *command = command_rows; command->name; command++)
		fprintf(out, "  %-12s %-20s %s\n", command->name, command->operands,
			command->summary);
	fputs("\n\"ambit COMMAND --help\" has the options of each. "
	      "Exit status: 0 done, 1 the input is at fault,\n"
	      "2 the environment is (files, tools, options).\n",
	      out);
}
