/* SPDX-License-Identifier: MIT */
/* MemoryKSM=: whether the kernel merges equal pages of the service (PR_SET_MEMORY_MERGE). */
#include "internal.h"

#include <errno.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { SET_MEMORY_MERGE = 67, GET_MEMORY_MERGE = 68 }; /* linux/prctl.h since 6.4 */

static const char directive[] = "MemoryKSM";

/* -1: the kernel knows nothing of it, and merges nothing that is not asked for page by page. */
static int is_merging(void)
{
	return prctl(GET_MEMORY_MERGE, 0L, 0L, 0L, 0L);
}

/* What a child begins with is what execve leaves: mm_init() in kernel/fork.c. Not so before 6.7. */
static bool is_kept(ambit_place place)
{
	pid_t child = ambit_fork();

	if (child < 0)
		ambit_fail(place, AMBIT_STATUS_memory_merge, directive, "fork", -child);
	if (!child)
		_exit(is_merging() == 1 ? 1 : 0);
	return ambit_wait(child) == 1;
}

void ambit_memory_merge(ambit_place place, int merge)
{
	int before = is_merging();

	if (before == merge || (before < 0 && !merge))
		return;
	if (prctl(SET_MEMORY_MERGE, (long)merge, 0L, 0L, 0L) < 0 || is_merging() != merge)
		ambit_fail(place, AMBIT_STATUS_memory_merge, directive,
			   "this kernel cannot be told", errno);
	if (merge && !is_kept(place))
		ambit_fail(place, AMBIT_STATUS_memory_merge, directive,
			   "this kernel forgets it when the service is executed", 0);
}
