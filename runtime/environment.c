/* SPDX-License-Identifier: MIT */
/*
 * The environment of the service. It is built from nothing, as systemd builds it (systemd.exec(5),
 * "Environment Variables in Spawned Processes"); the launcher's own, which whoever started it may
 * have chosen, is only looked at for names that the policy asks for.
 */
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

extern char **environ;

/* Assignments, the later one in place of an earlier one; `slots` finds them by name. */
static char **list;
static uint32_t *slots; /* index into the list, plus one; twice as many as `room` */
static size_t count, room;

const char *ambit_credentials_directory;
const char *ambit_journal_stream;
const char *(*ambit_terminal_type)(ambit_place);
const char *ambit_directories[AMBIT_DIRECTORIES];

static size_t name_length(const char *assignment)
{
	return strcspn(assignment, "=");
}

static bool has_name(const char *assignment, const char *name, size_t len)
{
	return !strncmp(assignment, name, len) && assignment[len] == '=';
}

/* Where the name is, or the empty slot where it would be. */
static uint32_t *find_slot(const char *name, size_t len)
{
	size_t mask = 2 * room - 1;
	uint32_t hash = 2166136261; /* FNV-1a */

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619;
	size_t at = hash & mask;
	while (slots[at] && !has_name(list[slots[at] - 1], name, len))
		at = (at + 1) & mask;
	return &slots[at];
}

static void fill_slots(void)
{
	memset(slots, 0, 2 * room * sizeof(*slots));
	for (size_t i = 0; i < count; i++)
		*find_slot(list[i], name_length(list[i])) = (uint32_t)i + 1;
}

static void grow(ambit_place place)
{
	char **old = list;

	room = room ? 2 * room : 64;
	list = ambit_keep(place, room * sizeof(*list));
	slots = ambit_keep(place, 2 * room * sizeof(*slots));
	if (count)
		memcpy(list, old, count * sizeof(*list));
	fill_slots();
}

void ambit_put_variable(ambit_place place, const char *assignment)
{
	if (count + 1 >= room) /* one is for the NULL at the end */
		grow(place);
	uint32_t *slot = find_slot(assignment, name_length(assignment));
	if (!*slot)
		*slot = (uint32_t)++count;
	list[*slot - 1] = (char *)assignment;
}

static void put(ambit_place place, const char *name, const char *value)
{
	ambit_put_variable(place, ambit_join(place, name, "=", value));
}

const char *ambit_variable(const char *name)
{
	size_t len = strlen(name);
	uint32_t slot = room ? *find_slot(name, len) : 0;

	return slot ? list[slot - 1] + len + 1 : NULL;
}

char **ambit_environment_list(void)
{
	static char *none[1];

	return list ? list : none;
}

const char *ambit_own_variable(const char *name)
{
	size_t len = strlen(name);

	for (char **own = environ; own && *own; own++)
		if (has_name(*own, name, len))
			return *own + len + 1;
	return NULL;
}

/* What a supervisor tells the launcher. A caller with less privilege is not the supervisor. */
static const char *supervisor_variable(const char *name)
{
	return ambit_secure ? NULL : ambit_own_variable(name);
}

const char *ambit_socket_names(void)
{
	const char *names = supervisor_variable("LISTEN_FDNAMES");
	unsigned found = 1;

	if (!names)
		return NULL;
	for (const char *c = names; *c; c++) {
		if (*c < ' ' || *c > '~') /* sd_listen_fds_with_names(3): printable ASCII */
			return NULL;
		found += *c == ':';
	}
	return found == ambit_sockets ? names : NULL;
}

static const char *unknown_names(ambit_place place)
{
	static const char name[] = "unknown:";
	const size_t len = sizeof(name) - 1;
	char *names = ambit_keep(place, ambit_sockets * len);

	for (unsigned i = 0; i < ambit_sockets; i++)
		memcpy(names + i * len, name, len);
	names[ambit_sockets * len - 1] = 0;
	return names;
}

