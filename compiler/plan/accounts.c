/* SPDX-License-Identifier: MIT */
/* Names of users and groups as ids, by the rules of runtime/accounts.c and runtime/identity.c. */
#include "plan/accounts.h"
#include "service/dynamic_user.h"

#include <stdlib.h>

enum { ROOT = 0, NOBODY = 65534 };
static const uint32_t first_name = 0xf0000000; /* where few have ids, but any may be taken */

static int compare_ids(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool has_number(const uint32_t *sorted, size_t count, uint32_t id)
{
	return count && bsearch(&id, sorted, count, sizeof(id), compare_ids);
}

static void add_number(struct accounts *accounts, uint32_t id)
{
	accounts->numbers = arena_grow(accounts->arena, accounts->numbers, accounts->number_count,
				       &accounts->number_room, sizeof(*accounts->numbers));
	accounts->numbers[accounts->number_count++] = id;
}

/* FNV-1a */
static size_t hash_of(enum account_kind kind, struct slice name)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)kind;
	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 32);
}

/* Where the name stands in the table, or should. */
static uint32_t *find_slot(const struct accounts *accounts, enum account_kind kind,
			   struct slice name)
{
	size_t at = hash_of(kind, name) & (accounts->table_size - 1);
	for (;; at = (at + 1) & (accounts->table_size - 1)) {
		uint32_t *slot = &accounts->table[at];
		const struct account *account = *slot ? &accounts->list[*slot - 1] : NULL;
		if (!account || (account->kind == kind && slice_equal(account->name, name)))
			return slot;
	}
}

/* At most half full. */
static void grow_table(struct accounts *accounts)
{
	if (2 * (accounts->count + 1) <= accounts->table_size)
		return;
	accounts->table_size = accounts->table_size ? 2 * accounts->table_size : 16;
	accounts->table =
		arena_alloc(accounts->arena, accounts->table_size * sizeof(*accounts->table));
	for (size_t i = 0; i < accounts->count; i++)
		*find_slot(accounts, accounts->list[i].kind, accounts->list[i].name) =
			(uint32_t)i + 1;
}

static uint32_t find_name(struct accounts *accounts, enum account_kind kind, struct slice name)
{
	grow_table(accounts);
	uint32_t *slot = find_slot(accounts, kind, name);
	if (*slot)
		return accounts->list[*slot - 1].id;
	while (has_number(accounts->numbers, accounts->number_count, accounts->next))
		accounts->next++;
	accounts->list = arena_grow(accounts->arena, accounts->list, accounts->count,
				    &accounts->room, sizeof(*accounts->list));
	accounts->list[accounts->count++] = (struct account){kind, name, accounts->next};
	*slot = (uint32_t)accounts->count;
	return accounts->next++;
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
	*accounts = (struct accounts){.arena = arena,
				      .next = first_name,
				      .user = NO_ID,
				      .dynamic_uid = NO_ID,
				      .dynamic_gid = NO_ID};
	add_number_of(accounts, ACCOUNT_USER, settings[D_Service_User].text);
	add_number_of(accounts, ACCOUNT_GROUP, settings[D_Service_Group].text);
	add_numbers_of(accounts, ACCOUNT_GROUP, &settings[D_Service_SupplementaryGroups].items);
	for (size_t i = 0; i < assertions->count; i++)
		add_numbers_of(accounts, ACCOUNT_GROUP, &assertions->list[i].names);
	if (from) {
		add_ids(accounts, &from->uid);
		add_ids(accounts, &from->gid);
	}
	for (size_t i = 0; from && i < from->group_count; i++)
		add_number(accounts, from->groups[i]);
	if (accounts->number_count)
		qsort(accounts->numbers, accounts->number_count, sizeof(*accounts->numbers),
		      compare_ids);
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
	return find_name(accounts, kind, name);
}

static int compare_accounts(const void *a, const void *b)
{
	const struct account *x = a, *y = b;
	return compare_ids(&x->id, &y->id);
}

