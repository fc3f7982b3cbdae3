/* SPDX-License-Identifier: MIT */
/* The helpers of policy_fixture.h. */
#include "policy_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_policy(struct pipeline *p, const char *path)
{
	struct policy policy;
	struct policy_options options = {0};
	assert_true(policy_load(&p->diagnostics, path, &options, &policy));
	if (!policy_check_circles(&p->diagnostics, &policy))
		return;
	for (size_t i = 0; i < policy.count; i++) {
		if (policy.list[i]->kind != DECLARATION_SERVICE)
			continue;
		policy_evaluate(&p->diagnostics, &policy, policy.list[i], NULL, &p->unit);
		service_read(&p->diagnostics, &p->unit, NULL, &p->service);
		service_judge(&p->diagnostics, NULL, &p->service);
		break;
	}
	if (!p->diagnostics.errors)
		plan_lower(&p->diagnostics, &p->service, &p->plan);
}

struct pipeline *policy_of(const char *text)
{
	struct pipeline *p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->sources.arena = &p->arena;
	diag_init(&p->diagnostics, &p->arena, &p->sources);
	char *directory = scratch_directory();
	scratch_file(directory, "web.ambit", text);
	read_policy(p, arena_printf(&p->arena, "%s/web.ambit", directory));
	scratch_remove(directory);
	return p;
}

static struct pipeline *policy_with(const char *declarations, const char *statements)
{
	char *text;
	if (asprintf(&text, "%s\nservice web { exec \"/bin/true\"; %s }\n", declarations,
		     statements) < 0)
		abort();
	struct pipeline *p = policy_of(text);
	free(text);
	return p;
}

static void print_mistakes(struct pipeline *p)
{
	struct diag_output output = {.file = stderr, .format = DIAG_TEXT};
	diag_print(&p->diagnostics, &output);
}

void assert_assigned(const char *declarations, const char *statements, const char *directive,
		     const char *values)
{
	struct pipeline *p = policy_with(declarations, statements);
	struct text found = {.arena = &p->arena};
	text_puts(&found, "");
	for (size_t i = 0; i < p->unit.assignment_count; i++) {
		const struct assignment *a = &p->unit.assignments[i];
		if (!slice_is(assignment_name(&p->diagnostics, a), directive))
			continue;
		struct slice value = assignment_text(&p->diagnostics, a, NULL);
		text_printf(&found, "<%.*s>", SLICE_ARG(value));
	}
	if (p->diagnostics.errors)
		print_mistakes(p);
	assert_int_equal(p->diagnostics.errors, 0);
	assert_string_equal(found.at, values);
	pipeline_free(p);
}

void assert_refused(const char *declarations, const char *statements, enum diag id,
		    const char *marked, const char *hint)
{
	struct pipeline *p = policy_with(declarations, statements);
	const struct diagnostic *found = &p->diagnostics.list[0];
	if (p->diagnostics.count != 1)
		print_mistakes(p);
	assert_int_equal(p->diagnostics.count, 1);
	assert_string_equal(diag_rows[found->id].name, diag_rows[id].name);
	char *at = arena_string(&p->arena, source_slice(&p->sources, found->span));
	assert_string_equal(at, marked);
	if (!hint)
		assert_null(found->hint);
	else if (strcmp(hint, "*") != 0)
		assert_string_equal(found->hint ? found->hint : "", hint);
	pipeline_free(p);
}
