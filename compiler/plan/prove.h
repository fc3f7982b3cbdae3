/* SPDX-License-Identifier: MIT */
/*
 * Assertions, decided on the model for every command of a plan, and over every program that the
 * service may execute from then on.
 *
 * Upper bounds ("never", "within", the upper half of "is", "uid is", "uid is not", "gid is", "gid is
 * not", "groups within") hold in the service at its start and in whatever it may become: through
 * execve of programs of any kind, again and again (plain ones; set-user-ID of root or of another;
 * set-group-ID; with file capabilities; as root), and by its own calls within its rights. "never" is in
 * none of the five sets, the bounding set too. uid and gid are the real, effective, saved and file
 * system id. The gid that the service starts with is not counted among its groups.
 *
 * Lower bounds ("contains", the lower half of "is", "securebits contains", "no_new_privileges") hold at
 * the start of the service, when ExecStart= is a plain program.
 *
 * "needs within" is about the launcher: plan_needs().
 *
 * All of it for a launcher that is started in the state of --from. What hangs on ids of names is left
 * to the launcher, which then has a step "require_..." for it.
 */
#ifndef PLAN_PROVE_H
#define PLAN_PROVE_H

#include "plan/predict.h"

/* What a process came to, and how. */
struct reached {
	struct credentials c;
	size_t before;   /* index of the state that it came from; the first one's own */
	const char *by;  /* a program, or calls; NULL for the start of the service */
	bool is_program; /* by execve */
	bool is_end;     /* it leads to nothing that is not seen elsewhere */
};

struct reach {
	struct arena *arena;
	const struct kernel *kernel;
	uint32_t any; /* an id that somebody chooses */
	bool any_gid, any_groups;
	struct reached *list; /* the start of the service first, then in the order of their steps */
	size_t count, room;
};

/* All that the service may become from START; reach->arena, kernel and any are set. */
void reach_all(struct reach *reach, const struct credentials *start);
/* "execve of a set-user-ID program of root, then setresuid(2)"; "" for the start. */
const char *reach_path(const struct reach *reach, size_t index);

/* One command on one kernel, and what is asked about it. */
struct trial {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct plan *plan;
	struct proof *proof;
	const struct command_plan *command;
	const struct predicted *predicted;
	struct reach reach; /* empty until an upper bound wants it */
	const struct assertion *assertion;
	size_t index; /* of the assertion */
};

/* The five sets. */
enum set { BOUNDING, PERMITTED, EFFECTIVE, INHERITABLE, AMBIENT, SET_COUNT };

uint64_t prove_set(const struct credentials *c, enum set set);

/*
 * Reports that SET has CAPABILITIES in state STATE of trial->reach; that an id does there; what else
 * there is to say (plan/prove_report.c). Each returns false.
 */
bool prove_fail_set(struct trial *trial, enum set set, size_t state, uint64_t capabilities);
bool prove_fail_id(struct trial *trial, size_t state, uint32_t id);
bool prove_fail_lower(struct trial *trial, const char *what, const char *why, const char *hint);
bool prove_fail_needs(struct trial *trial, const struct step *step, uint64_t capabilities);
/* Why the command keeps all that the launcher has; NULL when it does not. */
const char *prove_privileged(const struct trial *trial);
extern const char *const prove_set_names[SET_COUNT];

/*
 * Decides all assertions; ON has what each command's service starts with, on each kernel. The verdicts
 * are HOLDS or AT_LAUNCH; what fails is reported.
 */
void prove_assertions(struct diagnostics *diagnostics, const struct plan *plan, struct proof *proof,
		      struct predicted (*on)[KERNELS]);

#endif
