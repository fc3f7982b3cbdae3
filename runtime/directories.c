/* SPDX-License-Identifier: MIT */
/*
 * RuntimeDirectory= and its kin: directories below /run, /var/lib, /var/cache, /var/log and /etc that are
 * there before the service is, and are its own. Each part of a path is opened from the one before, for
 * some of these belong to other services; only links that nobody but root can have made are followed.
 */
#define _GNU_SOURCE 1
#include "ownership.h"
#include "parts.h"
#include "text.h"
#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct kind {
	const char *directive, *root, *variable;
	int status;
	enum ambit_directory index;
};

/* One directory on its way. */
struct job {
	ambit_place place;
	const struct kind *kind;
	const char *name; /* below the root */
	mode_t mode;
	bool is_dynamic, is_nested;
	int root;
};

/* A path below the root as its last part, and the directory that has it. */
struct spot {
	int fd;
	const char *leaf;
};

static const char private_name[] = "private", in_private[] = "/private/", in_public[] = "/";

static _Noreturn void fail(const struct job *job, const char *path, const char *why, int error)
{
	const char *full = ambit_join(job->place, job->kind->root, "/", path);

	ambit_fail(job->place, job->kind->status, job->kind->directive,
		   ambit_join(job->place, full, why, ""), error);
}

static _Noreturn void fail_to_open(const struct job *job, const char *path, int error)
{
	if (error == ELOOP)
		fail(job, path, ": a symbolic link that others may have put there", 0);
	fail(job, path, "", error);
}

/* The other kinds are to outlive the run. */
static void undo_on_failure(const struct job *job, const char *above, const char *path)
{
	if (job->kind->index == AMBIT_RUNTIME)
		ambit_undo_on_failure(job->place, ambit_remove_part,
				      ambit_join(job->place, job->kind->root, above, path));
}

/* Makes the end of `path` in the directory `at`; `above` leads there from the root. */
static int make_part(const struct job *job, int at, const char *above, const char *path,
		     mode_t mode, bool *is_new)
{
	const char *slash = strrchr(path, '/');
	int fd = ambit_make_part(at, slash ? slash + 1 : path, mode, is_new);

	if (*is_new)
		undo_on_failure(job, above, path);
	return fd;
}

/* Makes the directories above `path`, which are root's for all to enter. Closes `dir`. */
static struct spot make_parents(const struct job *job, int dir, const char *above, const char *path)
{
	char *way = ambit_copy(job->place, path, strlen(path)), *rest = way;
	bool is_new;

	for (char *slash; (slash = strchr(rest, '/')); rest = slash + 1) {
		*slash = 0;
		int next = make_part(job, dir, above, way, 0755, &is_new);
		if (next < 0)
			fail_to_open(job, path, -next);
		*slash = '/';
		close(dir);
		dir = next;
	}
	return (struct spot){dir, rest};
}

static struct spot make_public_parents(const struct job *job, const char *path)
{
	return make_parents(job, fcntl(job->root, F_DUPFD_CLOEXEC, 0), in_public, path);
}

static int rename_into(const struct spot *from, const struct spot *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, from->fd, from->leaf, to->fd, to->leaf, flags);
}

/* A link to `target`, both below the root. What is there already must be just this. */
static void make_link(const struct job *job, const char *path, const char *target)
{
	struct spot spot = make_public_parents(job, path);
	const char *relative = ambit_relative_path(job->place, path, target);
	size_t len = strlen(relative);
	char *found = ambit_keep(job->place, len + 2);

	if (symlinkat(relative, spot.fd, spot.leaf) < 0) {
		int error = errno;
		if (error != EEXIST ||
		    readlinkat(spot.fd, spot.leaf, found, len + 1) != (ssize_t)len ||
		    strcmp(found, relative) != 0)
			fail(job, path, "", error);
	} else {
		undo_on_failure(job, in_public, path);
		if (geteuid() && fchownat(spot.fd, spot.leaf, 0, 0, AT_SYMLINK_NOFOLLOW) < 0)
			fail(job, path, "", errno);
	}
	close(spot.fd);
}

