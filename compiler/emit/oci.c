/* SPDX-License-Identifier: MIT */
/*
 * A filter as JSON for container runtimes (OCI runtime specification, config-linux.md, "Seccomp"),
 * which give its rules to libseccomp. There one name means one decision on all architectures, one
 * action is for all that is not listed, and a rule tests an argument once, all 64 bits of it. So
 * each way through the tests of arguments is a rule, whose arguments are masked values: no two
 * rules hold for one call.
 */
#include "emit/emit.h"
#include "seccomp/decide.h"
#include "seccomp/disassemble.h"

#include <inttypes.h>

enum {
	RULES_MOST = 512,       /* of more than that libseccomp makes programs that are too long */
	NO_AUDIT = 0,           /* of no architecture */
	NUMBER_OF_NONE = 65535, /* above all calls of an architecture */
};

static const char *const architecture_names[ARCH_COUNT] = {
	[ARCH_x86_64] = "X86_64", [ARCH_x86] = "X86",           [ARCH_x32] = "X32",
	[ARCH_arm64] = "AARCH64", [ARCH_arm] = "ARM",           [ARCH_loongarch64] = "LOONGARCH64",
	[ARCH_mips] = "MIPS",     [ARCH_mips64] = "MIPS64",     [ARCH_mips64_n32] = "MIPS64N32",
	[ARCH_mipsel] = "MIPSEL", [ARCH_mipsel64] = "MIPSEL64", [ARCH_mipsel64_n32] = "MIPSEL64N32",
	[ARCH_parisc] = "PARISC", [ARCH_parisc64] = "PARISC64", [ARCH_ppc] = "PPC",
	[ARCH_ppc64] = "PPC64",   [ARCH_ppc64le] = "PPC64LE",   [ARCH_riscv64] = "RISCV64",
	[ARCH_s390] = "S390",     [ARCH_s390x] = "S390X",
};

/* Names of calls with one decision. */
struct group {
	uint32_t root;
	struct text names; /* JSON */
};

/* Arguments that equal a value in the bits of a mask; a mask of 0: any. */
struct masked {
	uint64_t mask[ARGUMENTS], value[ARGUMENTS];
};

struct oci {
	const struct filter *filter;
	struct text *text;
	struct diagram diagram;
	uint32_t foreign,
		otherwise;      /* roots: of other architectures, of numbers that are no call */
	uint32_t architectures; /* those that are not foreign */
	struct group *groups;
	size_t count, room;
	const struct group *group; /* whose rules are written */
	size_t rules;
	const char *problem; /* the first one */
};

static void fail(struct oci *oci, const char *problem)
{
	if (!oci->problem)
		oci->problem = problem;
}

static uint32_t decide(struct oci *oci, uint32_t audit, uint32_t number)
{
	struct site site = {
		.parts = arena_alloc(oci->filter->arena, oci->filter->count * sizeof(*site.parts))};
	filter_site(oci->filter, audit, number, &site);
	return merge_site(&oci->diagram, &site);
}

/* Whether all calls of ARCHITECTURE are foreign. */
static bool is_foreign(struct oci *oci, enum architecture architecture)
{
	uint32_t audit = architecture_rows[architecture].audit;
	size_t count;
	const uint32_t *numbers = merge_numbers(oci->filter, audit, &count);
	for (size_t i = 0; i < count; i++)
		if (architecture_of(audit, numbers[i]) == architecture &&
		    decide(oci, audit, numbers[i]) != oci->foreign)
			return false;
	return true;
}

static void find_architectures(struct oci *oci)
{
	oci->foreign = decide(oci, NO_AUDIT, 0);
	const struct node *foreign = &oci->diagram.nodes[oci->foreign];
	if (foreign->verdict != SECCOMP_RET_KILL_PROCESS)
		fail(oci, "other architectures are not killed, as a runtime would have it");
	for (unsigned i = 0; i < ARCH_COUNT; i++)
		if (filter_architectures(oci->filter) & ARCH_BIT(i) && !is_foreign(oci, i))
			oci->architectures |= ARCH_BIT(i);
}

