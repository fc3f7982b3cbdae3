/* SPDX-License-Identifier: MIT */
/* The kinds of runtime/mounts.c and its kin. */
#include "access/mount.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

bool rule_has_flag(const struct view_rule *rule, const char *flag)
{
	const char *found = strstr(rule->flags, flag);
	size_t len = strlen(flag);
	return found && (!found[len] || found[len] == ' ');
}

bool rule_is(const struct view_rule *rule, const char *mounter)
{
	return rule->mounter && strcmp(rule->mounter, mounter) == 0;
}

bool rule_is_bind(const struct view_rule *rule)
{
	return rule_is(rule, "ambit_bind") || rule_is(rule, "ambit_made_directory") ||
	       rule_is(rule, "ambit_node");
}

void rule_walk_source(const struct tree *host, const struct view_rule *rule, struct way *way)
{
	if (rule_is(rule, "ambit_node"))
		tree_walk_to_link(host, rule->operand, way);
	else
		tree_walk(host, rule->operand, way);
}

static int bind(const struct tree *host, const struct view_rule *rule, int *fd, struct node *node)
{
	struct way way;
	if (!rule->knows_operand)
		return -WAY_IS_MADE;
	rule_walk_source(host, rule, &way);
	if (way.error)
		return -way.error;
	if (*fd >= 0)
		close(*fd);
	*fd = way.fd;
	way.target.path = node->path;
	*node = way.target;
	return 0;
}

/* The number behind "mode=", say; of several the last counts. */
static unsigned option(const char *options, const char *name, int base, unsigned number)
{
	size_t len = strlen(name);
	for (const char *at = options; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, name, len) == 0)
			number = (unsigned)strtoul(at + len, NULL, base);
	}
	return number;
}

static void show_tmpfs(const struct view_rule *rule, int *fd, struct node *node)
{
	node_replace(node, fd, S_IFDIR | option(rule->operand, "mode=", 8, 0755));
	node->uid = option(rule->operand, "uid=", 10, 0);
	node->gid = option(rule->operand, "gid=", 10, 0);
	node->mount = 0;
}

/* A directory in that of the host, for all to use. */
static int show_own_tmp(const struct tree *host, const struct view_rule *rule, int *fd,
			struct node *node)
{
	struct way way;
	tree_walk(host, arena_printf(host->arena, "/%s", rule->operand), &way);
	node_replace(node, fd, S_IFDIR | 01777);
	node->mount = way.error ? 0 : way.target.mount;
	way_close(&way);
	return 0;
}

/* The node is of the type that is found there, or where the operand is. */
static void close_off(const struct tree *host, const struct view_rule *rule, int *fd,
		      struct node *node)
{
	unsigned type = node->mode & S_IFMT;
	struct way way;
	if (rule->operand) {
		tree_walk(host, rule->operand, &way);
		type = way.target.mode & S_IFMT;
		way_close(&way);
	}
	node_replace(node, fd, type);
	node->is_closed = true;
}

/* What else there is is file systems of the kernel, and the credentials. */
static int show_mount(const struct tree *host, const struct view_rule *rule, int *fd,
		      struct node *node)
{
	int error = 0;
	if (rule_is_bind(rule)) {
		error = bind(host, rule, fd, node);
	} else if (rule_is(rule, "ambit_inaccessible")) {
		close_off(host, rule, fd, node);
	} else if (rule_is(rule, "ambit_tmpfs")) {
		show_tmpfs(rule, fd, node);
	} else if (rule_is(rule, "ambit_own_tmp")) {
		error = show_own_tmp(host, rule, fd, node);
	} else if (rule_is(rule, "ambit_devices")) {
		node_replace(node, fd, S_IFDIR | 0755);
		node->mount = ST_NOSUID | ST_NOEXEC;
	} else if (rule_is(rule, "ambit_link") && rule->knows_operand) {
		node_replace(node, fd, S_IFLNK | 0777);
		node->target = rule->operand;
	} else {
		error = -WAY_IS_MADE;
	}
	return error;
}

int mount_show(const struct tree *host, const struct view_rule *rule, int *fd, struct node *node)
{
	int error = rule->error ? rule->error : show_mount(host, rule, fd, node);
	const char *by = *rule->directives ? rule->directives : NULL;
	if (rule_is(rule, "ambit_link"))
		return error;
	if (!rule_is_bind(rule))
		node->made_by = by;
	node->shown_by = by;
	node->shown_at = node->path;
	return error;
}

int mount_show_in_devices(const char *path, int *fd, struct node *node, int error)
{
	static const char *const links[][2] = {
		{"/dev/core", "/proc/kcore"},       {"/dev/fd", "/proc/self/fd"},
		{"/dev/stdin", "/proc/self/fd/0"},  {"/dev/stdout", "/proc/self/fd/1"},
		{"/dev/stderr", "/proc/self/fd/2"}, {"/dev/log", "/run/systemd/journal/dev-log"}};
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (strcmp(links[i][0], path) == 0) {
			node_replace(node, fd, S_IFLNK | 0777);
			node->target = links[i][1];
			return 0;
		}
	return strcmp(path, "/dev/char") == 0 ? -WAY_IS_MADE : error;
}
