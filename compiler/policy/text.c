/* SPDX-License-Identifier: MIT */
/*
 * From terms to the text of a value as a unit has it. Strings stand for their bytes: where a kind of
 * value has quotes and escapes they are put in here, so that nobody writes them twice.
 */
#include "policy/evaluate.h"
#include "service/value_parts.h"

#include <string.h>

void write_piece(struct writer *writer, struct slice text, struct span span)
{
	struct unit_line line = {writer->text.len, span.at, span.len ? span.len : 1};
	struct unit_lines *lines = &writer->lines;
	if (!writer->text.len && !lines->first.at) {
		lines->first = line;
	} else {
		lines->more = arena_grow(writer->text.arena, lines->more, lines->count,
					 &lines->room, sizeof(*lines->more));
		lines->more[lines->count++] = line;
	}
	text_add(&writer->text, text);
}

static struct writer new_writer(struct evaluator *e)
{
	return (struct writer){.text = {.arena = e->arena}};
}

static bool report_kind(struct evaluator *e, const struct term *term)
{
	static const char *const reports[][2] = {
		{"sets are for capabilities and flags", "a text is wanted here, and this is a set"},
		{"NAME = VALUE is for environment variables", "a variable cannot stand here"},
		{"CALL(CONDITION) is for rules on system calls", "a condition cannot stand here"},
	};
	const char *const *report = reports[term->kind == TERM_PAIR         ? 1
					    : term->kind >= TERM_COMPARISON ? 2
									    : 0];
	diag_report(e->diagnostics, DIAG_VALUE, term->span, report[0], "%s", report[1]);
	return false;
}

static bool write_part(struct evaluator *e, const struct term *term, const struct scope *scope,
		       struct writer *writer)
{
	if (!resolve(e, &term, &scope))
		return false;
	if (writer->text.len + term->text.len > TEXT_MOST) {
		diag_report(e->diagnostics, DIAG_LINE_TOO_LONG, term->span, NULL,
			    "the value is longer than 1 MiB");
		return false;
	}
	if (term->kind == TERM_JOIN)
		return write_term(e, term->left, scope, writer) &&
		       write_term(e, term->right, scope, writer);
	if (term->kind != TERM_WORD && term->kind != TERM_STRING)
		return report_kind(e, term);
	struct span span = term->span;
	if (term->kind == TERM_STRING) /* without its quotes */
		span = (struct span){span.at + 1, span.len > 2 ? span.len - 2 : 1};
	write_piece(writer, term->text, span);
	return true;
}

bool write_term(struct evaluator *e, const struct term *term, const struct scope *scope,
		struct writer *writer)
{
	bool written = descend(e, term->span) && write_part(e, term, scope, writer);
	e->depth--;
	return written;
}

bool report_missing(struct evaluator *e, const struct request *request, const char *what)
{
	diag_report(e->diagnostics, DIAG_VALUE, request->key,
		    arena_printf(e->arena, "write %s VALUE;%s", request->name, what),
		    "%s wants a value", request->name);
	return false;
}

/* The text of one term alone. */
static bool term_text(struct evaluator *e, const struct term *term, const struct scope *scope,
		      struct writer *writer)
{
	*writer = new_writer(e);
	return write_term(e, term, scope, writer);
}

static bool is_control(unsigned char byte)
{
	return byte < ' ' || byte == 0x7f;
}

/* What no line of a unit can hold. */
static bool check_plain(struct evaluator *e, struct slice text, struct span span)
{
	const char *problem = NULL;
	for (size_t i = 0; i < text.len && !problem; i++)
		if (is_control((unsigned char)text.at[i]))
			problem = "a control character cannot stand in this value";
	if (!problem && slice_trim(text).len != text.len)
		problem = "this value cannot begin or end with a blank";
	if (!problem && !text.len)
		problem = "an empty text cannot stand here";
	if (!problem && !utf8_valid(text))
		problem = "this value is not UTF-8";
	if (problem)
		diag_report(e->diagnostics, DIAG_VALUE, span, NULL, "%s", problem);
	return !problem;
}

/* Copies FROM to the end of TO with its places. */
static void write_all(struct writer *to, const struct writer *from)
{
	struct slice text = text_slice(&from->text);
	size_t count = from->lines.count;
	for (size_t i = 0; i <= count; i++) {
		const struct unit_line *line = i ? &from->lines.more[i - 1] : &from->lines.first;
		size_t end = i < count ? from->lines.more[i].offset : text.len;
		write_piece(to, slice_part(text, line->offset, end - line->offset),
			    (struct span){line->at, line->len});
	}
}

