/* Made by ambit 1.0 from schedule.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("schedule.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_scheduling(3, SCHED_FIFO, 10, AMBIT_RESET_ON_FORK); /* CPUSchedulingPolicy, CPUSchedulingPriority */
	ambit_nice(2, -5); /* Nice */
	ambit_cpu_affinity(7, MASK(0x3, 0x2)); /* CPUAffinity */
	ambit_numa_policy(8, MPOL_BIND, MASK(0x1)); /* NUMAPolicy */
	ambit_io_priority(10, IOPRIO_CLASS_BE, 7); /* IOSchedulingClass, IOSchedulingPriority */
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
	ambit_exec(12, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
