/* SPDX-License-Identifier: MIT */
/* For sandbox.c: system calls on mounts, and each kind of mount as the launcher makes it. */
#define _GNU_SOURCE 1
#include "sandbox.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

int host, first, nodes;

int look(int root, const char *path, unsigned flags)
{
	struct open_how how = {.flags = flags | O_PATH | O_CLOEXEC,
			       .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS};
	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

int clone_tree(int at, const char *path, unsigned recursive)
{
	const unsigned flags =
		OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;
	return (int)must(syscall(SYS_open_tree, at, path, flags | recursive));
}

int clone_of(int root, const char *path, unsigned recursive)
{
	int from = (int)must(look(root, path, 0)), mount = clone_tree(from, "", recursive);

	close(from);
	return mount;
}

void attach(int mount, int onto)
{
	must(syscall(SYS_move_mount, mount, "", onto, "",
		     MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

void attach_at(int mount, int root, const char *path)
{
	int at = (int)must(look(root, path, 0));

	attach(mount, at);
	close(at);
}

void set(int mount, unsigned attributes, unsigned propagation, unsigned recursive)
{
	struct mount_attr attr = {.attr_set = attributes, .propagation = propagation};

	must(syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH | recursive, &attr, sizeof(attr)));
}

/* OPTIONS: key, value, key, value, and an empty key. */
static int file_system(const char *type, const char *options, unsigned attributes)
{
	int context = (int)must(syscall(SYS_fsopen, type, FSOPEN_CLOEXEC));

	while (*options) {
		const char *value = options + strlen(options) + 1;
		must(syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, options, value, 0));
		options = value + strlen(value) + 1;
	}
	must(syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
	int mount = (int)must(syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes));
	close(context);
	return mount;
}

int make_nodes(void)
{
	const mode_t types[] = {S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK};
	const char *const names[] = {"reg", "fifo", "sock", "chr", "blk"};
	int mount = file_system("tmpfs", "mode\0000755\0size\0004k\0nr_inodes\00016\0", 0);

	must(mkdirat(mount, "dir", 0));
	for (int i = 0; i < 5; i++)
		must(mknodat(mount, names[i], types[i], 0));
	must(mkdirat(mount, "trees", 0));
	must(mkdirat(mount, "host", 0));
	set(mount, MOUNT_ATTR_RDONLY | PLAIN, 0, 0);
	return mount;
}

static int make_devices(void)
{
	int mount = file_system("tmpfs", "mode\0000755\0size\0004m\0nr_inodes\00064k\0",
				MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_STRICTATIME);

	if (!access("/proc/kcore", F_OK))
		must(symlinkat("/proc/kcore", mount, "core"));
	must(symlinkat("/proc/self/fd", mount, "fd"));
	must(symlinkat("/proc/self/fd/0", mount, "stdin"));
	must(symlinkat("/proc/self/fd/1", mount, "stdout"));
	must(symlinkat("/proc/self/fd/2", mount, "stderr"));
	must(symlinkat("/run/systemd/journal/dev-log", mount, "log"));
	return mount;
}

void make_directory(const char *path)
{
	int root = (int)must(look(first, "/", O_DIRECTORY)),
	    dev = (int)must(look(first, "/dev", 0));

	close(root);
	look(first, path, 0); /* there is none */
	must(mkdirat(dev, strrchr(path, '/') + 1, 0755));
	close((int)must(look(first, path, 0)));
	close(dev);
}

static void link_number(const char *name, dev_t device)
{
	char number[32], target[32];
	int directory = look(first, "/dev/char", O_DIRECTORY);

	if (directory < 0) {
		make_directory("/dev/char");
		directory = (int)must(look(first, "/dev/char", O_DIRECTORY));
	}
	snprintf(number, sizeof(number), "%u:%u", major(device), minor(device));
	snprintf(target, sizeof(target), "../%s", name);
	must(symlinkat(target, directory, number));
	close(directory);
}

/* As it is on the host: a device, or the link /dev/ptmx. */
static void make_device(const struct entry *entry)
{
	char target[64];
	struct stat device;
	int source = (int)must(look(host, entry->path, O_NOFOLLOW));

	must(fstat(source, &device));
	bool is_link = S_ISLNK(device.st_mode);
	if (is_link)
		target[must(readlinkat(source, "", target, sizeof(target) - 1))] = 0;
	int directory = (int)must(look(first, "/dev", O_DIRECTORY));
	must(is_link ? symlinkat(target, directory, entry->operand)
		     : mknodat(directory, entry->operand, device.st_mode, device.st_rdev));
	close(directory);
	if (!is_link)
		link_number(entry->operand, device.st_rdev);
	close(source);
}

/* A node of the same type. */
static int cover(const struct entry *entry)
{
	struct stat found;
	int at = look(first, entry->path, 0);

	if (at < 0)
		return -1;
	must(fstat(at, &found));
	close(at);
	return clone_tree(nodes, S_ISDIR(found.st_mode) ? "dir" : "reg", 0);
}

int make(const struct entry *entry)
{
	char path[128];

	switch (entry->kind) {
	case CLOSED:
		return cover(entry);
	case BIND:
		return clone_of(host, entry->operand, entry->path[1] == 'd' ? 0 : AT_RECURSIVE);
	case DEVICES:
		return make_devices();
	case NODE:
		make_device(entry);
		return -1;
	case MQUEUE:
		return file_system("mqueue", "", PLAIN);
	case OWN_TMP:
		snprintf(path, sizeof(path), "%s/%s/tmp", entry->path, own_tmp);
		return clone_of(host, path, 0);
	case SYS:
		return file_system("sysfs", "", PLAIN);
	case PROC:
		return file_system("proc", "hidepid\0invisible\0", PLAIN);
	case TMPFS:
		return file_system("tmpfs", "mode\0000755\0size\00010%\0nr_inodes\000400k\0",
				   MOUNT_ATTR_STRICTATIME);
	case PATH:
		break;
	}
	return -1;
}
