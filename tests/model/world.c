/* SPDX-License-Identifier: MIT */
/*
 * The worlds: root, an ordinary user, root of a user namespace with many ids or with one; each with
 * mounts of its own where it may have them. And what kernel this is.
 */
#include "model.h"

#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534, OUTSIDE = 100000, MAPPED = 65536 };
enum { ROOT, USER, NAMESPACE, ONE_ID, WORLDS };

static const char *const names[WORLDS] = {"root", "user", "namespace", "one-id"};

static _Noreturn void skip(const char *world, const char *why)
{
	printf("skip model-%s: %s\n", world, why);
	exit(0);
}

static bool write_file(const char *path, const char *text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	const bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* The child stays outside, where it may map ids for its parent. */
static bool enter_with_many(void)
{
	const pid_t parent = getpid();
	char path[64], map[64];
	int ready[2], status;

	if (pipe2(ready, O_CLOEXEC))
		return false;
	const pid_t child = fork();
	if (child == 0) {
		close(ready[1]);
		if (read(ready[0], path, 1) != 1)
			_exit(1);
		snprintf(map, sizeof(map), "0 %d %d", OUTSIDE, MAPPED);
		snprintf(path, sizeof(path), "/proc/%d/uid_map", parent);
		if (!write_file(path, map))
			_exit(1);
		snprintf(path, sizeof(path), "/proc/%d/gid_map", parent);
		_exit(write_file(path, map) ? 0 : 1);
	}
	const bool entered =
		child > 0 && unshare(CLONE_NEWUSER) == 0 && write(ready[1], "", 1) == 1;
	close(ready[1]);
	close(ready[0]);
	return child > 0 && waitpid(child, &status, 0) == child && entered && status == 0 &&
	       setresgid(0, 0, 0) == 0 && setgroups(0, NULL) == 0 && setresuid(0, 0, 0) == 0;
}

static bool become_nobody(void)
{
	return setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
	       setresuid(NOBODY, NOBODY, NOBODY) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0;
}

static bool enter_with_one(void)
{
	char uid_map[64], gid_map[64];

	if (geteuid() == 0 && !become_nobody())
		return false;
	snprintf(uid_map, sizeof(uid_map), "0 %u 1", geteuid());
	snprintf(gid_map, sizeof(gid_map), "0 %u 1", getegid());
	return unshare(CLONE_NEWUSER) == 0 && write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/uid_map", uid_map) &&
	       write_file("/proc/self/gid_map", gid_map);
}

static unsigned read_number(const char *path)
{
	FILE *file = fopen(path, "re");
	unsigned number;

	if (!file || fscanf(file, "%u", &number) != 1) {
		perror(path);
		exit(2);
	}
	fclose(file);
	return number;
}

static void find_kernel(struct world *world)
{
	struct utsname name;
	char *end;

	uname(&name);
	world->version[0] = (unsigned)strtoul(name.release, &end, 10);
	world->version[1] = *end == '.' ? (unsigned)strtoul(end + 1, NULL, 10) : 0;
	world->last = read_number("/proc/sys/kernel/cap_last_cap");
	world->kernel = kernel_of(world->version[0], world->version[1], world->last);
}

/* If the model is right about the one operation of SHARED only when FEATURE is the other way. */
static void try_feature(struct shared *shared, bool *feature, const char *what)
{
	struct credentials c;
	long result;

	shared->trace.count = 1;
	if (!trace_run(shared) || trace_compare(shared, NULL, &c, &result) < 0)
		return;
	*feature = !*feature;
	if (trace_compare(shared, NULL, &c, &result) < 0)
		printf("this kernel is not as its release: %s is %d\n", what, *feature);
	else
		*feature = !*feature;
}

/* Vendors and stable kernels have later rules in earlier versions. */
static void find_changes(struct shared *shared)
{
	struct kernel *kernel = &shared->world.kernel;
	const uint64_t all = kernel->capabilities;
	struct trace *trace = &shared->trace;

	*trace = (struct trace){.wanted.c = {.bounding = all, .permitted = all, .effective = all}};
	trace->steps[0].operation =
		(struct operation){.call = PRCTL, .a = {PR_SET_SECUREBITS, 0x100}};
	try_feature(shared, &kernel->has_exec_securebits, "has_exec_securebits");
	trace->wanted.c.uid.fs = 1000;
	trace->steps[0].operation =
		(struct operation){.call = SETRESUID, .a = {NO_ID, NO_ID, NO_ID}};
	try_feature(shared, &kernel->setres_skips_no_change, "setres_skips_no_change");
	trace->wanted.c.uid = (struct ids){0, 1000, 1000, 1000};
	trace->wanted.c.inheritable = trace->wanted.c.ambient = 1;
	trace->steps[0].operation = (struct operation){.call = EXECVE};
	try_feature(shared, &kernel->exec_compares_current, "exec_compares_current");
}

static bool is_mapped(const char *path, uint32_t id)
{
	FILE *file = fopen(path, "re");
	uint32_t inside, outside, count;
	bool mapped = false;

	while (file &&
	       fscanf(file, "%" SCNu32 " %" SCNu32 " %" SCNu32, &inside, &outside, &count) == 3)
		mapped |= id >= inside && id - inside < count;
	if (file)
		fclose(file);
	return mapped;
}

/* The model knows no id that is not mapped, so none is drawn. */
static void choose_ids(struct world *world)
{
	const uint32_t ids[IDS] = {0, 7, 1000, 1001, NOBODY};
	char text[8] = "";
	FILE *file = fopen("/proc/self/setgroups", "re");

	for (int i = 0; i < IDS; i++)
		if (is_mapped("/proc/self/uid_map", ids[i]) &&
		    is_mapped("/proc/self/gid_map", ids[i]))
			world->ids[world->id_count++] = ids[i];
	if (file && fscanf(file, "%7s", text) == 1)
		world->kernel.denies_setgroups = strcmp(text, "deny") == 0;
	if (file)
		fclose(file);
}

bool world_exists(const char *name)
{
	for (int i = 0; i < WORLDS; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

void world_enter(struct shared *shared, const char *name, const char *directory, uint64_t seed)
{
	const bool is_root = geteuid() == 0;
	const bool is_user = strcmp(name, names[USER]) == 0;
	const bool has_many = strcmp(name, names[NAMESPACE]) == 0;
	const bool has_one = strcmp(name, names[ONE_ID]) == 0;
	struct world *world = &shared->world;

	*world = (struct world){0};
	snprintf(world->directory, sizeof(world->directory), "%s", directory);
	find_kernel(world);
	if (!is_root && !is_user && !has_one)
		skip(name, "needs root");
	if ((has_one && !enter_with_one()) || (has_many && !enter_with_many()))
		skip(name, "needs user namespaces");
	choose_ids(world);
	world->has_mounts = unshare(CLONE_NEWNS) == 0 &&
			    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
			    mount("model", directory, "tmpfs", 0, "mode=755") == 0;
	if (!world->has_mounts && (has_one || has_many))
		skip(name, "needs mounts of its own");
	programs_make(world, seed);
	find_changes(shared);
	if (is_user && is_root && !become_nobody())
		skip(name, "cannot become nobody");
}
