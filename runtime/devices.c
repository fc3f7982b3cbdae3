/* SPDX-License-Identifier: MIT */
/*
 * PrivateDevices=: a /dev in memory, its links, and the few devices that are none of the hardware
 * (systemd.exec(5)).
 */
#define _GNU_SOURCE 1
#include "text.h"
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const struct {
	const char *name, *target;
} links[] = {
	{"core", "/proc/kcore"},       {"fd", "/proc/self/fd"},
	{"stdin", "/proc/self/fd/0"},  {"stdout", "/proc/self/fd/1"},
	{"stderr", "/proc/self/fd/2"}, {"log", "/run/systemd/journal/dev-log"},
};

/* Not every kernel shows its memory. */
static bool is_wanted(const char *target)
{
	return strcmp(target, "/proc/kcore") != 0 || !access(target, F_OK);
}

int ambit_devices(const struct ambit_entry *entry)
{
	const uint64_t attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_STRICTATIME;
	int mount = ambit_new_file_system("tmpfs", "mode=0755,size=4m,nr_inodes=64k", attributes);

	(void)entry;
	for (size_t i = 0; mount >= 0 && i < sizeof(links) / sizeof(*links); i++)
		if (is_wanted(links[i].target) &&
		    symlinkat(links[i].target, mount, links[i].name) < 0)
			return -errno;
	return mount;
}

/* /dev/char/1:3 -> ../null, by which programs find a device by its number. */
static int link_number(const struct ambit_entry *entry, const struct stat *device, const char *name)
{
	const char *number =
		ambit_join(entry->place, ambit_decimal(entry->place, major(device->st_rdev)), ":",
			   ambit_decimal(entry->place, minor(device->st_rdev)));
	int directory = ambit_open_resolved(ambit_trees.root, "/dev/char", O_DIRECTORY), error = 0;

	if (directory == -ENOENT) {
		error = ambit_make_node(ambit_trees.root, "/dev/char", true);
		directory = error ? error
				  : ambit_open_resolved(ambit_trees.root, "/dev/char", O_DIRECTORY);
	}
	if (directory < 0)
		return directory;
	if (symlinkat(ambit_join(entry->place, "../", name, ""), directory, number) < 0 &&
	    errno != EEXIST)
		error = -errno;
	close(directory);
	return error;
}

/* The host's own node: where mknod(2) is not allowed, as in a user namespace. */
static int show_host(const struct ambit_entry *entry, int source)
{
	int error = ambit_make_node(ambit_trees.root, entry->path, false);

	return error ? error : ambit_clone_tree(source, "", false);
}

static int make_device(const struct ambit_entry *entry, int source, const struct stat *device)
{
	const char *name = strrchr(entry->path, '/') + 1;
	int directory = ambit_open_resolved(ambit_trees.root, "/dev", O_DIRECTORY);

	if (directory < 0)
		return directory;
	int mount = AMBIT_NOTHING_TO_ATTACH;
	if (mknodat(directory, name, device->st_mode, device->st_rdev) < 0)
		mount = errno == EPERM ? show_host(entry, source) : -errno;
	close(directory);
	int error = mount >= 0 && S_ISCHR(device->st_mode) ? link_number(entry, device, name) : 0;
	return error ? error : mount;
}

/* A link of the host stays one: /dev/ptmx, where it is pts/ptmx. */
static int copy_link(const struct ambit_entry *entry, int source)
{
	char target[256];
	ssize_t len = readlinkat(source, "", target, sizeof(target) - 1);
	int directory = ambit_open_resolved(ambit_trees.root, "/dev", O_DIRECTORY);

	if (directory < 0)
		return directory;
	if (len >= 0)
		target[len] = 0;
	int error = len < 0 || symlinkat(target, directory, strrchr(entry->path, '/') + 1) < 0
			    ? -errno
			    : 0;
	close(directory);
	return error ? error : AMBIT_NOTHING_TO_ATTACH;
}

int ambit_node(const struct ambit_entry *entry)
{
	struct stat device;
	int source = ambit_open_resolved(ambit_trees.host, entry->operand, O_NOFOLLOW);

	if (source < 0)
		return source;
	int result = fstat(source, &device) < 0 ? -errno : 0;
	if (!result && S_ISLNK(device.st_mode))
		result = copy_link(entry, source);
	else if (!result && (S_ISCHR(device.st_mode) || S_ISBLK(device.st_mode)))
		result = make_device(entry, source, &device);
	else if (!result)
		result = -ENODEV;
	close(source);
	return result;
}
