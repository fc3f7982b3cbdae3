/* SPDX-License-Identifier: MIT */
/*
 * A sequence as a unit test, to be pasted to tests/unit: it holds what the kernel did, and so
 * fails until the model is right.
 */
#include "model.h"

static const char *const names[CALLS] = {"setuid",    "setreuid",  "setresuid", "setgid",
					 "setregid",  "setresgid", "setfsuid",  "setfsgid",
					 "setgroups", "capset",    "prctl",     "execve"};
static const int argument_counts[CALLS] = {1, 2, 3, 1, 2, 3, 1, 1, 0, 3, 3, 0};

static void print_groups(const char *name, const uint32_t *groups, size_t count)
{
	printf("\tconst uint32_t %s[] = {", name);
	for (size_t i = 0; i < count; i++)
		printf("%s%u", i ? ", " : "", groups[i]);
	puts("};");
}

static void print_start(const struct state *start)
{
	const struct credentials *c = &start->c;

	if (c->group_count)
		print_groups("groups", start->groups, c->group_count);
	printf("\tstruct credentials c = {.uid = {%u, %u, %u, %u}, .gid = {%u, %u, %u, %u},\n",
	       c->uid.real, c->uid.effective, c->uid.saved, c->uid.fs, c->gid.real,
	       c->gid.effective, c->gid.saved, c->gid.fs);
	if (c->group_count)
		printf("\t\t.groups = groups, .group_count = %zu,\n", c->group_count);
	printf("\t\t.effective = 0x%llx, .permitted = 0x%llx, .inheritable = 0x%llx,\n",
	       (unsigned long long)c->effective, (unsigned long long)c->permitted,
	       (unsigned long long)c->inheritable);
	printf("\t\t.bounding = 0x%llx, .ambient = 0x%llx,\n", (unsigned long long)c->bounding,
	       (unsigned long long)c->ambient);
	printf("\t\t.securebits = 0x%x, .no_new_privileges = %d};\n", c->securebits,
	       c->no_new_privileges);
}

static void print_program(int number, const struct program *p)
{
	printf("\tconst struct program program%d = {.uid = %u, .gid = %u, .mode = %#o,\n", number,
	       p->uid, p->gid, p->mode & 07777);
	printf("\t\t.nosuid = %d,\n", p->nosuid);
	printf("\t\t.has_capabilities = %d, .capabilities_effective = %d, .permitted = 0x%llx,\n",
	       p->has_capabilities, p->capabilities_effective, (unsigned long long)p->permitted);
	printf("\t\t.inheritable = 0x%llx, .capabilities_root = %u};\n",
	       (unsigned long long)p->inheritable, p->capabilities_root);
}

static void print_argument(const struct operation *o, uint64_t argument)
{
	if (o->call < SETGROUPS && argument == NO_ID)
		printf(", NO_ID");
	else
		printf(o->call == CAPSET ? ", 0x%llx" : ", %llu", (unsigned long long)argument);
}

/* What the operation needs is defined before it. */
static void print_operation(const struct world *world, int number, const struct step *step)
{
	const struct operation *o = &step->operation;
	char name[32];

	snprintf(name, sizeof(name), "groups%d", number);
	if (o->call == SETGROUPS && o->a[0])
		print_groups(name, o->groups, o->a[0]);
	if (o->call == EXECVE)
		print_program(number, &world->programs[o->a[0]]);
	printf("\tassert_int_equal(kernel_%s(&kernel, &c", names[o->call]);
	if (o->call == SETGROUPS)
		printf(", %s, %llu", o->a[0] ? name : "NULL", (unsigned long long)o->a[0]);
	if (o->call == EXECVE)
		printf(", &program%d", number);
	for (int i = 0; i < argument_counts[o->call]; i++)
		print_argument(o, o->a[i]);
	printf("), %ld);", step->result);
}

/* And where it is not as its release. */
static void print_kernel(const struct world *world)
{
	const struct kernel *now = &world->kernel;
	const struct kernel release = kernel_of(world->version[0], world->version[1], world->last);

	printf("\tstruct kernel kernel = kernel_of(%u, %u, %u);\n", world->version[0],
	       world->version[1], world->last);
#define PRINT(flag)                                                                                \
	if (now->flag != release.flag)                                                             \
	printf("\tkernel." #flag " = %d;\n", now->flag)
	PRINT(exec_compares_current);
	PRINT(has_exec_securebits);
	PRINT(setres_skips_no_change);
	PRINT(denies_setgroups);
#undef PRINT
}

void trace_print(const struct shared *shared, const struct rule *broken)
{
	const struct world *world = &shared->world;
	const struct trace *trace = &shared->trace;
	struct credentials c;
	long result = 0;
	const int last = trace_compare(shared, broken, &c, &result);

	puts("TEST(as_the_kernel_does)\n{");
	print_kernel(world);
	print_start(&trace->start);
	for (int i = 0; i < last; i++) {
		print_operation(world, i, &trace->steps[i]);
		puts("");
	}
	if (last >= 0) {
		print_operation(world, last, &trace->steps[last]);
		printf(" /* the model: %ld */\n", result);
		state_compare(&c, &trace->steps[last].after, stdout);
	}
	puts("}");
}
