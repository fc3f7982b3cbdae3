/* SPDX-License-Identifier: MIT */
/*
 * ConditionControlGroupController=, and the pressure that the kernel measures:
 * ConditionMemoryPressure= and its kin. systemd.unit(5);
 * https://docs.kernel.org/accounting/psi.html
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>

static int is_unified(void)
{
	struct statfs fs;

	if (statfs("/sys/fs/cgroup", &fs) < 0)
		return -errno;
	return fs.f_type == CGROUP2_SUPER_MAGIC;
}

/* Those that systemd uses, and in which version of control groups. */
static int is_known(const char *controller, bool unified)
{
	static const char version_1[] = " cpu cpuacct blkio memory devices pids ";
	static const char version_2[] = " cpu cpuset io memory pids ";
	const char *word = ambit_join(0, " ", controller, " ");

	if (strchr(controller, ' '))
		return -EINVAL;
	if (strstr(unified ? version_2 : version_1, word))
		return 1;
	return strstr(unified ? version_1 : version_2, word) ? 0 : -EINVAL;
}

static int has_controller(const char *controller, bool unified)
{
	char *available, *word;
	int known = is_known(controller, unified);

	if (known < 1)
		return known;
	if (!unified)
		return ambit_exists(ambit_join(0, "/sys/fs/cgroup/", controller, ""));
	int error = ambit_read_line("/sys/fs/cgroup/cgroup.controllers", &available);
	if (error < 0)
		return error;
	while (ambit_next_word(&available, &word))
		if (!strcmp(word, controller))
			return 1;
	return 0;
}

int ambit_is_control_group_controller(const char *operand)
{
	char *rest = ambit_copy(0, operand, strlen(operand)), *word;
	int unified = is_unified(), found = -EINVAL, more;

	if (unified < 0)
		return unified;
	if (!strcmp(operand, "v1") || !strcmp(operand, "v2"))
		return unified == (operand[1] == '2');
	while ((more = ambit_next_word(&rest, &word)) == 1) {
		found = has_controller(word, unified);
		if (found < 1)
			return found;
	}
	return more < 0 ? more : found;
}

/* Up to two decimals of a percentage; in hundredths. The text goes on behind it. */
static int parse_hundredths(const char **text, uint64_t *hundredths)
{
	const char *at = *text;
	uint64_t number = 0;
	int decimals = 0;

	if (*at < '0' || *at > '9')
		return -EINVAL;
	for (; *at >= '0' && *at <= '9' && number < 1000000; at++)
		number = 10 * number + (uint64_t)(*at - '0');
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9' && decimals < 2; at++, decimals++)
			number = 10 * number + (uint64_t)(*at - '0');
	for (; decimals < 2; decimals++)
		number *= 10;
	*hundredths = number;
	*text = at;
	return 0;
}

/* Percent, and the span to measure over: five minutes, which the kernel names by seconds. */
static int parse_threshold(const char *text, uint64_t *hundredths, const char **average)
{
	static const struct {
		const char *span, *average;
	} spans[] = {
		{"", " avg300="},
		{"/5min", " avg300="},
		{"/1min", " avg60="},
		{"/10sec", " avg10="},
	};
	int error = parse_hundredths(&text, hundredths);

	if (error < 0 || *text != '%')
		return -EINVAL;
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		if (strcmp(text + 1, spans[i].span))
			continue;
		*average = spans[i].average;
		return *hundredths <= 10000 ? 0 : -EINVAL;
	}
	return -EINVAL;
}

/* The line for "full", all tasks wait; where the kernel has none, that for "some". */
static int is_pressure_below(const char *path, const char *kind, const char *operand)
{
	uint64_t threshold, pressure;
	const char *average;
	char *text;

	if (strchr(operand, ':'))
		return -ENOTSUP; /* of one slice: the supervisor's business */
	int error = parse_threshold(operand, &threshold, &average);
	if (error < 0)
		return error;
	long len = ambit_read_file(0, path, &text);
	if (len < 0)
		return len == -ENOENT ? -ENOTSUP : (int)len;
	const char *line = strstr(text, kind);
	const char *at = strstr(line ? line : text, average);
	if (!at)
		return -ENOTSUP;
	at += strlen(average);
	error = parse_hundredths(&at, &pressure);
	return error < 0 ? error : pressure <= threshold;
}

int ambit_is_memory_pressure(const char *operand)
{
	return is_pressure_below("/proc/pressure/memory", "full ", operand);
}

/* Of processors "full" means nothing for the whole system: the kernel writes zeros. */
int ambit_is_cpu_pressure(const char *operand)
{
	return is_pressure_below("/proc/pressure/cpu", "some ", operand);
}

int ambit_is_io_pressure(const char *operand)
{
	return is_pressure_below("/proc/pressure/io", "full ", operand);
}
