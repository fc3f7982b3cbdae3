/* SPDX-License-Identifier: MIT */
/* Architectures, numbers of calls, sets and arguments: the tables are whole and searches find. */
#include "harness.h"
#include "model/calls.h"

#include <linux/audit.h>
#include <string.h>
#include <sys/syscall.h>

TEST(seccomp_architectures)
{
	assert_int_equal(architecture_find(SLICE("x86-64")), ARCH_x86_64);
	assert_int_equal(architecture_find(SLICE("X86-64")), ARCH_FOREIGN);
	assert_int_equal(architecture_find(SLICE("")), ARCH_FOREIGN);
	assert_int_equal(architecture_of(AUDIT_ARCH_X86_64, 0), ARCH_x86_64);
	assert_int_equal(architecture_of(AUDIT_ARCH_X86_64, 0x3fffffff), ARCH_x86_64);
	assert_int_equal(architecture_of(AUDIT_ARCH_X86_64, 0x40000000), ARCH_x32);
	assert_int_equal(architecture_of(AUDIT_ARCH_X86_64, 0xfffffffe), ARCH_x32);
	assert_int_equal(architecture_of(AUDIT_ARCH_X86_64, 0xffffffff), ARCH_x86_64);
	assert_int_equal(architecture_of(AUDIT_ARCH_I386, 0x40000000), ARCH_x86);
	assert_int_equal(architecture_of(0, 0), ARCH_FOREIGN);
	assert_true(architecture_native() < ARCH_COUNT);
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		const struct architecture_row *row = &architecture_rows[i];
		assert_int_equal(architecture_of(row->audit, row->first), i);
		assert_int_equal(architecture_find(slice_of(row->name)), i);
		assert_true(row->local & ARCH_BIT(i));
	}
}

static void check_list(struct calls *calls, enum architecture architecture)
{
	const struct call_list *list = calls_of(calls, architecture);
	assert_true(list->count > 200);
	assert_ptr_equal(list, calls_of(calls, architecture));
	for (size_t i = 0; i < list->count; i++) {
		const struct call *call = &list->by_number[i];
		if (i) {
			assert_true(call->number > list->by_number[i - 1].number);
			assert_true(strcmp(list->by_name[i - 1].name, list->by_name[i].name) <= 0);
		}
		assert_ptr_equal(call_of_number(calls, architecture, call->number), call);
		assert_string_equal(call_find(calls, architecture, slice_of(call->name))->name,
				    call->name);
		assert_true(call_exists(slice_of(call->name)));
	}
}

TEST(seccomp_numbers_of_calls)
{
	struct arena arena = {0};
	struct calls calls = {.arena = &arena};
	check_list(&calls, ARCH_x86_64);
	check_list(&calls, ARCH_x86);
	check_list(&calls, ARCH_x32);
	check_list(&calls, ARCH_arm64);
	check_list(&calls, ARCH_arm);
	assert_int_equal(call_find(&calls, ARCH_x86_64, SLICE("openat"))->number, 257);
	assert_int_equal(call_find(&calls, ARCH_x86, SLICE("socket"))->number, 359);
	assert_int_equal(call_find(&calls, ARCH_x86, SLICE("socketcall"))->number, 102);
	assert_int_equal(call_find(&calls, ARCH_x32, SLICE("ioctl"))->number, 0x40000000 + 514);
	assert_int_equal(call_find(&calls, ARCH_arm, SLICE("set_tls"))->number, 0x0f0005);
	assert_null(call_find(&calls, ARCH_x86_64, SLICE("mmap2")));
	assert_null(call_find(&calls, ARCH_x86_64, SLICE("nothing")));
	assert_null(call_of_number(&calls, ARCH_x86_64, 400));
	assert_null(call_of_number(&calls, ARCH_x86_64, UINT32_MAX));
	arena_free(&arena);
}

TEST(seccomp_calls_exist)
{
	assert_true(call_exists(SLICE("mmap2")));
	assert_false(call_exists(SLICE("openatt")));
	assert_false(call_exists(SLICE("")));
	assert_false(call_exists(((struct slice){"openat\0", 7})));
	char longer[100];
	memset(longer, 'x', sizeof(longer));
	assert_false(call_exists((struct slice){longer, sizeof(longer)}));
}

