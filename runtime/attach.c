/* SPDX-License-Identifier: MIT */
/*
 * Mounts by descriptor: open_tree(2), move_mount(2), mount_setattr(2), fsopen(2). All of them are in
 * Linux 5.12; without AT_RECURSIVE of mount_setattr there would be a window in which a part of a tree is
 * still writable. <linux/mount.h> does not go with <sys/mount.h>.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int ambit_clone_tree(int at, const char *path, bool recursive)
{
	unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;
	long mount = syscall(SYS_open_tree, at, path, flags | (recursive ? AT_RECURSIVE : 0));

	return mount < 0 ? -errno : (int)mount;
}

int ambit_attach(int mount, int onto)
{
	const unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;

	return syscall(SYS_move_mount, mount, "", onto, "", flags) < 0 ? -errno : 0;
}

int ambit_set_attributes(int mount, uint64_t set, uint64_t propagation, bool recursive)
{
	struct mount_attr attributes = {.attr_set = set, .propagation = propagation};
	unsigned flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);

	return syscall(SYS_mount_setattr, mount, "", flags, &attributes, sizeof(attributes)) < 0
		       ? -errno
		       : 0;
}

/* "mode=0755,ro,size=4m": each on its own, as fsconfig(2) wants them. */
static int configure(int context, const char *options)
{
	char text[1024];
	size_t len = options ? strlen(options) : 0;

	if (len >= sizeof(text))
		return -ENAMETOOLONG;
	memcpy(text, options ? options : "", len + 1);
	for (char *key = text; *key;) {
		char *end = key + strcspn(key, ","), *next = end + (*end == ',');
		*end = 0;
		char *value = strchr(key, '=');
		if (value)
			*value++ = 0;
		unsigned command = value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG;
		if (syscall(SYS_fsconfig, context, command, key, value, 0) < 0)
			return -errno;
		key = next;
	}
	return syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0 ? -errno : 0;
}

int ambit_new_file_system(const char *type, const char *options, uint64_t attributes)
{
	long context = syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);

	if (context < 0)
		return -errno;
	int error = configure((int)context, options);
	long mount =
		error ? error
		      : syscall(SYS_fsmount, (int)context, FSMOUNT_CLOEXEC, (unsigned)attributes);
	if (!error && mount < 0)
		mount = -errno;
	close((int)context);
	return (int)mount;
}
