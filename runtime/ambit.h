/* SPDX-License-Identifier: MIT */
/*
 * What a launcher may call: ambit_NAME() for each row of steps.def, and the tests and openers that
 * some of them take. Each returns only on success. On failure it writes one line to standard error
 * and leaves with the exit status of its row. The first argument is the place in the policy that
 * asked for the step: a line number, IN(source, line) beyond the first source, or 0 for a default.
 */
#ifndef AMBIT_H
#define AMBIT_H

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/personality.h>
#include <sys/resource.h>

#define IN(source, line) ((unsigned)(source) << 24 | (unsigned)(line))

/*
 * Capability sets. A set that is written as ALL_BUT(...) has bit 63 and follows the running kernel.
 */
#define CAP(name)          (UINT64_C(1) << CAP_##name)
#define CAP_NUMBER(number) (UINT64_C(1) << (number))
#define ALL_BUT(set)       (~(uint64_t)(set))
#define NO_CAPABILITIES    UINT64_C(0)

#define STRINGS(...)   ((const char *const[]){__VA_ARGS__, NULL})
#define TERMINATED     SIZE_MAX /* in place of a length: the operand ends with a NUL */
#define NO_STRINGS     ((const char *const *)NULL)
#define BYTES(literal) (literal), sizeof(literal) - 1
#define WORDS(...)     ((const uint64_t[]){__VA_ARGS__})
#define FILTER(array)  (array), sizeof(array) / sizeof(*(array))
#define MASK(...)      WORDS(__VA_ARGS__), sizeof(WORDS(__VA_ARGS__)) / sizeof(uint64_t)

enum ambit_flags {
	/* start, exec */
	AMBIT_PASS_ARGUMENTS = 1 << 0, /* the launcher's own arguments go to the service */
	/* condition, assertion; AMBIT_NOT require_user and require_group too */
	AMBIT_NOT = 1 << 1,
	AMBIT_TRIGGER = 1 << 2,
	/* command */
	AMBIT_CONDITION = 1 << 3,      /* exit status 1 to 254: leave, without failure */
	AMBIT_IGNORE_FAILURE = 1 << 4, /* also exec: a missing program is exit status 0 */
	/* descriptors, environment */
	AMBIT_SOCKETS = 1 << 5, /* keep and announce what LISTEN_FDS passes to this PID */
	/* terminal */
	AMBIT_RESET = 1 << 6,
	AMBIT_HANGUP = 1 << 7,
	AMBIT_DISALLOCATE = 1 << 8,
	/* environment */
	AMBIT_LOGIN = 1 << 9,     /* LOGNAME, HOME and SHELL */
	AMBIT_TERM = 1 << 10,     /* TERM for the terminal of step "terminal" */
	AMBIT_NOTIFY = 1 << 11,   /* pass NOTIFY_SOCKET on */
	AMBIT_WATCHDOG = 1 << 12, /* pass WATCHDOG_USEC and WATCHDOG_PID on when for this PID */
	/*
	 * environment_file, working_directory, open_file, load_credential, *_label, *_context,
	 * *_profile: failure is no failure
	 */
	AMBIT_OPTIONAL = 1 << 13,
	/* keyring */
	AMBIT_LINK_USER = 1 << 14, /* link the user keyring into the session keyring */
	AMBIT_DEFAULT = 1 << 15,   /* nobody asked: a kernel without keyrings is no failure */
	/* groups, require_*: the command stays root's */
	AMBIT_INITGROUPS = 1 << 16, /* and has the groups of the user, not SupplementaryGroups= */
	/* scheduling */
	AMBIT_RESET_ON_FORK = 1 << 17,
	/* working_directory */
	AMBIT_HOME = 1 << 18, /* the path is the home directory of the user */
	/* start */
	AMBIT_RECEIVE_SIGPIPE = 1 << 19, /* IgnoreSIGPIPE=no */
	/* seccomp */
	AMBIT_READ_BACK = 1 << 20, /* the filter allows prctl(2) */
	/* *_directory */
	AMBIT_DYNAMIC = 1 << 29, /* it is in private/, for the user of step "dynamic_user" */
	AMBIT_NESTED = 1 << 30,  /* it is below another one of these */
	/* environment */
	AMBIT_FIRST_PROCESS = 1 << 21, /* step "pid_namespace" comes: variables speak of PID 1 */
	AMBIT_NON_BLOCKING = 1 << 27,  /* passed sockets do not block; otherwise they do */
	/* open_file; AMBIT_OPTIONAL too. For reading and writing unless it says otherwise */
	AMBIT_OPEN_READ_ONLY = 1 << 22,
	AMBIT_OPEN_APPEND = 1 << 23,
	AMBIT_OPEN_TRUNCATE = 1 << 24,
	/* load_credential, set_credential; the first one AMBIT_OPTIONAL too: set_credential has it */
	AMBIT_ENCRYPTED = 1 << 25, /* for systemd-creds(1) to decrypt */
	/* show_credentials */
	AMBIT_IN_VIEW = 1 << 26, /* their place is that of ambit_made_credentials */
};

