/* SPDX-License-Identifier: MIT */
/*
 * "assert ...;" is Assert= of [X-Ambit], with a set where that has a list of capabilities or
 * securebits. What the words before the set may be is for service/value_assertion.c to say.
 */
#include "policy/evaluate.h"
#include "service/vocabulary.h"

/* What stands in an assertion of that subject. */
struct form {
	bool has_set;
	unsigned words;             /* before the set */
	const struct words *domain; /* of the set; NULL: capabilities */
};

static struct form form_of(const struct term *subject)
{
	const struct word *word = subject->kind == TERM_WORD
					  ? words_find(&words_assertion_subject, subject->text)
					  : NULL;
	if (!word)
		return (struct form){0};
	switch ((enum assertion_subject)word->value) {
	case ASSERT_NEVER:
		return (struct form){true, 1, NULL};
	case ASSERT_SECUREBITS:
		return (struct form){true, 2, &words_securebits};
	case ASSERT_UID:
	case ASSERT_GID:
	case ASSERT_GROUPS:
	case ASSERT_NO_NEW_PRIVILEGES:
		return (struct form){0};
	default:
		return (struct form){true, 2, NULL};
	}
}

static bool write_set(struct evaluator *e, const struct request *request, const struct term *set,
		      const struct form *form, struct writer *writer)
{
	struct text text = {.arena = e->arena};
	uint64_t bits;
	if (!evaluate_bits(e, set, request->scope, form->domain, &bits))
		return false;
	if (form->domain)
		print_flag_words(&text, form->domain, bits);
	else if (!bits || bits == UINT64_MAX)
		text_puts(&text, bits ? "all" : "none");
	else
		capabilities_print(&text, bits);
	text_putc(&writer->text, ' ');
	write_piece(writer, text_slice(&text), set->span);
	return true;
}

/* A word, or words in braces; {} is none of them. */
static bool write_word(struct evaluator *e, const struct request *request, const struct term *term,
		       struct writer *writer)
{
	const struct term *meant = term;
	const struct scope *scope = request->scope;
	if (!resolve(e, &meant, &scope))
		return false;
	if (meant->kind != TERM_SET || meant->elements)
		return write_item(e, request, term, writer);
	text_putc(&writer->text, ' ');
	write_piece(writer, SLICE("none"), term->span);
	return true;
}

bool evaluate_assertion(struct evaluator *e, const struct request *request)
{
	struct writer writer = {.text = {.arena = e->arena}};
	const struct term *term = request->values;
	struct form form = term ? form_of(term) : (struct form){0};
	for (unsigned i = 0; term && (!form.has_set || i < form.words); i++, term = term->next)
		if (!write_word(e, request, term, &writer))
			return false;
	if (term && !write_set(e, request, term, &form, &writer))
		return false;
	if (!writer.text.len)
		return report_missing(e, request, "");
	add_entry(e, request, &writer, values_span(request));
	return true;
}
