/* SPDX-License-Identifier: MIT */
/*
 * A service as it is meant: one typed setting per directive. Made from a unit by
 * service_read() and service_judge(), const from then on.
 */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "parse/unit.h"
#include "service/directive.h"

enum item_flags {
	ITEM_OPTIONAL = 1 << 0,   /* "-": failure is no failure */
	ITEM_ROOTED = 1 << 1,     /* "+": relative to RootDirectory= */
	ITEM_NOT = 1 << 2,        /* "!" of a condition, "~" of a list */
	ITEM_TRIGGER = 1 << 3,    /* "|" of a condition */
	ITEM_HOME = 1 << 4,       /* "~": the home directory */
	ITEM_PRIVILEGED = 1 << 5, /* "+" of a command */
	ITEM_NO_SETUID = 1 << 6,  /* "!" of a command */
	ITEM_LITERAL = 1 << 7,    /* ":" of a command: no $VARIABLES */
	ITEM_PERCENT =
		1 << 8, /* a NUMBER or SIZE is a part of the whole, in hundredths of a percent */
	ITEM_FLAT = 1 << 9, /* "norbind" of a bind: without what is mounted below */
	ITEM_OPTIONS = 16,  /* FILE: the bits of words_open_file stand from this one on */
};

/*
 * An element of a list. Text is unquoted and its specifiers are resolved; a specifier that is known
 * at launch only stands in it as a NUL byte and its letter.
 */
struct item {
	struct slice text;
	const struct slice *more; /* BINDS: the destination; TMPFS: the options; else NULL */
	unsigned flags;           /* enum item_flags */
	struct span span;
	enum directive directive; /* conditions share one list */
	unsigned order;           /* of a condition: the number of its assignment */
};

struct items {
	struct item *list;
	size_t count, room;
};

struct command {
	struct slice path;      /* absolute, or a plain file name to be searched for */
	struct items arguments; /* from argv[0] on */
	unsigned flags;         /* ITEM_OPTIONAL, ITEM_PRIVILEGED, ITEM_NO_SETUID, ITEM_LITERAL */
	struct span span;       /* of the path with its prefixes */
};

enum { COMMANDS_MOST = 256 }; /* of one directive */

struct commands {
	struct command *list;
	size_t count, room;
};

struct limit {
	uint64_t soft, hard; /* UINT64_MAX is infinity */
};

/* One Assert=. What it means stands in plan/prove.h. */
struct assertion {
	enum assertion_subject subject;
	enum assertion_relation relation; /* IS of a set is WITHIN and CONTAINS */
	bool is_not;                      /* uid, gid */
	uint64_t bits;      /* capabilities (bit 63: all but; see ambit.h), or securebits */
	struct items names; /* of the user, the group or the groups, as in struct item */
	struct span span;   /* of the value */
};

struct assertions {
	struct assertion *list;
	size_t count, room;
};

struct argument_row; /* model/calls.h */

enum call_condition_kind { CALL_COMPARES, CALL_AND, CALL_OR };

/* What must hold of the arguments of a call. */
struct call_condition {
	enum call_condition_kind kind;
	enum comparator comparator; /* COMPARES: argument, or argument & mask, with value */
	const struct argument_row *argument;
	bool has_mask;        /* EQ and NE only */
	uint64_t mask, value; /* extended to 64 bits by the sign, if the argument has one */
	struct slice mask_text, value_text;        /* as they are written: names joined by " | " */
	const struct call_condition *left, *right; /* AND, OR */
};

/* One SystemCallRule=. What it means stands in plan/layer_rules.h. */
struct call_rule {
	enum rule_action action;
	struct items calls; /* names, "@set", "ARCHITECTURE:NUMBER"; with a condition one name */
	const struct call_condition *condition; /* NULL: always */
	int64_t error;                          /* of DENY; 0: that of SystemCallErrorNumber= */
	struct span span;                       /* of the value */
};

struct call_rules {
	struct call_rule *list;
	size_t count, room;
};

/* A set of small numbers: processors or NUMA nodes. */
struct numbers {
	uint64_t *words; /* bit N % 64 of word N / 64 */
	size_t count;    /* of words; no trailing zero words */
	bool special;    /* "numa" of CPUAffinity=, "all" of NUMAMask= */
};

