/* SPDX-License-Identifier: MIT */
/* No service has a view here: the mechanism of it stands beside this one, and takes the place of this file. */
#include "plan/lower.h"

#include <assert.h>

bool lower_has_view(const struct lowering *l)
{
	(void)l;
	return false;
}

void lower_mount(struct lowering *l, struct span span, const char *directives,
		 const struct view_mount *mount)
{
	(void)l, (void)span, (void)directives, (void)mount;
	assert(0 && "a mount without a view");
}
