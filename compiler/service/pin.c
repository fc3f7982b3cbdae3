/* SPDX-License-Identifier: MIT */
/* Looking up accounts at build time, as getpwnam(3) and getgrnam(3) of this machine know them. */
#include "service/pin.h"

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

static void pin_group(struct diagnostics *d, struct slice *name, struct span span)
{
	if (is_number(*name))
		return;
	const struct group *group = getgrnam(arena_string(d->arena, *name));
	if (group)
		*name = number_text(d->arena, group->gr_gid);
	else
		diag_report(d, DIAG_PIN, span, NULL,
			    "the group '%.*s' does not exist on this machine", SLICE_ARG(*name));
}

void service_pin_ids(struct diagnostics *d, struct service *service)
{
	struct setting *user = &service->settings[D_Service_User];
	struct setting *group = &service->settings[D_Service_Group];
	struct setting *more = &service->settings[D_Service_SupplementaryGroups];
	if (user->set && !is_number(user->text)) {
		const struct passwd *account = getpwnam(arena_string(d->arena, user->text));
		if (!account) {
			diag_report(d, DIAG_PIN, user->span, NULL,
				    "the user '%.*s' does not exist on this machine",
				    SLICE_ARG(user->text));
		} else {
			user->text = number_text(d->arena, account->pw_uid);
			if (!group->set)
				*group = (struct setting){
					.set = true,
					.span = user->span,
					.text = number_text(d->arena, account->pw_gid)};
		}
	}
	if (group->set)
		pin_group(d, &group->text, group->span);
	for (size_t i = 0; i < more->items.count; i++)
		pin_group(d, &more->items.list[i].text, more->items.list[i].span);
}
