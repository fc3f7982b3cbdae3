/* SPDX-License-Identifier: MIT */
/* What the files of the sandbox by hand have in common. */
#ifndef BENCH_SANDBOX_H
#define BENCH_SANDBOX_H

#include <linux/mount.h>
#include <stdio.h>
#include <unistd.h>

enum kind { PATH, CLOSED, BIND, DEVICES, NODE, MQUEUE, OWN_TMP, SYS, PROC, TMPFS };
enum { PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, AGAIN = 1 << 30 };

struct entry {
	const char *path;
	enum kind kind;
	const char *operand;
	unsigned attributes;
};

static inline long must(long result)
{
	if (result < 0) {
		perror("sandbox");
		_exit(1);
	}
	return result;
}

/* sandbox_process.c */
extern char own_tmp[64]; /* the directory in /tmp and in /var/tmp */
void prepare(void);      /* all before the view: what was inherited, namespaces, own_tmp, keyring */
_Noreturn void finish(const char *program);
void read_file(const char *path);

/* sandbox_mounts.c */
extern int host, first, nodes; /* descriptors of trees */
int look(int root, const char *path, unsigned flags);
int clone_tree(int at, const char *path, unsigned recursive);
int clone_of(int root, const char *path, unsigned recursive);
void attach(int mount, int onto);
void attach_at(int mount, int root, const char *path);
void set(int mount, unsigned attributes, unsigned propagation, unsigned recursive);
void make_directory(const char *path); /* "/dev/NAME" */
int make_nodes(void);
int make(const struct entry *); /* a detached mount, or -1 */

#endif
