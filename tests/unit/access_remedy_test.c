/* SPDX-License-Identifier: MIT */
/* access/remedy.c: the least that helps, and nothing that does not. */
#include "pipeline.h"
#include "access/remedy.h"

#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { USER = 100, OWNER = 900, KEEPERS = 33, NAMELESS = 34 };

#define FILE(path_, group, bits)                                                                   \
	{                                                                                          \
		.path = (path_), .uid = OWNER, .gid = (group), .mode = S_IFREG | (bits),           \
		.has_acls = true                                                                   \
	}
#define DIRECTORY(path_, group, bits)                                                              \
	{                                                                                          \
		.path = (path_), .uid = OWNER, .gid = (group), .mode = S_IFDIR | (bits),           \
		.has_acls = true                                                                   \
	}

/* Of the user's plea to do WANTED with TARGET in DIRECTORY. */
struct question {
	struct node directory, target;
	unsigned wanted;
	bool capabilities;
};

static void check(const struct question *question, const char *expected)
{
	struct arena arena = {0};
	struct tree tree;
	struct denial denial;
	char *place = scratch_directory();
	struct node searched[] = {question->directory};
	struct way way = {.searched = searched, .count = 1, .target = question->target};
	const struct credentials c = {.uid = {USER, USER, USER, USER},
				      .gid = {USER, USER, USER, USER}};
	struct plea plea = {&tree, &c, "web", &way, question->wanted, question->capabilities};
	scratch_file(place, "etc/group", "keepers:x:33:\nroot:x:0:\n");
	assert_int_equal(tree_open(&tree, &arena, place), 0);
	assert_false(permission_way(&c, &way, question->wanted, &denial));
	assert_string_equal(remedy_text(&plea, &denial), expected);
	tree_close(&tree);
	arena_free(&arena);
	scratch_remove(place);
}

#define CHECK(expected, directory_, target_, wanted_)                                              \
	check(&(const struct question){.directory = directory_,                                    \
				       .target = target_,                                          \
				       .wanted = (wanted_)},                                       \
	      expected)

TEST(remedy_groups)
{
	CHECK("SupplementaryGroups=keepers gives it", DIRECTORY("/d", 0, 0755),
	      FILE("/d/f", KEEPERS, 0640), MAY_READ);
	CHECK("SupplementaryGroups=keepers gives it", DIRECTORY("/d", KEEPERS, 0750),
	      FILE("/d/f", 0, 0644), MAY_READ);
	/* which does not write */
	CHECK("setfacl -m u:web:w /d/f", DIRECTORY("/d", 0, 0755), FILE("/d/f", KEEPERS, 0640),
	      MAY_WRITE);
	/* root's, and one without a name */
	CHECK("setfacl -m u:web:r /d/f", DIRECTORY("/d", 0, 0755), FILE("/d/f", 0, 0640), MAY_READ);
	CHECK("setfacl -m u:web:r /d/f", DIRECTORY("/d", 0, 0755), FILE("/d/f", NAMELESS, 0640),
	      MAY_READ);
}

TEST(remedy_of_a_list)
{
	static const struct acl_entry list[] = {{ACL_USER_OBJ, 0, 6},
						{ACL_GROUP_OBJ, 0, 0},
						{ACL_GROUP, KEEPERS, 4},
						{ACL_MASK, 0, 4},
						{ACL_OTHER, 0, 0}};
	struct question question = {.directory = DIRECTORY("/d", 0, 0755),
				    .target = FILE("/d/f", 0, 0640),
				    .wanted = MAY_READ};
	question.target.acl = list;
	question.target.acl_count = 5;
	check(&question, "SupplementaryGroups=keepers gives it");
}

TEST(remedy_directories_and_credentials)
{
	CHECK("LogsDirectory=web makes /var/log/web the service's own directory",
	      DIRECTORY("/var/log/web", 0, 0700), DIRECTORY("/var/log/web/deep", 0, 0700),
	      MAY_EXECUTE);
	CHECK("LoadCredential=key:/etc/key hands it to this service alone",
	      DIRECTORY("/etc", 0, 0755), FILE("/etc/key", 0, 0600), MAY_READ);
	/* a program is none of both */
	CHECK("setfacl -m u:web:x /run/web/p", DIRECTORY("/run/web", 0, 0755),
	      FILE("/run/web/p", 0, 0700), MAY_EXECUTE);
}

TEST(remedy_commands)
{
	CHECK("setfacl -m u:web:x '/a b' && setfacl -m u:web:rx '/a b/it'\\''s'",
	      DIRECTORY("/a b", 0, 0700), FILE("/a b/it's", 0, 0700), MAY_READ | MAY_EXECUTE);
	struct question question = {.directory = DIRECTORY("/d", 0, 0755),
				    .target = FILE("/d/f", 0, 0044),
				    .wanted = MAY_READ};
	question.target.uid = USER; /* an owner is not in the list */
	check(&question, "chmod u+r /d/f");
}

TEST(remedy_without_lists)
{
	struct question question = {.directory = DIRECTORY("/d", 0, 0755),
				    .target = FILE("/d/f", 0, 0640),
				    .wanted = MAY_READ,
				    .capabilities = true};
	question.target.has_acls = false;
	check(&question, "AmbientCapabilities=CAP_DAC_READ_SEARCH gives it, and much more");
	question.wanted = MAY_WRITE;
	check(&question, "AmbientCapabilities=CAP_DAC_OVERRIDE gives it, and much more");
	question.capabilities = false;
	check(&question, "move it to where the user has access");
}

TEST(remedy_of_mounts)
{
	struct question question = {.directory = DIRECTORY("/d", 0, 0755),
				    .target = FILE("/d/f", 0, 0777),
				    .wanted = MAY_WRITE};
	question.target.mount = ST_RDONLY | ST_NOEXEC;
	check(&question, "name a path on a file system that is mounted read-write");
	question.wanted = MAY_EXECUTE;
	check(&question, "keep programs on a file system that is mounted without noexec");
}
