/* SPDX-License-Identifier: MIT */
/*
 * The export for container runtimes: its JSON becomes rules of libseccomp, as runc and crun make
 * them, and libseccomp's program must stand the proof that ours has stood.
 */
#include "emit/emit.h"
#include "tests.h"

#include <jansson.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 64 };

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	printf("not ok libseccomp: %s: %s\n", what, strerror(-result));
	exit(1);
}

static const char *member(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static uint32_t action_of(const json_t *object, const char *name, const char *error)
{
	static const struct {
		const char *name;
		uint32_t action;
	} actions[] = {
		{"SCMP_ACT_ALLOW", SCMP_ACT_ALLOW},
		{"SCMP_ACT_LOG", SCMP_ACT_LOG},
		{"SCMP_ACT_TRAP", SCMP_ACT_TRAP},
		{"SCMP_ACT_KILL_THREAD", SCMP_ACT_KILL_THREAD},
		{"SCMP_ACT_KILL_PROCESS", SCMP_ACT_KILL_PROCESS},
	};
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(member(object, name), actions[i].name) == 0)
			return actions[i].action;
	must(strcmp(member(object, name), "SCMP_ACT_ERRNO") == 0 ? 0 : -1, "action");
	return SCMP_ACT_ERRNO((uint32_t)json_integer_value(json_object_get(object, error)));
}

static void add_rules(scmp_filter_ctx context, const json_t *rule)
{
	struct scmp_arg_cmp compared[ARGUMENTS];
	unsigned count = 0;
	size_t i;
	json_t *argument, *name;
	json_array_foreach(json_object_get(rule, "args"), i, argument)
	{
		must(strcmp(member(argument, "op"), "SCMP_CMP_MASKED_EQ") == 0 ? 0 : -1, "op");
		compared[count++] = (struct scmp_arg_cmp){
			(unsigned)json_integer_value(json_object_get(argument, "index")),
			SCMP_CMP_MASKED_EQ, strtoull(member(argument, "value"), NULL, 10),
			strtoull(member(argument, "valueTwo"), NULL, 10)};
	}
	json_array_foreach(json_object_get(rule, "names"), i, name)
		must(seccomp_rule_add_array(context, action_of(rule, "action", "errnoRet"),
					    seccomp_syscall_resolve_name(json_string_value(name)),
					    count, compared),
		     json_string_value(name));
}

static void add_architectures(scmp_filter_ctx context, const json_t *names)
{
	bool has_native = false;
	size_t i;
	json_t *name;
	json_array_foreach(names, i, name)
	{
		char lower[NAME_MOST];
		const char *plain = json_string_value(name) + strlen("SCMP_ARCH_");
		for (size_t k = 0; k <= strlen(plain); k++)
			lower[k] = (char)(plain[k] >= 'A' && plain[k] <= 'Z' ? plain[k] + 32
									     : plain[k]);
		uint32_t token = seccomp_arch_resolve_name(lower);
		has_native |= token == seccomp_arch_native();
		if (token != seccomp_arch_native())
			must(seccomp_arch_add(context, token), lower);
	}
	if (!has_native)
		must(seccomp_arch_remove(context, SCMP_ARCH_NATIVE), "remove architecture");
}

/* jansson has no numbers above INT64_MAX, which masks are: those of arguments become strings. */
static json_t *load(struct arena *arena, const char *json)
{
	struct text text = {.arena = arena};
	bool is_value = false;
	for (; *json; json++) {
		bool is_digit = *json >= '0' && *json <= '9';
		bool begins = is_digit && !is_value &&
			      (strncmp(json - 9, "\"value\": ", 9) == 0 ||
			       strncmp(json - 12, "\"valueTwo\": ", 12) == 0);
		if (begins || (is_value && !is_digit))
			text_putc(&text, '"');
		is_value = begins || (is_value && is_digit);
		text_putc(&text, *json);
	}
	return json_loads(text.at, JSON_REJECT_DUPLICATES, NULL);
}

struct program peers_oci(struct subject *subject, const char *json, bool tree)
{
	json_t *profile = load(&subject->arena, json), *rule;
	size_t i;
	must(profile ? 0 : -1, "JSON");
	scmp_filter_ctx context =
		seccomp_init(action_of(profile, "defaultAction", "defaultErrnoRet"));
	add_architectures(context, json_object_get(profile, "architectures"));
	must(seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "other");
	if (tree)
		must(seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2), "tree");
	json_array_foreach(json_object_get(profile, "syscalls"), i, rule) add_rules(context, rule);
	json_decref(profile);
	return peers_export(subject, context);
}

static void compare(struct subject *s, const char *name, const struct filter *filter)
{
	struct text text = {.arena = &s->arena};
	const char *problem = emit_oci(filter, &text);
	if (problem) {
		outcome(false, "%s for OCI: %s", name, problem);
		return;
	}
	struct program ours = subject_program(s, filter);
	for (int tree = 0; tree < 2; tree++) {
		struct program theirs = peers_oci(s, text.at, tree);
		size_t at;
		const char *wrong = evaluate_check(&theirs, &at);
		if (!wrong)
			wrong = prove_program(filter, &theirs).difference;
		outcome(!wrong,
			"%s for OCI: libseccomp's program%s of %zu instructions, ours of %zu %s",
			name, tree ? " with a tree" : "", theirs.count, ours.count,
			wrong ? wrong : "");
	}
}

static void refuse(const char *name, const struct filter *filter, const char *expected)
{
	struct text text = {.arena = filter->arena};
	const char *problem = emit_oci(filter, &text);
	outcome(problem && strcmp(problem, expected) == 0, "%s is refused for OCI: %s", name,
		problem ? problem : "no");
}

/*
 * The rules on arguments that OCI has words for, on one architecture: all, or those with few
 * values.
 */
static struct filter arguments_filter(struct subject *s, bool all)
{
	struct filter one = s->filter;
	struct layer *layer = arena_alloc(&s->arena, sizeof(*layer));
	*layer = s->filter.layers[0];
	one.layers = layer;
	layer->architectures = ARCH_BIT(s->filter.machine);
	layer->foreign = SECCOMP_RET_KILL_PROCESS;
	layer->rules = arena_alloc(&s->arena, layer->count * sizeof(*layer->rules));
	layer->count = 0;
	for (size_t i = 0; i < s->filter.layers[0].count; i++) {
		struct rule rule = s->filter.layers[0].rules[i];
		if ((rule.verdict & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_TRAP)
			rule.verdict = SECCOMP_RET_TRAP;
		if (rule.architecture == s->filter.machine && rule.when &&
		    (all || (rule.when->kind == CONDITION_COMPARE &&
			     rule.when->comparison.comparator != COMPARE_LE)))
			layer->rules[layer->count++] = rule;
	}
	return one;
}

static void test_arguments(void)
{
	struct subject s;
	subject_make(&s, 3);
	struct filter all = arguments_filter(&s, true), some = arguments_filter(&s, false);
	compare(&s, "arguments", &some);
	refuse("arguments", &all, "the tests of arguments need too many rules");
	subject_free(&s);
}

void test_oci(void)
{
	for (unsigned i = 0; i < 3; i++) {
		struct subject s;
		subject_make(&s, i);
		if (i < 2)
			compare(&s, s.name, &s.filter);
		else
			refuse(s.name, &s.filter,
			       "other architectures are not killed, as a runtime would have it");
		subject_free(&s);
	}
	test_arguments();
}
