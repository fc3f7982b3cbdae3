/* SPDX-License-Identifier: MIT */
/* emit/launcher.c and emit/note.c: making a file, leaving nothing behind, and reading its note
 * back. */
#include "pipeline.h"
#include "emit/launcher.h"
#include "emit/note.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
	struct arena arena;
	char *directory;
	struct toolchain toolchain;
	char *out;
};

static void set_up(struct fixture *f, const char *command)
{
	*f = (struct fixture){.directory = scratch_directory()};
	f->toolchain = (struct toolchain){.runtime = f->directory, .command = command};
	f->out = arena_printf(&f->arena, "%s/out", f->directory);
	scratch_file(f->directory, "empty.c", "");
	char *make = arena_printf(
		&f->arena, "cd '%s' && cc -c empty.c && ar rcs libambit.a empty.o", f->directory);
	assert_int_equal(system(make), 0);
	setenv("TMPDIR", f->directory, 1);
}

static void tear_down(struct fixture *f)
{
	unsetenv("TMPDIR");
	scratch_remove(f->directory);
	arena_free(&f->arena);
}

static int make(struct fixture *f, struct slice note)
{
	struct launcher_job job;
	const char *what;
	int status;
	int error = launcher_start(&f->arena, &f->toolchain,
				   SLICE("int main(void)\n{\n\treturn 7;\n}\n"), note, f->out, &job,
				   &what);
	if (error)
		return error;
	assert_int_equal(waitpid(job.pid, &status, 0), job.pid);
	return launcher_finish(&job, status);
}

/* The names in the directory, but for those of set_up(). */
static size_t count_files(struct fixture *f)
{
	size_t count = 0;
	char *list = arena_printf(
		&f->arena, "ls -A '%s' | grep -cvE '^(empty\\.[co]|libambit\\.a)$'", f->directory);
	FILE *pipe = popen(list, "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%zu", &count), 1);
	pclose(pipe);
	return count;
}

static void check_note(struct slice note)
{
	struct fixture f;
	struct slice found;
	const char *why = "";
	set_up(&f, "cc");
	assert_int_equal(make(&f, note), 0);
	assert_int_equal(count_files(&f), 1);
	assert_true(note_read(&f.arena, f.out, &found, &why));
	assert_true(slice_equal(found, note));
	tear_down(&f);
}

TEST(launcher_notes_come_back)
{
	static char any[100003];
	for (size_t i = 0; i < sizeof(any); i++)
		any[i] = (char)(i * 7);
	check_note(SLICE("{}\n"));
	check_note(SLICE(""));
	check_note(SLICE("a\0\"\\%s\n\xff"));
	check_note((struct slice){any, sizeof(any)});
}

TEST(launcher_runs)
{
	struct fixture f;
	struct stat status;
	set_up(&f, "cc");
	assert_int_equal(make(&f, SLICE("x")), 0);
	assert_int_equal(WEXITSTATUS(system(f.out)), 7);
	assert_int_equal(stat(f.out, &status), 0);
	assert_int_equal(status.st_mode & 0100, 0100);
	tear_down(&f);
}

TEST(launcher_of_a_failing_compiler)
{
	struct fixture f;
	set_up(&f, "false");
	scratch_file(f.directory, "out", "before");
	assert_int_equal(make(&f, SLICE("x")), -ECHILD);
	assert_int_equal(count_files(&f), 1);
	struct sources sources = {.arena = &f.arena};
	assert_int_equal(source_read(&sources, "out", f.out), 0);
	assert_string_equal(sources.list[0].bytes, "before");
	tear_down(&f);
}

TEST(launcher_without_a_place)
{
	struct fixture f;
	set_up(&f, "cc");
	f.out = arena_printf(&f.arena, "%s/no/out", f.directory);
	assert_int_equal(make(&f, SLICE("x")), -ENOENT);
	assert_int_equal(count_files(&f), 0);
	setenv("TMPDIR", "/no/such/directory", 1);
	f.out = arena_printf(&f.arena, "%s/out", f.directory);
	assert_int_equal(make(&f, SLICE("x")), -ENOENT);
	assert_int_equal(count_files(&f), 0);
	tear_down(&f);
}

static void check_no_note(struct fixture *f, const char *name)
{
	struct slice note;
	const char *why = NULL;
	assert_false(note_read(&f->arena, arena_printf(&f->arena, "%s/%s", f->directory, name),
			       &note, &why));
	assert_true(why && *why);
}

TEST(launcher_notes_that_are_none)
{
	struct fixture f;
	set_up(&f, "cc");
	scratch_file(f.directory, "text", "not an ELF file");
	scratch_file(f.directory, "head", "\177ELF\2\1\1");
	assert_int_equal(make(&f, SLICE("note")), 0);
	static const char *const commands[] = {
		"head -c 200 out >short",
		"head -c 4000 out >half",
		"objcopy -R .note.ambit out without",
	};
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		assert_int_equal(
			system(arena_printf(&f.arena, "cd '%s' && %s", f.directory, commands[i])),
			0);
	static const char *const names[] = {"text", "head",    "missing", "short",
					    "half", "without", "empty.c", "."};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		check_no_note(&f, names[i]);
	tear_down(&f);
}

TEST(launcher_stopped)
{
	struct fixture f;
	struct launcher_job job;
	const char *what;
	set_up(&f, "sleep 60; true");
	assert_int_equal(
		launcher_start(&f.arena, &f.toolchain, SLICE(""), SLICE(""), f.out, &job, &what),
		0);
	assert_true(count_files(&f) > 0);
	launcher_stop(&job);
	assert_int_equal(count_files(&f), 0);
	assert_int_equal(kill(job.pid, 0), -1); /* waited for */
	tear_down(&f);
}
