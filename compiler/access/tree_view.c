/* SPDX-License-Identifier: MIT */
/*
 * The mounts one after the other, in the order of their resolved paths, each in what those before it have made; then the
 * rules. Of those at or above a path the nearest counts, for each flag by itself: as in runtime/view.c.
 */
#include "access/tree_view.h"
#include "access/mount.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct tree_view {
	const struct tree *host;
	struct view_rule *rules; /* mounts that are made, then the others */
	size_t count, room;
};

enum { ATTRIBUTES = 4 };

static const struct {
	const char *set, *end;
	unsigned long flag;
} attributes[ATTRIBUTES] = {{"AMBIT_READ_ONLY", "AMBIT_READ_WRITE", ST_RDONLY},
			    {"AMBIT_NOEXEC", "AMBIT_EXEC", ST_NOEXEC},
			    {"AMBIT_NOSUID", "AMBIT_SUID", ST_NOSUID},
			    {"AMBIT_NODEV", "AMBIT_DEV", ST_NODEV}};

static bool is_within(const char *path, size_t len, const char *above, size_t above_len)
{
	return above_len == 1 || (len >= above_len && memcmp(path, above, above_len) == 0 &&
				  (len == above_len || path[above_len] == '/'));
}

static bool is_known(struct slice text)
{
	return slice_find(text, '\0') == text.len;
}

static void add(struct tree_view *view, struct arena *arena, const struct view_rule *rule)
{
	view->rules =
		arena_grow(arena, view->rules, view->count, &view->room, sizeof(*view->rules));
	view->rules[view->count] = *rule;
	view->rules[view->count++].len = strlen(rule->path);
}

/* False: where it is is known at launch only. */
static bool read_rule(struct arena *arena, const struct step *step, struct view_rule *rule)
{
	bool is_mount = step->id == STEP_mount;
	size_t path = is_mount ? 1 : 0, flags = is_mount ? 3 : 1;
	struct slice operand = is_mount ? step->arguments[2].text : (struct slice){0};
	if (!is_known(step->arguments[path].text))
		return false;
	*rule = (struct view_rule){.written = arena_string(arena, step->arguments[path].text),
				   .mounter = is_mount ? step->arguments[0].constant : NULL,
				   .operand = operand.at ? arena_string(arena, operand) : NULL,
				   .flags = step->arguments[flags].constant,
				   .directives = step->directives,
				   .knows_operand = is_known(operand)};
	for (size_t k = 0; k < ATTRIBUTES; k++) {
		rule->sets |= (unsigned)rule_has_flag(rule, attributes[k].set) << k;
		rule->ends |= (unsigned)(is_mount || rule_has_flag(rule, attributes[k].end)) << k;
	}
	return true;
}

/* All that is below a path directly follows it. */
static int compare_rules(const void *a, const void *b)
{
	const struct view_rule *x = a, *y = b;
	const char *p = x->path, *q = y->path;
	while (*p && *p == *q)
		p++, q++;
	if (*p == *q)
		return (x->order > y->order) - (x->order < y->order);
	if (!*p || !*q)
		return *p ? 1 : -1;
	if (*p == '/' || *q == '/')
		return *p == '/' ? -1 : 1;
	return (unsigned char)*p < (unsigned char)*q ? -1 : 1;
}

static const char *resolve(const struct tree *tree, const struct view_rule *rule)
{
	return tree_resolve(tree, rule->written, !rule_has_flag(rule, "AMBIT_NO_FOLLOW"));
}

static const struct view_rule *mount_at(const struct tree_view *view, const char *path)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < view->count; i++)
		if (view->rules[i].mounter && view->rules[i].len == len &&
		    memcmp(view->rules[i].path, path, len) == 0)
			return &view->rules[i];
	return NULL;
}

static bool is_closed(const struct tree_view *view, const char *path)
{
	for (size_t i = 0; i < view->count; i++)
		if (rule_is(&view->rules[i], "ambit_inaccessible") &&
		    path_covers(view->rules[i].path, path))
			return true;
	return false;
}

/* Directories are mounted on directories, and all else on what is none: mount(2). */
static int misfit(const struct tree *tree, const char *path, bool is_directory)
{
	struct way way;
	tree_walk(tree, path, &way);
	bool differs = !way.error && S_ISDIR(way.target.mode) != is_directory;
	way_close(&way);
	return differs ? -EINVAL : 0;
}

/*
 * Whether anything is mounted. The launch fails where a source is missing that may not be: that is reported with its
 * path, and what would be there is as unknown as if it were known at launch only.
 */
