/* SPDX-License-Identifier: MIT */
/* What rules mean as a layer of the filter: which of them decides, and what the machine has of arguments. */
#include "harness.h"
#include "plan/layer_rules.h"

#include <errno.h>
#include <linux/audit.h>

enum {
	ALLOW = SECCOMP_RET_ALLOW,
	LOG = SECCOMP_RET_LOG,
	KILL = SECCOMP_RET_KILL_PROCESS,
	TRAP = SECCOMP_RET_TRAP,
	DENIED = SECCOMP_RET_ERRNO | EPERM,
	MISSING = SECCOMP_RET_ERRNO | ENOSYS
};

#define EACH (ARCH_BIT(ARCH_x86_64) | ARCH_BIT(ARCH_x86))

struct fixture {
	struct outcome *outcome;
	struct calls calls;
	struct filter filter;
};

/* The layer of the rules in LINES, on x86-64 with 32-bit programs. */
static void begin(struct fixture *f, const char *lines)
{
	f->outcome = outcome_of("x.service", lines);
	assert_int_equal(f->outcome->diagnostics.errors, 0);
	f->calls = (struct calls){.arena = &f->outcome->arena};
	filter_init(&f->filter, &f->calls, ARCH_x86_64);
	layer_rules_add(&f->filter, &f->outcome->service, EACH);
	filter_finish(&f->filter);
}

static void end(struct fixture *f)
{
	outcome_free(f->outcome);
}

static uint32_t decide(struct fixture *f, enum architecture architecture, const char *name,
		       const uint64_t arguments[3])
{
	const struct call *call = call_find(&f->calls, architecture, slice_of(name));
	assert_non_null(call);
	struct seccomp_data data = {.nr = (int)call->number,
				    .arch = architecture_rows[architecture].audit,
				    .args = {arguments[0], arguments[1], arguments[2]}};
	return filter_decide(&f->filter, &data, NULL);
}

#define AT(f, name, ...)    decide(f, ARCH_x86_64, name, (const uint64_t[3]){__VA_ARGS__})
#define AT_86(f, name, ...) decide(f, ARCH_x86, name, (const uint64_t[3]){__VA_ARGS__})

static uint32_t at_number(const struct fixture *f, uint32_t number)
{
	struct seccomp_data data = {.nr = (int)number, .arch = AUDIT_ARCH_X86_64};
	return filter_decide(&f->filter, &data, NULL);
}

TEST(layer_rules_without_rules)
{
	struct fixture f;
	begin(&f, "SystemCallFilter=read");
	assert_int_equal(f.filter.count, 0);
	end(&f);
}

TEST(layer_rules_deny_alone)
{
	struct fixture f;
	begin(&f,
	      "SystemCallRule=deny @mount ptrace errno EIO\nSystemCallRule=kill reboot\n"
	      "SystemCallRule=trap swapon\nSystemCallRule=log execve\nSystemCallRule=deny swapoff");
	assert_int_equal(AT(&f, "mount", 0), SECCOMP_RET_ERRNO | EIO);
	assert_int_equal(AT(&f, "ptrace", 0), SECCOMP_RET_ERRNO | EIO);
	assert_int_equal(AT(&f, "reboot", 0), KILL);
	assert_int_equal(AT(&f, "swapon", 0), TRAP);
	assert_int_equal(AT(&f, "execve", 0), LOG);
	assert_int_equal(AT(&f, "swapoff", 0), DENIED);
	assert_int_equal(AT(&f, "read", 0), ALLOW);
	assert_int_equal(at_number(&f, 900), ALLOW);
	end(&f);
}

TEST(layer_rules_allow_is_a_list)
{
	struct fixture f;
	begin(&f, "SystemCallErrorNumber=EACCES\nSystemCallRule=allow @io-event read x86-64:900\n"
		  "SystemCallRule=log mount");
	assert_int_equal(AT(&f, "read", 0), ALLOW);
	assert_int_equal(AT(&f, "epoll_wait", 0), ALLOW);
	assert_int_equal(AT(&f, "execve", 0), ALLOW); /* of @default */
	assert_int_equal(AT(&f, "mount", 0), LOG);
	assert_int_equal(AT(&f, "ptrace", 0), SECCOMP_RET_ERRNO | EACCES);
	assert_int_equal(at_number(&f, 900), ALLOW);
	assert_int_equal(at_number(&f, 901), MISSING);
	end(&f);
}

