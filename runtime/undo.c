/* SPDX-License-Identifier: MIT */
/*
 * What has been made outside of the launcher for this run, and is taken away again if the service does not
 * start. Commands before it make some of that in a child each, which has ended well by then: so the notes are
 * in memory that children share, and the launcher alone undoes.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdalign.h>
#include <string.h>
#include <sys/mman.h>

enum { SIZE = 4 << 20 }; /* pages that nobody writes to cost nothing */

struct note {
	size_t before; /* as `last` */
	void (*undo)(const char *what);
	char what[];
};

static struct shared {
	bool has_failed; /* the child, in a step of its own, and has said so */
	size_t last;     /* where in here the last note begins; 0: there is none */
	size_t used;
} * shared;

void ambit_undo_all(void)
{
	if (ambit_outside < 0)
		ambit_outside = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	/* denied in a user namespace, where directories can be reached all the same */
	if (ambit_outer_mounts >= 0)
		setns(ambit_outer_mounts, CLONE_NEWNS);
	while (shared->last) {
		const struct note *note = (const struct note *)((char *)shared + shared->last);
		shared->last = note->before; /* one that fails itself comes back here */
		note->undo(note->what);
	}
}

/* A child of step "command" leaves it to the launcher; behind the filter, it would be the end. */
static void undo_as_launcher(void)
{
	if (!ambit_failed && !ambit_is_filtered)
		ambit_undo_all();
}

static void share(ambit_place place)
{
	const int access = PROT_READ | PROT_WRITE,
		  kind = MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE;

	if (shared)
		return;
	/* cppcheck-suppress invalidFunctionArg ; no file */
	void *memory = mmap(NULL, SIZE, access, kind, -1, 0);
	if (memory == MAP_FAILED)
		ambit_fail(place, AMBIT_STATUS_environment, "memory", NULL, errno);
	shared = memory;
	shared->used = sizeof(*shared);
	ambit_undo = undo_as_launcher;
	ambit_keep_rights = ambit_start_keeper;
}

bool *ambit_share_notes(ambit_place place)
{
	share(place);
	shared->has_failed = false;
	return &shared->has_failed;
}

void ambit_undo_on_failure(ambit_place place, void (*undo)(const char *), const char *what)
{
	const size_t unit = alignof(struct note), len = strlen(what) + 1;

	share(place);
	size_t size = (sizeof(struct note) + len + unit - 1) / unit * unit, at = shared->used;
	if (size > SIZE - at)
		ambit_fail(place, AMBIT_STATUS_environment, "memory",
			   "too much to be undone if the launcher fails", 0);
	struct note *note = (struct note *)((char *)shared + at);
	note->before = shared->last;
	note->undo = undo;
	memcpy(note->what, what, len);
	shared->used += size;
	__atomic_store_n(&shared->last, at,
			 __ATOMIC_RELEASE); /* whole, whenever a child is killed */
}
