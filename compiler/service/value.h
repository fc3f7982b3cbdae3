/* SPDX-License-Identifier: MIT */
/*
 * Values: how the kinds of grammar/directives.def are read and written. A kind's parser gets one
 * assignment and the setting as earlier assignments left it; on a mistake it reports it and leaves
 * the setting alone.
 */
#ifndef SERVICE_VALUE_H
#define SERVICE_VALUE_H

#include "model/calls.h"
#include "service/service.h"

/* One assignment on its way into a setting. */
struct value {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct unit *unit;
	enum directive directive;
	const struct directive_row *row;
	struct service *service; /* for the few kinds that reset more than their own setting */
	struct span span;        /* in the file */
	unsigned order;          /* the number of the assignment in the unit */
	struct slice text;       /* trimmed, continuation lines joined */
	struct unit_lines lines; /* of the text, for value_span() */
};

struct kind_row {
	const char *name;   /* "capabilities" */
	const char *syntax; /* what can be written, for people, one line */
	bool (*parse)(struct value *value, struct setting *setting);
	bool is_list; /* printed as an array, by index, unless the row is SINGLE */
	/* Lists: how many elements. A SINGLE value is one, in setting->text. */
	size_t (*count)(const struct directive_row *row, const struct setting *setting);
	/*
	 * Adds the canonical form: what, written in a unit, yields the same setting (lists: element
	 * INDEX).
	 */
	void (*print)(const struct directive_row *row, const struct setting *setting, size_t index,
		      struct text *text);
};

extern const struct kind_row kind_rows[KIND_COUNT];

/*
 * Reports a mistake at LEN bytes from OFFSET of value->text. Returns false, for "return
 * value_error(...)".
 */
__attribute__((format(printf, 6, 7))) bool value_error(const struct value *value, enum diag id,
						       size_t offset, size_t len, const char *hint,
						       const char *format, ...);
/*
 * HINT, or what to say when the mistake has a comment in it or before it, as other languages have
 * them.
 */
const char *value_hint(const struct value *value, size_t offset, size_t len, const char *hint);
/* The place of LEN bytes at OFFSET of value->text in the file. */
struct span value_span(const struct value *value, size_t offset, size_t len);

/* One word of a value. */
struct token {
	struct slice text;  /* without its quotes and escapes, in the arena where it had any */
	size_t offset, len; /* where it stands in value->text, quotes included */
	bool quoted;
};

enum token_how {
	TOKEN_UNESCAPE = 1 << 0,  /* C escapes are resolved (unknown ones stay as they are) */
	TOKEN_PLAIN = 1 << 1,     /* no quotes and no escapes: split at blanks only */
	TOKEN_STRICT = 1 << 2,    /* with UNESCAPE: an unknown escape is a mistake */
	TOKEN_BACKSLASH = 1 << 3, /* quotes, but a backslash is a byte as any other: unit names */
	TOKEN_COLON = 1 << 4,     /* a ":" ends a word too, and stays */
};

/*
 * The next blank-separated word from *at on, as extract_first_word() of systemd sees it:
 * quotes may start and end anywhere in a word. 1: *token is set; 0: no more; -1: reported.
 */
int token_next(const struct value *value, size_t *at, enum token_how how, struct token *token);

/*
 * Resolves the escape behind the backslash at text.at[*at]; *at moves behind it. False: not an
 * escape, or NUL.
 */
bool unescape(struct slice text, size_t *at, struct text *out);

enum specifier_set { SPECIFIERS_ALL, SPECIFIERS_UNIT_NAME };

/*
 * Resolves the specifiers in TEXT, which stands at OFFSET of value->text with LEN bytes there.
 * False: reported.
 */
bool specifiers_expand(const struct value *value, enum specifier_set set, struct slice text,
		       size_t offset, size_t len, struct slice *expanded);

/*
 * An absolute path without "//", "/./" and a trailing "/" (systemd's path_simplify), in the arena.
 */
struct slice path_simplify(struct arena *arena, struct slice path);
/* NULL, or why PATH is no absolute, normalised path: "must be absolute", "has a '..' in it", ... */
const char *path_problem(struct slice path);
const char *program_path_problem(struct slice path); /* the same, but ".." is fine */

/* Does the operand of such a condition name a path; does a stream, which is set? */
bool condition_names_path(const struct directive_row *row);
bool stream_names_path(const struct directive_row *row, const struct setting *setting);

/* Of variables with one name keeps the last, at the place of the first; in time n log n. */
void variables_merge(struct arena *arena, struct items *variables);

/* The number of a capability by its whole name, "CAP_CHOWN" in any case; -1 when there is none. */
int capability_number(struct arena *arena, struct slice name);
/* "did you mean CAP_CHOWN?", also for a name without CAP_; or NULL. */
const char *capability_nearest(struct arena *arena, struct slice name);
/* A set as AmbientCapabilities= has it: "CAP_CHOWN CAP_KILL", "~CAP_KILL". */
void capabilities_print(struct text *text, uint64_t set);

/*
 * What a word of SystemCallFilter= says: the call or the set, and the error number (0 to 4095) behind a
 * colon, or one of these. False: what stands there is no error number.
 */
enum { CALL_WITHOUT_ERROR = -1, CALL_KILLS = -2 };
bool value_call_parts(struct slice text, struct slice *name, int64_t *error);
/* The same of SystemCallNumbers=, "x86-64:451" or "x86-64:451:EPERM". */
struct call_number {
	enum architecture architecture;
	uint32_t number; /* as the kernel counts */
	int64_t error;
};
bool value_number_parts(struct slice text, struct call_number *call);

/* An element of StateDirectory= and its kin, each relative: the path, and a link to it or nothing. */
struct directory {
	struct slice path, link;
	bool read_only;
};
struct directory value_directory(struct slice text);

/* The parsers of the kinds, one file value_*.c for each family. */
bool value_bool(struct value *value, struct setting *setting);
bool value_enum(struct value *value, struct setting *setting);
bool value_flags(struct value *value, struct setting *setting);
bool value_number(struct value *value, struct setting *setting);
bool value_mode(struct value *value, struct setting *setting);
bool value_time(struct value *value, struct setting *setting);
bool value_size(struct value *value, struct setting *setting);
bool value_string(struct value *value, struct setting *setting);
bool value_path(struct value *value, struct setting *setting);
bool value_names(struct value *value, struct setting *setting);
bool value_words(struct value *value, struct setting *setting);
bool value_paths(struct value *value, struct setting *setting);
bool value_binds(struct value *value, struct setting *setting);
bool value_tmpfs(struct value *value, struct setting *setting);
bool value_capabilities(struct value *value, struct setting *setting);
bool value_limit(struct value *value, struct setting *setting);
bool value_numbers(struct value *value, struct setting *setting);
bool value_directories(struct value *value, struct setting *setting);
bool value_environment(struct value *value, struct setting *setting);
bool value_commands(struct value *value, struct setting *setting);
bool value_condition(struct value *value, struct setting *setting);
bool value_stream(struct value *value, struct setting *setting);
bool value_data(struct value *value, struct setting *setting);
bool value_assertion(struct value *value, struct setting *setting);
bool value_rule(struct value *value, struct setting *setting);
bool value_credential(struct value *value, struct setting *setting);
bool value_file(struct value *value, struct setting *setting);

#endif
