/* SPDX-License-Identifier: MIT */
/* access/setfacl.c: the one who asks gets what it wants, and nobody else gets or loses anything. */
#include "harness.h"
#include "access/setfacl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/stat.h>

enum { OWNER = 900, USER = 100, FIRST = 1000, IDS = 3, ENTRIES = 12, ROUNDS = 20000 };

static uint64_t random_state = 1; /* of the generator: xorshift64* */

static unsigned below(unsigned limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (unsigned)((random_state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

struct list {
	struct acl_entry entries[ENTRIES];
	size_t count;
};

static void add(struct list *list, int tag, uint32_t id, unsigned permissions)
{
	list->entries[list->count++] = (struct acl_entry){tag, id, permissions};
}

/* With a list, or without. */
static struct node some_node(struct list *list)
{
	struct node node = {.path = "/f",
			    .uid = OWNER,
			    .gid = FIRST + below(IDS),
			    .mode = S_IFDIR | below(01000)};
	list->count = 0;
	if (!below(4))
		return node;
	add(list, ACL_USER_OBJ, 0, node.mode >> 6 & 7);
	if (below(2))
		add(list, ACL_USER, USER, below(8));
	for (uint32_t id = FIRST; id < FIRST + IDS; id++)
		if (below(2))
			add(list, ACL_USER, id, below(8));
	add(list, ACL_GROUP_OBJ, 0, below(8));
	for (uint32_t id = FIRST; id < FIRST + IDS; id++)
		if (below(2))
			add(list, ACL_GROUP, id, below(8));
	add(list, ACL_MASK, 0, node.mode >> 3 & 7);
	add(list, ACL_OTHER, 0, node.mode & 7);
	node.acl = list->entries;
	node.acl_count = list->count;
	return node;
}

static struct acl_entry *find(struct list *list, int tag, uint32_t id)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].tag == tag && list->entries[i].id == id)
			return &list->entries[i];
	return NULL;
}

static unsigned sum_of(const struct list *list)
{
	unsigned sum = 0;
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].tag == ACL_USER || list->entries[i].tag == ACL_GROUP ||
		    list->entries[i].tag == ACL_GROUP_OBJ)
			sum |= list->entries[i].permissions;
	return sum;
}

/* "u:100:rx", "g::r", "m::x": sets the entry, which may be new. */
static int set_entry(struct list *list, const char *word)
{
	char kind, id[16] = "", rights[4] = "";
	if (sscanf(word, "%c::%3[rwx-]", &kind, rights) != 2)
		assert_int_equal(sscanf(word, "%c:%15[0-9]:%3[rwx-]", &kind, id, rights), 3);
	int tag = kind == 'u' ? ACL_USER : kind == 'm' ? ACL_MASK : *id ? ACL_GROUP : ACL_GROUP_OBJ;
	uint32_t number = (uint32_t)strtoul(id, NULL, 10);
	struct acl_entry *entry = find(list, tag, number);
	if (!entry) {
		add(list, tag, number, 0);
		entry = &list->entries[list->count - 1];
	}
	entry->permissions = (strchr(rights, 'r') ? MAY_READ : 0U) |
			     (strchr(rights, 'w') ? MAY_WRITE : 0U) |
			     (strchr(rights, 'x') ? MAY_EXECUTE : 0U);
	return tag;
}

/* As setfacl(1) does it. */
static struct node obey(const struct node *node, const char *command, struct list *list)
{
	struct node after = *node;
	char words[256];
	bool keeps_mask = strstr(command, " -n ");
	if (!list->count) {
		add(list, ACL_USER_OBJ, 0, node->mode >> 6 & 7);
		add(list, ACL_GROUP_OBJ, 0, node->mode >> 3 & 7);
		add(list, ACL_MASK, 0, 0);
		add(list, ACL_OTHER, 0, node->mode & 7);
	}
	assert_int_equal(sscanf(strstr(command, "-m ") + 3, "%255s", words), 1);
	for (char *word = strtok(words, ","); word; word = strtok(NULL, ","))
		keeps_mask |= set_entry(list, word) == ACL_MASK;
	struct acl_entry *mask = find(list, ACL_MASK, 0);
	if (!keeps_mask)
		mask->permissions = sum_of(list);
	after.mode = (node->mode & ~070U) | mask->permissions << 3;
	after.acl = list->entries;
	after.acl_count = list->count;
	return after;
}

