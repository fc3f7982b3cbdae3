/* SPDX-License-Identifier: MIT */
/*
 * The key "namespaces" of probe.c: which they are, and what there is in them. What stands outside is held
 * by "helper hold" of tests/systemd/helper.c, at the names that it gives.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { OUTSIDE_KEY = 0x616d6269 };

static void print_links(void)
{
	static const char *const names[] = {"cgroup", "ipc",  "mnt",  "net",
					    "pid",    "time", "user", "uts"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char path[40], key[16], text[64] = "";
		snprintf(path, sizeof(path), "/proc/self/ns/%s", names[i]);
		snprintf(key, sizeof(key), "ns_%s", names[i]);
		if (readlink(path, text, sizeof(text) - 1) < 0)
			snprintf(text, sizeof(text), "%s", strerrorname_np(errno));
		print(key, "%s", text);
	}
}

/* The lines of a file of /proc/self, with one blank for any number of them, and semicolons between. */
static void print_words(const char *name)
{
	char path[40], key[24], line[256], text[1024] = "", word[64];
	snprintf(path, sizeof(path), "/proc/self/%s", name);
	snprintf(key, sizeof(key), "ns.%s", name);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file)) {
		int at = 0, len;
		for (; sscanf(line + at, "%63s%n", word, &len) == 1; at += len)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ", word);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "; ");
	}
	print(key, "%s", file ? text : strerrorname_np(errno));
	if (file)
		fclose(file);
}

static void print_network_links(void)
{
	struct if_nameindex *all = if_nameindex();
	struct list list = {.len = 0};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (struct if_nameindex *one = all; one && one->if_index; one++) {
		struct ifreq request = {.ifr_flags = 0};
		char text[64];
		snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", one->if_name);
		ioctl(fd, SIOCGIFFLAGS, &request);
		snprintf(text, sizeof(text), "%s %s", one->if_name,
			 request.ifr_flags & IFF_UP ? "up" : "down");
		add(&list, text);
	}
	print("ns.interfaces", "%s", all || fd >= 0 ? list.text : strerrorname_np(errno));
	if (all)
		if_freenameindex(all);
	close(fd);
}

static void print_result(const char *key, long result)
{
	print(key, "%s", result < 0 ? strerrorname_np(errno) : "0");
}

/* A free port of the loopback; an abstract address that has been taken outside, to take and to talk to. */
static void print_sockets(void)
{
	struct sockaddr_in loopback = {.sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_un outside = {.sun_family = AF_UNIX, .sun_path = "\0ambit-outside"};
	socklen_t len = offsetof(struct sockaddr_un, sun_path) + sizeof("\0ambit-outside") - 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	print_result("ns.bind_loopback", bind(fd, (struct sockaddr *)&loopback, sizeof(loopback)));
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	print_result("ns.connect_outside", connect(fd, (struct sockaddr *)&outside, len));
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	print_result("ns.bind_outside", bind(fd, (struct sockaddr *)&outside, len));
	close(fd);
}

static void print_outside_ipc(void)
{
	mqd_t queue = mq_open("/ambit-outside", O_RDONLY | O_CLOEXEC);

	print_result("ns.ipc_queue", queue);
	if (queue >= 0)
		mq_close(queue);
	print_result("ns.ipc_memory", shmget(OUTSIDE_KEY, 0, 0));
	print_result("ns.ipc_messages", msgget(OUTSIDE_KEY, 0));
}

/* To what it is, which harms nobody. */
static void print_host_name(void)
{
	char name[65] = "";

	gethostname(name, sizeof(name) - 1);
	print("ns.hostname", "%s", name);
	print_result("ns.sethostname", sethostname(name, strlen(name)));
	getdomainname(name, sizeof(name) - 1);
	print_result("ns.setdomainname", setdomainname(name, strlen(name)));
}

void print_namespaces(void)
{
	print_links();
	print_words("uid_map");
	print_words("gid_map");
	print_words("setgroups");
	print_network_links();
	print_sockets();
	print_outside_ipc();
	print_host_name();
}
