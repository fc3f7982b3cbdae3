/* SPDX-License-Identifier: MIT */
/* "ambit emit": the way of the data up to one stage. */
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
