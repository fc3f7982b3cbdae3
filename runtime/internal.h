/* SPDX-License-Identifier: MIT */
/*
 * What the files of the runtime share. All of it is set by one step and read by later ones. No
 * heap: ambit_keep() hands out static storage. No libc beyond string functions and raw system
 * calls.
 */
#ifndef AMBIT_INTERNAL_H
#define AMBIT_INTERNAL_H

#include "ambit.h"

#include <stdbool.h>
#include <sys/types.h>

/* Exit statuses: AMBIT_STATUS_start and so on. */
enum ambit_status {
#define S(name, who, status, parameters, summary) AMBIT_STATUS_##name = (status),
#include "steps.def"
#undef S
};

/* start.c */
extern const char *const
	*ambit_sources; /* names of the files of the policy; NULL before step "start" */
extern int ambit_argc;  /* the launcher's own arguments behind argv[0] */
extern char **ambit_argv;
extern bool ambit_secure;      /* AT_SECURE: started with more privilege than the caller has */
extern unsigned ambit_sockets; /* descriptors from 3 on that LISTEN_FDS passes to this PID */
extern unsigned ambit_opened;  /* files of OpenFile= behind them */
extern const char *ambit_opened_names; /* "NAME:NAME" */

/*
 * fail.c: one line "SOURCE:LINE: WHAT: detail: strerror(error)" to the standard error that the
 * launcher was started with, then _exit(status). error 0 leaves out the last part; detail may be
 * NULL.
 */
_Noreturn void ambit_fail(ambit_place, int status, const char *what, const char *detail, int error);
void ambit_say(ambit_place, const char *what, const char *detail, int error); /* the line only */
_Noreturn void ambit_leave(int status);                                       /* without a line */
extern bool
	*ambit_failed; /* in the child of step "command": its parent learns that it has spoken */
extern void (*ambit_undo)(void);        /* done before; NULL while there are no notes of undo.c */
extern void (*ambit_keep_rights)(void); /* for that, before any are given up; NULL likewise */
extern void (*ambit_hand_over)(int status); /* does that and exits, from then on */
extern int ambit_outside,
	ambit_outer_mounts;     /* where a view was entered from: root directory, namespace */
void ambit_keep_messages(void); /* before descriptor 2 is replaced: messages go on to the old one */

/*
 * undo.c: UNDO(WHAT) is done when the launcher ends and the service has not begun, whichever of the
 * launcher's children says so here. The last first.
 */
void ambit_undo_on_failure(ambit_place, void (*undo)(const char *what), const char *what);
void ambit_undo_all(void);
/* Before a child that may say so; what ambit_failed of this child is to be. */
bool *ambit_share_notes(ambit_place);

void ambit_start_keeper(void); /* keeper.c */

/*
 * signals.c: while they are held, signals that are to end the launcher wait. Then it undoes what there is to
 * be undone, and ends by the first of them.
 */
void ambit_hold_signals(void);
void ambit_release_signals(void);
/* Waits for a child, held before, which gets these signals too. 0 or negative errno. */
int ambit_wait_for_command(pid_t, int *status);
void ambit_await_input(int fd); /* until there is something to read, or the end of it */

/* memory.c: static storage, zeroed, aligned for pointers; stops with 204 when it is used up. */
void *ambit_keep(ambit_place, size_t size);
const char *ambit_join(ambit_place, const char *a, const char *b, const char *c); /* kept a+b+c */

/* write(2), whose failure is an errno here and never a signal. */
ssize_t ambit_write(int fd, const void *bytes, size_t len);

/* A whole small file, with a NUL behind it, in kept storage. Length or negative errno. */
long ambit_read_file(ambit_place, const char *path, char **text);
/* One write into a file of /proc. 0 or negative errno; -ENOSYS where that is no procfs. */
int ambit_write_proc(const char *path, const char *text);

/* child.c: fork(2). What it returns, or negative errno. */
pid_t ambit_fork(void);
int ambit_wait(
	pid_t); /* its exit status, 128 and more when a signal killed it; or negative errno */

/*
 * namespaces.c: which one of a kind ("net", "user") the process is in, by its inode in /proc/self/ns. Leaves
 * with STATUS where there is no telling. 
 */
