/* SPDX-License-Identifier: MIT */
/*
 * The system call filter: seccomp(2). It is one program, for the one thread that becomes the service, so that
 * there is nothing to be synchronised; no flag is given, as systemd gives none.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

bool ambit_is_filtered;

void ambit_seccomp(ambit_place place, const struct sock_filter *filter, size_t count,
		   unsigned flags)
{
	const struct sock_fprog program = {(unsigned short)count, (struct sock_filter *)filter};

	if (ambit_keep_rights)
		ambit_keep_rights();
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, &program) < 0)
		ambit_fail(place, AMBIT_STATUS_seccomp, "seccomp",
			   errno == EACCES ? "needs CAP_SYS_ADMIN or no_new_privs" : NULL, errno);
	ambit_is_filtered = true;
	if (flags & AMBIT_READ_BACK && prctl(PR_GET_SECCOMP, 0L, 0L, 0L, 0L) != SECCOMP_MODE_FILTER)
		ambit_fail(place, AMBIT_STATUS_seccomp, "seccomp",
			   "the kernel says that no filter is installed", 0);
}
