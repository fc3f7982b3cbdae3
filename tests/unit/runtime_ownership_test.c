/* SPDX-License-Identifier: MIT */
/*
 * runtime/ownership.c on trees that are deep, wide, and somebody else's. Whoever is not root has only
 * bits to take away: the walk is the same.
 */
#include "pipeline.h"
#include "runtime_stub.h"

#include "runtime/ownership.c"

#include <stdio.h>

enum { DEPTH = 3000, WIDTH = 5000, OTHER = 4711 };

static struct ambit_owner wanted(void)
{
	bool root = !geteuid();
	return (struct ambit_owner){
		.uid = root ? OTHER : geteuid(), .gid = root ? OTHER : getegid(), .mask = 01777};
}

/* A directory with bits that must go, in FD. */
static int make_directory_at(int fd, const char *name)
{
	assert_int_equal(mkdirat(fd, name, 0700), 0);
	int made = openat(fd, name, O_RDONLY | O_DIRECTORY);
	assert_true(made >= 0);
	assert_int_equal(fchmod(made, 02750), 0);
	return made;
}

static void make_file_at(int fd, const char *name)
{
	int file = openat(fd, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(file >= 0);
	assert_int_equal(fchmod(file, 06755), 0);
	close(file);
}

static void assert_owned(int fd, const char *name)
{
	const struct ambit_owner owner = wanted();
	struct stat st;
	assert_int_equal(fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_int_equal(st.st_uid, owner.uid);
	assert_int_equal(st.st_gid, owner.gid);
	assert_int_equal(st.st_mode & 06000, 0);
}

static void own_tree(int top)
{
	const struct ambit_owner owner = wanted();
	const char *culprit;
	assert_int_equal(ambit_own_tree(top, &owner, &culprit), 0);
	assert_null(culprit);
}

TEST(ownership_deep)
{
	char *scratch = scratch_directory();
	int top = open(scratch, O_RDONLY | O_DIRECTORY);
	int above = make_directory_at(top, "top"), fd = above;
	for (int i = 0; i < DEPTH; i++) {
		int next = make_directory_at(fd, "d");
		make_file_at(fd, "z");
		if (fd != above)
			close(fd);
		fd = next;
	}
	own_tree(above);
	assert_owned(fd, ".");
	/* each is taken out to where it can be removed */
	for (int i = 0; i < DEPTH; i++) {
		assert_owned(above, "d");
		assert_owned(above, "z");
		assert_int_equal(unlinkat(above, "z", 0), 0);
		assert_int_equal(renameat(above, "d", top, "d"), 0);
		assert_int_equal(unlinkat(top, "top", AT_REMOVEDIR), 0);
		assert_int_equal(renameat(top, "d", top, "top"), 0);
		close(above);
		above = openat(top, "top", O_RDONLY | O_DIRECTORY);
	}
	close(above);
	close(fd);
	close(top);
	scratch_remove(scratch);
}

TEST(ownership_wide)
{
	char *scratch = scratch_directory(), name[16];
	int dir = open(scratch, O_RDONLY | O_DIRECTORY);
	int top = make_directory_at(dir, "top");
	for (int i = 0; i < WIDTH; i++) {
		snprintf(name, sizeof(name), "%d", i);
		if (i % 2)
			make_file_at(top, name);
		else
			close(make_directory_at(top, name));
	}
	own_tree(top);
	assert_owned(top, ".");
	for (int i = 0; i < WIDTH; i++) {
		snprintf(name, sizeof(name), "%d", i);
		assert_owned(top, name);
	}
	close(top);
	close(dir);
	scratch_remove(scratch);
}

/* What a link leads to is not in the tree; what has another name might not be. */
TEST(ownership_links)
{
	char *scratch = scratch_directory();
	int dir = open(scratch, O_RDONLY | O_DIRECTORY);
	int top = make_directory_at(dir, "top");
	struct stat st;
	const struct ambit_owner owner = {.uid = geteuid() + 1, .gid = getegid(), .mask = 01777};
	const char *culprit;
	make_file_at(dir, "outside");
	assert_int_equal(symlinkat("../outside", top, "link"), 0);
	own_tree(top);
	assert_int_equal(fstatat(dir, "outside", &st, 0), 0);
	assert_int_equal(st.st_uid, geteuid());
	assert_int_equal(st.st_mode & 07777, 06755);
	assert_int_equal(unlinkat(top, "link", 0), 0);
	assert_int_equal(linkat(dir, "outside", top, "hard", 0), 0);
	assert_int_equal(ambit_own_tree(top, &owner, &culprit), -EMLINK);
	assert_string_equal(culprit, "hard");
	close(top);
	close(dir);
	scratch_remove(scratch);
}

/* A directory that is moved while the walk is in it has another one above it. */
TEST(ownership_moved)
{
	char *scratch = scratch_directory();
	int dir = open(scratch, O_RDONLY | O_DIRECTORY);
	int top = make_directory_at(dir, "top"), inner = make_directory_at(top, "inner");
	const struct ambit_owner owner = wanted();
	struct walk w = {.owner = &owner, .fd = openat(top, ".", O_RDONLY | O_DIRECTORY)};
	assert_int_equal(fstat(top, &w.here), 0);
	assert_int_equal(take_entries(&w), 1);
	assert_int_equal(renameat(top, "inner", dir, "inner"), 0);
	assert_int_equal(take_entries(&w), 0);
	assert_int_equal(go_up(&w), -ESTALE);
	close(w.fd);
	close(inner);
	close(top);
	close(dir);
	scratch_remove(scratch);
}
