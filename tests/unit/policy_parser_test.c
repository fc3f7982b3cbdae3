/* SPDX-License-Identifier: MIT */
/* What the grammar makes of declarations, and how it goes on behind a mistake. */
#include "policy_fixture.h"

#include <string.h>

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diagnostics diagnostics;
	struct policy policy;
};

static void read_policy(struct fixture *f, const char *text)
{
	struct policy_options options = {0};
	char *directory = scratch_directory();
	*f = (struct fixture){0};
	f->sources.arena = &f->arena;
	diag_init(&f->diagnostics, &f->arena, &f->sources);
	scratch_file(directory, "web.ambit", text);
	assert_true(policy_load(&f->diagnostics, arena_printf(&f->arena, "%s/web.ambit", directory),
				&options, &f->policy));
	scratch_remove(directory);
}

static const char *names_of(struct fixture *f)
{
	struct text names = {.arena = &f->arena};
	text_puts(&names, "");
	for (size_t i = 0; i < f->policy.count; i++)
		text_printf(&names, "%s%.*s", i ? " " : "", SLICE_ARG(f->policy.list[i]->name));
	return names.at;
}

/* TEXT declares NAMES, and its mistakes are at these places, each in angle brackets. */
static void check(const char *text, const char *names, const char *marked)
{
	struct fixture f;
	read_policy(&f, text);
	struct text places = {.arena = &f.arena};
	text_puts(&places, "");
	for (size_t i = 0; i < f.diagnostics.count; i++) {
		struct slice at = source_slice(&f.sources, f.diagnostics.list[i].span);
		text_printf(&places, "<%.*s>", SLICE_ARG(at));
	}
	assert_string_equal(names_of(&f), names);
	assert_string_equal(places.at, marked);
	arena_free(&f.arena);
}

TEST(policy_declarations)
{
	check("", "", "");
	check("let a = b;", "a", "");
	check("let a = b; profile c {} profile d() : c { e; } service f : c, d() {}", "a c d f",
	      "");
	check("service \"a@\" {} service \"b:c\" {}", "a@ b:c", "");
	check("profile p { let x; service { profile; } include y; }", "p", "");
	check("/* let a = b; */ # let c = d;\nlet e = f /**/ ; //", "e", "<//>");
}

TEST(policy_structure)
{
	struct fixture f;
	read_policy(
		&f,
		"service a : b, c(d = 1, e = {}) { f g, h | i \"j\"; k += l; m { n; o -= p; } }");
	const struct declaration *a = f.policy.list[0];
	assert_int_equal(f.diagnostics.count, 0);
	assert_true(slice_is(a->uses->name, "b") && slice_is(a->uses->next->name, "c"));
	const struct binding *e = a->uses->next->arguments;
	assert_true(slice_is(e->name, "e") && e->value->kind == TERM_SET);
	assert_true(slice_is(e->next->name, "d") && !e->next->next);
	const struct statement *s = a->statements;
	const struct term *join = s->terms->next->next;
	assert_int_equal(join->kind, TERM_UNION);
	assert_true(slice_is(join->left->text, "h") && slice_is(join->right->text, "i"));
	assert_true(join->next->kind == TERM_STRING && slice_is(join->next->text, "j"));
	s = s->next;
	assert_true(s->operation == OPERATION_ADD && slice_is(s->terms->next->text, "l"));
	s = s->next;
	assert_true(s->has_block && slice_is(s->terms->text, "m") && !s->next);
	assert_int_equal(s->lines->next->operation, OPERATION_REMOVE);
	arena_free(&f.arena);
}

TEST(policy_recovers_in_blocks)
{
	check("service a { b = ; c; d }", "a", "<;><}>");
	check("service a { b { c, , d }; e; } service f {}", "a f", "<,>");
	check("service a { b (c; d; } service e {}", "a e", "<;>");
	check("service a { b c); d; } service e {}", "a e", "<)>");
	check("service a { b { c; d e | ; f; } g; } service h {}", "a h", "<;>");
	check("service a { b { c; d } } service h {}", "a h", "<}>");
	check("service a { b; ; c; } service h {}", "a h", "<;>");
}

/* The lines of a declaration whose beginning was not understood are no mistakes of their own. */
TEST(policy_recovers_outside_of_blocks)
{
	check("service a\n b;\n c { d }\n}\nservice e {}", "e", "<b>");
	check("servce a {\n b\n}\n;\nservice e {}", "e", "<servce>");
	check("b;\n c;\nd;\nservice e { f }", "e", "<b><d><}>");
	check("service \"a {\n b;\n c { d; }\n}\nservice e {}", "\"a e", "<\"a>");
	check("service a { b \"{ c }; d { e }; }\nservice f {}", "a f", "<\"{ c }; d { e }>");
	check("service a { b \"c { d }; }\nservice f {}", "a f", "<\"c { d }>");
}

/* What is in braces behind a mistake ends nothing, nor does a set that the mistake is in. */
TEST(policy_recovers_over_braces)
{
	check("service a { b: { c d }; e; } service f {}", "a f", "<:>");
	check("service a { b: { c; { d; } } e; } service f {}", "a f", "<:>");
	check("service a { b { c := { d }; | } e; } service f {}", "a f", "<:><|>");
	check("service a { b { , c }; | ; } service f {}", "a f", "<,><|>");
	check("service a { b { c: { d }, e }; | ; } service f {}", "a f", "<:><|>");
	check("service a { b (c { d } e); | ; } service f {}", "a f", "<{><|>");
	check("service a { b: ( { c; } ; | ; } service f {}", "a f", "<:><|>");
	check("service a { b: { c;\nservice f {}", "a f", "<:><{>");
	check("service a { b: { c;", "", "<:>");
}

TEST(policy_recovers_between_declarations)
{
	check("lte a = b; let c = d;", "c", "<lte>");
	check("let a { b }; let c = d;", "c", "<{>");
	check("let a = b\nlet c = d;", "c a", "<let>");
	check("let a = { b : c }; let d = | ; let e = f;", "a d e", "<:><|>");
	check("include \"x\" y; let c = d;", "c", "<y>");
	check("service a b { c; } service d {}", "a d", "<b>");
	check("profile p(a b) { c; } service d {}", "p d", "<b>");
	check("service a b; service d {}", "d", "<b>");
	check("profile p(a; service d {}", "d", "<;>");
	check("service a b\nservice d {}", "d", "<b>");
	check("service a {\n b {\n c;\n}\nservice d {}", "a d", "<{>");
	check("profile p(a {\n b;\n}\nservice d {}", "p d", "<{><(>");
	check("service a {\n b \"c;\n}\nservice d {}", "a d", "<\"c>");
	check("service a { b \"c; }\nservice d {}", "a d", "<\"c>");
	check("service a {", "", "<{>");
	check("} service b {}", "b", "<}>");
}
