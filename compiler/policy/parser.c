/* SPDX-License-Identifier: MIT */
/* What the scanner and the actions of grammar/policy.y do: the tree of a policy. */
#include "policy/parser.h"
#include "parse/encoding.h"
#include "service/value.h"

#include "policy.tab.h"

#include <string.h>

typedef void *yyscan_t;
typedef struct yy_buffer_state *YY_BUFFER_STATE;
int policy_lex_init_extra(struct policy_parser *parser, yyscan_t *scanner);
YY_BUFFER_STATE policy__scan_buffer(char *base, size_t size, yyscan_t scanner);

static struct arena *arena_of(const struct policy_parser *parser)
{
	return parser->diagnostics->arena;
}

static struct slice text_at(const struct policy_parser *parser, struct span span)
{
	return source_slice(parser->diagnostics->sources, span);
}

void *policy_scanner(struct policy_parser *parser, size_t index)
{
	struct source *source = &parser->diagnostics->sources->list[index];
	size_t skip = encoding_mark(source);
	yyscan_t scanner;
	if (policy_lex_init_extra(parser, &scanner) != 0) {
		diag_report(parser->diagnostics, DIAG_UNREADABLE, (struct span){0}, NULL,
			    "out of memory");
		return NULL;
	}
	parser->next = source->first + (uint32_t)skip;
	policy__scan_buffer(source->bytes + skip, source->len - skip + 2, scanner);
	return scanner;
}

void policy_read(struct policy_parser *parser, size_t index)
{
	encoding_check(parser->diagnostics, &parser->diagnostics->sources->list[index]);
	void *scanner = policy_scanner(parser, index);
	parser->last_include = &parser->includes;
	parser->errors = parser->diagnostics->errors;
	if (!scanner)
		return;
	policy_parse(scanner, parser);
	policy_lex_destroy(scanner);
}

bool policy_open(struct policy_parser *parser, struct span brace)
{
	if (parser->depth < NESTING_MOST) {
		parser->open[parser->depth++] = brace;
		return true;
	}
	parser->stopped = true;
	diag_report(parser->diagnostics, DIAG_SYNTAX, brace, "name a part of it with \"let\"",
		    "more than %d braces inside each other", (int)NESTING_MOST);
	return false;
}

static bool is_parenthesis_open(const struct policy_parser *parser)
{
	return parser->depth && *text_at(parser, parser->open[parser->depth - 1]).at == '(';
}

void policy_close(struct policy_parser *parser, char byte)
{
	if (byte == ')') {
		parser->depth -= is_parenthesis_open(parser);
		return;
	}
	while (is_parenthesis_open(parser))
		parser->depth--;
	parser->depth -= byte == '}' && parser->depth;
}

bool policy_skips(const struct policy_parser *parser, int token)
{
	return parser->level && token != T_END &&
	       (parser->depth > parser->level ||
		(parser->depth == parser->level && token == T_CLOSE));
}

bool policy_begins_line(const struct policy_parser *parser, struct span span)
{
	struct slice before = text_at(parser, (struct span){span.at - 1, 1});
	return !before.len || *before.at == '\n';
}

int policy_keyword(struct policy_parser *parser, struct span span, int token)
{
	bool closing = parser->closing;
	parser->closing = parser->depth && policy_begins_line(parser, span);
	if (!parser->depth) {
		parser->outside = false;
		return token;
	}
	if (!parser->closing)
		return T_WORD;
	struct span brace = parser->open[--parser->depth];
	if (!closing)
		diag_report(parser->diagnostics, DIAG_SYNTAX, brace, NULL,
			    "this is not closed when '%.*s' begins",
			    SLICE_ARG(text_at(parser, span)));
	return *text_at(parser, brace).at == '(' ? T_RIGHT : T_CLOSE;
}

int policy_connective(const struct policy_parser *parser, int token)
{
	return is_parenthesis_open(parser) ? token : T_WORD;
}