/* Numbers of ARCHITECTURE without a name cannot be listed. */
static void check_unnamed(struct oci *oci, enum architecture architecture)
{
	uint32_t audit = architecture_rows[architecture].audit;
	size_t count;
	const uint32_t *numbers = merge_numbers(oci->filter, audit, &count);
	for (size_t i = 0; i < count; i++) {
		struct text name = {.arena = oci->filter->arena};
		if (architecture_of(audit, numbers[i]) != architecture ||
		    call_of_number(oci->filter->calls, architecture, numbers[i]) ||
		    decide(oci, audit, numbers[i]) == oci->otherwise)
			continue;
		disassemble_call(&name, oci->filter->calls, audit, numbers[i]);
		fail(oci, arena_printf(oci->filter->arena, "%s has no name", name.at));
	}
}

static void add_name(struct oci *oci, uint32_t root, const char *name)
{
	size_t i = 0;
	while (i < oci->count && oci->groups[i].root != root)
		i++;
	if (i == oci->count) {
		oci->groups = arena_grow(oci->filter->arena, oci->groups, oci->count, &oci->room,
					 sizeof(*oci->groups));
		oci->groups[oci->count++] =
			(struct group){.root = root, .names = {.arena = oci->filter->arena}};
	}
	struct text *names = &oci->groups[i].names;
	text_puts(names, names->len ? ", " : "");
	text_json(names, slice_of(name));
}

/*
 * Whether an architecture before the one of CALL, which comes to ROOT, has it too: with the same
 * root.
 */
static bool is_listed(struct oci *oci, enum architecture architecture, const struct call *call,
		      uint32_t root)
{
	for (unsigned i = 0; i < architecture; i++) {
		const struct call *other =
			oci->architectures & ARCH_BIT(i)
				? call_find(oci->filter->calls, i, slice_of(call->name))
				: NULL;
		if (!other)
			continue;
		if (decide(oci, architecture_rows[i].audit, other->number) != root)
			fail(oci, arena_printf(oci->filter->arena,
					       "%s is decided otherwise on %s than on %s",
					       call->name, architecture_rows[architecture].name,
					       architecture_rows[i].name));
		return true;
	}
	return false;
}

static void add_names(struct oci *oci, enum architecture architecture)
{
	const struct call_list *calls = calls_of(oci->filter->calls, architecture);
	for (size_t i = 0; i < calls->count; i++) {
		const struct call *call = &calls->by_name[i];
		uint32_t root = decide(oci, architecture_rows[architecture].audit, call->number);
		if (!is_listed(oci, architecture, call, root) && root != oci->otherwise)
			add_name(oci, root, call->name);
	}
}

static void put_action(struct oci *oci, uint32_t verdict, const char *prefix, const char *error)
{
	const char *action = "KILL_PROCESS";
	uint32_t data = verdict & SECCOMP_RET_DATA;
	switch (verdict & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		action = "ALLOW";
		break;
	case SECCOMP_RET_LOG:
		action = "LOG";
		break;
	case SECCOMP_RET_KILL_THREAD:
		action = "KILL_THREAD";
		break;
	case SECCOMP_RET_TRAP:
		action = "TRAP";
		if (data)
			fail(oci, "a trap has a number");
		break;
	case SECCOMP_RET_ERRNO:
		text_printf(oci->text, "\"%s\": \"SCMP_ACT_ERRNO\", \"%s\": %u", prefix, error,
			    data);
		return;
	}
	text_printf(oci->text, "\"%s\": \"SCMP_ACT_%s\"", prefix, action);
}

static void add_rule(struct oci *oci, uint32_t verdict, const struct masked *masked)
{
	const char *separator = "";
	if (++oci->rules > RULES_MOST) {
		fail(oci, "the tests of arguments need too many rules");
		return;
	}
	text_printf(oci->text, "%s\n    {\"names\": [%.*s],\n     ", oci->rules > 1 ? "," : "",
		    SLICE_ARG(text_slice(&oci->group->names)));
	put_action(oci, verdict, "action", "errnoRet");
	for (unsigned i = 0; i < ARGUMENTS; i++) {
		if (!masked->mask[i])
			continue;
		text_puts(oci->text, *separator ? separator : ",\n     \"args\": [");
		text_printf(oci->text,
			    "{\"index\": %u, \"value\": %" PRIu64 ", \"valueTwo\": %" PRIu64
			    ", \"op\": \"SCMP_CMP_MASKED_EQ\"}",
			    i, masked->mask[i], masked->value[i]);
		separator = ", ";
	}
	text_puts(oci->text, *separator ? "]}" : "}");
}

