/* SPDX-License-Identifier: MIT */
/* --pin-ids: users and groups become numbers at build time, from the accounts of this machine. */
#ifndef SERVICE_PIN_H
#define SERVICE_PIN_H

#include "service/service.h"

/* Replaces the names in User=, Group=, SupplementaryGroups= and Assert= by ids; Group= becomes explicit. */
void service_pin_ids(struct diagnostics *diagnostics, struct service *service);

#endif
