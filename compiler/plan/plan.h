/* SPDX-License-Identifier: MIT */
/*
 * What a launcher will do: for each command of the service its steps with their arguments, in the
 * order of runtime/steps.def. Made from a service by plan_lower(), printed as C, JSON and text by
 * emit/.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "service/service.h"
#include "service/step.h"

struct sock_filter; /* linux/filter.h */
struct filter;      /* seccomp/filter.h */

/*
 * Arguments, by the letters of steps.def:
 *   n number   o octal number   h hexadecimal number   l limit (UINT64_MAX is infinity)
 *   k constant   f flags ("A | B" or "0")   x function          C text, from our own tables
 *   t text   s text with its length   g list of texts or none   launch-time specifiers allowed
 *   c capability set   m set of numbers   p names of the sources   v expected state
 *   e program   a arguments of the program   b system call filter
 */
struct expected {
	const char *check; /* flags */
	uint64_t bounding, ambient;
	bool keeps_admin; /* and CAP_SYS_ADMIN is permitted and effective, until step "drop_admin" */
	const char *securebits; /* flags */
	int64_t no_new_privileges;
	int64_t umask;
	const struct argument *const *limits; /* those of the limit steps */
	size_t limit_count;
};

/* The program of a system call filter, proved. */
struct plan_filter {
	const struct plan_filter *former; /* those with other programs, of services before */
	const struct sock_filter *code;
	size_t count;                /* of instructions */
	const struct filter *filter; /* the layers that it is made of */
	struct slice listing;        /* a line for each, for people */
	const char *directives;      /* whose layers it is made of */
	struct span span;            /* of the newest layer */
	bool permits_capset, permits_prctl;
};

struct argument {
	char letter;
	bool expand;  /* a: variables in it are expanded at launch */
	bool literal; /* s: any byte stands for itself, there are no specifiers */
	union {
		int64_t number;         /* n o h */
		uint64_t bits;          /* l c */
		const char *constant;   /* k f x */
		struct slice text;      /* t s; .at NULL is C's NULL */
		struct items texts;     /* g a p; e: the path, and where to search */
		struct numbers numbers; /* m */
		const struct expected *expected;
		const struct plan_filter *filter;
	};
};

enum { STEP_ARGUMENTS = 4 };

struct step {
	enum step_id id;
	unsigned sequence;          /* the order in which steps of one id were asked for */
	struct span span;           /* the value that asked for it; none: a default */
	const char *directives;     /* "User, Group": their names, or "" */
	struct argument *arguments; /* as many as the row has parameters */
};

/* The steps of one command. All but the last command run as children. */
struct command_plan {
	const char *function; /* "exec_start_pre_1", or "main" */
	enum directive directive;
	const struct command *command;
	struct step *steps;
	size_t count, room;
};

struct plan {
	const struct service *service;
	struct command_plan *commands; /* the last one is main's */
	size_t count, room;
	bool is_filter_made;              /* or there is none */
	const struct plan_filter *filter; /* of all commands that have one; NULL: there is none */
	const struct plan_filter
		*known; /* what was made so far, for services that ask for the same */
};

struct step_row {
	const char *name;
	unsigned who; /* enum who: for the commands of which prefixes */
	int status;
	const char *parameters;
	const char *summary;
};

enum who {
	WHO_PRIVILEGED = 1 << 0, /* "+" */
	WHO_NO_SETUID = 1 << 1,  /* "!" */
	WHO_PLAIN = 1 << 2,      /* neither */
	ALL = WHO_PRIVILEGED | WHO_NO_SETUID | WHO_PLAIN,
	SANDBOX = WHO_NO_SETUID | WHO_PLAIN,
	SETUID = WHO_PLAIN,
};

extern const struct step_row step_rows[STEP_COUNT];

/* The parameter INDEX of a step: its letter, and its name in *name; 0 when there are fewer. */
char step_parameter(enum step_id id, size_t index, struct slice *name);
size_t step_parameters(enum step_id id); /* how many there are */

/*
 * SERVICE, free of errors, as a plan. Mistakes that only show here are reported. *plan is {0}, or the plan of a
 * service before in the same arena.
 */
void plan_lower(struct diagnostics *diagnostics, const struct service *service, struct plan *plan);

/* One line a step, for "ambit emit --to=plan" and the tests. */
void plan_dump(struct diagnostics *diagnostics, const struct plan *plan, struct text *text);

/*
 * What a launcher needs to take this plan's steps, in which ids and sets differ from those of the
 * service.
 */
uint64_t plan_needs(const struct plan *plan);
/* What one step needs: capabilities, when its end is not yet the state. */
uint64_t step_needs(const struct step *step);
/*
 * How many of the first steps of a command the launcher takes with capabilities of its own: those behind the
 * entry into a user namespace of its own have all that they need from there.
 */
size_t steps_outside(const struct command_plan *command);

#endif
