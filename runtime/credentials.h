/* SPDX-License-Identifier: MIT */
/*
 * What the steps on ids and capabilities share with step "verify". The calls that change ids are
 * the kernel's own: the functions of musl and glibc of the same name signal all threads first, and
 * the 32-bit variants are the ones without the old 16-bit ids.
 */
#ifndef AMBIT_CREDENTIALS_H
#define AMBIT_CREDENTIALS_H

#include "internal.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#define AMBIT_ALL_BUT (UINT64_C(1) << 63) /* marks a set that follows the running kernel */

#ifdef SYS_setresuid32
#define AMBIT_SYS_SETRESUID SYS_setresuid32
#define AMBIT_SYS_SETRESGID SYS_setresgid32
#define AMBIT_SYS_SETGROUPS SYS_setgroups32
#else
#define AMBIT_SYS_SETRESUID SYS_setresuid
#define AMBIT_SYS_SETRESGID SYS_setresgid
#define AMBIT_SYS_SETGROUPS SYS_setgroups
#endif

#define AMBIT_KEEP_ID ((uid_t)-1) /* in place of an id that stays */

static inline int ambit_set_uids(uid_t real, uid_t effective, uid_t saved)
{
	return syscall(AMBIT_SYS_SETRESUID, real, effective, saved) < 0 ? -errno : 0;
}

static inline int ambit_set_gids(gid_t real, gid_t effective, gid_t saved)
{
	return syscall(AMBIT_SYS_SETRESGID, real, effective, saved) < 0 ? -errno : 0;
}

/*
 * identity.c: the supplementary groups are the wanted ones, as a set. Apart from `primary`: see
 * there.
 */
bool ambit_groups_are(const gid_t *wanted, size_t count, const gid_t *primary);
size_t ambit_current_groups(const gid_t **groups);

/* caps.c */
int ambit_get_process_sets(struct ambit_sets *); /* effective, permitted, inheritable */
int ambit_set_process_sets(const struct ambit_sets *);
uint64_t ambit_get_bounding(uint64_t *kernel); /* also all capabilities that the kernel knows */
uint64_t ambit_get_ambient(const struct ambit_sets *process);
bool ambit_root_keeps_capabilities(void);

#endif