static void set_blocking(ambit_place place, int fd, bool blocks)
{
	int is = fcntl(fd, F_GETFL), wanted = blocks ? is & ~O_NONBLOCK : is | O_NONBLOCK;

	if (is < 0 || (is != wanted && fcntl(fd, F_SETFL, wanted) < 0))
		ambit_fail(place, AMBIT_STATUS_descriptors, "NonBlocking", NULL, errno);
}

/* Sockets first, then files of OpenFile=: sd_listen_fds(3). */
static void put_descriptors(ambit_place place, const char *pid, bool blocks)
{
	const char *names = ambit_opened_names;

	if (ambit_sockets) {
		names = ambit_socket_names();
		names = names ? names : unknown_names(place);
		if (ambit_opened)
			names = ambit_join(place, names, ":", ambit_opened_names);
	}
	for (unsigned i = 0; i < ambit_sockets; i++)
		set_blocking(place, STDERR_FILENO + 1 + (int)i, blocks);
	put(place, "LISTEN_PID", pid);
	put(place, "LISTEN_FDS", ambit_decimal(place, ambit_sockets + ambit_opened));
	put(place, "LISTEN_FDNAMES", names);
}

static void put_own(ambit_place place, const char *name)
{
	const char *value = supervisor_variable(name);

	if (!value)
		return;
	if (!ambit_is_utf8(value))
		ambit_fail(place, AMBIT_STATUS_environment, name, NULL, EILSEQ);
	put(place, name, value);
}

/* Only when meant for this process: sd_watchdog_enabled(3). PID is what the service knows it by. */
static void put_watchdog(ambit_place place, const char *pid)
{
	const char *meant = supervisor_variable("WATCHDOG_PID");

	if (!meant || strcmp(meant, ambit_decimal(place, (uint64_t)getpid())))
		return;
	put(place, "WATCHDOG_PID", pid);
	put_own(place, "WATCHDOG_USEC");
}

/* A path without doubled slashes, "." in between and a slash at the end, as systemd has it. */
static void put_path(ambit_place place, const char *name, const char *path)
{
	char *simple = ambit_keep(place, strlen(path) + 1), *end = simple;
	bool absolute = *path == '/';

	while (*path) {
		size_t len = strcspn(path, "/");
		if (len && !(len == 1 && *path == '.')) {
			if (absolute || end > simple)
				*end++ = '/';
			memcpy(end, path, len);
			end += len;
		}
		path += len + (path[len] == '/');
	}
	put(place, name, simple);
}

static void put_user(ambit_place place, unsigned flags)
{
	const char *name = ambit_ids.name;
	uid_t uid = ambit_ids.has_user ? ambit_ids.uid : getuid();

	if (!name && !ambit_ids.has_user && !uid)
		name = "root";
	put(place, "USER", name ? name : ambit_decimal(place, uid));
	if (!(flags & AMBIT_LOGIN))
		return;
	if (name)
		put(place, "LOGNAME", name);
	if (ambit_ids.home)
		put_path(place, "HOME", ambit_ids.home);
	if (ambit_ids.shell)
		put_path(place, "SHELL", ambit_ids.shell);
}

const unsigned char *ambit_invocation;
static unsigned char invocation[16];

/* A random UUID, as sd-id128(3) makes it: version 4, variant 1. */
static void put_invocation(ambit_place place)
{
	unsigned char id[16];
	char text[33] = {0};

	if (getrandom(id, sizeof(id), 0) != sizeof(id))
		ambit_fail(place, AMBIT_STATUS_environment, "INVOCATION_ID", NULL, errno);
	id[6] = (id[6] & 0x0f) | 0x40;
	id[8] = (id[8] & 0x3f) | 0x80;
	for (size_t i = 0; i < 32; i++)
		text[i] = "0123456789abcdef"[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4];
	memcpy(invocation, id, sizeof(id));
	ambit_invocation = invocation;
	put(place, "INVOCATION_ID", text);
}

