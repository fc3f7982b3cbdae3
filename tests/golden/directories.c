/* Made by ambit 1.0 from directories.service. Change that file, not this one. */
#include "ambit.h"

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(3, "web"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_runtime_directory(14, "web", 0711, STRINGS("run/web"), 0); /* RuntimeDirectory */
	ambit_state_directory(5, "a/b", 0750, NO_STRINGS, 0); /* StateDirectory */
	ambit_state_directory(5, "a-b", 0750, NO_STRINGS, 0); /* StateDirectory */
	ambit_state_directory(5, "two words", 0750, STRINGS("link to them"), 0); /* StateDirectory */
	ambit_state_directory(4, "web", 0750, STRINGS("alias", "other"), 0); /* StateDirectory */
	ambit_state_directory(4, "web/cache", 0750, NO_STRINGS, AMBIT_NESTED); /* StateDirectory */
	ambit_cache_directory(8, ambit_specifiers(8, "directories-%v/%H"), 02770, NO_STRINGS, 0); /* CacheDirectory */
	ambit_logs_directory(12, "web", 0700, NO_STRINGS, 0); /* LogsDirectory */
	ambit_configuration_directory(17, "web", 0700, NO_STRINGS, 0); /* ConfigurationDirectory */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(17, ambit_made_directory, "/etc/web", "/etc/web", AMBIT_RECURSIVE); /* ConfigurationDirectory */
	ambit_mount(14, ambit_made_directory, "/run/web", "/run/web", AMBIT_RECURSIVE); /* RuntimeDirectory */
	ambit_mount(8, ambit_made_directory, ambit_specifiers(8, "/var/cache/directories-%v/%H"),
		ambit_specifiers(8, "/var/cache/directories-%v/%H"),
		AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* CacheDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/a/b", "/var/lib/a/b", AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/a-b", "/var/lib/a-b", AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/two words", "/var/lib/two words",
		AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(4, ambit_made_directory, "/var/lib/web", "/var/lib/web",
		AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(12, ambit_made_directory, "/var/log/web", "/var/log/web", AMBIT_RECURSIVE); /* LogsDirectory */
	ambit_mount(14, ambit_link, "/run/run/web", "/run/web", AMBIT_NO_FOLLOW); /* RuntimeDirectory */
	ambit_mount(4, ambit_link, "/var/lib/alias", "/var/lib/web", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_mount(5, ambit_link, "/var/lib/link to them", "/var/lib/two words", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_mount(4, ambit_link, "/var/lib/other", "/var/lib/web", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_view(17, NULL, AMBIT_SHARED);
	ambit_groups(3, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_verify(0, &(const struct ambit_expected){
		.check = 0,
		.umask = 0022,
	});
	ambit_exec(19, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStartPre */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("directories.service"), 0);
	ambit_command(19, "ExecStartPre", exec_start_pre_1, 0); /* ExecStartPre */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(3, "web"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_runtime_directory(14, "web", 0711, STRINGS("run/web"), 0); /* RuntimeDirectory */
	ambit_state_directory(5, "a/b", 0750, NO_STRINGS, 0); /* StateDirectory */
	ambit_state_directory(5, "a-b", 0750, NO_STRINGS, 0); /* StateDirectory */
	ambit_state_directory(5, "two words", 0750, STRINGS("link to them"), 0); /* StateDirectory */
	ambit_state_directory(4, "web", 0750, STRINGS("alias", "other"), 0); /* StateDirectory */
	ambit_state_directory(4, "web/cache", 0750, NO_STRINGS, AMBIT_NESTED); /* StateDirectory */
	ambit_cache_directory(8, ambit_specifiers(8, "directories-%v/%H"), 02770, NO_STRINGS, 0); /* CacheDirectory */
	ambit_logs_directory(12, "web", 0700, NO_STRINGS, 0); /* LogsDirectory */
	ambit_configuration_directory(17, "web", 0700, NO_STRINGS, 0); /* ConfigurationDirectory */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(17, ambit_made_directory, "/etc/web", "/etc/web", AMBIT_RECURSIVE); /* ConfigurationDirectory */
	ambit_mount(14, ambit_made_directory, "/run/web", "/run/web", AMBIT_RECURSIVE); /* RuntimeDirectory */
	ambit_mount(8, ambit_made_directory, ambit_specifiers(8, "/var/cache/directories-%v/%H"),
		ambit_specifiers(8, "/var/cache/directories-%v/%H"),
		AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* CacheDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/a/b", "/var/lib/a/b", AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/a-b", "/var/lib/a-b", AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(5, ambit_made_directory, "/var/lib/two words", "/var/lib/two words",
		AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(4, ambit_made_directory, "/var/lib/web", "/var/lib/web",
		AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* StateDirectory */
	ambit_mount(12, ambit_made_directory, "/var/log/web", "/var/log/web", AMBIT_RECURSIVE); /* LogsDirectory */
	ambit_mount(14, ambit_link, "/run/run/web", "/run/web", AMBIT_NO_FOLLOW); /* RuntimeDirectory */
	ambit_mount(4, ambit_link, "/var/lib/alias", "/var/lib/web", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_mount(5, ambit_link, "/var/lib/link to them", "/var/lib/two words", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_mount(4, ambit_link, "/var/lib/other", "/var/lib/web", AMBIT_NO_FOLLOW); /* StateDirectory */
	ambit_view(17, NULL, AMBIT_SHARED);
	ambit_groups(3, 0); /* SupplementaryGroups */
	ambit_group(3); /* Group */
	ambit_user(3); /* User */
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
	ambit_exec(20, "/usr/bin/web", 0, STRINGS("/usr/bin/web")); /* ExecStart */
}