/* Which ids of the outer user namespace are there in the inner one, each as itself. */
enum ambit_mapping {
	AMBIT_MAP_SELF,     /* those of the launcher and of the service */
	AMBIT_MAP_IDENTITY, /* those below 65536 */
	AMBIT_MAP_FULL,     /* all; and setgroups(2) is allowed */
};

/* Of steps mount, path and view; AMBIT_OPTIONAL: what is missing is no failure. */
enum ambit_view_flags {
	/* mount and path: for the path and all below it, down to the next entry */
	AMBIT_READ_ONLY = 1 << 0,
	AMBIT_READ_WRITE = 1 << 1, /* as it is without the view, below a read-only path */
	AMBIT_NOEXEC = 1 << 2,
	AMBIT_EXEC = 1 << 3,   /* as it is without the view, below a noexec path */
	AMBIT_NOSUID = 1 << 4, /* view too: for every mount */
	AMBIT_NODEV = 1 << 5,
	/* mount */
	AMBIT_RECURSIVE = 1 << 6, /* ambit_bind: with the mounts below the source */
	AMBIT_SUBMOUNTS = 1 << 7, /* the mounts below the path, as the host has them, stay */
	/* view: how mounts propagate in the end; without one of these they only come in, as MountFlags=slave */
	AMBIT_SHARED = 1 << 8,
	AMBIT_PRIVATE = 1 << 9,
	AMBIT_EPHEMERAL = 1 << 10,   /* the root is a layer in memory over the directory */
	AMBIT_NO_FOLLOW = 1 << 11,   /* ambit_link, ambit_node: the path may be a link itself */
	AMBIT_SHOW_NOTIFY = 1 << 12, /* view: the socket NOTIFY_SOCKET of the host is there, too */
};

/* What step "verify" must find. Capability sets and limits as the plan has them. */
struct ambit_limit {
	int resource;        /* RLIMIT_*; a list ends with -1 */
	uint64_t soft, hard; /* UINT64_MAX is infinity */
};
#define INFINITE    UINT64_MAX
#define LIMITS(...) ((const struct ambit_limit[]){__VA_ARGS__, {-1, 0, 0}})

enum ambit_check {
	/*
	 * ids and groups are those of the "resolve" steps; otherwise ids are 0, groups those of the
	 * user alone
	 */
	AMBIT_CHECK_USER = 1 << 0,
	AMBIT_CHECK_CAPABILITIES = 1 << 1, /* the five sets and the securebits */
	AMBIT_CHECK_BOUNDING = 1 << 2,     /* the bounding set is .bounding, otherwise as it was */
	AMBIT_CHECK_NO_NEW_PRIVILEGES = 1 << 3, /* is .no_new_privileges, otherwise as it was */
};

struct ambit_expected {
	unsigned check; /* enum ambit_check */
	uint64_t bounding;
	uint64_t ambient; /* inheritable too; unless root keeps its own, all but bounding */
	unsigned securebits;
	int keeps_admin; /* CAP_SYS_ADMIN may be permitted and effective, too */
	int no_new_privileges;
	unsigned umask;
	const struct ambit_limit *limits;
};

typedef unsigned ambit_place;

/*
 * A test of a Condition*= or Assert*=: 1 holds, 0 does not, negative errno: could not be decided.
 */
typedef int ambit_test(const char *operand);

/* An opener of a standard stream: the descriptor that becomes `fd`, or negative errno. */
typedef int ambit_opener(int fd, const char *operand, size_t len);

/*
 * What shows at a path of the view: an opener of a detached mount. A descriptor or negative errno.
 */
struct ambit_entry;
typedef int ambit_mounter(const struct ambit_entry *);

