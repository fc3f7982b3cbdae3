/* SPDX-License-Identifier: MIT */
/*
 * The five capability sets, the securebits and no_new_privs: capabilities(7). A step looks first
 * and makes no privileged call for what is so already; a launcher that starts in the state that the
 * policy wants needs no privilege. Two system calls get and set the sets, one a capability the
 * other two.
 */
#define _GNU_SOURCE 1
#include "credentials.h"
#include "text.h"

#include <string.h>
#include <sys/prctl.h>

enum { MOST = 63 }; /* bit 63 is AMBIT_ALL_BUT; the kernel's two words could hold one more */

int ambit_no_new_privileges_at_start;

static int control(int option, unsigned long a, unsigned long b)
{
	int result = prctl(option, a, b, 0UL, 0UL);

	return result < 0 ? -errno : result;
}

/* By number, since the names of newer kernels are not known here. */
static const char *capability_name(ambit_place place, unsigned number)
{
	static const char *const names[] = {
		"CHOWN",
		"DAC_OVERRIDE",
		"DAC_READ_SEARCH",
		"FOWNER",
		"FSETID",
		"KILL",
		"SETGID",
		"SETUID",
		"SETPCAP",
		"LINUX_IMMUTABLE",
		"NET_BIND_SERVICE",
		"NET_BROADCAST",
		"NET_ADMIN",
		"NET_RAW",
		"IPC_LOCK",
		"IPC_OWNER",
		"SYS_MODULE",
		"SYS_RAWIO",
		"SYS_CHROOT",
		"SYS_PTRACE",
		"SYS_PACCT",
		"SYS_ADMIN",
		"SYS_BOOT",
		"SYS_NICE",
		"SYS_RESOURCE",
		"SYS_TIME",
		"SYS_TTY_CONFIG",
		"MKNOD",
		"LEASE",
		"AUDIT_WRITE",
		"AUDIT_CONTROL",
		"SETFCAP",
		"MAC_OVERRIDE",
		"MAC_ADMIN",
		"SYSLOG",
		"WAKE_ALARM",
		"BLOCK_SUSPEND",
		"AUDIT_READ",
		"PERFMON",
		"BPF",
		"CHECKPOINT_RESTORE",
	};

	if (number < sizeof(names) / sizeof(*names))
		return ambit_join(place, "CAP_", names[number], "");
	return ambit_join(place, "capability ", ambit_decimal(place, number), "");
}

static _Noreturn void fail_for(ambit_place place, const char *directive, unsigned number,
			       const char *why, int error)
{
	ambit_fail(place, AMBIT_STATUS_capabilities, directive,
		   ambit_join(place, capability_name(place, number), why, ""), error);
}

int ambit_get_process_sets(struct ambit_sets *sets)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{0}};

	if (syscall(SYS_capget, &header, data) < 0)
		return -errno;
	sets->effective = data[0].effective | (uint64_t)data[1].effective << 32;
	sets->permitted = data[0].permitted | (uint64_t)data[1].permitted << 32;
	sets->inheritable = data[0].inheritable | (uint64_t)data[1].inheritable << 32;
	return 0;
}

int ambit_set_process_sets(const struct ambit_sets *sets)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{0}};

	for (int i = 0; i < 2; i++) {
		data[i].effective = (uint32_t)(sets->effective >> 32 * i);
		data[i].permitted = (uint32_t)(sets->permitted >> 32 * i);
		data[i].inheritable = (uint32_t)(sets->inheritable >> 32 * i);
	}
	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

/* The kernel says EINVAL behind its last capability: cap_valid() in security/commoncap.c. */
uint64_t ambit_get_bounding(uint64_t *kernel)
{
	uint64_t bounding = 0;

	*kernel = 0;
	for (unsigned i = 0; i < MOST; i++) {
		int is_set = control(PR_CAPBSET_READ, i, 0);
		if (is_set < 0)
			break;
		*kernel |= CAP_NUMBER(i);
		bounding |= is_set ? CAP_NUMBER(i) : 0;
	}
	return bounding;
}

uint64_t ambit_kernel_set(void)
{
	static uint64_t kernel;

	if (!kernel)
		ambit_get_bounding(&kernel);
	return kernel;
}

