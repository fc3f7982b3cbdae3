/* SPDX-License-Identifier: MIT */
/*
 * What the file system answers at a path, as the service that asks:
 *   --path=PATH     path.PATH=TYPE MODE UID:GID or why not, and what is of the mount there and of trying
 *                   things: .mount .propagation .size .read .write .exec .create .mkdir .mknod .device
 *   --list=PATH     list.PATH=NAME,NAME... and list.PATH/NAME=TYPE MODE UID:GID for each
 *   --content=PATH  content.PATH=TEXT of the first 4096 bytes, escaped
 * The key "view" tries the paths of the table below. What is created is removed again.
 */
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const char *const usual_paths[] = {
	"/",
	"/boot",
	"/dev",
	"/dev/kmsg",
	"/dev/null",
	"/dev/shm",
	"/etc",
	"/home",
	"/home/web",
	"/proc",
	"/proc/1",
	"/proc/kcore",
	"/proc/kmsg",
	"/proc/sys",
	"/root",
	"/run",
	"/run/user",
	"/srv/tree",
	"/sys",
	"/sys/fs",
	"/sys/kernel",
	"/tmp",
	"/usr",
	"/usr/lib/modules",
	"/var",
	"/var/tmp",
	"/proc/irq",
	"/proc/meminfo",
	"/sys/fs/cgroup",
	"/proc/sys/kernel/hostname",
};

static const char *answer(int failed)
{
	return failed ? strerrorname_np(errno) : "0";
}

/* "path.PATH.WHAT=VALUE" */
static void print_of(const char *path, const char *what, const char *value)
{
	char *key;

	if (asprintf(&key, "path.%s.%s", path, what) < 0)
		abort();
	print(key, "%s", value);
	free(key);
}

static const char *type_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "dir";
	case S_IFREG:
		return "file";
	case S_IFLNK:
		return "link";
	case S_IFCHR:
		return "chr";
	case S_IFBLK:
		return "blk";
	case S_IFIFO:
		return "fifo";
	default:
		return "socket";
	}
}

/* "TYPE MODE UID:GID", and of a device its numbers */
static void describe(const struct stat *status, char text[96])
{
	int len = snprintf(text, 96, "%s %04o %u:%u", type_of(status->st_mode),
			   status->st_mode & 07777, status->st_uid, status->st_gid);

	if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
		snprintf(text + len, 96 - (size_t)len, " %u:%u", major(status->st_rdev),
			 minor(status->st_rdev));
}

static const char *type_of_system(long magic)
{
	static const struct {
		long magic;
		const char *name;
	} types[] = {
		{0x01021994, "tmpfs"},   {0x858458f6, "ramfs"},  {0x9fa0, "proc"},
		{0x62656572, "sysfs"},   {0x63677270, "cgroup"}, {0x794c7630, "overlay"},
		{0x19800202, "mqueue"},  {0x1cd1, "devpts"},     {0x6e736673, "nsfs"},
		{0x64626720, "debugfs"},
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].magic == magic)
			return types[i].name;
	return "disk";
}

static void print_mount(const char *path)
{
	static const struct {
		long flag;
		const char *name;
	} flags[] = {
		{1, "ro"},         {2, "nosuid"},      {4, "nodev"},          {8, "noexec"},
		{1024, "noatime"}, {4096, "relatime"}, {8192, "nosymfollow"},
	};
	struct list list = {.len = 0};
	struct statfs fs;
	char size[64];

	if (statfs(path, &fs))
		return;
	add(&list, type_of_system(fs.f_type));
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (fs.f_flags & flags[i].flag)
			add(&list, flags[i].name);
	print_of(path, "mount", list.text);
	if (fs.f_type != 0x01021994)
		return;
	snprintf(size, sizeof(size), "%ju bytes, %ju files",
		 (uintmax_t)fs.f_blocks * (uintmax_t)fs.f_bsize, (uintmax_t)fs.f_files);
	print_of(path, "size", size);
}

/* Of the mount that covers it; "shared:N" and "master:N" of proc_pid_mountinfo(5), without the numbers. */
static void print_propagation(const char *path)
{
	FILE *file = fopen("/proc/self/mountinfo", "r");
	char *line = NULL;
	size_t size = 0;
	struct statx status;

	if (!file || statx(AT_FDCWD, path, 0, STATX_MNT_ID, &status)) {
		print_of(path, "propagation", "unknown");
		return;
	}
	while (getline(&line, &size, file) > 0) {
		char *end = strstr(line, " - ");
		if (strtoull(line, NULL, 10) != status.stx_mnt_id || !end)
			continue;
		*end = 0;
		char text[64];
		snprintf(text, sizeof(text), "%s%s",
			 strstr(line, " shared:") ? "shared" : "private",
			 strstr(line, " master:") ? ",slave" : "");
		print_of(path, "propagation", text);
	}
	free(line);
	fclose(file);
}

