/* SPDX-License-Identifier: MIT */
/*
 * Namespaces of the network, IPC objects, control groups, processes, the host name and users. The first
 * two are one for all commands of the service, and entered before any of them; the others are each
 * command's own.
 */
#include "plan/lower.h"
#include "service/vocabulary.h"

/* A path goes before a namespace of its own, as in systemd. */
static void lower_shared(struct lowering *l, enum step_id id, enum directive path_directive,
			 enum directive own_directive)
{
	const struct setting *path = &l->service->settings[path_directive];
	const struct setting *own = &l->service->settings[own_directive];
	if (path->set)
		step_text(lower_step(l, id, path->span, directive_rows[path_directive].name), 0,
			  path->text);
	else if (own->number)
		step_text(lower_step(l, id, own->span, directive_rows[own_directive].name), 0,
			  (struct slice){0});
}

bool lower_is_first_process(const struct lowering *l)
{
	return SETTING(l, PrivatePIDs)->number && step_rows[STEP_pid_namespace].who & l->who;
}

static void lower_pids(struct lowering *l)
{
	const struct setting *pids = SETTING(l, PrivatePIDs);
	if (!pids->number)
		return;
	lower_step(l, STEP_pid_namespace, pids->span, "PrivatePIDs");
	lower_step(l, STEP_parent_death, pids->span, "PrivatePIDs");
}

static void lower_host_name(struct lowering *l)
{
	const struct setting *name = SETTING(l, ProtectHostname);
	if (name->number)
		step_text(lower_step(l, STEP_uts_namespace, name->span, "ProtectHostname"), 0,
			  name->suffix ? *name->suffix : (struct slice){0});
}

static void lower_users(struct lowering *l)
{
	const struct setting *users = SETTING(l, PrivateUsers);
	if (users->number)
		step_constant(lower_step(l, STEP_user_namespace, users->span, "PrivateUsers"), 0,
			      words_value(&words_private_users, users->number)->constant);
}

void lower_namespaces(struct lowering *l)
{
	if (l->is_main) {
		lower_shared(l, STEP_network_namespace, D_Service_NetworkNamespacePath,
			     D_Service_PrivateNetwork);
		lower_shared(l, STEP_ipc_namespace, D_Service_IPCNamespacePath,
			     D_Service_PrivateIPC);
	}
	const struct setting *groups = SETTING(l, ProtectControlGroups);
	if (service_has_cgroup_namespace(l->service))
		lower_step(l, STEP_cgroup_namespace, groups->span, "ProtectControlGroups");
	lower_pids(l);
	lower_host_name(l);
	lower_users(l);
}
