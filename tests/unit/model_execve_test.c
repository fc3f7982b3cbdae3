/* SPDX-License-Identifier: MIT */
/* The famous rules of execve(2) about credentials; tests/model compares all with the kernel. */
#include "harness.h"
#include "model_start.h"

#include <errno.h>
#include <linux/securebits.h>
#include <sys/stat.h>

static const struct program ordinary = {.mode = 0755}, setuid_root = {.mode = 04755};

/* A user with these capabilities in the inheritable, permitted, effective and ambient set. */
static struct credentials user(uint64_t set)
{
	return (struct credentials){.uid = {1000, 1000, 1000, 1000},
				    .gid = {1000, 1000, 1000, 1000},
				    .effective = set,
				    .permitted = set,
				    .inheritable = set,
				    .bounding = all,
				    .ambient = set};
}

static int execute(struct credentials *c, const struct program *program)
{
	const struct kernel kernel = current_kernel();

	return kernel_execve(&kernel, c, program);
}

static struct program with_capabilities(uint64_t permitted, uint64_t inheritable, bool effective)
{
	return (struct program){.mode = 0755,
				.has_capabilities = true,
				.permitted = permitted,
				.inheritable = inheritable,
				.capabilities_effective = effective};
}

TEST(execve_of_root_has_the_bounding_set)
{
	struct credentials c = root();

	c.bounding = BIT(CHOWN) | BIT(KILL);
	c.inheritable = BIT(NET_RAW); /* the root rule adds it, outside the bounding set */
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.permitted, BIT(CHOWN) | BIT(KILL) | BIT(NET_RAW));
	assert_int_equal(c.effective, c.permitted);
}

TEST(execve_of_root_with_noroot_has_nothing)
{
	struct credentials c = root();

	c.securebits = SECBIT_NOROOT;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.permitted | c.effective, 0);
}

TEST(execve_with_a_real_root_id_alone_is_not_effective)
{
	struct credentials c = root();

	c.uid = (struct ids){0, 1000, 1000, 1000};
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.effective, 0);
	assert_int_equal(c.uid.saved, 1000);
}

TEST(execve_of_a_user_keeps_only_ambient)
{
	struct credentials c = user(BIT(CHOWN) | BIT(KILL));

	c.ambient = BIT(KILL);
	c.securebits = SECBIT_KEEP_CAPS;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.permitted, BIT(KILL));
	assert_int_equal(c.effective, BIT(KILL));
	assert_int_equal(c.ambient, BIT(KILL));
	assert_int_equal(c.inheritable, BIT(CHOWN) | BIT(KILL));
	assert_int_equal(c.securebits, 0); /* for one execve only */
}

TEST(execve_keeps_ambient_with_noroot)
{
	struct credentials c = root();

	c.inheritable = c.ambient = BIT(KILL);
	c.securebits = SECBIT_NOROOT;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.permitted, BIT(KILL));
	assert_int_equal(c.effective, BIT(KILL));
}

TEST(execve_sets_the_saved_and_fs_ids)
{
	struct credentials c = {.uid = {1, 2, 3, 4}, .gid = {5, 6, 7, 8}};

	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.uid.real, 1);
	assert_int_equal(c.uid.saved, 2);
	assert_int_equal(c.uid.fs, 2);
	assert_int_equal(c.gid.saved, 6);
	assert_int_equal(c.gid.fs, 6);
}

TEST(set_user_id_root_gives_all_and_cancels_ambient)
{
	struct credentials c = user(BIT(KILL));

	assert_int_equal(execute(&c, &setuid_root), 0);
	assert_int_equal(c.uid.real, 1000);
	assert_int_equal(c.uid.effective, 0);
	assert_int_equal(c.uid.saved, 0);
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.effective, all);
	assert_int_equal(c.ambient, 0);
}

TEST(set_user_id_is_nothing_with_no_new_privileges_or_nosuid)
{
	struct program program = setuid_root;
	struct credentials c = user(BIT(KILL));

	c.no_new_privileges = true;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.uid.effective, 1000);
	assert_int_equal(c.permitted, BIT(KILL));
	assert_int_equal(c.ambient, BIT(KILL));
	c.no_new_privileges = false;
	program.nosuid = true;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.uid.effective, 1000);
	assert_int_equal(c.ambient, BIT(KILL));
}

TEST(set_group_id_needs_the_group_to_execute)
{
	struct program program = {.gid = 7, .mode = 02705};
	struct credentials c = user(BIT(KILL));

	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.gid.effective, 1000);
	assert_int_equal(c.ambient, BIT(KILL));
	program.mode |= S_IXGRP;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.gid.effective, 7);
	assert_int_equal(c.gid.saved, 7);
	assert_int_equal(c.ambient, 0);
}

