/* SPDX-License-Identifier: MIT */
/* What the files of the probe share: probe.c has the options, the others ask the kernel. */
#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>

extern char **arguments;

/* Keeps the line "key=value" for the end. */
__attribute__((format(printf, 2, 3))) void print(const char *key, const char *format, ...);
char *escape(const char *text, size_t len); /* bytes that are not printable as \ooo; to be freed */
/* A list with commas between. */
struct list {
	char text[131072];
	size_t len;
};
void add(struct list *list, const char *item);
void add_number(struct list *list, unsigned long number);

void print_call(const char *text);                         /* probe_calls.c */
void print_namespace(const char *text);                    /* probe_namespaces.c */
void read_line(const char *path, char *line, size_t size); /* the first; or why there is none */
void kill_self(int signal_number);
void print_content(const char *path); /* probe_view.c */
void print_list(const char *path);
void print_path(const char *path);
void print_view(void);
void print_namespaces(void); /* probe_outside.c */

void print_affinity(void);
void print_arguments(void);
void print_capabilities(void);
void print_coredump_filter(void);
void print_descriptors(void);
void print_directories(void);
void print_dumpable(void);
void print_environment(void);
void print_gids(void);
void print_groups(void);
void print_host(void);
void print_interfaces(void);
void print_io_priority(void);
void print_ipc(void);
void print_keyring(void);
void print_limits(void);
void print_memory_policy(void);
void print_memory_merge(void);
void print_nice(void);
void print_no_new_privileges(void);
void print_oom(void);
void print_personality(void);
void print_pid(void);
void print_scheduling(void);
void print_seccomp(void);
void print_securebits(void);
void print_session(void);
void print_signals(void);
void print_terminal(void);
void print_timer_slack(void);
void print_timers(void);
void print_uids(void);
void print_umask(void);
void print_users(void);

#endif
