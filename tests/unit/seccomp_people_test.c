/* SPDX-License-Identifier: MIT */
/*
 * What is said of filters: seccomp/decide.c, conditions in words, the flavour that logs,
 * emit/oci.c, cli/audit.c.
 */
#include "harness.h"
#include "cli/audit.h"
#include "emit/emit.h"
#include "seccomp/decide.h"
#include "seccomp/disassemble.h"

#include <errno.h>
#include <linux/audit.h>
#include <string.h>

enum { DENIED = SECCOMP_RET_ERRNO | EPERM };
enum { OLD, MIDDLE, NEW, LAYERS };

struct fixture {
	struct arena arena;
	struct calls calls;
	struct filter filter;
	struct diagram diagram;
};

/* Layers for x86-64 that let pass all, and kill what is foreign. */
static void begin(struct fixture *f)
{
	static const struct layer layer = {.architectures = ARCH_BIT(ARCH_x86_64),
					   .known = SECCOMP_RET_ALLOW,
					   .unknown = SECCOMP_RET_ALLOW,
					   .foreign = SECCOMP_RET_KILL_PROCESS};
	*f = (struct fixture){0};
	f->calls.arena = &f->arena;
	filter_init(&f->filter, &f->calls, ARCH_x86_64);
	diagram_init(&f->diagram, &f->arena);
	for (size_t i = 0; i < LAYERS; i++)
		filter_layer(&f->filter, layer);
}

static void add(struct fixture *f, size_t layer, const char *name, struct rule rule)
{
	assert_true(filter_rule(&f->filter, &f->filter.layers[layer], slice_of(name), rule));
}

static struct decision decide(struct fixture *f, const char *name)
{
	const struct call *call = call_find(&f->calls, ARCH_x86_64, slice_of(name));
	return decide_call(&f->diagram, &f->filter, AUDIT_ARCH_X86_64, call->number);
}

static void check_constant(struct fixture *f, const char *name, uint32_t verdict, size_t layer)
{
	struct decision decision = decide(f, name);
	assert_true(decision.is_constant);
	assert_int_equal(decision.verdict, verdict);
	assert_int_equal(decision.layer, layer);
}

static void check_counting(struct fixture *f, const char *name, unsigned layers)
{
	struct decision decision = decide(f, name);
	assert_false(decision.is_constant);
	for (size_t i = 0; i < LAYERS; i++)
		assert_int_equal(decide_counts(&decision.site.parts[i]), layers >> i & 1);
}

TEST(decide_whose_verdict_it_is)
{
	struct fixture f;
	begin(&f);
	const struct condition *is_one =
		condition_compare(&f.arena, (struct operand){0, 32}, COMPARE_EQ, 1);
	add(&f, OLD, "read", (struct rule){.verdict = DENIED});
	add(&f, MIDDLE, "read", (struct rule){.verdict = DENIED});
	add(&f, NEW, "read", (struct rule){.verdict = SECCOMP_RET_LOG});
	add(&f, OLD, "write", (struct rule){.verdict = SECCOMP_RET_ALLOW});
	add(&f, OLD, "socket", (struct rule){.when = is_one, .verdict = DENIED});
	add(&f, NEW, "socket", (struct rule){.when = is_one, .verdict = DENIED});
	add(&f, OLD, "personality", (struct rule){.when = is_one, .verdict = DENIED});
	add(&f, MIDDLE, "personality", (struct rule){.verdict = SECCOMP_RET_LOG});
	add(&f, OLD, "kill", (struct rule){.when = is_one, .verdict = DENIED});
	add(&f, NEW, "kill", (struct rule){.verdict = SECCOMP_RET_KILL_PROCESS});
	filter_finish(&f.filter);
	check_constant(&f, "read", DENIED, MIDDLE);
	check_constant(&f, "write", SECCOMP_RET_ALLOW, OLD);
	check_constant(&f, "close", SECCOMP_RET_ALLOW, LAYERS);
	check_constant(&f, "kill", SECCOMP_RET_KILL_PROCESS, NEW);
	check_counting(&f, "socket", 1u << NEW);
	check_counting(&f, "personality", 1u << OLD | 1u << MIDDLE);
	arena_free(&f.arena);
}

