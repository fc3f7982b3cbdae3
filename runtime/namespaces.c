/* SPDX-License-Identifier: MIT */
/*
 * Namespaces of the network, of IPC objects, of the host name and of control groups: namespaces(7).
 * Each is made, or entered by a path, and then compared with the one that was to be left or entered: a
 * namespace that the kernel denies ends the launch, where systemd would go on without.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <unistd.h>

static const struct {
	char kind[8]; /* in /proc/self/ns */
	int flag;
} kinds[] = {
	{"net", CLONE_NEWNET},       {"ipc", CLONE_NEWIPC}, {"uts", CLONE_NEWUTS},
	{"cgroup", CLONE_NEWCGROUP}, {"pid", CLONE_NEWPID}, {"user", CLONE_NEWUSER},
};

static int flag_of(const char *kind)
{
	size_t i = 0;

	while (strcmp(kinds[i].kind, kind))
		i++;
	return kinds[i].flag;
}

/* The links of /proc/self/ns lead into a file system of their own, which nothing else can be. */
ino_t ambit_namespace(ambit_place place, const char *kind, const char *directive, int status)
{
	const char *path = ambit_join(place, "/proc/self/ns/", kind, "");
	struct statfs fs;
	struct stat entry;

	if (statfs(path, &fs) < 0 || stat(path, &entry) < 0)
		ambit_fail(place, status, directive, path, errno);
	if (fs.f_type != NSFS_MAGIC)
		ambit_fail(place, status, directive,
			   ambit_join(place, path, ": is no namespace", ""), 0);
	return entry.st_ino;
}

void ambit_fail_namespace(ambit_place place, const char *directive, int status, int error)
{
	const char *detail = error == EPERM ? "a new namespace is denied"
			     : error == ENOSPC
				     ? "the limit of /proc/sys/user for namespaces is reached"
			     : error == EINVAL ? "this kernel has no such namespaces"
					       : "a new namespace";

	ambit_fail(place, status, directive, detail, error);
}

void ambit_new_namespace(ambit_place place, const char *kind, const char *directive, int status)
{
	ino_t before = ambit_namespace(place, kind, directive, status);

	if (unshare(flag_of(kind)) < 0)
		ambit_fail_namespace(place, directive, status, errno);
	if (ambit_namespace(place, kind, directive, status) == before)
		ambit_fail(place, status, directive, "the namespace is still that of the launcher",
			   0);
}

/* Whoever answers must be a namespace of this kind: a device would have other commands at that number. */
static int open_namespace(ambit_place place, const char *path, const char *kind, int status)
{
	const char *directive = strcmp(kind, "net") ? "IPCNamespacePath" : "NetworkNamespacePath";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct statfs fs;

	if (fd < 0 || fstatfs(fd, &fs) < 0)
		ambit_fail(place, status, directive, path, errno);
	if (fs.f_type != NSFS_MAGIC || ioctl(fd, NS_GET_NSTYPE) != flag_of(kind))
		ambit_fail(place, status, directive,
			   ambit_join(place, path, ": is no namespace of this kind", ""), 0);
	return fd;
}

/* That which is entered already takes no privilege. */
static void join(ambit_place place, const char *path, const char *kind, int status)
{
	const char *directive = strcmp(kind, "net") ? "IPCNamespacePath" : "NetworkNamespacePath";
	int fd = open_namespace(place, path, kind, status);
	struct stat wanted;

	if (fstat(fd, &wanted) < 0)
		ambit_fail(place, status, directive, path, errno);
	if (ambit_namespace(place, kind, directive, status) != wanted.st_ino) {
		if (setns(fd, flag_of(kind)) < 0)
			ambit_fail(place, status, directive, path, errno);
		if (ambit_namespace(place, kind, directive, status) != wanted.st_ino)
			ambit_fail(place, status, directive,
				   ambit_join(place, path, ": was not entered", ""), 0);
	}
	close(fd);
}

/* The kernel gives the interface its addresses, 127.0.0.1 and ::1, when it goes up: netdevice(7). */
static int raise_loopback(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool done = fd >= 0 && !ioctl(fd, SIOCGIFFLAGS, &request);

	request.ifr_flags = (short)(request.ifr_flags | IFF_UP);
	done = done && !ioctl(fd, SIOCSIFFLAGS, &request) && !ioctl(fd, SIOCGIFFLAGS, &request);
	int error = done ? 0 : errno;
	if (fd >= 0)
		close(fd);
	return error || request.ifr_flags & IFF_UP ? error : ENETDOWN;
}

void ambit_network_namespace(ambit_place place, const char *path)
{
	const int status = AMBIT_STATUS_network_namespace;

	if (path) {
		join(place, path, "net", status);
		return;
	}
	ambit_new_namespace(place, "net", "PrivateNetwork", status);
	int error = raise_loopback();
	if (error)
		ambit_fail(place, status, "PrivateNetwork", "loopback", error);
}

void ambit_ipc_namespace(ambit_place place, const char *path)
{
	const int status = AMBIT_STATUS_ipc_namespace;

	if (path)
		join(place, path, "ipc", status);
	else
		ambit_new_namespace(place, "ipc", "PrivateIPC", status);
}

void ambit_cgroup_namespace(ambit_place place)
{
	ambit_new_namespace(place, "cgroup", "ProtectControlGroups", AMBIT_STATUS_cgroup_namespace);
}

void ambit_uts_namespace(ambit_place place, const char *name)
{
	static const char directive[] = "ProtectHostname";
	const int status = AMBIT_STATUS_uts_namespace;
	struct utsname now;

	ambit_new_namespace(place, "uts", directive, status);
	if (!name)
		return;
	if (sethostname(name, strlen(name)) < 0 || uname(&now) < 0)
		ambit_fail(place, status, directive, name, errno);
	if (strcmp(now.nodename, name))
		ambit_fail(place, status, directive,
			   ambit_join(place, name, ": the host name is ", now.nodename), 0);
}
