/* SPDX-License-Identifier: MIT */
/*
 * The plan, run on the model of the kernel before any launcher is: what each step makes of the
 * credentials, what execve makes of them, and so what the service has. A step that would be denied,
 * and an end that is not what the policy asks for, are errors here.
 */
#ifndef PLAN_PREDICT_H
#define PLAN_PREDICT_H

#include "model/credentials.h"
#include "plan/accounts.h"
#include "plan/plan.h"

/*
 * What the model is asked for: a kernel that knows all capabilities that can be named, so that those
 * of newer ones are proved too, in the oldest and in the newest version that differ in these rules.
 */
enum { CAPABILITY_LAST = 62, KERNELS = 2 };

/* A step that changes the credentials. */
struct change {
	const struct step *step;
	struct credentials after;
};

/* One command. */
struct predicted {
	struct kernel kernel; /* as the service has it: its user namespace may deny setgroups(2) */
	struct credentials before, service; /* behind "exec" */
	struct change *changes;
	size_t count, room;
};

/* The newest one first. */
struct kernel proof_kernel(size_t index);

struct proof {
	const struct plan *plan;
	struct accounts accounts;
	struct identity identity;
	struct predicted *commands; /* as many as the plan has; on the newest kernel */
	enum verdict *verdicts;     /* of the assertions, in their order */
};

/*
 * A state to start from: "root" (everything, no groups), "container" (the capabilities that Docker
 * gives), or changes of one of them: "container,bounding=all,uid=1000". Groups are in the arena. NULL
 * when TEXT is no state; then *problem says why, and *hint, which may be NULL, what to write.
 */
const struct credentials *start_parse(struct arena *arena, const char *text, const char **problem,
				      const char **hint);

/* All securebits that a caller can have. */
extern const struct words words_start_securebits;

/* The credentials of root who has everything. */
struct credentials start_of_root(void);

/* Runs PLAN from FROM (NULL: root), and decides the assertions. All mistakes are reported. */
void plan_predict(struct diagnostics *diagnostics, const struct plan *plan,
		  const struct credentials *from, struct proof *proof);

/* The state of a command on its way, for the steps that change it (plan/simulate.c). */
struct simulation {
	struct kernel kernel;
	struct arena *arena;
	const struct plan *plan;
	const struct identity *identity;
	struct credentials start, now;
	const struct step *step;
	uint64_t final_sets[2]; /* permitted and inheritable, for step "drop_admin" */
	const char *problem;    /* why the step is denied, or the end is another one */
	uint64_t missing;       /* the capabilities for want of which it is */
	bool is_locked;         /* by a securebit of the start */
	bool is_end;            /* the problem is not a denial */
	/* whose line is marked when the step has none; DIRECTIVE_COUNT: none */
	enum directive blamed;
};

/* Takes simulation->step. False: simulation->problem. */
bool simulate_step(struct simulation *simulation);
/* The step is denied, for want of the capabilities MISSING: false. */
bool simulate_denied(struct simulation *simulation, uint64_t missing, const char *problem);
/* A set of a step, as far as the kernel has its capabilities. */
uint64_t simulate_set(const struct simulation *simulation, uint64_t set);
unsigned simulate_securebits(const char *flags); /* "SECBIT_NOROOT | SECBIT_NOROOT_LOCKED" */
bool simulate_root_keeps(
	const struct credentials *credentials); /* execve gives root capabilities */
/* Steps of plan/simulate_namespaces.c. */
bool simulate_network_namespace(struct simulation *simulation);
bool simulate_namespace(struct simulation *simulation); /* of any other kind but users */
bool simulate_user_namespace(struct simulation *simulation);
/* Compares with what step "verify" expects; IN_SERVICE: behind execve. False as above. */
bool simulate_verify(struct simulation *simulation, const struct expected *expected,
		     bool in_service);

/* Capabilities for a message, three at most: "CAP_CHOWN CAP_KILL CAP_SETGID and more". */
const char *credentials_names(struct arena *arena, uint64_t set);
/* A set of the model as a policy has it: "all but" (bit 63) when most are in it. */
uint64_t credentials_set(uint64_t set);
bool credentials_equal(const struct credentials *a, const struct credentials *b);

#endif
