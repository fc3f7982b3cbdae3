/* SPDX-License-Identifier: MIT */
/*
 * Each function here is one directive: the rules of the programs that systemd would install for it
 * (src/shared/seccomp-util.c of systemd 255), with integer arguments compared on the bits that the kernel
 * looks at.
 */
#include "plan/layers.h"
#include "plan/layer_rules.h"
#include "plan/listed_calls.h"
#include "plan/listed_types.h"
#include "service/vocabulary.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/stat.h>

enum { DENIED = SECCOMP_RET_ERRNO | EPERM, MISSING = SECCOMP_RET_ERRNO | ENOSYS };

/* The filter of a service as it grows. */
struct layering {
	struct filter *filter;
	const struct service *service;
	uint32_t architectures; /* those of the machine; behind SystemCallArchitectures= the rest */
};

#define SETTING(l, name) (&(l)->service->settings[D_Service_##name])

static bool is_asked(const struct service *service, enum directive directive)
{
	return service_asks(directive, &service->settings[directive]);
}

/* A layer that lets pass what none of its rules is about. */
static struct layer *new_layer(struct layering *l, enum directive directive, uint32_t architectures)
{
	return filter_layer(l->filter, (struct layer){.directive = directive,
						      .span = l->service->settings[directive].span,
						      .architectures = architectures,
						      .known = SECCOMP_RET_ALLOW,
						      .unknown = SECCOMP_RET_ALLOW,
						      .foreign = SECCOMP_RET_ALLOW});
}

static void add_rule(struct layering *l, struct layer *layer, const char *name,
		     const struct condition *when, uint32_t verdict)
{
	filter_rule(l->filter, layer, slice_of(name),
		    (struct rule){.when = when, .verdict = verdict});
}

static const struct condition *is_value(struct layering *l, unsigned argument, uint64_t value)
{
	return condition_compare(l->filter->arena, (struct operand){argument, 32}, COMPARE_EQ,
				 value);
}

/* All of BITS, which are in the lower half, are set: so no type is wider than what is looked at. */
static const struct condition *has_bits(struct layering *l, unsigned argument, uint32_t bits)
{
	return condition_masked(l->filter->arena, (struct operand){argument, 32}, bits, bits);
}

static void restrict_address_families(struct layering *l)
{
	/* there socket() is one call of many in socketcall(), for systemd too */
	const uint32_t without = ARCH_BIT(ARCH_x86) | ARCH_BIT(ARCH_s390) | ARCH_BIT(ARCH_s390x) |
				 ARCH_BIT(ARCH_ppc) | ARCH_BIT(ARCH_ppc64) |
				 ARCH_BIT(ARCH_ppc64le) | ARCH_BIT(ARCH_mips) |
				 ARCH_BIT(ARCH_mipsel) | ARCH_BIT(ARCH_parisc) |
				 ARCH_BIT(ARCH_parisc64);
	const uint32_t refused = SECCOMP_RET_ERRNO | EAFNOSUPPORT;
	struct families families = listed_families(&SETTING(l, RestrictAddressFamilies)->items);
	if (!families.allows && !families.set)
		return;
	struct layer *layer =
		new_layer(l, D_Service_RestrictAddressFamilies, l->architectures & ~without);
	for (unsigned i = 0; i < 64; i++)
		if (families.set >> i & 1)
			add_rule(l, layer, "socket", is_value(l, 0, i),
				 families.allows ? SECCOMP_RET_ALLOW : refused);
	if (families.allows)
		add_rule(l, layer, "socket", NULL, refused);
}

