/* SPDX-License-Identifier: MIT */
/* Resource limits for step "verify". */
#ifndef AMBIT_LIMITS_H
#define AMBIT_LIMITS_H

#include "internal.h"

const char *ambit_limit_directive(int resource);                       /* LimitNOFILE */
const char *ambit_limit_text(ambit_place, const struct ambit_limit *); /* SOFT:HARD */
int ambit_get_limit(int resource, struct ambit_limit *);               /* 0 or negative errno */

#endif
