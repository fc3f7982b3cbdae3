/* SPDX-License-Identifier: MIT */
/* access/permission.c: the rule of acl(5) and path_resolution(7), one case a row. */
#include "harness.h"
#include "access/permission.h"

#include <linux/capability.h>
#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { USER = 100, GROUP = 200, MORE = 201, OTHER = 900 };
#define CAP(name) (UINT64_C(1) << CAP_##name)

static const uint32_t groups[] = {MORE};

static struct credentials person(uint64_t effective)
{
	return (struct credentials){.uid = {USER, USER, USER, USER},
				    .gid = {GROUP, GROUP, GROUP, GROUP},
				    .groups = groups,
				    .group_count = 1,
				    .effective = effective};
}

static const struct acl_entry list[] = {
	{ACL_USER_OBJ, 0, 7}, {ACL_USER, USER, 6},   {ACL_USER, OTHER, 7}, {ACL_GROUP_OBJ, 0, 4},
	{ACL_GROUP, MORE, 5}, {ACL_GROUP, OTHER, 7}, {ACL_MASK, 0, 5},     {ACL_OTHER, 0, 1},
};
/* The same without an entry for the user. */
static const struct acl_entry group_list[] = {
	{ACL_USER_OBJ, 0, 7},  {ACL_GROUP_OBJ, 0, 4}, {ACL_GROUP, MORE, 3},
	{ACL_GROUP, OTHER, 7}, {ACL_MASK, 0, 6},      {ACL_OTHER, 0, 7},
};
#define LIST       .acl = list, .acl_count = 8
#define GROUP_LIST .acl = group_list, .acl_count = 6

#define FILE(bits)      .mode = S_IFREG | (bits)
#define DIRECTORY(bits) .mode = S_IFDIR | (bits)
#define OF(user, group) .uid = (user), .gid = (group)

static const struct {
	struct node node;
	unsigned wanted;
	uint64_t capabilities;
	enum rule rule;
} cases[] = {
	/* one class counts, be it the worst */
	{{OF(USER, GROUP), FILE(0077)}, MAY_READ, 0, RULE_OWNER},
	{{OF(USER, OTHER), FILE(0600)}, MAY_READ | MAY_WRITE, 0, RULE_NONE},
	{{OF(OTHER, GROUP), FILE(0707)}, MAY_READ, 0, RULE_GROUP},
	{{OF(OTHER, MORE), FILE(0040)}, MAY_READ, 0, RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0770)}, MAY_READ, 0, RULE_OTHER},
	{{OF(OTHER, OTHER), FILE(0001)}, MAY_EXECUTE, 0, RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0004)}, MAY_READ | MAY_WRITE, 0, RULE_OTHER},
	/* lists */
	{{OF(USER, OTHER), FILE(0450), LIST}, MAY_WRITE, 0, RULE_OWNER},
	{{OF(OTHER, OTHER), FILE(0751), LIST}, MAY_READ, 0, RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0751), LIST}, MAY_EXECUTE, 0, RULE_ACL_USER},
	{{OF(OTHER, OTHER), FILE(0751), LIST}, MAY_WRITE, 0, RULE_ACL_MASK},
	{{OF(OTHER, OTHER), FILE(0767), GROUP_LIST}, MAY_WRITE, 0, RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0767), GROUP_LIST}, MAY_READ, 0, RULE_ACL_GROUP},
	{{OF(OTHER, OTHER), FILE(0767), GROUP_LIST}, MAY_EXECUTE, 0, RULE_ACL_MASK},
	{{OF(OTHER, GROUP), FILE(0767), GROUP_LIST}, MAY_READ, 0, RULE_NONE},
	/* no entry has both */
	{{OF(OTHER, GROUP), FILE(0767), GROUP_LIST}, MAY_READ | MAY_WRITE, 0, RULE_ACL_GROUP},
	/* with an empty mask the list is not looked at: fs/namei.c */
	{{OF(OTHER, OTHER), FILE(0704), LIST}, MAY_READ, 0, RULE_NONE},
	/* capabilities */
	{{OF(OTHER, OTHER), FILE(0000)}, MAY_READ, CAP(DAC_READ_SEARCH), RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0000)}, MAY_READ | MAY_WRITE, CAP(DAC_READ_SEARCH), RULE_OTHER},
	{{OF(OTHER, OTHER), FILE(0000)}, MAY_READ | MAY_WRITE, CAP(DAC_OVERRIDE), RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0666)}, MAY_EXECUTE, CAP(DAC_OVERRIDE), RULE_OTHER},
	{{OF(OTHER, OTHER), FILE(0100)}, MAY_EXECUTE, CAP(DAC_OVERRIDE), RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0100)}, MAY_EXECUTE, CAP(DAC_READ_SEARCH), RULE_OTHER},
	{{OF(OTHER, OTHER), DIRECTORY(0000)},
	 MAY_READ | MAY_EXECUTE,
	 CAP(DAC_READ_SEARCH),
	 RULE_NONE},
	{{OF(OTHER, OTHER), DIRECTORY(0000)}, MAY_WRITE, CAP(DAC_READ_SEARCH), RULE_OTHER},
	{{OF(OTHER, OTHER), DIRECTORY(0000)}, MAY_EXECUTE, CAP(DAC_OVERRIDE), RULE_NONE},
	{{OF(OTHER, OTHER), FILE(0000)}, MAY_READ, CAP(SYS_ADMIN), RULE_OTHER},
	/* mounts, against which no capability helps */
	{{OF(USER, GROUP), FILE(0700), .mount = ST_RDONLY},
	 MAY_WRITE,
	 CAP(DAC_OVERRIDE),
	 RULE_READ_ONLY},
	{{OF(USER, GROUP), FILE(0700), .mount = ST_RDONLY}, MAY_READ, 0, RULE_NONE},
	{{OF(USER, GROUP), DIRECTORY(0700), .mount = ST_RDONLY}, MAY_WRITE, 0, RULE_READ_ONLY},
	{{OF(USER, GROUP), .mode = S_IFCHR | 0600, .mount = ST_RDONLY}, MAY_WRITE, 0, RULE_NONE},
	{{OF(USER, GROUP), .mode = S_IFBLK | 0600, .mount = ST_NODEV},
	 MAY_READ,
	 0,
	 RULE_NO_DEVICES},
	{{OF(USER, GROUP), FILE(0700), .mount = ST_NOEXEC}, MAY_EXECUTE, 0, RULE_NO_EXECUTE},
	{{OF(USER, GROUP), DIRECTORY(0700), .mount = ST_NOEXEC}, MAY_EXECUTE, 0, RULE_NONE},
	{{OF(USER, GROUP), .mode = S_IFIFO | 0700}, MAY_EXECUTE, 0, RULE_NO_PROGRAM},
};