TEST(layer_rules_of_a_filter)
{
	struct fixture f;
	begin(&f, "SystemCallFilter=@system-service\nSystemCallRule=allow socket(domain == 1)");
	assert_int_equal(AT(&f, "read", 0), ALLOW);
	assert_int_equal(AT(&f, "socket", 1), ALLOW);
	assert_int_equal(AT(&f, "socket", 2), DENIED);
	end(&f);
	begin(&f, "SystemCallFilter=~@mount\nSystemCallRule=allow socket(domain == 1)");
	assert_int_equal(AT(&f, "ptrace", 0), DENIED);
	end(&f);
	begin(&f, "SystemCallErrorNumber=kill\nSystemCallRule=deny read\nSystemCallRule=deny write "
		  "errno EPERM");
	assert_int_equal(AT(&f, "read", 0), KILL);
	assert_int_equal(AT(&f, "write", 0), DENIED);
	end(&f);
}

TEST(layer_rules_narrower_wins)
{
	struct fixture f;
	begin(&f, "SystemCallRule=allow @system-service\nSystemCallRule=deny @resources\n"
		  "SystemCallRule=deny ioctl(request == TIOCSTI) errno EIO\n"
		  "SystemCallRule=allow socket(domain == AF_UNIX)\n"
		  "SystemCallRule=allow sched_setaffinity\nSystemCallRule=kill uname\n"
		  "SystemCallRule=log uname\nSystemCallRule=log openat(flags == 0)");
	assert_int_equal(AT(&f, "ioctl", 0, 0x5412), SECCOMP_RET_ERRNO | EIO);
	assert_int_equal(AT(&f, "ioctl", 0, 0x5413), ALLOW); /* by the set */
	assert_int_equal(AT(&f, "socket", 1), ALLOW);
	assert_int_equal(AT(&f, "socket", 2), DENIED);           /* whatever the set says */
	assert_int_equal(AT(&f, "setrlimit", 0), DENIED);        /* of two sets, the strictest */
	assert_int_equal(AT(&f, "sched_setaffinity", 0), ALLOW); /* a name before sets */
	assert_int_equal(AT(&f, "uname", 0), KILL);              /* of two names, the strictest */
	assert_int_equal(AT(&f, "openat", 0, 0, 0), LOG);
	assert_int_equal(AT(&f, "openat", 0, 0, 1), ALLOW); /* to log restricts nothing */
	end(&f);
}

TEST(layer_rules_first_condition_decides)
{
	struct fixture f;
	begin(&f,
	      "SystemCallRule=deny socket(domain == 16)\nSystemCallRule=allow socket(type == 1)\n"
	      "SystemCallRule=kill socket(domain == 2)\nSystemCallRule=deny socket errno EAFNOSUPPORT\n"
	      "SystemCallRule=trap read(fd == 0)\nSystemCallRule=allow @basic-io\n"
	      "SystemCallRule=deny read errno EIO");
	assert_int_equal(AT(&f, "socket", 16, 1), DENIED);
	assert_int_equal(AT(&f, "socket", 2, 1), ALLOW);
	assert_int_equal(AT(&f, "socket", 2, 2), KILL);
	assert_int_equal(AT(&f, "socket", 1, 2), SECCOMP_RET_ERRNO | EAFNOSUPPORT);
	assert_int_equal(AT(&f, "read", 0), TRAP);
	assert_int_equal(AT(&f, "read", 1), SECCOMP_RET_ERRNO | EIO);
	end(&f);
}