/* Which member of the union is meant follows from the directive's kind; see service/kinds.c. */
struct setting {
	bool set;         /* false: as if never assigned */
	bool mistaken;    /* an assignment since the last reset was refused */
	unsigned flags;   /* enum item_flags of the value as a whole */
	struct span span; /* of the value that was assigned last */
	union {
		int64_t number;     /* BOOL ... SIZE (bytes) TIME (us or ns); -1 infinity */
		uint64_t bits;      /* FLAGS CAPABILITIES (bit 63: all but; see ambit.h) */
		struct slice text;  /* STRING PATH STREAM DATA */
		struct items items; /* NAMES WORDS PATHS ENVIRONMENT CONDITION */
		struct commands commands;
		struct limit limit;
		struct numbers numbers;
		struct assertions assertions;
		struct call_rules rules;
	};
	union {
		int64_t choice;             /* STREAM: which of words_input or words_output */
		const struct slice *suffix; /* ENUM with COLON: the name behind it, or NULL */
	};
};

struct service {
	const struct unit *unit;
	struct setting settings[DIRECTIVE_COUNT];
	bool waived[DIRECTIVE_COUNT]; /* by --waive: refused, asked for, and left out */
	struct items unknown_waived;  /* the same for directives that the table does not have */
	bool incomplete;              /* mistakes left something out that may have been said */
	bool logs_denials;            /* by --seccomp-log: the filter logs what it would deny */
};

/* The two parts of the text of a CREDENTIAL or FILE, "NAME:REST"; without a colon REST is empty. */
void item_split(const struct item *item, struct slice *name, struct slice *rest);

void items_add(struct arena *arena, struct items *items, struct item item);

/*
 * Turns UNIT into SERVICE: every assignment in order. WAIVERS are names of directives, ended by
 * NULL. All mistakes are reported.
 */
void service_read(struct diagnostics *diagnostics, const struct unit *unit,
		  const char *const *waivers, struct service *service);
/*
 * What holds of the service as a whole: what a launcher refuses, unless it is waived, what cannot be
 * together, and what is odd.
 */
void service_judge(struct diagnostics *diagnostics, const char *const *waivers,
		   struct service *service);

/*
 * True when the refused directive's setting asks for something: not unset, not its harmless
 * default.
 */
bool service_asks(enum directive directive, const struct setting *setting);

/*
 * A setting in its canonical form: of how many elements (one, unless it is a list), and each of
 * them.
 */
bool setting_is_list(enum directive directive);
size_t setting_count(enum directive directive, const struct setting *setting);
void setting_print(enum directive directive, const struct setting *setting, size_t index,
		   struct text *text);

/* Whether A and B, of one directive, mean the same; where they were written does not matter. */
bool setting_equal(enum directive directive, const struct setting *a, const struct setting *b);
/* Whether StandardInputText= can hold DATA: text that ends where a line ends, and more than that. */
bool data_is_line(struct slice data);

/* What holds over several settings (service/check.c). */
void service_check(struct diagnostics *diagnostics, const struct service *service);
/* Reports calls that rules permit as such and also on a condition (service/value_rule.c). */
void service_check_rules(struct diagnostics *diagnostics, const struct service *service);

/* What a directive, asked for, takes from the bounding set (systemd.exec(5), each "Implies"). */
struct capability_taker {
	enum directive directive;
	uint64_t set;
};
extern const struct capability_taker capability_takers[]; /* ended by a row with an empty set */

/* What several stages ask about a service. */
uint64_t service_bounding(const struct service *service); /* all bits when it is not restricted */
/* The line that restricts the bounding set: CapabilityBoundingSet=, or the first taker; or unset. */
const struct setting *service_bounding_setting(const struct service *service);
uint64_t service_ambient(const struct service *service);
bool service_is_oneshot(const struct service *service);
bool service_is_root(const struct service *service);              /* by User=: none, "root" or 0 */
bool service_has_cgroup_namespace(const struct service *service); /* ProtectControlGroups= */
/* All Condition*=, or all Assert*=, in the order in which they were written. */
struct items service_conditions(struct arena *arena, const struct service *service,
				bool assertions);

/* The settings by name, in the order of the table. */
void service_dump(struct diagnostics *diagnostics, const struct service *service,
		  struct text *text);

#endif