/* The steps, in the order of steps.def. */
void ambit_start(int argc, char **argv, const char *const *sources, unsigned flags);
void ambit_condition(ambit_place, ambit_test *, unsigned flags, const char *operand);
void ambit_condition_any(ambit_place);
void ambit_assertion(ambit_place, ambit_test *, unsigned flags, const char *operand);
void ambit_assertion_any(ambit_place);
/* uid: to begin with, 61184 to 65519; directories: whose owner comes first */
void ambit_dynamic_user(ambit_place, const char *name, int uid, const char *const *directories);
void ambit_private_tmp(ambit_place, const char *unit);
void ambit_network_namespace(ambit_place, const char *path); /* NULL: one of its own */
void ambit_ipc_namespace(ambit_place, const char *path);     /* the same */
void ambit_command(ambit_place, const char *directive, void (*command)(void), unsigned flags);
void ambit_descriptors(ambit_place, unsigned flags);
void ambit_open_file(ambit_place, const char *path, const char *name, unsigned flags);
void ambit_session(ambit_place);
void ambit_terminal(ambit_place, const char *path, unsigned flags, int rows, int columns);
void ambit_resolve_user(ambit_place, const char *user); /* NULL: root */
void ambit_resolve_group(ambit_place, const char *group);
void ambit_resolve_groups(ambit_place, const char *const *groups);
void ambit_require_user(ambit_place, const char *user, unsigned flags);
void ambit_require_group(ambit_place, const char *group, unsigned flags);
void ambit_require_groups(ambit_place, const char *const *groups, unsigned flags);
void ambit_log(ambit_place, const char *identifier, const char *unit, int priority, int prefix);
void ambit_input(ambit_place, ambit_opener *, const char *operand, size_t len);
void ambit_output(ambit_place, ambit_opener *, const char *operand, size_t len);
void ambit_error(ambit_place, ambit_opener *, const char *operand, size_t len);
void ambit_oom_score_adjust(ambit_place, int score);
void ambit_coredump_filter(ambit_place, uint64_t mask);
void ambit_scheduling(ambit_place, int policy, int priority, unsigned flags);
void ambit_nice(ambit_place, int nice);
void ambit_cpu_affinity(ambit_place, const uint64_t *cpus, size_t words);
void ambit_cpu_affinity_numa(ambit_place, const uint64_t *nodes, size_t words);
void ambit_numa_policy(ambit_place, int policy, const uint64_t *nodes, size_t words);
void ambit_io_priority(ambit_place, int class, int level);
void ambit_timer_slack(ambit_place, uint64_t nanoseconds);
void ambit_personality(ambit_place, unsigned long personality);
/* links: names of symbolic links to it, below the same directory */
void ambit_runtime_directory(ambit_place, const char *name, unsigned mode, const char *const *links,
			     unsigned flags);
void ambit_state_directory(ambit_place, const char *name, unsigned mode, const char *const *links,
			   unsigned flags);
void ambit_cache_directory(ambit_place, const char *name, unsigned mode, const char *const *links,
			   unsigned flags);
void ambit_logs_directory(ambit_place, const char *name, unsigned mode, const char *const *links,
			  unsigned flags);
void ambit_configuration_directory(ambit_place, const char *name, unsigned mode,
				   const char *const *links, unsigned flags);
/*
 * The names of credentials are those of files. A source is an absolute path, or the name of a credential
 * in one of the stores; a pattern a name, or the beginning of one and "*".
 */
void ambit_credentials(ambit_place, const char *unit);
void ambit_load_credential(ambit_place, const char *name, const char *source, unsigned flags);
void ambit_import_credential(ambit_place, const char *pattern,
			     const char *name); /* in place of the pattern; or NULL */
void ambit_set_credential(ambit_place, const char *name, const char *value, size_t len,
			  unsigned flags);
void ambit_environment(ambit_place, const char *path, unsigned flags); /* path: PATH, or NULL */
void ambit_pass_variable(ambit_place, const char *name);
void ambit_set_variable(ambit_place, const char *assignment);
void ambit_environment_file(ambit_place, const char *path, unsigned flags);
void ambit_umask(ambit_place, unsigned mask);
void ambit_keyring(ambit_place, unsigned flags);
void ambit_show_credentials(ambit_place, unsigned flags);
void ambit_limit(ambit_place, int resource, uint64_t soft, uint64_t hard);
void ambit_pid_namespace(ambit_place);
void ambit_cgroup_namespace(ambit_place);
void ambit_uts_namespace(ambit_place, const char *name); /* NULL: that of the launcher */

/*
 * Steps mount and path only take notes. Their order matters where two of them come to mean one path: then
 * the first mount is made and the others are not, and all of what is said on it by step path holds. What a
 * mount shows is not changed by what is said of a path above it.
 */
void ambit_mount(ambit_place, ambit_mounter *, const char *path, const char *operand,
		 unsigned flags);
void ambit_path(ambit_place, const char *path, unsigned flags);
void ambit_view(ambit_place, const char *root,
		unsigned flags); /* root: NULL for that of the host */
