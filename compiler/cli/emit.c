/* SPDX-License-Identifier: MIT */
/* "ambit emit" and "ambit check": the way of the data up to one stage. */
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

/* What is written where, once the whole file is without mistakes. */
struct product {
	const char *out;
	struct text text;
};

static const char *product_name(const struct options *options, struct compilation *c,
				const char *stage)
{
	if (!options->directory)
		return options->out;
	return arena_printf(&c->arena, "%s/%.*s.%s", options->directory,
			    SLICE_ARG(c->unit.name.stem), stage);
}

/* Several services go into one text, unless each has a file of its own. */
static void collect(const struct options *options, struct compilation *c, const char *stage,
		    struct product *products, size_t *count)
{
	const char *out = product_name(options, c, stage);
	if (!*count || options->directory)
		products[(*count)++] = (struct product){.out = out, .text = {.arena = &c->arena}};
	bool there = add_stage(c, stage, &products[*count - 1].text);
	if (!there)
		--*count;
}

static int write_products(struct compilation *c, const struct product *products,
			  struct outputs *outputs)
{
	int status = EXIT_DONE;
	for (; products->text.arena; products++) {
		const char *out = products->out;
		const char *problem = out ? output_problem(c, outputs, out) : NULL;
		int written = problem ? environment_error("%s: %s", out, problem)
				      : write_output(out, text_slice(&products->text));
		status = written > status ? written : status;
	}
	return status;
}

static int emit_one(const struct options *options, const char *path, struct diag_output *output,
		    struct outputs *outputs)
{
	const char *stage = options->to ? options->to : "c";
	struct compilation c;
	size_t count = 0;
	compile_open(options, path, &c);
	struct product *products = arena_alloc(&c.arena, (c.count + 1) * sizeof(*products));
	if (c.count > 1 && !options->directory && strcmp(stage, "c") == 0)
		diag_report(&c.diagnostics, DIAG_NO_SERVICE, c.services[1]->span,
			    "choose one with --service=NAME, or give each a file with -d",
			    "the file has %zu services", c.count);
	while (compile_next(options, &c))
		if (!c.diagnostics.errors || strcmp(stage, "unit") == 0)
			collect(options, &c, stage, products, &count);
	products[count] = (struct product){0};
	int status = compilation_status(&c);
	diag_print(&c.diagnostics, output);
	if (status == EXIT_DONE || (status == EXIT_INPUT && strcmp(stage, "unit") == 0)) {
		int written = write_products(&c, products, outputs);
		status = written > status ? written : status;
	}
	compilation_free(&c);
	return status;
}

int command_emit(const struct options *options)
{
	struct diag_output output =
		diag_output(options, stderr); /* standard output is the product's */
	struct outputs outputs = {.arena = options->arena};
	int status = EXIT_DONE;
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		int one = emit_one(options, options->files[i], &output, &outputs);
		if (one > status)
			status = one;
	}
	diag_end(&output);
	return status;
}

int command_check(const struct options *options)
{
	struct diag_output output = diag_output(options, stdout);
	int status = EXIT_DONE;
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		struct compilation c;
		compile_open(options, options->files[i], &c);
		while (compile_next(options, &c))
			;
		diag_print(&c.diagnostics, &output);
		if (compilation_status(&c) > status)
			status = compilation_status(&c);
		compilation_free(&c);
	}
	diag_end(&output);
	return status;
}
