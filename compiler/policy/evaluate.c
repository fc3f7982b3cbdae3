/* SPDX-License-Identifier: MIT */
/*
 * Applies the profiles and statements of a service, in order. The first statement of a directive in
 * a block replaces what profiles said; further ones in the same block, and "+=", add to it.
 */
#include "policy/evaluate.h"
#include "policy/names.h"

#include <string.h>

bool spend(struct evaluator *e, struct span span)
{
	if (e->work > WORK_MOST)
		return false;
	if (++e->work <= WORK_MOST)
		return true;
	diag_report(e->diagnostics, DIAG_CIRCLE, span,
		    "let it name fewer things, or name them less",
		    "this service takes more than %d terms", (int)WORK_MOST);
	return false;
}

bool descend(struct evaluator *e, struct span span)
{
	if (++e->depth <= DEPTH_MOST)
		return spend(e, span);
	if (e->work <= WORK_MOST)
		diag_report(e->diagnostics, DIAG_CIRCLE, span, NULL,
			    "names that stand for names, more than %d deep", (int)DEPTH_MOST);
	e->work = WORK_MOST + 1;
	return false;
}

static const struct binding *find_binding(const struct binding *bindings, struct slice name)
{
	while (bindings && !slice_equal(bindings->name, name))
		bindings = bindings->next;
	return bindings;
}

bool resolve(struct evaluator *e, const struct term **term, const struct scope **scope)
{
	while ((*term)->kind == TERM_WORD) {
		struct slice name = (*term)->text;
		const struct binding *binding =
			*scope ? find_binding((*scope)->bindings, name) : NULL;
		const struct declaration *constant =
			binding ? NULL : policy_find(e->policy, DECLARATION_LET, name);
		if (constant && !policy_sees(e->policy, (*term)->span.at, constant))
			constant = NULL;
		if (!binding && !constant)
			return true;
		if (!spend(e, (*term)->span))
			return false;
		*term = binding ? binding->value : constant->value;
		*scope = binding ? binding->scope : NULL;
	}
	return (*term)->kind != TERM_BROKEN;
}

void add_entry(struct evaluator *e, const struct request *request, const struct writer *writer,
	       struct span span)
{
	struct made_text *made = arena_alloc(e->arena, sizeof(*made));
	*made = (struct made_text){.name = request->row->name,
				   .text = text_slice(&writer->text),
				   .lines = writer->lines};
	if (!made->text.at)
		made->text = SLICE("");
	e->entries = arena_grow(e->arena, e->entries, e->count, &e->room, sizeof(*e->entries));
	e->entries[e->count++] = (struct entry){request->directive, request->key, span, made};
}

/* Directives of which several statements add up. */
static bool is_list(const struct directive_row *row)
{
	static const bool lists[KIND_COUNT] = {
		[KIND_FLAGS] = true,       [KIND_NAMES] = true,        [KIND_WORDS] = true,
		[KIND_PATHS] = true,       [KIND_CAPABILITIES] = true, [KIND_NUMBERS] = true,
		[KIND_ENVIRONMENT] = true, [KIND_COMMANDS] = true,     [KIND_CONDITION] = true,
		[KIND_DATA] = true,        [KIND_ASSERTION] = true,    [KIND_RULE] = true,
		[KIND_BINDS] = true,       [KIND_TMPFS] = true,        [KIND_DIRECTORIES] = true,
		[KIND_CREDENTIAL] = true,  [KIND_FILE] = true,
	};
	return lists[row->kind] && !(row->argument.flags & SINGLE);
}

static bool is_set(const struct directive_row *row)
{
	return row->kind == KIND_CAPABILITIES || row->kind == KIND_FLAGS;
}

/* "+=" and "-=" want something to add to, or to take from. */
static bool check_operation(struct evaluator *e, const struct request *request)
{
	const char *hint = NULL;
	if (request->operation == OPERATION_ADD && !is_list(request->row))
		hint = "leave the '+' out: it takes one value";
	else if (request->operation == OPERATION_REMOVE && !is_set(request->row))
		hint = "'-=' is for sets; what a statement says replaces what profiles say";
	if (hint)
		diag_report(e->diagnostics, DIAG_VALUE, request->key, hint, "%s is no %s",
			    request->name, request->operation == OPERATION_ADD ? "list" : "set");
	return !hint;
}

