/* SPDX-License-Identifier: MIT */
/* The five capability sets and the securebits. */
#include "plan/lower.h"
#include "service/vocabulary.h"

void lower_caps(struct lowering *l)
{
	const struct setting *bounding = SETTING(l, CapabilityBoundingSet);
	const struct setting *ambient = SETTING(l, AmbientCapabilities);
	const struct setting *securebits = SETTING(l, SecureBits);
	uint64_t granted = service_ambient(l->service);

	const struct setting *clock = SETTING(l, ProtectClock);
	bool by_clock = clock->number && !bounding->set;
	const char *directives = by_clock        ? "ProtectClock"
				 : clock->number ? "CapabilityBoundingSet, ProtectClock"
						 : "CapabilityBoundingSet";

	if (service_bounding(l->service) != UINT64_MAX)
		step_bits(lower_step(l, STEP_bounding, by_clock ? clock->span : bounding->span,
				     directives),
			  0, service_bounding(l->service));
	step_bits(lower_step(l, STEP_ambient, ambient->span, "AmbientCapabilities"), 0, granted);
	step_constant(lower_step(l, STEP_securebits, securebits->span, "SecureBits"), 0,
		      words_text(l->arena, &words_securebits, securebits->bits));
	bool keeps_admin = lower_keeps_admin(l);
	struct span span = keeps_admin && !ambient->set ? l->plan->filter->span : ambient->span;
	step_bits(lower_step(l, keeps_admin ? STEP_keep_admin : STEP_capabilities, span,
			     "AmbientCapabilities"),
		  0, granted);
}