struct account account_of(const struct accounts *accounts, uint32_t id)
{
	const struct account number = {.kind = ACCOUNT_NUMBER, .id = id};
	const struct account *found = accounts->count
					      ? bsearch(&number, accounts->list, accounts->count,
							sizeof(*accounts->list), compare_accounts)
					      : NULL;
	return found ? *found : number;
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

static struct id_list sorted(struct arena *arena, const uint32_t *ids, size_t count)
{
	uint32_t *copy = arena_alloc(arena, count * sizeof(*copy));
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		copy[i] = ids[i];
	if (count)
		qsort(copy, count, sizeof(*copy), compare_ids);
	for (size_t i = 0; i < count; i++)
		if (!kept || copy[kept - 1] != copy[i])
			copy[kept++] = copy[i];
	return (struct id_list){copy, kept};
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
	bool dynamic = service_is_dynamic(service);
	*identity = (struct identity){
		.uid = account_id(accounts, ACCOUNT_USER, name),
		.gid = group->set
			       ? account_id(accounts, ACCOUNT_GROUP, group->text)
			       : account_id(accounts,
					    dynamic ? ACCOUNT_GROUP : ACCOUNT_PRIMARY_GROUP, name),
		.listed = NO_ID,
	};
	accounts->user = identity->uid;
	if (dynamic) {
		accounts->dynamic_uid = identity->uid;
		accounts->dynamic_gid = account_id(accounts, ACCOUNT_GROUP, name);
	}
	if (user->set && identity->gid != ROOT) {
		groups[count++] = identity->gid;
		identity->listed = account_id(accounts, ACCOUNT_USER_GROUPS, name);
		groups[count++] = identity->listed;
	}
	identity->user_groups = sorted(accounts->arena, groups, count);
	for (size_t i = 0; i < more->count; i++)
		groups[count++] = account_id(accounts, ACCOUNT_GROUP, more->list[i].text);
	identity->groups = sorted(accounts->arena, groups, count);
}

static bool has_group(const struct id_list *list, uint32_t gid)
{
	return has_number(list->ids, list->count, gid);
}

/* Is all of PART in WHOLE, apart from BUT1 and BUT2? */
static bool includes(const struct id_list *whole, const struct id_list *part, uint32_t but1,
		     uint32_t but2)
{
	for (size_t i = 0; i < part->count; i++)
		if (part->ids[i] != but1 && part->ids[i] != but2 && !has_group(whole, part->ids[i]))
			return false;
	return true;
}

bool identity_groups_are(const struct credentials *c, const struct id_list *wanted)
{
	const struct id_list current = {c->groups, c->group_count};
	return includes(wanted, &current, NO_ID, NO_ID) && includes(&current, wanted, NO_ID, NO_ID);
}

bool identity_groups_may_be(const struct identity *identity, const struct credentials *c,
			    const struct id_list *wanted, uint32_t primary)
{
	const struct id_list current = {c->groups, c->group_count};
	return includes(&current, wanted, primary, identity->listed) &&
	       (has_group(wanted, identity->listed) || includes(wanted, &current, primary, NO_ID));
}

/*
 * Whether an id of a dynamic user may be that of OTHER: it is of no account of the machine that
 * launches, and of no number outside of the range (runtime/dynamic_user.c).
 */
static bool may_be_dynamic(struct account other)
{
	return other.kind == ACCOUNT_ANY ||
	       (other.kind == ACCOUNT_NUMBER && other.id >= DYNAMIC_UID_FIRST &&
		other.id <= DYNAMIC_UID_LAST);
}

static bool is_dynamic(const struct accounts *accounts, uint32_t id)
{
	return id != NO_ID && (id == accounts->dynamic_uid || id == accounts->dynamic_gid);
}

enum verdict account_is(const struct accounts *accounts, uint32_t a, uint32_t b)
{
	enum account_kind x = account_of(accounts, a).kind, y = account_of(accounts, b).kind;
	if (a == b)
		return HOLDS;
	if (x == ACCOUNT_NUMBER && y == ACCOUNT_NUMBER)
		return FAILS;
	if ((is_dynamic(accounts, a) && !may_be_dynamic(account_of(accounts, b))) ||
	    (is_dynamic(accounts, b) && !may_be_dynamic(account_of(accounts, a))))
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

struct account_set account_set_of(struct accounts *accounts, const struct assertion *assertion)
{
	const struct items *names = &assertion->names;
	uint32_t *ids = arena_alloc(accounts->arena, names->count * sizeof(*ids));
	struct account_set set = {0};
	for (size_t i = 0; i < names->count; i++) {
		ids[i] = account_id(accounts, ACCOUNT_GROUP, names->list[i].text);
		set.has_names =
			set.has_names || account_of(accounts, ids[i]).kind != ACCOUNT_NUMBER;
	}
	set.list = sorted(accounts->arena, ids, names->count);
	return set;
}

enum verdict account_set_has(const struct accounts *accounts, const struct account_set *set,
			     uint32_t id)
{
	enum account_kind kind = account_of(accounts, id).kind;
	if (has_number(set->list.ids, set->list.count, id))
		return HOLDS;
	return kind == ACCOUNT_ANY || (kind == ACCOUNT_NUMBER && !set->has_names) ? FAILS
										  : AT_LAUNCH;
}
