/* SPDX-License-Identifier: MIT */
/*
 * The kernel's side: a child process takes the starting state, does each operation by a bare system
 * call, reads its whole state back, and goes on in the programs that it executes.
 */
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void die(const char *what)
{
	perror(what);
	_exit(3);
}

static long capset(uint64_t effective, uint64_t permitted, uint64_t inheritable)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	const struct __user_cap_data_struct data[2] = {
		{(uint32_t)effective, (uint32_t)permitted, (uint32_t)inheritable},
		{(uint32_t)(effective >> 32), (uint32_t)(permitted >> 32),
		 (uint32_t)(inheritable >> 32)}};

	return syscall(SYS_capset, &header, data);
}

static void read_sets(struct credentials *c, unsigned last)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		die("capget");
	c->effective = (uint64_t)data[1].effective << 32 | data[0].effective;
	c->permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted;
	c->inheritable = (uint64_t)data[1].inheritable << 32 | data[0].inheritable;
	for (unsigned i = 0; i <= last; i++) {
		if (syscall(SYS_prctl, PR_CAPBSET_READ, i, 0, 0, 0) == 1)
			c->bounding |= UINT64_C(1) << i;
		if (syscall(SYS_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) == 1)
			c->ambient |= UINT64_C(1) << i;
	}
}

static struct ids read_ids(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	uint32_t ids[4] = {0};

	if (!line)
		die(name);
	line += strlen(name);
	for (int i = 0; i < 4; i++) {
		char *end;
		ids[i] = (uint32_t)strtoul(line, &end, 10);
		line = end;
	}
	return (struct ids){ids[0], ids[1], ids[2], ids[3]};
}

void state_read(struct state *state, unsigned last)
{
	struct credentials *c = &state->c;
	char text[4096];
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	const ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (length < 0)
		die("/proc/self/status");
	close(fd);
	text[length] = '\0';
	*state = (struct state){0};
	c->uid = read_ids(text, "\nUid:\t");
	c->gid = read_ids(text, "\nGid:\t");
	const long count = syscall(SYS_getgroups, GROUPS, state->groups);
	if (count < 0)
		die("getgroups");
	c->group_count = (size_t)count;
	read_sets(c, last);
	c->securebits = (unsigned)syscall(SYS_prctl, PR_GET_SECUREBITS, 0, 0, 0, 0);
	state->keep_capabilities = syscall(SYS_prctl, PR_GET_KEEPCAPS, 0, 0, 0, 0) == 1;
	c->no_new_privileges = syscall(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static long set_ids(long call, const struct ids *ids)
{
	return syscall(call, ids->real, ids->effective, ids->saved);
}

/* As far as it is allowed. Nothing of it is compared: what comes of it is. */
static void take_state(const struct state *wanted, const struct state *now, unsigned last)
{
	const struct credentials *c = &wanted->c;

	syscall(SYS_prctl, PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0);
	capset(now->c.permitted, now->c.permitted, c->inheritable);
	syscall(SYS_setgroups, c->group_count, wanted->groups);
	set_ids(SYS_setresgid, &c->gid);
	syscall(SYS_setfsgid, c->gid.fs);
	set_ids(SYS_setresuid, &c->uid);
	syscall(SYS_setfsuid, c->uid.fs);
	for (unsigned i = 0; i <= last; i++) {
		if (c->ambient >> i & 1)
			syscall(SYS_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0);
		if (!(c->bounding >> i & 1))
			syscall(SYS_prctl, PR_CAPBSET_DROP, i, 0, 0, 0);
	}
	syscall(SYS_prctl, PR_SET_SECUREBITS, c->securebits, 0, 0, 0);
	capset(c->effective, c->permitted, c->inheritable);
	if (c->no_new_privileges)
		syscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static long execute(const struct world *world, uint64_t number)
{
	char *const argv[] = {"model", "--continue", NULL}, *const none[] = {NULL};
	char path[512];

	program_path(world, number, path);
	return syscall(SYS_execve, path, argv, none);
}

static long perform(const struct world *world, const struct operation *o)
{
	static const short numbers[CALLS] = {
		[SETUID] = SYS_setuid,     [SETREUID] = SYS_setreuid, [SETRESUID] = SYS_setresuid,
		[SETGID] = SYS_setgid,     [SETREGID] = SYS_setregid, [SETRESGID] = SYS_setresgid,
		[SETFSUID] = SYS_setfsuid, [SETFSGID] = SYS_setfsgid};

	switch (o->call) {
	case SETGROUPS:
		return syscall(SYS_setgroups, o->a[0], o->groups);
	case CAPSET:
		return capset(o->a[0], o->a[1], o->a[2]);
	case PRCTL:
		return syscall(SYS_prctl, o->a[0], o->a[1], o->a[2], 0, 0);
	case EXECVE:
		return execute(world, o->a[0]);
	default:
		return syscall(numbers[o->call], o->a[0], o->a[1], o->a[2]);
	}
}

/* Notes what the step that was begun has led to. */
static void end_step(struct shared *shared, long result)
{
	struct step *step = &shared->trace.steps[shared->trace.done];

	step->result = result;
	state_read(&step->after, shared->world.last);
	shared->trace.done++;
}

static _Noreturn void go_on(struct shared *shared)
{
	struct trace *trace = &shared->trace;

	while (trace->done < trace->count) {
		struct step *step = &trace->steps[trace->done];
		if (trace->random)
			draw_operation(&trace->random, &shared->world,
				       trace->done ? &step[-1].after : &trace->start,
				       &step->operation);
		const long result = perform(&shared->world, &step->operation);
		end_step(shared, result == -1 ? -errno : result);
	}
	_exit(0);
}

void trace_continue(void)
{
	struct shared *shared =
		mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, SHARED, 0);

	if (shared == MAP_FAILED)
		die("mmap");
	end_step(shared, 0);
	go_on(shared);
}

bool trace_run(struct shared *shared)
{
	struct trace *trace = &shared->trace;
	int status;

	trace->done = 0;
	const pid_t pid = fork();
	if (pid == 0) {
		struct state now;
		state_read(&now, shared->world.last);
		take_state(&trace->wanted, &now, shared->world.last);
		state_read(&trace->start, shared->world.last);
		go_on(shared);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("fork");
	if (status)
		fprintf(stderr, "a child ended with status %#x in step %d, call %d\n",
			(unsigned)status, trace->done,
			(int)trace->steps[trace->done].operation.call);
	return status == 0;
}
