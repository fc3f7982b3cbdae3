/* SPDX-License-Identifier: MIT */
/* What grammar/policy.l and grammar/policy.y share with policy/parser.c and policy/format.c. */
#ifndef POLICY_PARSER_H
#define POLICY_PARSER_H

#include "policy/policy.h"

enum {
	NESTING_MOST = 32,   /* braces and parentheses inside each other */
	OPERATORS_MOST = 500 /* of one expression */
};

/* "include" with where it stands; the files are read once this one is. */
struct include {
	struct term *file;
	struct include *next;
};

struct policy_parser {
	struct diagnostics *diagnostics;
	struct policy *policy;
	uint32_t next;                  /* the AT of the next byte to scan */
	struct span open[NESTING_MOST]; /* the braces and parentheses that are open */
	unsigned depth;                 /* how many */
	unsigned level;      /* of them around the mistake that is recovered from, or 0 */
	struct span comment; /* where a block comment began */
	size_t errors;       /* reported up to the end of the last declaration */
	bool stopped;        /* reported, and nothing more is to be read */
	bool closing;        /* a declaration begins, and braces are still open */
	bool outside;        /* of declarations, by a mistake that is reported */
	bool too_high;       /* an expression was, and it is reported */
	bool keep_comments;  /* comments are tokens: for policy/format.c */
	struct include *includes, **last_include;
};

/* What the scanner reports. */
void policy_bad_bytes(struct policy_parser *parser, struct span span);
void policy_unclosed_string(struct policy_parser *parser, struct span *span); /* shortens it */
void policy_bare_variable(struct policy_parser *parser, struct span span);
void policy_unclosed_comment(struct policy_parser *parser, struct span start);
/* False: too deep, and reading ends. */
bool policy_open(struct policy_parser *parser, struct span brace);
/* What "}", ")" or ";" closes; no parenthesis stays open behind the other two. */
void policy_close(struct policy_parser *parser, char byte);
/* Whether nothing stands before SPAN on its line, not even a blank. */
bool policy_begins_line(const struct policy_parser *parser, struct span span);
/*
 * The token for TOKEN, a keyword: a word inside of braces, but at the start of a line; there it is
 * reported that they are open, and "}" or ")" stands for each of them.
 */
int policy_keyword(struct policy_parser *parser, struct span span, int token);
/*
 * While a mistake is recovered from, what stands in deeper braces is passed over with them: no ";" or
 * "}" there ends the statement.
 */
bool policy_skips(const struct policy_parser *parser, int token);
/* TOKEN where a condition can stand, between parentheses; else that of a word. */
int policy_connective(const struct policy_parser *parser, int token);

/* What the actions of the grammar do. */
struct term *policy_term(struct policy_parser *parser, enum term_kind kind, struct span span);
struct term *policy_string(struct policy_parser *parser, struct span span);
struct term *policy_set(struct policy_parser *parser, struct terms elements, struct span span);
struct term *policy_operator(struct policy_parser *parser, enum term_kind kind, struct term *left,
			     struct term *right);
struct term *policy_complement(struct policy_parser *parser, unsigned count, struct term *term);
struct term *policy_comparison(struct policy_parser *parser, struct term *left,
			       struct span comparator, struct term *right);
struct term *policy_pair(struct policy_parser *parser, struct span name, struct term *value);
struct terms policy_append(struct terms terms, struct term *term);
struct statement *policy_statement(struct policy_parser *parser, struct terms name,
				   enum operation operation, struct terms values);
struct statement *policy_block(struct policy_parser *parser, struct terms name,
			       struct statements lines, struct span end);
struct statements policy_add(struct statements statements, struct statement *statement);
/* The last statement of a block has no ";", which is reported: the "}" is at END. */
struct statements policy_unfinished(struct policy_parser *parser, struct statements statements,
				    struct statement *last, struct span end);
struct binding *policy_binding(struct policy_parser *parser, struct span name, struct term *value,
			       struct binding *rest);
struct use *policy_use(struct policy_parser *parser, struct span name, struct binding *arguments,
		       struct use *rest);
struct declaration *policy_declare(struct policy_parser *parser, enum declaration_kind kind,
				   struct term *name);
void policy_include(struct policy_parser *parser, struct term *file);

/* A mistake of syntax: what stands at SPAN, and what may ("": any of many). */
struct surprise {
	struct span span;
	const char *found, *wanted;
	bool is_outside;      /* of all declarations */
	bool wants_value;     /* one may begin here ... */
	bool wants_end;       /* ... and so may "}" */
	bool wants_semicolon; /* ";" may stand here */
};

void policy_unexpected(struct policy_parser *parser, const struct surprise *surprise);

/* Reads source INDEX, whose mistakes are reported, into parser->policy and parser->includes. */
void policy_read(struct policy_parser *parser, size_t index);

/*
 * Scanning by hand, for policy/format.c: grammar/policy.l gives the tokens of source INDEX. NULL:
 * reported.
 */
union POLICY_STYPE;
void *policy_scanner(struct policy_parser *parser, size_t index);
int policy_lex(union POLICY_STYPE *value, struct span *span, void *scanner);
int policy_lex_destroy(void *scanner);

/* policy/files.c: a new file, its number; that one includes another; the end of it. */
size_t policy_file_add(struct arena *arena, struct policy *policy);
void policy_file_include(struct arena *arena, struct policy *policy, size_t from, size_t to);
void policy_files_index(struct arena *arena, struct policy *policy);

#endif
