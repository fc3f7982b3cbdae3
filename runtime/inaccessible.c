/* SPDX-License-Identifier: MIT */
/*
 * Kind "inaccessible" of step "mount": a node of the type that the path has, and without permissions, is put
 * over it. The nodes are in a small file system in memory, which is gone with the host's tree, and has room
 * for it.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <unistd.h>

static const struct {
	const char *name;
	mode_t type;
} nodes[] = {
	{"dir", S_IFDIR},   {"reg", S_IFREG}, {"fifo", S_IFIFO},
	{"sock", S_IFSOCK}, {"chr", S_IFCHR}, {"blk", S_IFBLK},
};

/* In a user namespace there are no device nodes: a socket refuses as well. */
static int make_node(int directory, const char *name, mode_t type)
{
	if (type == S_IFDIR)
		return mkdirat(directory, name, 0);
	if (!mknodat(directory, name, type, 0))
		return 0;
	return errno == EPERM && (type == S_IFCHR || type == S_IFBLK)
		       ? mknodat(directory, name, S_IFSOCK, 0)
		       : -1;
}

int ambit_make_nodes(void)
{
	int mount = ambit_new_file_system("tmpfs", "mode=0755,size=4k,nr_inodes=16", 0);

	for (size_t i = 0; mount >= 0 && i < sizeof(nodes) / sizeof(*nodes); i++)
		if (make_node(mount, nodes[i].name, nodes[i].type) < 0)
			return -errno;
	if (mount >= 0 && (mkdirat(mount, "trees", 0) < 0 || mkdirat(mount, "host", 0) < 0))
		return -errno; /* see gather() of view.c */
	int error = mount < 0 ? mount
			      : ambit_set_attributes(mount,
						     MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID |
							     MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC,
						     0, false);
	return error ? error : mount;
}

int ambit_inaccessible(const struct ambit_entry *entry)
{
	const char *resolved;
	struct stat found;
	int at = entry->operand
			 ? ambit_walk(entry->place, ambit_trees.host, entry->operand, &resolved)
			 : ambit_open_resolved(ambit_trees.root, entry->path, 0);

	if (at < 0)
		return at;
	int error = fstat(at, &found) < 0 ? -errno : 0;
	close(at);
	for (size_t i = 0; !error && i < sizeof(nodes) / sizeof(*nodes); i++)
		if ((found.st_mode & S_IFMT) == nodes[i].type)
			return ambit_clone_tree(ambit_trees.nodes, nodes[i].name, false);
	return error ? error : -EINVAL;
}