/* All terms, with one blank between them: "1min 30s". */
static bool evaluate_raw(struct evaluator *e, const struct request *request, const char *gap)
{
	struct writer writer = new_writer(e), part;
	const struct term *last = request->values;
	for (const struct term *term = request->values; term; term = term->next) {
		if (!check_hidden(e, request, term) || !term_text(e, term, request->scope, &part) ||
		    !check_plain(e, text_slice(&part.text), term->span))
			return false;
		if (writer.text.len)
			text_puts(&writer.text, gap);
		write_all(&writer, &part);
		last = term;
	}
	if (!request->values)
		return report_missing(e, request, "");
	struct span first = request->values->span;
	add_entry(e, request, &writer,
		  (struct span){first.at, last->span.at + last->span.len - first.at});
	return true;
}

/* "|", ">", "&&" ... */
static bool is_sign(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text.at[i] || !strchr("|&<>#21", text.at[i]))
			return false;
	return text.len > 0;
}

/*
 * Adds a word with the quotes and escapes that its kind has. "%" stands for itself and for
 * specifiers as in a unit.
 */
static bool write_word(struct evaluator *e, const struct request *request, const struct term *term,
		       const struct writer *word, struct writer *writer)
{
	struct directive_row row = *request->row;
	struct text quoted = {.arena = e->arena};
	struct slice text = text_slice(&word->text);
	bool has_quotes = row.kind != KIND_NAMES && !(row.argument.flags & UNITS);
	row.argument.flags |= LITERAL;
	for (size_t i = 0; i < text.len && !has_quotes; i++)
		if (text.at[i] == ' ' || is_control((unsigned char)text.at[i])) {
			diag_report(e->diagnostics, DIAG_VALUE, term->span,
				    "several of them are separate strings", "a blank in a name");
			return false;
		}
	if (writer->text.len)
		text_putc(&writer->text, ' ');
	if (has_quotes)
		print_word(&row, text, &quoted);
	if (row.kind == KIND_COMMANDS && term->kind == TERM_STRING && is_sign(text)) {
		quoted.len = 0; /* so that nobody takes it for a sign of the shell */
		text_printf(&quoted, "\"%.*s\"", SLICE_ARG(text));
	}
	if (!has_quotes || slice_equal(text_slice(&quoted), text))
		write_all(writer, word);
	else
		write_piece(writer, text_slice(&quoted), term->span);
	return true;
}

static bool write_words(struct evaluator *e, const struct request *request, const struct term *term,
			struct writer *writer);

/* NAME = VALUE of a variable; a set of words stands for its elements. */
bool write_item(struct evaluator *e, const struct request *request, const struct term *term,
		struct writer *writer)
{
	struct request inner = *request;
	const struct term *meant = term;
	struct writer word = new_writer(e);
	if (!check_hidden(e, request, term) || !resolve(e, &meant, &inner.scope))
		return false;
	if (meant->kind == TERM_SET)
		return write_words(e, &inner, meant->elements, writer);
	if (meant->kind == TERM_PAIR && request->row->kind == KIND_ENVIRONMENT) {
		write_piece(&word, meant->text,
			    (struct span){meant->span.at, (uint32_t)meant->text.len});
		text_putc(&word.text, '=');
		meant = meant->left;
	}
	return write_term(e, meant, inner.scope, &word) &&
	       write_word(e, request, term, &word, writer);
}

static bool write_words(struct evaluator *e, const struct request *request, const struct term *term,
			struct writer *writer)
{
	bool all = true;
	for (; term && e->work <= WORK_MOST; term = term->next) {
		all = descend(e, term->span) && write_item(e, request, term, writer) && all;
		e->depth--;
	}
	return all && e->work <= WORK_MOST;
}

static bool is_word(const struct term *term, const char *word)
{
	return term && term->kind == TERM_WORD && slice_is(term->text, word);
}

struct span values_span(const struct request *request)
{
	const struct term *last = request->values;
	if (!last)
		return request->key;
	while (last->next)
		last = last->next;
	uint32_t at = request->values->span.at;
	return (struct span){at, last->span.at + last->span.len - at};
}

