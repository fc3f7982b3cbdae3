/* SPDX-License-Identifier: MIT */
/*
 * What execve(2) opens beside the program itself: the interpreter of a script (fs/binfmt_script.c)
 * or of an ELF file (PT_INTERP, fs/binfmt_elf.c).
 */
#ifndef ACCESS_PROGRAM_H
#define ACCESS_PROGRAM_H

#include "access/tree.h"

enum { SCRIPTS_MOST = 5 }; /* interpreters that are scripts themselves: exec_binprm() */

enum program_kind {
	PROGRAM_ELF,
	PROGRAM_SCRIPT,
	PROGRAM_UNKNOWN, /* execve(2) has ENOEXEC for it, unless binfmt_misc knows it */
};

/*
 * Looks into the regular file that *WAY leads to: 0, with its kind and in *interpreter the path of
 * that, NULL for none; or a negative errno.
 */
int program_read(struct arena *arena, const struct way *way, enum program_kind *kind,
		 const char **interpreter);

#endif
