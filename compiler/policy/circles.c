/* SPDX-License-Identifier: MIT */
/* Constants that stand for themselves: found before anything is evaluated. */
#include "policy/policy.h"

enum { DEPTH_MOST = 1000 }; /* terms inside each other, by way of constants too */

struct search {
	struct diagnostics *diagnostics;
	const struct policy *policy;
	unsigned depth;
	bool found;
};

static void visit(struct search *search, struct declaration *constant);

static void report(struct search *search, const struct term *term, const char *what)
{
	search->found = true;
	diag_report(search->diagnostics, DIAG_CIRCLE, term->span, NULL, "%s", what);
}

static void visit_name(struct search *search, const struct term *term)
{
	struct declaration *constant = policy_find(search->policy, DECLARATION_LET, term->text);
	if (!constant || constant->checked || !policy_sees(search->policy, term->span.at, constant))
		return;
	if (constant->active)
		report(search, term, "the constant stands for itself, perhaps by way of others");
	else
		visit(search, constant);
}

static void visit_term(struct search *search, const struct term *term)
{
	if (!term || search->found)
		return;
	if (++search->depth > DEPTH_MOST)
		report(search, term, "too many constants that name each other, one behind another");
	else if (term->kind == TERM_WORD)
		visit_name(search, term);
	visit_term(search, term->left);
	visit_term(search, term->right);
	for (const struct term *element = term->elements; element; element = element->next)
		visit_term(search, element);
	search->depth--;
}

static void visit(struct search *search, struct declaration *constant)
{
	constant->active = true;
	visit_term(search, constant->value);
	constant->active = false;
	constant->checked = true;
}

bool policy_check_circles(struct diagnostics *diagnostics, const struct policy *policy)
{
	struct search search = {.diagnostics = diagnostics, .policy = policy};
	for (size_t i = 0; i < policy->count; i++)
		if (policy->list[i]->kind == DECLARATION_LET && !policy->list[i]->checked)
			visit(&search, policy->list[i]);
	return !search.found;
}
