/* SPDX-License-Identifier: MIT */
/* Assertions that do not hold: what breaks them, after what, which line gave it, what to do. */
#include "plan/prove.h"

const char *const prove_set_names[SET_COUNT] = {"bounding", "permitted", "effective", "inheritable",
						"ambient"};

uint64_t prove_set(const struct credentials *c, enum set set)
{
	const uint64_t sets[SET_COUNT] = {c->bounding, c->permitted, c->effective, c->inheritable,
					  c->ambient};
	return sets[set];
}

/* The assertion as it is written. */
static const char *text_of(const struct trial *t)
{
	struct text text = {.arena = t->arena};
	setting_print(D_Ambit_Assert, &t->plan->service->settings[D_Ambit_Assert], t->index, &text);
	return text.at;
}

static const char *line_of(const struct trial *t, struct span span)
{
	struct place place = source_place(t->diagnostics->sources, span);
	return arena_printf(t->arena, "%s:%u", place.source->name, place.line);
}

/* " of ExecStartPre= at http.service:5", unless the only command is meant. */
static const char *whose(const struct trial *t)
{
	if (t->plan->count == 1)
		return "";
	return arena_printf(t->arena, " of %s= at %s", directive_rows[t->command->directive].name,
			    line_of(t, t->command->command->span));
}

/* Why the command keeps all that the launcher has; NULL when it does not. */
const char *prove_privileged(const struct trial *t)
{
	for (size_t i = 0; i < t->command->count; i++)
		if (t->command->steps[i].id == STEP_ambient)
			return NULL;
	return t->command->command->flags & ITEM_PRIVILEGED ? "the prefix +"
							    : "PermissionsStartOnly=";
}

/* Why the command stays root's; NULL when it does not. */
static const char *stays_root(const struct trial *t)
{
	return t->command->command->flags & ITEM_NO_SETUID ? "the prefix !" : prove_privileged(t);
}

/* Why a set has such a capability: the line that grants it, or that could take it away. */
static const char *origin_of(const struct trial *t, uint64_t capability)
{
	const struct service *service = t->plan->service;
	const struct setting *bounding = &service->settings[D_Service_CapabilityBoundingSet];
	const struct setting *ambient = &service->settings[D_Service_AmbientCapabilities];
	if (prove_privileged(t))
		return arena_printf(t->arena, "%s keeps what the launcher has",
				    prove_privileged(t));
	if (service_ambient(service) & capability)
		return arena_printf(t->arena, "AmbientCapabilities= at %s grants it",
				    line_of(t, ambient->span));
	if (bounding->set)
		return arena_printf(t->arena, "CapabilityBoundingSet= at %s leaves it",
				    line_of(t, bounding->span));
	return "no CapabilityBoundingSet= takes it away";
}

/* The step behind which SET has CAPABILITY until the service starts. */
static const char *since_step(const struct trial *t, enum set set, uint64_t capability)
{
	const struct predicted *predicted = t->predicted;
	size_t i = predicted->count;
	while (i > 0 && prove_set(&predicted->changes[i - 1].after, set) & capability)
		i--;
	if (!i && prove_set(&predicted->before, set) & capability)
		return "from the start of the launcher on";
	enum step_id id = predicted->changes[i].step->id;
	return id == STEP_exec ? "after execve"
			       : arena_printf(t->arena, "after step %s", step_rows[id].name);
}

/* What the service did until then. */
static const char *way(const struct trial *t, size_t state)
{
	return arena_printf(t->arena, "after %s", reach_path(&t->reach, state));
}

/* Did a program give the state what NoNewPrivileges=yes would have kept from it? */
static bool is_by_program(const struct trial *t, size_t state)
{
	bool found = false;
	for (size_t i = state; i > 0; i = t->reach.list[i].before)
		found = found || t->reach.list[i].is_program;
	return found && !t->reach.list[0].c.no_new_privileges;
}

static const char *set_remedy(const struct trial *t, size_t state, uint64_t capability)
{
	bool granted = service_ambient(t->plan->service) & capability;
	if (prove_privileged(t))
		return arena_printf(t->arena, "leave out %s", prove_privileged(t));
	if (granted)
		return "leave it out of AmbientCapabilities=, and of CapabilityBoundingSet=";
	bool listed = t->plan->service->settings[D_Service_CapabilityBoundingSet].set;
	if (is_by_program(t, state))
		return listed ? "leave it out of CapabilityBoundingSet=, or write NoNewPrivileges=yes"
			      : "write a CapabilityBoundingSet= without it, or NoNewPrivileges=yes";
	return listed ? "leave it out of CapabilityBoundingSet="
		      : "write a CapabilityBoundingSet= without it";
}

