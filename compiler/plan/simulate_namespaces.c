/* SPDX-License-Identifier: MIT */
/*
 * The steps that enter namespaces, as calls to the model (runtime/namespaces.c, pid_namespace.c,
 * user_namespace.c). A new user namespace gives all capabilities over itself: credentials are from then on
 * those of the inner one. Ids stay, since each that is mapped is mapped to itself.
 */
#include "plan/predict.h"

#include <linux/capability.h>
#include <string.h>

enum { FIRST_16_BITS = 65536 };
#define CAP(name) (UINT64_C(1) << CAP_##name)

/* All of NEEDED is effective. */
static bool has(const struct simulation *s, uint64_t needed)
{
	return !(needed & ~s->now.effective);
}

bool simulate_network_namespace(struct simulation *s)
{
	bool is_own = !s->step->arguments[0].text.at;
	uint64_t needed = CAP(SYS_ADMIN) | (is_own ? CAP(NET_ADMIN) : 0);
	return has(s, needed) ||
	       simulate_denied(s, needed & ~s->now.effective,
			       is_own ? "a network namespace cannot be made"
				      : "the network namespace cannot be entered");
}

bool simulate_namespace(struct simulation *s)
{
	return has(s, CAP(SYS_ADMIN)) ||
	       simulate_denied(s, CAP(SYS_ADMIN), "the namespace cannot be entered");
}

static bool maps(const struct simulation *s, const char *ids)
{
	return strcmp(s->step->arguments[0].constant, ids) == 0;
}

/* new_idmap_permitted() in kernel/user_namespace.c: one id of its own may be mapped by anybody but root. */
static uint64_t needed_for_maps(const struct simulation *s)
{
	const struct ids *uid = &s->now.uid, *gid = &s->now.gid;
	bool is_self = maps(s, "AMBIT_MAP_SELF");
	bool one_user = is_self && uid->effective == s->identity->uid && uid->effective == uid->fs;
	bool one_group = is_self && s->start.gid.effective == s->identity->gid &&
			 gid->fs == s->identity->gid;
	bool has_root = !is_self || !uid->effective || !s->identity->uid;
	return (one_user ? 0 : CAP(SETUID)) | (one_group ? 0 : CAP(SETGID)) |
	       (has_root ? CAP(SETFCAP) : 0);
}

bool simulate_user_namespace(struct simulation *s)
{
	struct credentials *c = &s->now;
	uint64_t needed = needed_for_maps(s);
	if (!has(s, needed))
		return simulate_denied(s, needed & ~c->effective, "the ids cannot be mapped");
	c->effective = c->permitted = c->bounding = s->kernel.capabilities;
	c->inheritable = c->ambient = 0;
	c->securebits = 0;
	if (maps(s, "AMBIT_MAP_FULL"))
		return true;
	s->kernel.denies_setgroups = true;
	struct id_map *map = arena_alloc(s->arena, sizeof(*map));
	*map = (struct id_map){
		.below = maps(s, "AMBIT_MAP_IDENTITY") ? FIRST_16_BITS : 0,
		.uids = {c->uid.effective, s->identity->uid},
		.gids = {s->start.gid.effective, s->identity->gid},
	};
	c->map = map;
	return true;
}
