/* SPDX-License-Identifier: MIT */
/*
 * A line of the audit log about a system call that a filter denied or logged: kernel/auditsc.c,
 * audit_seccomp().
 */
#ifndef CLI_AUDIT_H
#define CLI_AUDIT_H

#include "base/diag.h"

struct audit_record {
	uint32_t audit, number; /* as in struct seccomp_data */
	bool has_action;
	uint32_t action; /* SECCOMP_RET_*, without its data */
};

/*
 * Reads SOURCE of the diagnostics, one line as the kernel, auditd or journald have it: fields
 * NAME=VALUE, and other words, of any order. False when it is not of type 1326, SECCOMP, or has no
 * architecture or call; then that is reported.
 */
bool audit_read(struct diagnostics *diagnostics, int source, struct audit_record *record);

#endif
