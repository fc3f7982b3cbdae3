/* SPDX-License-Identifier: MIT */
/*
 * Sets of capabilities: names by libcap (cap_from_name(3)), and what several lines make of one set.
 * Bit 63 marks a set that was written as "all but" and follows the running kernel.
 */
#include "service/value_parts.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <sys/capability.h>

enum { CAPABILITY_MOST = 62 }; /* CAP_LIMIT of systemd; bit 63 is the mark */

/* "CAP_CHOWN" in the arena; NULL where libcap knows no name. */
static char *name_of(struct arena *arena, int capability)
{
	char *known = cap_to_name(capability);
	if (!known)
		return NULL;
	char *name = arena_string(arena, slice_of(known));
	cap_free(known);
	for (char *c = name; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	/* libcap makes a number of an unknown one */
	return strncmp(name, "CAP_", 4) == 0 ? name : NULL;
}

const char *capability_nearest(struct arena *arena, struct slice name)
{
	const char *prefix = name.len < 4 || strncasecmp(name.at, "CAP_", 4) != 0 ? "CAP_" : "";
	char *wanted = arena_printf(arena, "%s%.*s", prefix, SLICE_ARG(name));
	const char *found = NULL;
	unsigned best = name.len < 9 ? 3 : 4; /* so many edits are another name */
	for (int i = 0; i <= CAP_LAST_CAP; i++) {
		const char *known = name_of(arena, i);
		unsigned distance =
			known ? text_distance(slice_of(wanted), slice_of(known), best - 1) : best;
		if (distance >= best)
			continue;
		best = distance;
		found = known;
		if (!best)
			break;
	}
	return found ? arena_printf(arena, "did you mean %s?", found) : NULL;
}

int capability_number(struct arena *arena, struct slice name)
{
	cap_value_t capability;
	/*
	 * libcap takes names without CAP_, signs, and a name with anything behind it: only a whole
	 * name is one
	 */
	const char *known = cap_from_name(arena_string(arena, name), &capability) == 0
				    ? name_of(arena, capability)
				    : NULL;
	bool whole =
		known && strlen(known) == name.len && strncasecmp(known, name.at, name.len) == 0;
	return whole ? capability : -1;
}

int value_capability(const struct value *value, struct slice name, size_t offset)
{
	int64_t number;
	if (name.len && *name.at >= '0' && *name.at <= '9')
		return !value_integer(value, name, offset, 0, CAPABILITY_MOST, &number)
			       ? -1
			       : (int)number;
	int capability = capability_number(value->arena, name);
	if (capability < 0)
		value_error(value, DIAG_VALUE, offset, name.len,
			    capability_nearest(value->arena, name), "unknown capability '%.*s'",
			    SLICE_ARG(name));
	return capability;
}

bool value_capability_list(const struct value *value, size_t at, uint64_t *bits)
{
	bool inverted = at < value->text.len && value->text.at[at] == '~';
	uint64_t listed = 0;
	struct token token;
	int more;
	bool all = true;
	for (at += inverted; (more = token_next(value, &at, 0, &token)) > 0;) {
		int capability = value_capability(value, token.text, token_start(&token));
		all = all && capability >= 0;
		if (!all && begins_comment(&token))
			return false;
		listed |= capability < 0 ? 0 : UINT64_C(1) << capability;
	}
	*bits = inverted ? ~listed : listed;
	return all && more == 0;
}

/*
 * The first line says what the set is; a later one adds, or with "~" takes away. A set counts as
 * not yet said while it is what it would be without any line: all for CapabilityBoundingSet=, none
 * for AmbientCapabilities= (systemd.exec(5), "CapabilityBoundingSet=").
 */
bool value_capabilities(struct value *value, struct setting *setting)
{
	uint64_t initial = value->directive == D_Service_AmbientCapabilities ? 0 : UINT64_MAX;
	uint64_t before = setting->set ? setting->bits : initial, bits;
	if (!value_capability_list(value, 0, &bits))
		return false;
	bool inverted = bits >> 63, is_empty = !bits || bits == UINT64_MAX;
	if (!is_empty && before != initial)
		bits = inverted ? before & bits : before | bits;
	*setting = (struct setting){.set = true, .bits = bits};
	return true;
}

void capabilities_print(struct text *text, uint64_t set)
{
	uint64_t bits = set >> 63 ? ~set : set;
	const char *gap = "";
	text_puts(text, set >> 63 ? "~" : "");
	for (int i = 0; i <= CAPABILITY_MOST; i++) {
		if (!(bits >> i & 1))
			continue;
		const char *name = name_of(text->arena, i);
		text_puts(text, gap);
		if (name)
			text_puts(text, name);
		else
			text_printf(text, "%d", i);
		gap = " ";
	}
}

void print_capabilities(const struct directive_row *row, const struct setting *setting,
			size_t index, struct text *text)
{
	(void)row, (void)index;
	capabilities_print(text, setting->bits);
}
