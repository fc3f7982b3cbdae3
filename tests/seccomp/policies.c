/* SPDX-License-Identifier: MIT */
/* Each function is one directive; the order is that in which systemd installs them. */
#include "policies.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { DENIED = SECCOMP_RET_ERRNO | EPERM, MISSING = SECCOMP_RET_ERRNO | ENOSYS };

/* A layer on ARCHITECTURES that denies some calls and lets all others pass. */
static struct layer *deny_layer(struct filter *filter, enum directive directive,
				uint32_t architectures)
{
	return filter_layer(filter, (struct layer){.directive = directive,
						   .architectures = architectures,
						   .known = SECCOMP_RET_ALLOW,
						   .unknown = SECCOMP_RET_ALLOW,
						   .foreign = SECCOMP_RET_ALLOW});
}

static uint32_t all_of(const struct filter *filter)
{
	return architecture_rows[filter->machine].local;
}

static void deny(struct filter *filter, enum directive directive, const char *name)
{
	struct layer *layer = deny_layer(filter, directive, all_of(filter));
	filter_rule(filter, layer, slice_of(name), (struct rule){.verdict = DENIED});
}

static void restrict_address_families(struct filter *filter)
{
	static const unsigned allowed[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
	struct layer *layer = deny_layer(filter, D_Service_RestrictAddressFamilies,
					 all_of(filter) & ~ARCH_BIT(ARCH_x86));
	struct arena *arena = filter->arena;
	uint32_t verdict = SECCOMP_RET_ERRNO | EAFNOSUPPORT;
	struct slice name = SLICE("socket");
	filter_rule(filter, layer, name,
		    (struct rule){.when = condition_compare(arena, (struct operand){0, 32},
							    COMPARE_LT, AF_UNIX),
				  .verdict = verdict});
	filter_rule(filter, layer, name,
		    (struct rule){.when = condition_compare(arena, (struct operand){0, 32},
							    COMPARE_GT, AF_NETLINK),
				  .verdict = verdict});
	for (unsigned family = 1; family < AF_MAX; family++) {
		bool is_allowed = false;
		for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
			is_allowed |= family == allowed[i];
		if (!is_allowed)
			filter_rule(filter, layer, name,
				    (struct rule){.when = condition_compare(arena,
									    (struct operand){0, 32},
									    COMPARE_EQ, family),
						  .verdict = verdict});
	}
}

/* EPERM where ARGUMENT has all of BITS. */
static struct rule denied_bits(struct filter *filter, unsigned argument, uint64_t bits)
{
	return (struct rule){
		.when = condition_masked(filter->arena, (struct operand){argument, 64}, bits, bits),
		.verdict = DENIED};
}

static void memory_deny_write_execute(struct filter *filter)
{
	uint32_t x86 = ARCH_BIT(ARCH_x86);
	struct layer *layer = deny_layer(filter, D_Service_MemoryDenyWriteExecute, x86);
	filter_rule(filter, layer, SLICE("mmap"),
		    (struct rule){.verdict = DENIED}); /* its arguments are in memory */
	filter_rule(filter, layer, SLICE("mmap2"), denied_bits(filter, 2, PROT_WRITE | PROT_EXEC));
	filter_rule(filter, layer, SLICE("mprotect"), denied_bits(filter, 2, PROT_EXEC));
	filter_rule(filter, layer, SLICE("pkey_mprotect"), denied_bits(filter, 2, PROT_EXEC));
	layer = deny_layer(filter, D_Service_MemoryDenyWriteExecute, all_of(filter) & ~x86);
	filter_rule(filter, layer, SLICE("mmap"), denied_bits(filter, 2, PROT_WRITE | PROT_EXEC));
	filter_rule(filter, layer, SLICE("mprotect"), denied_bits(filter, 2, PROT_EXEC));
	filter_rule(filter, layer, SLICE("pkey_mprotect"), denied_bits(filter, 2, PROT_EXEC));
	filter_rule(filter, layer, SLICE("shmat"), denied_bits(filter, 2, SHM_EXEC));
}

static void restrict_realtime(struct filter *filter)
{
	struct layer *layer = deny_layer(filter, D_Service_RestrictRealtime, all_of(filter));
	static const unsigned policies[] = {SCHED_FIFO, SCHED_RR, 4};
	for (size_t i = 0; i < sizeof(policies) / sizeof(*policies); i++)
		filter_rule(filter, layer, SLICE("sched_setscheduler"),
			    (struct rule){.when = condition_compare(filter->arena,
								    (struct operand){1, 32},
								    COMPARE_EQ, policies[i]),
					  .verdict = DENIED});
	filter_rule(filter, layer, SLICE("sched_setscheduler"),
		    (struct rule){.when = condition_compare(filter->arena, (struct operand){1, 32},
							    COMPARE_GT, SCHED_IDLE),
				  .verdict = DENIED});
}

static void restrict_suid_sgid(struct filter *filter)
{
	static const struct {
		const char *name;
		unsigned argument;
	} calls[] = {{"chmod", 1},   {"fchmod", 1}, {"fchmodat", 2}, {"fchmodat2", 2}, {"mkdir", 1},
		     {"mkdirat", 2}, {"mknod", 1},  {"mknodat", 2},  {"creat", 1}};
	static const unsigned bits[] = {S_ISUID, S_ISGID};
	struct layer *layer = deny_layer(filter, D_Service_RestrictSUIDSGID, all_of(filter));
	struct arena *arena = filter->arena;
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < sizeof(calls) / sizeof(*calls); j++)
			filter_rule(filter, layer, slice_of(calls[j].name),
				    denied_bits(filter, calls[j].argument, bits[i]));
		for (unsigned j = 0; j < 2; j++) {
			const struct condition *creates = condition_masked(
				arena, (struct operand){1 + j, 32}, O_CREAT, O_CREAT);
			const struct condition *mode = condition_masked(
				arena, (struct operand){2 + j, 32}, bits[i], bits[i]);
			filter_rule(filter, layer, slice_of(j ? "openat" : "open"),
				    (struct rule){.when = condition_and(arena, creates, mode),
						  .verdict = DENIED});
		}
	}
	filter_rule(filter, layer, SLICE("openat2"), (struct rule){.verdict = MISSING});
}