static void memory_deny_write_execute(struct layering *l)
{
	/* mmap() has its arguments in memory there, and another call for the same */
	const uint32_t old = ARCH_BIT(ARCH_x86) | ARCH_BIT(ARCH_s390) | ARCH_BIT(ARCH_s390x);
	const uint32_t with_ipc =
		old | ARCH_BIT(ARCH_ppc) | ARCH_BIT(ARCH_ppc64) | ARCH_BIT(ARCH_ppc64le);
	const enum directive directive = D_Service_MemoryDenyWriteExecute;
	const struct condition *both = has_bits(l, 2, PROT_WRITE | PROT_EXEC);
	struct layer *layer = new_layer(l, directive, l->architectures);
	add_rule(l, layer, "mprotect", has_bits(l, 2, PROT_EXEC), DENIED);
	add_rule(l, layer, "pkey_mprotect", has_bits(l, 2, PROT_EXEC), DENIED);
	add_rule(l, layer, "mmap2", both, DENIED);
	add_rule(l, new_layer(l, directive, l->architectures & ~old), "mmap", both, DENIED);
	add_rule(l, new_layer(l, directive, l->architectures & old), "mmap", NULL, DENIED);
	add_rule(l, new_layer(l, directive, l->architectures & ~with_ipc), "shmat",
		 has_bits(l, 2, SHM_EXEC), DENIED);
}

static void restrict_realtime(struct layering *l)
{
	static const unsigned allowed[] = {SCHED_OTHER, SCHED_BATCH, SCHED_IDLE};
	struct layer *layer = new_layer(l, D_Service_RestrictRealtime, l->architectures);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		add_rule(l, layer, "sched_setscheduler", is_value(l, 1, allowed[i]),
			 SECCOMP_RET_ALLOW);
	add_rule(l, layer, "sched_setscheduler", NULL, DENIED);
}

/* libseccomp does not know this call on all systems where ambit is built; its number is one for all. */
static void deny_fchmodat2(struct layering *l, struct layer *layer, uint32_t bit)
{
	enum { NUMBER = 452, ARGUMENT = 2 };
	for (unsigned i = 0; i < ARCH_COUNT; i++)
		if (layer->architectures & ARCH_BIT(i))
			filter_rule_number(
				l->filter, layer,
				(struct rule){.architecture = i,
					      .number = architecture_rows[i].first + NUMBER,
					      .when = has_bits(l, ARGUMENT, bit),
					      .verdict = DENIED});
}

static void restrict_suid_sgid(struct layering *l)
{
	static const struct {
		const char *name;
		unsigned mode; /* the argument */
	} calls[] = {{"chmod", 1},   {"fchmod", 1}, {"fchmodat", 2}, {"mkdir", 1},
		     {"mkdirat", 2}, {"mknod", 1},  {"mknodat", 2},  {"creat", 1}};
	static const uint32_t bits[] = {S_ISUID, S_ISGID};
	struct arena *arena = l->filter->arena;
	struct layer *layer = new_layer(l, D_Service_RestrictSUIDSGID, l->architectures);
	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < sizeof(calls) / sizeof(*calls); k++)
			add_rule(l, layer, calls[k].name, has_bits(l, calls[k].mode, bits[i]),
				 DENIED);
		deny_fchmodat2(l, layer, bits[i]);
		for (unsigned k = 0; k < 2; k++)
			add_rule(l, layer, k ? "openat" : "open",
				 condition_and(arena, has_bits(l, 1 + k, O_CREAT),
					       has_bits(l, 2 + k, bits[i])),
				 DENIED);
	}
	add_rule(l, layer, "openat2", NULL, MISSING); /* its mode is in memory */
}

static void restrict_namespaces(struct layering *l)
{
	enum architecture machine = l->filter->machine;
	unsigned flags =
		machine == ARCH_s390 || machine == ARCH_s390x; /* of clone(), the argument */
	struct namespaces types = listed_namespaces(&SETTING(l, RestrictNamespaces)->items);
	uint32_t denied = types.denied;
	if (!denied)
		return;
	struct layer *layer = new_layer(l, D_Service_RestrictNamespaces, l->architectures);
	add_rule(l, layer, "clone3", NULL, MISSING); /* its flags are in memory */
	add_rule(l, layer, "setns", types.allowed ? is_value(l, 1, 0) : NULL, DENIED);
	for (; denied; denied &= denied - 1) {
		uint32_t flag = denied & -denied;
		add_rule(l, layer, "unshare", has_bits(l, 0, flag), DENIED);
		add_rule(l, layer, "clone", has_bits(l, flags, flag), DENIED);
		add_rule(l, layer, "setns", has_bits(l, 1, flag), DENIED);
	}
}

