/* SPDX-License-Identifier: MIT */
/*
 * The table of directives: grammar/directives.def as an enum and as rows. What can be written, what
 * kind of value it takes, who keeps its promise, and which mechanism lowers it into steps.
 */
#ifndef SERVICE_DIRECTIVE_H
#define SERVICE_DIRECTIVE_H

#include "base/text.h"

#include <stdint.h>

/* One row of grammar/words.def: a word and what it stands for. */
struct word {
	const char *name;
	int64_t value;
	const char *constant; /* C name for the launcher, or NULL */
};

/* A vocabulary, ended by a row without a name. */
struct words {
	const char *name;
	const struct word *rows;
};

enum section { SECTION_Unit, SECTION_Service, SECTION_Install, SECTION_Ambit, SECTION_COUNT };

/* Who keeps the promise. */
enum fate {
	ENFORCED,    /* the launcher makes it true */
	SUPERVISOR,  /* whoever starts the launcher owns it */
	DESCRIPTIVE, /* says something about the unit, promises nothing */
	REFUSED,     /* a promise about privilege that a launcher does not keep (yet) */
};

/* The kinds of values; service/kinds.c has the row of each. */
enum kind {
	KIND_BOOL,
	KIND_TRISTATE,
	KIND_ENUM,
	KIND_FLAGS,
	KIND_NUMBER,
	KIND_MODE,
	KIND_TIME,
	KIND_SIZE,
	KIND_STRING,
	KIND_PATH,
	KIND_NAMES,
	KIND_WORDS,
	KIND_PATHS,
	KIND_BINDS,
	KIND_TMPFS,
	KIND_CAPABILITIES,
	KIND_LIMIT,
	KIND_NUMBERS,
	KIND_DIRECTORIES,
	KIND_ENVIRONMENT,
	KIND_COMMANDS,
	KIND_CONDITION,
	KIND_STREAM,
	KIND_DATA,
	KIND_ASSERTION,
	KIND_RULE,
	KIND_CREDENTIAL,
	KIND_FILE,
	KIND_COUNT
};

/* What Assert= can speak of, and how; the words are in grammar/words.def. */
enum assertion_subject {
	ASSERT_NEVER, /* CAPABILITIES in none of the five sets */
	ASSERT_BOUNDING,
	ASSERT_PERMITTED,
	ASSERT_EFFECTIVE,
	ASSERT_INHERITABLE,
	ASSERT_AMBIENT,
	ASSERT_UID,
	ASSERT_GID,
	ASSERT_GROUPS,
	ASSERT_NO_NEW_PRIVILEGES,
	ASSERT_SECUREBITS,
	ASSERT_NEEDS, /* what the launcher itself needs to start */
};

enum assertion_relation { ASSERT_WITHIN, ASSERT_IS, ASSERT_CONTAINS };

/* What an option of TemporaryFileSystem= takes; the options are in grammar/words.def. */
enum tmpfs_option { TMPFS_FLAG, TMPFS_MODE, TMPFS_SIZE, TMPFS_COUNT, TMPFS_ID, TMPFS_HUGE };

/* What SystemCallRule= can do with a call; the words are in grammar/words.def. */
enum rule_action { RULE_ALLOW, RULE_DENY, RULE_KILL, RULE_TRAP, RULE_LOG };

