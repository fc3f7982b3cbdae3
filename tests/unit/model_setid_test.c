/* SPDX-License-Identifier: MIT */
/* The famous rules of the calls that set ids and groups; tests/model has all of them. */
#include "harness.h"
#include "model_start.h"

#include <errno.h>
#include <limits.h>
#include <linux/securebits.h>

/* A root that has an inheritable and an ambient capability too. */
static struct credentials ambient_root(void)
{
	struct credentials c = root();
	c.inheritable = c.ambient = BIT(CHOWN);
	return c;
}

static void assert_ids(struct ids ids, uint32_t real, uint32_t effective, uint32_t saved)
{
	assert_int_equal(ids.real, real);
	assert_int_equal(ids.effective, effective);
	assert_int_equal(ids.saved, saved);
}

TEST(setuid_of_root_is_for_good)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	assert_int_equal(kernel_setuid(&kernel, &c, 1000), 0);
	assert_ids(c.uid, 1000, 1000, 1000);
	assert_int_equal(c.uid.fs, 1000);
	assert_int_equal(c.permitted | c.effective, 0);
	assert_int_equal(c.bounding, all);
	assert_int_equal(kernel_setuid(&kernel, &c, 0), -EPERM);
}

TEST(setuid_of_a_user_keeps_the_saved_id)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.uid = {1000, 1001, 1001, 1001}};

	assert_int_equal(kernel_setuid(&kernel, &c, 1000), 0);
	assert_ids(c.uid, 1000, 1000, 1001);
	assert_int_equal(kernel_setuid(&kernel, &c, 1001), 0); /* back, by the saved id */
	assert_ids(c.uid, 1000, 1001, 1001);
	assert_int_equal(kernel_setuid(&kernel, &c, NO_ID), -EINVAL);
}

TEST(setuid_clears_ambient_even_with_keep_caps)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = ambient_root();

	c.securebits = SECBIT_KEEP_CAPS;
	assert_int_equal(kernel_setuid(&kernel, &c, 1000), 0);
	assert_int_equal(c.ambient, 0);
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.effective, 0);
	assert_int_equal(c.inheritable, BIT(CHOWN));
}

TEST(setuid_clears_nothing_with_no_setuid_fixup)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = ambient_root();

	c.securebits = SECBIT_NO_SETUID_FIXUP;
	assert_int_equal(kernel_setuid(&kernel, &c, 1000), 0);
	assert_int_equal(c.ambient, BIT(CHOWN));
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.effective, all);
}

TEST(setresuid_with_a_root_id_left_keeps_permitted)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = ambient_root();

	assert_int_equal(kernel_setresuid(&kernel, &c, 1000, 1000, NO_ID), 0);
	assert_ids(c.uid, 1000, 1000, 0);
	assert_int_equal(c.permitted, all);
	assert_int_equal(c.effective, 0);
	assert_int_equal(c.ambient, BIT(CHOWN));
	assert_int_equal(kernel_setresuid(&kernel, &c, NO_ID, 0, NO_ID), 0); /* and back */
	assert_int_equal(c.effective, all);
}

TEST(setresuid_that_changes_nothing)
{
	const struct kernel now = current_kernel(), before = kernel_of(6, 2, 40);
	struct credentials c = {.uid = {1000, 1000, 1001, 1001}};

	assert_int_equal(kernel_setresuid(&now, &c, NO_ID, NO_ID, NO_ID), 0);
	assert_int_equal(c.uid.fs, 1001);
	assert_int_equal(kernel_setresuid(&before, &c, NO_ID, NO_ID, NO_ID), 0);
	assert_int_equal(c.uid.fs, 1000);
	assert_int_equal(kernel_setresuid(&now, &c, 1002, NO_ID, NO_ID), -EPERM);
	assert_int_equal(kernel_setresuid(&now, &c, NO_ID, 1002, NO_ID), -EPERM);
	assert_int_equal(kernel_setresuid(&now, &c, NO_ID, NO_ID, 1002), -EPERM);
}

