/* SPDX-License-Identifier: MIT */
/* Other programs for the same rules: ours for each layer, and those that libseccomp makes. */
#include "tests.h"

#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

size_t peers_separate(struct subject *subject, struct program programs[MOST_PROGRAMS])
{
	for (size_t i = 0; i < subject->filter.count; i++) {
		struct filter one = subject->filter;
		one.layers = &subject->filter.layers[i];
		one.count = 1;
		programs[i] = subject_program(subject, &one);
	}
	return subject->filter.count;
}

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	printf("not ok libseccomp: %s: %s\n", what, strerror(-result));
	exit(1);
}

/* A conjunction of comparisons of different arguments. */
static unsigned list_comparisons(const struct condition *condition, struct scmp_arg_cmp *list)
{
	static const enum scmp_compare comparators[] = {
		[COMPARE_EQ] = SCMP_CMP_EQ, [COMPARE_NE] = SCMP_CMP_NE, [COMPARE_LT] = SCMP_CMP_LT,
		[COMPARE_LE] = SCMP_CMP_LE, [COMPARE_GT] = SCMP_CMP_GT, [COMPARE_GE] = SCMP_CMP_GE};
	if (!condition)
		return 0;
	if (condition->kind == CONDITION_AND) {
		unsigned count = list_comparisons(condition->left, list);
		return count + list_comparisons(condition->right, list + count);
	}
	const struct comparison *c = &condition->comparison;
	if (c->mask == UINT32_MAX || c->mask == UINT64_MAX)
		*list = (struct scmp_arg_cmp){c->argument, comparators[c->comparator], c->value, 0};
	else
		*list = (struct scmp_arg_cmp){c->argument, SCMP_CMP_MASKED_EQ, c->mask, c->value};
	return 1;
}

static void add_rule(scmp_filter_ctx context, uint32_t verdict, const char *name,
		     const struct condition *when)
{
	struct scmp_arg_cmp comparisons[ARGUMENTS];
	unsigned count = list_comparisons(when, comparisons);
	must(seccomp_rule_add_array(context, verdict, seccomp_syscall_resolve_name(name), count,
				    comparisons),
	     name);
}

/* Rules for what can be reached by socketcall and ipc libseccomp makes by itself. */
static bool is_multiplexer(const struct call *call)
{
	return strcmp(call->name, "socketcall") == 0 || strcmp(call->name, "ipc") == 0;
}

static void add_rules(struct subject *s, const struct layer *layer, enum architecture architecture,
		      scmp_filter_ctx context)
{
	const struct call_list *calls = calls_of(&s->calls, architecture);
	for (size_t i = 0; i < calls->count; i++) {
		const struct call *call = &calls->by_number[i];
		bool found = false;
		for (size_t j = 0; j < layer->count; j++) {
			const struct rule *rule = &layer->rules[j];
			if (rule->architecture != architecture || rule->number != call->number)
				continue;
			found = true;
			if (!(rule->when && is_multiplexer(call)) &&
			    rule->verdict != layer->unknown)
				add_rule(context, rule->verdict, call->name, rule->when);
		}
		if (!found && layer->known != layer->unknown)
			add_rule(context, layer->known, call->name, NULL);
	}
}

struct program peers_export(struct subject *s, void *context)
{
	int file = memfd_create("bpf", 0);
	must(seccomp_export_bpf(context, file), "export");
	off_t size = lseek(file, 0, SEEK_END);
	struct sock_filter *code = arena_alloc(&s->arena, (size_t)size);
	must(pread(file, code, (size_t)size, 0) == size ? 0 : -1, "read");
	close(file);
	seccomp_release(context);
	return (struct program){code, (size_t)size / sizeof(*code)};
}

static struct program make(struct subject *s, const struct layer *layer,
			   enum architecture architecture, bool tree)
{
	scmp_filter_ctx context = seccomp_init(layer->unknown);
	uint32_t token = architecture_rows[architecture].token;
	if (token != seccomp_arch_native()) {
		must(seccomp_arch_add(context, token), "add architecture");
		must(seccomp_arch_remove(context, SCMP_ARCH_NATIVE), "remove architecture");
	}
	must(seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, layer->foreign), "other");
	if (tree)
		must(seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2), "tree");
	add_rules(s, layer, architecture, context);
	return peers_export(s, context);
}

size_t peers_libseccomp(struct subject *subject, bool tree, struct program programs[MOST_PROGRAMS])
{
	size_t count = 0;
	for (size_t i = 0; i < subject->filter.count; i++)
		for (unsigned j = 0; j < ARCH_COUNT; j++)
			if (subject->filter.layers[i].architectures & ARCH_BIT(j))
				programs[count++] =
					make(subject, &subject->filter.layers[i], j, tree);
	return count;
}
