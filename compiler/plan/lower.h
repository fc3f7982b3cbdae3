/* SPDX-License-Identifier: MIT */
/* What the files plan/lower_*.c share: each appends the steps of one mechanism for one command. */
#ifndef PLAN_LOWER_H
#define PLAN_LOWER_H

#include "plan/plan.h"
#include "plan/view.h"

struct lowering {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct service *service;
	struct plan *plan;
	struct command_plan *to;       /* the command that is being lowered */
	const struct command *command; /* the same */
	enum who who;                  /* what its prefix makes of it */
	bool is_main;                  /* the last command, which keeps the PID */
	bool is_start;                 /* of ExecStart=, as opposed to the commands before */
	struct view view;              /* what the command sees: collected until lower_view() */
	struct argument spare[STEP_ARGUMENTS]; /* take what this command leaves out */
	struct step spare_step;
};

#define SETTING(lowering, name) (&(lowering)->service->settings[D_Service_##name])

/*
 * Appends a step for the value at SPAN, unless its "who" leaves out this command; then a spare one.
 */
struct step *lower_step(struct lowering *lowering, enum step_id id, struct span span,
			const char *directives);

/* Arguments by letter; the step asserts that they are those of steps.def. */
void step_bits(struct step *step, size_t index, uint64_t bits); /* c h l */
void step_number(struct step *step, size_t index, int64_t number);
void step_constant(struct step *step, size_t index, const char *constant);
void step_text(struct step *step, size_t index, struct slice text);
void step_texts(struct step *step, size_t index, const struct items *texts);
void step_mask(struct step *step, size_t index, const struct numbers *numbers);
void step_filter(struct step *step, size_t index, const struct plan_filter *filter);

/* "A | B": those of the COUNT constants whose condition holds, or "0". */
struct flag {
	bool on;
	const char *constant;
};
const char *flags_text(struct arena *arena, const struct flag *flags, size_t count);
#define FLAGS(arena, ...)                                                                          \
	flags_text(arena, (const struct flag[]){__VA_ARGS__},                                      \
		   sizeof((const struct flag[]){__VA_ARGS__}) / sizeof(struct flag))
/* The constants of the words whose bits are set, joined likewise. */
const char *words_text(struct arena *arena, const struct words *words, uint64_t bits);

/* The span of the setting when it was assigned; that of the first of the settings which was. */
struct span first_span(const struct setting *const *settings, size_t count);

/* Where the directories of the service are in fact, but for those in /etc. */
struct items lower_owned_directories(struct lowering *lowering);

/* ExecSearchPath= as PATH has it; .at is NULL where it is not set. */
struct slice lower_search_path(struct lowering *lowering);
bool lower_notifies(const struct lowering *lowering); /* NOTIFY_SOCKET is passed on */
bool lower_uses_terminal(struct lowering *lowering);  /* and so TERM is set */

/*
 * What the filter of the service is for this command; NULL: none. Whether the command gets no_new_privs by it,
 * or else keeps CAP_SYS_ADMIN until it is installed.
 */
const struct plan_filter *lower_filter(struct lowering *lowering);
bool lower_implies_no_new_privileges(struct lowering *lowering);
bool lower_keeps_admin(struct lowering *lowering);

/* Something that shows at a path of the view; fields as in struct view_entry. */
struct view_mount {
	const char *kind;
	struct slice path, operand;
	unsigned flags; /* enum view_flags */
};
/* Adds it to the view of the command, before lower_view(), where lower_has_view(). */
void lower_mount(struct lowering *lowering, struct span span, const char *directives,
		 const struct view_mount *mount);
/* Whether the service, and so each of its commands, has a mount namespace of its own. */
bool lower_has_view(const struct lowering *lowering);
/* The root directory of the command; empty: that of the host. */
struct slice lower_root(const struct lowering *lowering);
/* Whether step "pid_namespace" comes, so that the command is PID 1 of its namespace. */
bool lower_is_first_process(const struct lowering *lowering);

void lower_conditions(struct lowering *lowering);
void lower_process(struct lowering *lowering);
void lower_ids(struct lowering *lowering);
void lower_assertions(struct lowering *lowering);
void lower_stdio(struct lowering *lowering);
void lower_schedule(struct lowering *lowering);
void lower_directories(struct lowering *lowering);
/* Adds them to the view of the command. */
void lower_shown_directories(struct lowering *lowering);
void lower_credentials(struct lowering *lowering);
void lower_environment(struct lowering *lowering);
void lower_limits(struct lowering *lowering);
void lower_caps(struct lowering *lowering);
void lower_namespaces(struct lowering *lowering);
void lower_seccomp(struct lowering *lowering);
void lower_values(struct lowering *lowering);
int64_t lower_umask(const struct lowering *lowering);
void lower_verify(struct lowering *lowering);
void lower_view(struct lowering *lowering);
void lower_exec(struct lowering *lowering);

#endif