/* How it compares an argument. */
enum comparator { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

/* What a kind needs to know beyond itself: the ranges, the vocabulary, the flags of one row. */
struct kind_argument {
	int64_t least, most;       /* NUMBER, NUMBERS, MODE: range of the value */
	int64_t initial;           /* the value that asks for nothing: BOOL, ENUM, NUMBER ... */
	const struct words *words; /* ENUM, FLAGS: the vocabulary */
	unsigned flags;            /* enum kind_flags */
	int resource;              /* LIMIT: RLIMIT_* */
	const char *constant;      /* its C name; CONDITION: the test in the runtime */
	int step;                  /* lower column "value": the step of runtime/steps.def */
};

enum kind_flags {
	OPTIONAL = 1 << 0,     /* PATH, PATHS, STRING: a leading "-" makes failure no failure */
	ROOTED = 1 << 1,       /* PATHS: a leading "+" is relative to RootDirectory= */
	HOME = 1 << 2,         /* PATH: "~" is the home directory */
	NANOSECONDS = 1 << 3,  /* TIME: a number without unit; the value is in nanoseconds */
	MICROSECONDS = 1 << 4, /* LIMIT of RTTIME, in microseconds; a number without unit too */
	SECONDS = 1 << 5,      /* LIMIT of CPU: time spans, in seconds rounded up */
	BYTES_OF = 1 << 6,     /* LIMIT: sizes with a factor of 1024 */
	NICE_LEVEL = 1 << 7,   /* LIMIT of NICE: "+N" and "-N" are nice levels */
	NUMERIC = 1 << 8,      /* ENUM: the number of a word, or of the range if there is one, is
				* fine too; SYSTEM_CALLS: an error may stand behind a call */
	PERCENT = 1 << 9,      /* NUMBER, SIZE: "N%" is fine too */
	INFINITY = 1 << 10,    /* NUMBER, SIZE, TIME: "infinity" is fine too (value -1) */
	SINGLE = 1 << 11,      /* NAMES, WORDS: one, not a list */
	NO_RESET = 1 << 12,    /* WORDS: an empty value does not reset (dependencies) */
	UNITS = 1 << 13,       /* WORDS: unit names, the smaller set of specifiers */
	RESETS = 1 << 14,      /* BOOL, ENUM, NUMBER ...: an empty value means unset */
	RELATIVE =
		1 << 15, /* PATH, PATHS: relative names are fine too; CREDENTIAL: it has a source */
	LITERAL = 1 << 16,    /* STRING, WORDS, PATH: no specifiers */
	INVERTIBLE = 1 << 17, /* WORDS: a leading "~" is part of the value */
	LINES = 1 << 18,      /* WORDS: a line is one element, not split */
	COLON = 1 << 19,      /* PATHS: separated by ":"; ENUM: ":NAME" of a host may follow */
	NODES = 1 << 20,      /* NUMBERS: the word "all"; otherwise the word "numa" */
	VARIABLE = 1 << 21,   /* ENVIRONMENT: names; with ASSIGNMENT also NAME=VALUE */
	ASSIGNMENT = 1 << 22,
	BASE64 = 1 << 23,    /* DATA, CREDENTIAL: the value */
	IS_ASSERT = 1 << 24, /* CONDITION: of the list of Assert*= */
	INPUT = 1 << 25,     /* STREAM: standard input; otherwise an output */
	GROUPS = 1 << 26,    /* NAMES: of groups, otherwise of users */
	FILE_PATTERN =
		1 << 27, /* PATHS: glob(7) patterns; a line is one path. CREDENTIAL: the name */
	BOOLEAN_TOO =
		1
		<< 28, /* ENUM: words of a boolean stand for the words "yes" and "no" of the list */
	HEXADECIMAL_TOO = 1 << 29, /* FLAGS: a hexadecimal mask is fine too */
	SYSTEM_CALLS = 1 << 30,    /* WORDS: system calls and sets of them */
	NONE_TOO = 1u << 31,       /* WORDS: all of it may be the word "none" */
};

enum directive {
#define D(section, name, kind, fate, lower, argument, summary) D_##section##_##name,
#include "grammar/directives.def"
	DIRECTIVE_COUNT
};

struct directive_row {
	enum section section;
	const char *name;
	size_t len; /* of the name */
	enum kind kind;
	enum fate fate;
	const char *
		mechanism; /* the lower column: "none", "value", or a file plan/lower_MECHANISM.c */
	struct kind_argument argument;
	const char *reason; /* REFUSED: why, and what to do */
	const char *summary;
};

extern const struct directive_row directive_rows[DIRECTIVE_COUNT];

/* An old or second name; NOTE is for people ("renamed in systemd 231"). */
struct directive_alias {
	enum section section;
	const char *name;
	enum directive real;
	const char *note;
};

extern const struct directive_alias directive_aliases[]; /* ended by a row without a name */

extern const char *const section_names[SECTION_COUNT]; /* "Unit" ... "X-Ambit" */
extern const char *const fate_names[];

/* The directive of that name in that section, aliases included (then *alias is set); or -1. */
int directive_find(enum section, struct slice name, const struct directive_alias **alias);
/* The same in whatever section has it; or -1. */
int directive_find_anywhere(struct slice name);

/* The word in WORDS or NULL; the one of that value (the first of several spellings) or NULL. */
const struct word *words_find(const struct words *words, struct slice name);
const struct word *words_value(const struct words *words, int64_t value);
/* "did you mean X?" for a hint, or NULL when nothing is near. */
const char *words_nearest(struct arena *arena, const struct words *words, struct slice name);

#endif
