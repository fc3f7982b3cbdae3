/* SPDX-License-Identifier: MIT */
/*
 * Of a user that has an entry that alone counts, and so it gets what the user has already, too. The mask bounds all
 * entries but those of the owner and of others: setfacl(1) makes it the sum of them, which would give away what it
 * keeps. It is left as it is, or gets what is wanted here, and then no other entry keeps a right that it would wake.
 */
#include "access/setfacl.h"

#include <sys/acl.h>
#include <sys/stat.h>

/* What *c may by the mode and the list alone. */
static unsigned rights_of(const struct credentials *c, const struct node *node)
{
	struct credentials plain = *c;
	struct node bare = *node;
	struct denial ignored;
	unsigned rights = 0;
	plain.effective = 0;
	bare.mount = 0;
	for (unsigned bit = MAY_EXECUTE; bit <= MAY_READ; bit <<= 1)
		if (permission_node(&plain, &bare, bit, &ignored))
			rights |= bit;
	return rights;
}

static void add_entry(struct text *text, const char *name, unsigned rights)
{
	text_puts(text, name);
	text_puts(text, rights & MAY_READ ? "r" : "");
	text_puts(text, rights & MAY_WRITE ? "w" : "");
	text_puts(text, rights & MAY_EXECUTE ? "x" : "");
	text_puts(text, rights ? "" : "-");
}

static bool is_masked(const struct acl_entry *entry)
{
	return entry->tag == ACL_USER || entry->tag == ACL_GROUP || entry->tag == ACL_GROUP_OBJ;
}

static const char *name_of(struct arena *arena, const struct acl_entry *entry)
{
	return entry->tag == ACL_USER    ? arena_printf(arena, ",u:%u:", entry->id)
	       : entry->tag == ACL_GROUP ? arena_printf(arena, ",g:%u:", entry->id)
					 : ",g::";
}

bool setfacl_add(const struct credentials *c, const char *user, const struct node *node,
		 unsigned wanted, struct text *text)
{
	unsigned rights = rights_of(c, node) | wanted, entry = rights;
	unsigned mask = node->acl ? node->mode >> 3 & 7 : 7, sum = 0;
	const struct acl_entry *own = NULL;
	const size_t count = node->acl ? node->acl_count : 0;
	for (size_t i = 0; i < count; i++) {
		const struct acl_entry *at = &node->acl[i];
		if (at->tag == ACL_USER && at->id == c->uid.fs)
			own = at;
		else if (is_masked(at))
			sum |= at->permissions;
	}
	entry |= own ? own->permissions : 0;
	if (!mask &&
	    node->mode & S_IRWXO) /* it lets the list count for nothing: others are asked */
		return false;
	unsigned woken = rights & ~mask;
	bool leaves_mask = !woken && (sum | entry) != mask && node->acl;
	text_puts(text, leaves_mask ? "setfacl -n -m " : "setfacl -m ");
	add_entry(text, arena_printf(text->arena, "u:%s:", user), entry);
	if (woken)
		add_entry(text, ",m::", mask | woken);
	for (size_t i = 0; i < count; i++) {
		const struct acl_entry *at = &node->acl[i];
		if (at != own && is_masked(at) && at->permissions & woken)
			add_entry(text, name_of(text->arena, at), at->permissions & ~woken);
	}
	text_putc(text, ' ');
	return true;
}
