/* SPDX-License-Identifier: MIT */
/*
 * Names of programs in the log are of the service's choice: they are in quotes, or hexadecimal
 * where they have a quote or a blank themselves, and so cannot be taken for fields.
 */
#include "cli/audit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MOST = 20 };

/* Fields that matter; those of FIELD_MUST have to be there. */
enum field { FIELD_ARCH, FIELD_SYSCALL, FIELD_MUST, FIELD_CODE = FIELD_MUST, FIELD_TYPE, FIELDS };

static const char *const names[FIELDS] = {[FIELD_ARCH] = "arch",
					  [FIELD_SYSCALL] = "syscall",
					  [FIELD_CODE] = "code",
					  [FIELD_TYPE] = "type"};

struct reader {
	struct diagnostics *diagnostics;
	const struct source *source;
	size_t at;
	struct slice values[FIELDS];
};

static struct span span_of(const struct reader *r, struct slice part)
{
	return (struct span){r->source->first + (uint32_t)(part.at - r->source->bytes),
			     (uint32_t)part.len};
}

static bool fail(struct reader *r, struct slice part, const char *hint, const char *message)
{
	diag_report(r->diagnostics, DIAG_AUDIT, span_of(r, part), hint, "%s", message);
	return false;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\x1d';
}

/* The next word; a quoted part of it may have blanks. */
static bool next_word(struct reader *r, struct slice *word)
{
	const char *bytes = r->source->bytes;
	bool is_quoted = false;
	while (r->at < r->source->len && is_blank(bytes[r->at]))
		r->at++;
	size_t start = r->at;
	for (; r->at < r->source->len && (is_quoted || !is_blank(bytes[r->at])); r->at++)
		is_quoted ^= bytes[r->at] == '"';
	*word = (struct slice){bytes + start, r->at - start};
	return word->len;
}

static bool take_word(struct reader *r, struct slice word)
{
	size_t end = slice_find(word, '=');
	if (slice_is(word, "SECCOMP")) /* journald's form of the type */
		r->values[FIELD_TYPE] = word;
	for (size_t i = 0; i < FIELDS && end < word.len; i++) {
		if (!slice_is(slice_part(word, 0, end), names[i]))
			continue;
		if (r->values[i].at)
			return fail(r, word, "give one line of the log", "a field is there twice");
		r->values[i] = slice_part(word, end + 1, word.len);
	}
	return true;
}

static bool read_number(struct reader *r, enum field field, int base, uint32_t *number)
{
	struct slice value = r->values[field];
	char digits[DIGITS_MOST + 1] = {0}, *end;
	bool fits = value.len && value.len <= DIGITS_MOST && !strchr("+ \t", *value.at);
	memcpy(digits, value.at, fits ? value.len : 0);
	errno = 0;
	long long read = strtoll(digits, &end, base);
	if (!fits || *end || errno || read < INT32_MIN || read > UINT32_MAX)
		return fail(r, value, base == 10 ? "write a number" : "write a hexadecimal number",
			    "a field of the line is no number");
	*number = (uint32_t)read;
	return true;
}

bool audit_read(struct diagnostics *diagnostics, int source, struct audit_record *record)
{
	struct reader r = {.diagnostics = diagnostics,
			   .source = &diagnostics->sources->list[source]};
	struct slice word, whole = {r.source->bytes, r.source->len};
	while (next_word(&r, &word))
		if (!take_word(&r, word))
			return false;
	struct slice type = r.values[FIELD_TYPE];
	if (type.at && !slice_is(type, "1326") && !slice_is(type, "SECCOMP"))
		return fail(&r, type, "give a line of type 1326, SECCOMP",
			    "the line is not about a system call filter");
	for (size_t i = 0; i < FIELD_MUST; i++)
		if (!r.values[i].at)
			return fail(&r, slice_part(whole, 0, 1), "give the whole line, in quotes",
				    i == FIELD_ARCH ? "the line has no arch="
						    : "the line has no syscall=");
	record->has_action = r.values[FIELD_CODE].at;
	return read_number(&r, FIELD_ARCH, 16, &record->audit) &&
	       read_number(&r, FIELD_SYSCALL, 10, &record->number) &&
	       (!record->has_action || read_number(&r, FIELD_CODE, 16, &record->action));
}
