/* SPDX-License-Identifier: MIT */
/*
 * Random states and operations. Their weights make what is interesting common: ids from a few with
 * 0 among them, sets of a few capabilities or nearly all, and arguments that fit the present
 * state.
 */
#include "model.h"

#include <limits.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* splitmix64 */
static uint64_t next(uint64_t *random)
{
	uint64_t z = *random += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t draw(uint64_t *random, uint64_t below)
{
	return next(random) % below;
}

static bool once_in(uint64_t *random, uint64_t times)
{
	return draw(random, times) == 0;
}

/* Capabilities that the rules ask for, or that follow the fs id. */
static uint64_t draw_favourite(uint64_t *random)
{
	static const unsigned char favourites[] = {CAP_CHOWN,   CAP_SETGID,           CAP_SETUID,
						   CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_SYS_ADMIN,
						   CAP_SETPCAP, CAP_MAC_OVERRIDE};
	return UINT64_C(1) << favourites[draw(random, sizeof(favourites))];
}

/* May have bits that no capability has. */
uint64_t draw_set(uint64_t *random)
{
	switch (draw(random, 8)) {
	case 0:
		return 0;
	case 1:
		return UINT64_MAX;
	case 2:
		return next(random);
	case 3:
		return next(random) | next(random) | next(random);
	case 4:
		return draw_favourite(random);
	default:
		return draw_favourite(random) | draw_favourite(random) | draw_favourite(random);
	}
}

static uint64_t draw_part(uint64_t *random, uint64_t set)
{
	switch (draw(random, 4)) {
	case 0:
		return set;
	case 1:
		return set & next(random);
	default:
		return set & draw_set(random);
	}
}

static uint32_t draw_known_id(uint64_t *random, const struct world *world)
{
	return world->ids[draw(random, (uint64_t)world->id_count)];
}

static uint32_t draw_id(uint64_t *random, const struct world *world, const struct ids *ids)
{
	switch (draw(random, 10)) {
	case 0:
	case 1:
		return NO_ID;
	case 2:
		return ids->real;
	case 3:
		return ids->saved;
	case 4:
		return ids->fs;
	case 5:
		return ids->effective;
	default:
		return draw_known_id(random, world);
	}
}

static int compare_ids(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static size_t draw_groups(uint64_t *random, const struct world *world, uint32_t groups[4])
{
	const size_t count = draw(random, 5);
	for (size_t i = 0; i < count; i++)
		groups[i] = once_in(random, 30) ? NO_ID : draw_known_id(random, world);
	qsort(groups, count, sizeof(*groups), compare_ids);
	return count;
}

void draw_program(uint64_t *random, const struct world *world, struct program *program)
{
	*program = (struct program){.uid = draw_known_id(random, world),
				    .gid = draw_known_id(random, world),
				    .mode = 0755};
	if (once_in(random, 2))
		program->mode |= S_ISUID;
	if (once_in(random, 2))
		program->mode |= S_ISGID;
	if (program->mode & S_ISGID && once_in(random, 3)) {
		program->mode &= ~(unsigned)S_IXGRP;
		program->gid = 4242; /* who is in its group could not execute it */
	}
	program->has_capabilities = once_in(random, 2);
	program->capabilities_effective = once_in(random, 2);
	program->permitted = draw_set(random);
	program->inheritable = draw_set(random);
	if (once_in(random, 4))
		program->capabilities_root = draw_known_id(random, world);
}

static struct ids draw_ids(uint64_t *random, const struct world *world)
{
	return (struct ids){draw_known_id(random, world), draw_known_id(random, world),
			    draw_known_id(random, world), draw_known_id(random, world)};
}

static struct ids draw_one_id(uint64_t *random, const struct world *world)
{
	const uint32_t id = draw_known_id(random, world);
	return (struct ids){id, id, id, id};
}

void draw_state(uint64_t *random, const struct world *world, struct state *state)
{
	const uint64_t all = world->kernel.capabilities;
	const uint64_t kind = draw(random, 6);
	struct credentials *c = &state->c;

	*state = (struct state){.c = {.bounding = all, .permitted = all, .effective = all}};
	c->group_count = draw_groups(random, world, state->groups);
	if (kind >= 1) /* a reduced root */
		c->bounding = c->permitted = c->effective = draw_part(random, all);
	if (kind >= 2) { /* a user with ambient capabilities */
		c->uid = draw_one_id(random, world);
		c->gid = draw_one_id(random, world);
		c->inheritable = c->effective = c->permitted;
		c->ambient = draw_part(random, c->permitted);
	}
	if (kind == 3) /* a user */
		c->ambient = c->permitted = c->effective = c->inheritable = 0;
	if (kind >= 4) { /* any */
		c->uid = draw_ids(random, world);
		c->gid = draw_ids(random, world);
		c->permitted = draw_part(random, all);
		c->effective = draw_part(random, c->permitted);
		c->inheritable = draw_set(random);
		c->ambient = draw_part(random, c->permitted & c->inheritable);
	}
	if (once_in(random, 2))
		c->securebits = (unsigned)(next(random) & next(random) & 0xfff);
	c->no_new_privileges = once_in(random, 8);
}

static uint64_t draw_capability(uint64_t *random, const struct world *world, uint64_t of)
{
	if (once_in(random, 12))
		return world->last + draw(random, 100) - 1;
	if (once_in(random, 40))
		return next(random);
	for (unsigned number = (unsigned)draw(random, 64), i = 0; i < 64; i++)
		if (of >> ((number + i) % 64) & 1)
			return (number + i) % 64;
	return draw(random, world->last + 1);
}

static void draw_ambient(uint64_t *random, const struct world *world, const struct state *state,
			 uint64_t a[3])
{
	const uint64_t ready = state->c.permitted & state->c.inheritable;

	a[1] = draw(random, 6) % 5; /* from 1 (IS_SET) to 4 (CLEAR_ALL); 0 is wrong */
	a[2] = draw_capability(random, world, once_in(random, 3) ? state->c.permitted : ready);
	if (a[1] == PR_CAP_AMBIENT_CLEAR_ALL)
		a[2] = once_in(random, 4);
}

static uint64_t draw_securebits(uint64_t *random, const struct state *state)
{
	uint64_t bits = state->c.securebits | (UINT64_C(1) << draw(random, 12));

	if (once_in(random, 3))
		bits ^= UINT64_C(1) << draw(random, 12);
	if (once_in(random, 10))
		bits = state->c.securebits;
	if (once_in(random, 20))
		bits ^= UINT64_C(1) << draw(random, 64);
	return bits;
}

static void draw_prctl(uint64_t *random, const struct world *world, const struct state *state,
		       uint64_t a[3])
{
	static const int options[] = {
		PR_CAPBSET_READ,   PR_CAPBSET_DROP,     PR_CAPBSET_DROP,
		PR_SET_SECUREBITS, PR_SET_SECUREBITS,   PR_SET_KEEPCAPS,
		PR_SET_KEEPCAPS,   PR_CAP_AMBIENT,      PR_CAP_AMBIENT,
		PR_CAP_AMBIENT,    PR_GET_NO_NEW_PRIVS, PR_SET_NO_NEW_PRIVS,
		PR_GET_SECUREBITS, PR_GET_KEEPCAPS,     INT_MAX /* no option */
	};
	a[0] = (uint64_t)options[draw(random, sizeof(options) / sizeof(*options))];
	switch (a[0]) {
	case PR_CAPBSET_READ:
	case PR_CAPBSET_DROP:
		a[1] = draw_capability(random, world, state->c.bounding);
		break;
	case PR_SET_SECUREBITS:
		a[1] = draw_securebits(random, state);
		break;
	case PR_SET_KEEPCAPS:
		a[1] = draw(random, 12) % 5 % 3;
		break;
	case PR_CAP_AMBIENT:
		draw_ambient(random, world, state, a);
		break;
	case PR_SET_NO_NEW_PRIVS: /* seldom: nothing undoes it */
		a[1] = once_in(random, 4) ? 1 : draw(random, 3) * 2;
		a[2] = once_in(random, 3);
		break;
	case PR_GET_NO_NEW_PRIVS:
		a[1] = once_in(random, 8);
		a[2] = once_in(random, 8);
		break;
	}
}

static void draw_capset(uint64_t *random, const struct state *state, uint64_t a[3])
{
	const struct credentials *c = &state->c;

	a[1] = once_in(random, 10) ? draw_set(random) : draw_part(random, c->permitted);
	a[0] = once_in(random, 10) ? draw_set(random) : draw_part(random, a[1]);
	a[2] = once_in(random, 6)   ? draw_set(random)
	       : once_in(random, 2) ? c->inheritable | (draw_set(random) & c->permitted)
				    : draw_part(random, c->inheritable | c->bounding);
}

void draw_operation(uint64_t *random, const struct world *world, const struct state *state,
		    struct operation *operation)
{
	static const unsigned char weights[CALLS] = {6, 6, 8, 3, 3, 4, 6, 3, 4, 12, 32, 11};
	const struct ids *ids;
	uint64_t number = draw(random, 98);

	*operation = (struct operation){0};
	while (number >= weights[operation->call])
		number -= weights[operation->call++];
	switch (operation->call) {
	case SETGROUPS:
		operation->a[0] = draw_groups(random, world, operation->groups);
		return;
	case CAPSET:
		draw_capset(random, state, operation->a);
		return;
	case PRCTL:
		draw_prctl(random, world, state, operation->a);
		return;
	case EXECVE:
		operation->a[0] = draw(random, (uint64_t)world->program_count);
		return;
	default:
		ids = operation->call <= SETRESUID || operation->call == SETFSUID ? &state->c.uid
										  : &state->c.gid;
		for (int i = 0; i < 3; i++)
			operation->a[i] = draw_id(random, world, ids);
	}
}
