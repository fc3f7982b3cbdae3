/* SPDX-License-Identifier: MIT */
/* Mistakes of syntax in a policy, as the scanner and the parser meet them. */
#include "policy/parser.h"

#include <string.h>

static struct slice text_at(const struct policy_parser *parser, struct span span)
{
	return source_slice(parser->diagnostics->sources, span);
}

/* Ends the reading of a file that is no policy. */
static void count_mistakes(struct policy_parser *parser, struct span span)
{
	if (parser->diagnostics->errors < MISTAKES_MOST || parser->stopped)
		return;
	parser->stopped = true;
	diag_report(parser->diagnostics, DIAG_SYNTAX, span, NULL,
		    "more than %d mistakes: what is behind this is not read", (int)MISTAKES_MOST);
}

void policy_bad_bytes(struct policy_parser *parser, struct span span)
{
	struct slice bytes = text_at(parser, span), byte = slice_part(bytes, 0, 1);
	const char *hint = slice_ends(bytes, "=")
				   ? "a comparison stands in parentheses: read(fd == 0)"
			   : slice_is(byte, "'") ? "strings have double quotes: \"...\""
			   : slice_is(byte, "!") ? "\"not\" turns a condition round"
						 : "what is no plain word wants quotes: \"...\"";
	if ((unsigned char)*byte.at < 0x80)
		diag_report(parser->diagnostics, DIAG_SYNTAX, span, hint,
			    "'%.*s' has no meaning here",
			    SLICE_ARG(slice_ends(bytes, "=") ? bytes : byte));
	else
		diag_report(parser->diagnostics, DIAG_SYNTAX, span, hint,
			    "a letter outside of ASCII stands in a string only");
	count_mistakes(parser, span);
}

/* What ends its line is hardly meant to be in it: ";", and braces that are not of a pair within. */
void policy_unclosed_string(struct policy_parser *parser, struct span *span)
{
	struct slice whole = text_at(parser, *span), text = whole;
	int open = 0;
	while (text.len > 1 && memchr(";{}) \t\r", text.at[text.len - 1], 7))
		text.len--;
	for (size_t i = 0; i < text.len; i++)
		open += (text.at[i] == '{') - (text.at[i] == '}');
	for (; open > 0 && text.len < whole.len; text.len++)
		open -= text.at[text.len] == '}';
	span->len = (uint32_t)text.len;
	parser->next = span->at + span->len;
	diag_report(parser->diagnostics, DIAG_SYNTAX, *span, "a string ends on its line, with '\"'",
		    "the string is not closed");
	count_mistakes(parser, *span);
}

void policy_bare_variable(struct policy_parser *parser, struct span span)
{
	diag_report(parser->diagnostics, DIAG_SYNTAX, span, "write it in a string: \"${NAME}\"",
		    "a word has no '{'");
	count_mistakes(parser, span);
}

void policy_unclosed_comment(struct policy_parser *parser, struct span start)
{
	parser->stopped = true;
	diag_report(parser->diagnostics, DIAG_SYNTAX, start, "a comment /* ends with */",
		    "the comment is not closed");
}

/* "did you mean service?" */
static const char *keyword_hint(struct policy_parser *parser, struct slice word)
{
	static const char *const keywords[] = {"include", "let", "profile", "service"};
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (text_distance(word, slice_of(keywords[i]), 2) <= 2)
			return arena_printf(parser->diagnostics->arena, "did you mean %s?",
					    keywords[i]);
	return "a policy has include, let, profile and service";
}

/* What to do about it, as far as one can guess. */
static const char *syntax_hint(struct policy_parser *parser, const struct surprise *surprise,
			       struct slice at)
{
	if (slice_is(at, ";") && (surprise->is_outside || surprise->wants_end))
		return "a block ends with '}' alone, and a statement begins with a name";
	if (surprise->is_outside)
		return slice_is(at, "}") ? "no block is open here" : keyword_hint(parser, at);
	if (slice_is(at, "=") && surprise->wants_semicolon && parser->depth)
		return "a directive takes its value without '='; a variable is NAME = VALUE";
	if (slice_is(at, ":") && surprise->wants_semicolon && parser->depth)
		return "a directive takes its value without ':'; a variable is NAME = VALUE";
	if (surprise->wants_semicolon)
		return "a statement ends with ';'";
	if (surprise->wants_value && surprise->wants_end)
		return "a statement is NAME VALUE; and a set { NAME, NAME }";
	return surprise->wants_value ? "a value is wanted here" : NULL;
}

/* The next ";" or "}" in the innermost braces ends the statement with the mistake at AT. */
static void begin_recovery(struct policy_parser *parser, struct slice at)
{
	unsigned level = parser->depth - slice_is(at, "{");
	while (level && *text_at(parser, parser->open[level - 1]).at == '(')
		level--;
	parser->level = level;
}

/*
 * Whether what stands outside of declarations is but the rest of one with a mistake, which is told: it has
 * blanks before it, or is no word.
 */
static bool is_behind(struct policy_parser *parser, struct span span, struct slice at)
{
	bool begins = policy_begins_line(parser, span) && !memchr(";})", *at.at, 3);
	parser->outside = true;
	return parser->diagnostics->errors && !begins;
}

void policy_unexpected(struct policy_parser *parser, const struct surprise *surprise)
{
	struct diagnostics *d = parser->diagnostics;
	struct slice at = text_at(parser, surprise->span);
	if (parser->stopped || parser->closing)
		return;
	if (!at.len && parser->depth) {
		parser->stopped = true;
		diag_report(d, DIAG_SYNTAX, parser->open[parser->depth - 1], NULL,
			    "this is not closed when the file ends");
		return;
	}
	if (surprise->is_outside && is_behind(parser, surprise->span, at))
		return;
	begin_recovery(parser, at);
	const char *wanted = surprise->wanted;
	diag_report(d, DIAG_SYNTAX, surprise->span, syntax_hint(parser, surprise, at),
		    "unexpected %s%s%s%s",
		    at.len ? arena_printf(d->arena, "'%.*s'", SLICE_ARG(at)) : surprise->found,
		    surprise->is_outside ? " outside of a declaration" : "",
		    *wanted ? ", where this may stand: " : "", wanted);
	count_mistakes(parser, surprise->span);
}
