/* SPDX-License-Identifier: MIT */
/*
 * The kinds of step "mount": each gives a detached mount for the path of its entry, and nothing of it is to
 * be seen before it is attached whole. What is read-only, and so on, is set by view.c.
 */
#define _GNU_SOURCE 1
#include "text.h"
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <unistd.h>

enum { PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC };

/* The source is that of the host, even below a path that the view covers. */
int ambit_bind(const struct ambit_entry *entry)
{
	const char *resolved;
	int source = ambit_walk(entry->place, ambit_trees.host, entry->operand, &resolved);

	if (source < 0)
		return source;
	int mount = ambit_clone_tree(source, "", entry->flags & AMBIT_RECURSIVE);
	close(source);
	return mount;
}

int ambit_tmpfs(const struct ambit_entry *entry)
{
	return ambit_new_file_system("tmpfs", entry->operand, MOUNT_ATTR_STRICTATIME);
}

int ambit_proc(const struct ambit_entry *entry)
{
	return ambit_new_file_system("proc", entry->operand, PLAIN);
}

int ambit_sysfs(const struct ambit_entry *entry)
{
	(void)entry;
	return ambit_new_file_system("sysfs", NULL, PLAIN);
}

int ambit_mqueue(const struct ambit_entry *entry)
{
	(void)entry;
	return ambit_new_file_system("mqueue", NULL, PLAIN);
}

int ambit_cgroup(const struct ambit_entry *entry)
{
	(void)entry;
	return ambit_new_file_system("cgroup2", NULL, PLAIN);
}

/* A link is no mount: it is made where it is to be, unless the same one is there. */
int ambit_link(const struct ambit_entry *entry)
{
	const char *slash = strrchr(entry->path, '/');
	char *above = ambit_copy(entry->place, entry->path, strlen(entry->path));
	char found[4096];

	above[slash - entry->path] = 0;
	int error = ambit_make_node(ambit_trees.root, above, true);
	int directory = error ? error : ambit_open_resolved(ambit_trees.root, above, O_DIRECTORY);
	if (directory < 0)
		return directory;
	const char *target = ambit_relative_path(entry->place, entry->path, entry->operand);
	error = symlinkat(target, directory, slash + 1) < 0 ? -errno : 0;
	if (error == -EEXIST) {
		ssize_t len = readlinkat(directory, slash + 1, found, sizeof(found));
		if (len == (ssize_t)strlen(target) && !memcmp(found, target, (size_t)len))
			error = 0;
	}
	close(directory);
	return error ? error : AMBIT_NOTHING_TO_ATTACH;
}
