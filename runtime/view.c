/* SPDX-License-Identifier: MIT */
/*
 * Step "view": the mount namespace of a service. First all mounts are made in a copy of the tree, in the
 * order of their resolved paths. Then a second copy gets the attributes: each path whose attributes differ
 * from those above it is cloned from the first copy, where nothing is set yet, made read-only and so on in one
 * call with all that is mounted below (mount_setattr(2)), and put into its place. So what stays writable
 * keeps just the flags that it had, and at no time is anything writable that is not to be. The last copy
 * becomes the root, the others are left behind, and what was asked for is read back.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	DETACH = 2, /* MNT_DETACH of umount2(2) */
	FORBIDS = AMBIT_READ_ONLY | AMBIT_NOEXEC,
};

struct ambit_trees ambit_trees = {-1, -1, -1, -1, 0};

static void check(ambit_place place, const char *what, int error)
{
	if (error == -ENOSYS)
		ambit_fail(place, AMBIT_STATUS_view, "view", "needs Linux 5.12 or newer", 0);
	if (error < 0)
		ambit_fail(place, AMBIT_STATUS_view, "view", what, -error);
}

static int stack(int mount)
{
	ambit_trees.stacked++;
	return ambit_attach(mount, ambit_trees.host);
}

/* No path leads to what is on top of a root: from here on that is the root. */
static int attach_as_root(int mount)
{
	int error = stack(mount);

	if (error)
		return error;
	ambit_trees.root = fcntl(mount, F_DUPFD_CLOEXEC, 0);
	return ambit_trees.root < 0 ? -errno : 0;
}

static int attach_at(const struct ambit_entry *entry, int root, int mount)
{
	if (!entry->path[1])
		return attach_as_root(mount);

	int at = ambit_open_resolved(root, entry->path, 0);
	int error = at < 0 ? at : ambit_attach(mount, at);

	if (at >= 0)
		close(at);
	return error;
}

static void show(struct ambit_entry *entry, int mount)
{
	struct stat found;
	int error = fstat(mount, &found) < 0 ? -errno : 0;

	if (!error)
		error = attach_at(entry, ambit_trees.root, mount);
	if (error == -ENOENT) {
		error = ambit_make_node(ambit_trees.root, entry->path, S_ISDIR(found.st_mode));
		if (!error)
			error = attach_at(entry, ambit_trees.root, mount);
	}
	if (!error && entry->flags & AMBIT_SUBMOUNTS)
		error = ambit_show_submounts(entry);
	if (error)
		ambit_fail_entry(entry, entry->operand, error);
	entry->is_shown = true;
	entry->device = found.st_dev;
	entry->inode = found.st_ino;
}

/* What is mounted above it may have brought links, too. */
static void make_mount(struct ambit_entry *entry)
{
	int error = ambit_resolve_entry(entry), mount;

	if (error == -ENOENT && entry->path)
		error = 0;
	mount = error ? error : entry->mounter(entry);

	if ((mount == -ENOENT || mount == -ENOTDIR) && entry->flags & AMBIT_OPTIONAL) {
		if (entry->flags & FORBIDS) /* as in systemd, what is there instead */
			ambit_path(entry->place, entry->written,
				   (entry->flags & FORBIDS) | AMBIT_OPTIONAL);
		return;
	}
	if (mount < 0)
		ambit_fail_entry(entry, entry->operand, mount);
	else if (mount != AMBIT_NOTHING_TO_ATTACH) {
		show(entry, mount);
		close(mount);
	}
}

/*
 * The first at a path is made, and what the others forbid holds for it; nothing below one that is out of reach. Those that
 * show are left in the list, in the order of where they are now.
 */
static struct ambit_entry *make_mounts(struct ambit_entry *list)
{
	struct ambit_entry *shown = NULL, **end = &shown, *last = NULL;
	const struct ambit_entry *closed = NULL;

	for (struct ambit_entry *entry = list, *next; entry; entry = next) {
		next = entry->next;
		if (last && strcmp(last->path, entry->path) == 0) {
			last->flags |= entry->flags & FORBIDS;
			continue;
		}
		if (closed && ambit_is_below(entry->path, closed->path))
			continue;
		make_mount(entry);
		if (!entry->is_shown)
			continue;
		last = entry;
		*end = entry;
		end = &entry->next;
		if (entry->mounter == ambit_inaccessible)
			closed = entry;
	}
	*end = NULL;
	return ambit_sort_entries(shown);
}

