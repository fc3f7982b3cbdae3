/* SPDX-License-Identifier: MIT */
/* Diagnostics for machines: one object each, written as soon as it is built. */
#include "base/diag_json.h"

static const char *const severity_names[] = {[ERROR] = "error", [WARNING] = "warning"};

static void write_object(struct diag_output *output, const struct text *text)
{
	fputs(output->printed ? ",\n" : "\n", output->file);
	fwrite(text->at, 1, text->len, output->file);
}

void json_begin(struct diag_output *output)
{
	fputs("[", output->file);
}

void json_end(struct diag_output *output)
{
	fputs(output->printed ? "\n]\n" : "]\n", output->file);
}

void json_print(struct diagnostics *diagnostics, const struct diagnostic *d,
		struct diag_output *output, struct text *text)
{
	struct place place = source_place(diagnostics->sources, d->span);
	text_printf(text, "{\"severity\": \"%s\", \"name\": \"%s\", \"message\": ",
		    severity_names[d->severity], diag_rows[d->id].name);
	text_json(text, slice_of(d->message));
	if (d->hint) {
		text_puts(text, ", \"hint\": ");
		text_json(text, slice_of(d->hint));
	}
	if (place.source) {
		text_puts(text, ", \"file\": ");
		text_json(text, slice_of(place.source->path));
		text_printf(text, ", \"line\": %u, \"column\": %u, \"offset\": %u, \"length\": %u",
			    place.line, place_column(&place), d->span.at - place.source->first,
			    d->span.len);
	}
	text_putc(text, '}');
	write_object(output, text);
}

/* "artifactLocation.uri" is a URI reference (RFC 3986): everything unusual is percent-encoded. */
static void add_uri(struct text *text, const char *path)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/@";
	text_putc(text, '"');
	for (; *path; path++) {
		if (slice_find(SLICE(plain), *path) < sizeof(plain) - 1)
			text_putc(text, *path);
		else
			text_printf(text, "%%%02X", (unsigned char)*path);
	}
	text_putc(text, '"');
}

void sarif_print(struct diagnostics *diagnostics, const struct diagnostic *d,
		 struct diag_output *output, struct text *text)
{
	struct place place = source_place(diagnostics->sources, d->span);
	text_printf(text, "{\"ruleId\": \"%s\", \"level\": \"%s\", \"message\": {\"text\": ",
		    diag_rows[d->id].name, severity_names[d->severity]);
	const char *message = d->message;
	if (d->hint)
		message = arena_printf(diagnostics->arena, "%s (%s)", message, d->hint);
	text_json(text, slice_of(message));
	text_puts(text, "}");
	if (place.source) {
		text_puts(text, ", \"locations\": [{\"physicalLocation\": "
				"{\"artifactLocation\": {\"uri\": ");
		add_uri(text, place.source->path);
		text_printf(text,
			    "}, \"region\": {\"startLine\": %u, \"startColumn\": %u, "
			    "\"byteOffset\": %u, \"byteLength\": %u}}}]",
			    place.line, place_column(&place), d->span.at - place.source->first,
			    d->span.len);
	}
	text_putc(text, '}');
	write_object(output, text);
}

void sarif_begin(struct diag_output *output)
{
	fputs("{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", "
	      "\"version\": \"2.1.0\",\n"
	      "\"runs\": [{\"columnKind\": \"unicodeCodePoints\", "
	      "\"tool\": {\"driver\": {\"name\": \"ambit\", "
	      "\"rules\": [",
	      output->file);
	for (size_t i = 0; i < DIAG_COUNT; i++)
		fprintf(output->file,
			"%s\n{\"id\": \"%s\", \"shortDescription\": {\"text\": \"%s\"}, "
			"\"help\": {\"text\": \"%s\"}}",
			i ? "," : "", diag_rows[i].name, diag_rows[i].summary, diag_rows[i].remedy);
	fputs("\n]}},\n\"results\": [", output->file);
}

void sarif_end(struct diag_output *output)
{
	fputs(output->printed ? "\n]}]}\n" : "]}]}\n", output->file);
}
