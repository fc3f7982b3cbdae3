/* SPDX-License-Identifier: MIT */
/*
 * PrivateTmp=yes: directories of /tmp and /var/tmp, one pair for all commands of the service, which step
 * "view" shows in their place. Their name follows that of systemd's, which tmpfiles.d(5) spares while it
 * cleans up. Nobody but root gets to them.
 */
#define _GNU_SOURCE 1
#include "host.h"
#include "text.h"
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static const char *name; /* of the directory in both; NULL before the step */

static const char *new_name(ambit_place place, const char *unit)
{
	const char *boot;
	uint64_t random;

	if (ambit_read_id(AMBIT_BOOT_ID, &boot) < 0)
		boot = "";
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return NULL;
	const char *prefix = ambit_join(place, "systemd-private-", boot, "-");
	return ambit_join(place, ambit_join(place, prefix, unit, "-"), ambit_decimal(place, random),
			  "");
}

static int make(const char *where)
{
	int parent = open(where, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), fd = -1;
	int error = parent < 0 || mkdirat(parent, name, 0700) < 0 ? -errno : 0;

	if (!error)
		fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (!error && (fd < 0 || mkdirat(fd, "tmp", 0777) < 0 || fchmodat(fd, "tmp", 01777, 0) < 0))
		error = -errno;
	if (fd >= 0)
		close(fd);
	if (parent >= 0)
		close(parent);
	return error;
}

void ambit_private_tmp(ambit_place place, const char *unit)
{
	static const char *const where[] = {"/tmp", "/var/tmp"};

	name = new_name(place, unit);
	if (!name)
		ambit_fail(place, AMBIT_STATUS_private_tmp, "PrivateTmp", "getrandom", errno);
	for (size_t i = 0; i < sizeof(where) / sizeof(*where); i++) {
		int error = make(where[i]);
		if (error)
			ambit_fail(place, AMBIT_STATUS_private_tmp, "PrivateTmp", where[i], -error);
	}
}

int ambit_own_tmp(const struct ambit_entry *entry)
{
	const char *where = ambit_join(entry->place, "/", entry->operand, "/"), *resolved;
	int source = ambit_walk(entry->place, ambit_trees.host,
				ambit_join(entry->place, where, name, "/tmp"), &resolved);

	if (source < 0)
		return source;
	int mount = ambit_clone_tree(source, "", false);
	close(source);
	return mount;
}
