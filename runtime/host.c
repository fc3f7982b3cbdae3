/* SPDX-License-Identifier: MIT */
/*
 * What the host says about itself: machine-id(5), os-release(5), machine-info(5), uname(2).
 */
#include "host.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* 32 digits, or a UUID with dashes: sd-id128(3). */
int ambit_parse_id(const char *text, char id[static 33])
{
	const char *digits = "0123456789abcdef0123456789ABCDEF";
	bool dashes = strlen(text) == 36;
	size_t len = 0;

	for (size_t i = 0; text[i]; i++) {
		if (dashes && (i == 8 || i == 13 || i == 18 || i == 23)) {
			if (text[i] != '-')
				return -EINVAL;
			continue;
		}
		const char *digit = strchr(digits, text[i]);
		if (!digit || len == 32)
			return -EINVAL;
		id[len++] = digits[(digit - digits) % 16];
	}
	id[len] = 0;
	return len == 32 ? 0 : -EINVAL;
}

int ambit_read_id(const char *path, const char **id)
{
	char *line;
	int error = ambit_read_line(path, &line);

	if (error < 0)
		return error;
	char *kept = ambit_keep(0, 33);
	if (ambit_parse_id(line, kept) < 0 || strspn(kept, "0") == 32)
		return -ENOMEDIUM; /* "uninitialized" in the image of a system that never booted */
	*id = kept;
	return 0;
}

static const struct utsname *names(void)
{
	static struct utsname names;

	if (!*names.release)
		uname(&names);
	return &names;
}

/* systemd's name for a host that has none: hostname(5). */
const char *ambit_host_name(void)
{
	const char *name = names()->nodename;

	return *name && strcmp(name, "(none)") ? name : "localhost";
}

const char *ambit_kernel_release(void)
{
	return names()->release;
}

struct wanted {
	const char *key, *value;
};

static void take_wanted(ambit_place place, const char *key, const char *value, void *data)
{
	struct wanted *wanted = data;

	(void)place;
	if (!strcmp(key, wanted->key))
		wanted->value = value;
}

int ambit_file_value(const char *path, const char *key, const char **value)
{
	struct wanted wanted = {key, ""};
	char *text;
	long len = ambit_read_file(0, path, &text);

	if (len < 0)
		return (int)len;
	ambit_parse_environment(0, text, take_wanted, &wanted);
	if (!ambit_is_utf8(wanted.value))
		return -EILSEQ;
	*value = wanted.value;
	return 0;
}

const char *ambit_root_shell(void)
{
	return access("/bin/bash", X_OK) ? "/bin/sh" : "/bin/bash";
}

int ambit_os_release(const char *key, const char **value)
{
	int error = ambit_file_value("/etc/os-release", key, value);

	return error == -ENOENT ? ambit_file_value("/usr/lib/os-release", key, value) : error;
}

int ambit_pretty_host_name(const char **value)
{
	int error = ambit_file_value("/etc/machine-info", "PRETTY_HOSTNAME", value);

	if (error == -ENOENT || (!error && !**value)) {
		*value = ambit_host_name();
		return 0;
	}
	return error;
}
