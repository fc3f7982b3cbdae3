/* Made by ambit 1.0 from view.service. Change that file, not this one. */
#include "ambit.h"

static const struct sock_filter filter[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x4), /* load architecture */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xc000003e, 0, 16), /* if architecture == x86-64 else goto 18 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x0), /* load number */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x67, 0, 31), /* if number >= syslog else goto 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x139, 0, 7), /* if number >= finit_module else goto 12 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000067, 0, 5), /* if number >= x32 syslog else goto 11 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x400000b1, 0, 1), /* if number >= x32 call 1073742001 else goto 8 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000139, 26, 27), /* if number == x32 finit_module goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x400000aa, 0, 1), /* 8:  if number >= x32 sethostname else goto 10 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x400000ae, 25, 24), /* if number == x32 call 1073741998 goto 35 else 34 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000067, 23, 24), /* 10:  if number == x32 syslog goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x139, 22, 23), /* 11:  if number == finit_module goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xb1, 22, 0), /* 12:  if number >= get_kernel_syms goto 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x9c, 0, 3), /* if number >= _sysctl else goto 17 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xaa, 0, 1), /* if number >= sethostname else goto 16 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xae, 19, 18), /* if number == create_module goto 35 else 34 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x9c, 17, 18), /* 16:  if number == _sysctl goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x67, 16, 17), /* 17:  if number == syslog goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000003, 0, 17), /* 18:  if architecture == x86 else goto 36 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x0), /* load number */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x96, 0, 1), /* if number >= mlock else goto 22 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x15e, 12, 13), /* if number == finit_module goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x4a, 0, 12), /* 22:  if number >= sethostname else goto 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x6e, 0, 6), /* if number >= iopl else goto 30 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x82, 0, 1), /* if number >= get_kernel_syms else goto 26 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x95, 8, 9), /* if number == _sysctl goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x7a, 0, 1), /* 26:  if number >= uname else goto 28 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x80, 6, 7), /* if number >= init_module goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x6e, 5, 0), /* 28:  if number == iopl goto 34 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x79, 4, 5), /* if number == setdomainname goto 34 else 35 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x65, 0, 2), /* 30:  if number >= ioperm else goto 33 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x68, 3, 0), /* if number >= setitimer goto 35 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x66, 2, 1), /* if number == socketcall goto 35 else 34 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x4a, 0, 1), /* 33:  if number == sethostname else goto 35 */
	BPF_STMT(BPF_RET | BPF_K, 0x50001), /* 34:  errno EPERM */
	BPF_STMT(BPF_RET | BPF_K, 0x7fff0000), /* 35:  allow */
	BPF_STMT(BPF_RET | BPF_K, 0x80000000), /* 36:  kill process */
};