static void restrict_namespaces(struct filter *filter)
{
	static const unsigned flags[] = {CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS,
					 CLONE_NEWPID,    CLONE_NEWUTS, 0x80 /* CLONE_NEWTIME */};
	struct layer *layer = deny_layer(filter, D_Service_RestrictNamespaces, all_of(filter));
	filter_rule(filter, layer, SLICE("clone3"), (struct rule){.verdict = MISSING});
	filter_rule(filter, layer, SLICE("setns"),
		    (struct rule){.when = condition_compare(filter->arena, (struct operand){1, 32},
							    COMPARE_EQ, 0),
				  .verdict = DENIED});
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		filter_rule(filter, layer, SLICE("unshare"), denied_bits(filter, 0, flags[i]));
		filter_rule(filter, layer, SLICE("clone"), denied_bits(filter, 0, flags[i]));
		filter_rule(filter, layer, SLICE("setns"), denied_bits(filter, 1, flags[i]));
	}
}

static void system_call_architectures(struct filter *filter)
{
	struct layer layer = {.directive = D_Service_SystemCallArchitectures,
			      .architectures = ARCH_BIT(filter->machine),
			      .known = SECCOMP_RET_ALLOW,
			      .unknown = SECCOMP_RET_ALLOW,
			      .foreign = SECCOMP_RET_KILL_PROCESS};
	filter_layer(filter, layer);
}

static void lock_personality(struct filter *filter, uint32_t architectures)
{
	struct layer *layer = deny_layer(filter, D_Service_LockPersonality, architectures);
	filter_rule(filter, layer, SLICE("personality"),
		    (struct rule){.when = condition_compare(filter->arena, (struct operand){0, 32},
							    COMPARE_NE, 0),
				  .verdict = DENIED});
}

static void system_call_log(struct filter *filter, uint32_t architectures)
{
	struct layer *layer = deny_layer(filter, D_Service_SystemCallLog, architectures);
	filter_rule(filter, layer, SLICE("ptrace"), (struct rule){.verdict = SECCOMP_RET_LOG});
	filter_rule(filter, layer, SLICE("@keyring"), (struct rule){.verdict = SECCOMP_RET_LOG});
}

static void system_call_filter(struct filter *filter, uint32_t architectures)
{
	struct layer row = {.directive = D_Service_SystemCallFilter,
			    .architectures = architectures,
			    .known = DENIED,
			    .unknown = MISSING,
			    .foreign = SECCOMP_RET_ALLOW};
	struct layer *layer = filter_layer(filter, row);
	filter_rule(filter, layer, SLICE("@system-service"),
		    (struct rule){.verdict = SECCOMP_RET_ALLOW});
}

