/* SPDX-License-Identifier: MIT */
/*
 * Assert= of [X-Ambit]: what must hold of the service. One assertion a line; lines add up. What each
 * means, and how it is decided, stands in plan/prove.h.
 */
#include "service/value_parts.h"
#include "service/vocabulary.h"

enum { ANY_SET = 1 << ASSERT_WITHIN | 1 << ASSERT_IS | 1 << ASSERT_CONTAINS };

/* Which relations a subject takes, and what can be written. */
static const struct form {
	unsigned relations;
	const char *syntax;
} forms[] = {
	[ASSERT_NEVER] = {0, "never CAPABILITY..."},
	[ASSERT_BOUNDING] = {ANY_SET, "bounding within|is|contains CAPABILITY..."},
	[ASSERT_PERMITTED] = {ANY_SET, "permitted within|is|contains CAPABILITY..."},
	[ASSERT_EFFECTIVE] = {ANY_SET, "effective within|is|contains CAPABILITY..."},
	[ASSERT_INHERITABLE] = {ANY_SET, "inheritable within|is|contains CAPABILITY..."},
	[ASSERT_AMBIENT] = {ANY_SET, "ambient within|is|contains CAPABILITY..."},
	[ASSERT_UID] = {1 << ASSERT_IS, "uid is [not] USER"},
	[ASSERT_GID] = {1 << ASSERT_IS, "gid is [not] GROUP"},
	[ASSERT_GROUPS] = {1 << ASSERT_WITHIN, "groups within GROUP..."},
	[ASSERT_NO_NEW_PRIVILEGES] = {0, "no_new_privileges"},
	[ASSERT_SECUREBITS] = {1 << ASSERT_CONTAINS, "securebits contains SECUREBIT..."},
	[ASSERT_NEEDS] = {1 << ASSERT_WITHIN, "needs within CAPABILITY..."},
};

static const char *syntax_hint(const struct value *value, enum assertion_subject subject)
{
	return arena_printf(value->arena, "write %s", forms[subject].syntax);
}

/* There must be a word: false, and reported, where the value ends, or the word is malformed. */
static bool next_word(const struct value *value, size_t *at, const char *hint, struct token *token)
{
	int more = token_next(value, at, TOKEN_PLAIN, token);
	return more ? more > 0
		    : value_error(value, DIAG_VALUE, value->text.len, 0, hint,
				  "the assertion is not whole");
}

static bool take_subject(const struct value *value, size_t *at, struct assertion *assertion)
{
	struct token token;
	if (!next_word(value, at, NULL, &token))
		return false;
	const struct word *word = words_find(&words_assertion_subject, token.text);
	if (!word)
		return value_error(
			value, DIAG_VALUE, token.offset, token.len,
			words_nearest(value->arena, &words_assertion_subject, token.text),
			"'%.*s' is nothing to assert", SLICE_ARG(token.text));
	assertion->subject = (enum assertion_subject)word->value;
	return true;
}

static bool take_relation(const struct value *value, size_t *at, struct assertion *assertion)
{
	unsigned relations = forms[assertion->subject].relations;
	const char *hint = syntax_hint(value, assertion->subject);
	struct token token;
	if (!relations)
		return true;
	if (!next_word(value, at, hint, &token))
		return false;
	const struct word *word = words_find(&words_assertion_relation, token.text);
	if (!word || !(relations >> word->value & 1))
		return value_error(value, DIAG_VALUE, token.offset, token.len, hint,
				   "'%.*s' does not go with '%s'", SLICE_ARG(token.text),
				   words_value(&words_assertion_subject, assertion->subject)->name);
	assertion->relation = (enum assertion_relation)word->value;
	return true;
}

/* "all", "none", or capabilities. */
static bool take_capabilities(const struct value *value, size_t at, struct assertion *assertion)
{
	size_t behind = at;
	struct token token;
	if (!next_word(value, &behind, syntax_hint(value, assertion->subject), &token))
		return false;
	bool is_all = slice_is(token.text, "all"), is_word = is_all || slice_is(token.text, "none");
	if (!is_word)
		return value_capability_list(value, token.offset, &assertion->bits);
	if (token_next(value, &behind, TOKEN_PLAIN, &token))
		return value_error(value, DIAG_VALUE, token.offset, token.len, NULL,
				   "'all' and 'none' stand alone");
	assertion->bits = is_all ? UINT64_MAX : 0;
	return true;
}