ino_t ambit_namespace(ambit_place, const char *kind, const char *directive, int status);
/* Enters a new one by unshare(2), and looks that it is another. */
void ambit_new_namespace(ambit_place, const char *kind, const char *directive, int status);
/* unshare(2) has failed. */
_Noreturn void ambit_fail_namespace(ambit_place, const char *directive, int status, int error);

/* identity.c */
struct ambit_ids {
	uid_t uid;
	gid_t gid;
	bool has_user, has_group; /* User=, Group= or a primary group is known */
	const char *name;         /* for USER, LOGNAME; NULL when the uid has no entry */
	const char *home, *shell; /* NULL when there is none to announce */
	gid_t *groups;            /* those of the user first, then SupplementaryGroups= */
	size_t user_groups, groups_count;
};
extern struct ambit_ids ambit_ids;
/*
 * Name or number to an id; the entries of /etc/passwd and /etc/group. 0, -ESRCH or another negative
 * errno.
 */
int ambit_find_user(const char *name, struct ambit_ids *);
int ambit_find_group(const char *name, gid_t *);

/*
 * seccomp.c: a filter is installed. From then on a launcher makes no other calls than execve, write and
 * exit_group, which the compiler has seen to be allowed; and capset once, where that is.
 */
extern bool ambit_is_filtered;

/* exec.c: what the command is for in messages; step "command" says so for its child. */
extern const char *ambit_directive;

/* command.c: fork(2) without what libc's does for threads. What it returns, or negative errno. */
pid_t ambit_fork(void);

/* credential_stores.c: what the launcher's caller has been given itself; NULL when there is none. */
const char *ambit_received_credentials(bool encrypted);

/* caps.c */
struct ambit_sets {
	uint64_t effective, permitted, inheritable, bounding, ambient;
};
void ambit_get_sets(struct ambit_sets *);
uint64_t ambit_kernel_set(void);             /* all capabilities that the kernel knows */
extern int ambit_no_new_privileges_at_start; /* for a policy that leaves it as it is */

/* environment.c */
const char *ambit_variable(const char *name);     /* of the environment being built */
const char *ambit_own_variable(const char *name); /* of the launcher's own, untrusted */
char **ambit_environment_list(void);
void ambit_put_variable(ambit_place, const char *assignment); /* keeps the pointer */
extern const unsigned char *ambit_invocation; /* 16 bytes; Environment= may hide them */
const char *ambit_socket_names(void); /* own LISTEN_FDNAMES; NULL unless one name per socket */
/*
 * Set by the openers and by step "terminal", so that a launcher without them links nothing of it.
 */
extern const char *ambit_credentials_directory; /* set by step "credentials" */
extern const char *ambit_journal_stream; /* "DEVICE:INODE" once output or error is the journal */
extern const char *(*ambit_terminal_type)(ambit_place); /* for TERM */
/* Set by the steps that make directories: "STATE_DIRECTORY=PATH:PATH", or NULL. */
enum ambit_directory {
	AMBIT_RUNTIME,
	AMBIT_STATE,
	AMBIT_CACHE,
	AMBIT_LOGS,
	AMBIT_CONFIGURATION,
	AMBIT_DIRECTORIES
};
extern const char *ambit_directories[AMBIT_DIRECTORIES];

/*
 * environment_file.c: the KEY=VALUE grammar of env files, also for os-release, machine-info,
 * locale.conf
 */
typedef void ambit_assignment(ambit_place, const char *key, const char *value, void *data);
int ambit_parse_environment(ambit_place, char *text, ambit_assignment *,
			    void *data); /* 0 or negative errno */

/*
 * directory.c: calls `each` for all but . and .. until it returns true: 1, otherwise 0 or negative
 * errno
 */
typedef bool ambit_entry(const char *name, unsigned char type, void *data); /* DT_* of dirent.h */
int ambit_read_directory(const char *path, ambit_entry *each, void *data);
int ambit_read_directory_at(int fd, ambit_entry *each, void *data); /* from its start */

/* remove_tree.c: 0 or negative errno */
int ambit_remove_tree(int parent, const char *name);

/*
 * glob.c: calls `found` for each path that matches, sorted bytewise. Number of matches or negative
 * errno.
 */
int ambit_glob(ambit_place, const char *pattern,
	       void (*found)(ambit_place, const char *path, void *), void *);

#endif
