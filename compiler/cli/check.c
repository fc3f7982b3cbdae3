/* SPDX-License-Identifier: MIT */
/* "ambit check": all mistakes, and with --root what the service can do with the paths it names. */
#include "access/access.h"
#include "cli/cli.h"

#include <string.h>

static const char *const actors[] = {[ACTOR_NOBODY] = "nobody",
				     [ACTOR_LAUNCHER] = "the launcher",
				     [ACTOR_SERVICE] = "the service"};

static size_t widest(size_t width, const char *text)
{
	return strlen(text) > width ? strlen(text) : width;
}

/* What the directive names, or what that in its turn needs. */
static const char *name_of(struct arena *arena, const struct access_row *row)
{
	return row->role ? arena_printf(arena, "  %s", row->role) : row->directive;
}

static void add_identity(struct compilation *c, const struct access_report *report,
			 struct text *text)
{
	const struct credentials *service = &report->service;
	text_printf(text, "%.*s: user %u, group %u, groups", SLICE_ARG(c->unit.name.full),
		    service->uid.fs, service->gid.fs);
	for (size_t i = 0; i < service->group_count; i++)
		text_printf(text, " %u", service->groups[i]);
	text_puts(text, service->group_count ? "" : " none");
	text_puts(text, ", capabilities ");
	emit_capabilities(text, service->effective);
	text_puts(text, "\n");
}

/* A line for each path. */
static void add_rows(struct compilation *c, const struct access_report *report, struct text *text)
{
	size_t name = 0, path = 0;
	for (size_t i = 0; i < report->count; i++) {
		name = widest(name, name_of(&c->arena, &report->rows[i]));
		path = widest(path, report->rows[i].path);
	}
	for (size_t i = 0; i < report->count; i++) {
		const struct access_row *row = &report->rows[i];
		text_printf(text, "  %-*s  %-*s  %s  by %s%s%s\n", (int)name,
			    name_of(&c->arena, row), (int)path, row->path, row->rights,
			    actors[row->actor], *row->verdict ? ": " : "", row->verdict);
	}
}

/* The rows go to standard output, and so only where no diagnostics for machines go there. */
static void check_access(const struct options *options, struct compilation *c,
			 const struct tree *tree, struct text *text)
{
	struct access_report report;
	struct tree here = *tree;
	here.arena = &c->arena;
	access_check(&c->diagnostics, &c->proof, &here, &report);
	if (!report.count || options->format != DIAG_TEXT)
		return;
	add_identity(c, &report, text);
	add_rows(c, &report, text);
}

static int check_file(const struct options *options, const char *path, const struct tree *tree,
		      struct diag_output *output)
{
	struct compilation c;
	compile_open(options, path, &c);
	struct text text = {.arena = &c.arena};
	for (size_t errors = c.diagnostics.errors; compile_next(options, &c);
	     errors = c.diagnostics.errors)
		if (options->root && c.diagnostics.errors == errors)
			check_access(options, &c, tree, &text);
	int status = compilation_status(&c);
	diag_print(&c.diagnostics, output);
	if (text.len)
		fwrite(text.at, 1, text.len, stdout);
	compilation_free(&c);
	return status;
}

int command_check(const struct options *options)
{
	struct diag_output output = diag_output(options, stdout);
	struct tree tree = {.fd = -1};
	int status = EXIT_DONE;
	int error = options->root ? tree_open(&tree, options->arena, options->root) : 0;
	if (error)
		return environment_error("--root=%s: %s", options->root, strerror(-error));
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		int one = check_file(options, options->files[i], &tree, &output);
		status = one > status ? one : status;
	}
	diag_end(&output);
	if (options->root)
		tree_close(&tree);
	return status;
}
