/* SPDX-License-Identifier: MIT */
/* The view, once it is the root directory, is compared with what its entries ask for. */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <linux/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

static void expect_flags(const struct ambit_entry *entry, int fd)
{
	static const struct {
		uint64_t attribute;
		unsigned long flag;
		const char *without;
	} rows[] = {
		{MOUNT_ATTR_RDONLY, ST_RDONLY, "is not read-only"},
		{MOUNT_ATTR_NOEXEC, ST_NOEXEC, "is not noexec"},
		{MOUNT_ATTR_NOSUID, ST_NOSUID, "is not nosuid"},
		{MOUNT_ATTR_NODEV, ST_NODEV, "is not nodev"},
	};
	struct statvfs found;

	if (fstatvfs(fd, &found) < 0)
		ambit_fail_entry(entry, NULL, -errno);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (entry->attributes & rows[i].attribute && !(found.f_flag & rows[i].flag))
			ambit_fail_entry(entry, rows[i].without, 0);
}

/* By the path as it is written: what somebody has put there meanwhile is seen, too. */
void ambit_read_back(const struct ambit_entry *list)
{
	const char *resolved;
	struct stat found;

	for (const struct ambit_entry *entry = list; entry; entry = entry->next) {
		const struct ambit_entry *first = entry->same ? entry->same : entry;
		int fd = ambit_walk(entry->place, ambit_trees.root, entry->written, &resolved);
		if (fd < 0 || fstat(fd, &found) < 0)
			ambit_fail_entry(entry, "read back", fd < 0 ? fd : -errno);
		if (entry->is_shown &&
		    (found.st_dev != entry->device || found.st_ino != entry->inode))
			ambit_fail_entry(entry, "shows something else", 0);
		expect_flags(first, fd);
		close(fd);
	}
}
