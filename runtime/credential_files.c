/* SPDX-License-Identifier: MIT */
/*
 * Credentials (systemd.exec(5)) are files in a small file system in memory, which is nowhere to be seen
 * while it is filled: a launcher that fails leaves nothing of it. Then the user is given it to read, it is
 * made read-only, and attached whole at /run/credentials/UNIT or left for the view.
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#define BASE "/run/credentials"

enum {
	TOP_MODE = 0500,
	FILE_MODE = 0400,
	BUFFER = 4096,
	NAME_MOST = 255,
	DETACH = 2,    /* MNT_DETACH, umount2(2): <sys/mount.h> does not go with <linux/mount.h> */
	NO_FOLLOW = 8, /* UMOUNT_NOFOLLOW */
	/* statfs(2) */
	FLAGS = 1 | 2 | 4 | 8, /* ST_RDONLY, ST_NOSUID, ST_NODEV, ST_NOEXEC */
};

const char *ambit_credentials_unit;
static int file_system = -1, top = -1; /* the detached mount, and its root directory */
static size_t left = AMBIT_CREDENTIALS_MOST;
static struct stat made; /* the root directory, when it is sealed */

static _Noreturn void fail(ambit_place place, const char *detail, int error)
{
	ambit_fail(place, AMBIT_STATUS_credentials, "credentials", detail, error);
}

_Noreturn void ambit_fail_credential(const struct ambit_credential *c, int error)
{
	const char *what =
		ambit_join(c->place, c->name, c->source ? ": " : "", c->source ? c->source : "");

	ambit_fail(c->place, AMBIT_STATUS_credentials, c->directive, what, error);
}

bool ambit_is_credential_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (*c < ' ' || *c > '~' || *c == ':' || *c == '/')
			return false;
	return *name && strlen(name) <= NAME_MOST && strcmp(name, ".") && strcmp(name, "..");
}

static int configure(int context, unsigned command, const char *key, const char *value)
{
	return syscall(SYS_fsconfig, context, command, key, value, 0) < 0 ? -errno : 0;
}

/* Secrets do not go to the swap space, from Linux 6.4 on; earlier ones do not know "noswap". */
static int make_file_system(void)
{
	static const char *const options[][2] = {
		{"source", "ambit"}, {"mode", "0700"}, {"nr_inodes", "1024"}};
	const unsigned attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
	int context = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
	int error = context < 0 ? -errno : configure(context, FSCONFIG_SET_FLAG, "noswap", NULL);

	error = error == -EINVAL ? 0 : error;
	for (size_t i = 0; !error && i < sizeof(options) / sizeof(*options); i++)
		error = configure(context, FSCONFIG_SET_STRING, options[i][0], options[i][1]);
	if (!error)
		error = configure(context, FSCONFIG_CMD_CREATE, NULL, NULL);
	if (error)
		return error;
	int mount = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC,
				 attributes | MOUNT_ATTR_NOSYMFOLLOW);
	if (mount < 0 && errno == EINVAL) /* before Linux 5.14 */
		mount = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
	error = mount < 0 ? -errno : mount;
	close(context);
	return error;
}

