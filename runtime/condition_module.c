/* SPDX-License-Identifier: MIT */
/*
 * ConditionCredential=, ConditionKernelModuleLoaded= and ConditionVersion=: systemd.unit(5).
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* One that the launcher was given, as the service manager is given those of the system. */
int ambit_is_credential(const char *operand)
{
	for (int encrypted = 0; encrypted < 2; encrypted++) {
		const char *directory = ambit_received_credentials(encrypted);
		struct stat st;
		if (!directory)
			continue;
		if (!lstat(ambit_join(0, directory, "/", operand), &st))
			return 1;
		if (errno != ENOENT)
			return -errno;
	}
	return 0;
}

/* A module that is built in has no state. */
int ambit_is_kernel_module_loaded(const char *operand)
{
	char *name = ambit_copy(0, operand, strlen(operand)), *state;
	int there = ambit_exists("/sys/module");

	for (char *c = name; *c; c++)
		*c = *c == '-' ? '_' : *c;
	if (there < 1)
		return there ? there : -ENOENT;
	const char *directory = ambit_join(0, "/sys/module/", name, "");
	there = ambit_exists(directory);
	if (there < 1)
		return there;
	int error = ambit_read_line(ambit_join(0, directory, "/initstate", ""), &state);
	if (error == -ENOENT)
		return 1;
	return error < 0 ? error : !strcmp(state, "live");
}

/* Of the components that systemd knows the compiler lets the kernel pass alone; it needs no name. */
int ambit_is_version(const char *operand)
{
	static const char kernel[] = "kernel ";
	const size_t len = sizeof(kernel) - 1;

	return ambit_is_kernel_version(strncmp(operand, kernel, len) ? operand : operand + len);
}
