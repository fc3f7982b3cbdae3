/* SPDX-License-Identifier: MIT */
/* Each file is read anew for each question: few are asked. */
#include "access/names.h"
#include "service/dynamic_user.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NOBODY = 65534 };

struct resolver {
	struct diagnostics *diagnostics;
	const struct service *service;
	const struct tree *tree;
	struct tree_identity *identity;
	bool has_group; /* the user has one by itself */
	bool failed;
};

struct list {
	uint32_t *ids;
	size_t count, room;
};

/* A file that is not there has no lines: a container may have none. */
static FILE *open_file(const struct tree *tree, const char *path, int *error)
{
	struct way way;
	tree_walk(tree, path, &way);
	int fd = way.error ? -way.error : way_open(&way, O_RDONLY);
	*error = fd == -ENOENT ? 0 : fd < 0 ? -fd : 0;
	way_close(&way);
	return fd < 0 ? NULL : fdopen(fd, "r");
}

static FILE *open_database(struct resolver *r, const char *path)
{
	int error;
	FILE *file = open_file(r->tree, path, &error);
	if (!error)
		return file;
	diag_report(r->diagnostics, DIAG_UNREADABLE, (struct span){0}, NULL,
		    "%s below --root cannot be read: %s", path, strerror(error));
	r->diagnostics->environment = true;
	r->failed = true;
	return NULL;
}

static void fail(struct resolver *r, struct span span, const char *hint, const char *message)
{
	diag_report(r->diagnostics, DIAG_ACCOUNT, span, hint, "%s", message);
	r->failed = true;
}

/*
 * "+" and "-" are for NIS; 65535 and 4294967295 mean "no id" to the kernel, and their lines count as
 * missing.
 */
static bool is_valid(const char *name, uint32_t id)
{
	return *name && *name != '+' && *name != '-' && id != UINT16_MAX && id != NO_ID;
}

static bool is_user(const struct passwd *entry)
{
	return is_valid(entry->pw_name, entry->pw_uid) && is_valid(entry->pw_name, entry->pw_gid);
}

static bool is_group(const struct group *entry)
{
	return is_valid(entry->gr_name, entry->gr_gid);
}

/* The values were checked when they were read: what is a number is an id. */
static bool is_id(struct slice name, uint32_t *id)
{
	int64_t number;
	if (!name.len || *name.at < '0' || *name.at > '9' || !slice_number(name, &number))
		return false;
	*id = (uint32_t)number;
	return true;
}

/* root and nobody are what they are without a file, as for systemd. */
static bool is_known_user(struct resolver *r, struct slice name)
{
	bool root = slice_is(name, "root") || slice_is(name, "0");
	if (!root && !slice_is(name, "nobody") && !slice_is(name, "65534"))
		return false;
	uint32_t id = root ? 0 : NOBODY;
	*r->identity = (struct tree_identity){.uid = id,
					      .gid = id,
					      .name = root ? "root" : "nobody",
					      .home = root ? "/root" : NULL};
	r->has_group = true;
	return true;
}

static void take_user(struct resolver *r, const struct passwd *entry)
{
	struct arena *arena = r->tree->arena;
	bool home = *entry->pw_dir == '/' && entry->pw_dir[strspn(entry->pw_dir, "/")];
	*r->identity = (struct tree_identity){
		.uid = entry->pw_uid,
		.gid = entry->pw_gid,
		.name = arena_string(arena, slice_of(entry->pw_name)),
		.home = home ? arena_string(arena, slice_of(entry->pw_dir)) : NULL};
	r->has_group = true;
}

static bool find_user(struct resolver *r, struct slice name, bool by_number)
{
	FILE *file = open_database(r, "/etc/passwd");
	bool found = false;
	for (struct passwd *entry; file && !found && (entry = fgetpwent(file));) {
		found = is_user(entry) && (by_number ? entry->pw_uid == r->identity->uid
						     : slice_is(name, entry->pw_name));
		if (found)
			take_user(r, entry);
	}
	if (file)
		fclose(file);
	return found;
}

/* A name that is known at launch only cannot be looked up. */
static bool is_told(struct resolver *r, struct slice name, struct span span)
{
	if (slice_find(name, '\0') == name.len)
		return true;
	fail(r, span, "write the name, or check without --root",
	     "the name has a specifier that is known at launch only");
	return false;
}

