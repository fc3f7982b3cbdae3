/* SPDX-License-Identifier: MIT */
/*
 * compiler/access against the running kernel: random trees with random owners, modes, ACLs, links
 * and mounts, and children with random ids, groups and capabilities, which try for real what was
 * foretold. compare DIRECTORY SEED ROUNDS; the directory is empty, and its mounts are this process's
 * own. As root.
 */
#include "access/permission.h"
#include "trials.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/capability.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENTRIES = 60, PATHS = 48, PEOPLE = 24, GROUPS_MOST = 3, IDS = 5, MOUNTS = 9, RULES = 11 };

static uint64_t state; /* of the generator: xorshift64* */
static size_t denials[RULES], comparisons, failures;

static unsigned below(unsigned limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

static uint32_t some_id(void)
{
	static const uint32_t ids[IDS] = {0, 1001, 1002, 1003, 1004};
	return ids[below(IDS)];
}

static void require(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(2);
}

/* Mostly generous, so that some ways lead deep. */
static mode_t some_mode(void)
{
	return below(3) ? (mode_t)below(01000) | 0111 : (mode_t)below(01000);
}

static void add_entries(char *text, size_t size, char kind)
{
	for (unsigned i = below(3); i; i--) {
		size_t len = strlen(text);
		uint32_t id = 1000 + i * 2 - below(2); /* each once */
		snprintf(text + len, size - len, ",%c:%u:%c%c%c", kind, id, below(2) ? 'r' : '-',
			 below(2) ? 'w' : '-', below(2) ? 'x' : '-');
	}
}

/* A list with a mask of its own; the mode is part of it. */
static void set_acl(const char *path, mode_t mode)
{
	char text[256];
	snprintf(text, sizeof(text), "u::%s,g::%s,o::%s,m::%s", mode & 0400 ? "rwx" : "r-x",
		 mode & 040 ? "r-x" : "--x", mode & 04 ? "r--" : "--x",
		 !below(4)  ? "---"
		 : below(2) ? "r-x"
			    : "rwx");
	add_entries(text, sizeof(text), 'u');
	add_entries(text, sizeof(text), 'g');
	acl_t acl = acl_from_text(text);
	require(acl && acl_set_file(path, ACL_TYPE_ACCESS, acl) == 0, text);
	acl_free(acl);
}

static void set_owner(const char *path, mode_t mode)
{
	require(lchown(path, some_id(), some_id()) == 0, path);
	require(chmod(path, mode) == 0, path);
	if (below(3) == 0)
		set_acl(path, mode);
}

static void append_name(char *path, size_t size)
{
	static const char *const names[] = {"/a", "/b", "/c", "/d"};
	size_t len = strlen(path);
	snprintf(path + len, size - len, "%s", names[below(4)]);
}

/* One to four names from the root, or some steps back and forth. */
static void some_path(char *path, size_t size, bool dots)
{
	*path = '\0';
	for (unsigned i = 1 + below(4); i; i--) {
		if (dots && !below(5))
			strncat(path, below(3) ? "/.." : "/.", size - strlen(path) - 1);
		append_name(path, size);
	}
	if (dots && !below(8))
		strncat(path, below(2) ? "/" : "/..", size - strlen(path) - 1);
}

static void make_file(const char *path)
{
	FILE *file = fopen(path, "wx");
	if (!file)
		return;
	fputs("x\n", file);
	fclose(file);
	set_owner(path, below(3) ? some_mode() : (mode_t)below(01000) & ~0111U);
}

static void make_link(const char *path)
{
	char target[128];
	some_path(target, sizeof(target), true);
	if (symlink(below(2) ? target : target + 1, path) == 0)
		require(lchown(path, some_id(), some_id()) == 0, path);
}

/* At a random place below the current directory; what cannot be there is left out. */
static void make_entry(void)
{
	char path[128] = ".";
	some_path(path + 1, sizeof(path) - 1, false);
	struct stat status;
	unsigned kind = below(8);
	if (lstat(path, &status) == 0)
		return;
	if (kind < 4 && mkdir(path, 0700) == 0)
		set_owner(path, some_mode());
	else if (kind == 4)
		make_link(path);
	else if (kind == 5 && mknod(path, S_IFCHR | 0600, makedev(1, 3)) == 0)
		set_owner(path, some_mode());
	else if (kind == 6 && !below(3) && mkfifo(path, 0600) == 0)
		set_owner(path, some_mode());
	else if (kind == 7)
		make_file(path);
}

/* Over itself, with flags of its own: they are those of the mount, not of the file system. */
static void make_mount(void)
{
	static const unsigned long flags[] = {MS_RDONLY, MS_NOEXEC, MS_NODEV, MS_NODEV | MS_RDONLY};
	char path[128] = ".", real[4096];
	some_path(path + 1, sizeof(path) - 1, false);
	if (!realpath(path, real) || access(real, F_OK) || mount(real, real, NULL, MS_BIND, NULL))
		return;
	require(mount(NULL, real, NULL, MS_BIND | MS_REMOUNT | flags[below(4)], NULL) == 0, real);
}

/* /l40 is behind as many links as there may be, /l41 behind one more. */
static void make_chain(void)
{
	make_file("l0");
	for (int i = 1; i <= 41; i++) {
		char target[8], path[8];
		snprintf(target, sizeof(target), "l%d", i - 1);
		snprintf(path, sizeof(path), "l%d", i);
		require(symlink(target, path) == 0, path);
	}
}

static void make_tree(const char *directory)
{
	require(mount("tree", directory, "tmpfs", 0, "mode=755") == 0 && chdir(directory) == 0,
		directory);
	make_chain();
	for (int i = 0; i < ENTRIES; i++)
		make_entry();
	for (int i = 0; i < MOUNTS; i++)
		make_mount();
	require(chdir(directory) == 0, directory);
}

/* Ids, groups and the two capabilities that count. */
static struct credentials some_credentials(uint32_t groups[GROUPS_MOST])
{
	static const uint64_t sets[] = {0, 0, 0, UINT64_C(1) << CAP_DAC_OVERRIDE,
					UINT64_C(1) << CAP_DAC_READ_SEARCH};
	uint32_t uid = some_id(), gid = some_id();
	struct credentials c = {.uid = {uid, uid, uid, uid}, .gid = {gid, gid, gid, gid}};
	c.group_count = below(GROUPS_MOST + 1);
	for (size_t i = 0; i < c.group_count; i++)
		groups[i] = some_id();
	c.groups = groups;
	c.effective = sets[below(5)];
	return c;
}

static void become(const struct credentials *c)
{
	gid_t groups[GROUPS_MOST];
	cap_t set = cap_init();
	for (size_t i = 0; i < c->group_count; i++)
		groups[i] = c->groups[i];
	require(setgroups(c->group_count, groups) == 0, "setgroups");
	require(setresgid(c->gid.real, c->gid.real, c->gid.real) == 0, "setresgid");
	require(prctl(PR_SET_KEEPCAPS, 1UL, 0UL, 0UL, 0UL) == 0, "prctl");
	require(setresuid(c->uid.real, c->uid.real, c->uid.real) == 0, "setresuid");
	for (int i = 0; i <= CAP_LAST_CAP; i++) {
		cap_flag_value_t on = c->effective >> i & 1 ? CAP_SET : CAP_CLEAR;
		cap_set_flag(set, CAP_PERMITTED, 1, &i, on);
		cap_set_flag(set, CAP_EFFECTIVE, 1, &i, on);
	}
	require(cap_set_proc(set) == 0, "capset");
}

/* In a child, whose root is the tree: the errnos, or 0. */
static void run_trials(const struct credentials *c, char paths[PATHS][128],
		       int results[PATHS][TRIALS])
{
	pid_t pid = fork();
	require(pid >= 0, "fork");
	if (!pid) {
		require(chroot(".") == 0, "chroot");
		become(c);
		for (size_t i = 0; i < PATHS; i++)
			for (size_t k = 0; k < TRIALS; k++)
				results[i][k] = trial_run(&trials[k], paths[i]);
		_exit(0);
	}
	int status;
	require(waitpid(pid, &status, 0) == pid && status == 0, "child");
}

static void print_failure(const struct credentials *c, const char *path, const struct trial *trial)
{
	printf("  uid %u gid %u groups", c->uid.fs, c->gid.fs);
	for (size_t i = 0; i < c->group_count; i++)
		printf(" %u", c->groups[i]);
	printf(" capabilities %#llx: %s %s: ", (unsigned long long)c->effective, trial->name, path);
}

static bool is_denied(int error)
{
	return error == EACCES || error == EROFS || error == EPERM;
}

static void compare(const struct credentials *c, const struct way *way, const char *path,
		    const int results[TRIALS])
{
	for (size_t k = 0; k < TRIALS; k++) {
		const struct trial *trial = &trials[k];
		struct denial denial;
		struct arena arena = {0};
		if (!way->error && trial->fits && !trial->fits(&way->target))
			continue;
		bool allowed = permission_way(c, way, trial->wanted, &denial);
		int expected = allowed ? way->error : EACCES;
		bool same = is_denied(results[k]) ? !allowed : results[k] == expected;
		comparisons++;
		denials[denial.rule]++;
		if (!same && failures++ < 20) {
			print_failure(c, path, trial);
			printf("foretold %s, the kernel says %s\n",
			       allowed ? strerror(expected) : denial_text(&arena, &denial),
			       strerror(results[k]));
		}
		arena_free(&arena);
	}
}

static void run_round(const char *directory)
{
	static char paths[PATHS][128];
	static int(*results)[TRIALS];
	struct arena arena = {0};
	struct tree tree;
	struct way ways[PATHS];
	if (!results)
		results = mmap(NULL, PATHS * sizeof(*results), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	make_tree(directory);
	require(tree_open(&tree, &arena, ".") == 0, "tree");
	for (size_t i = 0; i < PATHS; i++) {
		some_path(paths[i], sizeof(paths[i]), true);
		if (i < 2)
			strcpy(paths[i], i ? "/l41" : "/l40");
		tree_walk(&tree, paths[i], &ways[i]);
		require(!ways[i].error || way_is_told(&ways[i]), paths[i]);
	}
	for (int person = 0; person < PEOPLE; person++) {
		uint32_t groups[GROUPS_MOST];
		struct credentials c = some_credentials(groups);
		run_trials(&c, paths, results);
		for (size_t i = 0; i < PATHS; i++)
			compare(&c, &ways[i], paths[i], results[i]);
	}
	for (size_t i = 0; i < PATHS; i++)
		way_close(&ways[i]);
	tree_close(&tree);
	arena_free(&arena);
	require(chdir("/") == 0 && umount2(directory, MNT_DETACH) == 0, "umount");
}

static void say(bool good, const char *what)
{
	printf("%s %s\n", good ? "ok" : "not ok", what);
}

int main(int argc, char **argv)
{
	require(argc == 4, "usage: compare DIRECTORY SEED ROUNDS");
	unsigned long rounds = strtoul(argv[3], NULL, 10);
	state = strtoull(argv[2], NULL, 10) * UINT64_C(0x9e3779b97f4a7c15) + 1;
	umask(0);
	require(unshare(CLONE_NEWNS) == 0 && mount("", "/", "", MS_REC | MS_PRIVATE, NULL) == 0,
		"mount namespace");
	for (unsigned long i = 0; i < rounds; i++)
		run_round(argv[1]);
	bool all = true;
	for (size_t i = 0; i < RULES; i++)
		all = all && (denials[i] || rounds < 100);
	printf("# seed %s: %zu comparisons, denied by rule:", argv[2], comparisons);
	for (size_t i = 1; i < RULES; i++)
		printf(" %zu", denials[i]);
	putchar('\n');
	say(!failures, "the kernel does what was foretold");
	say(all, "every rule was met");
	printf("%d passed, %d failed\n", !failures + all, !!failures + !all);
	return failures || !all;
}
