/* SPDX-License-Identifier: MIT */
/*
 * Who it is that opens a file: the launcher, as root, before it takes the identity of the service;
 * the launcher, with it, when it changes the directory; the service, from execve(2) on.
 */
#ifndef ACCESS_CREDENTIALS_H
#define ACCESS_CREDENTIALS_H

#include "access/names.h"
#include "model/credentials.h"
#include "plan/plan.h"

/* Ids, groups and effective set of COMMAND at and after its execve(2). */
struct credentials access_credentials(const struct service *service,
				      const struct command_plan *command,
				      const struct identity *identity);
/* The same at step "working_directory": the effective set is empty but for root. */
struct credentials access_credentials_before(const struct credentials *service);
/* Root with all capabilities. */
struct credentials access_credentials_root(void);

bool command_has_step(const struct command_plan *command, enum step_id id);

#endif