/*
 * What profiles said of a directive goes with the first statement of a block that sets it; but what
 * they assert, a service cannot take back.
 */
static void override(struct evaluator *e, struct request *request)
{
	enum directive directive = request->directive;
	if (request->row->kind == KIND_ASSERTION)
		return;
	request->again = e->set_by[directive] == e->block;
	if (request->operation == OPERATION_SET && !request->again) {
		e->floors[directive] = e->count;
		e->has_bits[directive] = false;
	}
	e->set_by[directive] = e->block;
}

static void evaluate_value(struct evaluator *e, struct request *request)
{
	if (!spend(e, request->key) || !check_operation(e, request))
		return;
	override(e, request);
	if (request->row->kind == KIND_ASSERTION)
		evaluate_assertion(e, request);
	else if (request->row->kind == KIND_RULE)
		evaluate_rule(e, request);
	else if (is_set(request->row))
		evaluate_set(e, request);
	else
		evaluate_text(e, request);
}

static void report_unknown(struct evaluator *e, const struct statement *statement,
			   const char *prefix)
{
	const struct term *term = statement->terms;
	const char *hint = policy_names_nearest(e->arena, e->names, prefix, term->text);
	if (!hint && statement->has_block)
		hint = policy_names_nearest_group(e->arena, e->names, prefix, term->text);
	if (slice_is(term->text, "let") || slice_is(term->text, "include") ||
	    slice_is(term->text, "profile") || slice_is(term->text, "service"))
		hint = "a declaration stands outside of braces";
	diag_report(e->diagnostics, DIAG_UNKNOWN_DIRECTIVE, term->span,
		    hint ? hint : "\"ambit directives\" lists them", "unknown directive %s%.*s",
		    prefix, SLICE_ARG(term->text));
}

static void apply_statements(struct evaluator *e, struct statement *statements,
			     const struct scope *scope, const char *prefix);

/* "NAME { VALUE; VALUE; }" */
static void apply_lines(struct evaluator *e, struct request request,
			const struct statement *statement)
{
	if (request.values)
		diag_report(e->diagnostics, DIAG_SYNTAX, request.values->span,
			    "write NAME VALUE; or NAME { VALUE; VALUE; }",
			    "a value before the '{'");
	for (struct statement *line = statement->lines; line; line = line->next) {
		split_statement(e, line, "");
		request.values = line->terms;
		request.operation = line->operation;
		if (line->has_block || line->operation != OPERATION_SET)
			diag_report(e->diagnostics, DIAG_SYNTAX, line->terms->span, NULL,
				    "the values of %s stand here, each with its ';'", request.name);
		else
			evaluate_value(e, &request);
	}
}

/* "PREFIX { NAME VALUE; ... }" is PREFIX_NAME VALUE; ... Braces with a mistake in them may be meant so. */
static void apply_group(struct evaluator *e, struct statement *statement, const struct scope *scope,
			const char *prefix)
{
	const struct term *name = statement->terms;
	const char *longer = arena_printf(e->arena, "%s%.*s_", prefix, SLICE_ARG(name->text));
	bool is_group = name->next ? name->next->kind == TERM_BROKEN : statement->has_block;
	if (is_group && policy_names_have(e->names, longer))
		apply_statements(e, statement->lines, scope, longer);
	else
		report_unknown(e, statement, prefix);
}

