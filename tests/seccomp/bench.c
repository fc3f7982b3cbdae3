/* SPDX-License-Identifier: MIT */
/*
 * What filters cost: children with no filter, with one program, with those that systemd would
 * install one after the other, and with libseccomp's one program with its binary tree for the same
 * rules. All make the same calls, in turns; the best of the rounds counts.
 */
#include "emit/emit.h"
#include "tests.h"

#include <fcntl.h>
#include <sys/personality.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 15, REPEATS = 5000, MEASURED = 6, STACKS = 4, NATIVE = 1 };
enum stack_kind { NO_FILTER, OURS, SEPARATE, TREE };

static const char *const call_names[MEASURED] = {"getppid", "mprotect", "openat",
						 "mmap",    "socket",   "personality"};

/* In nanoseconds. */
struct times {
	double install, calls[MEASURED];
};

struct stack {
	const char *name;
	const struct program *programs;
	size_t count;
	double made; /* in nanoseconds, at each start; ours is made at build time */
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Calls that the filter allows, and that have little else to do. */
static void make_call(unsigned call, void *page)
{
	switch (call) {
	case 0:
		syscall(SYS_getppid);
		break;
	case 1:
		syscall(SYS_mprotect, page, 4096, PROT_READ);
		break;
	case 2:
		syscall(SYS_openat, -1, "x", O_RDONLY, 0);
		break;
	case 3:
		syscall(SYS_mmap, NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		break;
	case 4:
		syscall(SYS_socket, AF_UNIX, -1, 0);
		break;
	default:
		syscall(SYS_personality, PER_LINUX);
	}
}

static void install(const struct stack *stack)
{
	for (size_t i = 0; i < stack->count; i++) {
		struct sock_fprog program = {
			(unsigned short)stack->programs[i].count,
			(struct sock_filter *)(uintptr_t)stack->programs[i].code};
		if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
			_exit(1);
	}
}

static void run_child(const struct stack *stack, struct times *times)
{
	void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	now(); /* the first one takes longer */
	double start = now();
	install(stack);
	times->install = now() - start;
	for (unsigned call = 0; call < MEASURED; call++) {
		make_call(call, page);
		start = now();
		for (unsigned i = 0; i < REPEATS; i++)
			make_call(call, page);
		times->calls[call] = (now() - start) / REPEATS;
	}
	_exit(0);
}

static void keep_least(double *best, double time)
{
	if (*best == 0 || time < *best)
		*best = time;
}

static bool measure(const struct stack *stacks, struct times *best)
{
	struct times *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (unsigned i = 0; i < ROUNDS * STACKS; i++) {
		pid_t child = fork();
		if (child == 0)
			run_child(&stacks[i % STACKS], shared);
		int status = -1;
		if (waitpid(child, &status, 0) < 0 || status)
			return false;
		keep_least(&best[i % STACKS].install, shared->install);
		for (unsigned call = 0; call < MEASURED; call++)
			keep_least(&best[i % STACKS].calls[call], shared->calls[call]);
	}
	munmap(shared, sizeof(*shared));
	return true;
}

static void print_stack(struct subject *s, const struct stack *stack, const struct times *times)
{
	size_t instructions = 0;
	for (size_t i = 0; i < stack->count; i++)
		instructions += stack->programs[i].count;
	printf("%-34s %3zu programs %6zu instructions, path %6.1f, installed in %8.1f us\n",
	       stack->name, stack->count, instructions,
	       stack->count ? evaluate_expected(&s->filter, stack->programs, stack->count) : 0,
	       times->install / 1e3);
}

static void print_target(const char *name, double ratio, double target)
{
	bool at_least = target > 2; /* the others are limits */
	printf("  %-52s %7.2f  target: %s %.1f, %s\n", name, ratio,
	       at_least ? "at least" : "at most", target,
	       (at_least ? ratio >= target : ratio <= target) ? "met" : "MISSED");
}

/* All but getppid ask for arguments. */
static double sum_of(const struct times *times)
{
	double sum = 0;
	for (unsigned call = 1; call < MEASURED; call++)
		sum += times->calls[call];
	return sum;
}

static void print_targets(struct subject *s, const struct stack *stacks, const struct times *times)
{
	double none = sum_of(&times[NO_FILTER]), ours = sum_of(&times[OURS]),
	       separate = sum_of(&times[SEPARATE]), worst = 0;
	for (unsigned call = 1; call < MEASURED; call++) {
		double ratio = times[OURS].calls[call] / times[NO_FILTER].calls[call];
		worst = ratio > worst ? ratio : worst;
	}
	print_target("argument-checked calls beside no filter, mean", ours / none, 1.4);
	print_target("the same, the worst", worst, 1.4);
	print_target("separate programs beside ours, whole calls", separate / ours, 5);
	print_target("the same, what the filter adds", (separate - none) / (ours - none), 5);
	print_target("install of separate programs beside ours",
		     times[SEPARATE].install / times[OURS].install, 20);
	print_target("the same, with their making at each start",
		     (times[SEPARATE].install + stacks[SEPARATE].made) / times[OURS].install, 20);
	print_target("instructions beside libseccomp's tree",
		     (double)stacks[OURS].programs->count / (double)stacks[TREE].programs->count,
		     1);
	print_target("expected path beside libseccomp's tree",
		     evaluate_expected(&s->filter, stacks[OURS].programs, 1) /
			     evaluate_expected(&s->filter, stacks[TREE].programs, 1),
		     1);
}

int run_bench(void)
{
	struct subject s;
	struct program separate[MOST_PROGRAMS];
	struct times best[STACKS] = {0};
	struct text json = {0};
	subject_make(&s, NATIVE);
	json.arena = &s.arena;
	const char *problem = emit_oci(&s.filter, &json);
	struct program tree = peers_oci(&s, problem ? "" : json.at, true);
	double start = now();
	size_t count = peers_libseccomp(&s, false, separate);
	const struct stack stacks[STACKS] = {
		{"no filter", NULL, 0, 0},
		{"ambit", &s.program, 1, 0},
		{"separate, as systemd stacks them", separate, count, now() - start},
		{"libseccomp, one program with a tree", &tree, 1, 0},
	};
	if (!measure(stacks, best)) {
		printf("no filter can be installed here\n");
		return 1;
	}
	for (unsigned i = 0; i < STACKS; i++)
		print_stack(&s, &stacks[i], &best[i]);
	printf("%-34s", "ns a call");
	for (unsigned call = 0; call < MEASURED; call++)
		printf(" %11s", call_names[call]);
	for (unsigned i = 0; i < STACKS; i++) {
		printf("\n  %-32s", stacks[i].name);
		for (unsigned call = 0; call < MEASURED; call++)
			printf(" %11.1f", best[i].calls[call]);
	}
	putchar('\n');
	print_targets(&s, stacks, best);
	subject_free(&s);
	return 0;
}
