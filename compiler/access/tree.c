/* SPDX-License-Identifier: MIT */
/* The walk: a stack of open directories, and the names that are still to be looked up. */
#include "access/made.h"
#include "access/tree_view.h"

#include <acl/libacl.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { LINKS_MOST = 40, DEPTH_MOST = 512 }; /* path_resolution(7); descriptors are few */

struct walker {
	const struct tree *tree;
	struct way *way;
	struct text rest; /* of the path; what is before AT is done */
	size_t at;
	unsigned links;
	bool ends_at_link;
	size_t depth;
	struct place_in_tree {
		int fd;
		struct node node;
	} stack[DEPTH_MOST];
};

/* The name by which calls that take a path reach what FD, opened with O_PATH, stands for. */
struct fd_path {
	char text[32];
};

static struct fd_path path_of(int fd)
{
	struct fd_path path;
	snprintf(path.text, sizeof(path.text), "/proc/self/fd/%d", fd);
	return path;
}

static int read_entry(acl_entry_t from, struct acl_entry *to)
{
	acl_permset_t set;
	if (acl_get_tag_type(from, &to->tag) < 0 || acl_get_permset(from, &set) < 0)
		return -errno;
	to->permissions = (acl_get_perm(set, ACL_READ) > 0 ? MAY_READ : 0U) |
			  (acl_get_perm(set, ACL_WRITE) > 0 ? MAY_WRITE : 0U) |
			  (acl_get_perm(set, ACL_EXECUTE) > 0 ? MAY_EXECUTE : 0U);
	if (to->tag != ACL_USER && to->tag != ACL_GROUP)
		return 0;
	uint32_t *id = acl_get_qualifier(from);
	if (!id)
		return -errno;
	to->id = *id;
	acl_free(id);
	return 0;
}

/* acl_get_entry(3) has 1 for an entry and 0 for the end. */
static int read_entries(struct arena *arena, acl_t acl, struct node *node)
{
	int count = acl_entries(acl), error = 0;
	struct acl_entry *entries = arena_alloc(arena, (size_t)count * sizeof(*entries));
	acl_entry_t entry;
	for (int which = ACL_FIRST_ENTRY; !error && acl_get_entry(acl, which, &entry) == 1;
	     which = ACL_NEXT_ENTRY)
		error = read_entry(entry, &entries[node->acl_count++]);
	node->acl = entries;
	return error;
}

static int read_acl(struct arena *arena, int fd, struct node *node)
{
	struct fd_path path = path_of(fd);
	int extended = acl_extended_file(path.text);
	node->has_acls = extended >= 0;
	if (extended <= 0)
		return extended == 0 || errno == ENOTSUP ? 0 : -errno;
	acl_t acl = acl_get_file(path.text, ACL_TYPE_ACCESS);
	if (!acl)
		return -errno;
	int error = read_entries(arena, acl, node);
	acl_free(acl);
	return error;
}

/* What stands behind FD; of a symbolic link the mode alone counts. */
static int read_node(struct arena *arena, int fd, struct node *node)
{
	struct stat status;
	struct statvfs mount;
	if (fstat(fd, &status) < 0 || fstatvfs(fd, &mount) < 0)
		return -errno;
	node->uid = status.st_uid;
	node->gid = status.st_gid;
	node->mode = status.st_mode;
	node->mount = mount.f_flag;
	return S_ISLNK(status.st_mode) ? 0 : read_acl(arena, fd, node);
}

static void stop(struct walker *w, int error, const char *path)
{
	w->way->error = error;
	w->way->stopped = path;
	w->way->rest =
		arena_string(w->tree->arena, slice_part(text_slice(&w->rest), w->at, w->rest.len));
}

static void push(struct walker *w, int fd, const struct node *node)
{
	w->stack[w->depth++] = (struct place_in_tree){fd, *node};
}

