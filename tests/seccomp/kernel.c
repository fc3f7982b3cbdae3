/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own answer: a child installs the program, with each denial as an errno that no call has, makes
 * calls whose arguments are of no use to them, and notes which of them were denied.
 */
#include "seccomp/disassemble.h"
#include "tests.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/bpf_common.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROBES = 4096, MARK = 1000, TIMEOUT = 60 };

struct probe {
	struct seccomp_data data;
	int answer; /* the errno above MARK that the filter gave; 0: it let the call pass */
};

struct probes {
	struct probe list[PROBES]; /* shared with the child */
	size_t count, made;
};

/* What is not made: it would end, stop, copy or undo the child, or leave something behind. */
static const char *const unsafe[] = {
	"exit",        "exit_group",    "fork",      "vfork",     "clone3",          "pause",
	"kill",        "tkill",         "tgkill",    "sigreturn", "rt_sigreturn",    "sigsuspend",
	"munmap",      "alarm",         "vhangup",   "sync",      "msgget",          "semget",
	"shmget",      "reboot",        "setrlimit", "ipc",       "restart_syscall", "nice",
	"setpriority", "rt_sigsuspend", "seccomp",
};

static bool is_safe(const char *name)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
		if (strcmp(name, unsafe[i]) == 0)
			return false;
	return true;
}

static void add_probe(struct probes *probes, struct seccomp_data data)
{
	if (probes->count < PROBES)
		probes->list[probes->count++].data = data;
}

/* Each call of ARCHITECTURE once, with -1 for all arguments. */
static void add_calls(struct subject *s, enum architecture architecture, struct probes *probes)
{
	const struct call_list *calls = calls_of(&s->calls, architecture);
	struct seccomp_data data = {.arch = architecture_rows[architecture].audit};
	memset(data.args, 0xff, sizeof(data.args));
	for (size_t i = 0; i < calls->count; i++) {
		data.nr = (int)calls->by_number[i].number;
		if (is_safe(calls->by_number[i].name) && strcmp(calls->by_number[i].name, "clone"))
			add_probe(probes, data);
	}
	data.nr = architecture == ARCH_x86 ? 999 : -1;
	add_probe(probes, data);
}

static bool compares(const struct condition *condition, unsigned argument)
{
	return condition && (condition->kind == CONDITION_COMPARE
				     ? condition->comparison.argument == argument
				     : compares(condition->left, argument) ||
					       compares(condition->right, argument));
}

/* Random arguments where rules look at them, -1 elsewhere; no clone may succeed. */
static void add_random(struct subject *s, uint64_t *state, struct probes *probes)
{
	struct seccomp_data data = random_call(s, state);
	uint32_t number = (uint32_t)data.nr;
	enum architecture architecture = architecture_of(data.arch, number);
	const struct call *call =
		architecture <= ARCH_x32 ? call_of_number(&s->calls, architecture, number) : NULL;
	if (!call || !is_safe(call->name))
		return;
	bool compared[ARGUMENTS] = {false};
	for (size_t i = 0; i < s->filter.count; i++)
		for (size_t j = 0; j < s->filter.layers[i].count; j++)
			for (unsigned k = 0; k < ARGUMENTS; k++)
				if (s->filter.layers[i].rules[j].number == number &&
				    compares(s->filter.layers[i].rules[j].when, k))
					compared[k] = true;
	for (unsigned i = 0; i < ARGUMENTS; i++)
		if (!compared[i])
			data.args[i] = UINT64_MAX;
	if (strcmp(call->name, "clone") == 0)
		data.args[0] =
			(data.args[0] | CLONE_THREAD) & ~(uint64_t)(CLONE_SIGHAND | CLONE_VM);
	if (architecture == ARCH_x86)
		data = clean_call(data);
	add_probe(probes, data);
}

/* 0 for a verdict that lets a call pass, else an errno that no call has. */
static int mark_of(uint32_t verdict)
{
	switch (verdict & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
	case SECCOMP_RET_LOG:
		return 0;
	case SECCOMP_RET_ERRNO:
		return MARK + (int)(verdict & SECCOMP_RET_DATA);
	case SECCOMP_RET_TRAP:
		return 2 * MARK;
	case SECCOMP_RET_KILL_THREAD:
		return 2 * MARK + 1;
	default:
		return 2 * MARK + 2;
	}
}