static void resolve_user(struct resolver *r)
{
	const struct setting *user = &r->service->settings[D_Service_User];
	struct slice name = user->set ? user->text : SLICE("root");
	if (service_is_dynamic(r->service)) {
		uint32_t id = dynamic_uid(name);
		*r->identity = (struct tree_identity){
			.uid = id, .gid = id, .name = arena_string(r->tree->arena, name)};
		r->has_group = true;
		return;
	}
	if (!is_told(r, name, user->span) || is_known_user(r, name))
		return;
	bool by_number = is_id(name, &r->identity->uid);
	if (!find_user(r, name, by_number) && !by_number && !r->failed)
		fail(r, user->span, "make the user there, or give --root another directory",
		     arena_printf(r->tree->arena, "the user '%.*s' is not in %s/etc/passwd",
				  SLICE_ARG(name), r->tree->name));
}

static void resolve_group(struct resolver *r, struct slice name, struct span span, uint32_t *gid)
{
	bool found = is_id(name, gid);
	if (slice_is(name, "root")) {
		*gid = 0;
		found = true;
	}
	if (found || !is_told(r, name, span))
		return;
	FILE *file = open_database(r, "/etc/group");
	for (struct group *entry; file && !found && (entry = fgetgrent(file));) {
		found = is_group(entry) && slice_is(name, entry->gr_name);
		*gid = found ? entry->gr_gid : *gid;
	}
	if (file)
		fclose(file);
	if (!found && !r->failed)
		fail(r, span, "make the group there, or give --root another directory",
		     arena_printf(r->tree->arena, "the group '%.*s' is not in %s/etc/group",
				  SLICE_ARG(name), r->tree->name));
}

static void add(struct resolver *r, struct list *list, uint32_t gid)
{
	list->ids =
		arena_grow(r->tree->arena, list->ids, list->count, &list->room, sizeof(*list->ids));
	list->ids[list->count++] = gid;
}

static bool lists_user(const struct group *entry, const char *name)
{
	for (char **member = entry->gr_mem; *member; member++)
		if (strcmp(*member, name) == 0)
			return true;
	return false;
}

/* As initgroups(3); a user without a name, or whose group is that of root, has none. */
static void add_user_groups(struct resolver *r, struct list *list)
{
	const struct tree_identity *user = r->identity;
	if (!r->service->settings[D_Service_User].set || !user->name || !user->gid)
		return;
	add(r, list, user->gid);
	FILE *file = open_database(r, "/etc/group");
	for (struct group *entry; file && (entry = fgetgrent(file));)
		if (is_group(entry) && lists_user(entry, user->name))
			add(r, list, entry->gr_gid);
	if (file)
		fclose(file);
}

static int compare_ids(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static const uint32_t *sorted(struct resolver *r, const struct list *list)
{
	uint32_t *ids = arena_alloc(r->tree->arena, (list->count + 1) * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->ids[i];
	qsort(ids, list->count, sizeof(*ids), compare_ids);
	return ids;
}

static void resolve_groups(struct resolver *r)
{
	const struct items *more = &r->service->settings[D_Service_SupplementaryGroups].items;
	struct list list = {0};
	add_user_groups(r, &list);
	r->identity->user_groups = sorted(r, &list);
	r->identity->user_group_count = list.count;
	for (size_t i = 0; i < more->count; i++) {
		uint32_t gid = NO_ID;
		resolve_group(r, more->list[i].text, more->list[i].span, &gid);
		add(r, &list, gid);
	}
	r->identity->groups = sorted(r, &list);
	r->identity->group_count = list.count;
}

bool names_resolve(struct diagnostics *diagnostics, const struct service *service,
		   const struct tree *tree, struct tree_identity *identity)
{
	const struct setting *user = &service->settings[D_Service_User];
	const struct setting *group = &service->settings[D_Service_Group];
	struct resolver r = {diagnostics, service, tree, identity, false, false};
	*identity = (struct tree_identity){0};
	resolve_user(&r);
	if (!r.failed && !group->set && !r.has_group)
		fail(&r, user->span, "set Group=",
		     arena_printf(tree->arena,
				  "the id %u is not in %s/etc/passwd, and so has no group",
				  identity->uid, tree->name));
	uint32_t gid = identity->gid;
	if (group->set)
		resolve_group(&r, group->text, group->span, &gid);
	if (!r.failed) {
		identity->gid = gid;
		resolve_groups(&r);
	}
	return !r.failed;
}

const char *names_group(const struct tree *tree, uint32_t gid)
{
	int error;
	FILE *file = open_file(tree, "/etc/group", &error);
	const char *name = NULL;
	for (struct group *entry; file && !name && (entry = fgetgrent(file));)
		if (entry->gr_gid == gid && is_group(entry))
			name = arena_string(tree->arena, slice_of(entry->gr_name));
	if (file)
		fclose(file);
	return name;
}
