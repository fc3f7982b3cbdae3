/* SPDX-License-Identifier: MIT */
/*
 * Files to execute, of all kinds: copies of this program with drawn owners, modes and
 * capabilities. What the file system has made of them is read back, so that a user without
 * privilege has some too.
 */
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/xattr.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

void program_path(const struct world *world, uint64_t number, char path[512])
{
	snprintf(path, 512, "%s/%s/%d", world->directory, number < PROGRAMS ? "set" : "nosuid",
		 (int)(number % PROGRAMS));
}

static void copy_self(const char *path)
{
	const int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	const int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	struct stat status;

	if (from < 0 || to < 0 || fstat(from, &status) ||
	    sendfile(to, from, NULL, (size_t)status.st_size) != status.st_size || close(to)) {
		perror(path);
		exit(2);
	}
	close(from);
}

/* Version 3 where there is a root id, and of those with root id 0 for some. */
static bool set_capabilities(const char *path, const struct program *program)
{
	const bool is_third = program->capabilities_root || program->permitted & 1;
	const uint32_t flag = program->capabilities_effective ? VFS_CAP_FLAGS_EFFECTIVE : 0;
	const struct vfs_ns_cap_data data = {
		.magic_etc = (is_third ? VFS_CAP_REVISION_3 : VFS_CAP_REVISION_2) | flag,
		.data = {{(uint32_t)program->permitted, (uint32_t)program->inheritable},
			 {(uint32_t)(program->permitted >> 32),
			  (uint32_t)(program->inheritable >> 32)}},
		.rootid = program->capabilities_root};

	return setxattr(path, XATTR_NAME_CAPS, &data, is_third ? XATTR_CAPS_SZ_3 : XATTR_CAPS_SZ_2,
			0) == 0;
}

/*
 * As far as it may: a user's programs stay the user's. False: the file system has no capabilities
 * of files.
 */
static bool make(const char *path, const struct program *program)
{
	unsigned mode = program->mode;

	copy_self(path);
	/* in this order: a new owner takes set-user-ID and capabilities away */
	if (chown(path, program->uid, program->gid))
		mode |= S_IXGRP; /* its group is one that has members */
	if (chmod(path, mode)) {
		perror(path);
		exit(2);
	}
	return !program->has_capabilities || set_capabilities(path, program) || errno != ENOTSUP;
}

/* What the kernel will see. False: there is no such file. */
static bool look_at(const char *path, struct program *program)
{
	struct vfs_ns_cap_data data = {0};
	struct stat status;
	struct statvfs mount;

	if (stat(path, &status) || statvfs(path, &mount))
		return false;
	*program = (struct program){.uid = status.st_uid,
				    .gid = status.st_gid,
				    .mode = status.st_mode,
				    .nosuid = mount.f_flag & ST_NOSUID};
	if (getxattr(path, XATTR_NAME_CAPS, &data, sizeof(data)) < (ssize_t)XATTR_CAPS_SZ_2)
		return true;
	program->has_capabilities = true;
	program->capabilities_effective = data.magic_etc & VFS_CAP_FLAGS_EFFECTIVE;
	program->permitted = (uint64_t)data.data[1].permitted << 32 | data.data[0].permitted;
	program->inheritable = (uint64_t)data.data[1].inheritable << 32 | data.data[0].inheritable;
	program->capabilities_root = data.rootid;
	return true;
}

static bool mount_twice(const char *set, const char *nosuid)
{
	return mkdir(nosuid, 0755) == 0 && mount(set, nosuid, NULL, MS_BIND, NULL) == 0 &&
	       mount(NULL, nosuid, NULL, MS_REMOUNT | MS_BIND | MS_NOSUID, NULL) == 0;
}

void programs_make(struct world *world, uint64_t seed)
{
	uint64_t random = seed;
	bool has_capabilities = true;
	char path[512], set[300], nosuid[300];

	snprintf(set, sizeof(set), "%s/set", world->directory);
	snprintf(nosuid, sizeof(nosuid), "%s/nosuid", world->directory);
	if (mkdir(set, 0755)) {
		perror(set);
		exit(2);
	}
	for (uint64_t i = 0; i < PROGRAMS; i++) {
		struct program program = {.mode = 0755};
		if (i > 0) /* the first is an ordinary one */
			draw_program(&random, world, &program);
		program_path(world, i, path);
		has_capabilities &= make(path, &program);
	}
	if (!has_capabilities)
		puts("skip capabilities of files: the file system has none");
	world->program_count =
		world->has_mounts && mount_twice(set, nosuid) ? 2 * PROGRAMS : PROGRAMS;
	for (int i = 0; i < world->program_count; i++) {
		program_path(world, (uint64_t)i, path);
		if (!look_at(path, &world->programs[i])) {
			perror(path);
			exit(2);
		}
	}
}
