/* SPDX-License-Identifier: MIT */
/*
 * LimitNAME=: resource limits, which execve keeps (getrlimit(2)). A limit above the hard limit of
 * the launcher needs CAP_SYS_RESOURCE; without it the launch fails, where systemd would lower the
 * limit.
 */
#define _GNU_SOURCE 1
#include "limits.h"
#include "text.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *ambit_limit_directive(int resource)
{
	static const char names[][16] = {
		[RLIMIT_CPU] = "LimitCPU",           [RLIMIT_FSIZE] = "LimitFSIZE",
		[RLIMIT_DATA] = "LimitDATA",         [RLIMIT_STACK] = "LimitSTACK",
		[RLIMIT_CORE] = "LimitCORE",         [RLIMIT_RSS] = "LimitRSS",
		[RLIMIT_NPROC] = "LimitNPROC",       [RLIMIT_NOFILE] = "LimitNOFILE",
		[RLIMIT_MEMLOCK] = "LimitMEMLOCK",   [RLIMIT_AS] = "LimitAS",
		[RLIMIT_LOCKS] = "LimitLOCKS",       [RLIMIT_SIGPENDING] = "LimitSIGPENDING",
		[RLIMIT_MSGQUEUE] = "LimitMSGQUEUE", [RLIMIT_NICE] = "LimitNICE",
		[RLIMIT_RTPRIO] = "LimitRTPRIO",     [RLIMIT_RTTIME] = "LimitRTTIME",
	};

	return (size_t)resource < sizeof(names) / sizeof(*names) ? names[resource] : "limit";
}

static const char *limit_text(ambit_place place, uint64_t limit)
{
	return limit == INFINITE ? "infinity" : ambit_decimal(place, limit);
}

const char *ambit_limit_text(ambit_place place, const struct ambit_limit *limit)
{
	return ambit_join(place, limit_text(place, limit->soft), ":",
			  limit_text(place, limit->hard));
}

/* The 64-bit call, for 32-bit programs too; its infinity is that of ambit.h. */
int ambit_get_limit(int resource, struct ambit_limit *limit)
{
	uint64_t pair[2];

	if (syscall(SYS_prlimit64, 0, resource, NULL, pair) < 0)
		return -errno;
	*limit = (struct ambit_limit){resource, pair[0], pair[1]};
	return 0;
}

void ambit_limit(ambit_place place, int resource, uint64_t soft, uint64_t hard)
{
	const struct ambit_limit wanted = {resource, soft, hard};
	const uint64_t pair[2] = {soft, hard};
	struct ambit_limit now = {0};
	int unknown = ambit_get_limit(resource, &now);

	if (!unknown && now.soft == soft && now.hard == hard)
		return;
	if (!syscall(SYS_prlimit64, 0, resource, pair, NULL))
		return;
	int error = errno;
	const char *detail = ambit_limit_text(place, &wanted);
	if (!unknown)
		detail = ambit_join(place, detail, ", from ", ambit_limit_text(place, &now));
	ambit_fail(place, AMBIT_STATUS_limit, ambit_limit_directive(resource), detail, error);
}