/* Only of what is permitted and inheritable: nothing else can be ambient. */
uint64_t ambit_get_ambient(const struct ambit_sets *process)
{
	uint64_t ambient = 0, possible = process->permitted & process->inheritable;

	for (unsigned i = 0; possible >> i; i++)
		if (possible & CAP_NUMBER(i) &&
		    control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i) > 0)
			ambient |= CAP_NUMBER(i);
	return ambient;
}

void ambit_get_sets(struct ambit_sets *sets)
{
	uint64_t kernel;
	int error = ambit_get_process_sets(sets);

	if (error)
		ambit_fail(0, AMBIT_STATUS_capabilities, "capabilities", NULL, -error);
	sets->bounding = ambit_get_bounding(&kernel);
	sets->ambient = ambit_get_ambient(sets);
}

static void get(ambit_place place, const char *directive, struct ambit_sets *sets)
{
	int error = ambit_get_process_sets(sets);

	if (error)
		ambit_fail(place, AMBIT_STATUS_capabilities, directive, "capget", -error);
}

static void set(ambit_place place, const char *directive, const struct ambit_sets *sets)
{
	int error = ambit_set_process_sets(sets);

	if (error)
		ambit_fail(place, AMBIT_STATUS_capabilities, directive, "capset", -error);
}

/* capset(2) and PR_CAP_AMBIENT_RAISE have one error for it all. */
static void require(ambit_place place, const char *directive, uint64_t missing, const char *why)
{
	if (missing)
		fail_for(place, directive, (unsigned)__builtin_ctzll(missing), why, 0);
}

static void set_inheritable(ambit_place place, const char *directive, struct ambit_sets *sets,
			    uint64_t wanted)
{
	uint64_t kernel;

	sets->inheritable = wanted;
	int error = ambit_set_process_sets(sets);
	if (error == -EPERM)
		require(place, directive, wanted & ~ambit_get_bounding(&kernel),
			": not in the bounding set");
	if (error)
		ambit_fail(place, AMBIT_STATUS_ambient, directive, "capset", -error);
}

static uint64_t resolve(uint64_t set)
{
	return set & AMBIT_ALL_BUT ? set & ambit_kernel_set() : set;
}

/* True when CAP_SETPCAP is effective, perhaps only now. */
static bool raise_setpcap(ambit_place place, const char *directive)
{
	struct ambit_sets sets = {0};

	get(place, directive, &sets);
	if (sets.effective & CAP(SETPCAP))
		return true;
	if (!(sets.permitted & CAP(SETPCAP)))
		return false;
	sets.effective |= CAP(SETPCAP);
	set(place, directive, &sets);
	return true;
}

/* Who may drop does so without a look, which would cost as much. */
static int drop_bounding(unsigned number, bool may_drop)
{
	int error = may_drop ? control(PR_CAPBSET_DROP, number, 0) : -EPERM;

	if (error != -EPERM)
		return error;
	int is_set = control(PR_CAPBSET_READ, number, 0);
	return is_set > 0 ? -EPERM : is_set;
}

static void require_bounding(ambit_place place, const char *directive, unsigned number)
{
	int is_set = control(PR_CAPBSET_READ, number, 0);

	if (is_set == -EINVAL)
		fail_for(place, directive, number, ": not known to this kernel", 0);
	if (is_set < 0)
		fail_for(place, directive, number, "", -is_set);
	if (!is_set)
		fail_for(place, directive, number, ": not in the bounding set of the launcher", 0);
}

/* To the kernel's last capability, so that one that is newer than this program goes too. */
void ambit_bounding(ambit_place place, uint64_t set)
{
	static const char directive[] = "CapabilityBoundingSet";
	bool may_drop = raise_setpcap(place, directive), exact = !(set & AMBIT_ALL_BUT);

	for (unsigned i = 0; i < MOST; i++) {
		if (set & CAP_NUMBER(i)) {
			if (exact)
				require_bounding(place, directive, i);
			continue;
		}
		int error = drop_bounding(i, may_drop);
		if (!error)
			continue;
		if (error != -EINVAL)
			fail_for(place, directive, i, ": cannot be dropped", -error);
		uint64_t later = exact ? set >> i : 0; /* wanted, but behind the last one */
		if (later)
			require_bounding(place, directive, i + (unsigned)__builtin_ctzll(later));
		return;
	}
}

