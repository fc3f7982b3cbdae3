/* SPDX-License-Identifier: MIT */
/* The command line: one table of commands, one table of options, and what the commands share. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "emit/emit.h"
#include "emit/launcher.h"
#include "plan/predict.h"

enum exit_status { EXIT_DONE = 0, EXIT_INPUT = 1, EXIT_ENVIRONMENT = 2 };

struct options {
	const char *out, *directory;     /* -o, -d */
	long jobs;                       /* -j */
	const char *to;                  /* --to */
	bool depfile;                    /* -MD */
	bool json;                       /* --json */
	bool pin_ids;                    /* --pin-ids */
	const struct credentials *from;  /* --from; NULL: root */
	const char *from_text;           /* the same as it was written */
	enum diag_format format;         /* --format */
	struct unit_options unit;        /* --instance, --search-path */
	const char **waivers;            /* --waive; ended by NULL */
	const char **warnings, **errors; /* -W, -E; ended by NULL */
	char **files;                    /* the operands, ended by NULL */
	int file_count;
	char **arguments;    /* run: what stands behind "--"; ended by NULL */
	struct arena *arena; /* of all the above */
};

/* One policy on its way, all in one arena. */
struct compilation {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct unit unit;
	struct service service;
	struct plan plan;
	struct proof proof;
};

struct command_row {
	const char *name;
	const char *operands; /* "FILE..." for the usage line */
	unsigned options;     /* which options it takes: bits of enum option_id */
	int least, most;      /* operands; most -1: any number */
	int (*run)(const struct options *options); /* returns an exit status */
	const char *summary;
	const char *details; /* for its --help, or NULL */
};

extern const struct command_row command_rows[]; /* ended by a row without a name */

/*
 * Parses ARGV behind the command's name. Returns -1 to go on, otherwise the exit status to leave
 * with.
 */
int options_parse(const struct command_row *command, int argc, char **argv,
		  struct options *options);
/* "ambit --help" and "ambit COMMAND --help". */
void print_usage(FILE *out);
void print_command_help(const struct command_row *command, FILE *out);

/*
 * main.c: the way of the data. False when there are errors; they are in compilation->diagnostics.
 */
bool compile(const struct options *options, const char *path, struct compilation *compilation);
void compilation_free(struct compilation *compilation);

/* Where diagnostics go, as the options have it. */
struct diag_output diag_output(const struct options *options, FILE *machine);
int compilation_status(const struct compilation *compilation);
/* "ambit: error: ..." on stderr. Returns EXIT_ENVIRONMENT. */
__attribute__((format(printf, 1, 2))) int environment_error(const char *format, ...);
bool use_colour(FILE *file);
/*
 * Writes TEXT to PATH beside it and renames, or to standard output when PATH is NULL. An exit
 * status.
 */
int write_output(const char *path, struct slice text);
/*
 * NULL, or why OUT is not to be written: it is a source, or one of OUTS, where two units have one
 * name. Else it is added to OUTS, which are ended by NULL and have room for it.
 */
const char *output_problem(const struct compilation *compilation, struct arena *arena,
			   const char **outs, const char *out);

int command_build(const struct options *options);
int command_run(const struct options *options);
int command_emit(const struct options *options);
int command_check(const struct options *options);
int command_explain(const struct options *options);
int command_inspect(const struct options *options);
int command_verify(const struct options *options);
int command_directives(const struct options *options);
int command_steps(const struct options *options);

#endif
