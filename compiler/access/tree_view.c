/* SPDX-License-Identifier: MIT */
/* Of the rules at or above a path the nearest counts, for each flag by itself, as in runtime/view.c. */
#include "access/tree_view.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct tree_view_rule {
	const char *path;    /* without symbolic links */
	const char *mounter; /* NULL: of step "path" */
	const char *source;  /* of ambit_bind, in the host */
	const char *flags;
};

static bool has_flag(const struct tree_view_rule *rule, const char *flag)
{
	const char *found = strstr(rule->flags, flag);
	size_t len = strlen(flag);
	return found && (!found[len] || found[len] == ' ');
}

static const char *argument(const struct step *step, size_t index, struct arena *arena)
{
	struct slice text = step->arguments[index].text;
	return text.at ? arena_string(arena, text) : NULL;
}

/* Where the path leads, or would if it is missing. */
static const char *resolve(const struct tree *tree, const char *path)
{
	struct way way;
	tree_walk(tree, path, &way);
	const char *found = way.error ? NULL : way.target.path + strlen(tree->prefix);
	way_close(&way);
	return !found ? path : *found ? found : "/";
}

static void add_rule(struct tree_view *view, const struct tree *root, const struct step *step)
{
	bool is_mount = step->id == STEP_mount;
	size_t path = is_mount ? 1 : 0, flags = is_mount ? 3 : 1;
	struct tree_view_rule rule = {.path = resolve(root, argument(step, path, root->arena)),
				      .flags = step->arguments[flags].constant};
	if (is_mount) {
		rule.mounter = step->arguments[0].constant;
		rule.source = argument(step, 2, root->arena);
	}
	view->rules = arena_grow(root->arena, view->rules, view->count, &view->room,
				 sizeof(*view->rules));
	view->rules[view->count++] = rule;
}

const struct tree_view *tree_view_of(const struct command_plan *command, const struct tree *root,
				     const struct tree *host)
{
	struct tree_view *view = NULL;
	for (size_t i = 0; i < command->count; i++)
		if (command->steps[i].id == STEP_view) {
			view = arena_alloc(root->arena, sizeof(*view));
			*view = (struct tree_view){.host = host};
			view->nosuid =
				strstr(command->steps[i].arguments[1].constant, "AMBIT_NOSUID");
		}
	for (size_t i = 0; view && i < command->count; i++)
		if (command->steps[i].id == STEP_mount || command->steps[i].id == STEP_path)
			add_rule(view, root, &command->steps[i]);
	return view;
}

/* How much of PATH the rule covers; 0: it is about something else. */
static size_t covers(const struct tree_view_rule *rule, const char *path)
{
	size_t len = strlen(rule->path);
	if (len == 1)
		return 1;
	bool above = strncmp(path, rule->path, len) == 0 && (!path[len] || path[len] == '/');
	return above ? len : 0;
}

static bool is(const struct tree_view_rule *rule, const char *mounter)
{
	return rule->mounter && strcmp(rule->mounter, mounter) == 0;
}

/* One flag of the mount: what sets it, and what ends it. A mount starts anew. */
static bool holds(const struct tree_view *view, const char *path, const char *set, const char *end)
{
	size_t nearest = 0;
	bool value = false;
	for (size_t i = 0; i < view->count; i++) {
		const struct tree_view_rule *rule = &view->rules[i];
		bool sets = has_flag(rule, set), ends = has_flag(rule, end) || rule->mounter;
		size_t len = covers(rule, path);
		if ((!sets && !ends) || !len || len < nearest)
			continue;
		value = sets || (value && len == nearest);
		nearest = len;
	}
	return value;
}

static void set_flags(const struct tree_view *view, const char *path, struct node *node)
{
	if (holds(view, path, "AMBIT_READ_ONLY", "AMBIT_READ_WRITE"))
		node->mount |= ST_RDONLY;
	if (holds(view, path, "AMBIT_NOEXEC", "AMBIT_EXEC"))
		node->mount |= ST_NOEXEC;
	if (view->nosuid || holds(view, path, "AMBIT_NOSUID", "AMBIT_SUID"))
		node->mount |= ST_NOSUID;
}

/* The first of those at the path itself is the one that is made. */
static const struct tree_view_rule *mount_at(const struct tree_view *view, const char *path)
{
	for (size_t i = 0; i < view->count; i++)
		if (view->rules[i].mounter && strcmp(view->rules[i].path, path) == 0)
			return &view->rules[i];
	return NULL;
}

static enum tree_view_change bind(const struct tree_view *view, const struct tree_view_rule *rule,
				  int *fd, struct node *node)
{
	const char *path = node->path;
	struct way way;
	tree_walk(view->host, rule->source, &way);
	if (way.error)
		return has_flag(rule, "AMBIT_OPTIONAL") ? TREE_VIEW_SAME : TREE_VIEW_MADE;
	if (*fd >= 0)
		close(*fd);
	*fd = way.fd;
	*node = way.target;
	node->path = path;
	return TREE_VIEW_BOUND;
}

enum tree_view_change tree_view_apply(const struct tree_view *view, const char *path, int *fd,
				      struct node *node)
{
	const struct tree_view_rule *rule = mount_at(view, path);
	enum tree_view_change change = TREE_VIEW_SAME;
	if (rule && is(rule, "ambit_bind"))
		change = bind(view, rule, fd, node);
	else if (rule && is(rule, "ambit_inaccessible")) {
		node->mode &= S_IFMT;
		node->uid = node->gid = 0;
		node->acl = NULL;
		change = TREE_VIEW_CLOSED;
	} else if (rule && !is(rule, "ambit_link"))
		change = TREE_VIEW_MADE;
	set_flags(view, path, node);
	return change;
}
