/* SPDX-License-Identifier: MIT */
/*
 * SystemCallRule= of [X-Ambit]: one rule a line, "ACTION CALL... [(CONDITION)] [errno ERROR]"; lines add
 * up. What the rules of a service mean together stands in plan/layer_rules.h.
 */
#include "model/calls.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

enum { ERRNO_MOST = 4095 }; /* MAX_ERRNO of the kernel */

static const char syntax[] = "write ACTION CALL..., or ACTION CALL(CONDITION)";

/* Reports a mistake at TOKEN. */
static bool wrong(const struct value *value, const struct rule_token *token, const char *hint,
		  const char *message)
{
	return value_error(value, DIAG_VALUE, token->offset, token->text.len, hint, "%s", message);
}

static bool take_action(const struct value *value, size_t *at, struct call_rule *rule)
{
	struct rule_token token = rule_token_next(value, at);
	const struct word *word = words_find(&words_rule_action, token.text);
	if (!word && !token.text.len)
		return wrong(value, &token, syntax, "the rule is not whole");
	if (!word)
		return value_error(value, DIAG_VALUE, token.offset, token.text.len,
				   words_nearest(value->arena, &words_rule_action, token.text),
				   "'%.*s' is no action", SLICE_ARG(token.text));
	rule->action = (enum rule_action)word->value;
	return true;
}

static bool check_call(const struct value *value, const struct rule_token *token)
{
	enum architecture architecture;
	uint32_t number;
	bool has_number = slice_find(token->text, ':') < token->text.len;
	bool is_set = slice_starts(token->text, "@");
	if (!token->is_word)
		return wrong(value, token, syntax, "a system call is wanted here");
	if (has_number)
		return call_number_parts(token->text, &architecture, &number) ||
		       value_error(value, DIAG_VALUE, token->offset, token->text.len,
				   "write ARCHITECTURE:NUMBER, as x86-64:451",
				   "'%.*s' is no number of a call", SLICE_ARG(token->text));
	if (is_set ? call_set_find(token->text) != NULL : call_exists(token->text))
		return true;
	return value_error(value, DIAG_VALUE, token->offset, token->text.len,
			   call_nearest(value->arena, token->text), "unknown system call%s '%.*s'",
			   is_set ? " set" : "", SLICE_ARG(token->text));
}

static void add_call(const struct value *value, struct items *calls, const struct rule_token *token)
{
	items_add(value->arena, calls,
		  (struct item){.text = token->text,
				.span = value_span(value, token->offset, token->text.len),
				.directive = value->directive});
}

/* "(" and what follows; TOKEN stands behind it then. */
static bool take_condition(const struct value *value, size_t *at, struct call_rule *rule,
			   struct rule_token *token)
{
	const struct items *calls = &rule->calls;
	struct slice call = calls->count ? calls->list[0].text : SLICE("");
	if (calls->count != 1 || slice_starts(call, "@") || slice_find(call, ':') < call.len)
		return wrong(value, token, "write a rule for each call, by its name",
			     "a condition is about the arguments of one call");
	rule->condition = value_call_condition(value, call, at);
	*token = rule_token_next(value, at);
	return rule->condition;
}

static bool take_calls(const struct value *value, size_t *at, struct call_rule *rule,
		       struct rule_token *token)
{
	*token = rule_token_next(value, at);
	while (token->text.len && !slice_is(token->text, "errno") && !slice_is(token->text, "(")) {
		if (!check_call(value, token))
			return false;
		add_call(value, &rule->calls, token);
		*token = rule_token_next(value, at);
	}
	if (slice_is(token->text, "("))
		return take_condition(value, at, rule, token);
	return rule->calls.count || wrong(value, token, syntax, "the rule names no system call");
}

static bool take_error(const struct value *value, size_t *at, struct call_rule *rule)
{
	struct rule_token token = rule_token_next(value, at);
	const struct word *word = words_find(&words_error_number, token.text);
	if (word && word->value)
		rule->error = word->value;
	else if (!slice_number(token.text, &rule->error) || rule->error < 1 ||
		 rule->error > ERRNO_MOST)
		return value_error(
			value, DIAG_VALUE, token.offset, token.text.len,
			word ? "\"kill\" is an action"
			     : words_nearest(value->arena, &words_error_number, token.text),
			"'%.*s' is no error number", SLICE_ARG(token.text));
	return true;
}

static bool take_end(const struct value *value, size_t *at, struct call_rule *rule,
		     struct rule_token *token)
{
	if (slice_is(token->text, "errno")) {
		if (rule->action != RULE_DENY)
			return wrong(value, token, "leave it out, or write deny",
				     "only a call that is denied returns an error number");
		if (!take_error(value, at, rule))
			return false;
		*token = rule_token_next(value, at);
	}
	return !token->text.len ||
	       wrong(value, token, "a rule ends with its calls, its condition or errno ERROR",
		     "there is something behind the end of the rule");
}

bool value_rule(struct value *value, struct setting *setting)
{
	struct call_rule rule = {.span = value->span};
	struct rule_token token;
	size_t at = 0;
	if (!value->text.len) {
		*setting = (struct setting){0};
		return true;
	}
	if (!take_action(value, &at, &rule) || !take_calls(value, &at, &rule, &token) ||
	    !take_end(value, &at, &rule, &token))
		return false;
	struct call_rules list = setting->set ? setting->rules : (struct call_rules){0};
	list.list = arena_grow(value->arena, list.list, list.count, &list.room, sizeof(*list.list));
	list.list[list.count++] = rule;
	*setting = (struct setting){.set = true, .rules = list};
	return true;
}

/* Is CALL, which is allowed in all cases, allowed by a rule of its own on a condition? */
static void check_allowed(struct diagnostics *diagnostics, const struct call_rules *rules,
			  const struct item *call)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct call_rule *rule = &rules->list[i];
		if (rule->condition && rule->action == RULE_ALLOW &&
		    slice_equal(rule->calls.list[0].text, call->text)) {
			diag_report(
				diagnostics, DIAG_CONFLICT, call->span,
				"leave one of them out, or give this one a condition too",
				"a rule permits %.*s in all cases, and another one on a condition",
				SLICE_ARG(call->text));
			return;
		}
	}
}

void service_check_rules(struct diagnostics *diagnostics, const struct service *service)
{
	const struct call_rules *rules = &service->settings[D_Ambit_SystemCallRule].rules;
	for (size_t i = 0; i < rules->count; i++) {
		const struct call_rule *rule = &rules->list[i];
		bool permits = rule->action == RULE_ALLOW || rule->action == RULE_LOG;
		for (size_t k = 0; permits && !rule->condition && k < rule->calls.count; k++)
			check_allowed(diagnostics, rules, &rule->calls.list[k]);
	}
}

void print_rule(const struct directive_row *row, const struct setting *setting, size_t index,
		struct text *text)
{
	const struct call_rule *rule = &setting->rules.list[index];
	(void)row;
	text_puts(text, words_value(&words_rule_action, rule->action)->name);
	for (size_t i = 0; i < rule->calls.count; i++)
		text_printf(text, " %.*s", SLICE_ARG(rule->calls.list[i].text));
	if (rule->condition) {
		text_putc(text, '(');
		print_call_condition(text, rule->condition);
		text_putc(text, ')');
	}
	const struct word *error =
		rule->error ? words_value(&words_error_number, rule->error) : NULL;
	if (error)
		text_printf(text, " errno %s", error->name);
	else if (rule->error)
		text_printf(text, " errno %d", (int)rule->error);
}
