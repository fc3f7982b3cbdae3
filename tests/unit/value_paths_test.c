/* SPDX-License-Identifier: MIT */
/* One path and lists of paths. */
#include "harness.h"

TEST(path_forms)
{
	assert_value("RootDirectory=/srv//web/./root/", "/srv/web/root");
	assert_value("RootDirectory=/", "/");
	assert_value("RootDirectory=//", "/");
	assert_value("RootDirectory=/a b/\"c\"", "/a b/\"c\"");
	assert_value("RootDirectory=/srv/%p", "/srv/web");
	assert_value("RootDirectory=/srv/%H", "/srv/%H");
	assert_value("RootDirectory=/srv\nRootDirectory=", "unset");
	assert_value("WorkingDirectory=-/srv", "-/srv");
	assert_value("WorkingDirectory=~", "~");
	assert_value("WorkingDirectory=-~", "-~");
	assert_value("PIDFile=web.pid", "/run/web.pid");
	assert_value("PIDFile=/run/web.pid", "/run/web.pid");
}

TEST(path_mistakes)
{
	assert_mistake("RootDirectory=srv", "srv", "the path must be absolute", NULL);
	assert_mistake("RootDirectory=/srv/../etc", "/srv/../etc", "the path has a '..' in it",
		       NULL);
	assert_mistake("RootDirectory=%H/x", "%H/x", "the path must be absolute", NULL);
	assert_mistake("RootDirectory=~", "~", "the path must be absolute", NULL);
	assert_mistake("WorkingDirectory=-srv", "srv", "the path must be absolute", NULL);
	assert_mistake("WorkingDirectory=-", "", "the path is empty", NULL);
	assert_mistake("PIDFile=../web.pid", "../web.pid", "the path has a '..' in it", NULL);
}

TEST(paths_lists)
{
	assert_value("ReadOnlyPaths=/a -/b -+/c +/d\nReadOnlyPaths=/e", "</a><-/b><-+/c><+/d></e>");
	assert_value("ReadOnlyPaths=\"/a b\" '-/c d'", "<\"/a b\"><-\"/c d\">");
	assert_value("ReadOnlyPaths=/a\\ b", "<\"/a b\">");
	assert_value("ReadOnlyPaths=/a\nReadOnlyPaths=", "unset");
	assert_value("RequiresMountsFor=/a\nRequiresMountsFor=", "</a>");
	assert_mistake("ReadOnlyPaths=/a\nReadOnlyPaths=/b c -/d", "c", "the path must be absolute",
		       NULL);
	assert_mistake("ReadOnlyPaths=+-/a", "-/a", "the path must be absolute", NULL);
	assert_mistake("ReadOnlyPaths=/a/%z/b", "%z", "unknown specifier %z", "*");
	assert_mistake("ReadOnlyPaths=-/a/%z/b", "%z", "unknown specifier %z", "*");
}

TEST(paths_files_and_search_path)
{
	assert_value("EnvironmentFile=-/etc/default/my web*\nEnvironmentFile=/etc/x",
		     "<-/etc/default/my web*></etc/x>");
	assert_value("ExecSearchPath=/usr/bin/:/bin\nExecSearchPath=:/opt/bin",
		     "</usr/bin></bin></opt/bin>");
	assert_mistake("ExecSearchPath=/bin:sbin", "sbin", "the path must be absolute", NULL);
	assert_mistake("ExecSearchPath=\"/bin\"", "\"", "a quote or backslash in a list with ':'",
		       NULL);
}
