/* SPDX-License-Identifier: MIT */
/* A plan as C, a service as its canonical JSON, and both in one file: the launcher. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "plan/plan.h"

#define AMBIT_VERSION "1.0"

/*
 * The member "flavour" of the policy of a launcher that is not for production; it is the option,
 * too.
 */
#define EMIT_SECCOMP_LOG "seccomp-log"

/* The launcher's C source. */
void emit_c(struct diagnostics *diagnostics, const struct plan *plan, struct text *text);

/*
 * The canonical policy: version, unit, sources with their sha256, waivers, and every setting in its
 * canonical form. The same text stands in the launcher's ELF note.
 */
void emit_json(struct diagnostics *diagnostics, const struct service *service, struct text *text);

/*
 * The service as one unit file, which read under its name gives the same settings. False: one of
 * them cannot be written in a unit; it is reported, and TEXT is not to be used.
 */
bool emit_unit(struct diagnostics *diagnostics, const struct service *service, struct text *text);

/* The same as a policy, with its service alone. */
bool emit_policy(struct diagnostics *diagnostics, const struct service *service, struct text *text);
enum { EMIT_DATA_MOST = 3 * 64 * 1024 }; /* bytes of data in a line; whole groups of Base64 */
/* What both do at the end: reports each setting that AGAIN, read back, has otherwise. */
void emit_compare(struct diagnostics *diagnostics, const struct service *service,
		  const struct service *again);

/* The plan for people. */
void emit_text(struct diagnostics *diagnostics, const struct plan *plan, struct text *text);

/* A call as the kernel tells it to a filter, in struct seccomp_data. */
struct call_place {
	uint32_t audit, number;
};

/*
 * The plan has a filter: what becomes of CALL, a line or several, each with the line that says so.
 */
void emit_verdict(struct diagnostics *diagnostics, const struct plan *plan,
		  const struct call_place *call, struct text *text);
/*
 * The ACTION, SECCOMP_RET_*, that the audit log has for CALL, and whether it can be that of the
 * filter.
 */
void emit_logged(const struct plan *plan, const struct call_place *call, uint32_t action,
		 struct text *text);
/* The verdicts for all calls, and the program. */
void emit_seccomp(struct diagnostics *diagnostics, const struct plan *plan, struct text *text);
/* The program as an array of C, without its includes. */
void emit_c_filter(const struct plan_filter *filter, struct text *text);
/*
 * The layers as the member "linux.seccomp" of a configuration of the OCI runtime specification.
 * NULL, or what cannot be said there; then TEXT is not to be used.
 */
const char *emit_oci(const struct filter *filter, struct text *text);

/* A capability set as C: "CAP(CHOWN) | CAP(KILL)", "ALL_BUT(...)", "NO_CAPABILITIES". */
void emit_c_capabilities(struct text *text, uint64_t set);
/* The same for people: "CAP_CHOWN CAP_KILL", "all but CAP_KILL", "none", "all". */
void emit_capabilities(struct text *text, uint64_t set);

/* Adds a word of a policy, in quotes where it needs them; or always. */
bool emit_policy_is_plain(struct slice word); /* needs no quotes */
void emit_policy_word(struct text *text, struct slice word);
void emit_policy_string(struct text *text, struct slice bytes);
/* The words of a unit's set, with blanks between them: "~{ chown, kill }". */
void emit_policy_set(struct text *text, struct slice words);
/* What is said of a policy, with its names: "write securebits { noroot }" for "write SecureBits=noroot". */
const char *emit_policy_wording(struct arena *arena, const char *said);

#endif
