/* SPDX-License-Identifier: MIT */
/*
 * DynamicUser=yes is a user by the name of the unit and a sandbox around what it may leave behind:
 * systemd.exec(5), and what systemd does with it when it has read a unit. As there, what is written
 * beside it makes none of that weaker.
 */
#include "service/dynamic_user.h"
#include "base/siphash.h"
#include "service/value_parts.h"
#include "service/vocabulary.h"

#include <inttypes.h>

#define SETTING(service, name) (&(service)->settings[D_Service_##name])

bool service_is_dynamic(const struct service *service)
{
	return SETTING(service, DynamicUser)->number;
}

uint32_t dynamic_uid(struct slice name)
{
	static const unsigned char key[16] = {0x37, 0x53, 0x7e, 0x31, 0xcf, 0xce, 0x48, 0xf5,
					      0x8a, 0xbb, 0x39, 0x57, 0x8d, 0xd9, 0xec, 0x59};
	uint32_t hash = (uint32_t)siphash24(name, key);
	return hash % (DYNAMIC_UID_LAST - DYNAMIC_UID_FIRST + 1) + DYNAMIC_UID_FIRST;
}

/* Of a unit whose name could not be that of a user, a hash of it. */
static struct slice name_of_unit(struct arena *arena, const struct unit *unit)
{
	static const unsigned char key[16] = {0x58, 0x1a, 0xaf, 0xe6, 0x28, 0x58, 0x4e, 0x96,
					      0xb4, 0x4e, 0xf5, 0x3b, 0x8c, 0x92, 0x07, 0xec};
	struct slice prefix = unit->name.prefix;
	if (is_usual_name(prefix))
		return prefix;
	return slice_of(arena_printf(arena, "_du%016" PRIx64, siphash24(prefix, key)));
}

static void check_name(struct diagnostics *d, const struct setting *user)
{
	const char *problem = NULL;
	if (slice_is(user->text, "root") || slice_is(user->text, "nobody"))
		problem = "is a user of every system";
	else if (slice_find(user->text, '\0') < user->text.len)
		problem = "is not known before the launch";
	else if (!is_usual_name(user->text))
		problem = "is not the name of such a user";
	if (problem)
		diag_report(d, DIAG_CONFLICT, user->span,
			    "leave User= out, or write at most 31 letters, digits, '_' and '-'",
			    "DynamicUser= makes a user, and '%.*s' %s",
			    SLICE_ARG(specifiers_stand_in(d->arena, user->text)), problem);
}

static void imply_number(struct service *service, enum directive directive, int64_t number)
{
	service->settings[directive] = (struct setting){
		.set = true, .number = number, .span = SETTING(service, DynamicUser)->span};
}

void service_imply(struct diagnostics *diagnostics, struct service *service)
{
	struct setting *user = SETTING(service, User);
	if (!service_is_dynamic(service) || user->mistaken)
		return;
	if (user->set)
		check_name(diagnostics, user);
	else
		*user = (struct setting){.set = true,
					 .text = name_of_unit(diagnostics->arena, service->unit),
					 .span = SETTING(service, DynamicUser)->span};
	if (!SETTING(service, PrivateTmp)->number)
		imply_number(service, D_Service_PrivateTmp,
			     words_find(&words_private_tmp, SLICE("yes"))->value);
	if (!SETTING(service, ProtectHome)->number)
		imply_number(service, D_Service_ProtectHome,
			     words_find(&words_protect_home, SLICE("read-only"))->value);
	imply_number(service, D_Service_ProtectSystem,
		     words_find(&words_protect_system, SLICE("strict"))->value);
	imply_number(service, D_Service_RemoveIPC, true);
	imply_number(service, D_Service_NoNewPrivileges, true);
	imply_number(service, D_Service_RestrictSUIDSGID, true);
}