static int try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0755);

	if (fd >= 0)
		close(fd);
	return fd < 0;
}

/* Where programs may be executed, the kernel sees that this is none. */
static const char *try_exec(const char *path)
{
	char *none[] = {NULL};

	execve(path, none, none);
	return errno == ENOEXEC ? "0" : strerrorname_np(errno);
}

static void try_inside(const char *path)
{
	char *name;

	if (asprintf(&name, "%s/probe.new", path) < 0)
		abort();
	int failed = try_open(name, O_WRONLY | O_CREAT | O_EXCL);
	print_of(path, "create", answer(failed));
	if (!failed)
		print_of(path, "exec", try_exec(name));
	unlink(name);
	failed = mkdir(name, 0755);
	print_of(path, "mkdir", answer(failed));
	rmdir(name);
	failed = mknod(name, S_IFCHR | 0666, makedev(1, 3));
	print_of(path, "mknod", answer(failed));
	if (!failed)
		print_of(path, "device", answer(try_open(name, O_RDONLY)));
	unlink(name);
	free(name);
}

/* The mount alone decides whether a file can be mapped so. */
static void try_map(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	void *place = mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	print_of(path, "exec", answer(place == MAP_FAILED));
	close(fd);
}

void print_path(const char *path)
{
	struct stat status;
	char text[4096], *key;
	ssize_t len = readlink(path, text, sizeof(text) - 1);

	if (len >= 0) {
		text[len] = 0;
		print_of(path, "link", text);
	}
	if (asprintf(&key, "path.%s", path) < 0)
		abort();
	int failed = stat(path, &status);
	if (failed)
		snprintf(text, sizeof(text), "%s", answer(failed));
	else
		describe(&status, text);
	print(key, "%s", text);
	free(key);
	if (failed)
		return;
	if (status.st_mode & 0777) { /* what stands for something inaccessible may be anywhere */
		print_mount(path);
		print_propagation(path);
	}
	print_of(path, "read", answer(try_open(path, O_RDONLY)));
	if (S_ISDIR(status.st_mode))
		try_inside(path);
	else
		print_of(path, "write", answer(try_open(path, O_WRONLY)));
	if (S_ISREG(status.st_mode))
		try_map(path);
}

void print_view(void)
{
	for (size_t i = 0; i < sizeof(usual_paths) / sizeof(*usual_paths); i++)
		print_path(usual_paths[i]);
}

static int is_name(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void print_entry(const char *directory, const char *name)
{
	char *path, *key, text[4096] = "?";
	struct stat status;

	if (asprintf(&path, "%s/%s", directory, name) < 0 || asprintf(&key, "list.%s", path) < 0)
		abort();
	if (!lstat(path, &status))
		describe(&status, text);
	if (S_ISLNK(status.st_mode)) {
		ssize_t len = readlink(path, text, sizeof(text) - 1);
		text[len < 0 ? 0 : len] = 0;
		print(key, "link to %s", text);
	} else {
		print(key, "%s", text);
	}
	free(key);
	free(path);
}

void print_list(const char *path)
{
	struct dirent **entries;
	struct list list = {.len = 0};
	char *key;
	int count = scandir(path, &entries, is_name, alphasort);

	if (asprintf(&key, "list.%s", path) < 0)
		abort();
	if (count < 0)
		add(&list, strerrorname_np(errno));
	for (int i = 0; i < count; i++) {
		add(&list, entries[i]->d_name);
		print_entry(path, entries[i]->d_name);
		free(entries[i]);
	}
	print(key, "%s", list.text);
	if (count >= 0)
		free(entries);
	free(key);
}

void print_content(const char *path)
{
	char bytes[4096], *key, *text;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t len = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

	if (asprintf(&key, "content.%s", path) < 0)
		abort();
	if (len < 0) {
		print(key, "%s", strerrorname_np(errno));
	} else {
		text = escape(bytes, (size_t)len);
		print(key, "%s", text);
		free(text);
	}
	free(key);
	if (fd >= 0)
		close(fd);
}
