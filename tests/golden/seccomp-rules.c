/* Made by ambit 1.0 from seccomp-rules.service. Change that file, not this one. */
#include "ambit.h"

static const struct sock_filter filter[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x4), /* load architecture */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xc000003e, 0, 29), /* if architecture == x86-64 else goto 31 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x0), /* load number */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x38, 0, 23), /* if number >= clone else goto 27 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x110, 0, 15), /* if number >= unshare else goto 20 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x134, 0, 13), /* if number >= setns else goto 19 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x1b3, 0, 11), /* if number >= clone3 else goto 18 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000029, 0, 9), /* if number >= x32 socket else goto 17 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x400000aa, 0, 4), /* if number >= x32 sethostname else goto 13 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000110, 36, 0), /* if number == x32 unshare goto 46 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000134, 29, 0), /* if number == x32 setns goto 40 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x400001b3, 25, 0), /* if number == x32 clone3 goto 37 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000209, 40, 41), /* if number == x32 ptrace goto 53 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000029, 14, 0), /* 13:  if number == x32 socket goto 28 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000038, 31, 0), /* if number == x32 clone goto 46 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x400000a7, 35, 0), /* if number == x32 swapon goto 51 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x400000a9, 38, 37), /* if number == x32 reboot goto 55 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x1b3, 19, 36), /* 17:  if number == clone3 goto 37 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x134, 21, 35), /* 18:  if number == setns goto 40 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x110, 26, 34), /* 19:  if number == unshare goto 46 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xaa, 33, 0), /* 20:  if number >= sethostname goto 54 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x65, 0, 4), /* if number >= ptrace else goto 26 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xa7, 0, 2), /* if number >= swapon else goto 25 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xa8, 30, 0), /* if number == swapoff goto 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xa9, 30, 26), /* if number == reboot goto 55 else 51 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x65, 27, 28), /* 25:  if number == ptrace goto 53 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x38, 19, 27), /* 26:  if number == clone goto 46 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x29, 0, 26), /* 27:  if number == socket else goto 54 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x10), /* 28:  load argument 0 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x11, 0, 24), /* if argument 0 == 0x11 else goto 54 */
	BPF_STMT(BPF_RET | BPF_K, 0x50061), /* errno EAFNOSUPPORT */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40000003, 0, 23), /* 31:  if architecture == x86 else goto 55 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x0), /* load number */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x79, 0, 9), /* if number >= setdomainname else goto 43 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x136, 0, 19), /* if number >= unshare else goto 54 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x15b, 0, 2), /* if number >= process_vm_readv else goto 38 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x1b3, 0, 17), /* if number == clone3 else goto 54 */
	BPF_STMT(BPF_RET | BPF_K, 0x50026), /* 37:  errno ENOSYS */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x136, 7, 0), /* 38:  if number == unshare goto 46 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x15a, 0, 14), /* if number == setns else goto 54 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x18), /* 40:  load argument 1 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x0, 6, 0), /* if argument 1 == 0x0 goto 48 */
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x10000080, 5, 11), /* if argument 1 & 0x10000080 goto 48 else 54 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x1a, 0, 10), /* 43:  if number >= ptrace else goto 54 */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x59, 0, 4), /* if number >= readdir else goto 49 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x78, 0, 8), /* if number == clone else goto 54 */
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0x10), /* 46:  load argument 0 */
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x10000080, 0, 6), /* if argument 0 & 0x10000080 else goto 54 */
	BPF_STMT(BPF_RET | BPF_K, 0x50001), /* 48:  errno EPERM */
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x57, 0, 2), /* 49:  if number >= swapon else goto 52 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x58, 4, 0), /* if number == reboot goto 55 */
	BPF_STMT(BPF_RET | BPF_K, 0x5000d), /* 51:  errno EACCES */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x1a, 0, 1), /* 52:  if number == ptrace else goto 54 */
	BPF_STMT(BPF_RET | BPF_K, 0x7ffc0000), /* 53:  log */
	BPF_STMT(BPF_RET | BPF_K, 0x7fff0000), /* 54:  allow */
	BPF_STMT(BPF_RET | BPF_K, 0x80000000), /* 55:  kill process */
};

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("seccomp-rules.service"), 0);
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_groups(0, 0); /* SupplementaryGroups */
	ambit_group(0); /* Group */
	ambit_user(0); /* User */
	ambit_ambient(0, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_securebits(0, 0); /* SecureBits */
	ambit_keep_admin(7, NO_CAPABILITIES); /* AmbientCapabilities */
	ambit_verify(0, &(const struct ambit_expected){
		.check = AMBIT_CHECK_USER | AMBIT_CHECK_CAPABILITIES,
		.ambient = NO_CAPABILITIES,
		.securebits = 0,
		.keeps_admin = 1,
		.umask = 0022,
	});
	const char *const program = "/bin/true";
	const char *const *const arguments = STRINGS("/bin/true");
	ambit_seccomp(7, FILTER(filter), AMBIT_READ_BACK); /* RestrictAddressFamilies, RestrictNamespaces, SystemCallLog, SystemCallFilter */
	ambit_drop_admin(7);
	ambit_exec(3, program, 0, arguments); /* ExecStart */
}
