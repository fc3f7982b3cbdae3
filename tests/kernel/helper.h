/* SPDX-License-Identifier: MIT */
/* What the files of the helper share. */
#ifndef HELPER_H
#define HELPER_H

_Noreturn void die(const char *what);
void break_call(const char *name, int error); /* faults.c; error 0: claims success */
int watch(const char *path, char **command);  /* watch.c */

#endif
