/* SPDX-License-Identifier: MIT */
/*
 * Paths inside of a root that is not that of the process: openat2(2). The kernel is asked for paths without
 * symbolic links alone, and links are resolved here, so that the path is known that the descriptor stands
 * for, and a link that somebody swaps meanwhile makes the launch fail and leads nowhere.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LINKS_MOST = 40 }; /* path_resolution(7) */

struct walk {
	int root;
	char path[PATH_MAX];    /* resolved so far: "" or "/a/b" */
	char pending[PATH_MAX]; /* what is still to go */
	unsigned links;
};

int ambit_open_resolved(int root, const char *resolved, int flags)
{
	struct open_how how = {
		.flags = (unsigned)flags | O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS,
	};
	const char *path = *resolved ? resolved : "/";
	long fd;

	do
		fd = syscall(SYS_openat2, root, path, &how, sizeof(how));
	while (fd < 0 && errno == EAGAIN); /* something was renamed meanwhile */
	return fd < 0 ? -errno : (int)fd;
}

/* Moves the first component of what is pending to NAME; false: there is none. */
static bool next_name(struct walk *walk, char name[static NAME_MAX + 1], int *error)
{
	const char *start = walk->pending + strspn(walk->pending, "/");
	size_t len = strcspn(start, "/");

	if (!len)
		return false;
	if (len > NAME_MAX) {
		*error = -ENAMETOOLONG;
		return false;
	}
	memcpy(name, start, len);
	name[len] = 0;
	memmove(walk->pending, start + len, strlen(start + len) + 1);
	return true;
}

static void leave_directory(struct walk *walk)
{
	char *slash = strrchr(walk->path, '/');

	if (slash)
		*slash = 0;
}

static int append(struct walk *walk, const char *name)
{
	size_t len = strlen(walk->path), more = strlen(name);

	if (len + 1 + more >= sizeof(walk->path))
		return -ENAMETOOLONG;
	walk->path[len] = '/';
	memcpy(walk->path + len + 1, name, more + 1);
	return 0;
}

/* The link FD, at the end of the path, is replaced by its target. */
static int follow(struct walk *walk, int fd)
{
	char target[PATH_MAX];
	ssize_t len = readlinkat(fd, "", target, sizeof(target) - 1);
	size_t rest = strlen(walk->pending);

	if (len < 0)
		return -errno;
	if (++walk->links > LINKS_MOST)
		return -ELOOP;
	if ((size_t)len + 1 + rest >= sizeof(walk->pending))
		return -ENAMETOOLONG;
	memmove(walk->pending + len + 1, walk->pending, rest + 1);
	memcpy(walk->pending, target, (size_t)len);
	walk->pending[len] = '/';
	leave_directory(walk);
	if (*target == '/')
		*walk->path = 0;
	return 0;
}

static int step(struct walk *walk, const char *name)
{
	struct stat entry;

	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0) {
		leave_directory(walk);
		return 0;
	}
	int error = append(walk, name);
	int fd = error ? error : ambit_open_resolved(walk->root, walk->path, O_NOFOLLOW);

	if (fd < 0)
		return fd;
	error = fstat(fd, &entry) < 0 ? -errno : 0;
	if (!error && S_ISLNK(entry.st_mode))
		error = follow(walk, fd);
	close(fd);
	return error;
}

/* What is missing has no links; with ".." in it nobody can tell where it would be. */
static bool append_missing(struct walk *walk)
{
	char name[NAME_MAX + 1];
	int error = 0;

	while (next_name(walk, name, &error)) {
		if (strcmp(name, "..") == 0)
			return false;
		if (strcmp(name, ".") != 0 && append(walk, name))
			return false;
	}
	return !error;
}

static const char *keep_path(ambit_place place, const char *path)
{
	return ambit_join(place, path, "", "");
}

static int walk_links(ambit_place place, struct walk *walk, const char **resolved)
{
	char name[NAME_MAX + 1];
	int error = 0;

	while (!error && next_name(walk, name, &error))
		error = step(walk, name);
	if (error == -ENOENT && append_missing(walk))
		*resolved = keep_path(place, walk->path);
	if (error)
		return error;
	int fd = ambit_open_resolved(walk->root, walk->path, 0);
	if (fd >= 0)
		*resolved = keep_path(place, *walk->path ? walk->path : "/");
	return fd;
}

/* Names alone: what is missing of it has been looked for behind what is there, and a link would be ELOOP. */
static bool is_plain(const char *path)
{
	return !strstr(path, "//") && !strstr(path, "/.") && path[strlen(path) - 1] != '/';
}

int ambit_walk(ambit_place place, int root, const char *path, const char **resolved)
{
	struct walk walk = {.root = root};
	int fd = ambit_open_resolved(root, path, 0);

	*resolved = path;
	if (fd >= 0 || (fd == -ENOENT && is_plain(path)))
		return fd;
	*resolved = NULL;
	if (fd != -ELOOP && fd != -ENOENT)
		return fd;
	size_t len = strlen(path);
	if (len >= sizeof(walk.pending))
		return -ENAMETOOLONG;
	memcpy(walk.pending, path, len + 1);
	return walk_links(place, &walk, resolved);
}

static int make_in(int directory, const char *name, bool is_directory)
{
	int made = is_directory ? mkdirat(directory, name, 0755)
				: mknodat(directory, name, S_IFREG | 0644, 0);

	return made < 0 && errno != EEXIST ? -errno : 0;
}

int ambit_make_node(int root, const char *resolved, bool is_directory)
{
	char path[PATH_MAX];
	size_t len = strlen(resolved);
	int parent = ambit_open_resolved(root, "/", O_DIRECTORY), error = parent < 0 ? parent : 0;

	if (len >= sizeof(path)) {
		close(parent);
		return -ENAMETOOLONG;
	}
	memcpy(path, resolved, len + 1);
	for (char *at = path; !error && *at;) {
		char *name = at + 1, *end = name + strcspn(name, "/");
		bool is_last = !*end;
		*end = 0;
		int fd = ambit_open_resolved(root, path, 0);
		if (fd == -ENOENT) {
			error = make_in(parent, name, is_directory || !is_last);
			fd = error ? -1 : ambit_open_resolved(root, path, 0);
		}
		close(parent);
		parent = fd;
		if (fd < 0 && !error)
			error = fd;
		*end = is_last ? 0 : '/';
		at = end;
	}
	if (parent >= 0)
		close(parent);
	return error;
}