struct term *policy_term(struct policy_parser *parser, enum term_kind kind, struct span span)
{
	struct term *term = arena_alloc(arena_of(parser), sizeof(*term));
	*term = (struct term){.kind = kind, .span = span, .text = text_at(parser, span)};
	return term;
}

/* Resolves the escapes of TEXT, which stands at AT: those of C, as in ExecStart= of a unit. */
static struct slice unescape_string(struct policy_parser *parser, struct slice text, uint32_t at)
{
	struct text plain = {.arena = arena_of(parser)};
	for (size_t i = 0; i < text.len;) {
		size_t start = i;
		if (text.at[i] != '\\') {
			text_putc(&plain, text.at[i++]);
		} else if (!unescape(text, &i, &plain)) {
			size_t len = 1 + utf8_length(slice_part(text, i + 1, 4));
			diag_report(parser->diagnostics, DIAG_SYNTAX,
				    (struct span){at + (uint32_t)start, (uint32_t)len},
				    "write \\\\ for a backslash", "unknown escape '%.*s'",
				    SLICE_ARG(slice_part(text, start, len)));
			i += len;
		}
	}
	return text_slice(&plain);
}

struct term *policy_string(struct policy_parser *parser, struct span span)
{
	struct term *term = policy_term(parser, TERM_STRING, span);
	term->text = slice_part(term->text, 1, term->text.len - 2);
	if (slice_find(term->text, '\\') < term->text.len)
		term->text = unescape_string(parser, term->text, span.at + 1);
	return term;
}

bool policy_ends_broken(const struct term *term)
{
	while (term->left)
		term = term->right ? term->right : term->left;
	return term->kind == TERM_BROKEN;
}

struct terms policy_append(struct terms terms, struct term *term)
{
	if (terms.last)
		terms.last->next = term;
	else
		terms.first = term;
	terms.last = term;
	return terms;
}

struct term *policy_set(struct policy_parser *parser, struct terms elements, struct span span)
{
	struct term *set = policy_term(parser, TERM_SET, span);
	set->elements = elements.first;
	return set;
}

static struct span around(struct span first, struct span last)
{
	return (struct span){first.at, last.at + last.len - first.at};
}

/*
 * An expression that is higher would take the stack of whoever walks it: what is too much is left
 * out, once it is reported.
 */
static bool is_too_high(struct policy_parser *parser, unsigned height, struct span span)
{
	if (height <= OPERATORS_MOST)
		return false;
	if (!parser->too_high)
		diag_report(parser->diagnostics, DIAG_SYNTAX, span,
			    "name a part of it with \"let\"",
			    "more than %d operators in one expression", (int)OPERATORS_MOST);
	parser->too_high = true;
	return true;
}

struct term *policy_operator(struct policy_parser *parser, enum term_kind kind, struct term *left,
			     struct term *right)
{
	unsigned height = right && right->height > left->height ? right->height : left->height;
	struct span span = right ? around(left->span, right->span) : left->span;
	if (is_too_high(parser, height + 1, span))
		return left;
	struct term *term = arena_alloc(arena_of(parser), sizeof(*term));
	*term = (struct term){
		.kind = kind, .height = height + 1, .span = span, .left = left, .right = right};
	return term;
}

struct term *policy_comparison(struct policy_parser *parser, struct term *left,
			       struct span comparator, struct term *right)
{
	struct term *comparison = policy_operator(parser, TERM_COMPARISON, left, right);
	if (comparison != left) /* not too high */
		comparison->text = text_at(parser, comparator);
	return comparison;
}

/* All of them, though two are none: each is one for sets only. */
struct term *policy_complement(struct policy_parser *parser, unsigned count, struct term *term)
{
	struct term *before;
	do {
		before = term;
		term = policy_operator(parser, TERM_COMPLEMENT, term, NULL);
	} while (--count && term != before);
	return term;
}

struct term *policy_pair(struct policy_parser *parser, struct span name, struct term *value)
{
	struct term *pair = policy_term(parser, TERM_PAIR, name);
	pair->left = value;
	pair->span = around(name, value->span);
	return pair;
}

