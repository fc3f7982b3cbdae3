/* Made by ambit 1.0 from process.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("process.service"), AMBIT_RECEIVE_SIGPIPE);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(2, 0027); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_oom_score_adjust(5, -500); /* OOMScoreAdjust */
	ambit_coredump_filter(11, 0x13); /* CoredumpFilter */
	ambit_timer_slack(6, 50000); /* TimerSlackNSec */
	ambit_personality(7, PER_LINUX32); /* Personality */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(9, AMBIT_LINK_USER); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(4, ambit_bind, "/run/systemd/journal/dev-log", "/run/systemd/journal/dev-log",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(4, ambit_bind, "/run/systemd/journal/socket", "/run/systemd/journal/socket",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(4, ambit_bind, "/run/systemd/journal/stdout", "/run/systemd/journal/stdout",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NOSUID | AMBIT_NODEV | AMBIT_OPTIONAL); /* RootDirectory */
	ambit_mount(4, ambit_proc, "/proc", NULL, 0); /* RootDirectory */
	ambit_mount(4, ambit_bind, "/dev", "/dev", AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(4, ambit_bind, "/sys", "/sys", AMBIT_NOEXEC | AMBIT_RECURSIVE); /* RootDirectory */
	ambit_mount(4, ambit_tmpfs, "/run", "mode=0755,size=20%,nr_inodes=800k",
		AMBIT_NOSUID | AMBIT_NODEV); /* RootDirectory */
	ambit_view(4, "/srv/root", AMBIT_SHARED); /* RootDirectory */
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_user(0); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(3, "/srv/data", AMBIT_OPTIONAL); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.umask = 0027,
	});
	ambit_exec(12, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStart */
}
