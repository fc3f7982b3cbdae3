/* SPDX-License-Identifier: MIT */
/*
 * Whether this is a container, and of which kind: what container managers leave for their payload,
 * systemd's "Container Interface" and systemd-detect-virt(1).
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <string.h>

/* The names that systemd has. A manager that it does not know is "container-other". */
static const char *technology(const char *announced)
{
	static const char names[][15] = {
		"systemd-nspawn", "lxc-libvirt", "lxc", "openvz", "docker",
		"podman",         "rkt",         "wsl", "proot",  "pouch",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(announced, names[i]))
			return names[i];
	return "container-other";
}

/* Marks of managers that announce nothing to PID 1, or only "oci". */
static int marked(const char **name, const char *otherwise)
{
	static const struct {
		const char *path, *name;
	} marks[] = {{"/run/.containerenv", "podman"}, {"/.dockerenv", "docker"}};

	for (size_t i = 0; i < 2; i++) {
		int found = ambit_exists(marks[i].path);
		if (found < 0)
			return found;
		if (found) {
			*name = marks[i].name;
			return 0;
		}
	}
	*name = otherwise;
	return 0;
}

static int announced(const char *text, const char **name)
{
	if (!strcmp(text, "oci"))
		return marked(name, "container-other");
	*name = technology(text);
	return 0;
}

/* The variable "container" of PID 1: its value, NULL when it has none, or an error. */
static int read_variable(const char **value)
{
	char *block;
	long len = ambit_read_file(0, "/proc/1/environ", &block);

	*value = NULL;
	if (len < 0)
		return (int)len;
	for (const char *at = block; at < block + len; at += strlen(at) + 1)
		if (!strncmp(at, "container=", 10) && at[10])
			*value = at + 10;
	return 0;
}

static int kernel_says(const char **name)
{
	const char *release = ambit_kernel_release();
	int openvz = ambit_exists("/proc/vz"), host = ambit_exists("/proc/bc");

	if (openvz < 0 || host < 0)
		return openvz < 0 ? openvz : host;
	*name = openvz && !host ? "openvz" : NULL;
	if (strstr(release, "Microsoft") || strstr(release, "WSL"))
		*name = "wsl";
	return 0;
}

int ambit_container(const char **name)
{
	static const char *const files[] = {
		"/run/host/container-manager",
		"/run/systemd/container",
	};
	const char *value;
	char *line;
	int error = kernel_says(name);

	if (error < 0 || *name)
		return error;
	for (size_t i = 0; i < 2; i++) {
		error = ambit_read_line(files[i], &line);
		if (!error)
			return announced(line, name);
		if (error != -ENOENT)
			return error;
	}
	error = read_variable(&value);
	if (!error && value)
		return announced(value, name);
	int unmarked = marked(name, NULL);
	if (unmarked < 0 || *name)
		return unmarked;
	/* PID 1 is out of sight; but systemd, in a container, would have said so above. */
	return error < 0 && ambit_exists("/run/systemd/system") != 1 ? error : 0;
}
