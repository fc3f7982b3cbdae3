/* SPDX-License-Identifier: MIT */
/*
 * The algebra of sets: capabilities, of which bit 63 stands for all that no name is known of, and
 * the words of a vocabulary. A set that an expression empties is a mistake; {} says it plainly.
 */
#include "policy/evaluate.h"
#include "service/vocabulary.h"

#include <string.h>

/* What a set is a set of: capabilities where there are no words. */
struct domain {
	const struct words *words;
	uint64_t all;
};

static const struct domain capability_domain = {NULL, UINT64_MAX};

static struct domain domain_of(const struct words *words)
{
	struct domain domain = {words, 0};
	for (const struct word *word = words->rows; word->name; word++)
		domain.all |= (uint64_t)word->value;
	return domain;
}

/* "noroot_locked" is noroot-locked. */
static const struct word *find_flag(struct evaluator *e, const struct words *words,
				    struct slice name)
{
	const struct word *word = words_find(words, name);
	char *dashed = arena_string(e->arena, name);
	for (char *c = dashed; *c; c++)
		*c = *c == '_' ? '-' : *c;
	return word ? word : words_find(words, slice_of(dashed));
}

static bool find_capability(struct evaluator *e, struct slice name, uint64_t *bits)
{
	int64_t number;
	bool is_whole = slice_starts(name, "CAP_") || slice_starts(name, "cap_");
	if (slice_number(name, &number) && number >= 0 && number <= 62) {
		*bits = UINT64_C(1) << number;
		return true;
	}
	const char *full =
		arena_printf(e->arena, "%s%.*s", is_whole ? "" : "CAP_", SLICE_ARG(name));
	int capability = capability_number(e->arena, slice_of(full));
	*bits = capability < 0 ? 0 : UINT64_C(1) << capability;
	return capability >= 0;
}

/* Without asking whether it is there. */
static bool find_element(struct evaluator *e, const struct domain *domain, struct slice name,
			 uint64_t *bits)
{
	if (slice_is(name, "all")) {
		*bits = domain->all;
		return true;
	}
	if (!domain->words)
		return find_capability(e, name, bits);
	const struct word *word = find_flag(e, domain->words, name);
	*bits = word ? (uint64_t)word->value : 0;
	return word;
}

static const char *element_hint(struct evaluator *e, const struct domain *domain,
				const struct term *term)
{
	const char *hint = policy_nearest(e->arena, e->policy, DECLARATION_LET, term->text);
	if (memchr(term->text.at, '-', term->text.len) && !domain->words)
		return "the '-' of a difference has blanks around it";
	if (hint)
		return hint;
	return domain->words ? words_nearest(e->arena, domain->words, term->text)
			     : capability_nearest(e->arena, term->text);
}

static bool evaluate(struct evaluator *e, const struct domain *domain, const struct term *term,
		     const struct scope *scope, uint64_t *bits);

static bool evaluate_element(struct evaluator *e, const struct domain *domain,
			     const struct term *term, uint64_t *bits)
{
	if (term->text.len && find_element(e, domain, term->text, bits))
		return true;
	diag_report(e->diagnostics, DIAG_UNKNOWN_NAME, term->span,
		    term->text.len ? element_hint(e, domain, term) : NULL, "unknown %s '%.*s'",
		    domain->words ? domain->words->name : "capability", SLICE_ARG(term->text));
	return false;
}

static bool evaluate_elements(struct evaluator *e, const struct domain *domain,
			      const struct term *elements, const struct scope *scope,
			      uint64_t *bits)
{
	bool all = true;
	*bits = 0;
	for (; elements; elements = elements->next) {
		uint64_t element;
		if (!evaluate(e, domain, elements, scope, &element))
			all = false;
		else
			*bits |= element;
	}
	return all;
}

static bool evaluate_binary(struct evaluator *e, const struct domain *domain,
			    const struct term *term, const struct scope *scope, uint64_t *bits)
{
	uint64_t left, right;
	bool fine = evaluate(e, domain, term->left, scope, &left);
	if (!evaluate(e, domain, term->right, scope, &right) || !fine)
		return false;
	*bits = term->kind == TERM_UNION          ? left | right
		: term->kind == TERM_INTERSECTION ? left & right
						  : left & ~right;
	return true;
}

static bool evaluate_operand(struct evaluator *e, const struct domain *domain,
			     const struct term *term, const struct scope *scope, uint64_t *bits)
{
	uint64_t own;
	if (term->kind == TERM_WORD && find_element(e, domain, term->text, &own) &&
	    !check_name(e, term, scope, domain->words ? domain->words->name : "capabilities"))
		return false;
	if (!resolve(e, &term, &scope))
		return false;
	switch (term->kind) {
	case TERM_WORD:
	case TERM_STRING:
		return evaluate_element(e, domain, term, bits);
	case TERM_SET:
		return evaluate_elements(e, domain, term->elements, scope, bits);
	case TERM_COMPLEMENT:
		if (!evaluate(e, domain, term->left, scope, bits))
			return false;
		*bits = ~*bits & domain->all;
		return true;
	case TERM_UNION:
	case TERM_INTERSECTION:
	case TERM_DIFFERENCE:
		return evaluate_binary(e, domain, term, scope, bits);
	case TERM_BROKEN:
	case TERM_PAIR:
	case TERM_JOIN:
	case TERM_COMPARISON:
	case TERM_BOTH:
	case TERM_EITHER:
		break;
	}
	diag_report(e->diagnostics, DIAG_VALUE, term->span, "'|' joins sets",
		    "a set is wanted here, and this is none");
	return false;
}

