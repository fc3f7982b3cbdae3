/* SPDX-License-Identifier: MIT */
/*
 * A forgotten ";" makes the next statement a part of the value before, and no value says so: it is
 * seen by the name at the start of a line.
 */
#include "policy/evaluate.h"
#include "policy/names.h"

#include <string.h>

/* Not behind "," or "+=", where a value goes on. */
static bool begins_line(struct evaluator *e, const struct term *before, const struct term *term)
{
	uint32_t from = before->span.at + before->span.len;
	struct slice gap =
		source_slice(e->diagnostics->sources, (struct span){from, term->span.at - from});
	struct slice first = slice_part(slice_trim(gap), 0, 1);
	return slice_find(gap, '\n') < gap.len && !(first.len && memchr(",+-", *first.at, 3));
}

/* Whether TERM of STATEMENT may be the first one of another, inside of groups that make PREFIX. */
static bool is_name(struct evaluator *e, const struct statement *statement, const struct term *term,
		    const char *prefix)
{
	if (term->kind != TERM_WORD)
		return false;
	if (statement->has_block && !term->next)
		return policy_names_have(
			e->names, arena_printf(e->arena, "%s%.*s", prefix, SLICE_ARG(term->text)));
	return policy_names_find(e->names, prefix, term->text) >= 0 ||
	       policy_names_find(e->names, "", term->text) >= 0;
}

void split_statement(struct evaluator *e, struct statement *statement, const char *prefix)
{
	struct term *term = statement->terms;
	while (term->next &&
	       !(begins_line(e, term, term->next) && is_name(e, statement, term->next, prefix)))
		term = term->next;
	if (!term->next)
		return;
	if (!policy_ends_broken(term))
		diag_report(e->diagnostics, DIAG_SYNTAX, term->span, "a statement ends with ';'",
			    "there is no ';' between this and '%.*s' on the next line",
			    SLICE_ARG(term->next->text));
	struct statement *second = arena_alloc(e->arena, sizeof(*second));
	*second = *statement;
	second->terms = term->next;
	second->operation = OPERATION_SET;
	statement->next = second;
	statement->has_block = false;
	statement->lines = NULL;
	term->next = NULL;
}
