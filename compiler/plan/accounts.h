/* SPDX-License-Identifier: MIT */
/*
 * Users and groups while only their names are known. Each name has an id of its own, that no policy
 * names and that is not root's: the launcher refuses a User= other than root with root's uid. Two
 * names may still mean one id, and a name may mean a number: then only the launch can tell.
 */
#ifndef PLAN_ACCOUNTS_H
#define PLAN_ACCOUNTS_H

#include "model/credentials.h"
#include "service/service.h"

enum account_kind {
	ACCOUNT_NUMBER,        /* itself */
	ACCOUNT_USER,          /* a user by name */
	ACCOUNT_GROUP,         /* a group by name */
	ACCOUNT_PRIMARY_GROUP, /* of a user: its gid in /etc/passwd */
	ACCOUNT_USER_GROUPS,   /* what lists a user in /etc/group: none, one or many */
	ACCOUNT_ANY,           /* an id that a program or the service chooses */
};

struct account {
	enum account_kind kind;
	struct slice name; /* of the user or the group, as the policy has it */
	uint32_t id;
};

struct accounts {
	struct arena *arena;
	uint32_t *numbers; /* that no name may have; sorted once all of them are known */
	size_t number_count, number_room;
	struct account *list; /* of names, in the order of their ids */
	size_t count, room;
	uint32_t *table; /* of names: index + 1 by hash; as many as table_size, a power of two */
	size_t table_size;
	uint32_t next;                     /* the next id to give to a name */
	uint32_t user;                     /* that of User=, by name or number */
	uint32_t dynamic_uid, dynamic_gid; /* those of DynamicUser=; NO_ID: there is none */
};

/* Sorted, each once. */
struct id_list {
	const uint32_t *ids;
	size_t count;
};

/* The groups that an assertion names. */
struct account_set {
	struct id_list list;
	bool has_names;
};

/* The ids that the service takes by User=, Group= and SupplementaryGroups=. */
struct identity {
	uint32_t uid, gid;
	struct id_list groups, user_groups; /* the second: of the user alone, for who stays root */
	uint32_t listed; /* the one that stands for those in /etc/group; NO_ID: none */
};

/* All numbers of SERVICE and of the credentials FROM (or NULL) are known to *accounts, no name yet. */
void accounts_init(struct accounts *accounts, struct arena *arena, const struct service *service,
		   const struct credentials *from);
/* The id of a user or group by its name or number; of the groups of a user. */
uint32_t account_id(struct accounts *accounts, enum account_kind kind, struct slice name);
/* What an id stands for; that of an id which is its own number is ACCOUNT_NUMBER. */
struct account account_of(const struct accounts *accounts, uint32_t id);
/* Adds an id for people: "http", "the primary group of http", 33. */
void account_print(const struct accounts *accounts, uint32_t id, struct text *text);

void identity_of(struct accounts *accounts, const struct service *service,
		 struct identity *identity);

/* Does *c have just these groups? */
bool identity_groups_are(const struct credentials *c, const struct id_list *wanted);
/*
 * The same, apart from PRIMARY, which adds nothing (runtime/identity.c, ambit_groups_are); and what
 * /etc/group says of the user may be just what there is.
 */
bool identity_groups_may_be(const struct identity *identity, const struct credentials *c,
			    const struct id_list *wanted, uint32_t primary);

/* An answer that may have to wait. */
enum verdict { HOLDS, FAILS, AT_LAUNCH };

/* Do two ids mean the same one at launch? */
enum verdict account_is(const struct accounts *accounts, uint32_t a, uint32_t b);
/* An assertion on the uid or the gid of a process that has this id. */
enum verdict account_id_holds(struct accounts *accounts, const struct assertion *assertion,
			      uint32_t id);
/* The groups of "groups within"; and whether a group is one of them. */
struct account_set account_set_of(struct accounts *accounts, const struct assertion *assertion);
enum verdict account_set_has(const struct accounts *accounts, const struct account_set *set,
			     uint32_t id);

#endif
