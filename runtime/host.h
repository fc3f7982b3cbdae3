/* SPDX-License-Identifier: MIT */
/*
 * What the host says about itself: ids, names, os-release, the kernel's command line. For
 * specifiers, conditions and the terminal. Functions return 0 or negative errno, with the answer in
 * kept storage.
 */
#ifndef AMBIT_HOST_H
#define AMBIT_HOST_H

#include "internal.h"

#define AMBIT_BOOT_ID    "/proc/sys/kernel/random/boot_id"
#define AMBIT_MACHINE_ID "/etc/machine-id"

int ambit_read_id(const char *path, const char **id); /* 32 lower case digits */
int ambit_parse_id(const char *text, char id[static 33]);

const char *ambit_host_name(void);
const char *ambit_kernel_release(void);
const char *ambit_root_shell(void); /* whatever its entry in /etc/passwd says */

/* The value of a key, "" when the file has none. */
int ambit_os_release(const char *key, const char **value);
int ambit_pretty_host_name(const char **value);
int ambit_file_value(const char *path, const char *key, const char **value);

/* The container technology, NULL outside of a container. */
int ambit_container(const char **name);

/* A word KEY or KEY=VALUE of the kernel's command line: the value, "", NULL when absent. */
int ambit_kernel_option(const char *key, const char **value);
int ambit_kernel_word(const char *word);  /* 1 when it is there as it is, 0 */
int ambit_kernel_switch(const char *key); /* as a boolean: 1, 0, -ENOENT when absent */

#endif
