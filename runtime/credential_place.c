/* SPDX-License-Identifier: MIT */
/*
 * Where the credentials are seen: their file system is attached whole at /run/credentials/UNIT, in place of
 * what an earlier launcher has left there, or left to the view; and it is looked at as the user will.
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	DETACH = 2,    /* MNT_DETACH, umount2(2): <sys/mount.h> does not go with <linux/mount.h> */
	NO_FOLLOW = 8, /* UMOUNT_NOFOLLOW */
	FLAGS = 1 | 2 | 4 | 8, /* ST_RDONLY, ST_NOSUID, ST_NODEV, ST_NOEXEC of statfs(2) */
};

static int file_system = -1; /* detached */
static struct stat made;     /* its root directory */

static _Noreturn void fail(ambit_place place, const char *detail, int error)
{
	ambit_fail(place, AMBIT_STATUS_show_credentials, "credentials", detail, error);
}

/* Makes NAME in the directory, whatever the umask, and opens it. */
static int make_directory(int at, const char *name, mode_t mode)
{
	mode_t mask = umask(0);
	int error = mkdirat(at, name, mode) < 0 && errno != EEXIST ? -errno : 0;

	umask(mask);
	if (error)
		return error;
	int fd = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return fd;
}

/* Where all credentials are. Nobody else may put something there. */
static int open_base(void)
{
	struct stat st;
	int run = open("/run", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int base = run < 0 ? -errno : make_directory(run, "credentials", 0755);

	if (run >= 0)
		close(run);
	if (base < 0)
		return base;
	if (fstat(base, &st) < 0)
		return -errno;
	bool is_safe =
		(!st.st_uid || st.st_uid == geteuid()) && !(st.st_mode & (S_IWGRP | S_IWOTH));
	return is_safe ? base : -EPERM;
}

static const char *append(ambit_place place, const char *text, uint64_t number, const char *end)
{
	return ambit_join(place, text, ambit_decimal(place, number), end);
}

/* One that an earlier launcher has left: by its device, and the name that make_file_system() gives. */
static int is_ours(ambit_place place, dev_t device)
{
	char *mounts;
	long len = ambit_read_file(place, "/proc/self/mountinfo", &mounts);
	const char *number = append(place, " ", (device >> 8) & 0xfff, ":");

	number = append(place, number, (device & 0xff) | ((device >> 12) & 0xfff00), " / ");
	if (len < 0)
		return (int)len;
	for (char *line = mounts, *next; *line; line = next) {
		size_t size = strcspn(line, "\n");
		next = line + size + (line[size] != 0);
		line[size] = 0;
		if (strstr(line, number) && strstr(line, " - tmpfs ambit "))
			return 1;
	}
	return 0;
}

/* The place of the unit: a directory that nothing is mounted on. */
static int open_place(ambit_place place, int base)
{
	struct stat above, st;

	for (;;) {
		int at = make_directory(base, ambit_credentials_unit, 0700);
		if (at < 0)
			return at;
		if (fstat(base, &above) < 0 || fstat(at, &st) < 0)
			return -errno;
		if (above.st_dev == st.st_dev)
			return at;
		int found = is_ours(place, st.st_dev);
		if (found < 1)
			return found ? found : -EBUSY;
		close(at);
		if (syscall(SYS_umount2, ambit_credentials_directory, DETACH | NO_FOLLOW) < 0)
			return -errno;
	}
}

static int attach(ambit_place place)
{
	const unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
	int base = open_base(), at = base < 0 ? base : open_place(place, base), error = at;

	if (at >= 0)
		error = syscall(SYS_move_mount, file_system, "", at, "", flags) < 0 ? -errno : 0;
	if (at >= 0)
		close(at);
	if (error && base >= 0)
		unlinkat(base, ambit_credentials_unit, AT_REMOVEDIR);
	if (base >= 0)
		close(base);
	return error;
}

static void take_away(const char *directory)
{
	syscall(SYS_umount2, directory, DETACH | NO_FOLLOW);
	rmdir(directory);
}

void ambit_show_credentials(ambit_place place, unsigned flags)
{
	file_system = ambit_seal_credentials(&made);
	int error = file_system < 0 ? file_system : 0;

	if (!error && !(flags & AMBIT_IN_VIEW)) {
		error = attach(place);
		close(file_system);
	}
	if (error)
		fail(place, ambit_credentials_directory, -error);
	if (!(flags & AMBIT_IN_VIEW))
		ambit_undo_on_failure(place, take_away, ambit_credentials_directory);
}

int ambit_made_credentials(const struct ambit_entry *entry)
{
	(void)entry;
	return file_system;
}

static bool is_as_made(int fd)
{
	struct stat st;
	struct statfs fs;

	return !fstat(fd, &st) && !fstatfs(fd, &fs) && st.st_dev == made.st_dev &&
	       st.st_ino == made.st_ino && st.st_mode == made.st_mode && st.st_uid == made.st_uid &&
	       st.st_gid == made.st_gid && fs.f_type == TMPFS_MAGIC &&
	       ((unsigned long)fs.f_flags & FLAGS) == FLAGS;
}

/* By its path, with the rights that the service will have. The descriptor is closed by execve(2). */
void ambit_verify_credentials(ambit_place place)
{
	int fd = open(ambit_credentials_directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		fail(place, ambit_credentials_directory, errno);
	else if (!is_as_made(fd))
		fail(place,
		     ambit_join(place, ambit_credentials_directory, ": is not what was made", ""),
		     0);
}