static bool is_mount(const struct ambit_entry *entry)
{
	return entry->mounter;
}

static bool is_inaccessible(const struct ambit_entry *entry)
{
	return entry->mounter == ambit_inaccessible;
}

static bool has_submounts(const struct ambit_entry *entry)
{
	return entry->mounter && entry->flags & AMBIT_SUBMOUNTS;
}

/* A namespace whose mounts follow those of the host and never the other way. */
static void leave_host(ambit_place place)
{
	if (ambit_undo) {
		ambit_outside = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
		ambit_outer_mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	}
	if (unshare(CLONE_NEWNS) < 0)
		ambit_fail(place, AMBIT_STATUS_view, "view",
			   errno == EPERM ? "a mount namespace needs CAP_SYS_ADMIN" : NULL, errno);
	ambit_trees.host = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	check(place, "/", ambit_trees.host < 0 ? -errno : 0);
	int error = ambit_set_attributes(ambit_trees.host, 0, MS_SLAVE, true);
	if (error == -EINVAL)
		ambit_fail(place, AMBIT_STATUS_view, "view", "/ is no mount: started in a chroot",
			   0);
	check(place, "propagation", error);
	ambit_trees.root = ambit_trees.host;
}

/*
 * All trees are put on top of the host's root, where no path leads to that is walked here: a path that has no ".."
 * in it does not leave the mount that it starts from for one that is on top of it.
 */
static void start_tree(ambit_place place, const char *root, unsigned flags)
{
	const char *resolved;

	if (ambit_any_mount(has_submounts))
		check(place, "/proc/self/mountinfo", ambit_read_submounts(place));
	if (root || ambit_any_mount(is_mount)) {
		int at = ambit_walk(place, ambit_trees.host, root ? root : "/", &resolved);
		check(place, root, at);
		ambit_trees.root = flags & AMBIT_EPHEMERAL ? ambit_layer(place, resolved)
							   : ambit_clone_tree(at, "", true);
		check(place, root, ambit_trees.root);
		close(at);
	}
	if (ambit_any_mount(is_inaccessible)) {
		ambit_trees.nodes = ambit_make_nodes();
		check(place, "inaccessible nodes", ambit_trees.nodes);
		check(place, "inaccessible nodes", stack(ambit_trees.nodes));
	}
	if (ambit_trees.root != ambit_trees.host)
		check(place, root, stack(ambit_trees.root));
	ambit_trees.first = ambit_trees.root;
}

static uint64_t attributes_of(const struct ambit_entry *entry, const struct ambit_entry *above)
{
	const unsigned flags = entry->flags;
	uint64_t inherited = above && !entry->is_shown ? above->attributes : 0, set = 0;

	if (flags & AMBIT_READ_ONLY)
		set |= MOUNT_ATTR_RDONLY;
	else if (!(flags & AMBIT_READ_WRITE))
		set |= inherited & MOUNT_ATTR_RDONLY;
	if (flags & AMBIT_NOEXEC)
		set |= MOUNT_ATTR_NOEXEC;
	else if (!(flags & AMBIT_EXEC))
		set |= inherited & MOUNT_ATTR_NOEXEC;
	set |= (inherited & MOUNT_ATTR_NOSUID) | (flags & AMBIT_NOSUID ? MOUNT_ATTR_NOSUID : 0);
	return set | (inherited & MOUNT_ATTR_NODEV) | (flags & AMBIT_NODEV ? MOUNT_ATTR_NODEV : 0);
}

/* What is said of one path is said of the first of its entries, which is the mount if there is one. */
static void join_equal(struct ambit_entry *list)
{
	struct ambit_entry *first = NULL;

	for (struct ambit_entry *entry = list; entry; entry = entry->next) {
		if (!first || strcmp(first->path, entry->path) != 0) {
			first = entry;
			continue;
		}
		first->flags |= entry->flags;
		entry->same = first;
	}
}

