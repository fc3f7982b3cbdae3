/* SPDX-License-Identifier: MIT */
/*
 * What the files of the evaluator share: a service of a policy becomes the assignments that a unit
 * would have. Each statement gives the text of a value, so that both languages share one parser for
 * each kind of value and one set of checks.
 */
#ifndef POLICY_EVALUATE_H
#define POLICY_EVALUATE_H

#include "policy/policy.h"
#include "service/value.h"

enum {
	WORK_MOST = 1000000,    /* terms and statements of one service: profiles can double */
	DEPTH_MOST = 1000,      /* names that stand for names */
	TEXT_MOST = 1024 * 1024 /* bytes of one value, as of a line of a unit */
};

/* The parameters of the profile that is being applied; NULL is no scope but the policy's. */
struct scope {
	const struct binding *bindings;
};

/* One assignment on its way; those before the floor of its directive were overridden. */
struct entry {
	enum directive directive;
	struct span key, value;
	struct made_text *made;
};

struct evaluator {
	struct diagnostics *diagnostics;
	struct arena *arena;
	struct policy *policy;
	const char *const *names; /* policy_names() */
	struct entry *entries;
	size_t count, room;
	unsigned block;  /* number of the profile or service whose statements are applied */
	unsigned blocks; /* how many there were */
	size_t work;
	unsigned depth;
	bool incomplete;                  /* a mistake left something out that may have been said */
	size_t floors[DIRECTIVE_COUNT];   /* entries of a directive before this one do not count */
	unsigned set_by[DIRECTIVE_COUNT]; /* the block that set the directive last */
	uint64_t bits[DIRECTIVE_COUNT];   /* of capability sets and flags so far */
	bool has_bits[DIRECTIVE_COUNT];
};

/* The text of a value as it grows, with the place of each part. */
struct writer {
	struct text text;
	struct unit_lines lines;
};

/* One value to be read: the terms behind the name of DIRECTIVE. */
struct request {
	enum directive directive;
	const struct directive_row *row;
	const char *name; /* of the directive, in a policy */
	struct span key;
	enum operation operation;
	bool again; /* the block has said something of the directive already */
	const struct term *values;
	const struct scope *scope;
};

/* Follows names of parameters and constants to what they stand for. False: reported. */
bool resolve(struct evaluator *e, const struct term **term, const struct scope **scope);
/* Counts work. False when it is too much, which is reported once. */
bool spend(struct evaluator *e, struct span span);
/* Goes one level down, and is followed by e->depth--. False: as above. */
bool descend(struct evaluator *e, struct span span);

/*
 * policy/split.c: when the ";" between two statements is missing, that is reported, and STATEMENT is
 * two. PREFIX is of the groups around it, as "limit_".
 */
void split_statement(struct evaluator *e, struct statement *statement, const char *prefix);

/* policy/text.c: adds the text of TERM. False: reported. */
bool write_term(struct evaluator *e, const struct term *term, const struct scope *scope,
		struct writer *writer);
void write_piece(struct writer *writer, struct slice text, struct span span);
/* Adds a term as one of the words of a list, with the quotes that it needs. False: reported. */
bool write_item(struct evaluator *e, const struct request *request, const struct term *term,
		struct writer *writer);
/* That there is no value; HINT may be "". Returns false. */
bool report_missing(struct evaluator *e, const struct request *request, const char *hint);
/* From the first value to the last. */
struct span values_span(const struct request *request);
/*
 * The word TERM says something by itself, of WHAT: false, and reported, when it is the name of a
 * parameter or constant too.
 */
bool check_name(struct evaluator *e, const struct term *term, const struct scope *scope,
		const char *what);
/* The same for any word of a directive's value. */
bool check_hidden(struct evaluator *e, const struct request *request, const struct term *term);
/* Makes the entries of a value that is not a set. False: reported. */
bool evaluate_text(struct evaluator *e, const struct request *request);

/* policy/sets.c: the same for capability sets and flags. */
bool evaluate_set(struct evaluator *e, const struct request *request);
/* The union of TERMS, of capabilities where WORDS is NULL. False: reported. */
bool evaluate_bits(struct evaluator *e, const struct term *terms, const struct scope *scope,
		   const struct words *words, uint64_t *bits);
void print_flag_words(struct text *text, const struct words *words, uint64_t bits);

/* policy/assertions.c */
bool evaluate_assertion(struct evaluator *e, const struct request *request);

/* policy/rules.c */
bool evaluate_rule(struct evaluator *e, const struct request *request);

/* Adds an assignment with the text of WRITER, at SPAN. */
void add_entry(struct evaluator *e, const struct request *request, const struct writer *writer,
	       struct span span);

#endif
