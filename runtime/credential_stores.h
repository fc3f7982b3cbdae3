/* SPDX-License-Identifier: MIT */
/* The stores of credentials: credential_stores.c. */
#ifndef AMBIT_CREDENTIAL_STORES_H
#define AMBIT_CREDENTIAL_STORES_H

#include "credential_files.h"

/* Writes the one that the source names in the first store that has it. 0 or negative errno. */
int ambit_load_stored(const struct ambit_credential *);

#endif
