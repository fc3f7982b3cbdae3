/* SPDX-License-Identifier: MIT */
/* Binds and file systems in memory. */
#include "harness.h"

TEST(binds)
{
	assert_value("BindPaths=/a", "</a>");
	assert_value("BindPaths=/a:/b -/c/ /d:/e:rbind /f:/g:norbind",
		     "</a:/b><-/c></d:/e></f:/g:norbind>");
	assert_value("BindPaths=/a:/a", "</a>");
	assert_value("BindPaths=/a:/a:norbind", "</a:/a:norbind>");
	assert_value("BindPaths=\"/a b\":'/c d'", "<\"/a b\":\"/c d\">");
	assert_value("BindPaths=/a\\:b:/c", "<\"/a:b\":/c>");
	assert_value("BindPaths=\"/a:b:norbind\"", "<\"/a:b:norbind\">");
	assert_value("BindPaths=/%p:/%H", "</web:/%H>");
	assert_value("BindPaths=/a\nBindPaths=/b", "</a></b>");
}

TEST(binds_are_one_list)
{
	assert_value("BindPaths=/a\nBindReadOnlyPaths=\nBindPaths=/b", "</b>");
	assert_value("BindPaths=/a\nBindReadOnlyPaths=/b", "</b>");
	assert_value("BindReadOnlyPaths=/a\nBindReadOnlyPaths=", "unset");
}

TEST(binds_mistakes)
{
	const char *all = "source:destination:norbind is all";
	assert_mistake("BindPaths=/a:", ":", "there is nothing behind the ':'", all);
	assert_mistake("BindPaths=/a: /b", ":", "there is nothing behind the ':'", all);
	assert_mistake("BindPaths=/a::rbind", ":", "there is nothing behind the ':'", all);
	assert_mistake("BindPaths=/a:/b:rbind:x", ":", "there is too much behind the ':'", all);
	assert_mistake("BindPaths=/a:/b:bind", "bind", "unknown option 'bind' of a bind", "*");
	assert_mistake("BindPaths=a:/b", "a", "the path must be absolute", NULL);
	assert_mistake("BindPaths=-a", "a", "the path must be absolute", NULL);
	assert_mistake("BindPaths=/a:b", "b", "the path must be absolute", NULL);
	assert_mistake("BindPaths=/a:/../b", "/../b", "the path has a '..' in it", NULL);
	assert_mistake("BindPaths=\"/a", "\"/a", "the quote is not closed", NULL);
}

TEST(tmpfs)
{
	assert_value("TemporaryFileSystem=/a /b/:ro,size=10%,mode=1777",
		     "</a></b:ro,size=10%,mode=1777>");
	assert_value("TemporaryFileSystem=\"/a b:ro\"", "<\"/a b:ro\">");
	assert_value(
		"TemporaryFileSystem=/%H:uid=5,gid=4294967294,huge=advise,nr_inodes=1k,nr_blocks=4",
		"</%H:uid=5,gid=4294967294,huge=advise,nr_inodes=1k,nr_blocks=4>");
	assert_value("TemporaryFileSystem=/a:nosuid,suid,nodev,noexec,exec,rw,strictatime",
		     "</a:nosuid,suid,nodev,noexec,exec,rw,strictatime>");
	assert_value("TemporaryFileSystem=/a:", "</a>");
	assert_value("TemporaryFileSystem=/a\nTemporaryFileSystem=", "unset");
}

TEST(tmpfs_mistakes)
{
	assert_mistake("TemporaryFileSystem=/a:mode=0789", "mode=0789",
		       "the option 'mode' has not the value that it needs", "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:ro,size=10x", "size=10x",
		       "the option 'size' has not the value that it needs", "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:nr_inodes=5%", "nr_inodes=5%",
		       "the option 'nr_inodes' has not the value that it needs", "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:huge=yes", "huge=yes",
		       "the option 'huge' has not the value that it needs", "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:uid", "uid",
		       "the option 'uid' has not the value that it needs", "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:ro=1", "ro=1", "the option 'ro' takes no value",
		       "see tmpfs(5)");
	assert_mistake("TemporaryFileSystem=/a:noexce", "noexce",
		       "unknown option 'noexce' of a file system in memory",
		       "did you mean noexec?");
	assert_mistake("TemporaryFileSystem=/a:ro,,rw", "",
		       "unknown option '' of a file system in memory", "*");
	assert_mistake("TemporaryFileSystem=a:ro", "a", "the path must be absolute", NULL);
}
