/* SPDX-License-Identifier: MIT */
/* "ambit emit", "ambit convert" and "ambit check": the way of the data up to one stage. */
#include "cli/cli.h"

#include <string.h>

/* The text of one stage; the stages behind a mistake are not there. */
static bool add_stage(struct compilation *c, const char *stage, struct text *text)
{
	if (strcmp(stage, "unit") == 0) {
		unit_dump(&c->diagnostics, &c->unit, text);
		return c->unit.section_count > 0;
	}
	if (strcmp(stage, "service") == 0)
		service_dump(&c->diagnostics, &c->service, text);
	else if (strcmp(stage, "plan") == 0)
		plan_dump(&c->diagnostics, &c->plan, text);
	else if (strcmp(stage, "json") == 0)
		emit_json(&c->diagnostics, &c->service, text);
	else if (strcmp(stage, "text") == 0)
		emit_text(&c->diagnostics, &c->plan, text);
	else
		emit_c(&c->diagnostics, &c->plan, text);
	return true;
}

static int emit_one(const struct options *options, const char *path, struct diag_output *output,
		    const char **outs)
{
	const char *stage = options->to ? options->to : "c";
	struct compilation c;
	bool compiled = compile(options, path, &c);
	int status = compilation_status(&c);
	diag_print(&c.diagnostics, output);
	struct text text = {.arena = &c.arena};
	if (compiled || (strcmp(stage, "unit") == 0 && status == EXIT_INPUT)) {
		bool there = add_stage(&c, stage, &text);
		const char *out = options->out;
		if (options->directory)
			out = arena_printf(&c.arena, "%s/%.*s.%s", options->directory,
					   SLICE_ARG(c.unit.name.stem), stage);
		const char *problem = out ? output_problem(&c, options->arena, outs, out) : NULL;
		int written = problem ? environment_error("%s: %s", out, problem)
			      : there ? write_output(out, text_slice(&text))
				      : EXIT_DONE;
		if (written > status)
			status = written;
	}
	compilation_free(&c);
	return status;
}

int command_emit(const struct options *options)
{
	struct diag_output output =
		diag_output(options, stderr); /* standard output is the product's */
	const char **outs =
		arena_alloc(options->arena, ((size_t)options->file_count + 1) * sizeof(*outs));
	int status = EXIT_DONE;
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		int one = emit_one(options, options->files[i], &output, outs);
		if (one > status)
			status = one;
	}
	diag_end(&output);
	return status;
}

int command_convert(const struct options *options)
{
	struct diag_output output = diag_output(options, stderr);
	const char *outs[] = {NULL, NULL};
	struct compilation c;
	struct text text = {.arena = &c.arena};
	bool converted = compile(options, options->files[0], &c) &&
			 emit_unit(&c.diagnostics, &c.service, &text);
	int status = compilation_status(&c);
	diag_begin(&output);
	diag_print(&c.diagnostics, &output);
	diag_end(&output);
	const char *problem = converted && options->out
				      ? output_problem(&c, options->arena, outs, options->out)
				      : NULL;
	if (problem)
		status = environment_error("%s: %s", options->out, problem);
	else if (converted)
		status = write_output(options->out, text_slice(&text));
	compilation_free(&c);
	return status;
}

int command_check(const struct options *options)
{
	struct diag_output output = diag_output(options, stdout);
	int status = EXIT_DONE;
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		struct compilation c;
		compile(options, options->files[i], &c);
		diag_print(&c.diagnostics, &output);
		if (compilation_status(&c) > status)
			status = compilation_status(&c);
		compilation_free(&c);
	}
	diag_end(&output);
	return status;
}
