/* SPDX-License-Identifier: MIT */
/*
 * plan/reach.c against chance: whatever random programs and calls make of random credentials is
 * within what the closure says. AMBIT_SEED=N repeats a run, whose seed a failure prints.
 */
#include "harness.h"
#include "plan/prove.h"

#include <linux/securebits.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

enum { WALKS = 3000, STEPS = 25, ANY_ID = 77, USER = 5 };

static const unsigned capabilities[] = {0, 5, 6, 7, 8, 21, 62};

struct walk {
	uint64_t random;
	struct kernel kernel;
	struct credentials c;
};

/* xorshift64* */
static uint64_t next(struct walk *w)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return w->random * UINT64_C(0x2545f4914f6cdd1d);
}

static unsigned below(struct walk *w, unsigned limit)
{
	return (unsigned)((next(w) >> 32) % limit);
}

/* Of the few capabilities that the rules look at, and others, sometimes all. */
static uint64_t random_set(struct walk *w)
{
	uint64_t set = 0, chosen = next(w) >> 32;
	for (size_t i = 0; i < sizeof(capabilities) / sizeof(*capabilities); i++)
		set |= (chosen >> i & 1) << capabilities[i];
	return below(w, 5) ? set : below(w, 2) ? UINT64_MAX >> 1 : 0;
}

static uint32_t random_id(struct walk *w)
{
	static const uint32_t ids[] = {0, USER, ANY_ID};
	return ids[below(w, 3)];
}

static uint32_t random_id_or_none(struct walk *w)
{
	return below(w, 3) ? random_id(w) : NO_ID;
}

/* As a launcher leaves a service, or whoever starts one: any consistent state. */
static void random_start(struct walk *w)
{
	uint32_t uid = below(w, 2) ? USER : 0;
	struct credentials *c = &w->c;
	*c = (struct credentials){
		.uid = {uid, uid, uid, uid},
		.gid = {USER, USER, USER, USER},
		.bounding = random_set(w),
		.permitted = random_set(w),
		.securebits = (unsigned)next(w) & (SECURE_ALL_BITS | SECURE_ALL_LOCKS) &
			      (below(w, 2) ? ~0u : 0u),
		.no_new_privileges = below(w, 3) == 0,
	};
	c->inheritable = random_set(w);
	c->effective = c->permitted & random_set(w);
	c->ambient = c->permitted & c->inheritable & random_set(w);
}

static void random_program(struct walk *w)
{
	struct program program = {
		.uid = random_id(w),
		.gid = random_id(w),
		.mode = 0755 | (below(w, 2) ? S_ISUID : 0) | (below(w, 4) ? 0 : S_ISGID),
		.nosuid = !below(w, 8),
		.has_capabilities = below(w, 2),
		.capabilities_effective = below(w, 2),
		.permitted = random_set(w),
		.inheritable = random_set(w),
	};
	if (below(w, 2))
		program.permitted &= w->c.bounding;
	kernel_execve(&w->kernel, &w->c, &program);
}

static void random_call(struct walk *w)
{
	static const uint32_t group = ANY_ID;
	struct credentials *c = &w->c;
	const struct kernel *kernel = &w->kernel;
	switch (below(w, 9)) {
	case 0:
		kernel_setresuid(kernel, c, random_id_or_none(w), random_id_or_none(w),
				 random_id_or_none(w));
		break;
	case 1:
		kernel_setuid(kernel, c, random_id(w));
		break;
	case 2:
		kernel_setresgid(kernel, c, random_id_or_none(w), random_id_or_none(w),
				 random_id_or_none(w));
		break;
	case 3:
		kernel_setgroups(kernel, c, &group, 1);
		break;
	case 4:
		kernel_capset(kernel, c, c->permitted, c->permitted,
			      c->inheritable | random_set(w));
		break;
	case 5: {
		uint64_t permitted = c->permitted & random_set(w);
		kernel_capset(kernel, c, permitted & random_set(w), permitted, random_set(w));
		break;
	}
	case 6:
		for (size_t i = 0; i < sizeof(capabilities) / sizeof(*capabilities); i++)
			kernel_prctl(kernel, c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
				     capabilities[i]);
		break;
	case 7:
		kernel_prctl(kernel, c, PR_SET_SECUREBITS,
			     next(w) & (SECURE_ALL_BITS | SECURE_ALL_LOCKS), 0);
		break;
	default:
		kernel_prctl(kernel, c, PR_SET_KEEPCAPS, below(w, 2), 0);
	}
}

/* All that the closure has, together. */
struct bounds {
	uint64_t sets[SET_COUNT];
	bool root, any_uid, any_gid, any_group;
};

static bool has_id(const struct ids *ids, uint32_t id)
{
	return ids->real == id || ids->effective == id || ids->saved == id || ids->fs == id;
}

static struct bounds add_bounds(struct bounds b, const struct credentials *c)
{
	for (enum set set = BOUNDING; set < SET_COUNT; set++)
		b.sets[set] |= prove_set(c, set);
	b.root = b.root || has_id(&c->uid, 0);
	b.any_uid = b.any_uid || has_id(&c->uid, ANY_ID);
	/* whoever may choose one may choose root's too */
	b.any_gid = b.any_gid || has_id(&c->gid, ANY_ID) || has_id(&c->gid, 0);
	b.any_group = b.any_group || c->group_count > 0;
	return b;
}

static bool is_within(const struct bounds *inner, const struct bounds *outer)
{
	for (enum set set = BOUNDING; set < SET_COUNT; set++)
		if (inner->sets[set] & ~outer->sets[set])
			return false;
	return inner->root <= outer->root && inner->any_uid <= outer->any_uid &&
	       inner->any_gid <= outer->any_gid && inner->any_group <= outer->any_group;
}

static struct bounds closure_of(struct arena *arena, struct walk *w)
{
	struct reach reach = {.arena = arena, .kernel = &w->kernel, .any = ANY_ID};
	struct bounds bounds = {0};
	reach_all(&reach, &w->c);
	for (size_t i = 0; i < reach.count; i++)
		bounds = add_bounds(bounds, &reach.list[i].c);
	return bounds;
}

TEST(reach_covers_random_walks)
{
	const char *given = getenv("AMBIT_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
	struct walk w = {.random = seed * 2 + 1};
	for (int i = 0; i < WALKS; i++) {
		struct arena arena = {0};
		w.kernel = proof_kernel(below(&w, KERNELS));
		random_start(&w);
		struct bounds closure = closure_of(&arena, &w);
		for (int k = 0; k < STEPS; k++) {
			struct credentials before = w.c;
			if (below(&w, 3))
				random_call(&w);
			else
				random_program(&w);
			struct bounds now = add_bounds((struct bounds){0}, &w.c);
			if (!is_within(&now, &closure))
				fail_msg("AMBIT_SEED=%llu: walk %d, step %d: uid %u %u %u, "
					 "permitted %llx, securebits %x is not in the closure",
					 (unsigned long long)seed, i, k, before.uid.real,
					 before.uid.effective, before.uid.saved,
					 (unsigned long long)before.permitted, before.securebits);
		}
		arena_free(&arena);
	}
}