static bool evaluate(struct evaluator *e, const struct domain *domain, const struct term *term,
		     const struct scope *scope, uint64_t *bits)
{
	bool evaluated = descend(e, term->span) && evaluate_operand(e, domain, term, scope, bits);
	e->depth--;
	return evaluated;
}

/* The union of the terms from FIRST on; what an expression leaves empty is reported. */
static bool evaluate_terms(struct evaluator *e, const struct domain *domain,
			   const struct term *first, const struct scope *scope, uint64_t *bits)
{
	const struct term *only = first && !first->next ? first : NULL;
	if (!evaluate_elements(e, domain, first, scope, bits))
		return false;
	if (*bits || !first || (only && !resolve(e, &only, &scope)) ||
	    (only && only->kind == TERM_SET && !only->elements))
		return true;
	diag_report(e->diagnostics, DIAG_EMPTY_SET, first->span, "write {} where that is meant",
		    "nothing is left of this set");
	return false;
}

void print_flag_words(struct text *text, const struct words *words, uint64_t bits)
{
	for (const struct word *word = words->rows; word->name; word++) {
		if (!word->value || (bits & (uint64_t)word->value) != (uint64_t)word->value)
			continue;
		text_printf(text, "%s%s", text->len ? " " : "", word->name);
		bits &= ~(uint64_t)word->value;
	}
}

/* What the directive is before anything is said of it. */
static uint64_t initial_bits(enum directive directive)
{
	return directive == D_Service_CapabilityBoundingSet ? UINT64_MAX : 0;
}

bool evaluate_bits(struct evaluator *e, const struct term *terms, const struct scope *scope,
		   const struct words *words, uint64_t *bits)
{
	struct domain domain = words ? domain_of(words) : capability_domain;
	return evaluate_terms(e, &domain, terms, scope, bits);
}

/*
 * A statement that leaves the set as it was. What a profile finds, or is given, is not its own: there only
 * what it says twice is told.
 */
static void warn_unused(struct evaluator *e, const struct request *request, uint64_t before,
			uint64_t after)
{
	static const char *const hints[] = {
		[OPERATION_SET] = "leave it out: a further statement adds, and '-=' takes away",
		[OPERATION_ADD] = "leave it out: all of this was there before",
		[OPERATION_REMOVE] = "leave it out: nothing of this was there before",
	};
	const struct scope *scope = request->scope;
	bool is_first = request->operation == OPERATION_SET && !e->has_bits[request->directive];
	bool is_general = scope && (scope->bindings || !request->again);
	if (before == after && !is_first && !is_general && !e->incomplete)
		diag_report(e->diagnostics, DIAG_UNUSED_LINE, values_span(request),
			    hints[request->operation], "this statement leaves %s as it was",
			    request->name);
}

bool evaluate_set(struct evaluator *e, const struct request *request)
{
	enum directive directive = request->directive;
	const struct words *words = request->row->argument.words;
	uint64_t before = e->has_bits[directive] ? e->bits[directive] : initial_bits(directive);
	uint64_t bits = 0;
	if (!request->values) {
		diag_report(e->diagnostics, DIAG_VALUE, request->key, "{} is the empty set",
			    "%s wants a set", request->name);
		return false;
	}
	if (!evaluate_bits(e, request->values, request->scope, words, &bits))
		return false;
	if (request->operation == OPERATION_ADD && !e->has_bits[directive] && before) {
		if (e->incomplete)
			return false;
		diag_report(e->diagnostics, DIAG_VALUE, request->key,
			    "without a first statement it has all of them",
			    "'+=' adds nothing here: no profile says what %s is", request->name);
		return false;
	}
	if (request->operation == OPERATION_REMOVE)
		bits = before & ~bits;
	else if (request->operation == OPERATION_ADD || e->has_bits[directive])
		bits |= before;
	warn_unused(e, request, before, bits);
	struct writer writer = {.text = {.arena = e->arena}};
	struct text text = {.arena = e->arena};
	if (words)
		print_flag_words(&text, words, bits);
	else
		capabilities_print(&text, bits);
	if (!bits && request->row->argument.flags & HEXADECIMAL_TOO)
		text_puts(&text, "0x0"); /* nothing at all would be unset */
	e->bits[directive] = bits;
	e->has_bits[directive] = true;
	e->floors[directive] = e->count; /* this one has them all */
	write_piece(&writer, text_slice(&text), request->values->span);
	add_entry(e, request, &writer, request->values->span);
	return true;
}
