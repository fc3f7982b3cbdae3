/* SPDX-License-Identifier: MIT */
/*
 * The kernel's command line, kernel-command-line(7). In a container it is not the host's that
 * counts but the arguments of PID 1, where container managers put what is meant for systemd:
 * systemd.unit(5), "ConditionKernelCommandLine=".
 */
#include "host.h"
#include "text.h"

#include <errno.h>
#include <string.h>

/* PID 1's arguments, behind its name, as one line. */
static int read_arguments(char **line)
{
	long len = ambit_read_file(0, "/proc/1/cmdline", line);

	if (len < 0)
		return (int)len;
	for (long i = 0; i + 1 < len; i++)
		if (!(*line)[i])
			(*line)[i] = ' ';
	return 0;
}

static int read_line(char **line)
{
	const char *container;
	int error = ambit_container(&container);

	if (error < 0)
		return error;
	return container ? read_arguments(line) : ambit_read_line("/proc/cmdline", line);
}

int ambit_kernel_option(const char *key, const char **value)
{
	char *rest, *word;
	size_t len = strlen(key);
	int error = read_line(&rest);

	if (error < 0)
		return error;
	*value = NULL;
	while (ambit_next_word(&rest, &word)) { /* an open quote is taken as closed at the end */
		if (strncmp(word, key, len))
			continue;
		if (!word[len])
			*value = "";
		else if (word[len] == '=')
			*value = word + len + 1;
	}
	return 0;
}

int ambit_kernel_word(const char *wanted)
{
	char *rest, *word;
	int error = read_line(&rest);

	if (error < 0)
		return error;
	while (ambit_next_word(&rest, &word))
		if (!strcmp(word, wanted))
			return 1;
	return 0;
}

int ambit_kernel_switch(const char *key)
{
	const char *value;
	int error = ambit_kernel_option(key, &value);

	if (error < 0)
		return error;
	if (!value)
		return -ENOENT;
	return *value ? ambit_parse_boolean(value) : 1;
}
