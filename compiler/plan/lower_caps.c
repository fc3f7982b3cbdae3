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

	if (service_bounding(l->service) != UINT64_MAX)
		step_bits(lower_step(l, STEP_bounding, bounding->span, "CapabilityBoundingSet"), 0,
			  bounding->bits);
	step_bits(lower_step(l, STEP_ambient, ambient->span, "AmbientCapabilities"), 0, granted);
	step_constant(lower_step(l, STEP_securebits, securebits->span, "SecureBits"), 0,
		      words_text(l->arena, &words_securebits, securebits->bits));
	step_bits(lower_step(l, STEP_capabilities, ambient->span, "AmbientCapabilities"), 0,
		  granted);
}
