/* SPDX-License-Identifier: MIT */
/*
 * The model of credentials against the kernel: what a world is, what happens in it, and the parts
 * of the program. A sequence of operations runs in a child process (child.c), which draws them as
 * it goes (draw.c) and notes the results in memory that it shares with its parent and keeps over
 * execve; the parent asks the model about the same sequence (compare.c), and shrinks it when they
 * differ (shrink.c).
 */
#ifndef TESTS_MODEL_H
#define TESTS_MODEL_H

#include "model/credentials.h"

#include <stdio.h>

enum { PROGRAMS = 64, IDS = 5, GROUPS = 32, STEPS = 24, SHARED = 9 /* the descriptor */ };

struct state {
	struct credentials c; /* c.groups means nothing here: it would point into another process */
	uint32_t groups[GROUPS];
	bool keep_capabilities; /* PR_GET_KEEPCAPS */
};

enum call {
	SETUID,
	SETREUID,
	SETRESUID,
	SETGID,
	SETREGID,
	SETRESGID,
	SETFSUID,
	SETFSGID,
	SETGROUPS,
	CAPSET,
	PRCTL,
	EXECVE,
	CALLS
};

struct operation {
	enum call call;
	uint64_t a[3];      /* the arguments; of setgroups the count, of execve the program */
	uint32_t groups[4]; /* sorted */
};

struct step {
	struct operation operation;
	long result; /* of the kernel; an error is negative */
	struct state after;
};

struct world {
	struct kernel kernel;
	unsigned version[2], last; /* of the kernel, and its last capability */
	char directory[256];       /* the programs are files of DIRECTORY/set and, nosuid, of ... */
	struct program programs[2 * PROGRAMS]; /* ... DIRECTORY/nosuid, the second half */
	int program_count;
	bool has_mounts; /* of its own: without, there is no DIRECTORY/nosuid */
	uint32_t ids[IDS];
	int id_count;
};

/* A sequence. The child takes WANTED as far as it can; START is what came of it. */
struct trace {
	struct state wanted, start;
	uint64_t random; /* the operations are drawn with it; 0: they are there already */
	int count, done;
	struct step steps[STEPS];
};

/* What parent and child share. */
struct shared {
	struct world world;
	struct trace trace;
};

/* world.c. The worlds are root, user, namespace (as its root, with many ids) and one-id. */
bool world_exists(const char *name);
/* Enters one, with DIRECTORY for its programs. Leaves with a line "skip ..." if it cannot be. */
void world_enter(struct shared *shared, const char *name, const char *directory, uint64_t seed);

/* programs.c. Makes the programs as far as this process may, and notes what they have become. */
void programs_make(struct world *world, uint64_t seed);
void program_path(const struct world *world, uint64_t number, char path[512]);

/* draw.c */
uint64_t draw(uint64_t *random, uint64_t below);
uint64_t draw_set(uint64_t *random);
void draw_program(uint64_t *random, const struct world *world, struct program *program);
void draw_state(uint64_t *random, const struct world *world, struct state *state);
void draw_operation(uint64_t *random, const struct world *world, const struct state *state,
		    struct operation *operation);

/* child.c */
void state_read(struct state *state, unsigned last);
/* Runs the sequence of SHARED in a child. False: it died; a line says how. */
bool trace_run(struct shared *shared);
/* The program after execve. */
_Noreturn void trace_continue(void);

/* compare.c. Rules that the model can be made to break, to see that this is found. */
struct rule;
const struct rule *rule_find(const char *name);
void rules_print(void);
/* What the model says: changes *C, and returns as the kernel does. */
long operation_model(const struct world *world, const struct rule *broken, struct credentials *c,
		     const struct operation *operation);
/* The first step where the model says something else, or -1. *C is what it says. */
int trace_compare(const struct shared *shared, const struct rule *broken, struct credentials *c,
		  long *result);
/* Writes each field in which they differ as an assertion. Returns how many. */
int state_compare(const struct credentials *c, const struct state *state, FILE *out);

/* shrink.c. Makes the sequence of SHARED, in which the model differs, as small as it gets. */
void trace_shrink(struct shared *shared, const struct rule *broken);

/* print.c. As a unit test that fails. */
void trace_print(const struct shared *shared, const struct rule *broken);

#endif