static void apply_statement(struct evaluator *e, struct statement *statement,
			    const struct scope *scope, const char *prefix)
{
	const struct term *name = statement->terms;
	if (name->kind == TERM_BROKEN)
		return;
	if (name->kind != TERM_WORD) {
		bool is_pair = name->kind == TERM_PAIR;
		diag_report(e->diagnostics, DIAG_SYNTAX, name->span,
			    is_pair && slice_ends(name->text, "-") ? "'-=' has a blank before it"
			    : is_pair ? "write NAME VALUE; without the '='"
				      : "a statement is NAME VALUE ;",
			    "a statement begins with the name of a directive");
		return;
	}
	int directive = policy_names_find(e->names, prefix, name->text);
	if (directive < 0) {
		apply_group(e, statement, scope, prefix);
		return;
	}
	struct request request = {.directive = (enum directive)directive,
				  .row = &directive_rows[directive],
				  .name = e->names[directive],
				  .key = name->span,
				  .operation = statement->operation,
				  .values = name->next,
				  .scope = scope};
	if (statement->has_block)
		apply_lines(e, request, statement);
	else
		evaluate_value(e, &request);
}

static void apply_statements(struct evaluator *e, struct statement *statements,
			     const struct scope *scope, const char *prefix)
{
	for (; statements && e->diagnostics->errors < MISTAKES_MOST;
	     statements = statements->next) {
		split_statement(e, statements, prefix);
		apply_statement(e, statements, scope, prefix);
	}
}

static const char *nearest_parameter(struct evaluator *e, const struct declaration *profile,
				     struct slice name)
{
	for (const struct binding *p = profile->parameters; p; p = p->next)
		if (text_distance(name, p->name, 2) <= 2)
			return arena_printf(e->arena, "did you mean %.*s?", SLICE_ARG(p->name));
	return profile->parameters ? NULL : "it has no parameters";
}

/* The scope of a use: what it gives to the parameters, and their defaults. */
static bool bind(struct evaluator *e, const struct use *use, const struct declaration *profile,
		 struct scope *inner)
{
	bool all = true;
	for (const struct binding *given = use->arguments; given; given = given->next) {
		if (find_binding(profile->parameters, given->name))
			continue;
		diag_report(e->diagnostics, DIAG_UNKNOWN_NAME, given->span,
			    nearest_parameter(e, profile, given->name),
			    "the profile %.*s has no parameter %.*s", SLICE_ARG(profile->name),
			    SLICE_ARG(given->name));
		all = false;
	}
	for (const struct binding *p = profile->parameters; p; p = p->next) {
		const struct binding *given = find_binding(use->arguments, p->name);
		struct binding *bound = arena_alloc(e->arena, sizeof(*bound));
		*bound = given ? *given : *p;
		bound->next = (struct binding *)inner->bindings;
		if (bound->value)
			inner->bindings = bound;
		else
			diag_report(e->diagnostics, DIAG_UNKNOWN_NAME, use->span,
				    arena_printf(e->arena, "write %.*s(%.*s = VALUE)",
						 SLICE_ARG(use->name), SLICE_ARG(p->name)),
				    "the profile %.*s wants its parameter %.*s",
				    SLICE_ARG(use->name), SLICE_ARG(p->name));
		all = all && bound->value;
	}
	return all;
}

static void apply_declaration(struct evaluator *e, struct declaration *declaration,
			      const struct scope *scope);

static void apply_use(struct evaluator *e, struct use *use, const struct scope *scope)
{
	struct declaration *profile = policy_find(e->policy, DECLARATION_PROFILE, use->name);
	struct scope *inner = arena_alloc(e->arena, sizeof(*inner));
	e->incomplete |= !profile || profile->is_headless;
	if (!profile) {
		const char *hint =
			policy_nearest(e->arena, e->policy, DECLARATION_PROFILE, use->name);
		diag_report(e->diagnostics, DIAG_UNKNOWN_NAME, use->span,
			    hint ? hint : "declare it, or include the file that does",
			    "there is no profile %.*s", SLICE_ARG(use->name));
		return;
	}
	if (profile->active) {
		diag_report(e->diagnostics, DIAG_CIRCLE, use->span, "leave one of them out",
			    "the profile %.*s is made of itself, perhaps by way of others",
			    SLICE_ARG(use->name));
		return;
	}
	for (struct binding *given = use->arguments; given; given = given->next)
		given->scope = scope;
	if (profile->is_headless)
		return;
	if (bind(e, use, profile, inner))
		apply_declaration(e, profile, inner);
	else
		e->incomplete = true;
}

