/* SPDX-License-Identifier: MIT */
/* One mount of a view, or a rule about a path: what shows there, before the launch. */
#ifndef ACCESS_MOUNT_H
#define ACCESS_MOUNT_H

#include "access/tree.h"

struct view_rule {
	const char *path; /* without symbolic links */
	const char *written;
	const char *mounter; /* NULL: of step "path" */
	const char *operand;
	const char *flags;
	const char *directives;
	bool knows_operand;  /* before the launch */
	int error;           /* why it cannot be mounted there; or 0 */
	unsigned sets, ends; /* a bit for each of the attributes */
	size_t len;          /* of the path */
	size_t order;
};

bool rule_has_flag(const struct view_rule *rule, const char *flag);
/* Whether it is a mount of that kind. */
bool rule_is(const struct view_rule *rule, const char *mounter);
/* Whether it shows what is elsewhere in the host. */
bool rule_is_bind(const struct view_rule *rule);
/* Walks to that in HOST. */
void rule_walk_source(const struct tree *host, const struct view_rule *rule, struct way *way);

/* Makes of *fd and *node what the mount shows in their place: 0, or -WAY_IS_MADE or another negative errno. */
int mount_show(const struct tree *host, const struct view_rule *rule, int *fd, struct node *node);
/* The same for a PATH in the /dev of PrivateDevices= that is no device; where there is nothing it returns ERROR. */
int mount_show_in_devices(const char *path, int *fd, struct node *node, int error);

#endif
