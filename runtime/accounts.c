/* SPDX-License-Identifier: MIT */
/*
 * The entries of /etc/passwd and /etc/group, and nothing else (passwd(5), group(5)): NSS would load
 * code into a static program. Each file is read once, by a few system calls. Lines that are
 * malformed count as missing, for a guess at an id could give away what belongs to somebody else.
 */
#define _GNU_SOURCE 1
#include "accounts.h"
#include "host.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { NOBODY = 65534, FIELDS = 7 };
#define WINDOW ((size_t)1 << 20) /* the longest line; pages that no file fills are not touched */

typedef bool line_reader(char *fields[FIELDS], void *data); /* true: seen enough */

/* Exactly `count` fields, so that a line cut short cannot turn a shell into an id. */
static bool split(char *line, char *fields[FIELDS], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fields[i] = line;
		line = strchr(line, ':');
		if (!line)
			return i + 1 == count;
		*line++ = 0;
	}
	return false;
}

/* Returns how much of the text was whole lines; SIZE_MAX when the reader has seen enough. */
static size_t read_lines(char *text, size_t len, size_t count, line_reader *reader, void *data)
{
	size_t done = 0;

	for (char *end; (end = memchr(text + done, '\n', len - done));) {
		char *fields[FIELDS], *line = text + done;
		*end = 0;
		done = (size_t)(end + 1 - text);
		if (split(line, fields, count) && reader(fields, data))
			return SIZE_MAX;
	}
	return done;
}

