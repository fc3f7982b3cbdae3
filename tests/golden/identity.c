/* Made by ambit 1.0 from identity.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("identity.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(2, "www-data"); /* User */
	ambit_resolve_group(3, "daemon"); /* Group */
	ambit_resolve_groups(5, STRINGS("audio", "video", "1234")); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(6, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(5, 0); /* SupplementaryGroups */
	ambit_group(3); /* Group */
	ambit_user(2); /* User */
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
	ambit_exec(7, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
