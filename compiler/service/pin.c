/* SPDX-License-Identifier: MIT */
/* Looking up accounts at build time, as getpwnam(3) and getgrnam(3) of this machine know them. */
#include "service/pin.h"
#include "service/dynamic_user.h"

#include <grp.h>
#include <pwd.h>

static bool is_number(struct slice name)
{
	int64_t number;
	return slice_number(name, &number);
}

static struct slice number_text(struct arena *arena, unsigned id)
{
	return slice_of(arena_printf(arena, "%u", id));
}

/* A name that the launch completes has no number yet. */
static bool is_known(struct diagnostics *d, struct slice name, struct span span)
{
	if (slice_find(name, '\0') == name.len)
		return true;
	diag_report(d, DIAG_PIN, span, "write the name, or build without --pin-ids",
		    "a specifier of the machine that launches cannot be pinned");
	return false;
}

static void pin_group(struct diagnostics *d, struct slice *name, struct span span)
{
	if (is_number(*name) || !is_known(d, *name, span))
		return;
	const struct group *group = getgrnam(arena_string(d->arena, *name));
	if (group)
		*name = number_text(d->arena, group->gr_gid);
	else
		diag_report(d, DIAG_PIN, span, NULL,
			    "the group '%.*s' does not exist on this machine", SLICE_ARG(*name));
}

/* The launch looks up by number what else belongs to the user: that must lead back to this one. */
static bool is_first_of_its_id(struct diagnostics *d, const struct setting *user, uid_t uid)
{
	const struct passwd *first = getpwuid(uid);
	if (first && slice_is(user->text, first->pw_name))
		return true;
	diag_report(d, DIAG_PIN, user->span, "build without --pin-ids",
		    "the id %u of '%.*s' is that of another user too", uid, SLICE_ARG(user->text));
	return false;
}

static void pin_user(struct diagnostics *d, struct setting *user, struct setting *group)
{
	if (is_number(user->text) || !is_known(d, user->text, user->span))
		return;
	const struct passwd *account = getpwnam(arena_string(d->arena, user->text));
	if (!account) {
		diag_report(d, DIAG_PIN, user->span, NULL,
			    "the user '%.*s' does not exist on this machine",
			    SLICE_ARG(user->text));
		return;
	}
	uid_t uid = account->pw_uid;
	gid_t gid = account->pw_gid;
	if (!is_first_of_its_id(d, user, uid))
		return;
	user->text = number_text(d->arena, uid);
	if (!group->set)
		*group = (struct setting){
			.set = true, .span = user->span, .text = number_text(d->arena, gid)};
}

static void pin_uid(struct diagnostics *d, struct slice *name, struct span span)
{
	if (is_number(*name) || !is_known(d, *name, span))
		return;
	const struct passwd *account = getpwnam(arena_string(d->arena, *name));
	if (account)
		*name = number_text(d->arena, account->pw_uid);
	else
		diag_report(d, DIAG_PIN, span, NULL,
			    "the user '%.*s' does not exist on this machine", SLICE_ARG(*name));
}

static void pin_assertion(struct diagnostics *d, struct assertion *assertion)
{
	bool user = assertion->subject == ASSERT_UID;
	for (size_t i = 0; i < assertion->names.count; i++) {
		struct item *name = &assertion->names.list[i];
		(user ? pin_uid : pin_group)(d, &name->text, name->span);
	}
}

void service_pin_ids(struct diagnostics *d, struct service *service)
{
	struct setting *user = &service->settings[D_Service_User];
	struct setting *group = &service->settings[D_Service_Group];
	struct setting *more = &service->settings[D_Service_SupplementaryGroups];
	if (user->set && !service_is_dynamic(service))
		pin_user(d, user, group);
	if (group->set)
		pin_group(d, &group->text, group->span);
	for (size_t i = 0; i < more->items.count; i++)
		pin_group(d, &more->items.list[i].text, more->items.list[i].span);
	const struct assertions *assertions = &service->settings[D_Ambit_Assert].assertions;
	for (size_t i = 0; i < assertions->count; i++)
		pin_assertion(d, &assertions->list[i]);
}