/* A file that is not there has no lines: a container may have none. */
static int read_database(const char *path, size_t count, line_reader *reader, void *data)
{
	static char window[WINDOW + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t held = 0, done = 0;
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	while ((n = read(fd, window + held, WINDOW - held)) > 0) {
		held += (size_t)n;
		done = read_lines(window, held, count, reader, data);
		if (done == SIZE_MAX)
			break;
		held -= done;
		memmove(window, window + done, held);
		if (held == WINDOW) {
			close(fd);
			return -EFBIG;
		}
	}
	int error = n < 0 ? -errno : 0;
	close(fd);
	window[held] = '\n'; /* which the last line may lack */
	if (!error && held && done != SIZE_MAX)
		read_lines(window, held + 1, count, reader, data);
	return error;
}

/*
 * An id as systemd reads it: no sign, no leading zero. -EINVAL: not a number. -ERANGE: not an id.
 */
static int parse_id(const char *text, uint32_t *id)
{
	uint64_t number;

	if ((text[0] == '0' && text[1]) || ambit_parse_number(text, &number) == -EINVAL)
		return -EINVAL;
	if (ambit_parse_number(text, &number) || number >= UINT32_MAX || number == UINT16_MAX)
		return -ERANGE; /* both are "no id" to some system calls */
	*id = (uint32_t)number;
	return 0;
}

static bool is_plain_name(const char *name)
{
	return *name && *name != '+' && *name != '-'; /* these are for NIS */
}

static bool is_no_login(const char *shell)
{
	static const char programs[][8] = {"nologin", "false", "true"};

	if (!strncmp(shell, "/usr/", 5))
		shell += 4;
	if (strncmp(shell, "/bin/", 5) && strncmp(shell, "/sbin/", 6))
		return false;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (!strcmp(strrchr(shell, '/') + 1, programs[i]))
			return true;
	return false;
}

struct user_search {
	const char *name;
	struct ambit_ids *ids;
	bool by_number, found;
};

static const char *keep(const char *text)
{
	return ambit_copy(0, text, strlen(text));
}

/* NAME:PASSWORD:UID:GID:COMMENT:HOME:SHELL. A malformed line is as good as none. */
static bool match_user(char *fields[FIELDS], void *data)
{
	struct user_search *search = data;
	struct ambit_ids *ids = search->ids;
	uint32_t uid, gid;

	if (!is_plain_name(fields[0]) || parse_id(fields[2], &uid) || parse_id(fields[3], &gid))
		return false;
	if (search->by_number ? uid != ids->uid : strcmp(fields[0], search->name))
		return false;
	ids->uid = uid;
	ids->gid = gid;
	ids->has_group = true;
	ids->name = keep(fields[0]);
	ids->home =
		fields[5][0] == '/' && fields[5][strspn(fields[5], "/")] ? keep(fields[5]) : NULL;
	ids->shell = fields[6][0] && !is_no_login(fields[6]) ? keep(fields[6]) : NULL;
	search->found = true;
	return true;
}

/* root and nobody are what they are without a file, as for systemd. */
static bool is_known_user(const char *name, struct ambit_ids *ids)
{
	if (!strcmp(name, "root") || !strcmp(name, "0")) {
		*ids = (struct ambit_ids){
			.has_user = true,
			.has_group = true,
			.name = "root",
			.home = "/root",
			.shell = ambit_root_shell(),
		};
		return true;
	}
	if (!strcmp(name, "nobody") || !strcmp(name, "65534")) {
		*ids = (struct ambit_ids){
			.has_user = true,
			.has_group = true,
			.name = "nobody",
			.uid = NOBODY,
			.gid = NOBODY,
		};
		return true;
	}
	return false;
}

int ambit_find_user(const char *name, struct ambit_ids *ids)
{
	struct user_search search = {.name = name, .ids = ids};

	if (is_known_user(name, ids))
		return 0;
	*ids = (struct ambit_ids){.has_user = true};
	int error = parse_id(name, &ids->uid);
	if (error == -ERANGE)
		return error;
	search.by_number = !error;
	error = read_database("/etc/passwd", FIELDS, match_user, &search);
	if (error)
		return error;
	return search.found || search.by_number ? 0 : -ESRCH;
}

static bool is_member(const char *list, const char *name)
{
	size_t len = strlen(name);

	while (*list) {
		size_t next = strcspn(list, ",");
		if (next == len && !memcmp(list, name, len))
			return true;
		list += next + (list[next] == ',');
	}
	return false;
}

/* NAME:PASSWORD:GID:MEMBER,MEMBER... */
static bool match_group(char *fields[FIELDS], void *data)
{
	struct ambit_group_search *search = data;
	uint32_t gid;

	if (!is_plain_name(fields[0]) || parse_id(fields[2], &gid))
		return false;
	for (size_t i = 0; i < search->count; i++) {
		if (search->found[i] || strcmp(search->names[i], fields[0]))
			continue;
		search->ids[i] = gid;
		search->found[i] = true;
		search->missing--;
	}
	if (!search->member)
		return !search->missing;
	if (is_member(fields[3], search->member) &&
	    !ambit_has_group(search->groups, search->groups_count, gid)) {
		if (search->groups_count > AMBIT_MOST_GROUPS)
			return true;
		search->groups[search->groups_count++] = gid;
	}
	return false;
}

/* Ids that need no file; -EINVAL for a number that is none. */
static int find_known_groups(struct ambit_group_search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		bool is_root = !strcmp(search->names[i], "root");
		int error = is_root ? 0 : parse_id(search->names[i], &search->ids[i]);
		if (is_root)
			search->ids[i] = 0;
		search->failed = i;
		if (error == -ERANGE)
			return error;
		search->found[i] = !error;
		search->missing += !search->found[i];
	}
	return 0;
}

bool ambit_has_group(const gid_t *groups, size_t count, gid_t gid)
{
	for (size_t i = 0; i < count; i++)
		if (groups[i] == gid)
			return true;
	return false;
}

int ambit_find_groups(struct ambit_group_search *search)
{
	int error = find_known_groups(search);

	if (error || (!search->missing && !search->member))
		return error;
	error = read_database("/etc/group", 4, match_group, search);
	if (error)
		return error;
	for (search->failed = 0; search->failed < search->count; search->failed++)
		if (!search->found[search->failed])
			return -ESRCH;
	return 0;
}

int ambit_find_group(const char *name, gid_t *gid)
{
	bool found;
	struct ambit_group_search search = {
		.names = &name, .ids = gid, .count = 1, .found = &found};

	return ambit_find_groups(&search);
}

struct number_search {
	uint32_t id;
	bool found;
};

/* The third field of both files. */
static bool match_number(char *fields[FIELDS], void *data)
{
	struct number_search *search = data;
	uint32_t id;

	search->found = !parse_id(fields[2], &id) && id == search->id;
	return search->found;
}

int ambit_is_listed_id(uint32_t id)
{
	struct number_search search = {.id = id};
	int error = read_database("/etc/passwd", FIELDS, match_number, &search);

	if (!error && !search.found)
		error = read_database("/etc/group", 4, match_number, &search);
	return error ? error : search.found;
}
