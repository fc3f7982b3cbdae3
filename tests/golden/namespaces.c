/* Made by ambit 1.0 from namespaces.service. Change that file, not this one. */
#include "ambit.h"

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(7, "daemon"); /* User */
	ambit_resolve_groups(8, STRINGS("adm")); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_view(0, NULL, AMBIT_SHARED);
	ambit_memory_merge(15, 1); /* MemoryKSM */
	ambit_groups(8, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_verify(0, &(const struct ambit_expected){
		.check = 0,
		.umask = 0022,
	});
	ambit_exec(4, "/bin/prepare", 0, STRINGS("/bin/prepare")); /* ExecStartPre */
}

static void exec_start_pre_2(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(7, "daemon"); /* User */
	ambit_resolve_groups(8, STRINGS("adm")); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN | AMBIT_FIRST_PROCESS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_pid_namespace(11); /* PrivatePIDs */
	ambit_cgroup_namespace(14); /* ProtectControlGroups */
	ambit_uts_namespace(13, "web.example"); /* ProtectHostname */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(9, ambit_sysfs, "/sys", NULL, AMBIT_NOEXEC | AMBIT_SUBMOUNTS); /* PrivateNetwork, ProtectControlGroups */
	ambit_mount(14, ambit_cgroup, "/sys/fs/cgroup", NULL, 0); /* ProtectControlGroups */
	ambit_mount(14, ambit_proc, "/proc", NULL, 0); /* ProtectControlGroups */
	ambit_mount(10, ambit_mqueue, "/dev/mqueue", NULL, 0); /* PrivateIPC */
	ambit_view(9, NULL, AMBIT_SHARED);
	ambit_memory_merge(15, 1); /* MemoryKSM */
	ambit_groups(8, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_user_namespace(12, AMBIT_MAP_SELF); /* PrivateUsers */
	ambit_bounding(16, CAP(KILL) | CAP(SETUID)); /* CapabilityBoundingSet */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_parent_death(11); /* PrivatePIDs */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING,
		.bounding = CAP(KILL) | CAP(SETUID),
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(5, "/bin/check", 0, STRINGS("/bin/check")); /* ExecStartPre */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("namespaces.service"), 0);
	ambit_network_namespace(9, NULL); /* PrivateNetwork */
	ambit_ipc_namespace(10, NULL); /* PrivateIPC */
	ambit_command(4, "ExecStartPre", exec_start_pre_1, 0); /* ExecStartPre */
	ambit_command(5, "ExecStartPre", exec_start_pre_2, 0); /* ExecStartPre */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(7, "daemon"); /* User */
	ambit_resolve_groups(8, STRINGS("adm")); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN | AMBIT_FIRST_PROCESS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_pid_namespace(11); /* PrivatePIDs */
	ambit_cgroup_namespace(14); /* ProtectControlGroups */
	ambit_uts_namespace(13, "web.example"); /* ProtectHostname */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(9, ambit_sysfs, "/sys", NULL, AMBIT_NOEXEC | AMBIT_SUBMOUNTS); /* PrivateNetwork, ProtectControlGroups */
	ambit_mount(14, ambit_cgroup, "/sys/fs/cgroup", NULL, 0); /* ProtectControlGroups */
	ambit_mount(14, ambit_proc, "/proc", NULL, 0); /* ProtectControlGroups */
	ambit_mount(10, ambit_mqueue, "/dev/mqueue", NULL, 0); /* PrivateIPC */
	ambit_view(9, NULL, AMBIT_SHARED);
	ambit_memory_merge(15, 1); /* MemoryKSM */
	ambit_groups(8, 0); /* SupplementaryGroups */
	ambit_group(7); /* Group */
	ambit_user_namespace(12, AMBIT_MAP_SELF); /* PrivateUsers */
	ambit_bounding(16, CAP(KILL) | CAP(SETUID)); /* CapabilityBoundingSet */
	ambit_user(7); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_parent_death(11); /* PrivatePIDs */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING,
		.bounding = CAP(KILL) | CAP(SETUID),
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(6, "/bin/serve", 0, STRINGS("/bin/serve")); /* ExecStart */
}
