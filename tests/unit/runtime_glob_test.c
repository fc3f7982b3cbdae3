/* SPDX-License-Identifier: MIT */
/* runtime/glob.c: patterns of paths. */
#include "pipeline.h"
#include "runtime_stub.h"

#include "runtime/glob.c"

static void add_found(ambit_place place, const char *path, void *data)
{
	(void)place;
	strcat(strcat(data, strrchr(path, '/')), " ");
}

static void check(const char *directory, const char *pattern, const char *expected)
{
	char found[1000] = "";
	int count = ambit_glob(0, ambit_join(0, directory, "/", pattern), add_found, found);
	assert_string_equal(found, expected);
	int blanks = 0;
	for (const char *at = found; *at; at++)
		blanks += *at == ' ';
	assert_int_equal(count, blanks);
}

TEST(runtime_patterns)
{
	static const char *const files[] = {"b.conf",       "a.conf",     "c.txt",
					    ".hidden.conf", "sub/x.conf", "sub/y.conf",
					    "tub/z.conf",   "a*b"};
	char *d = scratch_directory();
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		scratch_file(d, files[i], "");
	check(d, "*.conf", "/a.conf /b.conf ");
	check(d, "?.conf", "/a.conf /b.conf ");
	check(d, "[bc].*", "/b.conf /c.txt ");
	check(d, "[!b].conf", "/a.conf ");
	check(d, ".*.conf", "/.hidden.conf ");
	check(d, "*/*.conf", "/x.conf /y.conf /z.conf ");
	check(d, "sub/*", "/x.conf /y.conf ");
	check(d, "*/y.conf", "/y.conf ");
	check(d, "a\\*b", "/a*b ");
	check(d, "a.conf", "/a.conf ");
	check(d, "*.none", "");
	check(d, "none/*", "");
	check(d, "a.conf/*", "");
	check(d, "*/*/*", "");
	scratch_remove(d);
}

TEST(runtime_patterns_without_end)
{
	char long_pattern[5000];
	memset(long_pattern, 'a', sizeof(long_pattern));
	long_pattern[0] = '/';
	long_pattern[sizeof(long_pattern) - 1] = 0;
	assert_int_equal(ambit_glob(0, long_pattern, NULL, NULL), -ENAMETOOLONG);
	assert_true(ambit_glob(0, "/*", NULL, NULL) > 3);
	assert_int_equal(ambit_glob(0, "/proc/self/cmdlin[e]", NULL, NULL), 1);
}
