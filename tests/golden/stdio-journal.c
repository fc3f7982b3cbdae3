/* Made by ambit 1.0 from stdio-journal.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("stdio-journal.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_log(5, "demo", "stdio-journal.service", 135, 0); /* SyslogIdentifier, SyslogFacility, SyslogLevel */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(3, ambit_data, BYTES("hello\011world stdio-journal.service\012Hello\012")); /* StandardInput */
	ambit_output(4, ambit_journal, BYTES("journal")); /* StandardOutput */
	ambit_error(0, ambit_same_as_output, BYTES("")); /* StandardError */
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
	ambit_exec(9, "/bin/cat", 0, STRINGS("/bin/cat")); /* ExecStart */
}
