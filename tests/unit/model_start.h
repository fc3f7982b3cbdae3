/* SPDX-License-Identifier: MIT */
/* What the tests of compiler/model start from: Linux 6.18, and its root. */
#ifndef TESTS_MODEL_START_H
#define TESTS_MODEL_START_H

#include "model/credentials.h"

#include <linux/capability.h>

#define BIT(name) (UINT64_C(1) << CAP_##name)

static const uint64_t all = (UINT64_C(2) << 40) - 1;

static inline struct kernel current_kernel(void)
{
	return kernel_of(6, 18, 40);
}

static inline struct credentials root(void)
{
	return (struct credentials){.effective = all, .permitted = all, .bounding = all};
}

#endif
