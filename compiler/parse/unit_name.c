/* SPDX-License-Identifier: MIT */
/* Splitting and joining the names of services. */
#include "parse/unit_name.h"

#include <string.h>

#define SUFFIX ".service"

static bool is_name_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte && strchr(":-_.\\@", byte));
}

bool unit_name_parse(struct slice name, struct unit_name *parts)
{
	*parts = (struct unit_name){.full = name};
	if (!slice_ends(name, SUFFIX) || name.len > UNIT_NAME_MOST)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!is_name_byte(name.at[i]))
			return false;
	parts->stem = slice_part(name, 0, name.len - strlen(SUFFIX));
	size_t at = slice_find(parts->stem, '@');
	parts->prefix = slice_part(parts->stem, 0, at);
	parts->instance = slice_part(parts->stem, at + 1, parts->stem.len);
	parts->is_template = at + 1 == parts->stem.len;
	parts->has_instance = at + 1 < parts->stem.len;
	return parts->prefix.len > 0;
}

char *unit_name_instantiate(struct arena *arena, const struct unit_name *name,
			    struct slice instance)
{
	return arena_printf(arena, "%.*s@%.*s" SUFFIX, SLICE_ARG(name->prefix),
			    SLICE_ARG(instance));
}

static int hex_digit(char byte)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = byte ? strchr(digits, byte) : NULL;
	return found ? (int)(found - digits) % 16 : -1;
}

struct slice unit_name_unescape(struct arena *arena, struct slice escaped)
{
	char *plain = arena_alloc(arena, escaped.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < escaped.len; i++) {
		if (escaped.at[i] == '-') {
			plain[len++] = '/';
		} else if (i + 3 < escaped.len && escaped.at[i] == '\\' &&
			   escaped.at[i + 1] == 'x' && hex_digit(escaped.at[i + 2]) >= 0 &&
			   hex_digit(escaped.at[i + 3]) >= 0) {
			plain[len++] = (char)(hex_digit(escaped.at[i + 2]) * 16 +
					      hex_digit(escaped.at[i + 3]));
			i += 3;
		} else {
			plain[len++] = escaped.at[i];
		}
	}
	return (struct slice){plain, len};
}

struct dirs {
	struct arena *arena;
	const char **list;
	size_t count, room;
};

static void add_dir(struct dirs *dirs, const char *dir)
{
	for (size_t i = 0; i < dirs->count; i++)
		if (strcmp(dirs->list[i], dir) == 0)
			return;
	dirs->list =
		arena_grow(dirs->arena, dirs->list, dirs->count, &dirs->room, sizeof(*dirs->list));
	dirs->list[dirs->count++] = dir;
}

/* PREFIX up to and with its last dash that is not its end; empty when there is none. */
static struct slice chop_dash(struct slice prefix)
{
	size_t len = prefix.len ? prefix.len - 1 : 0;
	while (len > 0 && prefix.at[len - 1] != '-')
		len--;
	return slice_part(prefix, 0, len);
}

static void add_plain(struct dirs *dirs, struct slice prefix)
{
	for (; prefix.len; prefix = chop_dash(prefix))
		add_dir(dirs, arena_printf(dirs->arena, "%.*s" SUFFIX ".d", SLICE_ARG(prefix)));
}

/* What is common to some templates by their names is looked for as if they were none. */
static void add_template(struct dirs *dirs, struct slice prefix)
{
	add_dir(dirs, arena_printf(dirs->arena, "%.*s@" SUFFIX ".d", SLICE_ARG(prefix)));
	add_plain(dirs, chop_dash(prefix));
}

size_t unit_name_dropin_dirs(struct arena *arena, const struct unit_name *name, const char ***list)
{
	struct dirs dirs = {.arena = arena};
	if (!name->has_instance && !name->is_template)
		add_plain(&dirs, name->prefix);
	else if (!name->has_instance)
		add_template(&dirs, name->prefix);
	for (struct slice p = name->prefix; name->has_instance && p.len; p = chop_dash(p)) {
		add_dir(&dirs, arena_printf(arena, "%.*s@%.*s" SUFFIX ".d", SLICE_ARG(p),
					    SLICE_ARG(name->instance)));
		add_template(&dirs, p);
	}
	*list = dirs.list;
	return dirs.count;
}
