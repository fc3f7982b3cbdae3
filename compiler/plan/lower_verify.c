/* SPDX-License-Identifier: MIT */
/* What the launcher must read back from the kernel before it executes the command. */
#include "plan/lower.h"
#include "service/vocabulary.h"

/* The arguments of the limits that were lowered before: verify stands behind them all. */
static const struct argument *const *limit_arguments(struct lowering *l, size_t *count)
{
	const struct argument **limits = NULL;
	size_t room = 0;
	*count = 0;
	for (size_t i = 0; i < l->to->count; i++) {
		if (l->to->steps[i].id != STEP_limit)
			continue;
		limits = arena_grow(l->arena, limits, *count, &room, sizeof(*limits));
		limits[(*count)++] = l->to->steps[i].arguments;
	}
	return limits;
}

void lower_verify(struct lowering *l)
{
	const struct service *service = l->service;
	const struct setting *privileges = SETTING(l, NoNewPrivileges);
	bool plain = l->who == WHO_PLAIN, sandbox = l->who != WHO_PRIVILEGED;
	bool implied = lower_implies_no_new_privileges(l);
	struct step *step = lower_step(l, STEP_verify, (struct span){0}, "");
	struct expected *expected = arena_alloc(l->arena, sizeof(*expected));
	*expected = (struct expected){
		.check = FLAGS(
			l->arena, {plain, "AMBIT_CHECK_USER"},
			{sandbox, "AMBIT_CHECK_CAPABILITIES"},
			{sandbox && service_bounding(service) != UINT64_MAX,
			 "AMBIT_CHECK_BOUNDING"},
			{sandbox && (privileges->set || implied), "AMBIT_CHECK_NO_NEW_PRIVILEGES"}),
		.bounding = service_bounding(service),
		.ambient = service_ambient(service),
		.securebits = words_text(l->arena, &words_securebits, SETTING(l, SecureBits)->bits),
		.keeps_admin = lower_keeps_admin(l),
		.no_new_privileges = privileges->number || implied,
		.umask = lower_umask(l),
	};
	expected->limits = limit_arguments(l, &expected->limit_count);
	step->arguments[0] = (struct argument){.letter = 'v', .expected = expected};
}
