/* SPDX-License-Identifier: MIT */
/*
 * From the least on: a group that has the access already, a directory of the service's own, a
 * credential, an entry in an access control list or a bit of the mode, and last a capability. What
 * is proposed is tried on the same rule before.
 */
#include "access/remedy.h"
#include "access/made.h"
#include "access/setfacl.h"

#include <linux/capability.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/stat.h>

/* Tries the access as one who is in the group GID too. Root's group is no group to be given. */
static const char *try_group(const struct plea *plea, uint32_t gid)
{
	struct arena *arena = plea->tree->arena;
	struct credentials c = *plea->credentials;
	uint32_t *groups = arena_alloc(arena, (c.group_count + 1) * sizeof(*groups));
	struct denial ignored;
	for (size_t i = 0; i < c.group_count; i++)
		groups[i] = c.groups[i];
	groups[c.group_count++] = gid;
	c.groups = groups;
	if (!gid || !permission_way(&c, plea->way, plea->wanted, &ignored))
		return NULL;
	const char *name = names_group(plea->tree, gid);
	return name ? arena_printf(arena, "SupplementaryGroups=%s gives it", name) : NULL;
}

static const char *try_groups_of(const struct plea *plea, const struct node *node)
{
	const char *found = try_group(plea, node->gid);
	for (size_t i = 0; i < node->acl_count && !found; i++)
		if (node->acl[i].tag == ACL_GROUP)
			found = try_group(plea, node->acl[i].id);
	return found;
}

/* Those that the way names: no other group can make a difference. */
static const char *try_groups(const struct plea *plea)
{
	const struct way *way = plea->way;
	const char *found = way->error ? NULL : try_groups_of(plea, &way->target);
	for (size_t i = way->count; i-- && !found;)
		found = try_groups_of(plea, &way->searched[i]);
	return found;
}

/* In the host, whatever a view shows where. */
static const char *place_of(const struct node *node)
{
	return node->origin ? node->origin : node->path;
}

static bool is_program(const struct plea *plea)
{
	return plea->wanted & MAY_EXECUTE && !plea->way->error && !S_ISDIR(plea->way->target.mode);
}

/* What systemd makes for a service where such things belong, unless it is asked for already: systemd.exec(5). */
static const char *try_directory(const struct plea *plea, const struct node *node)
{
	struct arena *arena = plea->tree->arena;
	for (size_t i = 0; i < MADE_FAMILIES; i++) {
		const struct made_family *family = &made_families[i];
		size_t len = strlen(family->root);
		const char *place = place_of(node);
		if (is_program(plea) || !family->is_owned ||
		    path_covers(family->root, place) != len || !place[len])
			continue;
		struct slice name = slice_of(place + len + 1);
		name = slice_part(name, 0, slice_find(name, '/'));
		const char *path = arena_printf(arena, "%s/%.*s", family->root, SLICE_ARG(name));
		if (!tree_made_has(plea->tree->made, path))
			return arena_printf(arena, "%s=%.*s makes %s the service's own directory",
					    family->directive, SLICE_ARG(name), path);
	}
	return NULL;
}

/* A secret is for its owner alone; to let others read it is what its mode is to prevent. */
static const char *try_credential(const struct plea *plea)
{
	const struct node *target = &plea->way->target;
	if (plea->way->error || plea->wanted != MAY_READ || !S_ISREG(target->mode) ||
	    target->mode & (S_IRWXG | S_IRWXO))
		return NULL;
	const char *place = place_of(target);
	return arena_printf(plea->tree->arena,
			    "LoadCredential=%s:%s hands it to this service alone",
			    strrchr(place, '/') + 1, place);
}

static void add_shell_word(struct text *text, const char *word)
{
	static const char safe[] = "/._-+:@,%=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789";
	bool plain = !word[strspn(word, safe)];
	text_puts(text, plain ? "" : "'");
	for (; *word; word++) {
		if (*word == '\'')
			text_puts(text, "'\\''");
		else
			text_putc(text, *word);
	}
	text_puts(text, plain ? "" : "'");
}

/* One command that lets the user do WANTED with NODE; false when none would. */
static bool add_command(const struct plea *plea, const struct node *node, unsigned wanted,
			struct text *text)
{
	struct denial denial;
	if (permission_node(plea->credentials, node, wanted, &denial))
		return true;
	if (denial.rule != RULE_OWNER && !node->has_acls)
		return false;
	text_puts(text, text->len ? " && " : "");
	if (denial.rule != RULE_OWNER) {
		if (!setfacl_add(plea->credentials, plea->user, node, wanted, text))
			return false;
	} else {
		text_puts(text, "chmod u+");
		text_puts(text, wanted & MAY_READ ? "r" : "");
		text_puts(text, wanted & MAY_WRITE ? "w" : "");
		text_puts(text, wanted & MAY_EXECUTE ? "x " : " ");
	}
	add_shell_word(text, place_of(node));
	return true;
}

static const char *try_commands(const struct plea *plea)
{
	const struct way *way = plea->way;
	struct text text = {.arena = plea->tree->arena};
	bool helps = true;
	for (size_t i = 0; i < way->count && helps; i++) {
		bool again = i && strcmp(way->searched[i].path, way->searched[i - 1].path) == 0;
		helps = again || add_command(plea, &way->searched[i], MAY_EXECUTE, &text);
	}
	if (helps && !way->error)
		helps = add_command(plea, &way->target, plea->wanted, &text);
	return helps ? text.at : NULL;
}

static const char *try_capability(const struct plea *plea, unsigned capability, const char *name)
{
	struct credentials c = *plea->credentials;
	struct denial ignored;
	c.effective |= UINT64_C(1) << capability;
	if (!plea->capabilities || !permission_way(&c, plea->way, plea->wanted, &ignored))
		return NULL;
	return arena_printf(plea->tree->arena, "AmbientCapabilities=%s gives it, and much more",
			    name);
}

/* What the launcher makes is not to be changed but by the line that has it made. */
static const char *change_line(const struct plea *plea, const struct node *node)
{
	struct arena *arena = plea->tree->arena;
	struct slice by = slice_part(slice_of(node->made_by), 0, strcspn(node->made_by, ","));
	for (size_t i = 0; i < MADE_FAMILIES; i++)
		if (slice_is(by, made_families[i].directive))
			return arena_printf(arena, "%.*sMode= gives it that mode", SLICE_ARG(by));
	return arena_printf(arena, "leave %.*s= out, or name another path", SLICE_ARG(by));
}

const char *remedy_text(const struct plea *plea, const struct denial *denial)
{
	switch (denial->rule) {
	case RULE_READ_ONLY:
		return "name a path on a file system that is mounted read-write";
	case RULE_NO_EXECUTE:
		return "keep programs on a file system that is mounted without noexec";
	case RULE_NO_DEVICES:
		return "keep devices on a file system that is mounted without nodev";
	case RULE_NO_PROGRAM:
		return "name a regular file";
	default:
		break;
	}
	if (denial->node->made_by)
		return change_line(plea, denial->node);
	const char *found = try_groups(plea);
	if (!found)
		found = try_directory(plea, denial->node);
	if (!found)
		found = try_credential(plea);
	if (!found)
		found = try_commands(plea);
	if (!found)
		found = try_capability(plea, CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH");
	if (!found)
		found = try_capability(plea, CAP_DAC_OVERRIDE, "CAP_DAC_OVERRIDE");
	return found ? found : "move it to where the user has access";
}
