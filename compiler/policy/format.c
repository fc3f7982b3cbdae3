/* SPDX-License-Identifier: MIT */
/*
 * From the text of a policy to tokens that know their part in it, and the proof that the new text
 * has the same ones. policy/layout.c writes them.
 */
#include "policy/format.h"
#include "policy/layout.h"
#include "policy/parser.h"

#include "policy.tab.h"

#include <assert.h>
#include <string.h>

/* The tokens so far, and what is open. */
struct reader {
	struct arena *arena;
	struct tokens *tokens;
	struct token *last; /* that is no comment */
	uint32_t open[NESTING_MOST];
	unsigned depth;
	bool has_block; /* the declaration is a profile or a service */
};

static struct token *open_token(const struct reader *reader, unsigned depth)
{
	return &reader->tokens->list[reader->open[depth]];
}

/* "," and ";" go to the token before them, over comments: what encloses a ";" is a block. */
static void add_tail(struct reader *reader, int kind)
{
	assert(reader->last);
	reader->last->tail = kind == T_COMMA ? ',' : ';';
	for (unsigned i = reader->depth; kind == T_SEMICOLON && i > 0; i--)
		open_token(reader, i - 1)->is_block = true;
}

/* A comment as it is written: block comments keep their lines. */
static struct slice comment_text(struct arena *arena, struct slice raw)
{
	struct text text = {.arena = arena};
	raw = slice_trim(raw);
	if (slice_find(raw, '\r') == raw.len)
		return raw;
	for (size_t i = 0; i < raw.len; i++)
		if (!slice_starts(slice_part(raw, i, 2), "\r\n"))
			text_putc(&text, raw.at[i]);
	return text_slice(&text);
}

static void close_token(struct reader *reader, struct token *token)
{
	struct token *first = open_token(reader, --reader->depth);
	token->match = reader->open[reader->depth];
	token->is_block = first->is_block;
	first->match = (uint32_t)(token - reader->tokens->list);
}

static void add_token(struct reader *reader, int kind, struct slice text, size_t lines)
{
	struct tokens *tokens = reader->tokens;
	size_t last = reader->last ? (size_t)(reader->last - tokens->list) : 0;
	tokens->list = arena_grow(reader->arena, tokens->list, tokens->count, &tokens->room,
				  sizeof(*tokens->list));
	struct token *token = &tokens->list[tokens->count];
	*token = (struct token){
		.text = text, .kind = (short)kind, .lines = (unsigned char)(lines < 2 ? lines : 2)};
	reader->last = reader->last ? &tokens->list[last] : NULL;
	if (kind == T_COMMENT) {
		token->text = comment_text(reader->arena, text);
		for (unsigned i = 0; i < reader->depth; i++)
			open_token(reader, i)->has_comment = true;
	} else {
		reader->last = token;
	}
	for (unsigned i = reader->depth; kind == T_COMPARE && i > 0; i--)
		open_token(reader, i - 1)->is_condition = true;
	if (kind == T_CLOSE || kind == T_RIGHT)
		close_token(reader, token);
	if (kind == T_PROFILE || kind == T_SERVICE || kind == T_LET || kind == T_INCLUDE)
		reader->has_block = kind == T_PROFILE || kind == T_SERVICE;
	if (kind == T_OPEN || kind == T_LEFT) {
		token->is_block = kind == T_OPEN && !reader->depth && reader->has_block;
		reader->open[reader->depth++] = (uint32_t)tokens->count;
	}
	tokens->count++;
}

static bool ends_value(const struct token *token)
{
	return token->kind == T_WORD || token->kind == T_STRING || token->kind == T_RIGHT ||
	       (token->kind == T_CLOSE && !token->is_block);
}

static bool begins_value(const struct token *token)
{
	return token->kind == T_WORD || token->kind == T_STRING || token->kind == T_NOT ||
	       (token->kind == T_LEFT && !token->is_arguments) ||
	       (token->kind == T_OPEN && !token->is_block);
}

static bool ends_statement(const struct token *token)
{
	return token->tail == ';' ||
	       (token->is_block && (token->kind == T_OPEN || token->kind == T_CLOSE));
}

/* The part of each token, now that blocks are known; sets get all their commas, and no more. */
static void settle(struct tokens *tokens)
{
	struct token *before = NULL;
	unsigned nested = 0, depth = 0;
	for (struct token *t = tokens->list; t < tokens->list + tokens->count; t++) {
		bool opens = t->kind == T_OPEN || t->kind == T_LEFT;
		bool closes = t->kind == T_CLOSE || t->kind == T_RIGHT;
		if (t->kind == T_COMMENT)
			continue;
		depth -= closes;
		nested -= closes && !t->is_block;
		t->is_first = !before || (!closes && ends_statement(before));
		t->is_nested = nested > 0;
		t->is_arguments = !t->is_first && t->kind == T_LEFT && ends_value(before) &&
				  (!depth || t->is_condition);
		t->is_item = !t->is_first && ends_value(before) && begins_value(t);
		if (t->is_item && nested && !before->tail)
			before->tail = ',';
		if (t->kind == T_CLOSE && before && before->tail == ',')
			before->tail = 0;
		depth += opens;
		nested += opens && !t->is_block;
		before = t;
	}
}

/* The source must be without mistakes of syntax. */
static void read_tokens(struct diagnostics *diagnostics, size_t index, struct tokens *tokens)
{
	struct policy_parser parser = {.diagnostics = diagnostics, .keep_comments = true};
	struct reader reader = {.arena = diagnostics->arena, .tokens = tokens};
	const struct source *source = &diagnostics->sources->list[index];
	union POLICY_STYPE value;
	struct span span;
	void *scanner = policy_scanner(&parser, index);
	uint32_t end = parser.next; /* of the token before */
	if (!scanner)
		return;
	for (int kind; (kind = policy_lex(&value, &span, scanner)) != T_END;) {
		size_t lines = 0;
		for (; end < span.at; end++)
			lines += source->bytes[end - source->first] == '\n';
		end = span.at + span.len;
		if (kind == T_COMMA || kind == T_SEMICOLON)
			add_tail(&reader, kind);
		else
			add_token(&reader, kind, source_slice(diagnostics->sources, span), lines);
	}
	policy_lex_destroy(scanner);
	settle(tokens);
}

static bool has_mistakes(struct diagnostics *diagnostics, size_t index)
{
	struct policy policy = {0};
	struct policy_parser parser = {.diagnostics = diagnostics, .policy = &policy};
	size_t errors = diagnostics->errors;
	policy_read(&parser, index);
	return diagnostics->errors > errors;
}

static bool is_same(const struct tokens *a, const struct tokens *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct token *x = &a->list[i], *y = &b->list[i];
		if (x->kind != y->kind || x->tail != y->tail || !slice_equal(x->text, y->text))
			return false;
	}
	return true;
}

bool policy_format(struct diagnostics *diagnostics, size_t index, struct text *text)
{
	struct tokens before = {0}, after = {0};
	if (has_mistakes(diagnostics, index))
		return false;
	read_tokens(diagnostics, index, &before);
	layout(&before, text);
	int again = source_add(diagnostics->sources, "", text_slice(text));
	if (again >= 0 && !has_mistakes(diagnostics, (size_t)again))
		read_tokens(diagnostics, (size_t)again, &after);
	if (is_same(&before, &after))
		return true;
	diag_report(diagnostics, DIAG_FORMAT, (struct span){0}, "report this as a mistake of ambit",
		    "%s: formatting would change what it says",
		    diagnostics->sources->list[index].path);
	return false;
}
