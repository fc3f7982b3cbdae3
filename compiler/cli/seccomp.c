/* SPDX-License-Identifier: MIT */
/* "ambit seccomp": the system call filter of a service, for people and for other programs. */
#include "cli/cli.h"
#include "seccomp/filter.h"

#include <linux/filter.h>
#include <string.h>

static void write_bpf(struct compilation *c, struct text *text)
{
	const struct plan_filter *filter = c->plan.filter;
	text_add(text,
		 (struct slice){(const char *)filter->code, filter->count * sizeof(*filter->code)});
}

static void write_c(struct compilation *c, struct text *text)
{
	text_printf(text,
		    "/* Made by ambit " AMBIT_VERSION
		    " from %.*s. Change that file, not this one. */\n"
		    "#include <linux/filter.h>\n\n",
		    SLICE_ARG(c->unit.source));
	emit_c_filter(c->plan.filter, text);
}

static void write_oci(struct compilation *c, struct text *text)
{
	const char *problem = emit_oci(c->plan.filter->filter, text);
	if (problem)
		diag_report(
			&c->diagnostics, DIAG_FILTER, c->plan.filter->span,
			"write SystemCallArchitectures=native, and names of calls; or use --to=bpf",
			"the filter cannot be said in OCI's terms: %s", problem);
}

static void write_text(struct compilation *c, struct text *text)
{
	emit_seccomp(&c->diagnostics, &c->plan, text);
}

static const struct form {
	const char *name;
	void (*write)(struct compilation *c, struct text *text);
} forms[] = {{"text", write_text}, {"bpf", write_bpf}, {"c", write_c}, {"oci", write_oci}};

/* Without a filter there is nothing to export, and only that to be said. */
static void write_form(const struct options *options, struct compilation *c, struct text *text)
{
	const struct form *form = forms;
	while (options->to && strcmp(form->name, options->to) != 0)
		form++;
	if (c->plan.filter)
		form->write(c, text);
	else if (form == forms)
		text_printf(text, "%.*s has no system call filter.\n",
			    SLICE_ARG(c->unit.name.full));
	else
		diag_report(&c->diagnostics, DIAG_FILTER, (struct span){0},
			    "write SystemCallFilter=, or another directive about system calls",
			    "%.*s has no system call filter", SLICE_ARG(c->unit.name.full));
}

int command_seccomp(const struct options *options)
{
	struct diag_output output = diag_output(options, stderr);
	struct outputs outputs = {.arena = options->arena};
	struct compilation c;
	struct text text = {.arena = options->arena};
	if (compile(options, options->files[0], &c))
		write_form(options, &c, &text);
	int status = compilation_status(&c);
	diag_begin(&output);
	diag_print(&c.diagnostics, &output);
	diag_end(&output);
	const char *problem = options->out ? output_problem(&c, &outputs, options->out) : NULL;
	if (status == EXIT_DONE)
		status = problem ? environment_error("%s: %s", options->out, problem)
				 : write_output(options->out, text_slice(&text));
	compilation_free(&c);
	return status;
}
