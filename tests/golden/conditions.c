/* Made by ambit 1.0 from conditions.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("conditions.service"), 0);
	ambit_condition(2, ambit_is_path_exists, 0, "/etc/passwd"); /* ConditionPathExists */
	ambit_condition(3, ambit_is_path_exists_glob, 0, "/etc/*.conf"); /* ConditionPathExistsGlob */
	ambit_condition(4, ambit_is_path_is_directory, AMBIT_TRIGGER, "/etc"); /* ConditionPathIsDirectory */
	ambit_condition(5, ambit_is_path_is_symbolic_link, AMBIT_NOT | AMBIT_TRIGGER,
		"/etc/os-release"); /* ConditionPathIsSymbolicLink */
	ambit_condition(6, ambit_is_path_is_mount_point, 0, "/proc"); /* ConditionPathIsMountPoint */
	ambit_condition(7, ambit_is_path_is_read_write, 0, "/tmp"); /* ConditionPathIsReadWrite */
	ambit_condition(8, ambit_is_path_is_encrypted, AMBIT_NOT, "/"); /* ConditionPathIsEncrypted */
	ambit_condition(9, ambit_is_directory_not_empty, 0, "/etc"); /* ConditionDirectoryNotEmpty */
	ambit_condition(10, ambit_is_file_not_empty, 0, "/etc/passwd"); /* ConditionFileNotEmpty */
	ambit_condition(11, ambit_is_file_is_executable, 0, "/bin/sh"); /* ConditionFileIsExecutable */
	ambit_condition(12, ambit_is_needs_update, AMBIT_NOT, "/etc"); /* ConditionNeedsUpdate */
	ambit_condition(13, ambit_is_first_boot, 0, "no"); /* ConditionFirstBoot */
	ambit_condition(14, ambit_is_architecture, 0, "x86-64"); /* ConditionArchitecture */
	ambit_condition(15, ambit_is_firmware, 0, "uefi"); /* ConditionFirmware */
	ambit_condition(16, ambit_is_virtualization, AMBIT_NOT, "container"); /* ConditionVirtualization */
	ambit_condition(17, ambit_is_host, 0, "web*"); /* ConditionHost */
	ambit_condition(18, ambit_is_kernel_command_line, 0, "quiet"); /* ConditionKernelCommandLine */
	ambit_condition(19, ambit_is_kernel_version, 0, ">= 5.12"); /* ConditionKernelVersion */
	ambit_condition(20, ambit_is_security, AMBIT_NOT, "selinux"); /* ConditionSecurity */
	ambit_condition(21, ambit_is_capability, 0, "CAP_NET_ADMIN"); /* ConditionCapability */
	ambit_condition(22, ambit_is_ac_power, 0, "true"); /* ConditionACPower */
	ambit_condition(23, ambit_is_memory, 0, ">= 67108864"); /* ConditionMemory */
	ambit_condition(24, ambit_is_cpu_feature, 0, "sse2"); /* ConditionCPUFeature */
	ambit_condition(25, ambit_is_cpus, 0, ">= 1"); /* ConditionCPUs */
	ambit_condition(26, ambit_is_environment, AMBIT_NOT, "FOO=bar"); /* ConditionEnvironment */
	ambit_condition(27, ambit_is_user, 0, "root"); /* ConditionUser */
	ambit_condition(28, ambit_is_group, 0, "0"); /* ConditionGroup */
	ambit_condition(29, ambit_is_control_group_controller, 0, "cpu"); /* ConditionControlGroupController */
	ambit_condition(30, ambit_is_os_release, 0, "ID=debian"); /* ConditionOSRelease */
	ambit_condition(31, ambit_is_memory_pressure, 0, "90%/5min"); /* ConditionMemoryPressure */
	ambit_condition(32, ambit_is_cpu_pressure, 0, "90%/5min"); /* ConditionCPUPressure */
	ambit_condition(33, ambit_is_io_pressure, 0, "90%/5min"); /* ConditionIOPressure */
	ambit_condition_any(5); /* ConditionPathIsSymbolicLink */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_user(0); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(35, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
