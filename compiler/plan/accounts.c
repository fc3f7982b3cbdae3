/* SPDX-License-Identifier: MIT */
/* Names of users and groups as ids, by the rules of runtime/accounts.c and runtime/identity.c. */
#include "plan/accounts.h"

#include <stdlib.h>

enum { ROOT = 0, NOBODY = 65534 };
static const uint32_t first_name = 0xf0000000; /* where few have ids, but any may be taken */

static bool is_taken(const struct accounts *accounts, uint32_t id)
{
	for (size_t i = 0; i < accounts->count; i++)
		if (accounts->list[i].id == id)
			return true;
	return false;
}

static uint32_t add(struct accounts *accounts, enum account_kind kind, struct slice name,
		    uint32_t id)
{
	accounts->list = arena_grow(accounts->arena, accounts->list, accounts->count,
				    &accounts->room, sizeof(*accounts->list));
	accounts->list[accounts->count++] = (struct account){kind, name, id};
	return id;
}

static void add_number(struct accounts *accounts, uint32_t id)
{
	if (!is_taken(accounts, id))
		add(accounts, ACCOUNT_NUMBER, (struct slice){0}, id);
}

/* The id of what needs no file; false for another name. */
static bool find_number(enum account_kind kind, struct slice name, uint32_t *id)
{
	int64_t number;
	bool is_number = slice_number(name, &number);
	bool is_nobody = kind == ACCOUNT_USER && slice_is(name, "nobody");
	if (!is_number && !is_nobody && !slice_is(name, "root"))
		return false;
	*id = is_number ? (uint32_t)number : is_nobody ? NOBODY : ROOT;
	return true;
}

static void add_number_of(struct accounts *accounts, enum account_kind kind, struct slice name)
{
	uint32_t id;
	if (find_number(kind, name, &id))
		add_number(accounts, id);
}

static void add_numbers_of(struct accounts *accounts, enum account_kind kind,
			   const struct items *names)
{
	for (size_t i = 0; i < names->count; i++)
		add_number_of(accounts, kind, names->list[i].text);
}

static void add_ids(struct accounts *accounts, const struct ids *ids)
{
	const uint32_t list[] = {ids->real, ids->effective, ids->saved, ids->fs};
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		add_number(accounts, list[i]);
}

void accounts_init(struct accounts *accounts, struct arena *arena, const struct service *service,
		   const struct credentials *from)
{
	const struct setting *settings = service->settings;
	const struct assertions *assertions = &settings[D_Ambit_Assert].assertions;
	*accounts = (struct accounts){.arena = arena, .next = first_name, .user = NO_ID};
	add_number(accounts, ROOT);
	add_number(accounts, NOBODY);
	add_number_of(accounts, ACCOUNT_USER, settings[D_Service_User].text);
	add_number_of(accounts, ACCOUNT_GROUP, settings[D_Service_Group].text);
	add_numbers_of(accounts, ACCOUNT_GROUP, &settings[D_Service_SupplementaryGroups].items);
	for (size_t i = 0; i < assertions->count; i++)
		add_numbers_of(accounts, ACCOUNT_GROUP, &assertions->list[i].names);
	if (!from)
		return;
	add_ids(accounts, &from->uid);
	add_ids(accounts, &from->gid);
	for (size_t i = 0; i < from->group_count; i++)
		add_number(accounts, from->groups[i]);
}

uint32_t account_id(struct accounts *accounts, enum account_kind kind, struct slice name)
{
	uint32_t number;
	bool is_member = kind == ACCOUNT_USER || kind == ACCOUNT_GROUP;
	if (is_member && find_number(kind, name, &number))
		return number;
	/* root and nobody have a group without a file */
	if (kind == ACCOUNT_PRIMARY_GROUP && find_number(ACCOUNT_USER, name, &number) &&
	    (number == ROOT || number == NOBODY))
		return number;
	for (size_t i = 0; i < accounts->count; i++)
		if (accounts->list[i].kind == kind && slice_equal(accounts->list[i].name, name))
			return accounts->list[i].id;
	while (is_taken(accounts, accounts->next))
		accounts->next++;
	return add(accounts, kind, name, accounts->next++);
}

struct account account_of(const struct accounts *accounts, uint32_t id)
{
	for (size_t i = 0; i < accounts->count; i++)
		if (accounts->list[i].id == id)
			return accounts->list[i];
	return (struct account){.kind = ACCOUNT_NUMBER, .id = id};
}

