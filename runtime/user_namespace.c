/* SPDX-License-Identifier: MIT */
/*
 * PrivateUsers=: user_namespaces(7). Ids of the outer namespace are mapped by a helper that stays there,
 * since who has entered the inner one has no right to. What the launcher has from then on are all
 * capabilities over the inner namespace, and none over what is outside of it.
 */
#define _GNU_SOURCE 1
#include "credentials.h"
#include "text.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/statfs.h>

enum { FIRST_16_BITS = 65536 };

static const char directive[] = "PrivateUsers";

struct maps {
	const char *groups, *users;
	bool denies_setgroups;
};

static const char *line_of(ambit_place place, uint32_t id)
{
	const char *text = ambit_decimal(place, id);

	return ambit_join(place, ambit_join(place, text, " ", text), " 1\n", "");
}

/* That of the launcher, as it was started, and that of the service. */
static const char *two_lines(ambit_place place, uint32_t own, uint32_t service)
{
	return ambit_join(place, line_of(place, own), own == service ? "" : line_of(place, service),
			  "");
}

static uint32_t own_group(void)
{
	return (uint32_t)getauxval(AT_EGID);
}

static struct maps maps_of(ambit_place place, enum ambit_mapping mapping)
{
	static const char identity[] = "0 0 65536\n";
	/* in two lines: one for all is what programs take for the outermost namespace */
	static const char full[] = "0 0 1\n1 1 4294967294\n";

	if (mapping == AMBIT_MAP_FULL)
		return (struct maps){full, full, false};
	if (mapping == AMBIT_MAP_IDENTITY)
		return (struct maps){identity, identity, true};
	return (struct maps){
		.groups = two_lines(place, own_group(), ambit_ids.gid),
		.users = two_lines(place, geteuid(), ambit_ids.uid),
		.denies_setgroups = true,
	};
}

static bool is_mapped(enum ambit_mapping mapping, gid_t gid)
{
	if (mapping == AMBIT_MAP_SELF)
		return gid == own_group() || gid == ambit_ids.gid;
	return mapping == AMBIT_MAP_FULL || gid < FIRST_16_BITS;
}

static int write_file(int process, const char *name, const char *text)
{
	int fd = openat(process, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	int error = fd < 0 || write(fd, text, strlen(text)) < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	return error;
}

/* The helper: it waits until the launcher is in the namespace. The exit status is an errno. */
static _Noreturn void map_ids(int process, const struct maps *maps, int entered)
{
	char byte;
	int error = read(entered, &byte, 1) == 1 ? 0 : ECANCELED;

	if (!error && maps->denies_setgroups)
		error = write_file(process, "setgroups", "deny");
	if (!error)
		error = write_file(process, "gid_map", maps->groups);
	if (!error)
		error = write_file(process, "uid_map", maps->users);
	_exit(error);
}

/* The directory of this process, for the helper; in a real /proc. */
static int open_own_directory(ambit_place place)
{
	int fd = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct statfs fs;

	if (fd < 0 || fstatfs(fd, &fs) < 0)
		ambit_fail(place, AMBIT_STATUS_user_namespace, directive, "/proc/self", errno);
	if (fs.f_type != PROC_SUPER_MAGIC)
		ambit_fail(place, AMBIT_STATUS_user_namespace, directive, "/proc is none", 0);
	return fd;
}

/* What is seen of groups that have no id here; step "verify" compares with what it finds. */
static void rename_groups(enum ambit_mapping mapping, gid_t unmapped)
{
	for (size_t i = 0; i < ambit_ids.groups_count; i++)
		if (!is_mapped(mapping, ambit_ids.groups[i]))
			ambit_ids.groups[i] = unmapped;
}

void ambit_user_namespace(ambit_place place, enum ambit_mapping mapping)
{
	const int status = AMBIT_STATUS_user_namespace;
	const struct maps maps = maps_of(place, mapping);
	int process = open_own_directory(place), entered[2];

	if (pipe2(entered, O_CLOEXEC) < 0)
		ambit_fail(place, status, directive, "pipe", errno);
	pid_t helper = ambit_fork();
	if (helper < 0)
		ambit_fail(place, status, directive, "fork", -helper);
	if (!helper) {
		close(entered[1]);
		map_ids(process, &maps, entered[0]);
	}
	ambit_new_namespace(place, "user", directive, status);
	gid_t unmapped = getegid(); /* as long as nothing is mapped */
	if (write(entered[1], "", 1) != 1)
		ambit_fail(place, status, directive, "pipe", errno);
	int error = ambit_wait(helper);
	if (error)
		ambit_fail(place, status, directive, "the ids cannot be mapped",
			   error < 0 ? -error : error);
	close(entered[0]);
	close(entered[1]);
	close(process);
	rename_groups(mapping, unmapped);
}
