/* SPDX-License-Identifier: MIT */
/*
 * The model's side: it is asked about the operations that a child did, and each result and each
 * field is compared. Here it can also be made wrong on purpose, in one rule.
 */
#include "model.h"

#include <errno.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/prctl.h>

/* What a call was about, and what the model made of it. */
struct answer {
	const struct world *world;
	const struct operation *operation;
	const struct credentials *before;
	struct credentials *after;
	long result;
};

struct rule {
	const char *name;
	void (*breaks)(struct answer *answer);
};

static void keep_ambient(struct answer *answer)
{
	if (answer->operation->call <= SETRESUID)
		answer->after->ambient = answer->before->ambient;
}

static void keep_fs_set(struct answer *answer)
{
	if (answer->operation->call == SETFSUID)
		answer->after->effective = answer->before->effective;
}

static void keep_keep_caps(struct answer *answer)
{
	if (answer->operation->call == EXECVE && !answer->result)
		answer->after->securebits |= answer->before->securebits & SECBIT_KEEP_CAPS;
}

static void drop_unknown(struct answer *answer)
{
	if (answer->operation->call == PRCTL && answer->operation->a[0] == PR_CAPBSET_DROP &&
	    answer->operation->a[1] > answer->world->last)
		answer->result = -EINVAL;
}

static void compare_as_others(struct answer *answer)
{
	struct kernel other = answer->world->kernel;

	if (answer->operation->call != EXECVE)
		return;
	other.exec_compares_current = !other.exec_compares_current;
	*answer->after = *answer->before;
	answer->result = kernel_execve(&other, answer->after,
				       &answer->world->programs[answer->operation->a[0]]);
}

static const struct rule rules[] = {
	{"setuid-clears-ambient", keep_ambient},        {"setfsuid-moves-fs-set", keep_fs_set},
	{"execve-clears-keep-caps", keep_keep_caps},    {"drop-asks-privilege-first", drop_unknown},
	{"execve-compares-current", compare_as_others},
};

const struct rule *rule_find(const char *name)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

void rules_print(void)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		puts(rules[i].name);
}

static long ask(const struct world *world, struct credentials *c, const struct operation *o)
{
	const struct kernel *kernel = &world->kernel;
	const uint32_t a = (uint32_t)o->a[0], b = (uint32_t)o->a[1], d = (uint32_t)o->a[2];

	switch (o->call) {
	case SETUID:
		return kernel_setuid(kernel, c, a);
	case SETREUID:
		return kernel_setreuid(kernel, c, a, b);
	case SETRESUID:
		return kernel_setresuid(kernel, c, a, b, d);
	case SETGID:
		return kernel_setgid(kernel, c, a);
	case SETREGID:
		return kernel_setregid(kernel, c, a, b);
	case SETRESGID:
		return kernel_setresgid(kernel, c, a, b, d);
	case SETFSUID:
		return kernel_setfsuid(kernel, c, a);
	case SETFSGID:
		return kernel_setfsgid(kernel, c, a);
	case SETGROUPS:
		return kernel_setgroups(kernel, c, o->groups, o->a[0]);
	case CAPSET:
		return kernel_capset(kernel, c, o->a[0], o->a[1], o->a[2]);
	case PRCTL:
		return kernel_prctl(kernel, c, (int)o->a[0], o->a[1], o->a[2]);
	default:
		return kernel_execve(kernel, c, &world->programs[o->a[0]]);
	}
}

long operation_model(const struct world *world, const struct rule *broken, struct credentials *c,
		     const struct operation *operation)
{
	const struct credentials before = *c;
	struct answer answer = {world, operation, &before, c, ask(world, c, operation)};

	if (broken)
		broken->breaks(&answer);
	return answer.result;
}

/* The fields of struct credentials that are numbers, for printing and comparing. */
int state_compare(const struct credentials *c, const struct state *state, FILE *out)
{
	const struct credentials *k = &state->c;
	const struct {
		const char *name;
		uint64_t model, kernel;
	} fields[] = {
#define FIELD(name) {#name, c->name, k->name}
		FIELD(uid.real),
		FIELD(uid.effective),
		FIELD(uid.saved),
		FIELD(uid.fs),
		FIELD(gid.real),
		FIELD(gid.effective),
		FIELD(gid.saved),
		FIELD(gid.fs),
		FIELD(effective),
		FIELD(permitted),
		FIELD(inheritable),
		FIELD(bounding),
		FIELD(ambient),
		FIELD(securebits),
		FIELD(no_new_privileges),
		FIELD(group_count),
#undef FIELD
		{"securebits >> 4 & 1", c->securebits >> 4 & 1, state->keep_capabilities}};
	int differences = 0;

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (fields[i].model == fields[i].kernel)
			continue;
		differences++;
		if (out)
			fprintf(out, "\tassert_int_equal(c.%s, 0x%llx); /* the model: 0x%llx */\n",
				fields[i].name, (unsigned long long)fields[i].kernel,
				(unsigned long long)fields[i].model);
	}
	for (size_t i = 0; i < c->group_count && c->group_count == k->group_count; i++) {
		if (c->groups[i] == state->groups[i])
			continue;
		differences++;
		if (out)
			fprintf(out, "\tassert_int_equal(c.groups[%zu], %u); /* the model: %u */\n",
				i, state->groups[i], c->groups[i]);
	}
	return differences;
}

int trace_compare(const struct shared *shared, const struct rule *broken, struct credentials *c,
		  long *result)
{
	const struct trace *trace = &shared->trace;

	*c = trace->start.c;
	c->groups = trace->start.groups;
	for (int i = 0; i < trace->done; i++) {
		const struct step *step = &trace->steps[i];
		*result = operation_model(&shared->world, broken, c, &step->operation);
		if (*result != step->result || state_compare(c, &step->after, NULL))
			return i;
	}
	return -1;
}
