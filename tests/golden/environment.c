/* Made by ambit 1.0 from environment.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("environment.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(8, "/opt/bin:/usr/bin", AMBIT_SOCKETS | AMBIT_NOTIFY | AMBIT_WATCHDOG);
	ambit_pass_variable(6, "TZ"); /* PassEnvironment */
	ambit_pass_variable(6, "HTTP_PROXY"); /* PassEnvironment */
	ambit_set_variable(3, "ONE=uno"); /* Environment */
	ambit_set_variable(2, "TWO=a b"); /* Environment */
	ambit_set_variable(2, "THREE=A\012"); /* Environment */
	ambit_set_variable(3, ambit_specifiers(3, "HOST=%H")); /* Environment */
	ambit_environment_file(4, "/etc/default/demo", AMBIT_OPTIONAL); /* EnvironmentFile */
	ambit_environment_file(5, "/etc/demo.d/*.conf", 0); /* EnvironmentFile */
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_search(11, "demo", "/opt/bin:/usr/bin", 0); /* ExecStart */
	ambit_user(0); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_unset_variable(7, "LANG"); /* UnsetEnvironment */
	ambit_unset_variable(7, "TWO=x"); /* UnsetEnvironment */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(11, AMBIT_FOUND, 0, ambit_expand(11, STRINGS("demo", "${ONE}", "$TWO",
		"$$HOME", "a$$b"))); /* ExecStart */
}
