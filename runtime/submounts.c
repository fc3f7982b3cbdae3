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

/* Not recursively: what is mounted below it has a line of its own. */
static int show_one(const char *path)
{
	int from = ambit_open_resolved(ambit_trees.host, path, 0);
	int mount = from < 0 ? from : ambit_clone_tree(from, "", false);
	int at = mount < 0 ? mount : ambit_open_resolved(ambit_trees.root, path, 0);
	int error = at < 0 ? at : ambit_attach(mount, at);

	for (int i = 0; i < 3; i++) {
		int fd = i == 0 ? from : i == 1 ? mount : at;
		if (fd >= 0)
			close(fd);
	}
	return error;
}

int ambit_show_submounts(const struct ambit_entry *entry)
{
	size_t len = strlen(entry->path);
	const char *last = "";
	char *text = (char *)ambit_join(entry->place, mountinfo, "", ""), *path;
	int error = 0;

	while (!error && (path = next_mount_point(&text))) {
		bool is_below = !strncmp(path, entry->path, len) && path[len] == '/';
		if (is_below && strcmp(path, last) != 0)
			error = show_one(path);
		if (is_below)
			last = path;
	}
	return error;
}
