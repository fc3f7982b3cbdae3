/* SPDX-License-Identifier: MIT */
/* Step "verify" on the model, and what the service must have in the end: whether it is what is expected. */
#include "plan/predict.h"
#include "service/vocabulary.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <string.h>

static bool differs(struct simulation *s, enum directive blamed, const char *what, bool in_service)
{
	s->is_end = true;
	s->blamed = blamed;
	s->problem = arena_printf(s->arena, "%s %s not what the policy asks for", what,
				  in_service ? "of the service would be" : "would be");
	return false;
}

static bool ids_are(const struct ids *ids, uint32_t id)
{
	return ids->real == id && ids->effective == id && ids->saved == id && ids->fs == id;
}

static bool sets_are(const struct credentials *c, uint64_t usable, uint64_t granted)
{
	return c->permitted == usable && c->effective == usable && c->inheritable == granted &&
	       c->ambient == granted;
}

static bool verify_capabilities(struct simulation *s, const struct expected *expected, bool service)
{
	const struct credentials *c = &s->now;
	uint64_t granted = simulate_set(s, expected->ambient);
	uint64_t usable = simulate_root_keeps(c) ? c->bounding | granted : granted;
	if (expected->keeps_admin && !service)
		usable |= c->permitted & (UINT64_C(1) << CAP_SYS_ADMIN);
	/* execve clears keep-caps: nobody can ask for that */
	unsigned ignored = service ? SECBIT_KEEP_CAPS : 0;
	unsigned bits = (simulate_securebits(expected->securebits) ^ c->securebits) & ~ignored;
	if (!sets_are(c, usable, granted))
		return differs(s, D_Service_AmbientCapabilities, "the capability sets", service);
	return !bits || differs(s, D_Service_SecureBits, "the securebits", service);
}

bool simulate_verify(struct simulation *s, const struct expected *expected, bool in_service)
{
	const struct credentials *c = &s->now;
	const struct identity *ids = s->identity;
	bool taken = strstr(expected->check, "AMBIT_CHECK_USER");
	uint32_t uid = taken ? ids->uid : 0, gid = taken ? ids->gid : 0;
	bool privileges = strstr(expected->check, "AMBIT_CHECK_NO_NEW_PRIVILEGES")
				  ? expected->no_new_privileges
				  : s->start.no_new_privileges;
	uint64_t limit = expected->bounding & (expected->bounding >> 63 ? c->bounding : UINT64_MAX);
	if (!ids_are(&c->uid, uid))
		return differs(s, taken ? D_Service_User : DIRECTIVE_COUNT, "the uid", in_service);
	if (!ids_are(&c->gid, gid))
		return differs(s, taken ? D_Service_Group : DIRECTIVE_COUNT, "the gid", in_service);
	if (!identity_groups_may_be(ids, c, taken ? &ids->groups : &ids->user_groups, gid))
		return differs(s, D_Service_SupplementaryGroups, "the groups", in_service);
	if (strstr(expected->check, "AMBIT_CHECK_BOUNDING") && c->bounding != limit)
		return differs(s, D_Service_CapabilityBoundingSet, "the bounding set", in_service);
	if (strstr(expected->check, "AMBIT_CHECK_CAPABILITIES") &&
	    !verify_capabilities(s, expected, in_service))
		return false;
	return c->no_new_privileges == privileges ||
	       differs(s, D_Service_NoNewPrivileges, "no_new_privs", in_service);
}
