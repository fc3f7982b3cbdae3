/* SPDX-License-Identifier: MIT */
/* As in runtime/directories.c. */
#include "access/made.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct made_family made_families[MADE_FAMILIES] = {
	{STEP_runtime_directory, "RuntimeDirectory", "/run", true},
	{STEP_state_directory, "StateDirectory", "/var/lib", true},
	{STEP_cache_directory, "CacheDirectory", "/var/cache", true},
	{STEP_logs_directory, "LogsDirectory", "/var/log", true},
	{STEP_configuration_directory, "ConfigurationDirectory", "/etc", false},
};

struct made_directory {
	const char *path;    /* without symbolic links */
	const char *written; /* as the service names it */
	const char *source;  /* where it is before the step; NULL: in its place, or it is new */
	const char *target;  /* of what is a link; else NULL */
	const char *directive;
	unsigned mode, mask;
	bool is_given;   /* with all that is in it, which belongs to another one before */
	bool is_kept;    /* as it is */
	bool is_unknown; /* before the launch */
};

struct tree_made {
	struct tree before;
	uint32_t uid, gid;
	struct made_directory *list;
	size_t count, room;
};

/* Where a link leads nowhere the launch fails, and the way to it says so. */
static void add(struct tree_made *made, struct made_directory directory)
{
	if (!directory.path)
		return;
	made->list = arena_grow(made->before.arena, made->list, made->count, &made->room,
				sizeof(*made->list));
	made->list[made->count++] = directory;
}

/* The type of what is at PATH, which may be a link; 0: nothing. */
static unsigned type_at(const struct tree *tree, const char *path)
{
	struct way way;
	tree_walk_to_link(tree, path, &way);
	unsigned type = way.error ? 0 : way.target.mode & S_IFMT;
	way_close(&way);
	return type;
}

/* A link NAME to TARGET, both below the root of the family; it is relative. */
static void add_link(struct tree_made *made, const struct tree *tree,
		     const struct made_family *family, const char *name, const char *target)
{
	struct text text = {.arena = tree->arena};
	const char *written = arena_printf(tree->arena, "%s/%s", family->root, name);
	for (const char *slash = name; (slash = strchr(slash, '/')); slash++)
		text_puts(&text, "../");
	text_puts(&text, target);
	add(made, (struct made_directory){.path = tree_resolve(tree, written, false),
					  .written = written,
					  .target = text.at,
					  .directive = family->directive});
}

/* Where the directory is before: a service may have had a dynamic user, or not, the last time. */
static void find_source(const struct tree *tree, struct made_directory *directory,
			const char *private, bool moves_in)
{
	const char *public = directory->written;
	const char *inner = tree_resolve(tree, private, true);
	unsigned type = type_at(tree, public);
	if (moves_in && S_ISDIR(type)) {
		directory->source = tree_resolve(tree, public, true);
	} else if (!moves_in && S_ISLNK(type) && inner && directory->path &&
		   strcmp(directory->path, inner) == 0) {
		directory->source = directory->path;
		directory->path = tree_resolve(tree, public, false);
	}
}

static void add_directory(struct tree_made *made, const struct tree *tree, const struct step *step,
			  const struct made_family *family)
{
	struct arena *arena = tree->arena;
	const char *name = arena_string(arena, step->arguments[0].text);
	const char *flags = step->arguments[3].constant;
	const char *private = arena_printf(arena, "%s/private/%s", family->root, name);
	bool is_dynamic = strstr(flags, "AMBIT_DYNAMIC"), is_nested = strstr(flags, "AMBIT_NESTED");
	struct made_directory d = {.written = arena_printf(arena, "%s/%s", family->root, name),
				   .directive = family->directive,
				   .mode = (unsigned)step->arguments[1].number,
				   .mask = is_dynamic ? 01777 : 07777};
	struct way way;
	d.path = tree_resolve(tree, is_dynamic ? private : d.written, true);
	if (family->is_owned && !is_nested)
		find_source(tree, &d, private, is_dynamic);
	tree_walk(tree, d.source ? d.source : d.path ? d.path : "/", &way);
	d.is_kept = !way.error && !family->is_owned;
	d.is_given = !way.error && !d.is_kept &&
		     (way.target.uid != made->uid || way.target.gid != made->gid);
	way_close(&way);
	add(made, d);
	if (is_dynamic && !is_nested)
		add_link(made, tree, family, name, arena_printf(arena, "private/%s", name));
}