TEST(set_group_id_to_a_group_that_is_had)
{
	static const uint32_t groups[] = {7};
	const struct kernel before = kernel_of(6, 15, 40);
	const struct program program = {.gid = 7, .mode = 02755};
	struct credentials c = user(BIT(KILL)), old;

	c.groups = groups;
	c.group_count = 1;
	old = c;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.gid.effective, 7);
	assert_int_equal(c.ambient, BIT(KILL));
	assert_int_equal(kernel_execve(&before, &old, &program), 0);
	assert_int_equal(old.ambient, 0);
}

TEST(execve_with_another_effective_id)
{
	const struct kernel before = kernel_of(6, 15, 40);
	struct credentials c = user(BIT(KILL)), old;

	c.uid.effective = 1001;
	c.no_new_privileges = true;
	old = c;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.uid.effective, 1001);
	assert_int_equal(c.ambient, BIT(KILL));
	assert_int_equal(kernel_execve(&before, &old, &ordinary), 0);
	assert_int_equal(old.uid.effective, 1000); /* taken back, though it was there */
	assert_int_equal(old.ambient, 0);
}

TEST(execve_with_another_effective_group)
{
	const struct kernel before = kernel_of(6, 15, 40);
	struct credentials c = user(BIT(KILL)), old = c;

	assert_int_equal(kernel_execve(&before, &old, &ordinary), 0);
	assert_int_equal(old.ambient, BIT(KILL));
	c.gid.effective = 7; /* the fs gid is still another: this group is not had */
	c.no_new_privileges = true;
	old = c;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.gid.effective, 1000);
	assert_int_equal(c.ambient, 0);
	old.gid.fs = 7;
	c = old;
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.gid.effective, 7);
	assert_int_equal(kernel_execve(&before, &old, &ordinary), 0);
	assert_int_equal(old.gid.effective, 1000);
	assert_int_equal(old.ambient, 0);
}

TEST(file_capabilities_within_the_bounding_set)
{
	const struct program program =
		with_capabilities(BIT(CHOWN) | BIT(NET_RAW), BIT(KILL) | BIT(SYS_BOOT), false);
	struct credentials c = user(0);

	c.bounding = BIT(CHOWN);
	c.inheritable = BIT(KILL); /* the bounding set does not mask this */
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.permitted, BIT(CHOWN) | BIT(KILL));
	assert_int_equal(c.effective, 0);
}

TEST(file_capabilities_with_the_effective_flag)
{
	const struct program program = with_capabilities(BIT(CHOWN) | BIT(NET_RAW), 0, true);
	struct credentials c = user(0), limited = root();

	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.effective, BIT(CHOWN) | BIT(NET_RAW));
	limited.bounding = BIT(CHOWN);
	assert_int_equal(execute(&limited, &program), -EPERM); /* root too */
	assert_int_equal(limited.permitted, all);
}

TEST(file_capabilities_cancel_ambient_even_when_empty)
{
	const struct program program = with_capabilities(0, 0, false);
	struct credentials c = user(BIT(KILL));

	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.ambient | c.permitted | c.effective, 0);
}

TEST(file_capabilities_of_another_root_or_nosuid)
{
	struct program program = with_capabilities(BIT(CHOWN), 0, true);
	struct credentials c = user(BIT(KILL));

	program.capabilities_root = 100000;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.permitted, BIT(KILL));
	program.capabilities_root = 0;
	program.nosuid = true;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.permitted, BIT(KILL));
	assert_int_equal(c.ambient, BIT(KILL));
}

TEST(file_capabilities_that_are_unknown)
{
	const struct program program = with_capabilities(UINT64_MAX, 0, true);
	struct credentials c = user(0);

	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.permitted, all);
}

TEST(set_user_id_root_with_file_capabilities_has_only_these)
{
	struct program program = with_capabilities(BIT(CHOWN), 0, false);
	struct credentials c = user(0), real = root();

	program.mode = 04755;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.uid.effective, 0);
	assert_int_equal(c.permitted, BIT(CHOWN));
	assert_int_equal(c.effective, 0);
	assert_int_equal(execute(&real, &program), 0); /* root has all as ever */
	assert_int_equal(real.effective, all);
}

TEST(no_new_privileges_takes_file_capabilities_back)
{
	const struct program program = with_capabilities(BIT(CHOWN) | BIT(KILL), 0, true);
	struct credentials c = user(BIT(KILL));

	c.no_new_privileges = true;
	assert_int_equal(execute(&c, &program), 0);
	assert_int_equal(c.permitted, BIT(KILL)); /* what was there before */
	assert_int_equal(c.effective, BIT(KILL));
	assert_int_equal(c.ambient, 0);
}

TEST(no_new_privileges_of_a_reduced_root)
{
	struct credentials c = root();

	c.no_new_privileges = true;
	c.permitted = c.effective = BIT(CHOWN);
	assert_int_equal(execute(&c, &ordinary), 0);
	assert_int_equal(c.effective, BIT(CHOWN)); /* without it: all */
}
