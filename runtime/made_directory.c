/* SPDX-License-Identifier: MIT */
/*
 * What a view shows of the directories that the steps of directories.c have made: just these. Their paths
 * may lead through what belongs to others, who may have put something else there since.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static struct made {
	const char *path;
	dev_t device;
	ino_t inode;
	struct made *next;
} * all;

int ambit_remember_directory(ambit_place place, const char *path, int fd)
{
	struct made *made = ambit_keep(place, sizeof(*made));
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	*made = (struct made){path, st.st_dev, st.st_ino, all};
	all = made;
	return 0;
}

static bool is_made(const char *path, int fd)
{
	const struct made *made = all;
	struct stat st;

	while (made && strcmp(made->path, path) != 0)
		made = made->next;
	return made && !fstat(fd, &st) && st.st_dev == made->device && st.st_ino == made->inode;
}

/* Shown in its own place, it is where it was found: no link that came meanwhile leads elsewhere. */
int ambit_made_directory(const struct ambit_entry *entry)
{
	bool in_place = !strcmp(entry->operand, entry->written);
	const char *resolved;
	int source = ambit_walk(entry->place, ambit_trees.host, entry->operand, &resolved);

	if (source < 0)
		return source;
	bool is_right =
		is_made(entry->operand, source) && (!in_place || !strcmp(entry->path, resolved));
	int mount = is_right ? ambit_clone_tree(source, "", true) : -ESTALE;
	close(source);
	return mount;
}
