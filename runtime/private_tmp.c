/* SPDX-License-Identifier: MIT */
/*
 * PrivateTmp=yes: directories of /tmp and /var/tmp, one pair for all commands of the service, which step
 * "view" shows in their place. Their name follows that of systemd's, which tmpfiles.d(5) spares while it
 * cleans up. Nobody but root gets to them.
 */
#define _GNU_SOURCE 1
#include "host.h"
#include "text.h"
#include "view.h"

#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum {
	UNIT_MOST = 160
}; /* bytes: with all that stands around it, at most 95, it is the name of a file */

static const char *const places[] = {"/tmp", "/var/tmp"};
static const char *name; /* of the directory in both; NULL before the step */

/*
 * "systemd-private-BOOT-UNIT-ambit.NAMESPACE.": behind it stand the PID of the owner in this PID namespace
 * and a number that nobody can guess. A long name of a unit is cut: two that begin alike then remove what either
 * has left behind.
 */
static const char *name_prefix(ambit_place place, const char *unit)
{
	const char *boot;
	struct stat pids;

	if (ambit_read_id(AMBIT_BOOT_ID, &boot) < 0)
		boot = "";
	if (stat("/proc/self/ns/pid", &pids) < 0)
		pids.st_ino = 0;
	const char *prefix = ambit_join(place, "systemd-private-", boot, "-");
	size_t len = strlen(unit);
	unit = ambit_copy(place, unit, len < UNIT_MOST ? len : UNIT_MOST);
	prefix = ambit_join(place, prefix, unit, "-ambit.");
	return ambit_join(place, prefix, ambit_decimal(place, pids.st_ino), ".");
}

/* One that the service has left behind: its owner is gone. A launcher does not outlive the service to do it. */
static bool is_stale(const char *entry, const char *prefix)
{
	uint64_t pid = 0;
	const char *digit = entry + strlen(prefix);

	if (strncmp(entry, prefix, strlen(prefix)) != 0)
		return false;
	for (; *digit >= '0' && *digit <= '9' && pid < INT32_MAX; digit++)
		pid = pid * 10 + (uint64_t)(*digit - '0');
	if (*digit != '.' || !pid || pid > INT32_MAX)
		return false;
	return (pid_t)pid == getpid() || (kill((pid_t)pid, 0) < 0 && errno == ESRCH);
}

struct search {
	int parent;
	const char *prefix;
};

static bool remove_stale(const char *entry, unsigned char type, void *data)
{
	const struct search *search = data;
	struct stat found;

	if (type != DT_DIR || !is_stale(entry, search->prefix))
		return false;
	if (fstatat(search->parent, entry, &found, AT_SYMLINK_NOFOLLOW) < 0 || found.st_uid)
		return false;
	ambit_remove_tree(search->parent, entry); /* in the way of nobody if it fails */
	return false;
}

static int make(int parent)
{
	if (mkdirat(parent, name, 0700) < 0)
		return -errno;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = 0;
	if (fd < 0 || mkdirat(fd, "tmp", 0777) < 0 || fchmodat(fd, "tmp", 01777, 0) < 0)
		error = -errno;
	if (fd >= 0)
		close(fd);
	if (error)
		unlinkat(parent, name, AT_REMOVEDIR);
	return error;
}

static void unmake(const char *where)
{
	int parent =
		openat(ambit_outside, where + 1, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (parent < 0)
		return;
	ambit_remove_tree(parent, name);
	close(parent);
}

void ambit_private_tmp(ambit_place place, const char *unit)
{
	struct search search = {.prefix = name_prefix(place, unit)};
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		ambit_fail(place, AMBIT_STATUS_private_tmp, "PrivateTmp", "getrandom", errno);
	name = ambit_join(place, search.prefix, ambit_decimal(place, (uint64_t)getpid()), ".");
	name = ambit_join(place, name, ambit_decimal(place, random), "");
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		search.parent = open(places[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int error = search.parent < 0 ? -errno : 0;
		if (!error) {
			ambit_read_directory_at(search.parent, remove_stale, &search);
			error = make(search.parent);
			close(search.parent);
		}
		if (error)
			ambit_fail(place, AMBIT_STATUS_private_tmp, "PrivateTmp", places[i],
				   -error);
		ambit_undo_on_failure(place, unmake, places[i]);
	}
}

int ambit_own_tmp(const struct ambit_entry *entry)
{
	const char *where = ambit_join(entry->place, "/", entry->operand, "/"), *resolved;
	int source = ambit_walk(entry->place, ambit_trees.host,
				ambit_join(entry->place, where, name, "/tmp"), &resolved);

	if (source < 0)
		return source;
	int mount = ambit_clone_tree(source, "", false);
	close(source);
	return mount;
}
