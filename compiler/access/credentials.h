/* SPDX-License-Identifier: MIT */
/*
 * Who it is that opens a file: the launcher, as root, before it takes the identity of the service;
 * the launcher, with it, when it changes the directory; the service, from execve(2) on.
 */
#ifndef ACCESS_CREDENTIALS_H
#define ACCESS_CREDENTIALS_H

#include "access/names.h"
#include "plan/predict.h"

/*
 * What the proof foretells of the command INDEX at and after its execve(2), with the ids that the
 * tree has for the names.
 */
struct credentials access_credentials(const struct proof *proof, size_t index,
				      const struct tree_identity *identity);
/* The same at step "working_directory". */
struct credentials access_credentials_before(const struct proof *proof, size_t index,
					     const struct tree_identity *identity);
/* Root with all capabilities: the launcher. */
extern const struct credentials access_root;

bool command_has_step(const struct command_plan *command, enum step_id id);

#endif
