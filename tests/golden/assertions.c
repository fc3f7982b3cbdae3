/* Made by ambit 1.0 from assertions.service. Change that file, not this one. */
#include "ambit.h"

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(5, "http"); /* User */
	ambit_resolve_group(6, "www"); /* Group */
	ambit_resolve_groups(7, STRINGS("audio", "44")); /* SupplementaryGroups */
	ambit_require_groups(27, STRINGS("audio", "video", "44", "4"), AMBIT_INITGROUPS); /* Assert */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(7, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_bounding(9, CAP(KILL) | CAP(NET_BIND_SERVICE)); /* CapabilityBoundingSet */
	ambit_ambient(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(11, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED); /* SecureBits */
	ambit_no_new_privileges(8); /* NoNewPrivileges */
	ambit_capabilities(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING | AMBIT_CHECK_NO_NEW_PRIVILEGES,
		.bounding = CAP(KILL) | CAP(NET_BIND_SERVICE),
		.ambient = CAP(NET_BIND_SERVICE),
		.securebits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED,
		.no_new_privileges = 1,
		.umask = 0022,
	});
	ambit_exec(3, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStartPre */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("assertions.service"), 0);
	ambit_command(3, "ExecStartPre", exec_start_pre_1, 0); /* ExecStartPre */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(5, "http"); /* User */
	ambit_resolve_group(6, "www"); /* Group */
	ambit_resolve_groups(7, STRINGS("audio", "44")); /* SupplementaryGroups */
	ambit_require_user(24, "33", AMBIT_NOT); /* Assert */
	ambit_require_user(25, "nobody", AMBIT_NOT); /* Assert */
	ambit_require_group(26, "5", AMBIT_NOT); /* Assert */
	ambit_require_groups(27, STRINGS("audio", "video", "44", "4"), 0); /* Assert */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(7, 0); /* SupplementaryGroups */
	ambit_group(6); /* Group */
	ambit_bounding(9, CAP(KILL) | CAP(NET_BIND_SERVICE)); /* CapabilityBoundingSet */
	ambit_user(5); /* User */
	ambit_ambient(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(11, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED); /* SecureBits */
	ambit_no_new_privileges(8); /* NoNewPrivileges */
	ambit_capabilities(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING | AMBIT_CHECK_NO_NEW_PRIVILEGES,
		.bounding = CAP(KILL) | CAP(NET_BIND_SERVICE),
		.ambient = CAP(NET_BIND_SERVICE),
		.securebits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED,
		.no_new_privileges = 1,
		.umask = 0022,
	});
	ambit_exec(4, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