/* Names and sets, whatever the arguments. */
static void deny_calls(struct layering *l, enum directive directive, const char *const *calls)
{
	struct layer *layer = new_layer(l, directive, l->architectures);
	for (; *calls; calls++)
		add_rule(l, layer, *calls, NULL, DENIED);
}

/* All others are killed, and the later layers are not about them. */
static void system_call_architectures(struct layering *l)
{
	const struct items *items = &SETTING(l, SystemCallArchitectures)->items;
	uint32_t allowed = ARCH_BIT(l->filter->machine);
	for (size_t i = 0; i < items->count; i++) {
		enum architecture architecture = architecture_find(items->list[i].text);
		allowed |= architecture < ARCH_COUNT ? ARCH_BIT(architecture) : 0; /* "native" */
	}
	l->architectures &= allowed;
	struct layer *layer = new_layer(l, D_Service_SystemCallArchitectures, l->architectures);
	layer->foreign = SECCOMP_RET_KILL_PROCESS;
}

/* Without Personality= that is the one which PID 1 has. */
static void lock_personality(struct layering *l)
{
	const struct setting *personality = SETTING(l, Personality);
	struct layer *layer = new_layer(l, D_Service_LockPersonality, l->architectures);
	uint64_t value = personality->set ? (uint64_t)personality->number : PER_LINUX;
	add_rule(l, layer, "personality", is_value(l, 0, value), SECCOMP_RET_ALLOW);
	add_rule(l, layer, "personality", NULL, DENIED);
}

static void system_call_log(struct layering *l)
{
	struct listed_calls calls =
		listed_calls_read(l->filter->arena, &SETTING(l, SystemCallLog)->items, NULL);
	uint32_t listed = calls.allows ? SECCOMP_RET_LOG : SECCOMP_RET_ALLOW;
	uint32_t other = calls.allows ? SECCOMP_RET_ALLOW : SECCOMP_RET_LOG;
	if (calls.allows && !calls.count)
		return;
	struct layer *layer = new_layer(l, D_Service_SystemCallLog, l->architectures);
	layer->known = layer->unknown = other;
	for (size_t i = 0; i < calls.count; i++)
		filter_rule(l->filter, layer, calls.list[i].name, (struct rule){.verdict = listed});
}

static uint32_t verdict_of_error(int64_t error)
{
	return error == CALL_KILLS ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | (uint32_t)error;
}

/* Those of SystemCallNumbers=: each a call that no name of the filter is about. */
static void add_numbers(struct layering *l, struct layer *layer, uint32_t denied)
{
	const struct items *items = &l->service->settings[D_Ambit_SystemCallNumbers].items;
	for (size_t i = items->count; i-- > 0;) { /* the first rule decides, and so the last word */
		struct call_number call;
		if (!value_number_parts(items->list[i].text, &call) ||
		    !(layer->architectures & ARCH_BIT(call.architecture)))
			continue;
		uint32_t verdict = call.error != CALL_WITHOUT_ERROR  ? verdict_of_error(call.error)
				   : items->list[i].flags & ITEM_NOT ? denied
								     : SECCOMP_RET_ALLOW;
		filter_rule_number(l->filter, layer,
				   (struct rule){.architecture = call.architecture,
						 .number = call.number,
						 .verdict = verdict});
	}
}

/*
 * What an allow-list does not have is denied; a number that is no call is one of a kernel that is newer than
 * the list, and answered so that programs do without (as systemd has it).
 */
