/* SPDX-License-Identifier: MIT */
/*
 * What the files value_*.c share beyond the interface of value.h: steps that several kinds take
 * when they read a value, and the canonical form of words and quantities when they write one.
 */
#ifndef SERVICE_VALUE_PARTS_H
#define SERVICE_VALUE_PARTS_H

#include "service/value.h"

static inline bool value_has(const struct value *value, unsigned flag)
{
	return value->row->argument.flags & flag;
}

/* Where the text of a word begins, behind its quote. */
static inline size_t token_start(const struct token *token)
{
	return token->offset + (token->len - token->text.len) / 2;
}

/* What is behind such a word would be a comment elsewhere, and no further mistakes. */
static inline bool begins_comment(const struct token *token)
{
	return token->text.len && (*token->text.at == '#' || *token->text.at == ';');
}

/* Unset where the row says so; else a mistake: systemd warns and keeps what was. */
bool value_empty(const struct value *value, struct setting *setting);
/* "1 yes y true t on", "0 no n false f off", any case. */
bool boolean_find(struct slice word, int64_t *number);
/*
 * The word of the vocabulary, or one of its numbers with NUMERIC, or a boolean with BOOLEAN_TOO; or
 * reported.
 */
const struct word *value_word(const struct value *value, struct slice text, size_t offset);
/* A whole number from LEAST to MOST at OFFSET of the value, decimal or hexadecimal; or reported. */
bool value_integer(const struct value *value, struct slice text, size_t offset, int64_t least,
		   int64_t most, int64_t *number);

/* A word of SystemCallFilter= or SystemCallLog=, of a line with "~" if IS_NOT; or reported. */
bool value_call(const struct value *value, struct slice text, size_t offset, bool is_not);
bool value_call_number(const struct value *value, struct slice text, size_t offset, bool is_not);

/* Appends the items to the setting's list. */
void value_append(const struct value *value, struct setting *setting, const struct items *more);

/* specifiers_expand() unless the row is LITERAL. */
bool value_expand(const struct value *value, struct slice text, size_t offset, size_t len,
		  struct slice *expanded);
/*
 * TEXT with the letter alone for each specifier that is known at launch only: to judge it as if
 * resolved.
 */
struct slice specifiers_stand_in(struct arena *arena, struct slice text);
/* An absolute, normalised path, simplified; or reported. TEXT is expanded and stands at OFFSET. */
bool value_path_text(const struct value *value, struct slice text, size_t offset, size_t len,
		     struct slice *path);

/* The name of a descriptor: sd_listen_fds_with_names(3). */
bool is_descriptor_name(struct slice name);
bool is_credential_name(struct slice name); /* of a descriptor, and of a file */
/* Decodes the Base64 (RFC 4648) from FROM on, with blanks anywhere; or reported. */
bool value_base64(const struct value *value, size_t from, struct text *out);

/* Ids and names of users and groups; "@system" is no such name. Reported when it is none. */
bool value_account(const struct value *value, struct slice name, size_t offset, size_t len);
/* Whether it is a name of a user or group that all tools accept. */
bool is_usual_name(struct slice name);
bool is_variable_name(struct slice name);
/*
 * The capabilities from AT on, as CapabilityBoundingSet= takes them; with "~" first all but these. 0
 * for no word at all. False: reported.
 */
bool value_capability_list(const struct value *value, size_t at, uint64_t *bits);
/* The number of "CAP_CHOWN" (any case) or "0"; -1: reported. */
int value_capability(const struct value *value, struct slice name, size_t offset);

/*
 * Time spans: "1min 30s", "1.5h". The result counts SCALE nanoseconds; numbers alone count ALONE of
 * them.
 */
enum time_scale { TIME_NANOSECONDS = 1, TIME_MICROSECONDS = 1000 };
bool value_time_text(const struct value *value, struct slice text, size_t offset,
		     enum time_scale scale, uint64_t alone, uint64_t *result);
/* "1.5G", "4K": bytes, base 1024. */
bool value_size_text(const struct value *value, struct slice text, size_t offset, uint64_t *result);
/*
 * "12.5%" in hundredths of a percent: up to 100 %, or what the row says where it takes nothing
 * else.
 */
bool value_percent_text(const struct value *value, struct slice text, int64_t *hundredths);
void print_percent_text(struct text *text, int64_t hundredths);
void print_time_text(struct text *text, enum time_scale scale, uint64_t count);
void print_size_text(struct text *text, uint64_t count);

/*
 * TEXT as it is written in a unit, "%" doubled unless LITERAL; as a word it gets the quotes that it
 * needs.
 */
void print_plain(const struct directive_row *row, struct slice plain, struct text *text);
void print_word(const struct directive_row *row, struct slice word, struct text *text);

/* BYTES with C escapes for what is not printable ASCII, and for what is SPECIAL. */
void print_bytes(struct text *text, struct slice bytes, const char *special);

/*
 * The condition on the arguments of CALL that begins at *at, behind "("; *at moves behind its ")". NULL:
 * reported.
 */
const struct call_condition *value_call_condition(const struct value *value, struct slice call,
						  size_t *at);
void print_call_condition(struct text *text, const struct call_condition *condition);

/* A part of a rule: a word, or what no word has: "(", "<=". */
struct rule_token {
	struct slice text; /* empty at the end */
	size_t offset;
	bool is_word;
};

struct rule_token rule_token_next(const struct value *value, size_t *at);

/*
 * "20%" or "20%/1min", of LEN bytes at OFFSET of value->text, as the runtime reads it. NULL: reported.
 */
const char *value_pressure(const struct value *value, struct slice text, size_t offset, size_t len);

/* Printers of kind_rows. */
typedef void value_printer(const struct directive_row *row, const struct setting *setting,
			   size_t index, struct text *text);
value_printer print_bool, print_enum, print_flags, print_number, print_mode, print_time, print_size,
	print_limit, print_string, print_path, print_names, print_words, print_paths, print_bind,
	print_tmpfs, print_capabilities, print_numbers, print_environment, print_command,
	print_condition, print_stream, print_data, print_assertion, print_rule, print_credential,
	print_file;

#endif
