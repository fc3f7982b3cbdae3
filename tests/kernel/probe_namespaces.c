/* SPDX-License-Identifier: MIT */
/* The keys of probe.c on what is different in a namespace of its own: namespaces(7). */
#include "probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { GET_MEMORY_MERGE = 68 }; /* linux/prctl.h since 6.4 */

/* "KIND:FILE": whether the namespace is the one that `readlink /proc/self/ns/KIND` has written there. */
void print_namespace(const char *text)
{
	char kind[16] = "", key[32], path[64], link[64] = "", line[64] = "";
	const char *file = strchr(text, ':');

	snprintf(kind, sizeof(kind), "%.*s", file ? (int)(file - text) : 0, text);
	snprintf(key, sizeof(key), "namespace.%s", kind);
	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	if (!file || readlink(path, link, sizeof(link) - 1) < 0) {
		print(key, "%s", strerror(errno));
		return;
	}
	read_line(file + 1, line, sizeof(line));
	print(key, "%s", strcmp(link, line) ? "other" : "same");
}

/* The map of ids on one line: "0 0 1;65534 65534 1". */
static void print_map(const char *name)
{
	char path[64], key[32], text[1024] = "";
	unsigned long inner, outer, count;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/%s", name);
	snprintf(key, sizeof(key), "users.%s", name);
	file = fopen(path, "r");
	while (file && fscanf(file, "%lu %lu %lu", &inner, &outer, &count) == 3) {
		size_t len = strlen(text);
		snprintf(text + len, sizeof(text) - len, "%s%lu %lu %lu", len ? ";" : "", inner,
			 outer, count);
	}
	print(key, "%s", text);
	if (file)
		fclose(file);
}

void print_users(void)
{
	char line[64] = "";

	print_map("uid_map");
	print_map("gid_map");
	read_line("/proc/self/setgroups", line, sizeof(line));
	print("users.setgroups", "%s", line);
}

/* All that there are; and of loopback whether it is up, and its address. */
void print_interfaces(void)
{
	struct if_nameindex *all = if_nameindex();
	struct ifreq request = {.ifr_name = "lo"};
	struct list list = {.len = 0};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	char address[INET_ADDRSTRLEN] = "none";

	for (size_t i = 0; all && all[i].if_index; i++)
		add(&list, all[i].if_name);
	print("interfaces", "%s", list.text);
	print("interfaces.up", "%s",
	      !ioctl(fd, SIOCGIFFLAGS, &request) && request.ifr_flags & IFF_UP ? "yes" : "no");
	if (!ioctl(fd, SIOCGIFADDR, &request))
		inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)&request.ifr_addr)->sin_addr,
			  address, sizeof(address));
	print("interfaces.address", "%s", address);
	close(fd);
	if_freenameindex(all);
}

void print_host(void)
{
	struct utsname name;

	uname(&name);
	print("host", "%s", name.nodename);
}

/* How many there are of System V. */
static void print_ipc_count(const char *kind)
{
	char path[64], key[32], line[512];
	int count = -1; /* the first line has names */
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sysvipc/%s", kind);
	snprintf(key, sizeof(key), "ipc.%s", kind);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		count++;
	print(key, "%d", count);
	if (file)
		fclose(file);
}

void print_ipc(void)
{
	print_ipc_count("shm");
	print_ipc_count("msg");
	print_ipc_count("sem");
}

void print_memory_merge(void)
{
	int merges = prctl(GET_MEMORY_MERGE, 0L, 0L, 0L, 0L);

	print("memory_merge", "%s", merges < 0 ? strerror(errno) : merges ? "yes" : "no");
}
