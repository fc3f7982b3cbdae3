/* SPDX-License-Identifier: MIT */
/* The command that gives a user more rights to a file by its ACL: of all others each keeps just what it has. */
#ifndef ACCESS_SETFACL_H
#define ACCESS_SETFACL_H

#include "access/permission.h"

/*
 * Adds to TEXT a setfacl(1), up to the path, that lets *c, which is called USER and does not own NODE, do all of WANTED
 * too. False: none would that takes nothing from anybody.
 */
bool setfacl_add(const struct credentials *c, const char *user, const struct node *node,
		 unsigned wanted, struct text *text);

#endif