struct statement *policy_statement(struct policy_parser *parser, struct terms name,
				   enum operation operation, struct terms values)
{
	struct statement *statement = arena_alloc(arena_of(parser), sizeof(*statement));
	if (values.first && name.last != name.first)
		diag_report(parser->diagnostics, DIAG_SYNTAX, name.first->next->span,
			    "write NAME += VALUE; a ';' may be missing before NAME",
			    "more than one word before '+=' or '-='");
	if (values.first)
		name.last->next = values.first;
	*statement = (struct statement){.terms = name.first, .operation = operation};
	return statement;
}

struct statement *policy_block(struct policy_parser *parser, struct terms name,
			       struct statements lines, struct span end)
{
	struct statement *statement = arena_alloc(arena_of(parser), sizeof(*statement));
	*statement = (struct statement){
		.terms = name.first, .end = end, .has_block = true, .lines = lines.first};
	return statement;
}

struct statements policy_add(struct statements statements, struct statement *statement)
{
	if (statements.last)
		statements.last->next = statement;
	else
		statements.first = statement;
	statements.last = statement;
	return statements;
}

struct statements policy_unfinished(struct policy_parser *parser, struct statements statements,
				    struct statement *last, struct span end)
{
	const struct term *term = last->terms;
	while (term->next)
		term = term->next;
	if (!policy_ends_broken(term) && !parser->outside)
		diag_report(parser->diagnostics, DIAG_SYNTAX, end, "a statement ends with ';'",
			    "there is no ';' before this");
	return policy_add(statements, last);
}

struct binding *policy_binding(struct policy_parser *parser, struct span name, struct term *value,
			       struct binding *rest)
{
	struct binding *binding = arena_alloc(arena_of(parser), sizeof(*binding));
	*binding = (struct binding){
		.name = text_at(parser, name), .span = name, .value = value, .next = rest};
	for (const struct binding *other = rest; other; other = other->next)
		if (slice_equal(other->name, binding->name))
			diag_report(parser->diagnostics, DIAG_DECLARED_TWICE, name, NULL,
				    "'%.*s' stands here twice", SLICE_ARG(binding->name));
	return binding;
}

/* In the order in which they are written. */
struct use *policy_use(struct policy_parser *parser, struct span name, struct binding *arguments,
		       struct use *rest)
{
	struct use *use = arena_alloc(arena_of(parser), sizeof(*use));
	struct use *first = rest ? rest : use;
	*use = (struct use){.name = text_at(parser, name), .span = name, .arguments = arguments};
	if (rest)
		rest->last->next = use;
	first->last = use;
	return first;
}

struct declaration *policy_declare(struct policy_parser *parser, enum declaration_kind kind,
				   struct term *name)
{
	struct policy *policy = parser->policy;
	struct declaration *declaration = arena_alloc(arena_of(parser), sizeof(*declaration));
	*declaration = (struct declaration){.kind = kind, .name = name->text, .span = name->span};
	if (name->kind == TERM_WORD && slice_find(name->text, ':') < name->text.len)
		diag_report(parser->diagnostics, DIAG_SYNTAX, name->span,
			    "the ':' before profiles has blanks around it; a name with ':' in it "
			    "wants quotes",
			    "'%.*s' is one word", SLICE_ARG(name->text));
	declaration->mistaken = parser->diagnostics->errors > parser->errors;
	parser->errors = parser->diagnostics->errors;
	policy->list = arena_grow(arena_of(parser), policy->list, policy->count, &policy->room,
				  sizeof(*policy->list));
	policy->list[policy->count++] = declaration;
	return declaration;
}

void policy_include(struct policy_parser *parser, struct term *file)
{
	struct include *include = arena_alloc(arena_of(parser), sizeof(*include));
	if (file->kind == TERM_BROKEN)
		return;
	*include = (struct include){.file = file};
	*parser->last_include = include;
	parser->last_include = &include->next;
}
