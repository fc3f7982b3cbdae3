/* SPDX-License-Identifier: MIT */
/*
 * Credentials by name: those that the launcher was given itself, and those of the stores of the system
 * (systemd.exec(5), "ImportCredential=", and systemd.system-credentials(7)).
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STORES = 4 };

/* Where one is to be found, of the encrypted or of the plain ones; NULL: nowhere. */
static const char *store(bool encrypted, size_t index)
{
	static const char *const plain[STORES] = {"/etc/credstore", "/run/credstore",
						  "/usr/local/lib/credstore", "/usr/lib/credstore"};
	static const char *const secret[STORES] = {
		"/etc/credstore.encrypted", "/run/credstore.encrypted",
		"/usr/local/lib/credstore.encrypted", "/usr/lib/credstore.encrypted"};

	if (!index)
		return ambit_received_credentials(encrypted);
	return encrypted ? secret[index - 1] : plain[index - 1];
}

/* What the system was booted with stands where systemd, if it is the first process, has put it. */
const char *ambit_received_credentials(bool encrypted)
{
	const char *name = encrypted ? "ENCRYPTED_CREDENTIALS_DIRECTORY" : "CREDENTIALS_DIRECTORY";
	const char *given = ambit_secure ? NULL : ambit_own_variable(name);

	if (given)
		return *given == '/' ? given : NULL;
	return encrypted ? "/run/credentials/@encrypted" : "/run/credentials/@system";
}

static int open_in(const struct ambit_credential *c, const char *directory, const char *name)
{
	int fd = open(ambit_join(c->place, directory, "/", name), O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return fd;
}

/* The encrypted ones first, as systemd has it. */
int ambit_load_stored(const struct ambit_credential *c)
{
	int fd = -ENOENT;

	if (!ambit_is_credential_name(c->source))
		return -EINVAL;
	for (size_t i = 0; fd == -ENOENT && i < (size_t)2 * (STORES + 1); i++) {
		const char *directory = store(i <= STORES, i % (STORES + 1));
		if (directory)
			fd = open_in(c, directory, c->source);
	}
	if (fd < 0)
		return fd;
	ambit_write_credential(c, fd);
	return 0;
}

struct import {
	const char *pattern, *name; /* the name stands for the pattern; or NULL */
	size_t len;                 /* of the pattern without its "*" */
	bool is_prefix;
};

static bool matches(const struct import *import, const char *name)
{
	if (!import->is_prefix)
		return !strcmp(name, import->pattern);
	return !strncmp(name, import->pattern, import->len) && (*name != '.' || import->len);
}

/* What has no valid name is none, and what is there already comes first. */
static void import_from(struct ambit_credential *c, const struct import *import,
			const char *directory)
{
	const char **names;
	long count = ambit_sorted_names(c->place, directory, &names);

	if (count == -ENOENT)
		return;
	c->source = directory;
	c->name = import->pattern;
	if (count < 0)
		ambit_fail_credential(c, (int)-count);
	for (long i = 0; i < count; i++) {
		if (!matches(import, names[i]))
			continue;
		c->name = import->name
				  ? ambit_join(c->place, import->name, names[i] + import->len, "")
				  : names[i];
		c->source = ambit_join(c->place, directory, "/", names[i]);
		if (!ambit_is_credential_name(c->name) || ambit_has_credential(c))
			continue;
		int fd = open_in(c, directory, names[i]);
		if (fd < 0)
			ambit_fail_credential(c, -fd);
		ambit_write_credential(c, fd);
	}
}

void ambit_import_credential(ambit_place place, const char *pattern, const char *name)
{
	size_t len = strlen(pattern);
	bool is_prefix = len && pattern[len - 1] == '*';
	const struct import import = {pattern, name, len - is_prefix, is_prefix};
	struct ambit_credential c = {.place = place, .directive = "ImportCredential"};

	for (size_t i = 0; i < (size_t)2 * (STORES + 1); i++) {
		c.encrypted = i > STORES;
		const char *directory = store(c.encrypted, i % (STORES + 1));
		if (directory)
			import_from(&c, &import, directory);
	}
}
