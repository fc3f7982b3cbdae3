/* SPDX-License-Identifier: MIT */
/* The helpers of pipeline.h. */
#include "pipeline.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct pipeline *pipeline_of(const char *name, const char *text, const char *const *waivers)
{
	struct pipeline *p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->sources.arena = &p->arena;
	diag_init(&p->diagnostics, &p->arena, &p->sources);
	assert_true(unit_name_parse(slice_of(name), &p->unit.name));
	p->unit.path = name;
	p->unit.source = p->unit.name.full;
	assert_int_equal(source_add(&p->sources, name, slice_of(text)), 0);
	unit_read(&p->diagnostics, 0, &p->unit);
	service_read(&p->diagnostics, &p->unit, waivers, &p->service);
	service_judge(&p->diagnostics, waivers, &p->service);
	if (!p->diagnostics.errors)
		plan_lower(&p->diagnostics, &p->service, &p->plan);
	if (!p->diagnostics.errors)
		plan_predict(&p->diagnostics, &p->plan, NULL, &p->proof);
	return p;
}

void pipeline_free(struct pipeline *pipeline)
{
	arena_free(&pipeline->arena);
	free(pipeline);
}

static void print_diagnostics(struct pipeline *p)
{
	struct diag_output output = {.file = stderr, .format = DIAG_TEXT};
	diag_print(&p->diagnostics, &output);
}

/* Adds the arguments in LINE of a dump, "  step   arguments  # directives place". */
static void add_arguments(struct text *found, struct slice line, const char *step)
{
	line = slice_trim(line);
	size_t end = slice_find(line, ' ');
	if (!slice_is(slice_part(line, 0, end), step))
		return;
	line = slice_trim(slice_part(line, end, line.len));
	const char *comment = memmem(line.at, line.len, "  #", 3);
	const char *place = memmem(line.at, line.len, " web.service:", 13);
	if (comment || place)
		line.len = (size_t)((comment ? comment : place) - line.at);
	if (slice_starts(line, "web.service:"))
		line.len = 0;
	text_puts(found, found->len ? " | " : "");
	text_add(found, slice_trim(line));
}

static const char *steps_of(struct pipeline *p, const char *function, const char *step)
{
	struct text dump = {.arena = &p->arena}, found = {.arena = &p->arena};
	struct slice rest;
	bool inside = false;
	plan_dump(&p->diagnostics, &p->plan, &dump);
	text_puts(&found, "");
	for (rest = text_slice(&dump); rest.len;) {
		size_t end = slice_find(rest, '\n');
		struct slice line = slice_part(rest, 0, end);
		if (*line.at != ' ')
			inside = slice_is(line, function);
		else if (inside)
			add_arguments(&found, line, step);
		rest = slice_part(rest, end + 1, rest.len);
	}
	return found.at;
}

void assert_steps(const char *lines, const char *function, const char *step, const char *expected)
{
	const char *start = strstr(lines, "ExecStart=") ? "" : "ExecStart=/bin/true\n";
	char *text;
	if (asprintf(&text, "[Service]\n%s%s\n", start, lines) < 0)
		abort();
	struct pipeline *p = pipeline_of("web.service", text, NULL);
	if (p->diagnostics.errors)
		print_diagnostics(p);
	assert_int_equal(p->diagnostics.errors, 0);
	assert_string_equal(steps_of(p, function, step), expected);
	pipeline_free(p);
	free(text);
}

void assert_step(const char *lines, const char *step, const char *expected)
{
	assert_steps(lines, "main", step, expected);
}

static struct pipeline *told(const char *text, size_t count)
{
	struct pipeline *p = pipeline_of("web.service", text, NULL);
	if (p->diagnostics.count != count)
		print_diagnostics(p);
	assert_int_equal(p->diagnostics.count, count);
	return p;
}

void assert_told(const char *text, enum diag id, const char *marked)
{
	struct pipeline *p = told(text, 1);
	const struct diagnostic *found = &p->diagnostics.list[0];
	assert_string_equal(diag_rows[found->id].name, diag_rows[id].name);
	char *at = arena_string(&p->arena, source_slice(&p->sources, found->span));
	assert_string_equal(at, marked);
	pipeline_free(p);
}

void assert_nothing_told(const char *text)
{
	pipeline_free(told(text, 0));
}

char *scratch_directory(void)
{
	const char *base = getenv("TMPDIR");
	char *directory;
	if (asprintf(&directory, "%s/ambit-unit-XXXXXX", base && *base ? base : "/tmp") < 0)
		abort();
	assert_non_null(mkdtemp(directory));
	return directory;
}

void scratch_file(const char *directory, const char *name, const char *text)
{
	char *path;
	if (asprintf(&path, "%s/%s", directory, name) < 0)
		abort();
	for (char *slash = path + strlen(directory) + 1; (slash = strchr(slash, '/'));
	     *slash++ = '/') {
		*slash = '\0';
		mkdir(path, 0755);
	}
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
	free(path);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status, (void)type, (void)ftw;
	return remove(path);
}

void scratch_remove(char *directory)
{
	assert_int_equal(nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(directory);
}
