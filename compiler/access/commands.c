/* SPDX-License-Identifier: MIT */
/*
 * The commands: each is found as the launcher finds it, and followed through its interpreters as
 * execve(2) does, with the credentials that its prefix leaves it.
 */
#include "access/examine.h"
#include "access/program.h"
#include "access/tree_view.h"
#include "emit/emit.h"
#include "service/dynamic_user.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* One command on its way. */
struct run {
	struct checker *checker;
	const struct command_plan *command;
	struct credentials credentials;
	struct tree root; /* that of --root, or a RootDirectory= in it */
};

static const struct step *find_step(const struct command_plan *command, enum step_id id)
{
	for (size_t i = 0; i < command->count; i++)
		if (command->steps[i].id == id)
			return &command->steps[i];
	return NULL;
}

static struct subject subject_of(struct run *run, struct slice path)
{
	return (struct subject){
		.directive = run->command->directive,
		.span = run->command->command->span,
		.tree = &run->root,
		.path = path,
		.actor = ACTOR_SERVICE,
		.need = MAY_EXECUTE,
		.needs_it = true,
		.tolerates = run->command->command->flags & ITEM_OPTIONAL ? TOLERATES_ALL
									  : TOLERATES_NOTHING,
		.service = &run->credentials,
		.opener = &run->credentials,
	};
}

