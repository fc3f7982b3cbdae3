/* SPDX-License-Identifier: MIT */
/*
 * The sandbox of sandbox.service by hand: what somebody would write who knows the machine and obeys no policy but
 * this one. It makes the system calls of the launcher in the same order (runtime/view.c says what they are for), 1064
 * where this was written; tests/bench/sandbox counts them with strace(1) and compares the mounts. Left out is what
 * the launcher does in between: it sorts its paths, compares what it reads back, and can say what went wrong.
 * "sandbox PROGRAM" executes that.
 */
#define _GNU_SOURCE 1
#include "sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>

/* In the order of the paths. AGAIN: not as what is above it, so that it is cloned into the second tree. */
static const struct entry entries[] = {
	{"/", PATH, NULL, 0},
	{"/dev", DEVICES, NULL, 0},
	{"/dev/full", NODE, "full", 0},
	{"/dev/hugepages", BIND, "/dev/hugepages", AGAIN},
	{"/dev/kmsg", CLOSED, NULL, AGAIN},
	{"/dev/mqueue", MQUEUE, NULL, AGAIN},
	{"/dev/null", NODE, "null", 0},
	{"/dev/ptmx", NODE, "ptmx", 0},
	{"/dev/pts", BIND, "/dev/pts", AGAIN},
	{"/dev/random", NODE, "random", 0},
	{"/dev/shm", BIND, "/dev/shm", AGAIN},
	{"/dev/tty", NODE, "tty", 0},
	{"/dev/urandom", NODE, "urandom", 0},
	{"/dev/zero", NODE, "zero", 0},
	{"/home", CLOSED, NULL, AGAIN},
	{"/mnt/data", BIND, "/test/data", AGAIN},
	{"/mnt/state", BIND, "/test/state", 0},
	{"/opt", TMPFS, NULL, AGAIN | MOUNT_ATTR_NODEV},
	{"/proc", PROC, NULL, AGAIN},
	{"/proc/acpi", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/apm", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/asound", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/bus", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/fs", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/irq", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/kallsyms", CLOSED, NULL, 0},
	{"/proc/kcore", CLOSED, NULL, 0},
	{"/proc/kmsg", CLOSED, NULL, 0},
	{"/proc/latency_stats", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/mtrr", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/scsi", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/sys", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/sysrq-trigger", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/proc/timer_stats", PATH, NULL, AGAIN | MOUNT_ATTR_RDONLY},
	{"/root", CLOSED, NULL, AGAIN},
	{"/run/credentials", CLOSED, NULL, AGAIN},
	{"/run/user", CLOSED, NULL, AGAIN},
	{"/sys", SYS, NULL, AGAIN | MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOEXEC},
	{"/sys/fs/bpf", PATH, NULL, 0},
	{"/sys/fs/cgroup", PATH, NULL, 0},
	{"/sys/fs/selinux", PATH, NULL, AGAIN | MOUNT_ATTR_NOEXEC},
	{"/sys/kernel/debug", PATH, NULL, 0},
	{"/sys/kernel/tracing", PATH, NULL, 0},
	{"/test/data", PATH, NULL, AGAIN},
	{"/test/secret", CLOSED, NULL, AGAIN},
	{"/tmp", OWN_TMP, NULL, AGAIN},
	{"/usr/lib/modules", CLOSED, NULL, AGAIN},
	{"/var/tmp", OWN_TMP, NULL, AGAIN},
};

enum { ENTRIES = sizeof(entries) / sizeof(*entries) };

static bool is_shown[ENTRIES], is_missing[ENTRIES];

static void start_trees(void)
{
	must(unshare(CLONE_NEWNS));
	host = (int)must(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	set(host, 0, MS_SLAVE, AT_RECURSIVE);
	read_file("/proc/self/mountinfo");
	first = clone_of(host, "/", AT_RECURSIVE);
	nodes = make_nodes();
	attach(nodes, host);
	attach(first, host);
}

static void look_for(const struct entry *entry)
{
	int fd = look(first, entry->kind == NODE ? "/dev" : entry->path, 0);

	is_missing[entry - entries] = fd < 0;
	if (fd >= 0)
		close(fd);
}

static void show(const struct entry *entry)
{
	look_for(entry);
	int mount = make(entry);

	if (mount < 0)
		return;
	struct stat found;
	must(fstat(mount, &found));
	int at = look(first, entry->path, 0);
	if (at < 0) {
		make_directory(entry->path);
		at = (int)must(look(first, entry->path, 0));
	}
	attach(mount, at);
	close(at);
	if (entry->kind == SYS) { /* all that is mounted below it here */
		int below = clone_of(host, "/sys/fs/cgroup", AT_RECURSIVE);
		attach_at(below, first, "/sys/fs/cgroup");
		close(below);
	}
	close(mount);
	is_shown[entry - entries] = true;
}

/* The second tree, with the attributes. */
static int copy(void)
{
	int second = clone_tree(first, "", AT_RECURSIVE);

	set(second, MOUNT_ATTR_RDONLY, 0, AT_RECURSIVE);
	attach(second, host);
	for (size_t i = 0; i < ENTRIES; i++) {
		if (!(entries[i].attributes & AGAIN) ||
		    (entries[i].kind == PATH ? is_missing[i] : !is_shown[i]))
			continue;
		const unsigned attributes = entries[i].attributes - AGAIN;
		int mount = clone_of(first, entries[i].path, AT_RECURSIVE);
		if (attributes)
			set(mount, attributes, 0, AT_RECURSIVE);
		attach_at(mount, second, entries[i].path);
		close(mount);
	}
	return second;
}

static void enter(int root)
{
	attach_at(first, nodes, "/trees");
	must(fchdir(nodes));
	must(syscall(SYS_pivot_root, ".", "host"));
	must(fchdir(root));
	must(syscall(SYS_pivot_root, ".", "."));
	must(syscall(SYS_umount2, ".", 2)); /* MNT_DETACH */
	must(chdir("/"));
}

static void read_back(int root)
{
	struct stat found;
	struct statvfs flags;

	for (size_t i = 0; i < ENTRIES; i++) {
		if (entries[i].kind == PATH ? is_missing[i] : !is_shown[i])
			continue;
		int fd = (int)must(look(root, entries[i].path, 0));
		must(fstat(fd, &found));
		must(fstatvfs(fd, &flags));
		close(fd);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	prepare();
	umask(0);
	start_trees();
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].kind != PATH)
			look_for(&entries[i]);
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].kind != PATH)
			show(&entries[i]);
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].kind == PATH)
			look_for(&entries[i]);
	enter(copy());
	int root = (int)must(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	set(root, 0, MS_SHARED, AT_RECURSIVE);
	read_back(root);
	close(root);
	umask(022);
	finish(argv[1]);
}