static void add_step(struct tree_made *made, const struct step *step,
		     const struct made_family *family)
{
	struct tree tree = made->before;
	struct slice name = step->arguments[0].text;
	const struct items *links = &step->arguments[2].texts;
	tree.made = made;
	if (slice_find(name, '\0') < name.len || !type_at(&made->before, family->root))
		return;
	add_directory(made, &tree, step, family);
	for (size_t i = 0; i < links->count; i++)
		if (slice_find(links->list[i].text, '\0') == links->list[i].text.len)
			add_link(made, &tree, family, arena_string(tree.arena, links->list[i].text),
				 arena_string(tree.arena, name));
}

/* Where they are without a view, for that has a place of its own for them. */
static void add_credentials(struct tree_made *made, const struct step *step)
{
	struct arena *arena = made->before.arena;
	const char *place =
		arena_printf(arena, "/run/credentials/%.*s", SLICE_ARG(step->arguments[0].text));
	add(made, (struct made_directory){.path = tree_resolve(&made->before, place, true),
					  .written = place,
					  .is_unknown = true});
}

const struct tree_made *tree_made_of(const struct command_plan *command, const struct tree *tree,
				     const struct tree_identity *identity)
{
	struct tree_made *made = arena_alloc(tree->arena, sizeof(*made));
	*made = (struct tree_made){.before = *tree, .uid = identity->uid, .gid = identity->gid};
	for (size_t i = 0; i < command->count; i++) {
		for (size_t k = 0; k < MADE_FAMILIES; k++)
			if (command->steps[i].id == made_families[k].step)
				add_step(made, &command->steps[i], &made_families[k]);
		if (command->steps[i].id == STEP_credentials)
			add_credentials(made, &command->steps[i]);
	}
	return made;
}

static int move(const struct tree_made *made, const char *source, int *fd, struct node *node)
{
	struct way way;
	tree_walk(&made->before, source, &way);
	if (way.error)
		return -way.error;
	if (*fd >= 0)
		close(*fd);
	*fd = way.fd;
	way.target.path = node->path;
	way.target.origin = node->origin;
	*node = way.target;
	return 0;
}

/* As ambit_own_tree(): what an ACL allowed to whom was up to the owner before. */
static void own(const struct tree_made *made, const struct made_directory *of, struct node *node)
{
	node->uid = made->uid;
	node->gid = made->gid;
	node->acl = NULL;
	node->acl_count = 0;
	node->mode &= S_IFMT | of->mask;
	if (!S_ISDIR(node->mode))
		node->mode &= ~(unsigned)(S_ISUID | S_ISGID);
}

/* What is in a directory that is given. */
static void own_inner(const struct tree_made *made, struct node *node)
{
	for (size_t i = made->count; i-- > 0;)
		if (made->list[i].is_given && path_covers(made->list[i].path, node->origin)) {
			own(made, &made->list[i], node);
			return;
		}
}

static int apply(const struct tree_made *made, const struct made_directory *at, int *fd,
		 struct node *node, int error)
{
	if (at->is_unknown)
		return -WAY_IS_MADE;
	if (at->source)
		error = move(made, at->source, fd, node);
	if (at->target || error == -ENOENT) {
		node_replace(node, fd, at->target ? S_IFLNK | 0777 : S_IFDIR);
		node->target = at->target;
		error = 0;
	}
	if (error || at->is_kept || !S_ISDIR(node->mode))
		return error;
	own(made, at, node);
	node->mode = S_IFDIR | at->mode;
	node->made_by = at->directive;
	return 0;
}

/* What has the directories of dynamic users is for root alone. */
static bool is_private(const char *path)
{
	bool is = false;
	for (size_t i = 0; i < MADE_FAMILIES; i++) {
		size_t len = strlen(made_families[i].root);
		is |= path_covers(made_families[i].root, path) == len &&
		      strcmp(path + len, "/private") == 0;
	}
	return is;
}

int tree_made_apply(const struct tree_made *made, int *fd, struct node *node, int error)
{
	bool is_above = false;
	for (size_t i = 0; i < made->count; i++) {
		if (strcmp(made->list[i].path, node->origin) == 0)
			return apply(made, &made->list[i], fd, node, error);
		is_above |= path_covers(node->origin, made->list[i].path) > 0;
	}
	if (error == -ENOENT && is_above) {
		node_replace(node, fd, S_IFDIR | (is_private(node->origin) ? 0700 : 0755));
		return 0;
	}
	if (!error)
		own_inner(made, node);
	return error;
}

bool tree_made_has(const struct tree_made *made, const char *path)
{
	for (size_t i = 0; made && i < made->count; i++)
		if (strcmp(made->list[i].written, path) == 0)
			return true;
	return false;
}
