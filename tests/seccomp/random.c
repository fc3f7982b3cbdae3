/* SPDX-License-Identifier: MIT */
/* Random calls: the one program, the layers, separate programs and libseccomp's say the same. */
#include "seccomp/disassemble.h"
#include "tests.h"

#include <stdio.h>

/* A call on which two say different things, for people. */
static const char *describe(struct subject *s, const struct seccomp_data *data, uint32_t is,
			    uint32_t other)
{
	struct text text = {.arena = &s->arena};
	disassemble_call(&text, &s->calls, data->arch, (uint32_t)data->nr);
	for (size_t i = 0; i < ARGUMENTS; i++)
		text_printf(&text, " 0x%llx", (unsigned long long)data->args[i]);
	text_puts(&text, ": ");
	disassemble_verdict(&text, is);
	text_puts(&text, ", not ");
	disassemble_verdict(&text, other);
	return text.at;
}

/* Whoever gives a verdict for a call. */
struct peer {
	const char *name;
	const struct program *programs; /* NULL: the layers */
	size_t count;
	bool clean; /* only for clean calls */
};

static void compare(struct subject *s, const struct peer *peer, uint64_t state, size_t calls)
{
	for (size_t i = 0; i < calls; i++) {
		struct seccomp_data data = random_call(s, &state);
		if (peer->clean)
			data = clean_call(data);
		size_t steps;
		struct path path;
		uint32_t is = evaluate_run(&s->program, &data, &path);
		uint32_t other =
			peer->programs ? evaluate_stack(peer->programs, peer->count, &data, &steps)
				       : filter_decide(&s->filter, &data, NULL);
		if (is != other) {
			outcome(false, "%s and %s: call %zu: %s", s->name, peer->name, i,
				describe(s, &data, is, other));
			return;
		}
	}
	outcome(true, "%s and %s: %zu random calls", s->name, peer->name, calls);
}

void test_random(uint64_t seed, size_t calls)
{
	for (unsigned i = 0; i < POLICIES; i++) {
		struct subject s;
		struct program separate[MOST_PROGRAMS], foreign[MOST_PROGRAMS];
		subject_make(&s, i);
		compare(&s, &(struct peer){"the layers", NULL, 0, false}, seed, calls / POLICIES);
		size_t count = peers_separate(&s, separate);
		compare(&s, &(struct peer){"separate programs", separate, count, false}, seed,
			calls / POLICIES);
		if (s.for_libseccomp) {
			count = peers_libseccomp(&s, true, foreign);
			compare(&s, &(struct peer){"libseccomp", foreign, count, true}, seed,
				calls / POLICIES);
		}
		subject_free(&s);
	}
}