static void system_call_filter(struct layering *l)
{
	const struct setting *error = SETTING(l, SystemCallErrorNumber);
	uint32_t denied =
		verdict_of_error(error->set && error->number ? error->number : CALL_KILLS);
	struct listed_calls calls = listed_calls_read(
		l->filter->arena, &SETTING(l, SystemCallFilter)->items, "@default");
	if (!calls.allows && !calls.count && !is_asked(l->service, D_Ambit_SystemCallNumbers))
		return;
	struct layer *layer = new_layer(l, D_Service_SystemCallFilter, l->architectures);
	if (calls.allows) {
		layer->known = denied;
		layer->unknown = MISSING;
	}
	add_numbers(l, layer, denied);
	/* those with an error first: a call may be reached by another one that is allowed */
	for (int has_error = 1; has_error >= 0; has_error--)
		for (size_t i = 0; i < calls.count; i++) {
			const struct listed_call *call = &calls.list[i];
			if ((call->error != CALL_WITHOUT_ERROR) != has_error)
				continue;
			uint32_t verdict = has_error      ? verdict_of_error(call->error)
					   : calls.allows ? SECCOMP_RET_ALLOW
							  : denied;
			filter_rule(l->filter, layer, call->name,
				    (struct rule){.verdict = verdict});
		}
	const struct setting *version = &l->service->settings[D_Ambit_KernelVersion];
	if (version->set)
		filter_newer(l->filter, layer, (unsigned)version->number);
}

static void system_call_rules(struct layering *l)
{
	layer_rules_add(l->filter, l->service, l->architectures);
}

/* In the order in which systemd installs them; our own behind all of these. */
static const struct {
	enum directive directive;
	void (*add)(struct layering *);
	const char *denied[3]; /* in place of a function: the calls */
} sources[] = {
	{.directive = D_Service_ProtectHostname, .denied = {"sethostname", "setdomainname"}},
	{.directive = D_Service_RestrictAddressFamilies, .add = restrict_address_families},
	{.directive = D_Service_MemoryDenyWriteExecute, .add = memory_deny_write_execute},
	{.directive = D_Service_RestrictRealtime, .add = restrict_realtime},
	{.directive = D_Service_RestrictSUIDSGID, .add = restrict_suid_sgid},
	{.directive = D_Service_RestrictNamespaces, .add = restrict_namespaces},
	{.directive = D_Service_ProtectKernelTunables, .denied = {"_sysctl"}},
	{.directive = D_Service_ProtectKernelModules, .denied = {"@module"}},
	{.directive = D_Service_ProtectKernelLogs, .denied = {"syslog"}},
	{.directive = D_Service_ProtectClock, .denied = {"@clock"}},
	{.directive = D_Service_PrivateDevices, .denied = {"@raw-io"}},
	{.directive = D_Service_SystemCallArchitectures, .add = system_call_architectures},
	{.directive = D_Service_LockPersonality, .add = lock_personality},
	{.directive = D_Service_SystemCallLog, .add = system_call_log},
	{.directive = D_Service_SystemCallFilter, .add = system_call_filter},
	{.directive = D_Ambit_SystemCallRule, .add = system_call_rules},
};

enum { SOURCES = sizeof(sources) / sizeof(*sources) };

const struct setting *layers_asked(const struct service *service)
{
	for (size_t i = 0; i < SOURCES; i++)
		if (is_asked(service, sources[i].directive))
			return &service->settings[sources[i].directive];
	return NULL;
}

void layers_add(struct filter *filter, const struct service *service)
{
	struct layering l = {filter, service, architecture_rows[filter->machine].local};
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i].add && is_asked(service, sources[i].directive))
			sources[i].add(&l);
		else if (!sources[i].add && service->settings[sources[i].directive].number == 1)
			deny_calls(&l, sources[i].directive, sources[i].denied); /* not "private" */
	/* a machine that is not the one of the rules is no way around them */
	if (filter->count && !is_asked(service, D_Service_SystemCallArchitectures))
		new_layer(&l, D_Service_SystemCallArchitectures, l.architectures)->foreign =
			SECCOMP_RET_KILL_PROCESS;
	filter_finish(filter);
}

bool layers_permit_capabilities(struct arena *arena, const struct service *service)
{
	static const char *const needed[] = {"capget", "capset", "prctl"};
	const struct items *items = &service->settings[D_Service_SystemCallFilter].items;
	struct listed_calls calls = listed_calls_read(arena, items, "@default");
	bool permits = true;
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed) && calls.count; i++)
		permits &= listed_calls_have(&calls, slice_of(needed[i])) == calls.allows;
	return permits;
}
