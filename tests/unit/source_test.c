/* SPDX-License-Identifier: MIT */
/* Reading files, and places in them. */
#include "pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_place(struct sources *sources, uint32_t at, const char *name, unsigned line,
			unsigned column, const char *text)
{
	struct place place = source_place(sources, (struct span){at, 1});
	assert_non_null(place.source);
	assert_string_equal(place.source->name, name);
	assert_int_equal(place.line, line);
	assert_int_equal(place_column(&place), column);
	assert_true(slice_is(place.text, text));
}

TEST(source_places)
{
	struct arena arena = {0};
	struct sources sources = {.arena = &arena};
	assert_int_equal(source_add(&sources, "one",
				    SLICE("ab\nc\xc3\xa9"
					  "d\r\n\nlast")),
			 0);
	assert_int_equal(source_add(&sources, "two", SLICE("x")), 1);
	assert_int_equal(source_add(&sources, "empty", SLICE("")), 2);
	check_place(&sources, 1, "one", 1, 1, "ab");
	check_place(&sources, 3, "one", 1, 3, "ab"); /* its newline */
	check_place(&sources, 4, "one", 2, 1,
		    "c\xc3\xa9"
		    "d");
	check_place(&sources, 7, "one", 2, 3,
		    "c\xc3\xa9"
		    "d"); /* é is one column */
	check_place(&sources, 10, "one", 3, 1, "");
	check_place(&sources, 14, "one", 4, 4, "last");
	check_place(&sources, 15, "one", 4, 5, "last"); /* the end of the file */
	check_place(&sources, sources.list[1].first, "two", 1, 1, "x");
	check_place(&sources, sources.list[2].first, "empty", 1, 1, "");
	assert_null(source_place(&sources, (struct span){0, 5}).source);
	assert_null(source_place(&sources, (struct span){9999, 1}).source);
	arena_free(&arena);
}

TEST(source_slices)
{
	struct arena arena = {0};
	struct sources sources = {.arena = &arena};
	source_add(&sources, "one", SLICE("abc"));
	source_add(&sources, "two", SLICE("xyz"));
	assert_true(slice_is(source_slice(&sources, (struct span){2, 2}), "bc"));
	assert_true(slice_is(source_slice(&sources, (struct span){2, 99}),
			     "bc")); /* not into the next one */
	assert_true(slice_is(source_slice(&sources, (struct span){sources.list[1].first, 1}), "x"));
	assert_int_equal(source_slice(&sources, (struct span){0, 1}).len, 0);
	assert_memory_equal(sources.list[0].bytes + 3, "\0\0", 2); /* for the scanner */
	arena_free(&arena);
}

TEST(source_files)
{
	struct arena arena = {0};
	struct sources sources = {.arena = &arena};
	char *directory = scratch_directory();
	scratch_file(directory, "file", "content\n");
	scratch_file(directory, "none", "");
	char *file = arena_printf(&arena, "%s/file", directory),
	     *fifo = arena_printf(&arena, "%s/fifo", directory);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(source_read(&sources, "file", file), 0);
	assert_string_equal(sources.list[0].bytes, "content\n");
	assert_string_equal(sources.list[0].path, file);
	assert_int_equal(source_read(&sources, "none", arena_printf(&arena, "%s/none", directory)),
			 1);
	assert_int_equal(source_read(&sources, "null", "/dev/null"), 2);
	assert_int_equal(sources.list[2].len, 0);
	assert_true(source_read(&sources, "status", "/proc/self/status") >
		    0); /* stat says that it is empty */
	assert_true(sources.list[3].len > 100);
	assert_int_equal(source_read(&sources, "directory", directory), -EISDIR);
	assert_int_equal(source_read(&sources, "missing", "/no/such/file"), -ENOENT);
	assert_int_equal(source_read(&sources, "fifo", fifo), -EINVAL); /* and does not wait */
	assert_int_equal(source_read(&sources, "zero", "/dev/zero"), -EINVAL);
	assert_int_equal(sources.count, 4);
	scratch_remove(directory);
	arena_free(&arena);
}
