/* SPDX-License-Identifier: MIT */
/*
 * The bytes of one unit file become sections and assignments: what the actions of grammar/unit.y
 * do.
 */
#include "parse/unit_parser.h"
#include "parse/encoding.h"

#include "unit.tab.h"

#include <string.h>

typedef void *yyscan_t;
typedef struct yy_buffer_state *YY_BUFFER_STATE;
int unit_lex_init_extra(struct unit_parser *parser, yyscan_t *scanner);
YY_BUFFER_STATE unit__scan_buffer(char *base, size_t size, yyscan_t scanner);
int unit_lex_destroy(yyscan_t scanner);

enum { LINE_MOST = 1024 * 1024 }; /* LONG_LINE_MAX of systemd: a line with all that continues it */

/*
 * The part of SPAN without the blanks at its ends. The line end of a last, empty continuation
 * stays.
 */
static struct span trim(const struct diagnostics *d, struct span span)
{
	struct slice raw = source_slice(d->sources, span);
	while (raw.len && memchr(" \t\r", raw.at[raw.len - 1], 3))
		raw.len--;
	struct slice trimmed = raw;
	while (trimmed.len && memchr(" \t\r", *trimmed.at, 3))
		trimmed = slice_part(trimmed, 1, trimmed.len);
	return (struct span){span.at + (uint32_t)(raw.len - trimmed.len), (uint32_t)trimmed.len};
}

/*
 * SPAN without a "\" at its end that is not itself escaped: the grammar leaves one there only where
 * the file ends behind it, a continuation with nothing to go on with.
 */
static struct span without_continuation(const struct diagnostics *d, struct span span)
{
	struct slice raw = source_slice(d->sources, span);
	size_t backslashes = 0;
	while (backslashes < raw.len && raw.at[raw.len - 1 - backslashes] == '\\')
		backslashes++;
	return (struct span){span.at, span.len - (uint32_t)(backslashes % 2)};
}

static bool is_too_long(struct unit_parser *parser, struct span line)
{
	if (line.len <= LINE_MOST)
		return false;
	diag_report(parser->diagnostics, DIAG_LINE_TOO_LONG, (struct span){line.at, 1}, NULL,
		    "the line has %u bytes; at most %u are read", line.len, (unsigned)LINE_MOST);
	return true;
}

void unit_section(struct unit_parser *parser, struct span header)
{
	struct unit *unit = parser->unit;
	struct span span = trim(parser->diagnostics, header);
	struct slice text = source_slice(parser->diagnostics->sources, span);
	bool closed = text.len > 1 && text.at[text.len - 1] == ']';
	if (!is_too_long(parser, span) && !closed)
		diag_report(parser->diagnostics, DIAG_SYNTAX, span, "write it as [Service]",
			    "the section header does not end in ']'");
	span = (struct span){span.at + 1, span.len - (closed ? 2 : 1)};
	unit->sections = arena_grow(parser->diagnostics->arena, unit->sections, unit->section_count,
				    &unit->section_room, sizeof(*unit->sections));
	unit->sections[unit->section_count++] =
		(struct unit_section){.span = span, .source = parser->source};
}

void unit_assignment(struct unit_parser *parser, struct span key, struct span value)
{
	struct unit *unit = parser->unit;
	if (is_too_long(parser, (struct span){key.at, value.at + value.len - key.at}))
		return;
	unit->assignments =
		arena_grow(parser->diagnostics->arena, unit->assignments, unit->assignment_count,
			   &unit->assignment_room, sizeof(*unit->assignments));
	bool in_section = unit->section_count &&
			  unit->sections[unit->section_count - 1].source == parser->source;
	unit->assignments[unit->assignment_count++] = (struct assignment){
		.section = in_section ? (uint32_t)unit->section_count : 0,
		.key = trim(parser->diagnostics, key),
		.value =
			trim(parser->diagnostics, without_continuation(parser->diagnostics, value)),
	};
}

/* [X-Anything] belongs to other programs, which may have a syntax of their own: systemd.unit(5). */
static bool is_in_foreign_section(const struct unit_parser *parser)
{
	const struct unit *unit = parser->unit;
	if (!unit->section_count ||
	    unit->sections[unit->section_count - 1].source != parser->source)
		return false;
	struct span span = unit->sections[unit->section_count - 1].span;
	struct slice name = source_slice(parser->diagnostics->sources, span);
	return slice_starts(name, "X-") && !slice_is(name, "X-Ambit");
}

void unit_no_equals(struct unit_parser *parser, struct span line)
{
	line = trim(parser->diagnostics, line);
	if (is_in_foreign_section(parser))
		return;
	parser->unit->incomplete = true;
	if (!is_too_long(parser, line))
		diag_report(parser->diagnostics, DIAG_SYNTAX, line,
			    "an assignment is NAME=VALUE; a comment starts with '#' or ';'; "
			    "a line goes on "
			    "behind a '\\' at its end",
			    "the line has no '='");
}

void unit_no_name(struct unit_parser *parser, struct span equals)
{
	if (!is_in_foreign_section(parser))
		diag_report(parser->diagnostics, DIAG_SYNTAX, equals, NULL,
			    "there is no name before '='");
}