/* How many calls a set has with those of the sets in it. */
static unsigned count_members(struct slice name)
{
	const struct call_set *set = call_set_find(name);
	if (!set)
		return 1;
	struct slice members = slice_of(set->members), member;
	unsigned count = 0;
	while (call_set_next(&members, &member))
		count += count_members(member);
	return count;
}

TEST(seccomp_sets)
{
	assert_null(call_set_find(SLICE("default")));
	assert_null(call_set_find(SLICE("@nothing")));
	assert_int_equal(count_members(SLICE("@sandbox")), 4);
	assert_int_equal(count_members(SLICE("@default")), 66);
	assert_int_equal(count_members(SLICE("@file-system")), 77);
	assert_int_equal(count_members(SLICE("@privileged")), 53);
	for (const struct call_set *set = call_sets; set->name; set++) {
		struct slice members = slice_of(set->members), member;
		assert_ptr_equal(call_set_find(slice_of(set->name)), set);
		assert_true(*set->summary);
		while (call_set_next(&members, &member))
			if (slice_starts(member, "@"))
				assert_non_null(call_set_find(member));
	}
}

TEST(seccomp_arguments)
{
	struct argument_row row;
	assert_true(call_argument_find(SLICE("ioctl"), SLICE("request"), &row));
	assert_int_equal(row.index, 1);
	assert_int_equal(argument_bits(row.type), 32);
	assert_true(call_argument_find(SLICE("mmap"), SLICE("prot"), &row));
	assert_int_equal(row.index, 2);
	assert_int_equal(argument_bits(row.type), 64);
	assert_true(call_argument_find(SLICE("chmod"), SLICE("mode"), &row));
	assert_int_equal(argument_bits(row.type), 16);
	assert_true(call_argument(SLICE("openat"), 1, &row));
	assert_true(slice_is(row.name, "pathname"));
	assert_int_equal(argument_bits(row.type), 0);
	assert_string_equal(argument_type_name(row.type), "pointer");
	assert_false(call_argument(SLICE("openat"), 4, &row));
	assert_false(call_argument(SLICE("getpid"), 0, &row));
	assert_false(call_argument(SLICE("nothing"), 0, &row));
	assert_false(call_argument_find(SLICE("ioctl"), SLICE("reqest"), &row));
}

/* Each row is of a call that there is, and each type is known; read_argument() asserts the latter. */
TEST(seccomp_argument_rows_are_whole)
{
	static const char *const names[] = {
#define CALL(name, arguments) #name,
#include "grammar/syscalls.def"
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct argument_row row;
		struct slice name = slice_of(names[i]);
		unsigned index = 0;
		assert_true(call_exists(name));
		for (; call_argument(name, index, &row); index++) {
			struct argument_row found;
			assert_true(row.name.len > 0);
			assert_true(call_argument_find(name, row.name, &found));
			assert_int_equal(found.index, index);
		}
		assert_true(index <= 6);
		assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
	}
}

TEST(seccomp_arguments_of_all_calls_of_x86_64)
{
	/* those that no kernel implements, or with arguments of their own on each kind of call */
	static const char without[] =
		" _sysctl afs_syscall create_module epoll_ctl_old epoll_wait_old get_kernel_syms "
		"getpmsg nfsservctl putpmsg query_module security tuxcall uselib vserver ";
	struct arena arena = {0};
	struct calls calls = {.arena = &arena};
	const struct call_list *list = calls_of(&calls, ARCH_x86_64);
	for (size_t i = 0; i < list->count && list->by_number[i].number < 457; i++) {
		const char *name = list->by_number[i].name;
		struct argument_row row;
		bool known = call_argument(slice_of(name), 0, &row);
		if (!known && !strstr(without, arena_printf(&arena, " %s ", name)))
			assert_true(
				strncmp(name, "get", 3) == 0 ||
				strstr(" fork inotify_init munlockall pause restart_syscall rt_sigreturn "
				       "sched_yield setsid sync vfork vhangup ",
				       arena_printf(&arena, " %s ", name)));
	}
	arena_free(&arena);
}

TEST(seccomp_multiplexed_calls)
{
	unsigned number;
	assert_string_equal(call_multiplexer(SLICE("socket"), &number), "socketcall");
	assert_int_equal(number, 1);
	assert_string_equal(call_multiplexer(SLICE("shmat"), &number), "ipc");
	assert_int_equal(number, 21);
	assert_null(call_multiplexer(SLICE("openat"), &number));
	assert_true(call_weight("read") > call_weight("reboot"));
	assert_int_equal(call_weight("reboot"), 1);
}
