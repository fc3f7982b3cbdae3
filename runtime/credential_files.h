/* SPDX-License-Identifier: MIT */
/*
 * The file system of the credentials while it is filled (credential_files.c), and what fills it:
 * credential_sources.c, credential_stores.c, credential_decrypt.c.
 */
#ifndef AMBIT_CREDENTIAL_FILES_H
#define AMBIT_CREDENTIAL_FILES_H

#include "text.h"

#include <sys/stat.h>

enum { AMBIT_CREDENTIALS_MOST = 1024 * 1024 }; /* bytes of all names and contents */

/* One that is to be written. */
struct ambit_credential {
	ambit_place place;
	const char *directive; /* for messages, as */
	const char *source;    /* where it comes from; NULL: the policy itself */
	const char *name;
	bool encrypted;
};

extern const char *ambit_credentials_unit; /* of step "credentials" */

_Noreturn void ambit_fail_credential(const struct ambit_credential *, int error);
/* Whether it is the name of a file and has no ":": systemd.exec(5). */
bool ambit_is_credential_name(const char *name);
bool ambit_has_credential(const struct ambit_credential *);
/* Writes all that can be read from FROM, decrypted if need be, and closes it. Fails by itself. */
void ambit_write_credential(const struct ambit_credential *, int from);
/* The same as it is: 0 or negative errno. */
int ambit_copy_credential(const struct ambit_credential *, int from);

/*
 * The user may read them, and nobody writes any more. The detached mount, with its root directory, or
 * negative errno.
 */
int ambit_seal_credentials(struct stat *directory);

/* credential_decrypt.c: through systemd-creds(1). Fails by itself. */
void ambit_decrypt_credential(const struct ambit_credential *, int from);

/* credential_sources.c: the names in a directory, sorted bytewise, in kept storage; their number or negative errno. */
long ambit_sorted_names(ambit_place, const char *path, const char ***names);
/* Opens what the O_PATH descriptor stands for, to be read. A descriptor or negative errno. */
int ambit_reopen(ambit_place, int node, int flags);

/* credential_stores.c: writes the one that the source names, of the first store that has it. 0 or negative errno. */
int ambit_load_stored(const struct ambit_credential *);

#endif
