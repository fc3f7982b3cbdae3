/* SPDX-License-Identifier: MIT */
/* The standard streams and the data of standard input. */
#include "harness.h"

TEST(stream_words)
{
	assert_value("StandardInput=tty-force", "tty-force");
	assert_value("StandardOutput=journal+console", "journal+console");
	assert_value("StandardOutput=append:/var/log//web.log", "append:/var/log/web.log");
	assert_value("StandardError=truncate:/var/log/%N.log", "truncate:/var/log/web.log");
	assert_value("StandardInput=file:/dev/zero", "file:/dev/zero");
	assert_value("StandardInput=fd", "fd");
	assert_value("StandardInput=fd:web", "fd:web");
	assert_warning("StandardOutput=syslog", DIAG_LEGACY, "syslog", "journal");
	assert_warning("StandardError=syslog+console", DIAG_LEGACY, "syslog+console",
		       "journal+console");
}

TEST(stream_mistakes)
{
	assert_mistake("StandardOutput=jurnal", "jurnal", "unknown standard output 'jurnal'",
		       "did you mean journal?");
	assert_mistake("StandardInput=journal", "journal", "unknown standard input 'journal'", "*");
	assert_mistake("StandardOutput=null\nStandardOutput=append:log", "log",
		       "the path must be absolute", NULL);
	assert_mistake("StandardOutput=file", "file", "'file' wants a path",
		       "write file:/the/path");
	assert_mistake("StandardOutput=file:", "", "the path is empty", NULL);
	assert_mistake("StandardOutput=null:x", ":x", "'null' has nothing behind it", NULL);
	assert_mistake("StandardInput=fd:a:b", "a:b",
		       "'a:b' is not the name of a descriptor: "
		       "1 to 255 printable ASCII characters, no ':'",
		       NULL);
	assert_mistake(
		"StandardInput=fd:", "",
		"'' is not the name of a descriptor: 1 to 255 printable ASCII characters, no ':'",
		NULL);
	assert_mistake("StandardOutput=null\nStandardOutput=", "",
		       "an empty value does not reset StandardOutput=", "*");
}

static void check_data(const char *lines, const char *expected, size_t len)
{
	struct outcome *outcome = outcome_of("web.service", lines);
	assert_int_equal(outcome->diagnostics.count, 0);
	const struct setting *setting = &outcome->service.settings[D_Service_StandardInputText];
	assert_true(setting->set);
	assert_int_equal(setting->text.len, len);
	assert_memory_equal(setting->text.at, expected, len);
	outcome_free(outcome);
}

TEST(data_is_one_buffer)
{
	check_data("StandardInputText=a\\tb %N\nStandardInputText=c", "a\tb web\nc\n", 10);
	check_data("StandardInputData=aGVsbG8=\nStandardInputText=x", "hellox\n", 7);
	check_data("StandardInputText=x\nStandardInputData=AAEC /w==", "x\n\0\1\2\377", 6);
	check_data("StandardInputText=x\nStandardInputData=\nStandardInputText=y", "y\n", 2);
	assert_value("StandardInputText= \\x20a\\\\b\\n\nStandardInputText=50%%",
		     "\\x20a\\x5cb\\x0a\\x0a50%%");
	assert_value("StandardInputText=x\nStandardInputText=", "unset");
}

TEST(data_mistakes)
{
	assert_mistake("StandardInputText=a\nStandardInputText=\\q", "\\q", "unknown escape '\\q'",
		       "*");
	assert_mistake("StandardInputText=\\x00", "\\x", "unknown escape '\\x'", "*");
	assert_mistake("StandardInputText=on %H", "on %H",
		       "%H is known at launch only, and data is fixed before", NULL);
	assert_mistake("StandardInputData=aGV!", "!", "this is not Base64", NULL);
	assert_mistake("StandardInputData=aGVsbG8", "aGVsbG8",
		       "the Base64 does not end where a byte ends", "*");
	assert_mistake("StandardInputData=aGVsbG9=", "aGVsbG9=",
		       "the Base64 does not end where a byte ends", "*");
	assert_mistake("StandardInputData=aGVsbG8=YQ==", "Y", "this is not Base64", NULL);
	assert_mistake("StandardInputData=a===", "=", "this is not Base64", NULL);
}
