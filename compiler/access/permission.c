/* SPDX-License-Identifier: MIT */
/* First the mount, then the one class of mode or list that counts, then the capabilities. */
#include "access/permission.h"

#include <linux/capability.h>
#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* Of the mode, to those who are neither owner nor in a list. */
static enum rule judge_mode(const struct credentials *c, const struct node *node, unsigned wanted)
{
	bool group = kernel_in_group(c, node->gid);
	unsigned bits = group ? node->mode >> 3 : node->mode;
	return !(wanted & ~bits) ? RULE_NONE : group ? RULE_GROUP : RULE_OTHER;
}

static unsigned mask_of(const struct node *node)
{
	unsigned mask = MAY_READ | MAY_WRITE | MAY_EXECUTE;
	for (size_t i = 0; i < node->acl_count; i++)
		if (node->acl[i].tag == ACL_MASK)
			mask = node->acl[i].permissions;
	return mask;
}

static const struct acl_entry *find_user(const struct credentials *c, const struct node *node)
{
	for (size_t i = 0; i < node->acl_count; i++)
		if (node->acl[i].tag == ACL_USER && node->acl[i].id == c->uid.fs)
			return &node->acl[i];
	return NULL;
}

/* The entry of a group that has all that is wanted; else the last of those that apply, or NULL. */
static const struct acl_entry *find_group(const struct credentials *c, const struct node *node,
					  unsigned wanted)
{
	const struct acl_entry *found = NULL;
	for (size_t i = 0; i < node->acl_count; i++) {
		const struct acl_entry *entry = &node->acl[i];
		bool applies = (entry->tag == ACL_GROUP_OBJ && kernel_in_group(c, node->gid)) ||
			       (entry->tag == ACL_GROUP && kernel_in_group(c, entry->id));
		if (applies && (!found || wanted & ~found->permissions))
			found = entry;
	}
	return found;
}

static enum rule judge_entry(const struct acl_entry *entry, const struct node *node,
			     unsigned wanted)
{
	if (wanted & ~entry->permissions)
		return entry->tag == ACL_USER        ? RULE_ACL_USER
		       : entry->tag == ACL_GROUP_OBJ ? RULE_GROUP
						     : RULE_ACL_GROUP;
	return wanted & ~mask_of(node) ? RULE_ACL_MASK : RULE_NONE;
}

static enum rule judge_list(const struct credentials *c, const struct node *node,
			    struct denial *denial)
{
	const struct acl_entry *entry = find_user(c, node);
	if (!entry)
		entry = find_group(c, node, denial->wanted);
	if (!entry)
		return denial->wanted & ~node->mode ? RULE_OTHER : RULE_NONE;
	if (entry->tag != ACL_GROUP_OBJ)
		denial->id = entry->id;
	return judge_entry(entry, node, denial->wanted);
}

/*
 * Of the classes only one counts, and the owner is never asked for the list. Where the mask, which
 * is what the mode has for the group then, is empty, the kernel does not look at the list.
 */
static enum rule judge_class(const struct credentials *c, const struct node *node,
			     struct denial *denial)
{
	if (c->uid.fs == node->uid)
		return denial->wanted & ~(node->mode >> 6) ? RULE_OWNER : RULE_NONE;
	return node->acl && node->mode & S_IRWXG ? judge_list(c, node, denial)
						 : judge_mode(c, node, denial->wanted);
}

static bool is_overridden(const struct credentials *c, const struct node *node, unsigned wanted)
{
	bool directory = S_ISDIR(node->mode);
	bool harmless = directory ? !(wanted & MAY_WRITE) : wanted == MAY_READ;
	bool executable = directory || !(wanted & MAY_EXECUTE) || node->mode & 0111;
	return (harmless && kernel_capable_on(c, CAP_DAC_READ_SEARCH, node->uid, node->gid)) ||
	       (executable && kernel_capable_on(c, CAP_DAC_OVERRIDE, node->uid, node->gid));
}

/* No capability helps against a mount. Devices and pipes are written on a read-only one too. */
static enum rule judge_mount(const struct node *node, unsigned wanted)
{
	bool directory = S_ISDIR(node->mode), regular = S_ISREG(node->mode);
	bool device = S_ISCHR(node->mode) || S_ISBLK(node->mode);
	if (wanted & MAY_WRITE && (directory || regular) && node->mount & ST_RDONLY)
		return RULE_READ_ONLY;
	if (wanted & (MAY_READ | MAY_WRITE) && device && node->mount & ST_NODEV)
		return RULE_NO_DEVICES;
	if (!(wanted & MAY_EXECUTE) || directory)
		return RULE_NONE;
	return !regular ? RULE_NO_PROGRAM : node->mount & ST_NOEXEC ? RULE_NO_EXECUTE : RULE_NONE;
}

bool permission_node(const struct credentials *c, const struct node *node, unsigned wanted,
		     struct denial *denial)
{
	*denial = (struct denial){judge_mount(node, wanted), node, wanted, NO_ID};
	if (denial->rule)
		return false;
	denial->rule = judge_class(c, node, denial);
	if (denial->rule && is_overridden(c, node, wanted))
		denial->rule = RULE_NONE;
	return !denial->rule;
}

bool permission_way(const struct credentials *c, const struct way *way, unsigned wanted,
		    struct denial *denial)
{
	for (size_t i = 0; i < way->count; i++)
		if (!permission_node(c, &way->searched[i], MAY_EXECUTE, denial))
			return false;
	return way->error || permission_node(c, &way->target, wanted, denial);
}

const char *action_text(unsigned wanted, bool directory)
{
	switch (wanted) {
	case MAY_EXECUTE:
		return directory ? "search" : "execute";
	case MAY_READ:
		return "read";
	case MAY_WRITE:
		return "write to";
	case MAY_READ | MAY_EXECUTE:
		return directory ? "read and search" : "read and execute";
	case MAY_READ | MAY_WRITE:
		return "read and write";
	default:
		return "make files in";
	}
}

/* Who is not let, or what does not let anybody. */
static const char *reason_of(struct arena *arena, const struct denial *denial)
{
	const char *action = action_text(denial->wanted, S_ISDIR(denial->node->mode));
	switch (denial->rule) {
	case RULE_OWNER:
		return arena_printf(arena, "its owner may not %s it", action);
	case RULE_GROUP:
		return arena_printf(arena, "its group may not %s it", action);
	case RULE_ACL_USER:
		return arena_printf(arena, "its ACL does not let the user %u %s it", denial->id,
				    action);
	case RULE_ACL_GROUP:
		return arena_printf(arena, "its ACL does not let the group %u %s it", denial->id,
				    action);
	case RULE_ACL_MASK:
		return arena_printf(arena, "the mask of its ACL lets nobody but the owner %s it",
				    action);
	case RULE_READ_ONLY:
		return "its file system is mounted read-only";
	case RULE_NO_EXECUTE:
		return "its file system is mounted noexec";
	case RULE_NO_DEVICES:
		return "its file system is mounted nodev";
	case RULE_NO_PROGRAM:
		return "it is not a regular file";
	default:
		return arena_printf(arena, "others may not %s it", action);
	}
}

const char *denial_text(struct arena *arena, const struct denial *denial)
{
	const struct node *node = denial->node;
	return arena_printf(arena, "%s'%s' (owner %u, group %u, mode %04o): %s",
			    S_ISDIR(node->mode) ? "the directory " : "", node->path, node->uid,
			    node->gid, node->mode & 07777, reason_of(arena, denial));
}