/* One, or as many as there are. */
static bool take_names(const struct value *value, size_t at, struct assertion *assertion)
{
	const char *hint = syntax_hint(value, assertion->subject);
	struct token token;
	if (!next_word(value, &at, hint, &token))
		return false;
	bool has_not = assertion->relation == ASSERT_IS && slice_is(token.text, "not");
	assertion->is_not = has_not;
	if (has_not && !next_word(value, &at, hint, &token))
		return false;
	if (assertion->relation == ASSERT_WITHIN && slice_is(token.text, "none"))
		return !token_next(value, &at, TOKEN_PLAIN, &token) ||
		       value_error(value, DIAG_VALUE, token.offset, token.len, NULL,
				   "'none' stands alone");
	do {
		struct item item = {.span = value_span(value, token.offset, token.len),
				    .directive = value->directive};
		if (assertion->names.count && assertion->relation == ASSERT_IS)
			return value_error(value, DIAG_VALUE, token.offset, token.len, hint,
					   "there is one id too many");
		if (!value_expand(value, token.text, token.offset, token.len, &item.text) ||
		    !value_account(value, item.text, token.offset, token.len))
			return false;
		items_add(value->arena, &assertion->names, item);
	} while (token_next(value, &at, TOKEN_PLAIN, &token) > 0);
	return true;
}

static bool take_securebits(const struct value *value, size_t at, struct assertion *assertion)
{
	struct token token;
	if (!next_word(value, &at, syntax_hint(value, assertion->subject), &token))
		return false;
	do {
		const struct word *word = words_find(&words_securebits, token.text);
		if (!word)
			return value_error(
				value, DIAG_VALUE, token.offset, token.len,
				words_nearest(value->arena, &words_securebits, token.text),
				"unknown %s '%.*s'", words_securebits.name, SLICE_ARG(token.text));
		assertion->bits |= (uint64_t)word->value;
	} while (token_next(value, &at, TOKEN_PLAIN, &token) > 0);
	return true;
}

static bool take_rest(const struct value *value, size_t at, struct assertion *assertion)
{
	struct token token;
	switch (assertion->subject) {
	case ASSERT_UID:
	case ASSERT_GID:
	case ASSERT_GROUPS:
		return take_names(value, at, assertion);
	case ASSERT_SECUREBITS:
		return take_securebits(value, at, assertion);
	case ASSERT_NO_NEW_PRIVILEGES:
		return !token_next(value, &at, TOKEN_PLAIN, &token) ||
		       value_error(value, DIAG_VALUE, token.offset, token.len,
				   syntax_hint(value, assertion->subject),
				   "'no_new_privileges' stands alone");
	default:
		return take_capabilities(value, at, assertion);
	}
}

bool value_assertion(struct value *value, struct setting *setting)
{
	struct assertion assertion = {.span = value->span};
	size_t at = 0;
	if (!value->text.len)
		return value_error(value, DIAG_VALUE, 0, 0, "leave the line out",
				   "what is asserted cannot be taken back");
	if (!take_subject(value, &at, &assertion) || !take_relation(value, &at, &assertion) ||
	    !take_rest(value, at, &assertion))
		return false;
	struct assertions list = setting->set ? setting->assertions : (struct assertions){0};
	list.list = arena_grow(value->arena, list.list, list.count, &list.room, sizeof(*list.list));
	list.list[list.count++] = assertion;
	*setting = (struct setting){.set = true, .assertions = list};
	return true;
}

static void print_names_of(const struct directive_row *row, const struct assertion *assertion,
			   struct text *text)
{
	text_puts(text, assertion->is_not ? " not" : "");
	for (size_t i = 0; i < assertion->names.count; i++) {
		text_putc(text, ' ');
		print_plain(row, assertion->names.list[i].text, text);
	}
}

static void print_bits(const struct assertion *assertion, struct text *text)
{
	for (const struct word *word = words_securebits.rows; word->name; word++)
		if (assertion->bits & (uint64_t)word->value)
			text_printf(text, " %s", word->name);
}

static void print_set(const struct assertion *assertion, struct text *text)
{
	bool is_all = assertion->bits == UINT64_MAX;
	text_puts(text, is_all ? " all" : !assertion->bits ? " none" : " ");
	if (!is_all)
		capabilities_print(text, assertion->bits);
}

void print_assertion(const struct directive_row *row, const struct setting *setting, size_t index,
		     struct text *text)
{
	const struct assertion *assertion = &setting->assertions.list[index];
	text_puts(text, words_value(&words_assertion_subject, assertion->subject)->name);
	if (forms[assertion->subject].relations)
		text_printf(text, " %s",
			    words_value(&words_assertion_relation, assertion->relation)->name);
	if (assertion->names.count)
		print_names_of(row, assertion, text);
	else if (assertion->subject == ASSERT_SECUREBITS)
		print_bits(assertion, text);
	else if (assertion->subject != ASSERT_NO_NEW_PRIVILEGES)
		print_set(assertion, text);
}
