/* SPDX-License-Identifier: MIT */
/* From NoNewPrivileges to no_new_privileges; grammar/policy.def has what the rule would spoil. */
#include "policy/names.h"

#include <ctype.h>
#include <string.h>

/* A word begins at a capital behind a small letter, or before one: "CPUAffinity", "OOMPolicy". */
static bool begins_word(const char *name, size_t at)
{
	return at && isupper((unsigned char)name[at]) &&
	       (islower((unsigned char)name[at - 1]) || islower((unsigned char)name[at + 1]));
}

static const char *regular_name(struct arena *arena, const char *name)
{
	struct text text = {.arena = arena};
	for (size_t i = 0; name[i]; i++) {
		if (begins_word(name, i))
			text_putc(&text, '_');
		text_putc(&text, (char)tolower((unsigned char)name[i]));
	}
	return text.at;
}

const char *policy_name(struct arena *arena, enum directive directive)
{
	static const char *const names[DIRECTIVE_COUNT] = {
#define N(section, directive, name) [D_##section##_##directive] = #name,
#include "grammar/policy.def"
	};
	return names[directive] ? names[directive]
				: regular_name(arena, directive_rows[directive].name);
}

const char *const *policy_names(struct arena *arena)
{
	const char **names = arena_alloc(arena, DIRECTIVE_COUNT * sizeof(*names));
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		names[i] = policy_name(arena, (enum directive)i);
	return names;
}

int policy_names_find(const char *const *names, const char *prefix, struct slice name)
{
	size_t len = strlen(prefix);
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (strncmp(names[i], prefix, len) == 0 && slice_is(name, names[i] + len))
			return i;
	return -1;
}

const char *policy_names_nearest_group(struct arena *arena, const char *const *names,
				       const char *prefix, struct slice name)
{
	size_t len = strlen(prefix);
	unsigned best = 3; /* so many edits are another */
	struct slice found = {0};
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		struct slice rest = slice_of(names[i]);
		for (size_t end = len; slice_starts(rest, prefix) && end < rest.len; end++) {
			struct slice group = slice_part(rest, len, end - len);
			if (rest.at[end] != '_' || text_distance(name, group, best - 1) >= best)
				continue;
			best = text_distance(name, group, best - 1);
			found = group;
		}
	}
	return found.at ? arena_printf(arena, "did you mean %.*s?", SLICE_ARG(found)) : NULL;
}

bool policy_names_have(const char *const *names, const char *prefix)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (strncmp(names[i], prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

const char *policy_names_nearest(struct arena *arena, const char *const *names, const char *prefix,
				 struct slice name)
{
	size_t len = strlen(prefix);
	unsigned best = name.len < 6 ? 2 : name.len < 12 ? 3 : 4; /* so many edits are another */
	const char *found = NULL;
	for (int i = 0; i < DIRECTIVE_COUNT && name.len < 64; i++) {
		const char *plain = regular_name(arena, directive_rows[i].name);
		if (slice_is(name, directive_rows[i].name) || slice_is(name, plain))
			return arena_printf(arena, "in a policy it is %s", names[i]);
		if (strncmp(names[i], prefix, len) != 0)
			continue;
		unsigned distance = text_distance(name, slice_of(names[i] + len), best - 1);
		if (distance >= best)
			continue;
		best = distance;
		found = names[i] + len;
	}
	return found ? arena_printf(arena, "did you mean %s?", found) : NULL;
}
