/* SPDX-License-Identifier: MIT */
/* The five capability sets and the securebits. */
#include "plan/lower.h"
#include "service/vocabulary.h"

/* "CapabilityBoundingSet, ProtectClock": those that restrict the bounding set. */
static const char *bounding_directives(struct lowering *l)
{
	struct text text = {.arena = l->arena};
	text_puts(&text, SETTING(l, CapabilityBoundingSet)->set ? "CapabilityBoundingSet" : "");
	for (const struct capability_taker *taker = capability_takers; taker->set; taker++)
		if (l->service->settings[taker->directive].number)
			text_printf(&text, "%s%s", text.len ? ", " : "",
				    directive_rows[taker->directive].name);
	return text.at;
}

void lower_caps(struct lowering *l)
{
	const struct setting *ambient = SETTING(l, AmbientCapabilities);
	const struct setting *securebits = SETTING(l, SecureBits);
	uint64_t granted = service_ambient(l->service);

	if (service_bounding(l->service) != UINT64_MAX)
		step_bits(lower_step(l, STEP_bounding, service_bounding_setting(l->service)->span,
				     bounding_directives(l)),
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
