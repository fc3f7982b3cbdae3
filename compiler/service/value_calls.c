/* SPDX-License-Identifier: MIT */
/*
 * The words of SystemCallFilter=, SystemCallLog= and SystemCallNumbers=: names of system calls and of sets of
 * them, or numbers, with the error that a denied call returns (systemd.exec(5), "System Call Filtering"). systemd only warns of
 * a name that it does not know; here it is a mistake.
 */
#include "model/calls.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

enum {
	ERRNO_MOST = 4095,        /* MAX_ERRNO of the kernel */
	CALL_NUMBER_MOST = 65535, /* far beyond all */
};

/* "EPERM", "13" or "kill". */
static bool read_error(struct slice word, int64_t *error)
{
	const struct word *known = words_find(&words_error_number, word);
	if (known)
		*error = known->value ? known->value : CALL_KILLS;
	return known || (slice_number(word, error) && *error >= 0 && *error <= ERRNO_MOST);
}

bool value_call_parts(struct slice text, struct slice *name, int64_t *error)
{
	size_t colon = slice_find(text, ':');
	*name = slice_part(text, 0, colon);
	*error = CALL_WITHOUT_ERROR;
	return colon == text.len || read_error(slice_part(text, colon + 1, text.len), error);
}

bool value_number_parts(struct slice text, struct call_number *call)
{
	size_t colon = slice_find(text, ':');
	struct slice number;
	int64_t value = 0;
	bool good = value_call_parts(slice_part(text, colon + 1, text.len), &number, &call->error);
	call->architecture = architecture_find(slice_part(text, 0, colon));
	good = good && call->architecture < ARCH_COUNT && slice_number(number, &value) &&
	       value >= 0 && value <= CALL_NUMBER_MOST;
	if (good)
		call->number = architecture_rows[call->architecture].first + (uint32_t)value;
	return good;
}

/* The error WORD behind a colon, which is at OFFSET. */
static bool check_error(const struct value *value, struct slice word, size_t offset, bool is_not)
{
	int64_t error;
	if (!read_error(word, &error))
		return value_error(value, DIAG_VALUE, offset + 1, word.len,
				   words_nearest(value->arena, &words_error_number, word),
				   "unknown error number '%.*s'", SLICE_ARG(word));
	return is_not || value_error(value, DIAG_VALUE, offset, word.len + 1,
				     "write the call in a line of its own, with ~ before it",
				     "a call that is allowed returns no error of the filter");
}

bool value_call(const struct value *value, struct slice text, size_t offset, bool is_not)
{
	size_t colon = slice_find(text, ':');
	struct slice name = slice_part(text, 0, colon);
	if (!call_set_find(name) && !call_exists(name))
		return value_error(value, DIAG_VALUE, offset, colon,
				   call_nearest(value->arena, name), "unknown system call%s '%.*s'",
				   slice_starts(name, "@") ? " set" : "", SLICE_ARG(name));
	if (colon == text.len)
		return true;
	if (!value_has(value, NUMERIC))
		return value_error(value, DIAG_VALUE, offset + colon, text.len - colon,
				   "leave it out",
				   "a call that is logged returns no error of the filter");
	return check_error(value, slice_part(text, colon + 1, text.len), offset + colon, is_not);
}

/* For a call without a name: one that has a name is to be written by it. */
bool value_call_number(const struct value *value, struct slice text, size_t offset, bool is_not)
{
	struct calls calls = {.arena = value->arena};
	struct call_number call;
	size_t colon = slice_find(text, ':');
	struct slice rest = slice_part(text, colon + 1, text.len);
	size_t behind = slice_find(rest, ':');
	if (behind < rest.len && !check_error(value, slice_part(rest, behind + 1, rest.len),
					      offset + colon + 1 + behind, is_not))
		return false;
	if (!value_number_parts(text, &call))
		return value_error(value, DIAG_VALUE, offset, text.len,
				   "write its architecture and its number: x86-64:451",
				   "'%.*s' is not the number of a system call", SLICE_ARG(text));
	const struct call *known = call_of_number(&calls, call.architecture, call.number);
	return !known ||
	       value_error(value, DIAG_VALUE, offset, text.len,
			   arena_printf(value->arena, "write %s in SystemCallFilter=", known->name),
			   "this call has a name");
}
