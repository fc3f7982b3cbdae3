/* SPDX-License-Identifier: MIT */
/*
 * "syscalls { deny ioctl(request == TIOCSTI) errno EPERM; ... }" is SystemCallRule= of [X-Ambit]: the same
 * text, with sets of calls, constants and parameters in it. Whether it is a rule is for
 * service/value_rule.c to say.
 */
#include "model/calls.h"
#include "policy/evaluate.h"
#include "service/vocabulary.h"

/* A word that has a meaning in rules cannot be the name of something else, too. */
static bool check_word(struct evaluator *e, const struct request *request, const struct term *term)
{
	const struct term *meant = term;
	const struct scope *scope = request->scope;
	struct slice word = term->text;
	if (term->kind != TERM_WORD ||
	    !(slice_is(word, "errno") || call_exists(word) || words_find(&words_constant, word) ||
	      words_find(&words_rule_action, word) || words_find(&words_error_number, word)))
		return true;
	if (!resolve(e, &meant, &scope))
		return false;
	if (meant == term)
		return true;
	diag_report(e->diagnostics, DIAG_VALUE, term->span,
		    "call the constant or parameter otherwise",
		    "'%.*s' is a word of %s and the name of something else", SLICE_ARG(word),
		    request->name);
	return false;
}

static bool is_condition(const struct term *term)
{
	return term && (term->kind >= TERM_COMPARISON ||
			term->kind == TERM_INTERSECTION); /* "flags & MASK", and no comparison */
}

/* The TERM of a comparison: values with "|" between them. */
static bool write_values(struct evaluator *e, const struct request *request,
			 const struct term *term, struct writer *writer)
{
	struct request inner = *request;
	const struct term *meant = term;
	if (!check_word(e, request, term) || !resolve(e, &meant, &inner.scope))
		return false;
	if (meant->kind != TERM_UNION)
		return write_term(e, meant, inner.scope, writer);
	if (!descend(e, term->span))
		return false;
	bool written = write_values(e, &inner, meant->left, writer);
	text_puts(&writer->text, " | ");
	written = written && write_values(e, &inner, meant->right, writer);
	e->depth--;
	return written;
}

/*
 * ARGUMENT, or ARGUMENT & MASK, where "|" joins the values of the mask as elsewhere in rules. The argument stands
 * for itself, whatever constants are called.
 */
static bool write_operand(struct evaluator *e, const struct request *request,
			  const struct term *term, struct writer *writer)
{
	bool is_union = term->kind == TERM_UNION;
	if (term->kind == TERM_WORD) {
		write_piece(writer, term->text, term->span);
		return true;
	}
	if (!is_union && (term->kind != TERM_INTERSECTION || term->left->kind != TERM_WORD)) {
		diag_report(e->diagnostics, DIAG_VALUE, term->span,
			    "write ARGUMENT == VALUE, or ARGUMENT & MASK == VALUE",
			    "the name of an argument is wanted here");
		return false;
	}
	if (!write_operand(e, request, term->left, writer))
		return false;
	text_puts(&writer->text, is_union ? " | " : " & ");
	return write_values(e, request, term->right, writer);
}

static bool write_comparison(struct evaluator *e, const struct request *request,
			     const struct term *term, struct writer *writer)
{
	const struct term *left = term->left;
	if (!write_operand(e, request, left, writer))
		return false;
	uint32_t behind = left->span.at + left->span.len;
	text_putc(&writer->text, ' ');
	write_piece(writer, term->text, (struct span){behind, term->right->span.at - behind});
	text_putc(&writer->text, ' ');
	return write_values(e, request, term->right, writer);
}

/* With parentheses around all that is joined: service/value_call_condition.c knows which are needed. */
static bool write_condition(struct evaluator *e, const struct request *request,
			    const struct term *term, struct writer *writer)
{
	if (term->kind == TERM_COMPARISON)
		return write_comparison(e, request, term, writer);
	if (term->kind != TERM_BOTH && term->kind != TERM_EITHER) {
		diag_report(e->diagnostics, DIAG_VALUE, term->span,
			    "write ARGUMENT == VALUE, or ARGUMENT & MASK == VALUE",
			    "a comparison is wanted here");
		return false;
	}
	const struct term *const sides[] = {term->left, term->right};
	for (size_t i = 0; i < 2; i++) {
		bool has_parentheses =
			sides[i]->kind != TERM_COMPARISON && (i || sides[i]->kind != term->kind);
		if (i)
			text_puts(&writer->text, term->kind == TERM_BOTH ? " and " : " or ");
		text_puts(&writer->text, has_parentheses ? "(" : "");
		if (!write_condition(e, request, sides[i], writer))
			return false;
		text_puts(&writer->text, has_parentheses ? ")" : "");
	}
	return true;
}

bool evaluate_rule(struct evaluator *e, const struct request *request)
{
	struct writer writer = {.text = {.arena = e->arena}};
	if (!request->values) {
		diag_report(e->diagnostics, DIAG_VALUE, request->key, "{} says that there are none",
			    "%s wants a value", request->name);
		return false;
	}
	for (const struct term *term = request->values; term; term = term->next) {
		if (!is_condition(term)) {
			if (!check_word(e, request, term) || !write_item(e, request, term, &writer))
				return false;
			continue;
		}
		text_putc(&writer.text, '(');
		if (!write_condition(e, request, term, &writer))
			return false;
		text_putc(&writer.text, ')');
	}
	add_entry(e, request, &writer, values_span(request));
	return true;
}
