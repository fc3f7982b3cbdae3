/* SPDX-License-Identifier: MIT */
/* Making the launcher's file: the C compiler, the runtime library, the ELF note. */
#ifndef EMIT_LAUNCHER_H
#define EMIT_LAUNCHER_H

#include "base/text.h"

#include <stdbool.h>
#include <sys/types.h>

/* Where the tool chain is. */
struct toolchain {
	const char *runtime; /* the directory with ambit.h and libambit.a */
	const char *command; /* the C compiler with its flags, as the shell has it */
};

/* A launcher being made; all strings are in the arena. */
struct launcher_job {
	pid_t pid;
	const char *out;       /* where it goes, by name */
	const char *place;     /* the same behind links */
	const char *temporary; /* beside it; renamed when done */
	const char *directory; /* of the C source and the note */
};

/*
 * The tool chain of this program: "runtime" beside the executable in the build tree, "../lib/ambit"
 * when installed. False when it is in neither place; *where says where it was looked for.
 */
bool toolchain_find(struct arena *arena, struct toolchain *toolchain, const char **where);

/* The directory with the profiles of the program, found likewise; NULL when there is none. */
const char *profiles_find(struct arena *arena);

/*
 * Where a file that is written as PATH is to be renamed to: what PATH is a link to, or PATH. NULL
 * for what must not be replaced, as a device or a pipe.
 */
const char *output_place(struct arena *arena, const char *path);

/*
 * Starts to compile SOURCE, with NOTE as the note's text, into OUT. Returns 0, or a negative errno
 * with *what naming the file. launcher_finish() must follow.
 */
int launcher_start(struct arena *arena, const struct toolchain *toolchain, struct slice source,
		   struct slice note, const char *out, struct launcher_job *job, const char **what);
/*
 * Ends a job whose compiler left with STATUS (as wait(2) has it): puts the launcher in place, or on
 * failure leaves nothing behind. 0 or a negative errno; -ECHILD when the compiler failed (its words
 * are on stderr).
 */
int launcher_finish(struct launcher_job *job, int status);

/*
 * From launcher_signals(true) on, what would end the program (SIGHUP, SIGINT, SIGTERM) is told by
 * launcher_wait(), so that nothing is left behind; launcher_end() ends that.
 */
void launcher_signals(bool awaited);
/* Waits for a job's compiler: its pid, with *status as wait(2) has it; 0: none is left; -SIGNAL. */
pid_t launcher_wait(int *status);
/*
 * Ends what launcher_signals(true) began. A negative STATUS is the signal that ends the program
 * now.
 */
int launcher_end(int status);
/* Instead of launcher_finish(): ends the compiler and leaves nothing behind. */
void launcher_stop(struct launcher_job *job);

#endif
