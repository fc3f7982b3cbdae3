/* SPDX-License-Identifier: MIT */
/* From the settings of a service to the layers of its system call filter. */
#ifndef PLAN_LAYERS_H
#define PLAN_LAYERS_H

#include "seccomp/filter.h"
#include "service/service.h"

/* The first setting that may ask for layers; NULL when there is none. */
const struct setting *layers_asked(const struct service *service);
/*
 * Adds the layers that SERVICE asks for, in the order in which systemd installs its programs
 * (exec_child() in src/core/exec-invoke.c), and finishes *filter. Without a layer there is no filter.
 */
void layers_add(struct filter *filter, const struct service *service);
/*
 * Whether systemd takes the filter for one that permits capget, capset and prctl, so that it keeps
 * CAP_SYS_ADMIN for it and needs no no_new_privs: by the names in SystemCallFilter= alone
 * (seccomp_allows_drop_privileges() there).
 */
bool layers_permit_capabilities(struct arena *arena, const struct service *service);

#endif
