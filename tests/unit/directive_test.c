/* SPDX-License-Identifier: MIT */
/* The table of directives: what must hold for every row, and looking one up. */
#include "harness.h"
#include "service/step.h"

#include <ctype.h>
#include <string.h>

TEST(directive_rows_are_whole)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		assert_int_equal(row->len, strlen(row->name));
		assert_true(row->len > 2 && isupper((unsigned char)*row->name));
		assert_true((unsigned)row->section < SECTION_COUNT &&
			    (unsigned)row->kind < KIND_COUNT);
		assert_true(row->summary && strlen(row->summary) > 5);
		assert_true(utf8_valid(slice_of(row->summary)));
		/* who refuses says why; nobody else does */
		assert_int_equal(row->fate == REFUSED, row->reason && *row->reason);
		/* what is enforced has a mechanism, and nothing else but children and the like has
		 */
		if (row->fate == ENFORCED)
			assert_string_not_equal(row->mechanism, "none");
		if (row->fate == REFUSED)
			assert_string_equal(row->mechanism, "none");
		if (strcmp(row->mechanism, "value") == 0)
			assert_true(row->argument.step >= 0 && row->argument.step < STEP_COUNT);
	}
}

TEST(directive_kinds_have_what_they_need)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		if (row->kind == KIND_ENUM || row->kind == KIND_FLAGS)
			assert_non_null(row->argument.words);
		if (row->fate == ENFORCED &&
		    (row->kind == KIND_LIMIT || row->kind == KIND_CONDITION))
			assert_non_null(row->argument.constant);
		if (row->kind == KIND_NUMBER)
			assert_true(row->argument.least <= row->argument.most);
		assert_non_null(kind_rows[row->kind].parse);
		assert_non_null(kind_rows[row->kind].print);
		assert_int_equal(kind_rows[row->kind].is_list, kind_rows[row->kind].count != NULL);
	}
}

TEST(directive_names_are_found)
{
	const struct directive_alias *alias;
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		assert_int_equal(directive_find(row->section, slice_of(row->name), &alias), i);
		assert_null(alias);
	}
	for (const struct directive_alias *a = directive_aliases; a->name; a++) {
		assert_int_equal(directive_find(a->section, slice_of(a->name), &alias), a->real);
		assert_ptr_equal(alias, a);
		assert_true(strlen(a->note) > 3);
	}
}

TEST(directive_names_that_are_none)
{
	const struct directive_alias *alias;
	assert_int_equal(directive_find(SECTION_Unit, SLICE("User"), &alias), -1);
	assert_int_equal(directive_find(SECTION_Service, SLICE("user"), &alias), -1);
	assert_int_equal(directive_find(SECTION_Service, SLICE("Use"), &alias), -1);
	assert_int_equal(directive_find(SECTION_Service, SLICE("Users"), &alias), -1);
	assert_int_equal(directive_find(SECTION_Service, SLICE("User\0"), &alias), -1);
	assert_int_equal(directive_find(SECTION_Service, SLICE(""), &alias), -1);
}