void unit_read(struct diagnostics *diagnostics, size_t index, struct unit *unit)
{
	const struct source *source = &diagnostics->sources->list[index];
	size_t skip = encoding_mark(source);
	struct unit_parser parser = {
		.diagnostics = diagnostics,
		.unit = unit,
		.source = (uint32_t)index,
		.next = source->first + (uint32_t)skip,
	};
	yyscan_t scanner;
	encoding_check(diagnostics, source);
	if (unit_lex_init_extra(&parser, &scanner) != 0) {
		diag_report(diagnostics, DIAG_UNREADABLE, (struct span){0}, NULL, "out of memory");
		return;
	}
	unit__scan_buffer(source->bytes + skip, source->len - skip + 2, scanner);
	unit_parse(scanner, &parser);
	unit_lex_destroy(scanner);
}

/*
 * The byte behind the line end that a "\" before AT continues over, and behind the comment lines
 * there.
 */
static size_t skip_comments(struct slice raw, size_t at)
{
	for (;;) {
		size_t first = at;
		while (first < raw.len && memchr(" \t\r", raw.at[first], 3))
			first++;
		if (first >= raw.len || (raw.at[first] != '#' && raw.at[first] != ';'))
			return at;
		at = first + slice_find(slice_part(raw, first, raw.len), '\n');
		if (at >= raw.len)
			return raw.len;
		at++;
	}
}

/* How long the "\" at AT and the line end behind it are; 0 when it does not continue a line. */
static size_t continuation(struct slice raw, size_t at)
{
	struct slice rest = slice_part(raw, at, 3);
	return slice_starts(rest, "\\\n") ? 2 : slice_starts(rest, "\\\r\n") ? 3 : 0;
}

static void add_line(const struct diagnostics *d, struct unit_lines *lines, size_t offset,
		     uint32_t at)
{
	lines->more =
		arena_grow(d->arena, lines->more, lines->count, &lines->room, sizeof(*lines->more));
	lines->more[lines->count++] = (struct unit_line){offset, at, 0};
}

/* Copies RAW, from AT on in the file, with its lines joined. */
static struct slice join_lines(const struct diagnostics *d, struct slice raw, uint32_t at,
			       struct unit_lines *lines)
{
	char *joined = arena_alloc(d->arena, raw.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < raw.len;) {
		size_t end = continuation(raw, i);
		if (end) {
			joined[len++] = ' ';
			i = skip_comments(raw, i + end);
			add_line(d, lines, len, at + (uint32_t)i);
			continue;
		}
		if (raw.at[i] == '\\' && i + 1 < raw.len) /* an escaped "\" continues nothing */
			joined[len++] = raw.at[i++];
		joined[len++] = raw.at[i++];
	}
	return (struct slice){joined, len};
}

struct slice unit_text(const struct diagnostics *diagnostics, struct span span,
		       struct unit_lines *lines)
{
	struct slice raw = source_slice(diagnostics->sources, span);
	struct unit_lines ignored = {0};
	lines = lines ? lines : &ignored;
	lines->first.at = span.at;
	if (slice_find(raw, '\n') < raw.len)
		raw = join_lines(diagnostics, raw, span.at, lines);
	struct slice text = slice_trim(raw);
	lines->trimmed = (size_t)(text.at - raw.at);
	return text;
}

struct slice assignment_name(const struct diagnostics *diagnostics, const struct assignment *a)
{
	return a->made ? slice_of(a->made->name) : unit_text(diagnostics, a->key, NULL);
}

struct slice assignment_text(const struct diagnostics *diagnostics, const struct assignment *a,
			     struct unit_lines *lines)
{
	if (!a->made)
		return unit_text(diagnostics, a->value, lines);
	if (lines)
		*lines = a->made->lines;
	return a->made->text;
}

struct slice unit_section_name(const struct diagnostics *diagnostics,
			       const struct unit_section *section)
{
	return section->name.at ? section->name : source_slice(diagnostics->sources, section->span);
}

/* Where byte OFFSET of a text, before trimming, stands. */
static uint32_t locate(const struct unit_lines *lines, size_t offset)
{
	size_t low = 0, high = lines->count; /* the lines before LOW start at or before OFFSET */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (lines->more[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	const struct unit_line *line = low ? &lines->more[low - 1] : &lines->first;
	uint32_t behind = (uint32_t)(offset - line->offset);
	return line->at + (line->len && behind >= line->len ? line->len - 1 : behind);
}

struct span unit_text_span(const struct unit_lines *lines, size_t offset, size_t len)
{
	uint32_t at = locate(lines, offset + lines->trimmed);
	if (!len)
		return (struct span){at, 0};
	uint32_t end = locate(lines, offset + lines->trimmed + len - 1) + 1;
	return (struct span){at, end > at ? end - at : 1}; /* pieces may stand in any order */
}

void unit_dump(struct diagnostics *diagnostics, const struct unit *unit, struct text *text)
{
	text_printf(text, "unit %.*s\n", SLICE_ARG(unit->name.full));
	for (size_t i = 0, shown = 0; i < unit->assignment_count; i++) {
		const struct assignment *a = &unit->assignments[i];
		for (; shown < a->section; shown++) {
			struct place place =
				source_place(diagnostics->sources, unit->sections[shown].span);
			text_printf(text, "%s:%u:%u section ", place.source->name, place.line,
				    place_column(&place));
			text_json(text, unit_section_name(diagnostics, &unit->sections[shown]));
			text_putc(text, '\n');
		}
		struct place place = source_place(diagnostics->sources, a->key);
		text_printf(text, "%s:%u:%u   ", place.source->name, place.line,
			    place_column(&place));
		text_json(text, assignment_name(diagnostics, a));
		text_puts(text, " = ");
		text_json(text, assignment_text(diagnostics, a, NULL));
		text_putc(text, '\n');
	}
}
