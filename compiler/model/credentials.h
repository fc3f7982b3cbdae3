/* SPDX-License-Identifier: MIT */
/*
 * A model of how the kernel changes credentials: the rules of capabilities(7), credentials(7),
 * setresuid(2) and execve(2), as kernel/cred.c, kernel/sys.c, security/commoncap.c and fs/exec.c
 * of Linux 5.12 to 6.18 have them. Pure functions on values; tests/model compares them with the
 * running kernel.
 */
#ifndef MODEL_CREDENTIALS_H
#define MODEL_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is left out: ids that their user namespace does not map (-EINVAL to a call, no set-user-ID or
 * set-group-ID of a file that has one); other security modules; a tracer; RLIMIT_NPROC (-EAGAIN);
 * kernels started with no_file_caps; whether the file may be executed at all, and an attribute of
 * capabilities that is none (-EINVAL).
 */

#define NO_ID UINT32_MAX /* "leave it as it is" to setresuid(2), and no id at all */

/* Of a user or a group. */
struct ids {
	uint32_t real, effective, saved, fs;
};

/* The ids of a user namespace, each of which is the same outside of it: those below some, and two more. */
struct id_map {
	uint32_t below, uids[2], gids[2];
};

/* Of a process. Ambient capabilities are permitted and inheritable, effective ones permitted. */
struct credentials {
	struct ids uid, gid;
	const uint32_t *groups; /* sorted, each once or more; the caller's */
	size_t group_count;
	uint64_t effective, permitted, inheritable, bounding, ambient;
	unsigned securebits; /* with SECBIT_KEEP_CAPS */
	bool no_new_privileges;
	const struct id_map *map; /* NULL: all ids */
};

/* What differs between kernels. */
struct kernel {
	uint64_t capabilities;       /* all that it knows */
	bool exec_compares_current;  /* since 6.16 a changed id at execve is one other than the
				     * effective uid, and a group that is not had */
	bool has_exec_securebits;    /* since 6.14: SECBIT_EXEC_*, free for all to set */
	bool setres_skips_no_change; /* since 6.3 (and many stable kernels before it): setresuid(2)
				      * that changes nothing leaves the fs id too as it is */
	bool denies_setgroups;       /* /proc/self/setgroups of a user namespace has "deny" */
};

/*
 * Of Linux MAJOR.MINOR as it was released, whose last capability is number LAST, 0 to 63
 * (/proc/sys/kernel/cap_last_cap).
 */
struct kernel kernel_of(unsigned major, unsigned minor, unsigned last);

/*
 * The calls. Each returns what the kernel returns, 0 or more, and changes *c; or a negative errno,
 * and *c is as it was.
 */
int kernel_setuid(const struct kernel *kernel, struct credentials *c, uint32_t uid);
int kernel_setreuid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		    uint32_t effective);
int kernel_setresuid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		     uint32_t effective, uint32_t saved);
int kernel_setgid(const struct kernel *kernel, struct credentials *c, uint32_t gid);
int kernel_setregid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		    uint32_t effective);
int kernel_setresgid(const struct kernel *kernel, struct credentials *c, uint32_t real,
		     uint32_t effective, uint32_t saved);
/* These two have no error: they return the id that was. */
uint32_t kernel_setfsuid(const struct kernel *kernel, struct credentials *c, uint32_t uid);
uint32_t kernel_setfsgid(const struct kernel *kernel, struct credentials *c, uint32_t gid);
/* GROUPS, sorted, must live as long as *c. */
int kernel_setgroups(const struct kernel *kernel, struct credentials *c, const uint32_t *groups,
		     size_t count);
int kernel_capset(const struct kernel *kernel, struct credentials *c, uint64_t effective,
		  uint64_t permitted, uint64_t inheritable);
/*
 * prctl(2): OPTION is PR_CAPBSET_READ and _DROP, PR_SET_ and PR_GET_SECUREBITS, PR_SET_ and
 * PR_GET_KEEPCAPS, PR_CAP_AMBIENT, PR_SET_ and PR_GET_NO_NEW_PRIVS; -EINVAL for others. The fourth
 * and fifth argument are 0.
 */
int kernel_prctl(const struct kernel *kernel, struct credentials *c, int option, unsigned long a,
		 unsigned long b);

/* What execve(2) looks at of a program's file; of a script, of its interpreter's. */
struct program {
	uint32_t uid, gid; /* the owner */
	unsigned mode;     /* S_ISUID, S_ISGID, S_IXGRP count */
	bool nosuid;       /* its mount is, or belongs to another mount namespace: set-user-ID,
			    * set-group-ID and capabilities do not count */
	bool has_capabilities;
	bool capabilities_effective; /* the effective flag of the file */
	uint64_t permitted, inheritable;
	uint32_t capabilities_root; /* rootid of a version 3 attribute, whose capabilities count if
				     * it is 0 here; 0: versions 1 and 2 */
};

/* -EPERM: the file has the effective flag, and not all that it permits can be had. */
int kernel_execve(const struct kernel *kernel, struct credentials *c,
		  const struct program *program);

/* May *c act with CAPABILITY (a number), as ns_capable() says of its own user namespace? */
bool kernel_capable(const struct credentials *c, unsigned capability);
/* On a file of this owner and group: capable_wrt_inode_uidgid(), which wants both in its user namespace. */
bool kernel_capable_on(const struct credentials *c, unsigned capability, uint32_t uid,
		       uint32_t gid);
/* in_group_p(): the fs gid or one of the groups. */
bool kernel_in_group(const struct credentials *c, uint32_t gid);

#endif