static bool is_made(const struct tree_view *view, const struct tree *tree, struct view_rule *rule)
{
	struct way way = {.fd = -1, .target.mode = S_IFDIR};
	bool is_closing = rule_is(rule, "ambit_inaccessible");
	if (rule_is_bind(rule) && rule->knows_operand)
		rule_walk_source(view->host, rule, &way);
	else if (is_closing && rule->operand)
		tree_walk(view->host, rule->operand, &way);
	else if (is_closing)
		tree_walk(tree, rule->path, &way);
	way_close(&way);
	if (is_closing)
		return !way.error || way.error == WAY_IS_MADE;
	if (way.error)
		rule->knows_operand = false;
	else if (rule->knows_operand && !rule_has_flag(rule, "AMBIT_NO_FOLLOW"))
		rule->error = misfit(tree, rule->path, S_ISDIR(way.target.mode));
	bool is_missing = way.error == ENOENT || way.error == ENOTDIR;
	return !is_missing || !rule_has_flag(rule, "AMBIT_OPTIONAL");
}

/* The first of those at one path is the one that is made. */
static void add_mounts(struct tree_view *view, const struct tree *tree,
		       const struct command_plan *command)
{
	struct arena *arena = tree->arena;
	struct view_rule *rules = arena_alloc(arena, (command->count + 1) * sizeof(*rules));
	size_t count = 0;
	for (size_t i = 0; i < command->count; i++) {
		if (command->steps[i].id != STEP_mount ||
		    !read_rule(arena, &command->steps[i], &rules[count]))
			continue;
		rules[count].path = resolve(tree, &rules[count]);
		rules[count].order = count;
		count += rules[count].path ? 1 : 0;
	}
	qsort(rules, count, sizeof(*rules), compare_rules);
	for (size_t i = 0; i < count; i++) {
		rules[i].path = resolve(tree, &rules[i]);
		if (rules[i].path && !mount_at(view, rules[i].path) &&
		    !is_closed(view, rules[i].path) && is_made(view, tree, &rules[i]))
			add(view, arena, &rules[i]);
	}
}

const struct tree_view *tree_view_of(const struct command_plan *command, const struct tree *root,
				     const struct tree *host)
{
	bool has_view = false;
	struct tree tree = *root;
	for (size_t i = 0; i < command->count; i++)
		has_view |= command->steps[i].id == STEP_view;
	if (!has_view)
		return NULL;
	struct tree_view *view = arena_alloc(root->arena, sizeof(*view));
	struct tree *kept = arena_alloc(root->arena, sizeof(*kept));
	*kept = *host;
	*view = (struct tree_view){.host = kept};
	tree.view = view;
	add_mounts(view, &tree, command);
	for (size_t i = 0; i < command->count; i++) {
		struct view_rule rule;
		if (command->steps[i].id != STEP_path ||
		    !read_rule(root->arena, &command->steps[i], &rule))
			continue;
		rule.path = resolve(&tree, &rule);
		if (rule.path)
			add(view, root->arena, &rule);
	}
	return view;
}

/*
 * The flags of the mount: for each the nearest that sets or ends it. A mount starts anew. That all of a view is nosuid
 * where no_new_privs is set changes nothing, and so is not told.
 */
static void set_flags(const struct tree_view *view, const char *path, struct node *node)
{
	size_t nearest[ATTRIBUTES] = {0}, path_len = strlen(path);
	bool is_set[ATTRIBUTES] = {false};
	for (size_t i = 0; i < view->count; i++) {
		const struct view_rule *rule = &view->rules[i];
		if (!is_within(path, path_len, rule->path, rule->len))
			continue;
		for (size_t k = 0; k < ATTRIBUTES; k++) {
			bool sets = rule->sets >> k & 1, ends = rule->ends >> k & 1;
			if ((!sets && !ends) || rule->len < nearest[k])
				continue;
			is_set[k] = sets || (is_set[k] && rule->len == nearest[k]);
			nearest[k] = rule->len;
		}
	}
	for (size_t k = 0; k < ATTRIBUTES; k++)
		node->mount |= is_set[k] ? attributes[k].flag : 0;
}

/* A mount point that is missing is made, with all above it. */
static bool is_above_mount(const struct tree_view *view, const char *path)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < view->count; i++)
		if (view->rules[i].mounter &&
		    is_within(view->rules[i].path, view->rules[i].len, path, len))
			return true;
	return false;
}

int tree_view_apply(const struct tree_view *view, const char *path, int *fd, struct node *node,
		    int error)
{
	const struct view_rule *rule = mount_at(view, path);
	if (rule) {
		error = mount_show(view->host, rule, fd, node);
	} else if (error == -ENOENT && is_above_mount(view, path)) {
		node_replace(node, fd, S_IFDIR | 0755);
		error = 0;
	} else if (error == -ENOENT) {
		const struct view_rule *devices = mount_at(view, "/dev");
		if (devices && rule_is(devices, "ambit_devices"))
			error = mount_show_in_devices(path, fd, node, error);
	}
	if (!error)
		set_flags(view, path, node);
	return error;
}
