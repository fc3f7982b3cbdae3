/* SPDX-License-Identifier: MIT */
/*
 * Conditions on paths: ConditionPathExists= and its kin, systemd.unit(5). A path that is not there
 * is an answer; one that cannot be looked at is none.
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* 1, 0 when missing, or negative errno. */
static int look(const char *path, struct stat *st)
{
	if (!stat(path, st))
		return 1;
	return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
}

int ambit_exists(const char *path)
{
	struct stat st;

	return look(path, &st);
}

int ambit_is_path_exists(const char *operand)
{
	return ambit_exists(operand);
}

int ambit_is_path_is_directory(const char *operand)
{
	struct stat st;
	int found = look(operand, &st);

	return found > 0 ? S_ISDIR(st.st_mode) : found;
}

int ambit_is_path_is_symbolic_link(const char *operand)
{
	struct stat st;

	if (!lstat(operand, &st))
		return S_ISLNK(st.st_mode);
	return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
}

int ambit_is_file_not_empty(const char *operand)
{
	struct stat st;
	int found = look(operand, &st);

	return found > 0 ? S_ISREG(st.st_mode) && st.st_size > 0 : found;
}

int ambit_is_file_is_executable(const char *operand)
{
	struct stat st;
	int found = look(operand, &st);

	return found > 0 ? S_ISREG(st.st_mode) && st.st_mode & 0111 : found;
}

/* NFS does not tell in its flags that the server exports read-only; access(2) does. */
int ambit_is_path_is_read_write(const char *operand)
{
	struct statvfs fs;

	if (statvfs(operand, &fs) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	return !(fs.f_flag & ST_RDONLY) && (!access(operand, W_OK) || errno != EROFS);
}

/* Hidden files and what editors and packages leave behind do not count. */
static bool is_left_over(const char *name)
{
	static const char patterns[][14] = {
		".*",         "*~",          "lost+found", "aquota.user",   "aquota.group",
		"*.rpmnew",   "*.rpmsave",   "*.rpmorig",  "*.dpkg-old",    "*.dpkg-new",
		"*.dpkg-tmp", "*.dpkg-dist", "*.dpkg-bak", "*.dpkg-backup", "*.dpkg-remove",
		"*.ucf-new",  "*.ucf-old",   "*.ucf-dist", "*.swp",         "*.bak",
		"*.old",      "*.new",
	};

	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		if (!fnmatch(patterns[i], name, 0))
			return true;
	return false;
}

static bool is_content(const char *name, unsigned char type, void *data)
{
	(void)type;
	(void)data;
	return !is_left_over(name);
}

int ambit_is_directory_not_empty(const char *operand)
{
	int found = ambit_read_directory(operand, is_content, NULL);

	return found == -ENOENT || found == -ENOTDIR ? 0 : found;
}

/* The end of the group that begins at `brace`, and with `comma` the first comma of its own. */
static const char *end_of_group(const char *brace, const char **comma)
{
	int depth = 0;

	*comma = NULL;
	for (const char *c = brace; *c; c++) {
		if (*c == '\\' && c[1])
			c++;
		else if (*c == '{')
			depth++;
		else if (*c == '}' && !--depth)
			return c;
		else if (*c == ',' && depth == 1 && !*comma)
			*comma = c;
	}
	return NULL;
}

static const char *first_group(const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '\\' && pattern[1])
			pattern++;
		else if (*pattern == '{' && pattern[1] != '}') /* {} stands for itself */
			return pattern;
	}
	return NULL;
}

/* glob(3) with GLOB_BRACE, as systemd asks for: each of {A,B} in turn. */
int ambit_is_path_exists_glob(const char *operand)
{
	const char *brace = first_group(operand), *comma;
	const char *end = brace ? end_of_group(brace, &comma) : NULL;

	if (!end) {
		int count = ambit_glob(0, operand, NULL, NULL);
		return count < 0 ? count : count > 0;
	}
	const char *before = ambit_copy(0, operand, (size_t)(brace - operand));
	for (const char *at = brace + 1; at <= end; at++) {
		const char *group = ambit_join(0, "{", at, "");
		const char *inner_end = end_of_group(group, &comma);
		size_t len = (size_t)((comma ? comma : inner_end) - group) - 1;
		int found = ambit_is_path_exists_glob(
			ambit_join(0, before, ambit_copy(0, at, len), end + 1));
		if (found)
			return found;
		at += len;
	}
	return 0;
}
