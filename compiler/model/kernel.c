/* SPDX-License-Identifier: MIT */
/*
 * What kernels differ in, and the two questions that they ask of credentials: is there this
 * capability, and is this a group of theirs?
 */
#include "model/credentials.h"

#include <assert.h>

static bool is_since(const unsigned version[2], unsigned major, unsigned minor)
{
	return version[0] > major || (version[0] == major && version[1] >= minor);
}

struct kernel kernel_of(unsigned major, unsigned minor, unsigned last)
{
	const unsigned version[] = {major, minor};

	assert(last < 64);
	return (struct kernel){
		.capabilities = UINT64_MAX >> (63 - last),
		.setres_skips_no_change = is_since(version, 6, 3),
		.has_exec_securebits = is_since(version, 6, 14),
		.exec_compares_current = is_since(version, 6, 16),
	};
}

bool kernel_capable(const struct credentials *c, unsigned capability)
{
	return c->effective >> capability & 1;
}

static bool is_mapped(uint32_t id, uint32_t below, const uint32_t others[static 2])
{
	return id < below || id == others[0] || id == others[1];
}

bool kernel_capable_on(const struct credentials *c, unsigned capability, uint32_t uid, uint32_t gid)
{
	const struct id_map *map = c->map;
	return kernel_capable(c, capability) && (!map || (is_mapped(uid, map->below, map->uids) &&
							  is_mapped(gid, map->below, map->gids)));
}

bool kernel_in_group(const struct credentials *c, uint32_t gid)
{
	if (gid == c->gid.fs)
		return true;
	for (size_t i = 0; i < c->group_count; i++)
		if (c->groups[i] == gid)
			return true;
	return false;
}