/* Bits of an argument, and what they are. */
struct known {
	unsigned argument;
	uint64_t mask, value;
};

static void add_ways(struct oci *oci, uint32_t at, const struct masked *masked);

/* On to the node AT with KNOWN, unless that contradicts what is known already. */
static void follow(struct oci *oci, uint32_t at, const struct masked *masked, struct known known)
{
	struct masked next = *masked;
	uint64_t *mask = &next.mask[known.argument], *value = &next.value[known.argument];
	if ((*value ^ known.value) & *mask & known.mask)
		return;
	*mask |= known.mask;
	*value |= known.value;
	add_ways(oci, at, &next);
}

/* The values from FIRST to EDGE->last, in blocks that have their upper bits in common. */
static void follow_range(struct oci *oci, const struct edge *edge, const struct masked *masked,
			 const struct known *first)
{
	unsigned shift = first->mask > UINT32_MAX ? 32 : 0;
	for (uint64_t start = first->value >> shift, size; start <= edge->last; start += size) {
		size = start ? start & -start : UINT64_C(1) << 32;
		while (start + size - 1 > edge->last)
			size /= 2;
		struct known block = {first->argument, (uint64_t)(uint32_t)-size << shift,
				      start << shift};
		follow(oci, edge->to, masked, block);
	}
}

/* A rule for each way from the node AT to a verdict that is not that of what is not listed. */
static void add_ways(struct oci *oci, uint32_t at, const struct masked *masked)
{
	const struct node *node = &oci->diagram.nodes[at];
	if (oci->problem || at == oci->otherwise)
		return;
	if (node->variable == VARIABLE_LEAF) {
		add_rule(oci, node->verdict, masked);
		return;
	}
	unsigned half = node_field(node) - FIELD_ARGUMENTS;
	unsigned shift = half % 2 ? 0 : 32;
	uint64_t bit = (uint64_t)node_bit(node) << shift;
	struct known known = {half / 2, bit ? bit : UINT64_C(0xffffffff) << shift, 0};
	for (uint32_t i = 0; i < node->count; i++) {
		const struct edge *edge = &node->edges[i];
		if (bit)
			follow(oci, edge->to, masked,
			       (struct known){half / 2, bit, edge->last ? bit : 0});
		else
			follow_range(oci, edge, masked, &known);
		known.value = ((uint64_t)edge->last + 1) << shift;
	}
}

static void write_rules(struct oci *oci)
{
	const char *separator = "";
	text_puts(oci->text, "{\n  ");
	put_action(oci, oci->diagram.nodes[oci->otherwise].verdict, "defaultAction",
		   "defaultErrnoRet");
	text_puts(oci->text, ",\n  \"architectures\": [");
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		if (!(oci->architectures & ARCH_BIT(i)))
			continue;
		text_printf(oci->text, "%s\"SCMP_ARCH_%s\"", separator, architecture_names[i]);
		separator = ", ";
	}
	text_puts(oci->text, "],\n  \"syscalls\": [");
	for (size_t i = 0; i < oci->count; i++) {
		oci->group = &oci->groups[i];
		add_ways(oci, oci->group->root, &(struct masked){0});
	}
	text_puts(oci->text, "\n  ]\n}\n");
}

const char *emit_oci(const struct filter *filter, struct text *text)
{
	const struct architecture_row *native = &architecture_rows[filter->machine];
	struct oci oci = {.filter = filter, .text = text};
	diagram_init(&oci.diagram, filter->arena);
	find_architectures(&oci);
	oci.otherwise = decide(&oci, native->audit, native->first + NUMBER_OF_NONE);
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		if (!(oci.architectures & ARCH_BIT(i)))
			continue;
		check_unnamed(&oci, i);
		add_names(&oci, i);
	}
	write_rules(&oci);
	return oci.problem;
}
