/* SPDX-License-Identifier: MIT */
/* "ambit emit" and "ambit convert": the way of the data up to one stage. */
#include "cli/cli.h"

#include <string.h>

/* Writes what a service is at one stage. False: it is not there, or reported. */
typedef bool stage_writer(struct compilation *c, struct text *text);

static bool write_unit(struct compilation *c, struct text *text)
{
	unit_dump(&c->diagnostics, &c->unit, text);
	return c->unit.section_count > 0;
}

static bool write_service(struct compilation *c, struct text *text)
{
	service_dump(&c->diagnostics, &c->service, text);
	return true;
}

static bool write_plan(struct compilation *c, struct text *text)
{
	plan_dump(&c->diagnostics, &c->plan, text);
	return true;
}

static bool write_c(struct compilation *c, struct text *text)
{
	emit_c(&c->diagnostics, &c->plan, text);
	return true;
}

static bool write_json(struct compilation *c, struct text *text)
{
	emit_json(&c->diagnostics, &c->service, text);
	return true;
}

static bool write_text(struct compilation *c, struct text *text)
{
	emit_text(&c->diagnostics, &c->plan, text);
	return true;
}

static bool write_unit_file(struct compilation *c, struct text *text)
{
	return emit_unit(&c->diagnostics, &c->service, text);
}

static bool write_policy(struct compilation *c, struct text *text)
{
	return emit_policy(&c->diagnostics, &c->service, text);
}

static const struct stage {
	const char *name; /* also the suffix of its files in -d */
	stage_writer *write;
	bool alone; /* two services in one text would be no such text */
} stages[] = {
	{"c", write_c, true},        {"unit", write_unit, false}, {"service", write_service, false},
	{"plan", write_plan, false}, {"json", write_json, true},  {"text", write_text, false},
};
static const struct stage unit_file = {"service", write_unit_file, true};
static const struct stage policy_file = {"ambit", write_policy, false};

static const struct stage *find_stage(const char *name)
{
	const struct stage *stage = stages;
	while (name && strcmp(stage->name, name) != 0)
		stage++;
	return stage;
}

/* What is written where, once the whole file is without mistakes. */
struct product {
	const char *out;
	struct text text;
};

struct emission {
	const struct options *options;
	const struct stage *stage;
	struct diag_output output;
	struct outputs outputs;
};

/* Several services go into one text, unless each has a file of its own. */
static void collect(const struct emission *emission, struct compilation *c,
		    struct product *products, size_t *count)
{
	const struct options *options = emission->options;
	const char *out = options->out;
	if (options->directory)
		out = arena_printf(&c->arena, "%s/%.*s.%s", options->directory,
				   SLICE_ARG(c->unit.name.stem), emission->stage->name);
	bool anew = !*count || options->directory;
	if (anew)
		products[(*count)++] = (struct product){.out = out, .text = {.arena = &c->arena}};
	if (!emission->stage->write(c, &products[*count - 1].text) && anew)
		--*count;
}

static int write_products(struct emission *emission, struct compilation *c,
			  const struct product *products)
{
	int status = EXIT_DONE;
	for (; products->text.arena; products++) {
		const char *out = products->out;
		const char *problem = out ? output_problem(c, &emission->outputs, out) : NULL;
		int written = problem ? environment_error("%s: %s", out, problem)
				      : write_output(out, text_slice(&products->text));
		status = written > status ? written : status;
	}
	return status;
}

/* The unit as it is written can be shown whatever is wrong with it. */
static bool shows_mistaken(const struct emission *emission)
{
	return emission->stage->write == write_unit;
}

static int emit_one(struct emission *emission, const char *path)
{
	const struct options *options = emission->options;
	struct compilation c;
	size_t count = 0;
	compile_open(options, path, &c);
	struct product *products = arena_alloc(&c.arena, (c.count + 1) * sizeof(*products));
	if (c.count > 1 && !options->directory && emission->stage->alone)
		diag_report(&c.diagnostics, DIAG_NO_SERVICE, c.services[1]->span,
			    "choose one with --service=NAME, or give each a file with -d",
			    "the file has %zu services", c.count);
	while (compile_next(options, &c))
		if (!c.diagnostics.errors || shows_mistaken(emission))
			collect(emission, &c, products, &count);
	products[count] = (struct product){0};
	int status = compilation_status(&c);
	diag_print(&c.diagnostics, &emission->output);
	if (status == EXIT_DONE || (status == EXIT_INPUT && shows_mistaken(emission))) {
		int written = write_products(emission, &c, products);
		status = written > status ? written : status;
	}
	compilation_free(&c);
	return status;
}

int command_emit(const struct options *options)
{
	struct emission emission = {.options = options,
				    .stage = find_stage(options->to),
				    .output = diag_output(options, stderr), /* not the product's */
				    .outputs = {.arena = options->arena}};
	int status = EXIT_DONE;
	diag_begin(&emission.output);
	for (int i = 0; i < options->file_count; i++) {
		int one = emit_one(&emission, options->files[i]);
		status = one > status ? one : status;
	}
	diag_end(&emission.output);
	return status;
}

/* A unit becomes a policy, and a policy units. What a launcher would refuse can be said in both. */
int command_convert(const struct options *options)
{
	struct options reading = *options;
	reading.only_read = true;
	struct emission emission = {.options = &reading,
				    .output = diag_output(options, stderr),
				    .outputs = {.arena = options->arena}};
	int status = EXIT_DONE;
	diag_begin(&emission.output);
	for (int i = 0; i < options->file_count; i++) {
		bool is_policy = slice_ends(slice_of(options->files[i]), ".ambit");
		emission.stage = is_policy ? &unit_file : &policy_file;
		int one = emit_one(&emission, options->files[i]);
		status = one > status ? one : status;
	}
	diag_end(&emission.output);
	return status;
}
