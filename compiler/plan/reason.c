/* SPDX-License-Identifier: MIT */
/* From a layer of the filter back to the line that it comes from. */
#include "plan/reason.h"
#include "service/value.h"

static bool has_call(struct slice listed, struct slice call)
{
	const struct call_set *set = call_set_find(listed);
	struct slice members = slice_of(set ? set->members : ""), member;
	while (call_set_next(&members, &member))
		if (has_call(member, call))
			return true;
	return slice_equal(listed, call);
}

static struct span listing_line(const struct items *items, struct slice call)
{
	for (size_t i = items->count; i-- > 0;) {
		struct slice name;
		int64_t error;
		value_call_parts(items->list[i].text, &name, &error);
		if (has_call(name, call))
			return items->list[i].span;
	}
	return items->list[0].span;
}

static bool find_number(const struct items *items, const struct site *site, uint32_t number,
			struct span *span)
{
	bool found = false;
	for (size_t i = 0; i < items->count; i++) {
		struct call_number call;
		if (!value_number_parts(items->list[i].text, &call) ||
		    call.architecture != site->architecture || call.number != number)
			continue;
		*span = items->list[i].span;
		found = true;
	}
	return found;
}

struct reason reason_of(const struct service *service, const struct filter *filter, size_t index,
			const struct site *site, uint32_t number)
{
	const struct layer *layer = &filter->layers[index];
	const struct site_part *part = &site->parts[index];
	struct reason reason = {layer->directive, layer->span};
	if (part->count && part->rules[0].span.at)
		reason.span = part->rules[0].span;
	if (layer->directive != D_Service_SystemCallFilter &&
	    layer->directive != D_Service_SystemCallLog)
		return reason;
	const struct call *call =
		site->known ? call_of_number(filter->calls, site->architecture, number) : NULL;
	if (find_number(&service->settings[D_Ambit_SystemCallNumbers].items, site, number,
			&reason.span))
		reason.directive = D_Ambit_SystemCallNumbers;
	else
		reason.span = listing_line(&service->settings[layer->directive].items,
					   slice_of(call ? call->name : ""));
	return reason;
}
