/* SPDX-License-Identifier: MIT */
/* What the proof says of privileges, and the tree of ids. */
#include "access/credentials.h"

static struct ids same_ids(uint32_t id)
{
	return (struct ids){id, id, id, id};
}

bool command_has_step(const struct command_plan *command, enum step_id id)
{
	for (size_t i = 0; i < command->count; i++)
		if (command->steps[i].id == id)
			return true;
	return false;
}

const struct credentials access_root = {
	.effective = UINT64_MAX, .permitted = UINT64_MAX, .bounding = UINT64_MAX};

static const struct id_map *with_map(const struct proof *proof, const struct id_map *map,
				     const struct tree_identity *identity)
{
	struct id_map *copy = map ? arena_alloc(proof->accounts.arena, sizeof(*copy)) : NULL;
	if (!copy)
		return NULL;
	*copy = *map;
	copy->uids[1] = identity->uid;
	copy->gids[1] = identity->gid;
	return copy;
}

static struct credentials with_ids(const struct proof *proof, size_t index, struct credentials c,
				   const struct tree_identity *identity)
{
	const struct command_plan *command = &proof->plan->commands[index];
	bool takes_user = command_has_step(command, STEP_user);
	c.uid = same_ids(takes_user ? identity->uid : 0);
	c.gid = same_ids(takes_user ? identity->gid : 0);
	c.groups = takes_user ? identity->groups : identity->user_groups;
	c.group_count = takes_user ? identity->group_count : identity->user_group_count;
	c.map = with_map(proof, c.map, identity);
	return c;
}

struct credentials access_credentials(const struct proof *proof, size_t index,
				      const struct tree_identity *identity)
{
	return with_ids(proof, index, proof->commands[index].service, identity);
}

struct credentials access_credentials_before(const struct proof *proof, size_t index,
					     const struct tree_identity *identity)
{
	const struct predicted *command = &proof->commands[index];
	struct credentials c = command->before;
	for (size_t i = 0; i < command->count; i++)
		if (command->changes[i].step->id < STEP_working_directory)
			c = command->changes[i].after;
	return with_ids(proof, index, c, identity);
}