TEST(access_permission_rule)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct credentials c = person(cases[i].capabilities);
		struct denial denial;
		bool allowed = permission_node(&c, &cases[i].node, cases[i].wanted, &denial);
		if (denial.rule != cases[i].rule || allowed != !cases[i].rule)
			fail_msg("case %zu: rule %d", i, (int)denial.rule);
	}
}

TEST(access_permission_along_a_way)
{
	struct node searched[] = {{OF(0, 0), DIRECTORY(0755), .path = "/"},
				  {OF(OTHER, OTHER), DIRECTORY(0700), .path = "/a"}};
	struct way way = {.searched = searched,
			  .count = 2,
			  .target = {OF(USER, GROUP), FILE(0600), .path = "/a/b"}};
	struct credentials c = person(0), strong = person(CAP(DAC_READ_SEARCH));
	struct denial denial;
	struct arena arena = {0};
	assert_false(permission_way(&c, &way, MAY_READ, &denial));
	assert_ptr_equal(denial.node, &searched[1]);
	assert_string_equal(denial_text(&arena, &denial),
			    "the directory '/a' (owner 900, group 900, mode 0700): "
			    "others may not search it");
	assert_true(permission_way(&strong, &way, MAY_READ, &denial));
	assert_false(permission_way(&strong, &way, MAY_EXECUTE, &denial));
	assert_string_equal(
		denial_text(&arena, &denial),
		"'/a/b' (owner 100, group 200, mode 0600): its owner may not execute it");
	way.error = 2; /* what ended the way is not this rule's to say */
	assert_true(permission_way(&strong, &way, MAY_EXECUTE, &denial));
	arena_free(&arena);
}

/* In a user namespace a capability is one over files whose owner and group have ids there. */
TEST(permission_of_mapped_files)
{
	static const struct {
		uint32_t uid, gid;
		bool lets;
	} files[] = {{0, 0, true},      {USER, GROUP, true}, {0, GROUP, true},
		     {0, OTHER, false}, {OTHER, 0, false},   {OTHER, OTHER, false}};
	struct credentials c = person(CAP(DAC_OVERRIDE));
	struct denial denial;
	struct id_map map = {.uids = {0, USER}, .gids = {0, GROUP}};
	c.map = &map;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct node node = {OF(files[i].uid, files[i].gid), FILE(0)};
		assert_int_equal(permission_node(&c, &node, MAY_READ, &denial), files[i].lets);
	}
	map.below = OTHER + 1;
	const struct node other = {OF(OTHER, OTHER), FILE(0)}, beyond = {OF(OTHER + 1, 0), FILE(0)};
	assert_true(permission_node(&c, &other, MAY_READ, &denial));
	assert_false(permission_node(&c, &beyond, MAY_READ, &denial));
}
