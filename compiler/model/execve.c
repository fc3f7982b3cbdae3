/* SPDX-License-Identifier: MIT */
/*
 * What execve(2) makes of credentials: set-user-ID and set-group-ID (fs/exec.c), the capabilities
 * of the file, those that root has by being root, and what no_new_privs takes back
 * (security/commoncap.c), in this order.
 */
#include "model/credentials.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/stat.h>

/* What the file and the root rule grant, before ambient capabilities. */
struct grant {
	uint64_t permitted;
	bool effective;
	bool has_capabilities; /* of the file: even empty ones cancel ambient ones */
};

static void set_ids(struct credentials *c, const struct program *program)
{
	if (program->nosuid || c->no_new_privileges)
		return;
	if (program->mode & S_ISUID)
		c->uid.effective = program->uid;
	if ((program->mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		c->gid.effective = program->gid;
}

static int grant_of_file(const struct kernel *kernel, const struct credentials *c,
			 const struct program *program, struct grant *grant)
{
	if (program->nosuid || !program->has_capabilities || program->capabilities_root != 0)
		return 0;
	const uint64_t forced = program->permitted & kernel->capabilities;
	grant->permitted = (c->bounding & forced) | (c->inheritable & program->inheritable);
	grant->effective = program->capabilities_effective;
	grant->has_capabilities = true;
	/* A program that knows nothing of capabilities would fail in the middle. */
	return grant->effective && forced & ~grant->permitted ? -EPERM : 0;
}

/* C has the ids that the program will have. */
static void grant_to_root(const struct credentials *c, struct grant *grant)
{
	const bool real = c->uid.real == 0, effective = c->uid.effective == 0;

	if (c->securebits & SECBIT_NOROOT)
		return;
	if (grant->has_capabilities && effective && !real)
		return; /* of a set-user-ID file with capabilities, these count */
	if (real || effective)
		grant->permitted = c->bounding | c->inheritable;
	if (effective)
		grant->effective = true;
}

static bool are_ids_changed(const struct kernel *kernel, const struct credentials *old,
			    const struct credentials *c)
{
	if (kernel->exec_compares_current)
		return c->uid.effective != old->uid.effective ||
		       !kernel_in_group(old, c->gid.effective);
	return c->uid.effective != old->uid.real || c->gid.effective != old->gid.real;
}

int kernel_execve(const struct kernel *kernel, struct credentials *c, const struct program *program)
{
	const struct credentials old = *c;
	struct credentials new = *c;
	struct grant grant = {0};

	set_ids(&new, program);
	int error = grant_of_file(kernel, &new, program, &grant);
	if (error)
		return error;
	grant_to_root(&new, &grant);
	const bool changed = are_ids_changed(kernel, &old, &new);
	if (new.no_new_privileges && (changed || grant.permitted & ~old.permitted)) {
		new.uid.effective = new.uid.real;
		new.gid.effective = new.gid.real;
		grant.permitted &= old.permitted;
	}
	new.uid.saved = new.uid.fs = new.uid.effective;
	new.gid.saved = new.gid.fs = new.gid.effective;
	if (grant.has_capabilities || changed)
		new.ambient = 0;
	new.permitted = grant.permitted | new.ambient;
	new.effective = grant.effective ? new.permitted : new.ambient;
	new.securebits &= ~(unsigned)SECBIT_KEEP_CAPS;
	*c = new;
	return 0;
}
