/* SPDX-License-Identifier: MIT */
/* runtime/environment_file.c: EnvironmentFile= of systemd.exec(5). */
#include "pipeline.h"
#include "runtime_stub.h"

int ambit_glob(ambit_place, const char *, void (*)(ambit_place, const char *, void *), void *);
#include "runtime/environment_file.c"

static const char *current; /* a file, for a child */
static unsigned current_flags;

static void read_current(void)
{
	ambit_environment_file(0, current, current_flags);
}

/* A file with TEXT gives EXPECTED, a line a variable. */
static void check(const char *text, const char *expected)
{
	char *d = scratch_directory();
	scratch_file(d, "file", text);
	stub_variables[0] = 0;
	ambit_environment_file(0, ambit_join(0, d, "/", "file"), 0);
	assert_string_equal(stub_variables, expected);
	scratch_remove(d);
}

TEST(runtime_environment_files)
{
	check("", "");
	check("A=1\nB=2", "A=1\nB=2\n");
	check("\n # c\n;d\nA=1 \t\n", "A=1\n");
	check("  A = b c  \n", "A=b c\n");
	check("no assignment\nA=1\n", "A=1\n");
	check("A=\n", "A=\n");
	check("A=1\r\nB=2\r\n", "A=1\nB=2\n");
	check("A=b=c\n", "A=b=c\n");
	check("A=b # c\n", "A=b # c\n");
	check("A=1\nA=2\n", "A=1\nA=2\n");
}

TEST(runtime_environment_files_with_quotes)
{
	check("A='b $c \\ \"'\n", "A=b $c \\ \"\n");
	check("A=\"b 'c' \\\" \\$ \\\\ \\` \\n\"\n", "A=b 'c' \" $ \\ ` \\n\n");
	check("A='b\nc'\n", "A=b\nc\n");
	check("A=\"b\\\nc\"\n", "A=bc\n");
	check("A=b\\\nc\n", "A=bc\n");
	check("A='b' \"c\" d\n", "A=bcd\n");
	check("A=b\"c\"\n", "A=b\"c\"\n");
	check("A=b\\ c\\\\d\\  \n", "A=b c\\d \n");
	check("A='open\n", "A=open\n\n");
}

static int failure(const char *text, unsigned flags)
{
	char *d = scratch_directory();
	if (text)
		scratch_file(d, "file", text);
	current = ambit_join(0, d, "/", "file");
	current_flags = flags;
	int status = stub_failure(read_current);
	scratch_remove(d);
	return status;
}

TEST(runtime_environment_files_that_are_wrong)
{
	assert_int_equal(failure("A=1\n", 0), 0);
	assert_int_equal(failure("9A=1\n", 0), 204);
	assert_int_equal(failure("A B=1\n", 0), 204);
	assert_int_equal(failure("=1\n", 0), 204);
	assert_int_equal(failure("A=\xff\n", 0), 204);
	assert_int_equal(failure("A=\xff\n", AMBIT_OPTIONAL),
			 204); /* the file is there, and wrong */
	assert_int_equal(failure(NULL, 0), 204);
	assert_int_equal(failure(NULL, AMBIT_OPTIONAL), 0);
}
