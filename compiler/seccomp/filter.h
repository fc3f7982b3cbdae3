/* SPDX-License-Identifier: MIT */
/*
 * What the system call rules of a service mean: a stack of layers, each of which would be a
 * program of its own in systemd, and what the stack says of a call. This is the meaning that the
 * one program is proved against, so it is written to be read, not to be fast.
 */
#ifndef SECCOMP_FILTER_H
#define SECCOMP_FILTER_H

#include "base/source.h"
#include "model/calls.h"
#include "service/directive.h"

#include <linux/seccomp.h>

enum { ARGUMENTS = 6 };

/*
 * (argument & mask) == value and so on, without a sign. On 32 bits the kernel does not look at
 * the upper half of an argument, and neither does the comparison; the value is of 32 bits then.
 */
struct comparison {
	unsigned argument; /* 0 to 5 */
	enum comparator comparator;
	bool wide;     /* 64 bits, else the lower 32 */
	uint64_t mask; /* all of these bits set for EQ and NE without one, and for all others */
	uint64_t value;
};

enum condition_kind { CONDITION_COMPARE, CONDITION_AND, CONDITION_OR };

struct condition {
	enum condition_kind kind;
	struct comparison comparison;
	const struct condition *left, *right;
};

/* The argument with that index, of which so many BITS count: 16, 32 or 64, see argument_bits(). */
struct operand {
	unsigned argument, bits;
};

/* The argument compared with VALUE, which must fit; one of 16 bits only for being equal or not. */
const struct condition *condition_compare(struct arena *arena, struct operand operand,
					  enum comparator comparator, uint64_t value);
/* (argument & MASK) == VALUE; both must fit. */
const struct condition *condition_masked(struct arena *arena, struct operand operand, uint64_t mask,
					 uint64_t value);
const struct condition *condition_and(struct arena *arena, const struct condition *left,
				      const struct condition *right);
const struct condition *condition_or(struct arena *arena, const struct condition *left,
				     const struct condition *right);
bool condition_holds(const struct condition *condition, const uint64_t arguments[ARGUMENTS]);

/*
 * A verdict is what a program returns to the kernel: SECCOMP_RET_ALLOW, _LOG, _KILL_THREAD and
 * _KILL_PROCESS without data, _ERRNO with a number from 0 to 4095, _TRAP with any of 16 bits.
 * This is the verdict of two programs by the kernel (seccomp(2), seccomp_run_filters()): the
 * more restrictive action, and of equal ones that of the program that was installed later.
 */
uint32_t verdict_of_both(uint32_t older, uint32_t newer);
/* Is the call not made? */
bool verdict_denies(uint32_t verdict);

/* The first rule of a layer that holds for a call decides. */
struct rule {
	enum architecture architecture;
	uint32_t number;
	const struct condition *when; /* NULL: always */
	uint32_t verdict;
	struct span span; /* the line that says so; {0}: that of the layer, or one of its list */
};

/* What one directive asks for. */
struct layer {
	enum directive directive; /* with SPAN, for people */
	struct span span;
	uint32_t architectures; /* ARCH_BIT() of those that it is about */
	uint32_t known;         /* calls of these without a rule that holds */
	uint32_t unknown;       /* numbers of these that are no call */
	uint32_t foreign;       /* all other architectures */
	struct rule *rules;     /* sorted by filter_finish() */
	size_t count, room;
};

/* The layers in the order of their installation. Start with filter_init(). */
struct filter {
	struct arena *arena;
	struct calls *calls;
	enum architecture machine; /* whose kernel it is */
	struct layer *layers;
	size_t count, room;
};

/* CALLS and ARENA must outlive the filter. */
void filter_init(struct filter *filter, struct calls *calls, enum architecture machine);
/* A new layer with all of LAYER but the rules; good until the next one is added. */
struct layer *filter_layer(struct filter *filter, struct layer layer);
/*
 * RULE, of which the condition and the verdict count, for the call NAME or for all of a set
 * ("@NAME"), on each of the layer's architectures that has it. A rule without a condition is
 * also for the ways to the call by socketcall and ipc, where there are. False when there is no
 * such call on any architecture and no such set.
 */
bool filter_rule(struct filter *filter, struct layer *layer, struct slice name, struct rule rule);
/* RULE for its number of one architecture, counted as the kernel counts. */
void filter_rule_number(struct filter *filter, struct layer *layer, struct rule rule);
/*
 * Calls that are newer than the Linux VERSION, KERNEL_VERSION_OF(), and have no rule yet get what
 * unknown numbers get.
 */
void filter_newer(struct filter *filter, struct layer *layer, unsigned version);
/* Ends the adding of rules and layers. */
void filter_finish(struct filter *filter);
/*
 * Each verdict that denies becomes SECCOMP_RET_LOG, as it would of the program: of two verdicts the
 * same one wins then.
 */
void filter_log_only(struct filter *filter);

/* Whether both say the same by the same rules; their lines do not count. */
bool filter_equal(const struct filter *a, const struct filter *b);

/* What the layers say of one number of a call: each a verdict, or rules to look at. */
struct site {
	enum architecture architecture;
	bool known;   /* a call of that architecture */
	size_t count; /* of parts, one a layer */
	struct site_part {
		uint32_t otherwise; /* when no rule holds */
		const struct rule *rules;
		size_t count;
	} * parts;
};

/*
 * SITE->parts has room for the filter's layers. AUDIT and NUMBER are those of struct
 * seccomp_data.
 */
void filter_site(const struct filter *filter, uint32_t audit, uint32_t number, struct site *site);
/* The verdict, and into *layer, unless it is NULL, the index of the layer that gave it. */
uint32_t site_decide(const struct site *site, const uint64_t arguments[ARGUMENTS], size_t *layer);
/*
 * The whole of it: what the filter says of DATA. *layer is the index of the layer that gave the
 * verdict; when all layers allow, the newest.
 */
uint32_t filter_decide(const struct filter *filter, const struct seccomp_data *data, size_t *layer);

/* ARCH_BIT() of what the filter tells from foreign: the machine's, and what layers are about. */
uint32_t filter_architectures(const struct filter *filter);

#endif
