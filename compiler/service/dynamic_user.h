/* SPDX-License-Identifier: MIT */
/* DynamicUser=: the name and the id of a user that is there only while the service runs. */
#ifndef SERVICE_DYNAMIC_USER_H
#define SERVICE_DYNAMIC_USER_H

#include "service/service.h"

/* Ids for users that come and go (https://systemd.io/UIDS-GIDS). */
enum { DYNAMIC_UID_FIRST = 61184, DYNAMIC_UID_LAST = 65519 };

/* What DynamicUser= implies becomes settings of the service; mistakes in its User= are reported. */
void service_imply(struct diagnostics *diagnostics, struct service *service);

/* Whether the user is a dynamic one; then settings[D_Service_User] has its name. */
bool service_is_dynamic(const struct service *service);
/* The id that systemd tries first for a dynamic user NAME. */
uint32_t dynamic_uid(struct slice name);

#endif
