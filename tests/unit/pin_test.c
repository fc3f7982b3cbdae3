/* SPDX-License-Identifier: MIT */
/* --pin-ids, by the accounts of this machine: root is 0 on all. */
#include "pipeline.h"
#include "service/pin.h"

static struct pipeline *pinned(const char *lines)
{
	struct arena arena = {0};
	struct pipeline *p = pipeline_of(
		"web.service", arena_printf(&arena, "[Service]\nExecStart=/bin/true\n%s", lines),
		NULL);
	service_pin_ids(&p->diagnostics, &p->service);
	arena_free(&arena);
	return p;
}

static void check(struct pipeline *p, enum directive directive, const char *expected)
{
	const struct setting *setting = &p->service.settings[directive];
	assert_int_equal(setting->set, expected != NULL);
	if (expected)
		assert_true(slice_is(setting->text, expected));
}

TEST(pin_names_become_numbers)
{
	struct pipeline *p = pinned("User=root\nSupplementaryGroups=root 7 root\n");
	assert_int_equal(p->diagnostics.errors, 0);
	check(p, D_Service_User, "0");
	check(p, D_Service_Group, "0"); /* the user's own */
	const struct items *more = &p->service.settings[D_Service_SupplementaryGroups].items;
	assert_true(slice_is(more->list[0].text, "0") && slice_is(more->list[1].text, "7"));
	pipeline_free(p);
}

TEST(pin_leaves_numbers_and_what_is_unset)
{
	struct pipeline *p = pinned("User=12345\nGroup=root\n");
	check(p, D_Service_User, "12345");
	check(p, D_Service_Group, "0");
	pipeline_free(p);
	p = pinned("");
	check(p, D_Service_User, NULL);
	check(p, D_Service_Group, NULL);
	pipeline_free(p);
}

TEST(pin_unknown_names_are_mistakes)
{
	struct pipeline *p = pinned(
		"User=no-such-user\nGroup=no-such-group\nSupplementaryGroups=root no-such\n");
	assert_int_equal(p->diagnostics.errors, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(p->diagnostics.list[i].id, DIAG_PIN);
	assert_true(
		slice_is(source_slice(&p->sources, p->diagnostics.list[0].span), "no-such-user"));
	pipeline_free(p);
}
