/* SPDX-License-Identifier: MIT */
/*
 * For sandbox.c: what the launcher does besides the mounts. filter.h is what "ambit seccomp --to=c" makes of
 * sandbox.service.
 */
#define _GNU_SOURCE 1
#include "sandbox.h"

#include "filter.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>

char own_tmp[64];

static void start(void)
{
	static const unsigned long zero[16];
	static const struct itimerval none;

	poll((struct pollfd[]){{.fd = 0}, {.fd = 1}, {.fd = 2}}, 3, 0);
	for (int number = 1; number < _NSIG; number++)
		if (number != SIGKILL && number != SIGSTOP)
			syscall(SYS_rt_sigaction, number, zero, NULL, 8);
	sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, zero, NULL, 8);
	for (int timer = ITIMER_REAL; timer <= ITIMER_PROF; timer++)
		setitimer(timer, &none, NULL);
	prctl(PR_SET_PDEATHSIG, 0L, 0L, 0L, 0L);
	prctl(PR_SET_CHILD_SUBREAPER, 0L, 0L, 0L, 0L);
	prctl(PR_SET_THP_DISABLE, 0L, 0L, 0L, 0L);
	umask(022);
	prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
}

static void look_at_namespace(const char *path)
{
	struct statfs fs;
	struct stat entry;

	must(statfs(path, &fs));
	must(stat(path, &entry));
}

static void leave(int flag, const char *path)
{
	look_at_namespace(path);
	must(unshare(flag));
	look_at_namespace(path);
}

static void raise_loopback(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = (int)must(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));

	must(ioctl(fd, SIOCGIFFLAGS, &request));
	request.ifr_flags |= IFF_UP;
	must(ioctl(fd, SIOCSIFFLAGS, &request));
	must(ioctl(fd, SIOCGIFFLAGS, &request));
	close(fd);
}

void read_file(const char *path)
{
	static char text[1 << 20];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return;
	while (read(fd, text, 32768) > 0)
		;
	close(fd);
}

struct record { /* getdents64(2) */
	uint64_t inode, offset;
	unsigned short size;
	unsigned char type;
	char name[];
};