/*
 * True when the caller left SECBIT_NO_CAP_AMBIENT_RAISE and now it is off: step "securebits" comes
 * later.
 */
static bool allow_raise(ambit_place place, const char *directive)
{
	int bits = control(PR_GET_SECUREBITS, 0, 0);

	if (bits < 0 || !(bits & SECBIT_NO_CAP_AMBIENT_RAISE) || !raise_setpcap(place, directive))
		return false;
	return !control(PR_SET_SECUREBITS, (unsigned long)(bits & ~SECBIT_NO_CAP_AMBIENT_RAISE), 0);
}

/*
 * The ambient set is a subset of the permitted and the inheritable set at all times, so the kernel
 * lowers what leaves the inheritable set, and only what is missing is left to be raised.
 */
void ambit_ambient(ambit_place place, uint64_t set_wanted)
{
	static const char directive[] = "AmbientCapabilities";
	uint64_t wanted = resolve(set_wanted);
	struct ambit_sets sets = {0};

	get(place, directive, &sets);
	require(place, directive, wanted & ~sets.permitted,
		": not in the permitted set of the launcher");
	if (sets.inheritable != wanted)
		set_inheritable(place, directive, &sets, wanted);
	for (unsigned i = 0; wanted >> i; i++) {
		if (!(wanted & CAP_NUMBER(i)) ||
		    control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i) == 1)
			continue;
		int error = control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i);
		if (error == -EPERM && allow_raise(place, directive))
			error = control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i);
		if (error)
			fail_for(place, directive, i, "", -error);
	}
}

void ambit_securebits(ambit_place place, unsigned bits)
{
	static const char directive[] = "SecureBits";

	if (control(PR_GET_SECUREBITS, 0, 0) == (int)bits)
		return;
	raise_setpcap(place, directive);
	int error = control(PR_SET_SECUREBITS, bits, 0);
	if (error)
		ambit_fail(place, AMBIT_STATUS_securebits, directive, NULL, -error);
}

void ambit_no_new_privileges(ambit_place place)
{
	int error = control(PR_SET_NO_NEW_PRIVS, 1, 0);

	if (error)
		ambit_fail(place, AMBIT_STATUS_no_new_privileges, "NoNewPrivileges", NULL, -error);
}

/*
 * execve gives root the whole bounding set, unless SECBIT_NOROOT: "Capabilities and execution by
 * root".
 */
bool ambit_root_keeps_capabilities(void)
{
	return (!getuid() || !geteuid()) && !(control(PR_GET_SECUREBITS, 0, 0) & SECBIT_NOROOT);
}

static struct ambit_sets final_sets, kept_sets; /* behind the filter, and until it is there */

static void cut_down(ambit_place place, uint64_t ambient, uint64_t kept)
{
	static const char directive[] = "AmbientCapabilities";
	struct ambit_sets before = {0}, after;
	uint64_t granted = resolve(ambient), kernel;

	get(place, directive, &before);
	after = before;
	after.inheritable = granted;
	after.permitted = granted;
	if (ambit_root_keeps_capabilities())
		after.permitted = before.permitted & (ambit_get_bounding(&kernel) | granted);
	after.effective = after.permitted;
	final_sets = after;
	after.permitted |= before.permitted & kept;
	after.effective = after.permitted;
	kept_sets = after;
	if (after.effective != before.effective || after.permitted != before.permitted ||
	    after.inheritable != before.inheritable) {
		if (ambit_keep_rights)
			ambit_keep_rights();
		set(place, directive, &after);
	}
}

/* The last step that needs privilege is over. */
void ambit_capabilities(ambit_place place, uint64_t ambient)
{
	cut_down(place, ambient, 0);
}

/* The last but one. */
void ambit_keep_admin(ambit_place place, uint64_t ambient)
{
	cut_down(place, ambient, CAP(SYS_ADMIN));
}

/* One call, since the filter is there. */
void ambit_drop_admin(ambit_place place)
{
	if (kept_sets.permitted != final_sets.permitted)
		set(place, "seccomp", &final_sets);
}
