/* Made by ambit 1.0 from http.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("http.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(7, "nobody"); /* User */
	ambit_resolve_group(8, "nogroup"); /* Group */
	ambit_resolve_groups(7, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(7, 0); /* SupplementaryGroups */
	ambit_group(8); /* Group */
	ambit_bounding(9, CAP(NET_BIND_SERVICE)); /* CapabilityBoundingSet */
	ambit_user(7); /* User */
	ambit_ambient(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(10, CAP(NET_BIND_SERVICE)); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING,
		.bounding = CAP(NET_BIND_SERVICE),
		.ambient = CAP(NET_BIND_SERVICE),
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(6, "/usr/bin/python3", 0, STRINGS("/usr/bin/python3", "-m", "http.server",
		"80")); /* ExecStart */
}
