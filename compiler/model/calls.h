/* SPDX-License-Identifier: MIT */
/*
 * What system calls there are: architectures, the numbers of calls (by libseccomp), the sets of
 * systemd, the arguments of calls and their types, and how often a service makes them. The rows are
 * those of grammar/architectures.def and grammar/syscalls.def.
 */
#ifndef MODEL_CALLS_H
#define MODEL_CALLS_H

#include "base/text.h"

enum architecture {
#define A(id, name, audit, first, local) ARCH_##id,
#include "grammar/architectures.def"
	ARCH_COUNT,
	ARCH_FOREIGN = ARCH_COUNT, /* none of them */
};

#define ARCH_BIT(architecture) (1u << (architecture))

struct architecture_row {
	const char *name; /* as SystemCallArchitectures= writes it */
	uint32_t audit;   /* struct seccomp_data.arch */
	uint32_t token;   /* libseccomp's, which has one for x32 too */
	uint32_t first;   /* the number that its numbers of calls count from */
	uint32_t local;   /* ARCH_BIT() of all whose calls such a machine takes, itself too */
};

extern const struct architecture_row architecture_rows[ARCH_COUNT];

/* The one that this compiler was built for; ARCH_FOREIGN when it has no row. */
enum architecture architecture_native(void);
/* By its name; ARCH_FOREIGN when there is none. */
enum architecture architecture_find(struct slice name);
/*
 * Whose call NUMBER is when the kernel says AUDIT; ARCH_FOREIGN when no row has it. On x86-64
 * numbers with bit 30 or 31 are those of x32, but for -1, which is no call's number on either
 * (ptrace(2)).
 */
enum architecture architecture_of(uint32_t audit, uint32_t number);

struct call {
	uint32_t number;
	const char *name;
};

/* All calls of one architecture, twice. */
struct call_list {
	const struct call *by_number, *by_name;
	size_t count;
};

/* Start with {.arena = arena}; a list is made when it is first asked for. */
struct calls {
	struct arena *arena;
	struct call_list lists[ARCH_COUNT];
};

const struct call_list *calls_of(struct calls *calls, enum architecture architecture);
/* NULL when the architecture has no such call. */
const struct call *call_find(struct calls *calls, enum architecture architecture,
			     struct slice name);
const struct call *call_of_number(struct calls *calls, enum architecture architecture,
				  uint32_t number);
/* Is it a call of any architecture? */
bool call_exists(struct slice name);
/*
 * The architecture and the number, as the kernel counts it, of "x86-64:41". False: it is none. As in a log,
 * the numbers of x32 may stand with x86-64.
 */
bool call_number_parts(struct slice text, enum architecture *architecture, uint32_t *number);
/* "did you mean openat?", of the calls of this machine and of the sets; or NULL. */
const char *call_nearest(struct arena *arena, struct slice name);
/* How often it is made, from 1. */
unsigned call_weight(const char *name);

/* A version of Linux as a number that later ones exceed. */
#define KERNEL_VERSION_OF(major, minor) ((unsigned)(major) << 16 | (unsigned)(minor))
/* The KERNEL_VERSION_OF() of the Linux that has the call first; 0: 5.11 has it already. */
unsigned call_since(const char *name);

/*
 * The call through which NAME can be reached too where an architecture has it (socketcall, ipc),
 * and the low 16 bits of its first argument that say so. NULL: there is none.
 */
const char *call_multiplexer(struct slice name, unsigned *number);

/*
 * Whether the filter cannot tell an argument of the call by its place: on ARCHITECTURE it is in memory, or
 * an argument before it takes two registers, or the order is another. INDEX: the last argument asked for.
 */
bool call_hides(enum architecture architecture, struct slice call, unsigned index);
/* Are its registers of 64 bits? */
bool architecture_is_wide(enum architecture architecture);

struct call_set {
	const char *name, *summary,
		*members; /* members: separated by blanks; sets begin with "@" */
};

extern const struct call_set call_sets[]; /* ended by a row without a name */

const struct call_set *call_set_find(struct slice name); /* with its "@"; NULL: none */
/* Takes the next member off *members. False at the end. */
bool call_set_next(struct slice *members, struct slice *member);

/* How the kernel reads an argument. */
enum argument_type {
	TYPE_INT,
	TYPE_UNSIGNED,
	TYPE_MODE,
	TYPE_LONG,
	TYPE_SIZE,
	TYPE_OFFSET,
	TYPE_POINTER,
	TYPE_ANY /* as another argument says */
};

struct argument_row {
	struct slice name;
	unsigned index; /* 0 to 5 */
	enum argument_type type;
};

/* How many bits count: 16, 32, 64; 0 for what cannot be compared. */
unsigned argument_bits(enum argument_type type);
const char *argument_type_name(enum argument_type type);
bool argument_has_sign(enum argument_type type);
/*
 * The argument INDEX, from 0, of the call into *argument. False when it has no such argument;
 * and for a call without a row, whose arguments are not known.
 */
bool call_argument(struct slice call, unsigned index, struct argument_row *argument);
bool call_argument_find(struct slice call, struct slice name, struct argument_row *argument);

#endif
