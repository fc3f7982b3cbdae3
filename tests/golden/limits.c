/* Made by ambit 1.0 from limits.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("limits.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_limit(2, RLIMIT_CPU, 61, 61); /* LimitCPU */
	ambit_limit(3, RLIMIT_FSIZE, 1073741824, 1073741824); /* LimitFSIZE */
	ambit_limit(4, RLIMIT_DATA, INFINITE, INFINITE); /* LimitDATA */
	ambit_limit(5, RLIMIT_STACK, 8388608, 16777216); /* LimitSTACK */
	ambit_limit(6, RLIMIT_CORE, 0, 0); /* LimitCORE */
	ambit_limit(7, RLIMIT_RSS, 1610612736, 1610612736); /* LimitRSS */
	ambit_limit(8, RLIMIT_NOFILE, 1024, 524288); /* LimitNOFILE */
	ambit_limit(9, RLIMIT_AS, 4294967296, 4294967296); /* LimitAS */
	ambit_limit(10, RLIMIT_NPROC, 100, 100); /* LimitNPROC */
	ambit_limit(11, RLIMIT_MEMLOCK, 65536, 65536); /* LimitMEMLOCK */
	ambit_limit(12, RLIMIT_LOCKS, 10, 10); /* LimitLOCKS */
	ambit_limit(13, RLIMIT_SIGPENDING, 20, 20); /* LimitSIGPENDING */
	ambit_limit(14, RLIMIT_MSGQUEUE, 819200, 819200); /* LimitMSGQUEUE */
	ambit_limit(15, RLIMIT_NICE, 15, 15); /* LimitNICE */
	ambit_limit(16, RLIMIT_RTPRIO, 10, 10); /* LimitRTPRIO */
	ambit_limit(17, RLIMIT_RTTIME, 200000, 200000); /* LimitRTTIME */
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
		.limits = LIMITS({RLIMIT_CPU, 61, 61},
			         {RLIMIT_FSIZE, 1073741824, 1073741824},
			         {RLIMIT_DATA, INFINITE, INFINITE},
			         {RLIMIT_STACK, 8388608, 16777216},
			         {RLIMIT_CORE, 0, 0},
			         {RLIMIT_RSS, 1610612736, 1610612736},
			         {RLIMIT_NOFILE, 1024, 524288},
			         {RLIMIT_AS, 4294967296, 4294967296},
			         {RLIMIT_NPROC, 100, 100},
			         {RLIMIT_MEMLOCK, 65536, 65536},
			         {RLIMIT_LOCKS, 10, 10},
			         {RLIMIT_SIGPENDING, 20, 20},
			         {RLIMIT_MSGQUEUE, 819200, 819200},
			         {RLIMIT_NICE, 15, 15},
			         {RLIMIT_RTPRIO, 10, 10},
			         {RLIMIT_RTTIME, 200000, 200000}),
	});
	ambit_exec(18, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
