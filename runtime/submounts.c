/* SPDX-License-Identifier: MIT */
/*
 * A new /sys or /proc in place of the host's covers what is mounted below that: control groups, the file
 * systems of the kernel's debugging and of security modules. They are found in proc_pid_mountinfo(5) and
 * shown again.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static char *mountinfo; /* of the host, from before the view */

int ambit_read_submounts(ambit_place place)
{
	long len = ambit_read_file(place, "/proc/self/mountinfo", &mountinfo);

	return len < 0 ? (int)len : 0;
}

/* Blanks, newlines and backslashes are three octal digits behind a backslash. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		if (*at == '\\' && at[1] && at[2] && at[3]) {
			*to++ = (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 | (at[3] - '0'));
			at += 3;
		} else {
			*to++ = *at;
		}
	}
	*to = 0;
}

/* The fifth field; NULL at the end. */
static char *next_mount_point(char **rest)
{
	char *field = *rest, *end = strchr(field, '\n');

	if (!end)
		return NULL;
	*rest = end + 1;
	for (int i = 0; i < 4 && field; i++)
		field = strchr(field, ' ') ? strchr(field, ' ') + 1 : NULL;
	if (!field)
		return NULL;
	field[strcspn(field, " \n")] = 0;
	unescape(field);
	return field;
}

/* With all below it: in a user namespace a part of what came from outside cannot be taken without the rest. */
static int show_one(const char *path)
{
	int from = ambit_open_resolved(ambit_trees.host, path, 0);
	int mount = from < 0 ? from : ambit_clone_tree(from, "", true);
	int at = mount < 0 ? mount : ambit_open_resolved(ambit_trees.root, path, 0);
	int error = at < 0 ? at : ambit_attach(mount, at);

	for (int i = 0; i < 3; i++) {
		int fd = i == 0 ? from : i == 1 ? mount : at;
		if (fd >= 0)
			close(fd);
	}
	return error;
}

static bool is_at_or_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	return !strncmp(path, above, len) && (!path[len] || path[len] == '/');
}

int ambit_show_submounts(const struct ambit_entry *entry)
{
	const char *shown = NULL;
	char *text = (char *)ambit_join(entry->place, mountinfo, "", ""), *path;
	int error = 0;

	while (!error && (path = next_mount_point(&text))) {
		if (!is_at_or_below(path, entry->path) || strcmp(path, entry->path) == 0)
			continue;
		if (!shown || !is_at_or_below(path, shown)) {
			shown = path;
			error = show_one(path);
		}
	}
	return error;
}