static void close_any(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void pop(struct walker *w)
{
	close_any(w->stack[--w->depth].fd);
}

void node_replace(struct node *node, int *fd, unsigned mode)
{
	close_any(*fd);
	*fd = -1;
	*node = (struct node){.path = node->path,
			      .origin = node->origin,
			      .shown_by = node->shown_by,
			      .shown_at = node->shown_at,
			      .mount = node->mount,
			      .mode = mode};
}

size_t path_covers(const char *above, const char *path)
{
	size_t len = strlen(above);
	if (len == 1)
		return 1;
	return strncmp(path, above, len) == 0 && (!path[len] || path[len] == '/') ? len : 0;
}

/* What is made, and then shown, at the path of NODE in place of FD, or of nothing. The error that is left of ERROR. */
static int show(struct walker *w, int *fd, struct node *node, int error)
{
	const struct tree *tree = w->tree;
	const char *path = node->path + strlen(tree->prefix);
	if (tree->made && node->origin)
		error = tree_made_apply(tree->made, fd, node, error);
	return tree->view ? tree_view_apply(tree->view, *path ? path : "/", fd, node, error)
			  : error;
}

static void enter_root(struct walker *w)
{
	const struct tree *tree = w->tree;
	const char *path = *tree->prefix ? tree->prefix : "/";
	struct node node = {.path = path, .origin = path};
	int fd = tree->fd < 0 ? -1 : openat(tree->fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int error = fd < 0 && tree->fd >= 0 ? -errno : 0;
	if (tree->top)
		node = *tree->top;
	else if (!error)
		error = read_node(tree->arena, fd, &node);
	error = show(w, &fd, &node, error);
	push(w, fd, &node);
	if (error)
		stop(w, -error, node.path);
}

/* What is behind the link goes before the rest. */
static void follow(struct walker *w, int fd, const struct node *node)
{
	char found[PATH_MAX];
	const char *target = node->target ? node->target : found;
	ssize_t len =
		node->target ? (ssize_t)strlen(target) : readlinkat(fd, "", found, sizeof(found));
	if (len <= 0 || ++w->links > LINKS_MOST) {
		stop(w, len < 0 ? errno : len == 0 ? ENOENT : ELOOP, node->path);
		return;
	}
	struct text rest = {.arena = w->tree->arena};
	text_add(&rest, (struct slice){target, (size_t)len});
	text_add(&rest, slice_part(text_slice(&w->rest), w->at, w->rest.len));
	w->rest = rest;
	w->at = 0;
	while (*target == '/' && w->depth > 1)
		pop(w);
}

/* 0 or a negative errno; *fd is -1 where there is nothing to be opened yet. */
static int open_node(struct walker *w, const struct place_in_tree *top, struct slice name,
		     struct node *node, int *fd)
{
	struct arena *arena = w->tree->arena;
	int error = -ENOENT;
	if (w->depth == DEPTH_MOST)
		return -EMFILE;
	if (top->fd >= 0) {
		*fd = openat(top->fd, arena_string(arena, name), O_PATH | O_NOFOLLOW | O_CLOEXEC);
		error = *fd < 0 ? -errno : read_node(arena, *fd, node);
	}
	return show(w, fd, node, error);
}

static const char *path_below(struct arena *arena, const char *above, struct slice name)
{
	return arena_printf(arena, "%s/%.*s", strcmp(above, "/") == 0 ? "" : above,
			    SLICE_ARG(name));
}

static void open_name(struct walker *w, const struct place_in_tree *top, struct slice name)
{
	struct arena *arena = w->tree->arena;
	struct node node = {.path = path_below(arena, top->node.path, name),
			    .origin = top->node.origin ? path_below(arena, top->node.origin, name)
						       : NULL,
			    .shown_by = top->node.shown_by,
			    .shown_at = top->node.shown_at,
			    .mount = top->node.mount};
	int fd = -1, error = open_node(w, top, name, &node, &fd);
	w->way->last = w->at == w->rest.len;
	if (error)
		stop(w, -error, node.path);
	if (!error && (!S_ISLNK(node.mode) || (w->ends_at_link && w->way->last))) {
		push(w, fd, &node);
		return;
	}
	if (!error)
		follow(w, fd, &node);
	close_any(fd);
}

static void look_up(struct walker *w, struct slice name)
{
	struct way *way = w->way;
	const struct place_in_tree *top = &w->stack[w->depth - 1];
	way->searched = arena_grow(w->tree->arena, way->searched, way->count, &way->room,
				   sizeof(*way->searched));
	way->searched[way->count++] = top->node;
	if (slice_is(name, "..") && w->depth > 1)
		pop(w);
	else if (!slice_is(name, ".") && !slice_is(name, ".."))
		open_name(w, top, name);
}

/* The next name; a slash behind a name says that it is a directory's. */
static bool next_name(struct walker *w, struct slice *name)
{
	struct slice rest = slice_part(text_slice(&w->rest), w->at, w->rest.len);
	const struct node *top = &w->stack[w->depth - 1].node;
	size_t slashes = 0;
	while (slashes < rest.len && rest.at[slashes] == '/')
		slashes++;
	if (rest.len && !S_ISDIR(top->mode)) {
		stop(w, ENOTDIR, top->path);
		return false;
	}
	rest = slice_part(rest, slashes, rest.len);
	*name = slice_part(rest, 0, slice_find(rest, '/'));
	w->at += slashes + name->len;
	return name->len > 0;
}

static void walk(struct walker *w, const char *path)
{
	struct way *way = w->way;
	struct slice name;
	w->rest.arena = w->tree->arena;
	*way = (struct way){.fd = -1};
	text_puts(&w->rest, path);
	enter_root(w);
	while (!way->error && next_name(w, &name))
		look_up(w, name);
	if (!way->error) {
		way->fd = w->stack[--w->depth].fd;
		way->target = w->stack[w->depth].node;
	}
	while (w->depth)
		pop(w);
}

void tree_walk(const struct tree *tree, const char *path, struct way *way)
{
	struct walker walker = {.tree = tree, .way = way};
	walk(&walker, path);
}

void tree_walk_to_link(const struct tree *tree, const char *path, struct way *way)
{
	struct walker walker = {.tree = tree, .way = way, .ends_at_link = true};
	walk(&walker, path);
}

const char *tree_resolve(const struct tree *tree, const char *path, bool follows)
{
	struct way way;
	if (follows)
		tree_walk(tree, path, &way);
	else
		tree_walk_to_link(tree, path, &way);
	const char *found = way.error ? way.stopped : way.target.path;
	bool known = !way.error || way.error == ENOENT || way.error == WAY_IS_MADE;
	way_close(&way);
	if (!known || (way.error && strstr(way.rest, "/..")))
		return NULL;
	found += strlen(tree->prefix);
	return way.error ? arena_printf(tree->arena, "%s%s", found, way.rest)
	       : *found  ? found
			 : "/";
}

void way_close(struct way *way)
{
	close_any(way->fd);
	way->fd = -1;
}

bool way_is_told(const struct way *way)
{
	return way->error == ENOENT || way->error == ENOTDIR || way->error == EINVAL ||
	       way->error == ELOOP || way->error == ENAMETOOLONG;
}

int tree_open(struct tree *tree, struct arena *arena, const char *directory)
{
	int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct slice name = slice_of(directory);
	while (slice_ends(name, "/"))
		name.len--;
	*tree = (struct tree){
		.arena = arena, .name = arena_string(arena, name), .prefix = "", .fd = fd};
	return fd < 0 ? -errno : 0;
}

void tree_below(const struct tree *tree, const struct way *way, struct tree *inner)
{
	const char *path = way->target.path;
	struct node *top = arena_alloc(tree->arena, sizeof(*top));
	*top = way->target;
	*inner = *tree;
	inner->prefix = strcmp(path, "/") == 0 ? "" : path;
	inner->fd = way->fd < 0 ? -1 : fcntl(way->fd, F_DUPFD_CLOEXEC, 0);
	inner->top = top;
}

void tree_close(struct tree *tree)
{
	close_any(tree->fd);
}

int way_open(const struct way *way, int flags)
{
	int fd = way->fd < 0 ? -1 : open(path_of(way->fd).text, flags | O_CLOEXEC);
	if (fd < 0)
		return way->fd < 0 ? -ENOENT : -errno;
	return fd;
}

/* linux/capability.h, "struct vfs_ns_cap_data"; version 1 has half of the words. */
static int read_capabilities(const char *path, struct program *program)
{
	struct vfs_ns_cap_data data = {0};
	ssize_t len = getxattr(path, "security.capability", &data, sizeof(data));
	if (len < 0)
		return errno == ENODATA || errno == ENOTSUP ? 0 : -errno;
	bool wide = (size_t)len >= XATTR_CAPS_SZ_2;
	program->has_capabilities = true;
	program->capabilities_effective = le32toh(data.magic_etc) & VFS_CAP_FLAGS_EFFECTIVE;
	program->permitted = le32toh(data.data[0].permitted);
	program->inheritable = le32toh(data.data[0].inheritable);
	if (wide) {
		program->permitted |= (uint64_t)le32toh(data.data[1].permitted) << 32;
		program->inheritable |= (uint64_t)le32toh(data.data[1].inheritable) << 32;
	}
	if ((size_t)len == XATTR_CAPS_SZ_3)
		program->capabilities_root = le32toh(data.rootid);
	return 0;
}

int way_program(const struct way *way, struct program *program)
{
	const struct node *node = &way->target;
	*program = (struct program){.uid = node->uid,
				    .gid = node->gid,
				    .mode = node->mode,
				    .nosuid = node->mount & ST_NOSUID};
	return S_ISREG(node->mode) ? read_capabilities(path_of(way->fd).text, program) : 0;
}
