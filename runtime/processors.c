/* SPDX-License-Identifier: MIT */
/*
 * CPUAffinity=, NUMAPolicy=, NUMAMask=: the processors and the memory nodes to run on, cpuset(7),
 * set_mempolicy(2). Sets are words of 64 bits in the policy and of the size of a long for the
 * kernel.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	MOST = 8192,
	LONG_BITS = 8 * sizeof(long)
}; /* NR_CPUS_RANGE_END of x86, the largest there is */

struct set {
	unsigned long words[MOST / LONG_BITS];
};

static void add(struct set *set, uint64_t number)
{
	set->words[number / LONG_BITS] |= 1UL << number % LONG_BITS;
}

static void fill(struct set *set, const uint64_t *from, size_t words)
{
	for (size_t i = 0; i < 64 * words && i < MOST; i++)
		if (from[i / 64] >> i % 64 & 1)
			add(set, i);
}

/* A list as the kernel writes it, "0-3,8\n": cpuset(7), "List format". 0 or -EINVAL. */
static int add_list(ambit_place place, struct set *set, const char *list)
{
	while (*list && *list != '\n') {
		size_t len = strcspn(list, ",\n"), first_len = strcspn(list, "-,\n");
		uint64_t first, last;

		if (ambit_parse_number(ambit_copy(place, list, first_len), &first))
			return -EINVAL;
		last = first;
		if (first_len < len &&
		    ambit_parse_number(ambit_copy(place, list + first_len + 1, len - first_len - 1),
				       &last))
			return -EINVAL;
		if (last >= MOST)
			return -EINVAL;
		for (; first <= last; first++)
			add(set, first);
		list += len + (list[len] == ',');
	}
	return 0;
}

static void add_list_file(ambit_place place, int status, struct set *set, const char *path)
{
	char *text;
	long len = ambit_read_file(place, path, &text);
	int error = len < 0 ? (int)len : add_list(place, set, text);

	if (error)
		ambit_fail(place, status, "NUMAMask", path, -error);
}

/* NUMAMask=all has each bit set: no more than the nodes that there are. */
static void fill_nodes(ambit_place place, int status, struct set *set, const uint64_t *nodes,
		       size_t words)
{
	bool all = words;

	for (size_t i = 0; i < words; i++)
		all = all && nodes[i] == UINT64_MAX;
	if (all)
		add_list_file(place, status, set, "/sys/devices/system/node/online");
	else
		fill(set, nodes, words);
}

static void set_affinity(ambit_place place, const struct set *wanted)
{
	struct set now = {0};

	if (syscall(SYS_sched_getaffinity, 0, sizeof(now), &now) > 0 &&
	    !memcmp(&now, wanted, sizeof(now)))
		return;
	if (syscall(SYS_sched_setaffinity, 0, sizeof(*wanted), wanted) < 0)
		ambit_fail(place, AMBIT_STATUS_cpu_affinity, "CPUAffinity", NULL, errno);
}

void ambit_cpu_affinity(ambit_place place, const uint64_t *cpus, size_t words)
{
	struct set wanted = {0};

	fill(&wanted, cpus, words);
	set_affinity(place, &wanted);
}

void ambit_cpu_affinity_numa(ambit_place place, const uint64_t *nodes, size_t words)
{
	struct set wanted = {0}, from = {0};

	fill_nodes(place, AMBIT_STATUS_cpu_affinity_numa, &from, nodes, words);
	for (size_t i = 0; i < MOST; i++)
		if (from.words[i / LONG_BITS] >> i % LONG_BITS & 1)
			add_list_file(place, AMBIT_STATUS_cpu_affinity_numa, &wanted,
				      ambit_join(place, "/sys/devices/system/node/node",
						 ambit_decimal(place, i), "/cpulist"));
	set_affinity(place, &wanted);
}

/* The kernel takes one bit less than it is told of: get_nodes() in mm/mempolicy.c. */
void ambit_numa_policy(ambit_place place, int policy, const uint64_t *nodes, size_t words)
{
	struct set wanted = {0};

	fill_nodes(place, AMBIT_STATUS_numa_policy, &wanted, nodes, words);
	if (syscall(SYS_set_mempolicy, policy, words ? wanted.words : NULL, words ? MOST + 1 : 0) <
	    0)
		ambit_fail(place, AMBIT_STATUS_numa_policy, "NUMAPolicy", NULL, errno);
}
