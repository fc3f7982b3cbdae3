/* SPDX-License-Identifier: MIT */
/*
 * A policy as it is written (ambit-policy(5)): declarations with statements of terms, nothing
 * looked up. Made by policy_load(); policy/evaluate.c makes units of its services.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/diag.h"
#include "parse/unit.h"

enum {
	MISTAKES_MOST = 10000 /* that are told of a policy: who makes more has no policy */
};

enum term_kind {
	TERM_WORD,         /* a name, a capability, a path ... */
	TERM_STRING,       /* between quotes, escapes resolved */
	TERM_BROKEN,       /* what has a mistake of syntax, which is reported */
	TERM_SET,          /* { elements } */
	TERM_PAIR,         /* text = left */
	TERM_COMPLEMENT,   /* ~left */
	TERM_UNION,        /* left | right */
	TERM_INTERSECTION, /* left & right */
	TERM_DIFFERENCE,   /* left - right */
	TERM_JOIN,         /* left + right, of texts */
	TERM_COMPARISON,   /* left "==" or another one, the text, right */
	TERM_BOTH,         /* left and right */
	TERM_EITHER,       /* left or right */
};

struct term {
	enum term_kind kind;
	unsigned height;   /* of the tree of operators below it */
	struct span span;  /* from its first byte to its last */
	struct slice text; /* WORD, STRING, PAIR, COMPARISON */
	struct term *left, *right;
	struct term *elements; /* SET */
	struct term *next;     /* the one behind it in a list */
};

/* Whether a mistake of syntax is at the end of it, and may have taken a ";" along. */
bool policy_ends_broken(const struct term *term);

/* A list that grows at its end. */
struct terms {
	struct term *first, *last;
};

enum operation { OPERATION_SET, OPERATION_ADD, OPERATION_REMOVE };

/* "NAME VALUES;", or "NAME [VALUES] { LINES }". */
struct statement {
	struct term *terms; /* from the name on */
	struct span end;    /* its ";" or "}" */
	enum operation operation;
	bool has_block;
	struct statement *lines, *next;
};

struct statements {
	struct statement *first, *last;
};

/* A parameter of a profile with its default, or what a use of the profile gives it. */
struct binding {
	struct slice name;
	struct span span;
	const struct term *value;  /* NULL: a parameter without a default */
	const struct scope *scope; /* where the names in the value are looked up; NULL: global */
	struct binding *next;
};

/* A profile that a service or profile is made of: NAME or NAME(PARAMETER = VALUE, ...). */
struct use {
	struct slice name;
	struct span span;
	struct binding *arguments;
	struct use *next;
	struct use *last; /* of the whole list, in the first */
};

enum declaration_kind { DECLARATION_LET, DECLARATION_PROFILE, DECLARATION_SERVICE };

struct declaration {
	enum declaration_kind kind;
	struct slice name;
	struct span span;             /* of the name */
	const struct term *value;     /* LET */
	struct binding *parameters;   /* PROFILE */
	struct use *uses;             /* PROFILE, SERVICE */
	struct statement *statements; /* the same */
	bool active;                  /* being looked at: who meets it again is in a circle */
	bool checked;                 /* LET: not part of a circle */
	bool mistaken;                /* with mistakes of syntax: something may be missing */
	bool is_headless;             /* PROFILE: parameters and uses, too */
};

/* A file of the policy: its bytes from FIRST to LAST, and what it includes by number of the file. */
struct policy_file {
	uint32_t first, last;
	size_t *includes;
	size_t count, room;
};

struct policy {
	struct policy_file *files;
	size_t file_count, file_room;
	bool *sees; /* files[a] includes files[b], perhaps by way of others: [a * file_count + b] */
	const char *path;          /* of the file, as the user wrote it */
	struct slice name;         /* of the file, for artifacts */
	struct declaration **list; /* in the order of the files; sorted once all are read */
	struct declaration **sorted;
	size_t count, room;
	const char *const *names;    /* of directives; see policy/names.h */
	struct evaluator *evaluator; /* one for all services; see policy/evaluate.h */
};

/* Where an include is looked for that is written as a bare word: the profiles of the program. */
struct policy_options {
	const char *profiles;
};

/*
 * Reads the file at PATH with what it includes, each file once. False when there is no policy to go
 * on with, or MISTAKES_MOST; all mistakes of syntax and of names that are declared twice are reported.
 */
bool policy_load(struct diagnostics *diagnostics, const char *path,
		 const struct policy_options *options, struct policy *policy);

/*
 * Whether the word at AT may mean CONSTANT: it is declared in the same file, or in one that this file
 * includes. So nobody gives a meaning to the words of a file that does not know of him.
 */
bool policy_sees(const struct policy *policy, uint32_t at, const struct declaration *constant);

/* Reads what was read as source INDEX, without its includes. */
void policy_take(struct diagnostics *diagnostics, size_t index, struct policy *policy);

/* The declaration of that kind and name, or NULL. */
struct declaration *policy_find(const struct policy *policy, enum declaration_kind kind,
				struct slice name);
/* The same for a "did you mean X?" hint; NULL when none is near. */
const char *policy_nearest(struct arena *arena, const struct policy *policy,
			   enum declaration_kind kind, struct slice name);

/*
 * The service DECLARATION as a unit of assignments, as if a file NAME.service had them. INSTANCE is
 * that of a template, or NULL. All mistakes are reported; the unit is what is left. False: there are
 * MISTAKES_MOST, which is reported too, and no more is to be looked at.
 */
bool policy_evaluate(struct diagnostics *diagnostics, struct policy *policy,
		     struct declaration *declaration, const char *instance, struct unit *unit);

/* Reports constants that stand for themselves, perhaps by way of others. False: there is one. */
bool policy_check_circles(struct diagnostics *diagnostics, const struct policy *policy);

#endif
