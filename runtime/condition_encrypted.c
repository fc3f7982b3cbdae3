/* SPDX-License-Identifier: MIT */
/*
 * ConditionPathIsEncrypted=: whether all block devices that the file system of a path is on are, at
 * some depth, dm-crypt. Sysfs tells: the uuid of such a device-mapper device begins with CRYPT-,
 * and "slaves" lists what a device is made of.
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

struct stack {
	const char *slaves; /* the directory */
	int depth;
	int encrypted; /* 1 so long as all are, 0, or negative errno */
};

static bool judge_slave(const char *name, unsigned char type, void *data);

static int judge(const char *device, int depth)
{
	struct stack below = {ambit_join(0, device, "/slaves/", ""), depth + 1, -ENODATA};
	char *uuid;
	int error = ambit_read_line(ambit_join(0, device, "/dm/uuid", ""), &uuid);

	if (!error && !strncmp(uuid, "CRYPT-", 6))
		return 1;
	if (error < 0 && error != -ENOENT)
		return error;
	if (depth == 16)
		return -ELOOP;
	error = ambit_read_directory(below.slaves, judge_slave, &below);
	if (error < 0 && error != -ENOENT)
		return error;
	return below.encrypted == -ENODATA ? 0 : below.encrypted;
}

/* One that is not encrypted decides. */
static bool judge_slave(const char *name, unsigned char type, void *data)
{
	struct stack *stack = data;

	(void)type;
	stack->encrypted = judge(ambit_join(0, stack->slaves, name, ""), stack->depth);
	return stack->encrypted < 1;
}

static int is_encrypted(dev_t device)
{
	const char *number = ambit_join(0, ambit_decimal(0, major(device)), ":",
					ambit_decimal(0, minor(device)));
	const char *path = ambit_join(0, "/sys/dev/block/", number, "");
	int found = ambit_exists(path);

	if (found <= 0)
		return found ? found : -ENODEV;
	found = ambit_exists(ambit_join(0, path, "/partition", ""));
	if (found < 0)
		return found;
	return judge(found ? ambit_join(0, path, "/..", "") : path, 0);
}

int ambit_is_path_is_encrypted(const char *operand)
{
	struct stat st;
	struct statfs fs;

	if (stat(operand, &st) < 0 || statfs(operand, &fs) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	if (S_ISBLK(st.st_mode))
		return is_encrypted(st.st_rdev);
	if (major(st.st_dev))
		return is_encrypted(st.st_dev);
	/* On no block device, or on several of its own (btrfs), or on what is below (overlay). */
	switch ((unsigned long)fs.f_type) {
	case BTRFS_SUPER_MAGIC:
	case OVERLAYFS_SUPER_MAGIC:
		return -ENOTSUP;
	default:
		return 0;
	}
}
