/* SPDX-License-Identifier: MIT */
/*
 * Credentials, in the order of precedence: what is loaded, what is imported, what the unit itself has. Each
 * command has its own, and in a view nobody else's.
 */
#include "plan/lower.h"
#include "plan/view.h"

#include <string.h>

static const char *encrypted_flag(const struct item *item)
{
	return slice_ends(slice_of(directive_rows[item->directive].name), "Encrypted")
		       ? "AMBIT_ENCRYPTED"
		       : NULL;
}

static bool has_name(const struct items *items, struct slice wanted)
{
	for (size_t i = 0; i < items->count; i++) {
		struct slice name, rest;
		item_split(&items->list[i], &name, &rest);
		if (slice_equal(name, wanted))
			return true;
	}
	return false;
}

static struct step *add(struct lowering *l, enum step_id id, const struct item *item)
{
	struct slice name, rest;
	item_split(item, &name, &rest);
	struct step *step = lower_step(l, id, item->span, directive_rows[item->directive].name);
	step_text(step, 0, name);
	step_text(step, 1, rest.len ? rest : (struct slice){0});
	return step;
}

static void lower_list(struct lowering *l, enum step_id id, enum directive directive)
{
	const struct items *items = &l->service->settings[directive].items;
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		struct step *step = add(l, id, item);
		struct slice name = step->arguments[0].text;
		const char *encrypted = encrypted_flag(item);
		bool has_default = has_name(&SETTING(l, SetCredential)->items, name) ||
				   has_name(&SETTING(l, SetCredentialEncrypted)->items, name);
		if (id == STEP_set_credential)
			step->arguments[1].literal = true;
		if (id != STEP_import_credential)
			step_constant(step, 2,
				      FLAGS(l->arena, {encrypted, "AMBIT_ENCRYPTED"},
					    {id == STEP_load_credential && has_default,
					     "AMBIT_OPTIONAL"}));
	}
}

/*
 * In a view all credentials are out of sight but the command's own, which are attached there alone and go
 * with it.
 */
static void lower_place(struct lowering *l, struct span span, struct slice place, bool has_some)
{
	const struct slice base = SLICE("/run/credentials");
	const struct view_mount closed = {
		.kind = "ambit_inaccessible", .path = base, .flags = VIEW_OPTIONAL};
	const struct view_mount hides = {.kind = "ambit_tmpfs",
					 .path = base,
					 .operand = SLICE("mode=0755,size=4k,nr_inodes=4"),
					 .flags = VIEW_READ_ONLY | VIEW_NOSUID | VIEW_NODEV |
						  VIEW_NOEXEC};
	const struct view_mount own = {.kind = "ambit_made_credentials", .path = place};
	lower_mount(l, span, "", has_some ? &hides : &closed);
	if (has_some)
		lower_mount(l, span, "", &own);
}

/* Where the root directory is another one, without a view, nothing of them is to be seen. */
static bool is_seen(struct lowering *l, bool has_view)
{
	for (size_t i = 0; i < l->to->count; i++)
		if (l->to->steps[i].id == STEP_root_directory)
			return has_view;
	return true;
}

void lower_credentials(struct lowering *l)
{
	static const struct {
		enum step_id id;
		enum directive directive;
	} lists[] = {
		{STEP_load_credential, D_Service_LoadCredential},
		{STEP_load_credential, D_Service_LoadCredentialEncrypted},
		{STEP_import_credential, D_Service_ImportCredential},
		{STEP_set_credential, D_Service_SetCredential},
		{STEP_set_credential, D_Service_SetCredentialEncrypted},
	};
	const size_t count = sizeof(lists) / sizeof(*lists);
	const struct setting *settings[sizeof(lists) / sizeof(*lists)];
	bool has_some = false, has_view = lower_has_view(l);
	for (size_t i = 0; i < count; i++) {
		settings[i] = &l->service->settings[lists[i].directive];
		has_some |= settings[i]->set;
	}
	struct span span = first_span(settings, count);
	struct slice unit = l->service->unit->name.full;
	struct text place = {.arena = l->arena};
	text_printf(&place, "/run/credentials/%.*s", SLICE_ARG(unit));
	if (has_view)
		lower_place(l, span, text_slice(&place), has_some);
	if (!has_some)
		return;
	step_text(lower_step(l, STEP_credentials, span, ""), 0, unit);
	for (size_t i = 0; i < count; i++)
		lower_list(l, lists[i].id, lists[i].directive);
	step_constant(lower_step(l, STEP_show_credentials, span, ""), 0,
		      has_view ? "AMBIT_IN_VIEW" : "0");
	if (is_seen(l, has_view))
		lower_step(l, STEP_verify_credentials, span, "");
}
