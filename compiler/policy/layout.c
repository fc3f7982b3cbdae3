/* SPDX-License-Identifier: MIT */
/*
 * The tokens of a policy on lines: a statement a line, four blanks a level. Where a line ends
 * depends on the tokens alone, but for comments, so that a second time changes nothing.
 */
#include "policy/layout.h"
#include "policy/policy.h"

#include "policy.tab.h"

#include <string.h>

enum { WIDTH = 100, INDENT = 4 };

struct layout {
	struct tokens *tokens;
	struct text *out;
	const struct token *before; /* the last one that is no comment */
	size_t column;              /* characters of the line so far */
	unsigned blocks, sets;      /* open: blocks, and sets that are expanded */
	bool is_due;                /* a new line */
	bool is_fresh;              /* nothing stands in the block, or in the file */
	int keyword;                /* of the declaration */
	int ended;                  /* the keyword of the one that has just ended, or 0 */
};

static size_t width(struct slice text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return count;
}

static void put(struct layout *l, struct slice text)
{
	const char *end = memrchr(text.at, '\n', text.len);
	text_add(l->out, text);
	l->column = end ? width(slice_part(text, (size_t)(end + 1 - text.at), text.len))
			: l->column + width(text);
}

static bool is_set(const struct token *token)
{
	return token->kind == T_OPEN && !token->is_block;
}

/* Between statements, or between declarations. */
static bool is_between(const struct layout *l)
{
	const struct token *before = l->before;
	return !before || before->tail == ';' ||
	       (before->is_block && (before->kind == T_OPEN || before->kind == T_CLOSE));
}

static bool is_plain(int keyword)
{
	return keyword == T_LET || keyword == T_INCLUDE;
}

/* The keyword of the declaration that follows, over comments; 0 at the end of the file. */
static int next_keyword(const struct layout *l, const struct token *token)
{
	const struct token *end = l->tokens->list + l->tokens->count;
	while (token < end && token->kind == T_COMMENT)
		token++;
	return token < end ? token->kind : 0;
}

/* Whether an empty line stands before TOKEN, which begins a line between statements. */
static bool wants_gap(struct layout *l, const struct token *token)
{
	int ended = l->ended, next = ended ? next_keyword(l, token) : 0;
	l->ended = 0;
	if (l->is_fresh || (token->kind == T_CLOSE && token->is_block))
		return false;
	return token->lines > 1 || (next && !(is_plain(ended) && is_plain(next)));
}

static void start_line(struct layout *l, const struct token *token)
{
	bool between = is_between(l), closes = token->kind == T_CLOSE;
	bool gap = between && wants_gap(l, token);
	unsigned level = l->blocks + (between ? 0 : l->sets || closes ? l->sets : 1);
	if (l->out->len)
		text_puts(l->out, gap ? "\n\n" : "\n");
	for (unsigned i = 0; i < level * INDENT; i++)
		text_putc(l->out, ' ');
	l->column = level * INDENT;
	l->is_due = l->is_fresh = false;
}

/* Whether a blank stands between the two. */
static bool has_blank(const struct token *before, const struct token *token)
{
	return before && before->kind != T_LEFT && before->kind != T_NOT &&
	       token->kind != T_RIGHT && !token->is_arguments &&
	       !(before->kind == T_OPEN && token->kind == T_CLOSE);
}

/*
 * At the start of a line it may be the name of a directive behind a forgotten ";": such a line is
 * neither made nor joined, for policy/evaluate.c to see.
 */
