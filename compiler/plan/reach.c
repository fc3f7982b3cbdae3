/* SPDX-License-Identifier: MIT */
/*
 * All that a service may become: the closure of its credentials under execve of programs of every
 * kind and under its own calls, on the model. Of the many programs and calls there is one of each
 * kind, with the most in it: what is reached with less is reached with more too.
 */
#include "plan/prove.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* The one call makes of *c what it can; true when it did. */
typedef bool reach_call(struct reach *reach, struct credentials *c);

static bool gain_sets(struct reach *reach, struct credentials *c)
{
	uint64_t held = c->permitted, all = c->inheritable | c->bounding;
	uint64_t own = c->inheritable | (c->permitted & c->bounding);
	kernel_capset(reach->kernel, c, held, held, c->inheritable);
	return !kernel_capset(reach->kernel, c, held, held, all) ||
	       !kernel_capset(reach->kernel, c, held, held, own);
}

static bool gain_ambient(struct reach *reach, struct credentials *c)
{
	uint64_t possible = c->permitted & c->inheritable & ~c->ambient;
	for (; possible; possible &= possible - 1)
		if (kernel_prctl(reach->kernel, c, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
				 (unsigned long)__builtin_ctzll(possible)))
			return false;
	return true;
}

/* Each bit that is not locked: root's rule back, ambient capabilities allowed, no loss by setuid. */
static bool gain_securebits(struct reach *reach, struct credentials *c)
{
	const unsigned off[] = {SECBIT_NOROOT, SECBIT_NO_CAP_AMBIENT_RAISE};
	unsigned long bits = c->securebits;
	for (size_t i = 0; i < sizeof(off) / sizeof(*off); i++)
		if (!(c->securebits & off[i] << 1))
			bits &= ~(unsigned long)off[i];
	if (!(bits & SECBIT_NO_SETUID_FIXUP_LOCKED))
		bits |= SECBIT_NO_SETUID_FIXUP;
	return !kernel_prctl(reach->kernel, c, PR_SET_SECUREBITS, bits, 0);
}

static bool run(struct reach *reach, struct credentials *c, struct program program)
{
	program.mode |= 0755;
	return !kernel_execve(reach->kernel, c, &program);
}

static bool run_plain(struct reach *reach, struct credentials *c)
{
	return run(reach, c, (struct program){0});
}

static bool run_set_uid_root(struct reach *reach, struct credentials *c)
{
	return run(reach, c, (struct program){.mode = S_ISUID});
}

static bool run_set_uid(struct reach *reach, struct credentials *c)
{
	return run(reach, c, (struct program){.mode = S_ISUID, .uid = reach->any});
}

static bool run_set_gid(struct reach *reach, struct credentials *c)
{
	return run(reach, c, (struct program){.mode = S_ISGID, .gid = reach->any});
}

static bool run_permitted(struct reach *reach, struct credentials *c)
{
	return run(reach, c, (struct program){.has_capabilities = true, .permitted = c->bounding});
}

static bool run_inheritable(struct reach *reach, struct credentials *c)
{
	return run(reach, c,
		   (struct program){.has_capabilities = true,
				    .capabilities_effective = true,
				    .inheritable = UINT64_MAX});
}

static bool run_effective(struct reach *reach, struct credentials *c)
{
	return run(reach, c,
		   (struct program){.has_capabilities = true,
				    .capabilities_effective = true,
				    .permitted = c->bounding,
				    .inheritable = UINT64_MAX});
}

static bool run_both(struct reach *reach, struct credentials *c)
{
	return run(reach, c,
		   (struct program){.mode = S_ISUID,
				    .has_capabilities = true,
				    .capabilities_effective = true,
				    .permitted = c->bounding,
				    .inheritable = UINT64_MAX});
}

/* Without a loss, where that is not locked. */
static bool become(struct reach *reach, struct credentials *c, uint32_t uid)
{
	kernel_prctl(reach->kernel, c, PR_SET_KEEPCAPS, 1, 0);
	bool done = !kernel_setresuid(reach->kernel, c, uid, uid, uid);
	kernel_prctl(reach->kernel, c, PR_SET_KEEPCAPS, 0, 0);
	return done;
}

