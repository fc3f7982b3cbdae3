/* SPDX-License-Identifier: MIT */
/* Programs and verdicts in words, for people. */
#ifndef SECCOMP_DISASSEMBLE_H
#define SECCOMP_DISASSEMBLE_H

#include "seccomp/generate.h"

/* "allow", "errno EPERM", "kill process" ... */
void disassemble_verdict(struct text *text, uint32_t verdict);
/*
 * "prot & 4 is 4 and length is below 0x1000": the arguments of CALL have names where the table has
 * them.
 */
void disassemble_condition(struct text *text, struct slice call, const struct condition *condition);
/* "x86-64 openat", "x86-64 call 999", "architecture 0x12345678 call 3" */
void disassemble_call(struct text *text, struct calls *calls, uint32_t audit, uint32_t number);
/*
 * One line an instruction, with labels where jumps lead to and the names of what is compared.
 * PROGRAM is checked.
 */
void disassemble_program(struct text *text, struct calls *calls, const struct program *program);

#endif
