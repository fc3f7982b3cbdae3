/* SPDX-License-Identifier: MIT */
/* The steps of runtime/steps.def, by name. Their order is the order of execution. */
#ifndef SERVICE_STEP_H
#define SERVICE_STEP_H

enum step_id {
	STEP_none = -1,
#define S(name, who, status, parameters, summary) STEP_##name,
#include "runtime/steps.def"
#undef S
	STEP_COUNT
};

#endif