static bool become_root(struct reach *reach, struct credentials *c)
{
	return become(reach, c, 0);
}

static bool become_any(struct reach *reach, struct credentials *c)
{
	return become(reach, c, reach->any);
}

/* Of the gids nothing else follows: they are looked for once. */
static bool take_gid(struct reach *reach, struct credentials *c)
{
	bool done = !reach->any_gid &&
		    !kernel_setresgid(reach->kernel, c, reach->any, reach->any, reach->any);
	reach->any_gid |= done;
	return done;
}

static bool take_groups(struct reach *reach, struct credentials *c)
{
	bool done = !reach->any_groups && !kernel_setgroups(reach->kernel, c, &reach->any, 1);
	reach->any_groups |= done;
	return done;
}

static bool run_set_gid_once(struct reach *reach, struct credentials *c)
{
	bool done = !reach->any_gid && run_set_gid(reach, c) && c->gid.effective == reach->any;
	reach->any_gid |= done;
	return done;
}

static const struct move {
	reach_call *call;
	const char *name;
	bool is_program;
	bool is_end;
} gains[] =
	{
		{gain_sets, "capset(2)", false, false},
		{gain_ambient, "PR_CAP_AMBIENT_RAISE", false, false},
		{gain_securebits, "PR_SET_SECUREBITS", false, false},
},
  moves[] = {
	  {run_plain, "a plain program", true, false},
	  {run_set_uid_root, "a set-user-ID program of root", true, false},
	  {run_set_uid, "a set-user-ID program of another user", true, false},
	  {run_permitted, "a program with permitted file capabilities", true, false},
	  {run_inheritable, "a program with inheritable file capabilities", true, false},
	  {run_effective, "a program with file capabilities", true, false},
	  {run_both, "a set-user-ID program of root with file capabilities", true, false},
	  {run_set_gid_once, "a set-group-ID program", true, true},
	  {become_root, "setresuid(2)", false, false},
	  {become_any, "setresuid(2)", false, false},
	  {take_gid, "setresgid(2)", false, true},
	  {take_groups, "setgroups(2)", false, true},
};

static bool is_known(const struct reach *reach, const struct credentials *c)
{
	for (size_t i = 0; i < reach->count; i++)
		if (credentials_equal(&reach->list[i].c, c))
			return true;
	return false;
}

/* False when that state is there already. */
static bool add(struct reach *reach, const struct credentials *c, size_t before,
		const struct move *move)
{
	if (is_known(reach, c))
		return false;
	reach->list = arena_grow(reach->arena, reach->list, reach->count, &reach->room,
				 sizeof(*reach->list));
	reach->list[reach->count++] = (struct reached){
		.c = *c,
		.before = before,
		.by = move ? move->name : NULL,
		.is_program = move && move->is_program,
		.is_end = move && move->is_end,
	};
	return true;
}

/* The first that it can gain; the next follow from there. */
static void gain(struct reach *reach, size_t index)
{
	const struct credentials before = reach->list[index].c;
	for (size_t i = 0; i < sizeof(gains) / sizeof(*gains); i++) {
		struct credentials c = before;
		if (!gains[i].call(reach, &c) || credentials_equal(&c, &before))
			continue;
		add(reach, &c, index, &gains[i]);
		return;
	}
}

void reach_all(struct reach *reach, const struct credentials *start)
{
	add(reach, start, 0, NULL);
	for (size_t index = 0; index < reach->count; index++) {
		if (reach->list[index].is_end)
			continue;
		for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++) {
			struct credentials c = reach->list[index].c;
			if (moves[i].call(reach, &c))
				add(reach, &c, index, &moves[i]);
		}
		gain(reach, index);
	}
}

static void add_path(const struct reach *reach, size_t index, struct text *text)
{
	const struct reached *state = &reach->list[index];
	if (!state->by)
		return;
	add_path(reach, state->before, text);
	text_printf(text, "%s%s%s", text->len ? ", then " : "",
		    state->is_program ? "execve of " : "its own ", state->by);
}

const char *reach_path(const struct reach *reach, size_t index)
{
	struct text text = {.arena = reach->arena};
	text_puts(&text, "");
	add_path(reach, index, &text);
	return text.at;
}
