/* SPDX-License-Identifier: MIT */
/*
 * "ambit explain FILE CALL..." and --audit: what becomes of single system calls, and which line
 * says so.
 */
#include "cli/audit.h"
#include "cli/explain_calls.h"
#include "seccomp/filter.h"
#include "service/vocabulary.h"

static bool unknown(struct compilation *c, const char *what, struct slice name, const char *hint)
{
	diag_report(&c->diagnostics, DIAG_UNKNOWN_CALL, (struct span){0}, hint, "unknown %s '%.*s'",
		    what, SLICE_ARG(name));
	return false;
}

/* A call by its name, for this machine; or ARCHITECTURE:NAME, ARCHITECTURE:NUMBER. */
static bool find_call(struct compilation *c, struct slice name, struct call_place *place)
{
	const struct filter *filter = c->plan.filter->filter;
	enum architecture architecture = filter->machine;
	size_t colon = slice_find(name, ':');
	if (colon < name.len) {
		struct slice before = slice_part(name, 0, colon);
		architecture = architecture_find(before);
		if (architecture == ARCH_FOREIGN)
			return unknown(c, "architecture", before,
				       words_nearest(&c->arena, &words_call_architecture, before));
	}
	place->audit = architecture_rows[architecture].audit;
	if (colon < name.len && call_number_parts(name, &architecture, &place->number))
		return true;
	name = colon < name.len ? slice_part(name, colon + 1, name.len) : name;
	const struct call *call = call_find(filter->calls, architecture, name);
	if (call) {
		place->number = call->number;
		return true;
	}
	if (call_set_find(name))
		return unknown(c, "system call", name, "this is a set of calls: ask for each");
	if (call_exists(name))
		return unknown(c, "system call", name,
			       arena_printf(&c->arena,
					    "other architectures have it, and %s has not",
					    architecture_rows[architecture].name));
	return unknown(c, "system call", name, call_nearest(&c->arena, name));
}

static void explain_audit(const struct options *options, struct compilation *c, struct text *text)
{
	struct audit_record record = {0};
	int source = source_add(&c->sources, "--audit", slice_of(options->audit));
	if (!audit_read(&c->diagnostics, source, &record))
		return;
	struct call_place place = {record.audit, record.number};
	emit_verdict(&c->diagnostics, &c->plan, &place, text);
	if (record.has_action)
		emit_logged(&c->plan, &place, record.action, text);
}

void explain_calls(const struct options *options, struct compilation *c, struct text *text)
{
	if (!c->plan.filter) {
		text_printf(text, "%.*s has no system call filter.\n",
			    SLICE_ARG(c->unit.name.full));
		return;
	}
	for (int i = 1; i < options->file_count; i++) {
		struct call_place place;
		if (find_call(c, slice_of(options->files[i]), &place))
			emit_verdict(&c->diagnostics, &c->plan, &place, text);
	}
	if (options->audit)
		explain_audit(options, c, text);
}