static bool may(const struct node *node, uint32_t uid, uint32_t gid, unsigned wanted)
{
	const struct credentials c = {.uid = {uid, uid, uid, uid}, .gid = {gid, gid, gid, gid}};
	struct denial ignored;
	return permission_node(&c, node, wanted, &ignored);
}

static void compare(const struct node *before, const struct node *after, const char *command)
{
	for (uint32_t uid = FIRST - 1; uid < FIRST + IDS; uid++)
		for (uint32_t gid = FIRST - 1; gid < FIRST + IDS; gid++)
			for (unsigned bit = MAY_EXECUTE; bit <= MAY_READ; bit <<= 1)
				if (may(before, uid, gid, bit) != may(after, uid, gid, bit))
					fail_msg("%s: the user %u, group %u, right %u", command,
						 uid, gid, bit);
}

TEST(setfacl_gives_to_one_alone)
{
	size_t commands = 0;
	for (int round = 0; round < ROUNDS; round++) {
		struct arena arena = {0};
		struct text text = {.arena = &arena};
		struct list list;
		const struct node node = some_node(&list);
		uint32_t gid = FIRST - 1 + below(IDS + 1);
		unsigned wanted = 1 + below(7), had = 0;
		const struct credentials c = {.uid = {USER, USER, USER, USER},
					      .gid = {gid, gid, gid, gid}};
		for (unsigned bit = MAY_EXECUTE; bit <= MAY_READ; bit <<= 1)
			had |= may(&node, USER, gid, bit) ? bit : 0;
		if (may(&node, USER, gid, wanted) ||
		    !setfacl_add(&c, "100", &node, wanted, &text)) {
			arena_free(&arena);
			continue;
		}
		struct list changed = list;
		const struct node after = obey(&node, text.at, &changed);
		if (!may(&after, USER, gid, wanted | had))
			fail_msg("%s: not given, or less than before", text.at);
		compare(&node, &after, text.at);
		commands++;
		arena_free(&arena);
	}
	assert_true(commands > ROUNDS / 2);
}

static void check(const struct acl_entry *list, size_t count, unsigned mode, unsigned wanted,
		  const char *expected)
{
	struct arena arena = {0};
	struct text text = {.arena = &arena};
	const struct node node = {.uid = OWNER,
				  .gid = OWNER,
				  .mode = S_IFDIR | mode,
				  .acl = list,
				  .acl_count = count};
	const struct credentials c = {.uid = {USER, USER, USER, USER}};
	assert_int_equal(setfacl_add(&c, "web", &node, wanted, &text), expected != NULL);
	if (expected)
		assert_string_equal(text.at, expected);
	arena_free(&arena);
}

TEST(setfacl_commands)
{
	const struct acl_entry own[] = {{ACL_USER_OBJ, 0, 7},
					{ACL_USER, USER, 4},
					{ACL_GROUP_OBJ, 0, 0},
					{ACL_MASK, 0, 4},
					{ACL_OTHER, 0, 0}};
	const struct acl_entry masked[] = {{ACL_USER_OBJ, 0, 7},  {ACL_USER, USER, 7},
					   {ACL_GROUP_OBJ, 0, 5}, {ACL_GROUP, FIRST, 7},
					   {ACL_MASK, 0, 4},      {ACL_OTHER, 0, 0}};
	check(NULL, 0, 0700, MAY_EXECUTE, "setfacl -m u:web:x ");
	check(NULL, 0, 0704, MAY_EXECUTE, "setfacl -m u:web:rx ");
	check(own, 5, 0740, MAY_EXECUTE, "setfacl -m u:web:rx,m::rx ");
	check(masked, 6, 0740, MAY_EXECUTE, "setfacl -m u:web:rwx,m::rx,g::r,g:1000:rw ");
	/* others are asked where the mask is empty */
	check(masked, 6, 0704, MAY_EXECUTE, NULL);
	check(masked, 6, 0700, MAY_READ, "setfacl -m u:web:rwx,m::r,g::x,g:1000:wx ");
}