static void apply_declaration(struct evaluator *e, struct declaration *declaration,
			      const struct scope *scope)
{
	declaration->active = true;
	e->incomplete |= declaration->mistaken;
	for (struct use *use = declaration->uses; use; use = use->next) {
		if (descend(e, use->span))
			apply_use(e, use, scope);
		e->depth--;
	}
	e->block = ++e->blocks;
	apply_statements(e, declaration->statements, scope, "");
	declaration->active = false;
}

/* The number of the unit's last section, a new one where that is another. */
static uint32_t open_section(struct evaluator *e, struct unit *unit, enum section section,
			     struct span span)
{
	size_t count = unit->section_count;
	if (count && slice_is(unit->sections[count - 1].name, section_names[section]))
		return (uint32_t)count;
	unit->sections = arena_grow(e->arena, unit->sections, count, &unit->section_room,
				    sizeof(*unit->sections));
	unit->sections[unit->section_count++] =
		(struct unit_section){.span = span, .name = slice_of(section_names[section])};
	return (uint32_t)unit->section_count;
}

static void make_assignments(struct evaluator *e, struct unit *unit, struct span span)
{
	for (size_t i = 0; i < e->count; i++) {
		const struct entry *entry = &e->entries[i];
		if (i < e->floors[entry->directive])
			continue;
		unit->assignments = arena_grow(e->arena, unit->assignments, unit->assignment_count,
					       &unit->assignment_room, sizeof(*unit->assignments));
		enum section section = directive_rows[entry->directive].section;
		unit->assignments[unit->assignment_count++] =
			(struct assignment){.section = open_section(e, unit, section, span),
					    .key = entry->key,
					    .value = entry->value,
					    .made = entry->made};
	}
	open_section(e, unit, SECTION_Service, span); /* mistakes may want one */
}

static struct evaluator *open_evaluator(struct diagnostics *diagnostics, struct policy *policy)
{
	if (!policy->names) {
		policy->names = policy_names(diagnostics->arena);
		policy->evaluator = arena_alloc(diagnostics->arena, sizeof(*policy->evaluator));
	}
	struct evaluator *e = policy->evaluator;
	*e = (struct evaluator){.diagnostics = diagnostics,
				.arena = diagnostics->arena,
				.policy = policy,
				.names = policy->names,
				.entries = e->entries,
				.room = e->room};
	return e;
}

bool policy_evaluate(struct diagnostics *diagnostics, struct policy *policy,
		     struct declaration *declaration, const char *instance, struct unit *unit)
{
	struct evaluator *e = open_evaluator(diagnostics, policy);
	const char *file = arena_printf(e->arena, "%.*s.service", SLICE_ARG(declaration->name));
	size_t errors = diagnostics->errors;
	*unit = (struct unit){.path = policy->path};
	bool is_template = slice_ends(declaration->name, "@");
	if (!unit_name_parse(slice_of(file), &unit->name) ||
	    slice_ends(declaration->name, ".service"))
		diag_report(diagnostics, DIAG_UNIT_NAME, declaration->span,
			    "letters, digits and any of \":-_.\\@\", without .service",
			    "'%.*s' is not the name of a service", SLICE_ARG(declaration->name));
	else if (is_template && !instance)
		diag_report(diagnostics, DIAG_UNIT_NAME, declaration->span,
			    "name one with --instance",
			    "a template is started as one of its instances only");
	else
		unit_settle_name(diagnostics, slice_of(file), is_template ? instance : NULL, unit);
	unit->source = policy->name;
	apply_declaration(e, declaration, NULL);
	make_assignments(e, unit, declaration->span);
	unit->incomplete = e->incomplete || diagnostics->errors > errors;
	if (diagnostics->errors < MISTAKES_MOST)
		return true;
	diag_report(diagnostics, DIAG_SYNTAX, declaration->span, NULL,
		    "more than %d mistakes: the rest is not looked at", (int)MISTAKES_MOST);
	return false;
}