TEST(layer_rules_numbers)
{
	struct fixture f;
	begin(&f, "SystemCallRule=deny x86-64:0 x86:901\nSystemCallRule=log x86-64:0\n"
		  "SystemCallRule=log x86-64:901\nSystemCallRule=trap x86-64:901");
	assert_int_equal(AT(&f, "read", 0), DENIED); /* number 0 there */
	assert_int_equal(AT_86(&f, "read", 0), ALLOW);
	assert_int_equal(at_number(&f, 901), TRAP);
	assert_int_equal(at_number(&f, 902), ALLOW);
	end(&f);
}

/* As the log writes a call of x32. */
TEST(layer_rules_numbers_of_x32)
{
	struct outcome *outcome =
		outcome_of("x.service", "SystemCallRule=deny x86-64:1073741863 x32:40");
	struct calls calls = {.arena = &outcome->arena};
	struct fixture f = {.outcome = outcome, .calls = calls};
	filter_init(&f.filter, &calls, ARCH_x86_64);
	layer_rules_add(&f.filter, &outcome->service, EACH | ARCH_BIT(ARCH_x32));
	filter_finish(&f.filter);
	assert_int_equal(at_number(&f, 0x40000000 + 39), DENIED);
	assert_int_equal(at_number(&f, 0x40000000 + 40), DENIED);
	assert_int_equal(at_number(&f, 0x40000000 + 41), ALLOW);
	assert_int_equal(at_number(&f, 39), ALLOW);
	outcome_free(outcome);
}

/* Where socket() has its arguments in memory the strictest of all holds. */
TEST(layer_rules_other_ways)
{
	struct fixture f;
	begin(&f, "SystemCallRule=allow @system-service\nSystemCallRule=deny socket(domain == 38)");
	assert_int_equal(AT_86(&f, "socket", 38), DENIED);
	assert_int_equal(AT_86(&f, "socket", 1), ALLOW);
	assert_int_equal(AT_86(&f, "socketcall", 1), DENIED);
	assert_int_equal(AT_86(&f, "socketcall", 2), ALLOW);
	end(&f);
	begin(&f, "SystemCallRule=allow socket ipc semop\nSystemCallRule=deny ipc errno EIO");
	assert_int_equal(AT_86(&f, "socketcall", 1), ALLOW);
	assert_int_equal(AT_86(&f, "socketcall", 2), DENIED);
	assert_int_equal(AT_86(&f, "ipc", 1), SECCOMP_RET_ERRNO | EIO); /* named, so not undone */
	end(&f);
	begin(&f, "SystemCallRule=deny semop");
	assert_int_equal(AT_86(&f, "ipc", 1), DENIED);
	assert_int_equal(AT_86(&f, "ipc", 0x10001), DENIED);
	assert_int_equal(AT_86(&f, "ipc", 2), ALLOW);
	end(&f);
	begin(&f,
	      "SystemCallRule=deny mmap(prot & PROT_EXEC != 0)\n"
	      "SystemCallRule=deny fallocate(mode == 1)\nSystemCallRule=deny fallocate(len == 9)");
	assert_int_equal(AT(&f, "mmap", 0, 0, 4), DENIED);
	assert_int_equal(AT(&f, "mmap", 0, 0, 3), ALLOW);
	assert_int_equal(AT_86(&f, "mmap", 0, 0, 3), DENIED);
	assert_int_equal(AT(&f, "fallocate", 0, 2), ALLOW);
	assert_int_equal(AT_86(&f, "fallocate", 0, 2), DENIED);
	end(&f);
	begin(&f,
	      "SystemCallRule=deny lseek(whence == 4)\nSystemCallRule=kill lseek(offset == -1)");
	assert_int_equal(AT(&f, "lseek", 3, 0, 4), DENIED);
	assert_int_equal(AT_86(&f, "lseek", 3, 0, 4), DENIED);
	assert_int_equal(AT_86(&f, "lseek", 3, 0, 0), ALLOW);
	assert_int_equal(AT_86(&f, "lseek", 3, UINT32_MAX, 0), KILL);
	assert_int_equal(AT(&f, "lseek", 3, UINT32_MAX, 0), ALLOW);
	end(&f);
}