static bool is_like_name(const struct token *token)
{
	if (token->kind != T_WORD || token->is_nested || token->is_first ||
	    (*token->text.at >= '0' && *token->text.at <= '9'))
		return false;
	for (size_t i = 0; i < token->text.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_", token->text.at[i], 37))
			return false;
	return true;
}

/* Whether a long line may end before TOKEN. */
static bool may_break(const struct token *token)
{
	const struct token *before = token - 1;
	switch (before->kind) {
	case T_COMMENT:
		return false;
	case T_OR:
	case T_AND:
	case T_PLUS:
	case T_MINUS:
	case T_BOTH:
	case T_EITHER:
		return true;
	default:
		return before->tail == ',' ||
		       (token->is_item && !before->is_first && !is_like_name(token));
	}
}

/* The width from TOKEN to where a line may end, but not before LAST. */
static size_t rest_width(const struct layout *l, const struct token *token,
			 const struct token *last)
{
	const struct token *end = l->tokens->list + l->tokens->count, *first = token;
	size_t sum = 0;
	for (; token < end && token->kind != T_COMMENT && sum <= WIDTH; token++) {
		if (token != first && token > last && may_break(token))
			break;
		sum += has_blank(token == l->tokens->list ? NULL : token - 1, token) +
		       width(token->text) + (token->tail != 0);
		if (token->tail == ';' || (token->kind == T_OPEN && token->is_block))
			break;
	}
	return sum;
}

/* Whether TOKEN, of a statement that has begun, goes to the next line. */
static bool goes_on(const struct layout *l, const struct token *token)
{
	if (token->lines && token->is_item && l->before->tail != ',' && is_like_name(token))
		return true;
	if (is_between(l) || !may_break(token))
		return false;
	if (is_set(token)) /* it is expanded where it does not fit */
		return l->column + 2 > WIDTH;
	return l->column + rest_width(l, token, token) > WIDTH;
}

/* A set that has comments, or does not fit, has its elements on lines of their own. */
static void open_set(struct layout *l, struct token *token)
{
	const struct token *last = &l->tokens->list[token->match];
	token->is_expanded =
		token->has_comment || l->column + rest_width(l, token + 1, last) > WIDTH;
	if (last == token + 1)
		token->is_expanded = false;
	l->sets += token->is_expanded;
	l->is_due = token->is_expanded;
}

static void close_brace(struct layout *l, const struct token *token)
{
	const struct token *first = &l->tokens->list[token->match];
	l->blocks -= token->is_block;
	l->sets -= first->is_expanded;
	l->is_due = token != first + 1 && (token->is_block || first->is_expanded);
}

static void put_token(struct layout *l, struct token *token)
{
	if (token->kind == T_CLOSE)
		close_brace(l, token);
	if (token->is_first && !l->blocks)
		l->keyword = token->kind;
	if (l->is_due || (l->before && goes_on(l, token)))
		start_line(l, token);
	else if (has_blank(l->before, token) || (l->out->len && token[-1].kind == T_COMMENT))
		put(l, SLICE(" "));
	put(l, token->text);
	if (token->tail)
		put(l, (struct slice){&token->tail, 1});
	l->before = token;
	if (is_set(token))
		open_set(l, token);
	if (!is_between(l))
		return;
	l->is_due = true;
	l->is_fresh = token->kind == T_OPEN;
	l->blocks += token->kind == T_OPEN;
	if (!l->blocks)
		l->ended = l->keyword;
}

static void put_comment(struct layout *l, const struct token *token)
{
	const struct token *end = l->tokens->list + l->tokens->count;
	bool is_behind_one = token > l->tokens->list && slice_starts(token[-1].text, "#");
	if (token->lines || is_behind_one || !l->out->len)
		start_line(l, token);
	else
		put(l, SLICE(" "));
	put(l, token->text);
	if (slice_starts(token->text, "#") || (token + 1 < end && token[1].lines))
		l->is_due = true;
}

void layout(struct tokens *tokens, struct text *out)
{
	struct layout l = {.tokens = tokens, .out = out, .is_fresh = true};
	for (struct token *t = tokens->list; t < tokens->list + tokens->count; t++)
		if (t->kind == T_COMMENT)
			put_comment(&l, t);
		else
			put_token(&l, t);
	if (out->len)
		text_putc(out, '\n');
}
