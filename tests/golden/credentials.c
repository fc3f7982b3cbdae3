/* Made by ambit 1.0 from credentials.service. Change that file, not this one. */
#include "ambit.h"

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(12, "nobody"); /* User */
	ambit_resolve_groups(12, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_credentials(15, "credentials.service");
	ambit_load_credential(13, "key", ambit_specifiers(13, "/etc/credentials/%m.key"),
		AMBIT_OPTIONAL); /* LoadCredential */
	ambit_load_credential(14, "credentials.socket", "/run/secrets", 0); /* LoadCredential */
	ambit_load_credential(15, "license", "license", 0); /* LoadCredential */
	ambit_load_credential(16, "tpm", "/etc/tpm.cred", AMBIT_ENCRYPTED); /* LoadCredentialEncrypted */
	ambit_import_credential(19, "web.*", NULL); /* ImportCredential */
	ambit_import_credential(20, "site.*", "web-"); /* ImportCredential */
	ambit_set_credential(17, "key", BYTES("fallback\000\012100%%n"), 0); /* SetCredential */
	ambit_set_credential(18, "sealed", BYTES("YWJjZGVm"), AMBIT_ENCRYPTED); /* SetCredentialEncrypted */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_show_credentials(15, 0);
	ambit_groups(12, 0); /* SupplementaryGroups */
	ambit_group(12); /* Group */
	ambit_user(12); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify_credentials(15);
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(10, "/usr/bin/prepare", 0, STRINGS("/usr/bin/prepare",
		"/run/credentials/credentials.service")); /* ExecStartPre */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("credentials.service"), 0);
	ambit_condition(3, ambit_is_credential, 0, "license"); /* ConditionCredential */
	ambit_condition(4, ambit_is_kernel_module_loaded, 0, "nf-tables"); /* ConditionKernelModuleLoaded */
	ambit_condition(5, ambit_is_version, 0, "kernel >= 5.12"); /* ConditionVersion */
	ambit_assertion(6, ambit_is_credential, AMBIT_TRIGGER, "license"); /* AssertCredential */
	ambit_assertion(7, ambit_is_kernel_module_loaded, AMBIT_NOT, "no-such"); /* AssertKernelModuleLoaded */
	ambit_assertion(8, ambit_is_version, 0, "5.*"); /* AssertVersion */
	ambit_assertion_any(6); /* AssertCredential */
	ambit_command(10, "ExecStartPre", exec_start_pre_1, 0); /* ExecStartPre */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_open_file(21, "/var/lib/data:1", "data", AMBIT_OPEN_APPEND); /* OpenFile */
	ambit_open_file(22, "/etc/motd", "motd", AMBIT_OPEN_READ_ONLY | AMBIT_OPTIONAL); /* OpenFile */
	ambit_resolve_user(12, "nobody"); /* User */
	ambit_resolve_groups(12, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_credentials(15, "credentials.service");
	ambit_load_credential(13, "key", ambit_specifiers(13, "/etc/credentials/%m.key"),
		AMBIT_OPTIONAL); /* LoadCredential */
	ambit_load_credential(14, "credentials.socket", "/run/secrets", 0); /* LoadCredential */
	ambit_load_credential(15, "license", "license", 0); /* LoadCredential */
	ambit_load_credential(16, "tpm", "/etc/tpm.cred", AMBIT_ENCRYPTED); /* LoadCredentialEncrypted */
	ambit_import_credential(19, "web.*", NULL); /* ImportCredential */
	ambit_import_credential(20, "site.*", "web-"); /* ImportCredential */
	ambit_set_credential(17, "key", BYTES("fallback\000\012100%%n"), 0); /* SetCredential */
	ambit_set_credential(18, "sealed", BYTES("YWJjZGVm"), AMBIT_ENCRYPTED); /* SetCredentialEncrypted */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN | AMBIT_NON_BLOCKING);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_show_credentials(15, 0);
	ambit_groups(12, 0); /* SupplementaryGroups */
	ambit_group(12); /* Group */
	ambit_user(12); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify_credentials(15);
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(11, "/usr/bin/serve", 0, ambit_expand(11, STRINGS("/usr/bin/serve", "--key",
		"${CREDENTIALS_DIRECTORY}/key"))); /* ExecStart */
}