TEST(setreuid_swaps_and_sets_the_saved_id)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.uid = {1000, 1001, 1002, 1001}};

	assert_int_equal(kernel_setreuid(&kernel, &c, 1002, NO_ID), -EPERM); /* not the saved id */
	assert_int_equal(kernel_setreuid(&kernel, &c, NO_ID, 1003), -EPERM);
	assert_int_equal(kernel_setreuid(&kernel, &c, NO_ID, 1000), 0);
	assert_ids(c.uid, 1000, 1000, 1002); /* effective is real: the saved id stays */
	c.uid = (struct ids){1000, 1001, 1002, 1001};
	assert_int_equal(kernel_setreuid(&kernel, &c, 1001, 1000), 0);
	assert_ids(c.uid, 1001, 1000, 1000);
	assert_int_equal(c.uid.fs, 1000);
}

TEST(setfsuid_moves_the_capabilities_of_files)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();
	const uint64_t others =
		all & ~(BIT(CHOWN) | BIT(DAC_OVERRIDE) | BIT(DAC_READ_SEARCH) | BIT(FOWNER) |
			BIT(FSETID) | BIT(LINUX_IMMUTABLE) | BIT(MKNOD) | BIT(MAC_OVERRIDE));

	assert_int_equal(kernel_setfsuid(&kernel, &c, 1000), 0);
	assert_int_equal(c.effective, others);
	assert_int_equal(c.permitted, all);
	assert_int_equal(kernel_setfsuid(&kernel, &c, 0), 1000);
	assert_int_equal(c.effective, all);
	c.securebits = SECBIT_NO_SETUID_FIXUP;
	kernel_setfsuid(&kernel, &c, 1000);
	assert_int_equal(c.effective, all);
}

TEST(setfsuid_and_setfsgid_fail_silently)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = {.uid = {1, 2, 3, 4}, .gid = {5, 6, 7, 8}};

	assert_int_equal(kernel_setfsuid(&kernel, &c, 9), 4);
	assert_int_equal(kernel_setfsuid(&kernel, &c, NO_ID), 4);
	assert_int_equal(c.uid.fs, 4);
	assert_int_equal(kernel_setfsgid(&kernel, &c, 9), 8);
	assert_int_equal(kernel_setfsgid(&kernel, &c, 7), 8);
	assert_int_equal(c.gid.fs, 7);
}

TEST(groups_ask_for_their_own_capability)
{
	const struct kernel kernel = current_kernel();
	struct credentials c = root();

	c.effective = BIT(SETUID);
	assert_int_equal(kernel_setgid(&kernel, &c, 1000), -EPERM);
	assert_int_equal(kernel_setresgid(&kernel, &c, 1000, NO_ID, NO_ID), -EPERM);
	c.effective = BIT(SETGID);
	assert_int_equal(kernel_setregid(&kernel, &c, 1000, 1001), 0);
	assert_ids(c.gid, 1000, 1001, 1001);
	assert_int_equal(kernel_setresgid(&kernel, &c, 7, 8, 9), 0);
	assert_ids(c.gid, 7, 8, 9);
	assert_int_equal(c.effective, BIT(SETGID)); /* no gid moves capabilities */
	assert_int_equal(kernel_setuid(&kernel, &c, 1000), -EPERM);
}

TEST(setgroups_needs_privilege_even_for_none)
{
	static const uint32_t groups[] = {4, 20}, wrong[] = {4, NO_ID};
	struct kernel kernel = current_kernel();
	struct credentials c = root();

	assert_int_equal(kernel_setgroups(&kernel, &c, groups, 2), 0);
	assert_true(kernel_in_group(&c, 20) && kernel_in_group(&c, 0));
	assert_false(kernel_in_group(&c, 5));
	assert_int_equal(kernel_setgroups(&kernel, &c, wrong, 2), -EINVAL);
	assert_int_equal(kernel_setgroups(&kernel, &c, NULL, NGROUPS_MAX + 1), -EINVAL);
	assert_int_equal(c.group_count, 2);
	kernel.denies_setgroups = true;
	assert_int_equal(kernel_setgroups(&kernel, &c, NULL, 0), -EPERM);
	kernel.denies_setgroups = false;
	c.effective = 0;
	assert_int_equal(kernel_setgroups(&kernel, &c, NULL, 0), -EPERM);
}