/* What the file would give if it could. */
static void check_gain(struct run *run, const struct subject *s, const struct way *way)
{
	struct checker *ck = run->checker;
	struct program program;
	struct text gain = {.arena = ck->arena}, hint = {.arena = ck->arena};
	int error = way_program(way, &program);
	if (error)
		examine_unreadable(ck, s, way->target.path, -error);
	bool user = program.mode & S_ISUID && program.uid != run->credentials.uid.effective;
	bool group = (program.mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
		     program.gid != run->credentials.gid.effective;
	uint64_t set = program.permitted & ~run->credentials.permitted;
	if (error || program.nosuid || !command_has_step(run->command, STEP_no_new_privileges) ||
	    (!user && !group && !set))
		return;
	if (user)
		text_printf(&gain, "the user %u by its set-user-ID bit", program.uid);
	else if (group)
		text_printf(&gain, "the group %u by its set-group-ID bit", program.gid);
	else
		emit_capabilities(&gain, set);
	text_puts(&hint, service_is_dynamic(ck->plan->service)
				 ? "do without DynamicUser=, which implies it"
				 : "leave NoNewPrivileges= out");
	if (set) {
		text_puts(&hint, ", or grant AmbientCapabilities=");
		emit_capabilities(&hint, set);
	} else {
		text_puts(&hint, ", or grant what it needs by AmbientCapabilities= or "
				 "SupplementaryGroups=");
	}
	diag_report(ck->diagnostics, DIAG_SET_ID_PROGRAM, s->span, hint.at,
		    "with NoNewPrivileges=yes '%s' does not get what its file gives: %s",
		    way->target.path, gain.at);
}

/* Where the command stands; .at is NULL for a home directory that there is not. */
static struct slice directory_of(const struct run *run)
{
	const struct setting *setting =
		&run->checker->plan->service->settings[D_Service_WorkingDirectory];
	const char *home = run->checker->report->identity.home;
	if (!(setting->flags & ITEM_HOME))
		return find_step(run->command, STEP_working_directory)->arguments[0].text;
	return home ? slice_of(home) : (struct slice){0};
}

/* A relative path begins at the working directory. */
static struct slice interpreter_path(const struct run *run, const char *path)
{
	struct slice directory = directory_of(run);
	if (*path == '/')
		return slice_of(path);
	return slice_of(arena_printf(run->checker->arena, "%.*s/%s", SLICE_ARG(directory), path));
}

/* What is opened and not looked into. */
static void check_file(const struct run *run, const struct subject *s)
{
	struct way way;
	if (!examine_walk(run->checker, s, &way))
		return;
	examine_judge(run->checker, s, &way);
	way_close(&way);
}

static void check_image(struct run *run, struct subject *s, unsigned depth);

static void check_interpreter(struct run *run, const char *path, enum program_kind kind,
			      unsigned depth)
{
	struct subject s = subject_of(run, interpreter_path(run, path));
	s.role = "interpreter";
	if (kind == PROGRAM_ELF)
		check_file(run, &s);
	else if (depth < SCRIPTS_MOST)
		check_image(run, &s, depth + 1);
	else if (!s.tolerates)
		diag_report(run->checker->diagnostics, DIAG_ACCESS, s.span,
			    "name a program that is no script in the first line of the script",
			    "%s=: '%s' is the interpreter of one script too many",
			    directive_rows[s.directive].name, path);
}

static void check_image(struct run *run, struct subject *s, unsigned depth)
{
	struct checker *ck = run->checker;
	struct way way;
	enum program_kind kind = PROGRAM_ELF;
	const char *interpreter = NULL;
	if (!examine_walk(ck, s, &way))
		return;
	bool is_file = !way.error && way.fd >= 0 && S_ISREG(way.target.mode);
	int error = is_file ? program_read(ck->arena, &way, &kind, &interpreter) : 0;
	if (error)
		examine_unreadable(ck, s, way.target.path, -error);
	if (kind == PROGRAM_SCRIPT)
		s->need |= MAY_READ; /* by the interpreter */
	if (kind == PROGRAM_UNKNOWN)
		diag_report(ck->diagnostics, DIAG_PROGRAM_FORMAT, s->span,
			    "begin a script with \"#!/bin/sh\"",
			    "'%s' is neither ELF nor a script: few kernels execute it",
			    way.target.path);
	examine_judge(ck, s, &way);
	if (is_file && kind != PROGRAM_SCRIPT) /* whose bits do not count */
		check_gain(run, s, &way);
	way_close(&way);
	if (interpreter)
		check_interpreter(run, interpreter, kind, depth);
}

/* As ambit_search(): the first that root may execute, whatever the service may. */
static bool search(struct run *run, struct subject *s, struct slice name, struct slice directories)
{
	struct arena *arena = run->checker->arena;
	for (size_t len; directories.len;
	     directories = slice_part(directories, len + 1, directories.len)) {
		len = slice_find(directories, ':');
		s->path = slice_of(arena_printf(arena, "%.*s/%.*s", (int)len, directories.at,
						SLICE_ARG(name)));
		struct way way;
		struct denial ignored;
		if (!examine_walk(run->checker, s, &way))
			return false;
		bool found = !way.error && S_ISREG(way.target.mode) &&
			     permission_way(&access_root, &way, MAY_EXECUTE, &ignored);
		way_close(&way);
		if (found)
			return true;
	}
	s->path = name;
	examine_skip(run->checker, s, "missing");
	if (!s->tolerates)
		diag_report(run->checker->diagnostics, DIAG_ACCESS, s->span,
			    "install it there, or write its path",
			    "%s=: no directory that is searched has the program '%.*s'",
			    directive_rows[s->directive].name, SLICE_ARG(name));
	return false;
}

static void check_command(struct run *run)
{
	const struct step *step = find_step(run->command, STEP_search);
	const struct command *command = run->command->command;
	struct subject s = subject_of(run, command->path);
	if (!step || search(run, &s, step->arguments[0].text, step->arguments[1].text))
		check_image(run, &s, 0);
}

static bool find_root(const struct checker *ck, const struct command_plan *command,
		      struct tree *root)
{
	const struct step *step = find_step(command, STEP_root_directory),
			  *view = find_step(command, STEP_view);
	struct slice path = step   ? step->arguments[0].text
			    : view ? view->arguments[0].text
				   : (struct slice){0};
	struct way way;
	*root = ck->made;
	if (!path.at)
		return true;
	if (slice_find(path, '\0') < path.len)
		return false;
	tree_walk(&ck->made, arena_string(ck->arena, path), &way);
	bool found = !way.error && S_ISDIR(way.target.mode);
	if (found)
		tree_below(&ck->made, &way, root);
	way_close(&way);
	return found;
}

bool checker_enter(struct checker *ck, const struct command_plan *command, struct tree *root)
{
	if (!find_root(ck, command, root))
		return false;
	root->view = tree_view_of(command, root, &ck->made);
	return true;
}

void checker_leave(const struct checker *ck, struct tree *root)
{
	if (root->fd != ck->tree->fd)
		tree_close(root);
}

/* Of the last command: with RootDirectoryStartOnly= the same one for the others. */
static void check_directory(struct run *run)
{
	struct checker *ck = run->checker;
	const struct setting *setting = &ck->plan->service->settings[D_Service_WorkingDirectory];
	const struct credentials before = access_credentials_before(
		ck->proof, (size_t)(run->command - ck->plan->commands), &ck->report->identity);
	struct subject s = subject_of(run, directory_of(run));
	s.directive = D_Service_WorkingDirectory;
	s.span = setting->span;
	s.tolerates = setting->flags & ITEM_OPTIONAL ? TOLERATES_ALL : TOLERATES_NOTHING;
	s.expected = EXPECT_DIRECTORY;
	s.opener = &before;
	if (s.path.at)
		check_file(run, &s);
	else if (!s.tolerates)
		diag_report(ck->diagnostics, DIAG_ACCESS, s.span, "name a directory",
			    "WorkingDirectory=: the user has no home directory in %s/etc/passwd",
			    ck->tree->name);
}

void check_commands(struct checker *ck)
{
	const struct plan *plan = ck->plan;
	for (size_t i = 0; i < plan->count; i++) {
		struct run run = {.checker = ck, .command = &plan->commands[i]};
		run.credentials = access_credentials(ck->proof, i, &ck->report->identity);
		if (!checker_enter(ck, run.command, &run.root)) {
			struct subject s = subject_of(&run, run.command->command->path);
			examine_skip(ck, &s, "below a RootDirectory= that is not there");
			continue;
		}
		check_command(&run);
		if (i + 1 == plan->count && plan->service->settings[D_Service_WorkingDirectory].set)
			check_directory(&run);
		checker_leave(ck, &run.root);
	}
}