static void check_words(const char *call, const struct condition *condition, const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	disassemble_condition(&text, slice_of(call), condition);
	assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(conditions_in_words)
{
	struct arena arena = {0};
	const struct operand narrow = {0, 32}, wide = {1, 64}, flags = {2, 32};
	const struct condition *family = condition_compare(&arena, narrow, COMPARE_EQ, 10);
	const struct condition *length = condition_compare(&arena, wide, COMPARE_LT, 4096);
	const struct condition *prot = condition_masked(&arena, flags, 6, 2);
	const struct condition *either = condition_or(&arena, prot, length);
	check_words("socket", family, "domain is 0xa");
	check_words("mprotect", length, "len is below 0x1000");
	check_words("mprotect", prot, "prot & 6 is 2");
	check_words("", prot, "argument 2 & 6 is 2");
	check_words("mprotect", either, "prot & 6 is 2 or len is below 0x1000");
	check_words("mprotect", condition_and(&arena, either, either),
		    "(prot & 6 is 2 or len is below 0x1000) and "
		    "(prot & 6 is 2 or len is below 0x1000)");
	arena_free(&arena);
}

TEST(log_only_denies_nothing)
{
	struct fixture f;
	begin(&f);
	add(&f, OLD, "read", (struct rule){.verdict = DENIED});
	add(&f, OLD, "kill", (struct rule){.verdict = SECCOMP_RET_TRAP | 1});
	add(&f, OLD, "write", (struct rule){.verdict = SECCOMP_RET_ALLOW});
	add(&f, NEW, "kill", (struct rule){.verdict = SECCOMP_RET_KILL_THREAD});
	f.filter.layers[MIDDLE].unknown = SECCOMP_RET_ERRNO | ENOSYS;
	filter_finish(&f.filter);
	filter_log_only(&f.filter);
	check_constant(&f, "read", SECCOMP_RET_LOG, OLD);
	check_constant(&f, "kill", SECCOMP_RET_LOG, NEW);
	check_constant(&f, "write", SECCOMP_RET_ALLOW, OLD);
	struct decision unknown = decide_call(&f.diagram, &f.filter, AUDIT_ARCH_X86_64, 9999);
	assert_int_equal(unknown.verdict, SECCOMP_RET_LOG);
	struct decision foreign = decide_call(&f.diagram, &f.filter, AUDIT_ARCH_I386, 3);
	assert_int_equal(foreign.verdict, SECCOMP_RET_LOG);
	assert_false(verdict_denies(SECCOMP_RET_ALLOW));
	assert_false(verdict_denies(SECCOMP_RET_LOG));
	assert_true(verdict_denies(SECCOMP_RET_ERRNO));
	assert_true(verdict_denies(SECCOMP_RET_KILL_PROCESS));
	arena_free(&f.arena);
}

static const char *oci_rules(struct fixture *f)
{
	struct text text = {.arena = &f->arena};
	filter_finish(&f->filter);
	assert_null(emit_oci(&f->filter, &text));
	const char *rules = strstr(text.at, "\"syscalls\"");
	assert_non_null(rules);
	return rules;
}

#define MASKED(index, mask, value)                                                                 \
	"{\"index\": " #index ", \"value\": " #mask ", \"valueTwo\": " #value                      \
	", \"op\": \"SCMP_CMP_MASKED_EQ\"}"

TEST(oci_rules_are_masks)
{
	struct fixture f;
	begin(&f);
	const struct condition *high = condition_compare(&f.arena, (struct operand){1, 64},
							 COMPARE_EQ, UINT64_C(0xffffffff00000001));
	const struct condition *bits = condition_masked(&f.arena, (struct operand){2, 32}, 6, 6);
	add(&f, OLD, "mprotect",
	    (struct rule){.when = condition_and(&f.arena, high, bits),
			  .verdict = SECCOMP_RET_KILL_THREAD});
	add(&f, OLD, "read", (struct rule){.verdict = SECCOMP_RET_ERRNO | 4095});
	assert_string_equal(oci_rules(&f),
			    "\"syscalls\": [\n"
			    "    {\"names\": [\"mprotect\"],\n"
			    "     \"action\": \"SCMP_ACT_KILL_THREAD\",\n     \"args\": "
			    "[" MASKED(1, 18446744073709551615, 18446744069414584321) ", " MASKED(
				    2, 6, 6) "]},\n"
					     "    {\"names\": [\"read\"],\n     \"action\": "
					     "\"SCMP_ACT_ERRNO\", \"errnoRet\": 4095}\n  ]\n}\n");
	arena_free(&f.arena);
}

/* From 3 to 9 without a sign, of an int: blocks of 1, 4 and 2 values. */
TEST(oci_ranges_are_blocks)
{
	struct fixture f;
	begin(&f);
	const struct operand domain = {0, 32};
	add(&f, OLD, "socket",
	    (struct rule){.when = condition_and(
				  &f.arena, condition_compare(&f.arena, domain, COMPARE_GE, 3),
				  condition_compare(&f.arena, domain, COMPARE_LT, 10)),
			  .verdict = SECCOMP_RET_TRAP});
	const char *rules = oci_rules(&f);
	assert_non_null(strstr(rules, MASKED(0, 4294967295, 3)));
	assert_non_null(strstr(rules, MASKED(0, 4294967292, 4)));
	assert_non_null(strstr(rules, MASKED(0, 4294967294, 8)));
	assert_null(strstr(rules, "SCMP_ACT_ALLOW"));
	arena_free(&f.arena);
}

static void check_refused(struct fixture *f, const char *expected)
{
	struct text text = {.arena = &f->arena};
	filter_finish(&f->filter);
	assert_string_equal(emit_oci(&f->filter, &text), expected);
	arena_free(&f->arena);
}

TEST(oci_says_what_it_cannot)
{
	struct fixture f;
	begin(&f);
	filter_rule_number(
		&f.filter, &f.filter.layers[OLD],
		(struct rule){.architecture = ARCH_x86_64, .number = 9999, .verdict = DENIED});
	check_refused(&f, "x86-64 call 9999 has no name");
	begin(&f);
	add(&f, OLD, "read", (struct rule){.verdict = SECCOMP_RET_TRAP | 7});
	check_refused(&f, "a trap has a number");
	begin(&f);
	for (size_t i = 0; i < LAYERS; i++)
		f.filter.layers[i].foreign = SECCOMP_RET_LOG;
	check_refused(&f, "other architectures are not killed, as a runtime would have it");
	begin(&f);
	for (size_t i = 0; i < LAYERS; i++)
		f.filter.layers[i].architectures |= ARCH_BIT(ARCH_x86);
	filter_rule_number(&f.filter, &f.filter.layers[OLD],
			   (struct rule){.architecture = ARCH_x86, .number = 3, .verdict = DENIED});
	check_refused(&f, "read is decided otherwise on x86 than on x86-64");
}

static bool read_line(const char *line, struct audit_record *record)
{
	struct arena arena = {0};
	struct sources sources = {.arena = &arena};
	struct diagnostics diagnostics;
	diag_init(&diagnostics, &arena, &sources);
	*record = (struct audit_record){0};
	int source = source_add(&sources, "line", slice_of(line));
	bool is_read = audit_read(&diagnostics, source, record);
	assert_int_equal(diagnostics.errors, !is_read);
	arena_free(&arena);
	return is_read;
}

TEST(audit_lines)
{
	struct audit_record record;
	assert_true(read_line("type=1326 audit(1.2:3): comm=\"a code=1\" sig=31 arch=c000003e "
			      "syscall=257 code=0x80000000\n",
			      &record));
	assert_int_equal(record.audit, AUDIT_ARCH_X86_64);
	assert_int_equal(record.number, 257);
	assert_true(record.has_action);
	assert_int_equal(record.action, SECCOMP_RET_KILL_PROCESS);
	assert_true(read_line("syscall=-1\tarch=40000003", &record));
	assert_int_equal(record.audit, AUDIT_ARCH_I386);
	assert_int_equal(record.number, UINT32_MAX);
	assert_false(record.has_action);
	static const char *const wrong[] = {
		"",
		"arch=c000003e",
		"type=1300 arch=c000003e syscall=1",
		"arch=c000003e syscall=4294967296",
		"arch=c000003e syscall=1 syscall=1",
		"arch=c000003e syscall=1 code=",
		"comm=\"arch=c000003e syscall=1\"",
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(read_line(wrong[i], &record));
}