/* A list of words in one value; "not" before them, where "~" inverts a list. */
static bool evaluate_words(struct evaluator *e, const struct request *request)
{
	struct writer writer = new_writer(e);
	const struct term *term = request->values;
	bool inverts = request->row->argument.flags & INVERTIBLE && is_word(term, "not");
	if (inverts)
		write_piece(&writer, SLICE("~"), term->span);
	struct writer words = new_writer(e);
	if (!write_words(e, request, inverts ? term->next : term, &words))
		return false;
	if (words.text.len)
		write_all(&writer, &words);
	const struct term *meant = request->values;
	const struct scope *scope = request->scope;
	if (meant && !resolve(e, &meant, &scope))
		return false;
	if (!writer.text.len && meant && meant->kind != TERM_SET) {
		diag_report(e->diagnostics, DIAG_VALUE, request->values->span, NULL,
			    "this leaves nothing of the value");
		return false;
	}
	if (!request->values)
		return report_missing(e, request, " {} says that it is empty");
	add_entry(e, request, &writer, values_span(request));
	return true;
}

/* Data is any bytes: the line of a unit has them with escapes. */
static void escape_line(struct writer *line)
{
	struct text escaped = {.arena = line->text.arena};
	struct slice text = text_slice(&line->text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		bool at_end = i == 0 || i + 1 == text.len;
		if (byte == '\\' || is_control(byte) || (byte == ' ' && at_end))
			text_printf(&escaped, "\\x%02x", byte);
		else
			text_putc(&escaped, (char)byte);
	}
	line->text = escaped;
}

static bool add_line(struct evaluator *e, const struct request *request, const struct term *term,
		     struct writer *line)
{
	bool is_data = request->row->kind == KIND_DATA && !(request->row->argument.flags & BASE64);
	if (!write_term(e, term, request->scope, line))
		return false;
	if (is_data && line->text.len)
		escape_line(line);
	else if (!check_plain(e, text_slice(&line->text), term->span))
		return false;
	add_entry(e, request, line, term->span);
	return true;
}

/* Each term is a value of its own: conditions, with "any" and "not" before them, lines of data. */
static bool evaluate_lines(struct evaluator *e, const struct request *request)
{
	bool all = true, is_condition = request->row->kind == KIND_CONDITION;
	bool inverts = is_condition || request->row->argument.flags & INVERTIBLE;
	const struct term *term = request->values;
	if (!term)
		return report_missing(e, request, "");
	for (; term; term = term->next) {
		struct writer line = new_writer(e);
		if (is_condition && is_word(term, "any") && term->next) {
			write_piece(&line, SLICE("|"), term->span);
			term = term->next;
		}
		if (inverts && is_word(term, "not") && term->next) {
			write_piece(&line, is_condition ? SLICE("!") : SLICE("~"), term->span);
			term = term->next;
		}
		all = add_line(e, request, term, &line) && all;
	}
	return all;
}

/* "no_new_privileges;" says yes. */
static bool evaluate_boolean(struct evaluator *e, const struct request *request)
{
	struct writer writer = new_writer(e);
	if (request->values)
		return evaluate_raw(e, request, " ");
	write_piece(&writer, SLICE("yes"), request->key);
	add_entry(e, request, &writer, request->key);
	return true;
}

bool evaluate_text(struct evaluator *e, const struct request *request)
{
	unsigned flags = request->row->argument.flags;
	if (flags & BOOLEAN_TOO && !request->values)
		return evaluate_boolean(e, request);
	switch (request->row->kind) {
	case KIND_BOOL:
	case KIND_TRISTATE:
		return evaluate_boolean(e, request);
	case KIND_NAMES:
		return flags & SINGLE ? evaluate_raw(e, request, " ") : evaluate_words(e, request);
	case KIND_WORDS:
		return flags & SINGLE  ? evaluate_raw(e, request, " ")
		       : flags & LINES ? evaluate_lines(e, request)
				       : evaluate_words(e, request);
	case KIND_PATHS:
		return flags & (FILE_PATTERN | COLON) ? evaluate_lines(e, request)
						      : evaluate_words(e, request);
	case KIND_COMMANDS:
	case KIND_DIRECTORIES:
	case KIND_ENVIRONMENT:
	case KIND_NUMBERS:
		return evaluate_words(e, request);
	case KIND_BINDS:
	case KIND_TMPFS:
	case KIND_CONDITION:
	case KIND_DATA:
	case KIND_CREDENTIAL:
	case KIND_FILE:
		return evaluate_lines(e, request);
	case KIND_STREAM:
		return evaluate_raw(e, request, ":");
	default:
		return evaluate_raw(e, request, " ");
	}
}