/* The kernel takes the count of an iovec as an unsigned int, though it says long. */
TEST(layer_rules_count_of_an_iovec)
{
	struct fixture f;
	begin(&f, "SystemCallRule=deny vmsplice(nr_segs == 1)\n"
		  "SystemCallRule=deny process_madvise(vlen == 1)");
	assert_int_equal(AT(&f, "vmsplice", 0, 0, 1 | UINT64_C(1) << 32), DENIED);
	assert_int_equal(AT(&f, "process_madvise", 0, 0, 1 | UINT64_C(1) << 32), DENIED);
	assert_int_equal(AT(&f, "vmsplice", 0, 0, 2), ALLOW);
	end(&f);
}

/* As C compares them. */
TEST(layer_rules_signs)
{
	static const char *const operators[] = {"==", "!=", "<", "<=", ">", ">="};
	static const int64_t values[] = {INT32_MIN, -2, -1, 0, 1, 7, INT32_MAX};
	struct arena arena = {0};
	for (size_t o = 0; o < 6; o++)
		for (size_t v = 0; v < 7; v++) {
			struct fixture f;
			begin(&f, arena_printf(&arena,
					       "SystemCallRule=deny kill(pid %s %d)\n"
					       "SystemCallRule=deny ftruncate(length %s %d)",
					       operators[o], (int)values[v], operators[o],
					       (int)values[v]));
			for (size_t x = 0; x < 7; x++) {
				const bool results[] = {
					values[x] == values[v], values[x] != values[v],
					values[x]<values[v], values[x] <= values[v], values[x]>
						values[v],
					values[x] >= values[v]};
				uint32_t expected = results[o] ? DENIED : ALLOW;
				uint64_t low = (uint32_t)values[x], wide = (uint64_t)values[x];
				uint64_t garbage = UINT64_C(0x1234567800000000);
				assert_int_equal(AT(&f, "kill", low), expected);
				assert_int_equal(AT(&f, "kill", wide), expected);
				assert_int_equal(AT(&f, "kill", low | garbage), expected);
				assert_int_equal(AT(&f, "ftruncate", 0, wide), expected);
				assert_int_equal(AT_86(&f, "ftruncate", 0, low), expected);
			}
			end(&f);
		}
	arena_free(&arena);
}

/* Calls of 32 bits whose ids have 16: garbage above them opens nothing. */
TEST(layer_rules_short_ids)
{
	struct fixture f;
	begin(&f, "SystemCallRule=deny setuid(uid == 0)\n"
		  "SystemCallRule=deny chown(owner == 4294967295)");
	assert_int_equal(AT(&f, "setuid", 0), DENIED);
	assert_int_equal(AT(&f, "setuid", 0x10000), ALLOW);
	assert_int_equal(AT_86(&f, "setuid", 0), DENIED);
	assert_int_equal(AT_86(&f, "setuid", 0x10000), DENIED);
	assert_int_equal(AT_86(&f, "setuid32", 0x10000), ALLOW);
	assert_int_equal(AT_86(&f, "chown", 0, 0xffff), DENIED);
	end(&f);
}

TEST(layer_rules_wide_values)
{
	struct fixture f;
	begin(&f, "SystemCallRule=deny ftruncate(length > 0x100000000)\n"
		  "SystemCallRule=deny read(count >= 0x80000000)\n"
		  "SystemCallRule=deny truncate(length & -4096 == -4096)");
	assert_int_equal(AT(&f, "ftruncate", 0, UINT64_C(0x100000001)), DENIED);
	assert_int_equal(AT(&f, "ftruncate", 0, UINT64_C(0x100000000)), ALLOW);
	assert_int_equal(AT(&f, "ftruncate", 0, UINT64_MAX), ALLOW); /* -1 */
	assert_int_equal(AT_86(&f, "ftruncate", 0, 1), DENIED); /* no register is so wide there */
	assert_int_equal(AT_86(&f, "read", 0, 0, 0x80000000), DENIED);
	assert_int_equal(AT_86(&f, "read", 0, 0, 0x7fffffff), ALLOW);
	assert_int_equal(AT_86(&f, "truncate", 0, 0xfffff123), DENIED);
	assert_int_equal(AT(&f, "truncate", 0, 0xfffff123), ALLOW);
	end(&f);
}