static void set_attributes(const struct ambit_entry *entry, int tree)
{
	int from = ambit_open_resolved(ambit_trees.root, entry->path, 0);
	int mount = from < 0 ? from : ambit_clone_tree(from, "", true);
	int error = mount < 0 ? mount : 0;

	if (from >= 0)
		close(from);
	if (!error && entry->attributes)
		error = ambit_set_attributes(mount, entry->attributes, 0, true);
	if (!error)
		error = attach_at(entry, tree, mount);
	if (error)
		ambit_fail_entry(entry, NULL, error);
	close(mount);
}

static void set_all_attributes(ambit_place place, struct ambit_entry *list)
{
	struct ambit_entry *above = NULL, *root = list && !list->path[1] ? list : NULL;
	uint64_t whole = root ? attributes_of(root, NULL) : 0;
	bool any = false;

	for (struct ambit_entry *entry = list; entry; entry = entry->next) {
		if (entry->same)
			continue;
		while (above && !ambit_is_below(entry->path, above->path))
			above = above->above;
		entry->above = above;
		entry->attributes = attributes_of(entry, above);
		any |= entry->attributes;
		above = entry;
	}
	if (!any)
		return;
	int tree = ambit_clone_tree(ambit_trees.root, "", true);
	check(place, "/", tree);
	if (whole)
		check(place, "/", ambit_set_attributes(tree, whole, 0, true));
	check(place, "/", stack(tree));
	for (const struct ambit_entry *entry = list; entry; entry = entry->next)
		if (entry != root && !entry->same &&
		    entry->attributes != (entry->above ? entry->above->attributes : 0))
			set_attributes(entry, tree);
	ambit_trees.root = tree;
}

/*
 * A path always leads to the topmost mount, and umount(2) of it waits for all processors. So that one is enough,
 * the trees and then the host's root go into directories of the nodes, which are the root meanwhile.
 */
static int gather(void)
{
	int trees = ambit_open_resolved(ambit_trees.nodes, "/trees", 0);
	int error = trees < 0 ? trees : ambit_attach(ambit_trees.first, trees);

	if (trees >= 0)
		close(trees);
	if (!error && (fchdir(ambit_trees.nodes) < 0 || syscall(SYS_pivot_root, ".", "host") < 0))
		error = -errno;
	ambit_trees.stacked = 1;
	return error;
}

/*
 * pivot_root(2): with one directory for both the old root is on top of the new one. There it goes again with all
 * that is on top of it, one by one.
 */
static void enter(ambit_place place)
{
	if (ambit_trees.root != ambit_trees.host) {
		if (ambit_trees.nodes >= 0)
			check(place, "pivot_root", gather());
		if (fchdir(ambit_trees.root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0)
			check(place, "pivot_root", -errno);
		for (; ambit_trees.stacked; ambit_trees.stacked--)
			if (syscall(SYS_umount2, ".", DETACH) < 0)
				check(place, "umount", -errno);
	}
	if (chdir("/") < 0)
		check(place, "/", -errno);
}

static void finish(ambit_place place, unsigned flags)
{
	uint64_t set = flags & AMBIT_NOSUID ? MOUNT_ATTR_NOSUID : 0;
	uint64_t propagation = flags & AMBIT_SHARED    ? MS_SHARED
			       : flags & AMBIT_PRIVATE ? MS_PRIVATE
						       : 0;
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	check(place, "/", root < 0 ? -errno : 0);
	if (set || propagation)
		check(place, "/", ambit_set_attributes(root, set, propagation, true));
	ambit_trees.root = root;
}

/* Unless it is an abstract one, which no root directory hides. */
static void note_notify_socket(ambit_place place)
{
	const char *socket = ambit_variable("NOTIFY_SOCKET");

	if (socket && *socket == '/')
		ambit_mount(place, ambit_bind, socket, socket, AMBIT_READ_ONLY | AMBIT_OPTIONAL);
}

void ambit_view(ambit_place place, const char *root, unsigned flags)
{
	mode_t mask = umask(0);

	if (flags & AMBIT_SHOW_NOTIFY)
		note_notify_socket(place);
	leave_host(place);
	start_tree(place, root, flags);
	struct ambit_entry *list = make_mounts(ambit_take_entries(true, NULL));
	list = ambit_merge_entries(list, ambit_take_entries(false, list));
	join_equal(list);
	set_all_attributes(place, list);
	enter(place);
	finish(place, flags);
	ambit_read_back(list);
	close(ambit_trees.root);
	umask(mask);
}
