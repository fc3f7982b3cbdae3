/* Made by ambit 1.0 from root.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("root.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_bounding(3, ALL_BUT(CAP(SYS_MODULE) | CAP(SYS_ADMIN) | CAP(SYS_TIME))); /* CapabilityBoundingSet */
	ambit_user(0); /* User */
	ambit_ambient(9, CAP(KILL) | CAP(CHECKPOINT_RESTORE)); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(5, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS); /* SecureBits */
	ambit_no_new_privileges(6); /* NoNewPrivileges */
	ambit_capabilities(9, CAP(KILL) | CAP(CHECKPOINT_RESTORE)); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING | AMBIT_CHECK_NO_NEW_PRIVILEGES,
		.bounding = ALL_BUT(CAP(SYS_MODULE) | CAP(SYS_ADMIN) | CAP(SYS_TIME)),
		.ambient = CAP(KILL) | CAP(CHECKPOINT_RESTORE),
		.securebits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS,
		.no_new_privileges = 1,
		.umask = 0022,
	});
	ambit_exec(10, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
