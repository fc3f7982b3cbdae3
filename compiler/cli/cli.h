/* SPDX-License-Identifier: MIT */
/* The command line: one table of commands, one table of options, and what the commands share. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "emit/emit.h"
#include "emit/launcher.h"
#include "plan/predict.h"
#include "policy/policy.h"

enum exit_status { EXIT_DONE = 0, EXIT_INPUT = 1, EXIT_ENVIRONMENT = 2 };

enum warning_list { LIST_NONE, LIST_SHORT, LIST_LONG };

struct options {
	const char *out, *directory;     /* -o, -d */
	long jobs;                       /* -j */
	const char *to;                  /* --to */
	bool depfile;                    /* -MD */
	bool check;                      /* --check */
	bool json;                       /* --json */
	bool pin_ids;                    /* --pin-ids */
	const char *audit;               /* --audit */
	bool logs_denials;               /* --seccomp-log */
	bool production;                 /* --production */
	const struct credentials *from;  /* --from; NULL: root */
	const char *from_text;           /* the same as it was written */
	bool only_read;                  /* a service is read and neither judged nor lowered */
	const char *root;                /* --root */
	enum diag_format format;         /* --format */
	struct unit_options unit;        /* --instance, --search-path */
	const char *service;             /* --service */
	const char **waivers;            /* --waive; ended by NULL */
	const char **warnings, **errors; /* -W, -E; ended by NULL */
	enum warning_list list;          /* -W list, --warnings */
	char **files;                    /* the operands, ended by NULL */
	int file_count;
	char **arguments;    /* run: what stands behind "--"; ended by NULL */
	struct arena *arena; /* of all the above */
};

/* One file on its way, with one of its services after the other; all in one arena. */
struct compilation {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct policy policy;          /* of a file NAME.ambit */
	struct declaration **services; /* of the policy, those that are wanted */
	size_t count, next;            /* services in the file, and the one that comes next */
	struct unit unit;              /* from here on: of the current one */
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
 * main.c: the way of the data. compile_begin() reads nothing yet; compile_open() reads a file; each compile_next() takes one of its
 * services as far as it goes, and is false when there is none any more. What is wrong is in
 * compilation->diagnostics.
 */
void compile_begin(const struct options *options, struct compilation *compilation);
void compile_open(const struct options *options, const char *path, struct compilation *compilation);
bool compile_next(const struct options *options, struct compilation *compilation);
/* Both, for a file with one service. False when there are errors. */
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
/* Replaces the file at PATH by TEXT; owner and mode stay. An exit status. */
int replace_file(const char *path, struct slice text);
/* The files that a command writes, so that no two products have one. */
struct outputs {
	struct arena *arena;
	const char **list;
	size_t count, room;
};
/*
 * NULL, or why OUT is not to be written: it is a source, or another product goes there. Else it is
 * added to OUTPUTS.
 */
const char *output_problem(const struct compilation *compilation, struct outputs *outputs,
			   const char *out);

/* The table of base/diagnostics.def, as -W and -E leave it; LIST_LONG with remedies. */
int list_warnings(const struct options *options);
/* Turns warnings on and off, or into errors, as -W and -E have it. */
void configure_warnings(const struct options *options, struct diagnostics *diagnostics);

int command_build(const struct options *options);
int command_run(const struct options *options);
int command_emit(const struct options *options);
int command_check(const struct options *options);
int command_explain(const struct options *options);
int command_seccomp(const struct options *options);
int command_fmt(const struct options *options);
int command_inspect(const struct options *options);
int command_verify(const struct options *options);
int command_directives(const struct options *options);
int command_convert(const struct options *options);
int command_steps(const struct options *options);

#endif
