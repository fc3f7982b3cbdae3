/* SPDX-License-Identifier: MIT */
/* The keys of probe.c on ids, groups, capabilities and keyrings. */
#include "probe.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* setfsuid(2) with an id that is none only tells what is. */
void print_uids(void)
{
	uid_t real, effective, saved;

	getresuid(&real, &effective, &saved);
	print("uid", "%u %u %u %u", real, effective, saved, (uid_t)setfsuid((uid_t)-1));
}

void print_gids(void)
{
	gid_t real, effective, saved;

	getresgid(&real, &effective, &saved);
	print("gid", "%u %u %u %u", real, effective, saved, (gid_t)setfsgid((gid_t)-1));
}

static int compare_groups(const void *a, const void *b)
{
	gid_t x = *(const gid_t *)a, y = *(const gid_t *)b;

	return (x > y) - (x < y);
}

void print_groups(void)
{
	static gid_t groups[65536];
	struct list list = {.len = 0};
	int count = getgroups(65536, groups);

	qsort(groups, (size_t)count, sizeof(*groups), compare_groups);
	for (int i = 0; i < count; i++)
		add_number(&list, groups[i]);
	print("groups", "%s", list.text);
}

static void add_capability(struct list *list, cap_value_t number)
{
	char *name = cap_to_name(number);

	add(list, name);
	cap_free(name);
}

void print_capabilities(void)
{
	static const struct {
		const char *key;
		cap_flag_t flag;
	} sets[] = {
		{"effective", CAP_EFFECTIVE},
		{"permitted", CAP_PERMITTED},
		{"inheritable", CAP_INHERITABLE},
	};
	struct list bounding = {.len = 0}, ambient = {.len = 0};
	cap_t process = cap_get_proc();

	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		struct list list = {.len = 0};
		cap_flag_value_t is_set;
		for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
			if (!cap_get_flag(process, cap, sets[i].flag, &is_set) && is_set)
				add_capability(&list, cap);
		print(sets[i].key, "%s", list.text);
	}
	for (cap_value_t cap = 0; cap < cap_max_bits(); cap++) {
		if (cap_get_bound(cap) > 0)
			add_capability(&bounding, cap);
		if (cap_get_ambient(cap) > 0)
			add_capability(&ambient, cap);
	}
	print("bounding", "%s", bounding.text);
	print("ambient", "%s", ambient.text);
	cap_free(process);
}

void print_securebits(void)
{
	print("securebits", "0x%x", cap_get_secbits());
}

void print_no_new_privileges(void)
{
	print("no_new_privs", "%d", prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L));
}

void print_dumpable(void)
{
	print("dumpable", "%d", prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L));
}

static void print_linked_keyrings(int session)
{
	int32_t keys[64];
	long user = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 0, 0, 0);
	long len = syscall(SYS_keyctl, KEYCTL_READ, session, keys, sizeof(keys), 0);
	int linked = 0;

	for (long i = 0; i < len / (long)sizeof(*keys) && i < 64; i++)
		linked |= keys[i] == user;
	print("keyring.user_linked", "%s", linked ? "yes" : "no");
}

/* That of the session: what it is called, whose it is, and what launchers put into it. */
void print_keyring(void)
{
	unsigned char id[16];
	char description[256] = "", text[33] = "";
	long session =
		syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0, 0, 0);

	if (session < 0) {
		print("keyring", "%s", strerror(errno));
		return;
	}
	syscall(SYS_keyctl, KEYCTL_DESCRIBE, session, description, sizeof(description) - 1, 0);
	print("keyring", "%s", description);
	print_linked_keyrings((int)session);
	long key = syscall(SYS_keyctl, KEYCTL_SEARCH, session, "user", "invocation_id", 0);
	long len = key < 0 ? key : syscall(SYS_keyctl, KEYCTL_READ, key, id, sizeof(id), 0);
	for (long i = 0; i < len && i < 16; i++)
		sprintf(text + 2 * i, "%02x", id[i]);
	const char *invocation = getenv("INVOCATION_ID");
	print("keyring.invocation", "%s",
	      !*text                                    ? "none"
	      : invocation && !strcmp(text, invocation) ? "same"
							: "other");
}

/* The mode, and how many filters there are where the kernel says so; "Seccomp:" of proc(5). */
void print_seccomp(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];
	int number;

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "Seccomp: %d", &number) == 1)
			print("seccomp", "%d", number);
		if (sscanf(line, "Seccomp_filters: %d", &number) == 1)
			print("seccomp.filters", "%d", number);
	}
	if (status)
		fclose(status);
}
