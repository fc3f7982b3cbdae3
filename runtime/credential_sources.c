/* SPDX-License-Identifier: MIT */
/*
 * LoadCredential= and SetCredential=: a credential from an absolute path, which is a file, a directory of
 * files or a socket, or from the policy itself: systemd.exec(5), "Credentials".
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { NAME_MOST = 255 };

/* The file that an O_PATH descriptor stands for, whatever has become of its path. */
static const char *path_of(ambit_place place, int fd)
{
	return ambit_join(place, "/proc/self/fd/", ambit_decimal(place, (uint64_t)fd), "");
}

int ambit_reopen(ambit_place place, int node, int flags)
{
	int fd = open(path_of(place, node), flags | O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return fd;
}

struct names {
	ambit_place place;
	struct name {
		struct name *next;
		const char *name;
	} * first;
	size_t count;
};

static bool add_name(const char *name, unsigned char type, void *data)
{
	struct names *names = data;
	struct name *entry = ambit_keep(names->place, sizeof(*entry));

	(void)type;
	*entry = (struct name){names->first, ambit_copy(names->place, name, strlen(name))};
	names->first = entry;
	names->count++;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

long ambit_sorted_names(ambit_place place, const char *path, const char ***sorted)
{
	struct names names = {.place = place};
	int error = ambit_read_directory(path, add_name, &names);

	if (error < 0)
		return error;
	const char **list = ambit_keep(place, (names.count + 1) * sizeof(*list));
	for (size_t i = 0; i < names.count; i++, names.first = names.first->next)
		list[i] = names.first->name;
	qsort(list, names.count, sizeof(*list), compare_names);
	*sorted = list;
	return (long)names.count;
}

static void read_tree(const struct ambit_credential *, int directory);

/*
 * An entry of a directory, which is "NAME_ENTRY". Symbolic links are none, and hidden files neither. What is
 * looked at here is what is read, even if somebody else changes the directory meanwhile.
 */
static void read_entry(const struct ambit_credential *of, int directory, const char *entry)
{
	struct ambit_credential c = *of;
	struct stat st;
	int node = openat(directory, entry, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (node < 0 && errno == ENOENT)
		return;
	c.name = ambit_join(c.place, of->name, "_", entry);
	c.source = ambit_join(c.place, of->source, "/", entry);
	if (node < 0 || fstat(node, &st) < 0)
		ambit_fail_credential(&c, errno);
	bool is_file = S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode);
	if (S_ISDIR(st.st_mode) || (is_file && !ambit_has_credential(&c))) {
		int fd = ambit_reopen(c.place, node, 0);
		if (fd < 0)
			ambit_fail_credential(&c, -fd);
		if (is_file)
			ambit_write_credential(&c, fd);
		else
			read_tree(&c, fd);
	}
	close(node);
}

/* Takes the descriptor. */
static void read_tree(const struct ambit_credential *c, int directory)
{
	const char **names;
	long count = ambit_sorted_names(c->place, path_of(c->place, directory), &names);

	if (strlen(c->name) > NAME_MOST) /* all of it would be too long */
		ambit_fail_credential(c, ENAMETOOLONG);
	if (count < 0)
		ambit_fail_credential(c, (int)-count);
	for (long i = 0; i < count; i++)
		if (*names[i] != '.')
			read_entry(c, directory, names[i]);
	close(directory);
}

/* Who listens is told which credential of which unit is wanted: systemd.exec(5). */
static int bind_to_name(const struct ambit_credential *c, int fd)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	uint64_t random;
	char *at = address.sun_path + 1; /* an abstract name begins with NUL: unix(7) */
	const char *rest = ambit_join(c->place, ambit_credentials_unit, "/", c->name);

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -errno;
	for (int shift = 60; shift >= 0; shift -= 4)
		*at++ = "0123456789abcdef"[random >> shift & 15];
	rest = ambit_join(c->place, "/unit/", rest, "");
	size_t len = strlen(rest), used = (size_t)(at - (char *)&address);
	if (len > sizeof(address) - used)
		return -ENAMETOOLONG;
	memcpy(at, rest, len);
	return bind(fd, (struct sockaddr *)&address, (socklen_t)(used + len)) < 0 ? -errno : 0;
}

static int connect_to(const struct ambit_credential *c, int fd, int node)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int error = bind_to_name(c, fd);

	strcpy(address.sun_path, path_of(c->place, node)); /* short */
	if (!error && (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		       shutdown(fd, SHUT_WR) < 0))
		error = -errno;
	return error;
}

/* There is no limit to how long it takes to answer: the launcher waits, as systemd does. */
static int connect_source(const struct ambit_credential *c)
{
	int node = open(c->source, O_PATH | O_CLOEXEC);
	int fd = node < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int error = fd < 0 ? -errno : connect_to(c, fd, node);

	if (node >= 0)
		close(node);
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	return error;
}

/* 0 or negative errno of its opening; fails by itself when more goes wrong. */
static int load_path(const struct ambit_credential *c)
{
	struct stat st;
	/* a pipe that nobody writes to yet is waited for where signals are looked at, and not in open(2) */
	int fd = open(c->source, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 && errno == ENXIO)
		fd = connect_source(c);
	else if (fd < 0)
		fd = -errno;
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0 || fcntl(fd, F_SETFL, 0) < 0)
		ambit_fail_credential(c, errno);
	if (S_ISDIR(st.st_mode))
		read_tree(c, fd);
	else
		ambit_write_credential(c, fd);
	return 0;
}

/*
 * As in systemd what is missing is no failure in a store, and neither where SetCredential= has another value.
 */
void ambit_load_credential(ambit_place place, const char *name, const char *source, unsigned flags)
{
	bool encrypted = flags & AMBIT_ENCRYPTED, is_path = *source == '/';
	const struct ambit_credential c = {.place = place,
					   .directive = encrypted ? "LoadCredentialEncrypted"
								  : "LoadCredential",
					   .source = source,
					   .name = name,
					   .encrypted = encrypted};
	int error = is_path ? load_path(&c) : ambit_load_stored(&c);

	if (error == -ENOENT && (!is_path || flags & AMBIT_OPTIONAL))
		return;
	if (error)
		ambit_fail_credential(&c, -error);
}

/* LEN bytes as a file to be read. */
static int file_of(const char *bytes, size_t len)
{
	int fd = memfd_create("credential", MFD_CLOEXEC);

	for (size_t done = 0; fd >= 0 && done < len;) {
		ssize_t n = ambit_write(fd, bytes + done, len - done);
		if (n <= 0)
			return n ? -errno : -EIO;
		done += (size_t)n;
	}
	return fd < 0 || lseek(fd, 0, SEEK_SET) < 0 ? -errno : fd;
}

void ambit_set_credential(ambit_place place, const char *name, const char *value, size_t len,
			  unsigned flags)
{
	bool encrypted = flags & AMBIT_ENCRYPTED;
	const struct ambit_credential c = {.place = place,
					   .directive = encrypted ? "SetCredentialEncrypted"
								  : "SetCredential",
					   .name = name,
					   .encrypted = encrypted};

	if (ambit_has_credential(&c))
		return;
	int fd = file_of(value, len);
	if (fd < 0)
		ambit_fail_credential(&c, -fd);
	ambit_write_credential(&c, fd);
}