/* What is below belongs to users that come and go, and so whoever has their ids must not get in. */
static int open_private(const struct job *job)
{
	bool is_new;
	struct stat st;
	int fd = make_part(job, job->root, in_public, private_name, 0700, &is_new);

	if (fd < 0)
		fail_to_open(job, private_name, -fd);
	else if (fstat(fd, &st) < 0)
		fail(job, private_name, "", errno);
	if (st.st_uid || st.st_gid || st.st_mode & 077)
		fail(job, private_name, ": is not for root alone: chown root:root and chmod 0700",
		     0);
	return fd;
}

/* Whether a directory, and no link to one, is there. */
static bool is_directory(const struct spot *spot)
{
	struct stat st;

	return !fstatat(spot->fd, spot->leaf, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

/* Where the directory is in fact; one of a service that had no dynamic user before is moved there. */
static struct spot find_private(const struct job *job)
{
	struct spot spot = make_parents(job, open_private(job), in_private, job->name), public;

	if (job->is_nested)
		return spot;
	public = make_public_parents(job, job->name);
	if (is_directory(&public) && rename_into(&public, &spot, RENAME_NOREPLACE) < 0)
		fail(job, job->name, ": is there, and cannot be moved below private", errno);
	close(public.fd);
	return spot;
}

/* The directory `path` below the root, on which way there is no link. */
static int open_beneath(const struct job *job, const char *path)
{
	struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
			       .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH};

	return (int)syscall(SYS_openat2, job->root, path, &how, sizeof(how));
}

static bool is_same(int a, int b)
{
	struct stat x, y;

	return !fstat(a, &x) && !fstat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The service had a dynamic user before: in one step the directory is where the link to it was. */
static void take_back(const struct job *job, const struct spot *public)
{
	const char *path = ambit_join(job->place, private_name, "/", job->name);
	char *above = ambit_copy(job->place, path, strlen(path)), *slash = strrchr(above, '/');
	int private = open_beneath(job, path);
	int linked = openat(public->fd, public->leaf, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (private >= 0 && linked >= 0 && is_same(private, linked)) {
		*slash = 0;
		struct spot spot = {open_beneath(job, above), slash + 1};
		if (rename_into(&spot, public, RENAME_EXCHANGE) < 0)
			fail(job, path, ": cannot be moved back", errno);
		unlinkat(spot.fd, spot.leaf, 0);
		close(spot.fd);
	}
	if (private >= 0)
		close(private);
	if (linked >= 0)
		close(linked);
}

static struct spot find_public(const struct job *job)
{
	struct spot spot = make_public_parents(job, job->name);
	struct stat st;

	if (job->kind->index != AMBIT_CONFIGURATION &&
	    !fstatat(spot.fd, spot.leaf, &st, AT_SYMLINK_NOFOLLOW) && S_ISLNK(st.st_mode))
		take_back(job, &spot);
	return spot;
}

static const char *owning_problem(const struct job *job, int error, const char *culprit)
{
	const char *what = error == -EMLINK
				   ? " has several hard links, which may be elsewhere: chown it"
			   : error == -ESTALE ? "a directory was moved meanwhile"
					      : "";

	return ambit_join(job->place, ": the owner cannot be changed: ", culprit ? culprit : "",
			  what);
}

/* FD is of O_PATH: a directory that is right already need not be one that the launcher may open. */
static void give(const struct job *job, int fd)
{
	const struct ambit_owner owner = {.uid = ambit_ids.uid,
					  .gid = ambit_ids.gid,
					  .mask = job->is_dynamic ? 01777 : 07777};
	const char *culprit;
	struct stat st;

	if (fstat(fd, &st) < 0)
		fail(job, job->name, "", errno);
	bool has_mode = !((st.st_mode ^ job->mode) & 07777);
	if (has_mode && ambit_is_owned(&st, &owner))
		return;
	int open = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (open < 0)
		fail(job, job->name, "", errno);
	if (!has_mode && fchmod(open, job->mode) < 0)
		fail(job, job->name, ": the mode cannot be changed", errno);
	int error = ambit_own_tree(open, &owner, &culprit);
	if (error)
		fail(job, job->name, owning_problem(job, error, culprit),
		     error == -EMLINK || error == -ESTALE ? 0 : -error);
	close(open);
}

/* One in /etc that is there is not the service's but the administrator's. */
static void make_directory(const struct job *job)
{
	struct spot spot = job->is_dynamic ? find_private(job) : find_public(job);
	const char *above = job->is_dynamic ? in_private : in_public;
	bool is_new;
	int fd = make_part(job, spot.fd, above, job->name, job->mode, &is_new);

	if (fd < 0)
		fail_to_open(job, job->name, -fd);
	if (is_new || job->kind->index != AMBIT_CONFIGURATION)
		give(job, fd);
	const char *path = ambit_join(job->place, job->kind->root, above, job->name);
	int error = ambit_remember_directory(job->place, path, fd);
	if (error)
		fail(job, job->name, "", -error);
	close(fd);
	close(spot.fd);
	if (job->is_dynamic && !job->is_nested)
		make_link(job, job->name, ambit_join(job->place, private_name, "/", job->name));
}

/* Of a name that a specifier has completed: no way out, and not what is root's alone. */
static void check_name(const struct job *job, const char *name)
{
	const char *part = name;
	size_t len = strcspn(part, "/");
	bool is_wrong = len == sizeof(private_name) - 1 && !strncmp(name, private_name, len);

	for (;; len = strcspn(part, "/")) {
		is_wrong |= !len || (len <= 2 && !strncmp(part, "..", len));
		if (!part[len])
			break;
		part += len + 1;
	}
	if (is_wrong)
		fail(job, name, ": is not a name for it", 0);
}

static void announce(const struct job *job)
{
	const char **variable = &ambit_directories[job->kind->index];
	const char *before = *variable ? ambit_join(job->place, *variable, ":", "")
				       : ambit_join(job->place, job->kind->variable, "=", "");
	const char *path = ambit_join(job->place, job->kind->root, "/", job->name);

	*variable = ambit_join(job->place, before, path, "");
}

static void take(const struct kind *kind, struct job *job, const char *const *links)
{
	mode_t mask = umask(0);

	job->kind = kind;
	check_name(job, job->name);
	job->root = open(kind->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (job->root < 0)
		ambit_fail(job->place, kind->status, kind->directive, kind->root, errno);
	make_directory(job);
	for (; links && *links; links++) {
		check_name(job, *links);
		make_link(job, *links, job->name);
	}
	close(job->root);
	umask(mask);
	announce(job);
}

#define STEP(step, directive_, root_, variable_, index_)                                           \
	void ambit_##step(ambit_place place, const char *name, unsigned mode,                      \
			  const char *const *links, unsigned flags)                                \
	{                                                                                          \
		static const struct kind kind = {directive_, root_, variable_,                     \
						 AMBIT_STATUS_##step, index_};                     \
		struct job job = {.place = place,                                                  \
				  .name = name,                                                    \
				  .mode = mode,                                                    \
				  .is_dynamic = flags & AMBIT_DYNAMIC,                             \
				  .is_nested = flags & AMBIT_NESTED};                              \
                                                                                                   \
		take(&kind, &job, links);                                                          \
	}

STEP(runtime_directory, "RuntimeDirectory", "/run", "RUNTIME_DIRECTORY", AMBIT_RUNTIME)
STEP(state_directory, "StateDirectory", "/var/lib", "STATE_DIRECTORY", AMBIT_STATE)
STEP(cache_directory, "CacheDirectory", "/var/cache", "CACHE_DIRECTORY", AMBIT_CACHE)
STEP(logs_directory, "LogsDirectory", "/var/log", "LOGS_DIRECTORY", AMBIT_LOGS)
STEP(configuration_directory, "ConfigurationDirectory", "/etc", "CONFIGURATION_DIRECTORY",
     AMBIT_CONFIGURATION)
