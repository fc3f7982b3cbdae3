/* SPDX-License-Identifier: MIT */
/*
 * Credentials (systemd.exec(5)) are files in a small file system in memory, which is nowhere to be seen
 * while it is filled: a launcher that fails leaves nothing of it. Then the user is given it to read, it is
 * made read-only, and credential_place.c shows it.
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum {
	TOP_MODE = 0500,
	FILE_MODE = 0400,
	BUFFER = 4096,
	NAME_MOST = 255,
};

const char *ambit_credentials_unit;
static int file_system = -1, top = -1; /* the detached mount, and its root directory */
static size_t left = AMBIT_CREDENTIALS_MOST;

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
	ambit_credentials_directory = ambit_join(place, "/run/credentials/", unit, "");
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

/* A file is there; what a pipe or a socket gives has to be waited for. */
static ssize_t read_some(int from, char *buffer)
{
	struct stat st;

	if (!fstat(from, &st) && !S_ISREG(st.st_mode))
		ambit_await_input(from);
	return read(from, buffer, BUFFER);
}

/* All of FROM. What is too much is no part of it. */
static int copy(int from, int to)
{
	char buffer[BUFFER];
	ssize_t len;

	while ((len = read_some(from, buffer)) > 0) {
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

int ambit_seal_credentials(struct stat *directory)
{
	int error = give(top, TOP_MODE);

	if (!error)
		error = fstat(top, directory) < 0 ? -errno : 0;
	close(top);
	if (!error)
		error = make_read_only();
	return error ? error : file_system;
}
