/* SPDX-License-Identifier: MIT */
/* As far as the settings say it; what else the caller of a launcher lacks is not known here. */
#include "access/credentials.h"

#include <linux/securebits.h>

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

struct credentials access_credentials_root(void)
{
	return (struct credentials){
		.effective = UINT64_MAX, .permitted = UINT64_MAX, .bounding = UINT64_MAX};
}

struct credentials access_credentials(const struct service *service,
				      const struct command_plan *command,
				      const struct identity *identity)
{
	struct credentials c = access_credentials_root();
	bool takes_user = command_has_step(command, STEP_user);
	c.uid = same_ids(takes_user ? identity->uid : 0);
	c.gid = same_ids(takes_user ? identity->gid : 0);
	c.groups = takes_user ? identity->groups : identity->user_groups;
	c.group_count = takes_user ? identity->group_count : identity->user_group_count;
	if (!command_has_step(command, STEP_capabilities)) /* the prefix "+" */
		return c;
	c.securebits = (unsigned)service->settings[D_Service_SecureBits].bits;
	c.bounding = service_bounding(service);
	c.ambient = c.inheritable = c.permitted = service_ambient(service);
	if (!c.uid.effective && !(c.securebits & SECBIT_NOROOT))
		c.permitted |= c.bounding;
	c.effective = c.permitted;
	return c;
}

struct credentials access_credentials_before(const struct credentials *service)
{
	struct credentials c = *service;
	c.effective = c.uid.fs ? 0 : UINT64_MAX;
	return c;
}
