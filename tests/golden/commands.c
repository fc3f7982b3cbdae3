/* Made by ambit 1.0 from commands.service. Change that file, not this one. */
#include "ambit.h"

static void exec_condition_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_path(5, "/sys", AMBIT_NOEXEC); /* RootDirectory */
	ambit_view(5, NULL, AMBIT_SHARED);
	ambit_groups(3, 0); /* SupplementaryGroups */
	ambit_group(3); /* Group */
	ambit_user(3); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/srv/root/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(7, "/bin/test", 0, STRINGS("/bin/test", "-e", "/etc/passwd")); /* ExecCondition */
}

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_view(0, NULL, AMBIT_SHARED);
	ambit_groups(3, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_working_directory(0, "/srv/root/", 0); /* WorkingDirectory */
	ambit_verify(0, &(const struct ambit_expected){
		.check = 0,
		.umask = 0022,
	});
	ambit_exec(8, "/bin/mkdir", AMBIT_IGNORE_FAILURE, STRINGS("/bin/mkdir", "-p",
		"/run/demo")); /* ExecStartPre */
}

static void exec_start_pre_2(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_path(5, "/sys", AMBIT_NOEXEC); /* RootDirectory */
	ambit_view(5, NULL, AMBIT_SHARED);
	ambit_groups(3, 0); /* SupplementaryGroups */
	ambit_group(3); /* Group */
	ambit_user(3); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/srv/root/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(8, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStartPre */
}

static void exec_start_pre_3(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_path(5, "/sys", AMBIT_NOEXEC); /* RootDirectory */
	ambit_view(5, NULL, AMBIT_SHARED);
	ambit_groups(3, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/srv/root/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0022,
	});
	ambit_exec(9, "/bin/chown", 0, STRINGS("/bin/chown", "root", "/run/demo")); /* ExecStartPre */
}

static void exec_start_1(void)
{
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/dev", "/dev", AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/sys", "/sys", AMBIT_NOEXEC | AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_tmpfs, "/run", "mode=0755,size=20%,nr_inodes=800k",
		AMBIT_NOSUID | AMBIT_NODEV); /* RootDirectory */
	ambit_view(5, "/srv/root", AMBIT_SHARED); /* RootDirectory */
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
	ambit_exec(10, "/bin/sh", 0, STRINGS("demo", "-c", "echo \"$1\"; exec true")); /* ExecStart */
}

static void exec_start_2(void)
{
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/dev", "/dev", AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/sys", "/sys", AMBIT_NOEXEC | AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_tmpfs, "/run", "mode=0755,size=20%,nr_inodes=800k",
		AMBIT_NOSUID | AMBIT_NODEV); /* RootDirectory */
	ambit_view(5, "/srv/root", AMBIT_SHARED); /* RootDirectory */
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
	ambit_exec(10, "/bin/echo", 0, STRINGS("/bin/echo", "$HOME", "$$", ";")); /* ExecStart */
}

static void exec_start_3(void)
{
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/dev", "/dev", AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/sys", "/sys", AMBIT_NOEXEC | AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_tmpfs, "/run", "mode=0755,size=20%,nr_inodes=800k",
		AMBIT_NOSUID | AMBIT_NODEV); /* RootDirectory */
	ambit_view(5, "/srv/root", AMBIT_SHARED); /* RootDirectory */
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
	ambit_exec(11, "/bin/echo", 0, STRINGS("/bin/echo", "a bc", "d e", "f g")); /* ExecStart */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("commands.service"), 0);
	ambit_command(7, "ExecCondition", exec_condition_1, AMBIT_CONDITION); /* ExecCondition */
	ambit_command(8, "ExecStartPre", exec_start_pre_1, AMBIT_IGNORE_FAILURE); /* ExecStartPre */
	ambit_command(8, "ExecStartPre", exec_start_pre_2, 0); /* ExecStartPre */
	ambit_command(9, "ExecStartPre", exec_start_pre_3, 0); /* ExecStartPre */
	ambit_command(10, "ExecStart", exec_start_1, 0); /* ExecStart */
	ambit_command(10, "ExecStart", exec_start_2, 0); /* ExecStart */
	ambit_command(11, "ExecStart", exec_start_3, 0); /* ExecStart */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(3, "nobody"); /* User */
	ambit_resolve_groups(3, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS | AMBIT_LOGIN);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(5, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(5, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/dev", "/dev", AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_bind, "/sys", "/sys", AMBIT_NOEXEC | AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(5, ambit_tmpfs, "/run", "mode=0755,size=20%,nr_inodes=800k",
		AMBIT_NOSUID | AMBIT_NODEV); /* RootDirectory */
	ambit_view(5, "/srv/root", AMBIT_SHARED); /* RootDirectory */
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
	ambit_exec(12, "/bin/false", AMBIT_IGNORE_FAILURE, STRINGS("/bin/false")); /* ExecStart */
}
