/* SPDX-License-Identifier: MIT */
/*
 * Conditions on who starts the service: its user, groups, environment and capabilities. For systemd
 * that is the service manager (systemd.unit(5)), here it is the caller of the launcher: the real
 * ids.
 */
#include "condition.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { LAST_SYSTEM_UID = 999 }; /* systemd's; login.defs(5) of most distributions */

/* A number does not need an entry. */
static bool is_id(const char *text, uint64_t *id)
{
	return !ambit_parse_number(text, id) && *id < UINT32_MAX;
}

int ambit_is_user(const char *operand)
{
	struct ambit_ids ids = {0};
	uint64_t id;

	if (!strcmp(operand, "@system"))
		return getuid() <= LAST_SYSTEM_UID;
	if (is_id(operand, &id))
		return id == getuid();
	if (!strcmp(operand, "root"))
		return getuid() == 0;
	int error = ambit_find_user(operand, &ids);
	if (error < 0)
		return error == -ESRCH ? 0 : error;
	return ids.uid == getuid();
}

static int has_group(gid_t gid)
{
	if (gid == getgid())
		return 1;
	int count = getgroups(0, NULL);
	if (count < 0)
		return -errno;
	gid_t *groups = ambit_keep(0, (size_t)count * sizeof(*groups) + 1);
	count = getgroups(count, groups);
	for (int i = 0; i < count; i++)
		if (groups[i] == gid)
			return 1;
	return count < 0 ? -errno : 0;
}

int ambit_is_group(const char *operand)
{
	uint64_t id;
	gid_t gid;

	if (is_id(operand, &id))
		return has_group((gid_t)id);
	int error = ambit_find_group(operand, &gid);
	if (error < 0)
		return error == -ESRCH ? 0 : error;
	return has_group(gid);
}

/* NAME, or NAME=VALUE exactly. A caller that is not to be trusted must not decide. */
int ambit_is_environment(const char *operand)
{
	size_t len = strcspn(operand, "=");
	const char *value = ambit_own_variable(ambit_copy(0, operand, len));

	if (ambit_secure)
		return -EPERM;
	if (!value || !operand[len])
		return value != NULL;
	return !strcmp(value, operand + len + 1);
}

/* capabilities(7) by number, as in <linux/capability.h> */
static int capability_number(const char *name)
{
	static const char names[][19] = {
		"chown",
		"dac_override",
		"dac_read_search",
		"fowner",
		"fsetid",
		"kill",
		"setgid",
		"setuid",
		"setpcap",
		"linux_immutable",
		"net_bind_service",
		"net_broadcast",
		"net_admin",
		"net_raw",
		"ipc_lock",
		"ipc_owner",
		"sys_module",
		"sys_rawio",
		"sys_chroot",
		"sys_ptrace",
		"sys_pacct",
		"sys_admin",
		"sys_boot",
		"sys_nice",
		"sys_resource",
		"sys_time",
		"sys_tty_config",
		"mknod",
		"lease",
		"audit_write",
		"audit_control",
		"setfcap",
		"mac_override",
		"mac_admin",
		"syslog",
		"wake_alarm",
		"block_suspend",
		"audit_read",
		"perfmon",
		"bpf",
		"checkpoint_restore",
	};
	uint64_t number;

	if (!ambit_parse_number(name, &number))
		return number < 63 ? (int)number : -EINVAL;
	if (strncasecmp(name, "cap_", 4))
		return -EINVAL;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(name + 4, names[i]))
			return (int)i;
	return -EINVAL;
}

/* One that the kernel does not know is in no set. */
int ambit_is_capability(const char *operand)
{
	int number = capability_number(operand);

	if (number < 0)
		return number;
	int in_set = prctl(PR_CAPBSET_READ, number, 0, 0, 0);
	return in_set < 0 ? (errno == EINVAL ? 0 : -errno) : in_set;
}