/* Names begin with "bench-PID.": those of processes that are gone are removed, each with the "tmp" in it. */
static void remove_stale(int parent)
{
	_Alignas(8) char all[2048], inner[1024];
	struct stat found;
	long len, size;

	lseek(parent, 0, SEEK_SET);
	while ((len = syscall(SYS_getdents64, parent, all, sizeof(all))) > 0)
		for (long at = 0; at < len; at += size) {
			struct record *entry = (void *)(all + at);
			size = entry->size;
			if (strncmp(entry->name, "bench-", 6) != 0 ||
			    atoi(entry->name + 6) == getpid() || !kill(atoi(entry->name + 6), 0))
				continue;
			fstatat(parent, entry->name, &found, AT_SYMLINK_NOFOLLOW);
			int fd = openat(parent, entry->name,
					O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			lseek(fd, 0, SEEK_SET);
			while (syscall(SYS_getdents64, fd, inner, sizeof(inner)) > 0) {
				unlinkat(fd, "tmp", 0);
				must(unlinkat(fd, "tmp", AT_REMOVEDIR));
			}
			close(fd);
			must(unlinkat(parent, entry->name, AT_REMOVEDIR));
		}
}

static void make_own(const char *place)
{
	int parent = (int)must(open(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));

	remove_stale(parent);
	must(mkdirat(parent, own_tmp, 0700));
	int fd =
		(int)must(openat(parent, own_tmp, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	must(mkdirat(fd, "tmp", 0777));
	must(fchmodat(fd, "tmp", 01777, 0));
	close(fd);
	close(parent);
}

static void make_own_tmp(void)
{
	uint64_t random;
	struct stat pids;

	read_file("/proc/sys/kernel/random/boot_id");
	must(stat("/proc/self/ns/pid", &pids));
	must(getrandom(&random, sizeof(random), 0));
	snprintf(own_tmp, sizeof(own_tmp), "bench-%d.%llu", getpid(), (unsigned long long)random);
	make_own("/tmp");
	make_own("/var/tmp");
}

static void join_keyring(void)
{
	unsigned char id[16];

	getuid();
	must(getrandom(id, sizeof(id), 0));
	getuid(), getgid(), getgid(), getuid();
	must(syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL));
	getuid(), getgid();
	long key = must(syscall(SYS_add_key, "user", "invocation_id", id, sizeof(id),
				KEY_SPEC_SESSION_KEYRING));
	must(syscall(SYS_keyctl, KEYCTL_SETPERM, key, 0x0b0b0000));
}

void prepare(void)
{
	start();
	leave(CLONE_NEWNET, "/proc/self/ns/net");
	raise_loopback();
	leave(CLONE_NEWIPC, "/proc/self/ns/ipc");
	make_own_tmp();
	must(syscall(SYS_close_range, 3, ~0u, 0));
	access("/bin/bash", X_OK);
	umask(022);
	int fd = (int)must(open("/dev/null", O_RDONLY | O_CLOEXEC | O_NOCTTY));
	dup2(fd, 0);
	close(fd);
	getpid();
	read_file("/etc/locale.conf");
	read_file("/etc/default/locale");
	join_keyring();
}

static struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
static struct __user_cap_data_struct sets[2];

static void read_sets(void)
{
	must(syscall(SYS_capget, &header, sets));
}

static void read_bounding(void)
{
	for (long capability = 0; prctl(PR_CAPBSET_READ, capability, 0L, 0L, 0L) >= 0;)
		capability++;
}

static void read_identity(void)
{
	unsigned ids[3];
	static gid_t groups[65536];

	must(syscall(SYS_getresuid, ids, ids + 1, ids + 2));
	must(syscall(SYS_getresgid, ids, ids + 1, ids + 2));
	setfsuid((uid_t)-1);
	setfsgid((gid_t)-1);
	must(getgroups(65536, groups));
}

static void drop_capabilities(void)
{
	static const unsigned dropped[] = {CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_MKNOD, CAP_SYSLOG};
	gid_t groups[1], ids[3];

	getgroups(0, groups);
	must(syscall(SYS_getresgid, ids, ids + 1, ids + 2));
	read_sets();
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++)
		must(prctl(PR_CAPBSET_DROP, (long)dropped[i], 0L, 0L, 0L));
	must(syscall(SYS_getresuid, ids, ids + 1, ids + 2));
	read_sets();
	must(chdir("/"));
	prctl(PR_GET_SECUREBITS, 0L, 0L, 0L, 0L);
	read_sets();
	getuid();
	prctl(PR_GET_SECUREBITS, 0L, 0L, 0L, 0L);
	read_bounding();
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++) {
		sets[dropped[i] / 32].effective &= ~(1u << dropped[i] % 32);
		sets[dropped[i] / 32].permitted &= ~(1u << dropped[i] % 32);
	}
	must(syscall(SYS_capset, &header, sets));
}

_Noreturn void finish(const char *program)
{
	struct sock_fprog prog = {sizeof(filter) / sizeof(*filter), (struct sock_filter *)filter};

	leave(CLONE_NEWUTS, "/proc/self/ns/uts");
	drop_capabilities();
	umask(022);
	read_identity();
	getuid();
	read_bounding();
	read_sets();
	getuid();
	prctl(PR_GET_SECUREBITS, 0L, 0L, 0L, 0L);
	prctl(PR_GET_SECUREBITS, 0L, 0L, 0L, 0L);
	prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
	must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog));
	prctl(PR_GET_SECCOMP, 0L, 0L, 0L, 0L);
	must(execve(program, (char *[]){(char *)program, NULL},
		    (char *[]){"PATH=/usr/bin:/bin", NULL}));
	_exit(1);
}