void ambit_credentials(ambit_place place, const char *unit)
{
	file_system = make_file_system();
	if (file_system < 0)
		fail(place, "file system in memory", -file_system);
	top = openat(file_system, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		fail(place, "file system in memory", errno);
	ambit_credentials_unit = unit;
	ambit_credentials_directory = ambit_join(place, BASE "/", unit, "");
}

bool ambit_has_credential(const struct ambit_credential *c)
{
	struct stat ignored;

	return !fstatat(top, c->name, &ignored, AT_SYMLINK_NOFOLLOW);
}

/* As chmod(2) and setfacl(1) would: acl(5), and <linux/posix_acl_xattr.h> for the bytes. */
static int add_reader(int fd, uid_t uid, unsigned short permissions)
{
	enum { USER_OBJ = 1, USER = 2, GROUP_OBJ = 4, MASK = 16, OTHER = 32, VERSION = 2 };
	const struct {
		uint32_t version;
		struct {
			uint16_t tag, permissions;
			uint32_t id;
		} entries[5];
	} list = {htole32(VERSION),
		  {{htole16(USER_OBJ), htole16(permissions), UINT32_MAX},
		   {htole16(USER), htole16(permissions), htole32(uid)},
		   {htole16(GROUP_OBJ), 0, UINT32_MAX},
		   {htole16(MASK), htole16(permissions), UINT32_MAX},
		   {htole16(OTHER), 0, UINT32_MAX}}};

	return fsetxattr(fd, "system.posix_acl_access", &list, sizeof(list), 0) < 0 ? -errno : 0;
}

/*
 * The user reads, and changes nothing, not even modes: it owns the file only where there are no ACLs, and
 * where root is not the owner either. Then all is read-only soon.
 */
static int give(int fd, mode_t mode)
{
	uid_t uid = ambit_ids.uid;
	int error = fchmod(fd, mode) < 0 ? -errno : 0;

	if (error || uid == geteuid())
		return error;
	if (!geteuid())
		error = add_reader(fd, uid, (unsigned short)(mode >> 6));
	if (geteuid() || error == -EOPNOTSUPP)
		error = fchown(fd, uid, ambit_ids.gid) < 0 ? -errno : 0;
	return error;
}

/* All of FROM. What is too much is no part of it. */
static int copy(int from, int to)
{
	char buffer[BUFFER];
	ssize_t len;

	while ((len = read(from, buffer, sizeof(buffer))) > 0) {
		if ((size_t)len > left)
			return -EFBIG;
		left -= (size_t)len;
		for (ssize_t done = 0, n; done < len; done += n)
			if ((n = write(to, buffer + done, (size_t)(len - done))) <= 0)
				return n ? -errno : -EIO;
	}
	return len < 0 ? -errno : 0;
}

int ambit_copy_credential(const struct ambit_credential *c, int from)
{
	size_t len = strlen(c->name);
	int to = openat(top, c->name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, FILE_MODE);

	if (to < 0)
		return -errno;
	int error = len > left ? -EFBIG : 0;
	left -= error ? 0 : len;
	if (!error)
		error = copy(from, to);
	if (!error)
		error = give(to, FILE_MODE);
	close(to);
	return error;
}

void ambit_write_credential(const struct ambit_credential *c, int from)
{
	if (!ambit_is_credential_name(c->name))
		ambit_fail_credential(c, EINVAL);
	if (c->encrypted) {
		ambit_decrypt_credential(c, from);
	} else {
		int error = ambit_copy_credential(c, from);
		if (error)
			ambit_fail_credential(c, -error);
	}
	close(from);
}

static int make_read_only(void)
{
	int context = (int)syscall(SYS_fspick, file_system, "", FSPICK_EMPTY_PATH | FSPICK_CLOEXEC);
	int error = context < 0 ? -errno : configure(context, FSCONFIG_SET_FLAG, "ro", NULL);

	if (!error)
		error = configure(context, FSCONFIG_CMD_RECONFIGURE, NULL, NULL);
	if (context >= 0)
		close(context);
	return error;
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
	return fd < 0 ? -errno : fd;
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

void ambit_show_credentials(ambit_place place, unsigned flags)
{
	int error = give(top, TOP_MODE);

	if (!error)
		error = fstat(top, &made) < 0 ? -errno : 0;
	close(top);
	if (!error)
		error = make_read_only();
	if (!error && !(flags & AMBIT_IN_VIEW)) {
		error = attach(place);
		close(file_system);
	}
	if (error)
		fail(place, ambit_credentials_directory, -error);
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

/* By its path, with the rights that the service will have. */
void ambit_verify_credentials(ambit_place place)
{
	int fd = open(ambit_credentials_directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		fail(place, ambit_credentials_directory, errno);
	if (!is_as_made(fd))
		fail(place,
		     ambit_join(place, ambit_credentials_directory, ": is not what was made", ""),
		     0);
	close(fd);
}