/* The names that systemd takes from locale.conf(5): not LC_ALL. */
static void put_locale(ambit_place place, const char *key, const char *value, void *data)
{
	static const char names[][18] = {
		"LANG",       "LANGUAGE",     "LC_CTYPE",       "LC_NUMERIC",        "LC_TIME",
		"LC_COLLATE", "LC_MONETARY",  "LC_MESSAGES",    "LC_PAPER",          "LC_NAME",
		"LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
	};

	for (size_t i = 0; *value && i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(key, names[i]))
			continue;
		if (!ambit_is_utf8(value))
			ambit_fail(place, AMBIT_STATUS_environment, data, key, EILSEQ);
		put(place, key, value);
		return;
	}
}

/* The second is what Debian has in place of the first; its systemd reads either. */
static void put_locales(ambit_place place)
{
	static const char files[][20] = {"/etc/locale.conf", "/etc/default/locale"};
	size_t before = count;

	for (size_t i = 0; i < 2; i++) {
		char *text;
		long len = ambit_read_file(place, files[i], &text);
		if (len == -ENOENT)
			continue;
		if (len < 0)
			ambit_fail(place, AMBIT_STATUS_environment, files[i], NULL, (int)-len);
		ambit_parse_environment(place, text, put_locale, (void *)files[i]);
		break;
	}
	if (count == before)
		ambit_put_variable(place, "LANG=C.UTF-8");
}

/* `path` is what ExecSearchPath= makes of PATH. */
void ambit_environment(ambit_place place, const char *path, unsigned flags)
{
	uint64_t number = flags & AMBIT_FIRST_PROCESS ? 1 : (uint64_t)getpid();
	const char *pid = ambit_decimal(place, number);

	put(place, "PATH", path ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
	put_locales(place);
	if (flags & AMBIT_NOTIFY)
		put_own(place, "NOTIFY_SOCKET");
	if (flags & AMBIT_SOCKETS && ambit_sockets + ambit_opened)
		put_descriptors(place, pid, !(flags & AMBIT_NON_BLOCKING));
	if (flags & AMBIT_WATCHDOG)
		put_watchdog(place, pid);
	put_user(place, flags);
	put_invocation(place);
	if (flags & AMBIT_TERM) {
		if (!ambit_terminal_type)
			ambit_fail(place, AMBIT_STATUS_environment, "TERM", "no terminal", 0);
		put(place, "TERM", ambit_terminal_type(place));
	}
	if (ambit_journal_stream)
		put(place, "JOURNAL_STREAM", ambit_journal_stream);
	for (size_t i = 0; i < AMBIT_DIRECTORIES; i++)
		if (ambit_directories[i])
			ambit_put_variable(place, ambit_directories[i]);
	if (ambit_credentials_directory)
		put(place, "CREDENTIALS_DIRECTORY", ambit_credentials_directory);
	put(place, "SYSTEMD_EXEC_PID", pid);
}

/* Checked here too: a specifier may have brought in what a file of the host says. */
void ambit_set_variable(ambit_place place, const char *assignment)
{
	if (!ambit_is_utf8(assignment))
		ambit_fail(place, AMBIT_STATUS_set_variable, "Environment", assignment, EILSEQ);
	ambit_put_variable(place, assignment);
}

void ambit_pass_variable(ambit_place place, const char *name)
{
	const char *value = ambit_own_variable(name);

	if (ambit_secure)
		ambit_fail(place, AMBIT_STATUS_pass_variable, "PassEnvironment",
			   ambit_join(place, name,
				      ": the caller has less privilege than the launcher", ""),
			   0);
	if (!value)
		return;
	if (!ambit_is_utf8(value))
		ambit_fail(place, AMBIT_STATUS_pass_variable, "PassEnvironment", name, EILSEQ);
	put(place, name, value);
}

/* A name, or an assignment that is removed only if it is exactly what is set: systemd.exec(5). */
void ambit_unset_variable(ambit_place place, const char *name)
{
	size_t len = name_length(name);
	uint32_t slot = room ? *find_slot(name, len) : 0;

	(void)place;
	if (!slot || (name[len] && strcmp(list[slot - 1], name)))
		return;
	memmove(list + slot - 1, list + slot, (count - slot) * sizeof(*list));
	list[--count] = NULL;
	fill_slots();
}