bool prove_fail_set(struct trial *t, enum set set, size_t state, uint64_t capabilities)
{
	uint64_t first = capabilities & -capabilities;
	diag_report(t->diagnostics, DIAG_ASSERTION, t->assertion->span, set_remedy(t, state, first),
		    "'%s' does not hold%s: the %s set has %s %s, because %s", text_of(t), whose(t),
		    prove_set_names[set], credentials_names(t->arena, capabilities),
		    state ? way(t, state) : since_step(t, set, first), origin_of(t, first));
	return false;
}

static const char *id_remedy(const struct trial *t, size_t state)
{
	static const char *const others[] = {
		"write another User=", "write another Group=",
		"leave it out of SupplementaryGroups=, or name it in the assertion"};
	bool user = t->assertion->subject == ASSERT_UID;
	if (stays_root(t) && (!state || prove_privileged(t)))
		return arena_printf(t->arena, "leave out %s", stays_root(t));
	if (!state)
		return others[t->assertion->subject - ASSERT_UID];
	if (is_by_program(t, state))
		return "write NoNewPrivileges=yes";
	return user ? "leave CAP_SETUID out of CapabilityBoundingSet= and AmbientCapabilities="
		    : "leave CAP_SETGID out of CapabilityBoundingSet= and AmbientCapabilities=";
}

/* The line that gives the service its first ids. */
static const char *id_origin(const struct trial *t, size_t state)
{
	static const enum directive directives[] = {
		[ASSERT_UID - ASSERT_UID] = D_Service_User,
		[ASSERT_GID - ASSERT_UID] = D_Service_Group,
		[ASSERT_GROUPS - ASSERT_UID] = D_Service_SupplementaryGroups,
	};
	enum directive directive = directives[t->assertion->subject - ASSERT_UID];
	const struct setting *setting = &t->plan->service->settings[directive];
	const struct setting *bounding =
		&t->plan->service->settings[D_Service_CapabilityBoundingSet];
	if (stays_root(t) && (!state || prove_privileged(t)))
		return arena_printf(t->arena, "%s keeps root", stays_root(t));
	if (is_by_program(t, state))
		return "no NoNewPrivileges=yes forbids it";
	if (state && bounding->set)
		return arena_printf(t->arena, "CapabilityBoundingSet= at %s leaves the right to",
				    line_of(t, bounding->span));
	if (state)
		return "no CapabilityBoundingSet= takes the right away";
	if (!setting->set)
		return arena_printf(t->arena, "no %s= says otherwise",
				    directive_rows[directive].name);
	return arena_printf(t->arena, "%s= at %s says so", directive_rows[directive].name,
			    line_of(t, setting->span));
}

bool prove_fail_id(struct trial *t, size_t state, uint32_t id)
{
	static const char *const names[] = {"uid is", "gid is", "groups have"};
	struct text text = {.arena = t->arena};
	account_print(&t->proof->accounts, id, &text);
	diag_report(t->diagnostics, DIAG_ASSERTION, t->assertion->span, id_remedy(t, state),
		    "'%s' does not hold%s: the %s %s %s, because %s", text_of(t), whose(t),
		    names[t->assertion->subject - ASSERT_UID], text.at,
		    state ? way(t, state) : "when the service starts", id_origin(t, state));
	return false;
}

bool prove_fail_lower(struct trial *t, const char *what, const char *why, const char *hint)
{
	diag_report(t->diagnostics, DIAG_ASSERTION, t->assertion->span, hint,
		    "'%s' does not hold%s: %s when the service starts%s%s", text_of(t), whose(t),
		    what, *why ? ", because " : "", why);
	return false;
}

bool prove_fail_needs(struct trial *t, const struct step *step, uint64_t capabilities)
{
	diag_report(t->diagnostics, DIAG_ASSERTION, t->assertion->span,
		    "ambit explain lists what each step needs",
		    "'%s' does not hold: the launcher needs %s for step %s%s%s", text_of(t),
		    credentials_names(t->arena, capabilities), step_rows[step->id].name,
		    step->span.at ? ", because of " : "",
		    step->span.at ? line_of(t, step->span) : "");
	return false;
}
