/* SPDX-License-Identifier: MIT */
/*
 * Collecting diagnostics and printing them for people. base/diag_json.c prints them for machines.
 */
#include "base/diag.h"
#include "base/diag_json.h"

#include <stdlib.h>
#include <string.h>

enum {
	WINDOW = 100, /* of a long line, so much is shown around the caret */
	MESSAGE_MOST =
		500, /* the rest of a longer message is left out: it quotes what has no end */
};

const struct diag_row diag_rows[DIAG_COUNT] = {
#define N(id, name, severity, summary, remedy) {name, severity, summary, remedy},
#include "base/diagnostics.def"
#undef N
};

void diag_init(struct diagnostics *diagnostics, struct arena *arena, struct sources *sources)
{
	*diagnostics = (struct diagnostics){.arena = arena, .sources = sources};
	for (size_t i = 0; i < DIAG_COUNT; i++)
		diagnostics->severities[i] = diag_rows[i].severity;
}

bool diag_configure(struct diagnostics *diagnostics, const char *name, bool to_error)
{
	bool off = strncmp(name, "no-", 3) == 0;
	for (size_t i = 0; i < DIAG_COUNT; i++) {
		if (strcmp(diag_rows[i].name, off ? name + 3 : name) != 0)
			continue;
		if (diag_rows[i].severity == ERROR)
			return !off;
		if (to_error)
			diagnostics->severities[i] = off ? WARNING : ERROR;
		else
			diagnostics->severities[i] = off ? SILENT : WARNING;
		return true;
	}
	return false;
}

static const char *format_message(struct arena *arena, const char *format, va_list arguments)
{
	char buffer[MESSAGE_MOST + 1];
	int len = vsnprintf(buffer, sizeof(buffer), format, arguments);
	struct slice message = slice_of(len < 0 ? format : buffer);
	if (len > MESSAGE_MOST)
		return arena_printf(arena, "%s...", buffer);
	return arena_string(arena, message);
}

void diag_report(struct diagnostics *diagnostics, enum diag id, struct span span, const char *hint,
		 const char *format, ...)
{
	enum severity severity = diagnostics->severities[id];
	if (severity == SILENT)
		return;
	diagnostics->errors += severity == ERROR;
	diagnostics->environment |= id == DIAG_UNREADABLE;
	diagnostics->list = arena_grow(diagnostics->arena, diagnostics->list, diagnostics->count,
				       &diagnostics->room, sizeof(*diagnostics->list));
	va_list arguments;
	va_start(arguments, format);
	const char *message = format_message(diagnostics->arena, format, arguments);
	va_end(arguments);
	if (diagnostics->wording) {
		message = diagnostics->wording(diagnostics->arena, message);
		hint = hint ? diagnostics->wording(diagnostics->arena, hint) : NULL;
	}
	diagnostics->list[diagnostics->count++] = (struct diagnostic){
		.span = span, .id = id, .severity = severity, .message = message, .hint = hint};
}

/* By place; those without one first. qsort(3) is not stable, so equal places compare by message. */
static int compare(const void *a, const void *b)
{
	const struct diagnostic *x = a, *y = b;
	if (x->span.at != y->span.at)
		return x->span.at < y->span.at ? -1 : 1;
	return strcmp(x->message, y->message);
}

/*
 * Text of a user for a terminal: what would move the cursor, or is not UTF-8, is shown as a
 * question mark.
 */
static void put_clean(struct slice text, FILE *out)
{
	for (size_t i = 0, len; i < text.len; i += len) {
		unsigned char byte = (unsigned char)text.at[i];
		len = utf8_length(slice_part(text, i, 4));
		bool c1 = len == 2 && byte == 0xc2 &&
			  (unsigned char)text.at[i + 1] < 0xa0; /* C1 controls */
		if (!len || (byte < 0x20 && byte != '\t') || byte == 0x7f || c1)
			putc('?', out);
		else
			fwrite(text.at + i, 1, len, out);
		len = len ? len : 1;
	}
}

