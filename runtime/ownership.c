/* SPDX-License-Identifier: MIT */
/*
 * A tree changes its owner. Whoever owned a part of it can rename, link and swap things in there all the
 * while, so each thing is opened first, as what it is, and then judged and changed by its descriptor.
 * One descriptor goes down and up again; the way back is by "..", which must lead to where it came from.
 */
#define _GNU_SOURCE 1
#include "ownership.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { DEEPEST = 65536, ENTRIES = 2048 };

/* A directory that the walk is below of. Pages of the list that no tree is deep enough for are not touched. */
struct level {
	dev_t device;
	ino_t inode;
	off_t next; /* the entry behind the one that it went into */
};

struct walk {
	const struct ambit_owner *owner;
	int fd; /* of the directory it is in */
	struct stat here;
	size_t depth;
	const char *culprit;
};

static struct level levels[DEEPEST];

static bool is_owners(const struct ambit_owner *owner, const struct stat *st)
{
	return st->st_uid == owner->uid && st->st_gid == owner->gid;
}

/* By way of /proc, since these calls do not take a descriptor of O_PATH. */
static void put_path(char path[static 32], int fd)
{
	static const char start[] = "/proc/self/fd/";
	char digits[10], *end = path + sizeof(start) - 1;
	size_t count = 0;

	do
		digits[count++] = (char)('0' + fd % 10);
	while (fd /= 10);
	memcpy(path, start, sizeof(start));
	while (count)
		*end++ = digits[--count];
	*end = 0;
}

/* What they allowed to whom was up to the owner before. */
static int drop_lists(const char *path)
{
	static const char names[][26] = {"system.posix_acl_access", "system.posix_acl_default"};

	for (size_t i = 0; i < 2; i++)
		if (removexattr(path, names[i]) < 0 && errno != ENODATA && errno != EOPNOTSUPP &&
		    errno != ENOTTY && errno != ENOSYS)
			return -errno;
	return 0;
}

/*
 * The kernel takes the set-user-ID and set-group-ID bits of a file away with its owner (chown(2)), and so
 * it should be: a program of the old owner is not to run as the new one.
 */
static int own(const struct walk *w, int fd, const struct stat *st)
{
	const struct ambit_owner *owner = w->owner;
	bool is_same = is_owners(owner, st), is_link = S_ISLNK(st->st_mode);
	char path[32];

	put_path(path, fd);
	int error = is_link ? 0 : drop_lists(path);
	if (error)
		return error;
	if (!is_same && !S_ISDIR(st->st_mode) && st->st_nlink > 1)
		return -EMLINK;
	if (!is_same && fchownat(fd, "", owner->uid, owner->gid, AT_EMPTY_PATH) < 0)
		return -errno;
	if (!is_link && st->st_mode & 07777 & ~owner->mask &&
	    chmod(path, st->st_mode & owner->mask) < 0)
		return -errno;
	return 0;
}

/* 1: the walk goes on in there. */
static int go_down(struct walk *w, int fd, const struct stat *st, off_t next)
{
	int inner = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (inner < 0)
		return -errno;
	if (w->depth == DEEPEST) {
		close(inner);
		return -ELOOP;
	}
	levels[w->depth++] =
		(struct level){.device = w->here.st_dev, .inode = w->here.st_ino, .next = next};
	close(w->fd);
	w->fd = inner;
	w->here = *st;
	return 1;
}

/* A directory that was moved while the walk was in it has another one above it now. */
static int go_up(struct walk *w)
{
	const struct level *level = &levels[--w->depth];
	int outer = openat(w->fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (outer < 0)
		return -errno;
	close(w->fd);
	w->fd = outer;
	if (fstat(outer, &w->here) < 0)
		return -errno;
	if (w->here.st_dev != level->device || w->here.st_ino != level->inode)
		return -ESTALE;
	return lseek(outer, level->next, SEEK_SET) < 0 ? -errno : 0;
}

/* 1: went into it. What is gone meanwhile needs no owner. */
static int take_entry(struct walk *w, const char *name, off_t next)
{
	struct stat st;
	int fd = openat(w->fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), result;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	result = fstat(fd, &st) < 0 ? -errno : own(w, fd, &st);
	if (!result && S_ISDIR(st.st_mode))
		result = go_down(w, fd, &st, next);
	close(fd);
	return result;
}

/* The entries from where the descriptor stands on. 1: went into one of them; 0: that was the last. */
static int take_entries(struct walk *w)
{
	struct entry { /* what getdents64 writes */
		uint64_t inode, offset;
		unsigned short length;
		unsigned char type;
		char name[];
	};
	_Alignas(struct entry) char buffer[ENTRIES];
	long size, result = 0;

	while (!result && (size = syscall(SYS_getdents64, w->fd, buffer, sizeof(buffer))) != 0) {
		if (size < 0)
			return -errno;
		for (long at = 0; at < size && !result;) {
			const struct entry *entry = (const void *)(buffer + at);
			at += entry->length;
			if (!strcmp(entry->name, ".") || !strcmp(entry->name, ".."))
				continue;
			result = take_entry(w, entry->name, (off_t)entry->offset);
			if (result < 0)
				w->culprit = ambit_copy(0, entry->name, strlen(entry->name));
		}
	}
	return (int)result;
}

static int walk_tree(struct walk *w)
{
	for (;;) {
		int result = take_entries(w);
		if (!result && !w->depth)
			return 0;
		if (!result)
			result = go_up(w);
		if (result < 0)
			return result;
	}
}

/*
 * The top comes last: as long as it is not the owner's, a launcher that was stopped on the way, or its
 * successor, does it all again.
 */
int ambit_own_tree(int top, const struct ambit_owner *owner, const char **culprit)
{
	struct walk w = {.owner = owner};
	struct stat st;

	*culprit = NULL;
	if (fstat(top, &st) < 0)
		return -errno;
	if (ambit_is_owned(&st, owner))
		return 0;
	w.here = st;
	w.fd = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = w.fd < 0 ? -errno : walk_tree(&w);
	if (w.fd >= 0)
		close(w.fd);
	*culprit = w.culprit;
	return error ? error : own(&w, top, &st);
}