void ambit_memory_merge(ambit_place, int merge);
void ambit_groups(ambit_place, unsigned flags);
void ambit_group(ambit_place);
void ambit_user_namespace(ambit_place, enum ambit_mapping);
void ambit_smack_label(ambit_place, const char *label, unsigned flags);
void ambit_bounding(ambit_place, uint64_t set);
void ambit_root_directory(ambit_place, const char *path);
void ambit_search(ambit_place, const char *name, const char *path,
		  unsigned flags); /* path: "DIR:DIR..." */
void ambit_user(ambit_place);
void ambit_ambient(ambit_place, uint64_t set);
void ambit_working_directory(ambit_place, const char *path, unsigned flags);
void ambit_selinux_context(ambit_place, const char *context, unsigned flags);
void ambit_apparmor_profile(ambit_place, const char *profile, unsigned flags);
void ambit_securebits(ambit_place, unsigned bits);
void ambit_no_new_privileges(ambit_place);
void ambit_capabilities(ambit_place, uint64_t ambient);
void ambit_parent_death(ambit_place);
void ambit_unset_variable(ambit_place, const char *name);
void ambit_keep_admin(ambit_place, uint64_t ambient);
void ambit_verify_credentials(ambit_place);
void ambit_verify(ambit_place, const struct ambit_expected *);
void ambit_seccomp(ambit_place, const struct sock_filter *filter, size_t count, unsigned flags);
void ambit_drop_admin(ambit_place);
#define AMBIT_FOUND ((const char *)0) /* what ambit_search() found */
_Noreturn void ambit_exec(ambit_place, const char *path, unsigned flags,
			  const char *const *arguments);

/* Values that are known at launch only. The strings live until execve. */
const char *ambit_specifiers(ambit_place,
			     const char *text); /* %b %m %H %l %v %s %q %A %B %M %o %w %W, %% */
const char *const *ambit_expand(ambit_place, const char *const *arguments); /* $NAME ${NAME} $$ */

/* Openers for input, output, error. */
ambit_opener ambit_null, ambit_file, ambit_update, ambit_append, ambit_truncate, ambit_data;
ambit_opener ambit_same_as_input, ambit_same_as_output, ambit_descriptor, ambit_socket;
ambit_opener ambit_tty, ambit_tty_force, ambit_tty_fail;
ambit_opener ambit_journal, ambit_kmsg, ambit_journal_console, ambit_kmsg_console;

/* Mounters, and their operands. A destination that is missing is made. */
ambit_mounter ambit_bind; /* the path of the host that is to show */
/* a node without permissions, of the type that the path has, or the operand, a path of the host */
ambit_mounter ambit_inaccessible;
ambit_mounter ambit_tmpfs; /* options of the file system: "mode=0755,size=4m" */
ambit_mounter ambit_proc;  /* options of the file system or NULL: "hidepid=invisible" */
ambit_mounter ambit_sysfs, ambit_mqueue, ambit_cgroup; /* none */
ambit_mounter ambit_devices;          /* none: a small file system for the next two */
ambit_mounter ambit_node;             /* the path of a device of the host */
ambit_mounter ambit_link;             /* the path that a symbolic link leads to; it is relative */
ambit_mounter ambit_own_tmp;          /* "tmp" or "var/tmp": that of step private_tmp */
ambit_mounter ambit_made_directory;   /* the path of one of step state_directory and its kin */
ambit_mounter ambit_made_credentials; /* none: what step show_credentials has left, detached */

/* Tests for condition and assertion: ConditionNAME= is ambit_is_NAME. */
ambit_test ambit_is_path_exists, ambit_is_path_exists_glob, ambit_is_path_is_directory;
ambit_test ambit_is_path_is_symbolic_link, ambit_is_path_is_mount_point,
	ambit_is_path_is_read_write;
ambit_test ambit_is_path_is_encrypted, ambit_is_directory_not_empty, ambit_is_file_not_empty;
ambit_test ambit_is_file_is_executable, ambit_is_needs_update, ambit_is_first_boot;
ambit_test ambit_is_architecture, ambit_is_firmware, ambit_is_virtualization, ambit_is_host;
ambit_test ambit_is_kernel_command_line, ambit_is_kernel_version, ambit_is_security;
ambit_test ambit_is_capability, ambit_is_ac_power, ambit_is_memory, ambit_is_cpu_feature;
ambit_test ambit_is_cpus, ambit_is_environment, ambit_is_user, ambit_is_group;
ambit_test ambit_is_control_group_controller, ambit_is_os_release;
ambit_test ambit_is_credential, ambit_is_kernel_module_loaded, ambit_is_version;
ambit_test ambit_is_memory_pressure, ambit_is_cpu_pressure, ambit_is_io_pressure;

#endif
