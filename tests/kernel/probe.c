/* SPDX-License-Identifier: MIT */
/*
 * The service under test. Prints the state that a launcher left it with, a sorted line "key=value"
 * each. What libcap(3) can tell comes from libcap, so that the launcher's own code does not judge
 * itself.
 *
 * probe [OPTION | KEY]... [-- ARGUMENT...]
 *   KEY             one of the table below, instead of all of them; "view" and "namespaces" only so
 *   --to=FILE       append to FILE instead of writing to standard output
 *   --tag=TEXT      put TEXT and a dot in front of each key
 *   --file=PATH     file.PATH=yes or no: whether PATH is there
 *   --read=N        stdin=TEXT: N bytes of standard input, others than printable ones as \ooo
 *   --namespace=KIND:FILE   namespace.KIND=same or other: than the one that a link in FILE tells of
 *   --call=TEXT     what a system call returns: probe_calls.c
 *   --path=PATH, --list=PATH, --content=PATH  what the file system answers there: probe_view.c
 *   --say=TEXT      write TEXT and a newline to standard error
 *   --exit=N        leave with this status
 *   --signal=N      die by this signal
 *   --stop          stop, to be looked at from outside, before anything is written
 */
#include "probe.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINES = 20000 };

static char *lines[MOST_LINES];
static size_t line_count;
static const char *tag;

static const struct {
	const char *key;
	void (*print)(void);
} keys[] = {
	{"affinity", print_affinity},
	{"argv", print_arguments},
	{"caps", print_capabilities},
	{"coredump_filter", print_coredump_filter},
	{"cwd", print_directories},
	{"dumpable", print_dumpable},
	{"env", print_environment},
	{"fd", print_descriptors},
	{"gid", print_gids},
	{"groups", print_groups},
	{"host", print_host},
	{"interfaces", print_interfaces},
	{"ioprio", print_io_priority},
	{"ipc", print_ipc},
	{"keyring", print_keyring},
	{"limit", print_limits},
	{"memory_merge", print_memory_merge},
	{"mempolicy", print_memory_policy},
	{"nice", print_nice},
	{"no_new_privs", print_no_new_privileges},
	{"oom", print_oom},
	{"personality", print_personality},
	{"pid", print_pid},
	{"sched", print_scheduling},
	{"seccomp", print_seccomp},
	{"securebits", print_securebits},
	{"session", print_session},
	{"signals", print_signals},
	{"timers", print_timers},
	{"timer_slack", print_timer_slack},
	{"tty", print_terminal},
	{"uid", print_uids},
	{"umask", print_umask},
	{"users", print_users},
};

char **arguments;

void print(const char *key, const char *format, ...)
{
	char *value, *line;
	va_list list;

	va_start(list, format);
	if (vasprintf(&value, format, list) < 0)
		abort();
	va_end(list);
	if (asprintf(&line, "%s%s%s=%s", tag ? tag : "", tag ? "." : "", key, value) < 0)
		abort();
	free(value);
	if (line_count == MOST_LINES)
		abort();
	lines[line_count++] = line;
}

char *escape(const char *text, size_t len)
{
	char *escaped = malloc(4 * len + 1), *to = escaped;

	if (!escaped)
		abort();
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c >= ' ' && c <= '~' && c != '\\')
			*to++ = (char)c;
		else
			to += sprintf(to, "\\%03o", c);
	}
	*to = 0;
	return escaped;
}

/* "A,B,C" */
void add(struct list *list, const char *item)
{
	int len = snprintf(list->text + list->len, sizeof(list->text) - list->len, "%s%s",
			   list->len ? "," : "", item);

	list->len += (size_t)len;
	if (list->len >= sizeof(list->text))
		abort();
}

void add_number(struct list *list, unsigned long number)
{
	char text[24];

	snprintf(text, sizeof(text), "%lu", number);
	add(list, text);
}

static void print_key(const char *key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (strcmp(key, keys[i].key))
			continue;
		keys[i].print();
		return;
	}
	if (!strcmp(key, "view")) {
		print_view();
	} else if (!strcmp(key, "namespaces")) {
		print_namespaces();
	} else {
		fprintf(stderr, "probe: no such key: %s\n", key);
		exit(99);
	}
}

static void print_input(size_t count)
{
	char *bytes = malloc(count);
	size_t len = 0;
	ssize_t n;

	if (!bytes)
		abort();
	while (len < count && (n = read(STDIN_FILENO, bytes + len, count - len)) > 0)
		len += (size_t)n;
	char *text = escape(bytes, len);
	print("stdin", "%s", text);
	free(text);
	free(bytes);
}

static void print_file(const char *path)
{
	char *key;

	if (asprintf(&key, "file.%s", path) < 0)
		abort();
	print(key, "%s", access(path, F_OK) ? "no" : "yes");
	free(key);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In one write each, since several may have the same file. */
static void write_lines(const char *path)
{
	FILE *to = path ? fopen(path, "a") : stdout;

	if (!to) {
		perror(path);
		exit(98);
	}
	qsort(lines, line_count, sizeof(*lines), compare);
	for (size_t i = 0; i < line_count; i++)
		fprintf(to, "%s\n", lines[i]);
	if (fclose(to)) {
		perror("probe");
		exit(98);
	}
}

static const char *option(const char *argument, const char *name)
{
	size_t len = strlen(name);

	return strncmp(argument, name, len) ? NULL : argument + len;
}

int main(int argc, char **argv)
{
	const char *to = NULL, *value;
	int status = 0, signal_number = 0, selected = 0, stop = 0;

	arguments = argv;
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		selected++;
		if ((value = option(argv[i], "--to=")))
			to = value;
		else if ((value = option(argv[i], "--tag=")))
			tag = value;
		else if ((value = option(argv[i], "--file=")))
			print_file(value);
		else if ((value = option(argv[i], "--read=")))
			print_input(strtoul(value, NULL, 10));
		else if ((value = option(argv[i], "--namespace=")))
			print_namespace(value);
		else if ((value = option(argv[i], "--call=")))
			print_call(value);
		else if ((value = option(argv[i], "--path=")))
			print_path(value);
		else if ((value = option(argv[i], "--list=")))
			print_list(value);
		else if ((value = option(argv[i], "--content=")))
			print_content(value);
		else if ((value = option(argv[i], "--say=")))
			fprintf(stderr, "%s\n", value);
		else if ((value = option(argv[i], "--exit=")))
			status = atoi(value);
		else if ((value = option(argv[i], "--signal=")))
			signal_number = atoi(value);
		else if (!strcmp(argv[i], "--stop"))
			stop = 1;
		else
			print_key(argv[i]);
	}
	for (size_t i = 0; !selected && i < sizeof(keys) / sizeof(*keys); i++)
		keys[i].print();
	if (stop)
		raise(SIGSTOP);
	write_lines(to);
	if (signal_number)
		kill_self(signal_number);
	return status;
}
