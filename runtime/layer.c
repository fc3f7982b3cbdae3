/* SPDX-License-Identifier: MIT */
/*
 * RootEphemeral=: overlayfs with its upper layer in memory, so that what the service changes in its root goes
 * with it. overlayfs takes its layers by path; the upper one is on no path, and so it is the working directory.
 */
#define _GNU_SOURCE 1
#include "view.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ":" and "\" separate and escape in lowerdir=. */
static const char *escape(ambit_place place, const char *path)
{
	char *escaped = (char *)ambit_join(place, path, path, ""), *to = escaped;

	for (; *path; path++) {
		if (*path == ':' || *path == '\\' || *path == ',')
			*to++ = '\\';
		*to++ = *path;
	}
	*to = 0;
	return escaped;
}

int ambit_layer(ambit_place place, const char *path)
{
	const char *lower = ambit_join(place, "lowerdir=", escape(place, path), "");
	int memory = ambit_new_file_system("tmpfs", "mode=0700", 0);
	int error = memory < 0 ? memory : ambit_attach(memory, ambit_trees.host);

	ambit_trees.stacked++;

	if (!error && (fchdir(memory) < 0 || mkdir("upper", 0755) < 0 || mkdir("work", 0700) < 0))
		error = -errno;
	if (memory >= 0)
		close(memory);
	if (error)
		return error;
	return ambit_new_file_system(
		"overlay", ambit_join(place, lower, ",upperdir=upper,workdir=work", ""), 0);
}
