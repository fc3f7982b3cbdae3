/* SPDX-License-Identifier: MIT */
/* A filter of layers that let all pass but for their rules, and the program made of it. */
#ifndef UNIT_SECCOMP_FIXTURE_H
#define UNIT_SECCOMP_FIXTURE_H

#include "seccomp/generate.h"
#include "seccomp/merge.h"

struct fixture {
	struct arena arena;
	struct calls calls;
	struct filter filter;
	struct diagram diagram;
	struct program program;
};

static const struct layer allow_all = {.architectures = ARCH_BIT(ARCH_x86_64),
				       .known = SECCOMP_RET_ALLOW,
				       .unknown = SECCOMP_RET_ALLOW,
				       .foreign = SECCOMP_RET_ALLOW};

static struct layer *begin(struct fixture *f)
{
	*f = (struct fixture){0};
	f->calls.arena = &f->arena;
	filter_init(&f->filter, &f->calls, ARCH_x86_64);
	diagram_init(&f->diagram, &f->arena);
	return filter_layer(&f->filter, allow_all);
}

static bool generate(struct fixture *f)
{
	filter_finish(&f->filter);
	uint32_t root = merge_filter(&f->diagram, &f->filter);
	return generate_program(&f->diagram, root, &f->filter, &f->program);
}

#endif