void account_print(const struct accounts *accounts, uint32_t id, struct text *text)
{
	struct account account = account_of(accounts, id);
	if (account.kind == ACCOUNT_NUMBER)
		text_printf(text, "%u", id);
	if (account.kind == ACCOUNT_ANY)
		text_puts(text, "another");
	if (account.kind == ACCOUNT_PRIMARY_GROUP)
		text_puts(text, "the primary group of ");
	if (account.kind == ACCOUNT_USER_GROUPS)
		text_puts(text, "the groups of ");
	for (size_t i = 0; i < account.name.len; i++)
		text_putc(text, account.name.at[i] ? account.name.at[i] : '%');
}

static int compare_ids(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static uint32_t *sorted(struct arena *arena, const uint32_t *ids, size_t count)
{
	uint32_t *copy = arena_alloc(arena, count * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = ids[i];
	if (count)
		qsort(copy, count, sizeof(*copy), compare_ids);
	return copy;
}

static size_t add_once(uint32_t *ids, size_t count, uint32_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return count;
	ids[count] = id;
	return count + 1;
}

void identity_of(struct accounts *accounts, const struct service *service,
		 struct identity *identity)
{
	const struct setting *user = &service->settings[D_Service_User];
	const struct setting *group = &service->settings[D_Service_Group];
	const struct items *more = &service->settings[D_Service_SupplementaryGroups].items;
	struct slice name = user->set ? user->text : SLICE("root");
	uint32_t *groups = arena_alloc(accounts->arena, (more->count + 2) * sizeof(*groups));
	size_t count = 0;
	*identity = (struct identity){
		.uid = account_id(accounts, ACCOUNT_USER, name),
		.gid = group->set ? account_id(accounts, ACCOUNT_GROUP, group->text)
				  : account_id(accounts, ACCOUNT_PRIMARY_GROUP, name),
		.listed = NO_ID,
	};
	accounts->user = identity->uid;
	if (user->set && identity->gid != ROOT) {
		groups[count++] = identity->gid;
		identity->listed = account_id(accounts, ACCOUNT_USER_GROUPS, name);
		groups[count++] = identity->listed;
	}
	identity->user_group_count = count;
	identity->user_groups = sorted(accounts->arena, groups, count);
	for (size_t i = 0; i < more->count; i++)
		count = add_once(groups, count,
				 account_id(accounts, ACCOUNT_GROUP, more->list[i].text));
	identity->group_count = count;
	identity->groups = sorted(accounts->arena, groups, count);
}

enum verdict account_is(const struct accounts *accounts, uint32_t a, uint32_t b)
{
	enum account_kind x = account_of(accounts, a).kind, y = account_of(accounts, b).kind;
	if (a == b)
		return HOLDS;
	if (x == ACCOUNT_NUMBER && y == ACCOUNT_NUMBER)
		return FAILS;
	/* the launcher refuses another name of root's uid: ambit_resolve_user() */
	bool is_refused = (a == accounts->user && b == ROOT) || (b == accounts->user && a == ROOT);
	return is_refused ? FAILS : AT_LAUNCH;
}

enum verdict account_id_holds(struct accounts *accounts, const struct assertion *assertion,
			      uint32_t id)
{
	enum account_kind kind = assertion->subject == ASSERT_UID ? ACCOUNT_USER : ACCOUNT_GROUP;
	uint32_t named = account_id(accounts, kind, assertion->names.list[0].text);
	if (account_of(accounts, id).kind == ACCOUNT_ANY)
		return FAILS;
	enum verdict verdict = account_is(accounts, id, named);
	if (verdict == AT_LAUNCH || !assertion->is_not)
		return verdict;
	return verdict == HOLDS ? FAILS : HOLDS;
}

/* Is the group one of those of the assertion? */
static enum verdict is_within(struct accounts *accounts, const struct assertion *assertion,
			      uint32_t group)
{
	enum verdict verdict = FAILS;
	if (account_of(accounts, group).kind == ACCOUNT_ANY)
		return FAILS;
	for (size_t i = 0; i < assertion->names.count && verdict != HOLDS; i++) {
		uint32_t named = account_id(accounts, ACCOUNT_GROUP, assertion->names.list[i].text);
		enum verdict one = account_is(accounts, group, named);
		verdict = one == FAILS ? verdict : one;
	}
	return verdict;
}

enum verdict account_groups_hold(struct accounts *accounts, const struct assertion *assertion,
				 const struct credentials *c, uint32_t self)
{
	enum verdict verdict = HOLDS;
	for (size_t i = 0; i < c->group_count && verdict != FAILS; i++) {
		if (c->groups[i] == self)
			continue;
		enum verdict one = is_within(accounts, assertion, c->groups[i]);
		verdict = one == HOLDS ? verdict : one;
	}
	return verdict;
}
