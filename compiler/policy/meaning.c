/* SPDX-License-Identifier: MIT */
/*
 * Words that say something by themselves where they stand: a constant or parameter of that name
 * would make two things of one word.
 */
#include "policy/evaluate.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

static bool is_in(const struct words *words, struct slice text)
{
	return words && words_find(words, text);
}

/* Whether a word says something by itself where the directive stands. */
static bool has_meaning(const struct directive_row *row, struct slice text)
{
	int64_t number;
	bool is_account = slice_is(text, "root") || slice_is(text, "nobody");
	if (is_in(row->argument.words, text) ||
	    (row->argument.flags & BOOLEAN_TOO && boolean_find(text, &number)))
		return true;
	switch (row->kind) {
	case KIND_BOOL:
	case KIND_TRISTATE:
		return boolean_find(text, &number);
	case KIND_STREAM:
		return is_in(row->argument.flags & INPUT ? &words_input : &words_output, text);
	case KIND_NUMBERS:
		return slice_is(text, "all") || slice_is(text, "numa");
	case KIND_NAMES:
		return is_account;
	case KIND_ASSERTION:
		return is_account || is_in(&words_assertion_subject, text) ||
		       is_in(&words_assertion_relation, text) || slice_is(text, "none");
	default:
		return slice_is(text, "infinity");
	}
}

bool check_name(struct evaluator *e, const struct term *term, const struct scope *scope,
		const char *what)
{
	const struct term *meant = term;
	if (!resolve(e, &meant, &scope))
		return false;
	if (meant == term)
		return true;
	diag_report(e->diagnostics, DIAG_VALUE, term->span,
		    "call the constant or parameter otherwise, or quote the word",
		    "'%.*s' is a word of %s and the name of something else", SLICE_ARG(term->text),
		    what);
	return false;
}

/* A constant or parameter that is called as such a word: what is meant nobody can tell. */
bool check_hidden(struct evaluator *e, const struct request *request, const struct term *term)
{
	return term->kind != TERM_WORD || !has_meaning(request->row, term->text) ||
	       check_name(e, term, request->scope, request->name);
}