static void exec_start_pre_1(void)
{
	ambit_descriptors(0, 0);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, 0);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(19, ambit_bind, "/b", "/b", AMBIT_RECURSIVE | AMBIT_OPTIONAL); /* BindPaths */
	ambit_mount(19, ambit_bind, "/srv/a", "/a", AMBIT_RECURSIVE); /* BindPaths */
	ambit_mount(19, ambit_bind, "/srv/c", "/c", 0); /* BindPaths */
	ambit_mount(20, ambit_bind, "/srv/x", "/etc/x y", AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* BindReadOnlyPaths */
	ambit_mount(21, ambit_tmpfs, "/media", "mode=0755,size=10%,nr_inodes=400k", AMBIT_NODEV); /* TemporaryFileSystem */
	ambit_mount(21, ambit_tmpfs, "/opt",
		"mode=0755,size=10%,nr_inodes=400k,size=1m,mode=0700",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NODEV); /* TemporaryFileSystem */
	ambit_path(14, "/srv", AMBIT_READ_WRITE | AMBIT_OPTIONAL); /* ReadWritePaths */
	ambit_path(14, "/var/lib", AMBIT_READ_WRITE); /* ReadWritePaths */
	ambit_view(22, NULL, AMBIT_SHARED);
	ambit_groups(0, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_verify(0, &(const struct ambit_expected){
		.check = 0,
		.umask = 0022,
	});
	ambit_exec(2, "/bin/true", 0, STRINGS("/bin/true")); /* ExecStartPre */
}

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("view.service"), 0);
	ambit_private_tmp(7, "view.service"); /* PrivateTmp */
	ambit_command(2, "ExecStartPre", exec_start_pre_1, 0); /* ExecStartPre */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_uts_namespace(13, NULL); /* ProtectHostname */
	ambit_mount(11, ambit_inaccessible, "/dev/kmsg", NULL, AMBIT_OPTIONAL); /* ProtectKernelLogs */
	ambit_mount(6, ambit_inaccessible, "/home", NULL, AMBIT_OPTIONAL); /* ProtectHome */
	ambit_mount(16, ambit_inaccessible, "/mnt", NULL, AMBIT_OPTIONAL); /* InaccessiblePaths */
	ambit_mount(9, ambit_inaccessible, "/proc/kallsyms", NULL, AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_mount(9, ambit_inaccessible, "/proc/kcore", NULL, AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_mount(11, ambit_inaccessible, "/proc/kmsg", NULL, AMBIT_OPTIONAL); /* ProtectKernelLogs */
	ambit_mount(6, ambit_inaccessible, "/root", NULL, AMBIT_OPTIONAL); /* ProtectHome */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_mount(6, ambit_inaccessible, "/run/user", NULL, AMBIT_OPTIONAL); /* ProtectHome */
	ambit_mount(10, ambit_inaccessible, "/usr/lib/modules", NULL, AMBIT_OPTIONAL); /* ProtectKernelModules */
	ambit_mount(19, ambit_bind, "/b", "/b", AMBIT_RECURSIVE | AMBIT_OPTIONAL); /* BindPaths */
	ambit_mount(19, ambit_bind, "/srv/a", "/a", AMBIT_RECURSIVE); /* BindPaths */
	ambit_mount(19, ambit_bind, "/srv/c", "/c", 0); /* BindPaths */
	ambit_mount(20, ambit_bind, "/srv/x", "/etc/x y", AMBIT_READ_ONLY | AMBIT_RECURSIVE); /* BindReadOnlyPaths */
	ambit_mount(7, ambit_own_tmp, "/tmp", "tmp", 0); /* PrivateTmp */
	ambit_mount(7, ambit_own_tmp, "/var/tmp", "var/tmp", 0); /* PrivateTmp */
	ambit_mount(8, ambit_devices, "/dev", NULL, AMBIT_READ_ONLY); /* PrivateDevices */
	ambit_mount(9, ambit_proc, "/proc", NULL, 0); /* ProtectKernelTunables */
	ambit_mount(21, ambit_tmpfs, "/media", "mode=0755,size=10%,nr_inodes=400k", AMBIT_NODEV); /* TemporaryFileSystem */
	ambit_mount(21, ambit_tmpfs, "/opt",
		"mode=0755,size=10%,nr_inodes=400k,size=1m,mode=0700",
		AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_NODEV); /* TemporaryFileSystem */
	ambit_mount(8, ambit_bind, "/dev/hugepages", "/dev/hugepages", AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_bind, "/dev/mqueue", "/dev/mqueue", AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_bind, "/dev/pts", "/dev/pts", 0); /* PrivateDevices */
	ambit_mount(8, ambit_bind, "/dev/shm", "/dev/shm", 0); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/full", "/dev/full", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/null", "/dev/null", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/ptmx", "/dev/ptmx", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/random", "/dev/random", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/tty", "/dev/tty", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/urandom", "/dev/urandom",
		AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_mount(8, ambit_node, "/dev/zero", "/dev/zero", AMBIT_NO_FOLLOW | AMBIT_OPTIONAL); /* PrivateDevices */
	ambit_path(5, "/", AMBIT_READ_ONLY); /* ProtectSystem */
	ambit_path(9, "/proc/acpi", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/apm", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/asound", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/bus", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/fs", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/irq", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/latency_stats", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/mtrr", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/scsi", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/sys", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(13, "/proc/sys/kernel/domainname", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectHostname */
	ambit_path(13, "/proc/sys/kernel/hostname", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectHostname */
	ambit_path(9, "/proc/sysrq-trigger", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/proc/timer_stats", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(14, "/srv", AMBIT_READ_WRITE | AMBIT_OPTIONAL); /* ReadWritePaths */
	ambit_path(5, "/sys", AMBIT_READ_ONLY | AMBIT_NOEXEC); /* ProtectSystem, ProtectKernelTunables */
	ambit_path(9, "/sys/fs/bpf", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/sys/fs/cgroup", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables, ProtectControlGroups */
	ambit_path(9, "/sys/fs/selinux", AMBIT_READ_WRITE | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/sys/kernel/debug", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(9, "/sys/kernel/tracing", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ProtectKernelTunables */
	ambit_path(15, "/usr", AMBIT_READ_ONLY | AMBIT_OPTIONAL); /* ReadOnlyPaths */
	ambit_path(17, "/var", AMBIT_NOEXEC); /* NoExecPaths */
	ambit_path(14, "/var/lib", AMBIT_READ_WRITE); /* ReadWritePaths */
	ambit_path(18, "/var/lib/bin", AMBIT_EXEC); /* ExecPaths */
	ambit_path(15, "/var/lib/ro", AMBIT_READ_ONLY); /* ReadOnlyPaths */
	ambit_view(22, NULL, AMBIT_NOSUID | AMBIT_SHARED);
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_bounding(8, ALL_BUT(CAP(SYS_MODULE) | CAP(SYS_RAWIO) | CAP(MKNOD) | CAP(SYSLOG))); /* PrivateDevices, ProtectKernelModules, ProtectKernelLogs */
	ambit_user(0); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_no_new_privileges(4); /* NoNewPrivileges */
	ambit_capabilities(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES | AMBIT_CHECK_BOUNDING | AMBIT_CHECK_NO_NEW_PRIVILEGES,
		.bounding = ALL_BUT(CAP(SYS_MODULE) | CAP(SYS_RAWIO) | CAP(MKNOD) | CAP(SYSLOG)),
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.no_new_privileges = 1,
		.umask = 0022,
	});
	const char *const program = "/bin/true";
	const char *const *const arguments = STRINGS("/bin/true");
	ambit_seccomp(8, FILTER(filter), AMBIT_READ_BACK); /* ProtectHostname, ProtectKernelTunables, ProtectKernelModules, ProtectKernelLogs, PrivateDevices */
	ambit_exec(3, program, 0, arguments); /* ExecStart */
}