static void print_line(const struct place *place, size_t marked, bool colour, FILE *out)
{
	struct slice line = place->text;
	size_t offset = place->offset > line.len ? line.len : place->offset;
	size_t from = offset > WINDOW / 2 && line.len > WINDOW ? offset - WINDOW / 2 : 0;
	while (from > 0 && from < line.len && ((unsigned char)line.at[from] & 0xc0) == 0x80)
		from--; /* not into the middle of a character */
	line = slice_part(line, from, WINDOW);
	offset -= from;
	fputs("    ", out);
	put_clean(line, out);
	fputs("\n    ", out);
	for (size_t i = 0, len; i < offset; i += len ? len : 1) {
		len = utf8_length(slice_part(line, i, 4));
		putc(line.at[i] == '\t' ? '\t' : ' ', out);
	}
	fputs(colour ? "\033[1;32m^" : "^", out);
	for (size_t i = offset + 1; i < offset + marked && i < line.len; i++)
		if (((unsigned char)line.at[i] & 0xc0) != 0x80)
			putc('~', out);
	fputs(colour ? "\033[0m\n" : "\n", out);
}

static void print_place(const struct place *place, const char *bold, const char *plain, FILE *out)
{
	fputs(bold, out);
	put_clean(slice_of(place->source->path), out);
	fprintf(out, ":%u:%u:%s ", place->line, place_column(place), plain);
}

static void print_text(struct diagnostics *diagnostics, const struct diagnostic *d, bool colour,
		       FILE *out)
{
	struct place place = source_place(diagnostics->sources, d->span);
	const char *severity = d->severity == ERROR ? "error" : "warning";
	const char *tint = !colour ? "" : d->severity == ERROR ? "\033[1;31m" : "\033[1;35m";
	const char *bold = colour ? "\033[1m" : "", *plain = colour ? "\033[0m" : "";
	if (place.source)
		print_place(&place, bold, plain, out);
	else
		fprintf(out, "%sambit:%s ", bold, plain);
	fprintf(out, "%s%s:%s %s", tint, severity, plain, bold);
	put_clean(slice_of(d->message), out);
	fprintf(out, "%s [%s]\n", plain, diag_rows[d->id].name);
	if (place.source)
		print_line(&place, d->span.len, colour, out);
	if (d->hint) {
		fprintf(out, "    %shint:%s ", bold, plain);
		put_clean(slice_of(d->hint), out);
		putc('\n', out);
	}
}

void diag_begin(struct diag_output *output)
{
	if (output->format == DIAG_JSON)
		json_begin(output);
	else if (output->format == DIAG_SARIF)
		sarif_begin(output);
}

void diag_end(struct diag_output *output)
{
	if (output->format == DIAG_JSON)
		json_end(output);
	else if (output->format == DIAG_SARIF)
		sarif_end(output);
}

/* A profile of a policy is read once for each service that uses it. */
static bool is_repeated(const struct diagnostics *diagnostics, size_t index)
{
	const struct diagnostic *d = &diagnostics->list[index];
	return index && d->span.at && compare(d - 1, d) == 0;
}

void diag_print(struct diagnostics *diagnostics, struct diag_output *output)
{
	if (diagnostics->count)
		qsort(diagnostics->list, diagnostics->count, sizeof(*diagnostics->list), compare);
	struct text text = {
		.arena = diagnostics->arena}; /* one at a time: many take little memory */
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *d = &diagnostics->list[i];
		if (is_repeated(diagnostics, i))
			continue;
		text.len = 0;
		if (output->format == DIAG_JSON)
			json_print(diagnostics, d, output, &text);
		else if (output->format == DIAG_SARIF)
			sarif_print(diagnostics, d, output, &text);
		else
			print_text(diagnostics, d, output->colour, output->file);
		output->printed++;
	}
}