void policy_system_service(struct filter *filter)
{
	system_call_architectures(filter);
	system_call_filter(filter, ARCH_BIT(filter->machine));
	filter_finish(filter);
}

void policy_hardened(struct filter *filter, bool native_only)
{
	uint32_t remaining = native_only ? ARCH_BIT(filter->machine) : all_of(filter);
	deny(filter, D_Service_ProtectHostname, "sethostname");
	filter_rule(filter, &filter->layers[0], SLICE("setdomainname"),
		    (struct rule){.verdict = DENIED});
	restrict_address_families(filter);
	memory_deny_write_execute(filter);
	restrict_realtime(filter);
	restrict_suid_sgid(filter);
	restrict_namespaces(filter);
	deny(filter, D_Service_ProtectKernelTunables, "_sysctl");
	deny(filter, D_Service_ProtectKernelModules, "@module");
	deny(filter, D_Service_ProtectKernelLogs, "syslog");
	deny(filter, D_Service_ProtectClock, "@clock");
	deny(filter, D_Service_PrivateDevices, "@raw-io");
	if (native_only)
		system_call_architectures(filter);
	lock_personality(filter, remaining);
	system_call_log(filter, remaining);
	system_call_filter(filter, remaining);
	filter_finish(filter);
}

void policy_arguments(struct filter *filter)
{
	struct layer *layer = deny_layer(filter, D_Service_SystemCallFilter, all_of(filter));
	struct arena *arena = filter->arena;
	struct slice ioctl = SLICE("ioctl"), mmap = SLICE("mmap"), prctl = SLICE("prctl");
	filter_rule(filter, layer, ioctl,
		    (struct rule){.when = condition_compare(arena, (struct operand){1, 32},
							    COMPARE_EQ, 0x5412),
				  .verdict = DENIED});
	filter_rule(filter, layer, ioctl,
		    (struct rule){.when = condition_compare(arena, (struct operand){1, 32},
							    COMPARE_GE, 0x80000000),
				  .verdict = SECCOMP_RET_LOG});
	const struct condition *large = condition_compare(arena, (struct operand){1, 64},
							  COMPARE_GT, UINT64_C(0x100000001));
	const struct condition *small =
		condition_compare(arena, (struct operand){1, 64}, COMPARE_LT, 4096);
	const struct condition *shared =
		condition_masked(arena, (struct operand){3, 64}, 0xf, MAP_SHARED);
	filter_rule(filter, layer, mmap,
		    (struct rule){.when = condition_and(arena, shared, large), .verdict = DENIED});
	filter_rule(
		filter, layer, mmap,
		(struct rule){.when = condition_or(arena, small,
						   condition_masked(arena, (struct operand){2, 64},
								    0xff00000006, 6)),
			      .verdict = SECCOMP_RET_TRAP | 7});
	filter_rule(filter, layer, prctl,
		    (struct rule){.when = condition_compare(arena, (struct operand){0, 32},
							    COMPARE_LE, 3),
				  .verdict = DENIED});
	filter_rule(filter, layer, prctl,
		    (struct rule){
			    .when = condition_and(arena,
						  condition_compare(arena, (struct operand){0, 32},
								    COMPARE_EQ, PR_SET_NAME),
						  condition_compare(arena, (struct operand){1, 64},
								    COMPARE_NE, UINT64_MAX)),
			    .verdict = SECCOMP_RET_ERRNO | 123});
	filter_rule(filter, layer, prctl,
		    (struct rule){.when = condition_compare(arena, (struct operand){4, 64},
							    COMPARE_GE, UINT64_C(1) << 32),
				  .verdict = SECCOMP_RET_KILL_THREAD});
	filter_rule(filter, layer, SLICE("chmod"),
		    (struct rule){.when = condition_compare(arena, (struct operand){1, 16},
							    COMPARE_EQ, 0777),
				  .verdict = DENIED});
	filter_rule(filter, layer, SLICE("chmod"),
		    (struct rule){
			    .when = condition_masked(arena, (struct operand){1, 16}, 07000, 04000),
			    .verdict = SECCOMP_RET_KILL_PROCESS});
	filter_rule_number(filter, layer,
			   (struct rule){.architecture = filter->machine,
					 .number = 5000,
					 .verdict = SECCOMP_RET_ERRNO | 99});
	filter_finish(filter);
}