static long make_call(const struct seccomp_data *data)
{
	const __u64 *a = data->args;
	long result;
	if (data->arch == AUDIT_ARCH_X86_64) {
		register long r10 __asm__("r10") = (long)a[3];
		register long r8 __asm__("r8") = (long)a[4];
		register long r9 __asm__("r9") = (long)a[5];
		__asm__ volatile("syscall"
				 : "=a"(result)
				 : "a"((long)data->nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10),
				   "r"(r8), "r"(r9)
				 : "rcx", "r11", "memory");
		return result;
	}
	__asm__ volatile(
		"int $0x80" /* its sixth argument is in a register that the compiler needs */
		: "=a"(result)
		: "a"((long)data->nr), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4])
		: "r8", "r9", "r10", "r11", "memory");
	return (int)result;
}

static void run_child(struct subject *s, struct probes *probes)
{
	struct sock_filter code[BPF_MAXINSNS];
	struct sock_fprog program = {(unsigned short)s->program.count, code};
	for (size_t i = 0; i < s->program.count; i++) {
		code[i] = s->program.code[i];
		int mark = mark_of(code[i].k);
		if (BPF_CLASS(code[i].code) == BPF_RET)
			code[i].k = mark ? SECCOMP_RET_ERRNO | (uint32_t)mark : SECCOMP_RET_ALLOW;
	}
	alarm(TIMEOUT);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		_exit(1);
	for (; probes->made < probes->count; probes->made++) {
		struct probe *probe = &probes->list[probes->made];
		long result = make_call(&probe->data);
		probe->answer = result <= -MARK && result >= -4095 ? (int)-result : 0;
	}
	_exit(0);
}

static const struct probe *find_wrong(const struct subject *s, const struct probes *probes)
{
	for (size_t i = 0; i < probes->count; i++) {
		const struct probe *probe = &probes->list[i];
		struct path path;
		if (mark_of(evaluate_run(&s->program, &probe->data, &path)) != probe->answer)
			return probe;
	}
	return NULL;
}

static void judge(struct subject *s, const struct probes *probes, int status)
{
	struct text text = {.arena = &s->arena};
	const struct probe *wrong = NULL;
	if (!WIFEXITED(status) || WEXITSTATUS(status) || probes->made < probes->count) {
		text_printf(&text, "the child ended with status 0x%x", status);
		wrong = &probes->list[probes->made];
	} else {
		wrong = find_wrong(s, probes);
		if (wrong)
			text_printf(&text, "the kernel says %d", wrong->answer);
	}
	if (wrong) {
		text_puts(&text, " at ");
		disassemble_call(&text, &s->calls, wrong->data.arch, (uint32_t)wrong->data.nr);
		for (size_t i = 0; i < ARGUMENTS; i++)
			text_printf(&text, " 0x%llx", (unsigned long long)wrong->data.args[i]);
	}
	outcome(!wrong, "%s and the kernel: %zu calls %s", s->name, probes->count,
		wrong ? text.at : "made");
}

static bool has_int80(void)
{
	pid_t child = fork();
	if (child == 0) {
		struct seccomp_data data = {.nr = 20, .arch = AUDIT_ARCH_I386}; /* getpid */
		_exit(make_call(&data) == getpid() ? 0 : 1);
	}
	int status;
	return waitpid(child, &status, 0) == child && status == 0;
}

static void test_subject(unsigned index, uint64_t seed, bool with_x86)
{
	struct subject s;
	subject_make(&s, index);
	struct probes *probes = mmap(NULL, sizeof(*probes), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	add_calls(&s, ARCH_x86_64, probes);
	add_calls(&s, ARCH_x32, probes);
	if (with_x86)
		add_calls(&s, ARCH_x86, probes);
	for (size_t i = 0; i < PROBES; i++)
		add_random(&s, &seed, probes);
	size_t count = 0;
	for (size_t i = 0; i < probes->count; i++)
		if (with_x86 || probes->list[i].data.arch != AUDIT_ARCH_I386)
			probes->list[count++] = probes->list[i];
	probes->count = count;
	pid_t child = fork();
	if (child == 0)
		run_child(&s, probes);
	int status = -1;
	waitpid(child, &status, 0);
	judge(&s, probes, status);
	munmap(probes, sizeof(*probes));
	subject_free(&s);
}

void test_kernel(uint64_t seed)
{
	bool with_x86 = has_int80();
	if (!with_x86)
		printf("calls of i386 are not tried: the kernel has none\n");
	for (unsigned i = 0; i < POLICIES; i++)
		test_subject(i, seed, with_x86);
}
