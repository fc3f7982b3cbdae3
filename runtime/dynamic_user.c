/* SPDX-License-Identifier: MIT */
/*
 * DynamicUser=: an id that no account, no process and no other launcher has. systemd holds a lock for as
 * long as the service runs; a launcher becomes the service, which is to have no descriptor of it, and so
 * leaves a record: /run/ambit/dynamic-uid/ID has the name, and of each launcher that took it the PID and
 * when it started. All of it is done with the folder locked. A record counts while one of its processes
 * lives, or any process that has the id; for its own name it always does.
 */
#define _GNU_SOURCE 1
#include "accounts.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RECORDS "/run/ambit/dynamic-uid"
#define SYSTEMD "/run/systemd/dynamic-uid/"

enum { FIRST = 61184, LAST = 65519, RECORD_MOST = 16384 };

struct search {
	ambit_place place;
	const char *name;
	int records; /* the folder */
	uint32_t uid;
	/* the record of the id that was asked for last */
	char text[RECORD_MOST + 1];
};

static _Noreturn void fail(ambit_place place, const char *what, const char *why, int error)
{
	ambit_fail(place, AMBIT_STATUS_dynamic_user, "DynamicUser",
		   ambit_join(place, what, why, ""), error);
}

/* As much of a file as there is room for, with a NUL behind it: of /proc there is much to read. */
static long read_file(int dir, const char *path, char *text, size_t room)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, room);
	int error = errno;

	if (fd >= 0)
		close(fd);
	text[len < 0 ? 0 : len] = 0;
	return len < 0 ? -error : len;
}

/* A folder of root's in one of root's. */
static void make_folder(ambit_place place, const char *path, mode_t mode)
{
	mode_t mask = umask(0);
	struct stat st;
	bool is_new = !mkdir(path, mode);

	if ((!is_new && errno != EEXIST) || (is_new && geteuid() && chown(path, 0, 0) < 0))
		fail(place, path, "", errno);
	umask(mask);
	if (lstat(path, &st) < 0)
		fail(place, path, "", errno);
	if (!S_ISDIR(st.st_mode) || st.st_uid || st.st_mode & 022)
		fail(place, path, ": is not root's alone", 0);
}

static int open_records(ambit_place place)
{
	make_folder(place, "/run/ambit", 0755);
	make_folder(place, RECORDS, 0700);
	int fd = open(RECORDS, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		fail(place, RECORDS, "", errno);
	return fd;
}

/*
 * The 22nd field of proc_pid_stat(5), counted behind the name, which may have any byte in it. False: there
 * is no such process, or it has ended and waits to be asked for its status.
 */
static bool read_start(const char *pid, char *text, size_t room, const char **start)
{
	char *at = read_file(AT_FDCWD, ambit_join(0, "/proc/", pid, "/stat"), text, room) > 0
			   ? strrchr(text, ')')
			   : NULL;

	if (!at || !strncmp(at, ") Z", 3))
		return false;
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	if (!at)
		return false;
	*start = ++at;
	at[strcspn(at, " ")] = 0;
	return true;
}

/* LINE is "PID START". */
static bool is_alive(char *line)
{
	char text[1024], *space = strchr(line, ' ');
	const char *start;

	if (!space)
		return false;
	*space = 0;
	bool alive = read_start(line, text, sizeof(text) - 1, &start) && !strcmp(start, space + 1);
	*space = ' ';
	return alive;
}

/* "Uid:" of proc_pid_status(5): real, effective, saved and file system id. */
static bool has_id(const char *name, unsigned char type, void *data)
{
	const struct search *s = data;
	char text[1024], path[32] = "/proc/";
	uint64_t id;

	(void)type;
	if (strspn(name, "0123456789") != strlen(name) || strlen(name) > 10)
		return false;
	strcat(strcat(path, name), "/status");
	if (read_file(AT_FDCWD, path, text, sizeof(text) - 1) < 0)
		return false;
	char *rest = strstr(text, "\nUid:"), *word;
	if (!rest || strstr(text, "\nState:\tZ"))
		return false;
	rest += sizeof("\nUid:") - 1;
	rest[strcspn(rest, "\n")] = 0;
	while (ambit_next_word(&rest, &word) == 1)
		if (!ambit_parse_number(word, &id) && id == s->uid)
			return true;
	return false;
}

/* The record of s->uid into s->text. False: there is none. */
static bool read_record(struct search *s)
{
	long len = read_file(s->records, ambit_decimal(s->place, s->uid), s->text, RECORD_MOST);

	if (len < 0 && len != -ENOENT)
		fail(s->place, RECORDS, "", (int)-len);
	return len > 0;
}

static bool is_of_name(const struct search *s)
{
	size_t len = strlen(s->name);

	return !strncmp(s->text, s->name, len) && s->text[len] == '\n';
}

/* What the lines behind the name leave: those of processes that live. */
static const char *living_lines(struct search *s)
{
	const char *living = "";
	char *line = strchr(s->text, '\n');

	while (line && *++line) {
		char *end = line + strcspn(line, "\n");
		bool more = *end;
		*end = 0;
		if (is_alive(line))
			living = ambit_join(s->place, living, line, "\n");
		line = more ? end : NULL;
	}
	return living;
}

/* systemd has a lock on it while it is in use. */
static bool is_systemds(const struct search *s)
{
	const char *path = ambit_join(s->place, SYSTEMD, ambit_decimal(s->place, s->uid), "");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
	bool locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0;

	if (fd >= 0)
		close(fd);
	return locked;
}

/* Leaves the record's living lines in *lines when it may be taken. */
static bool is_free(struct search *s, uint32_t uid, const char **lines)
{
	s->uid = uid;
	*lines = "";
	if (uid < FIRST || uid > LAST || is_systemds(s))
		return false;
	int listed = ambit_is_listed_id(uid);
	if (listed < 0)
		fail(s->place, "the accounts cannot be read", "", -listed);
	if (listed)
		return false;
	bool is_recorded = read_record(s), is_own = is_recorded && is_of_name(s);
	if (is_recorded)
		*lines = living_lines(s);
	if (is_own)
		return true;
	int taken = **lines ? 1 : ambit_read_directory("/proc", has_id, s);
	*lines = "";
	if (taken < 0)
		fail(s->place, "/proc", "", -taken);
	return !taken;
}

/* The record that has the name: whoever has it too, or had it. */
static bool is_record_of_name(const char *name, unsigned char type, void *data)
{
	struct search *s = data;
	uint64_t uid;

	(void)type;
	if (ambit_parse_number(name, &uid) || uid < FIRST || uid > LAST)
		return false;
	s->uid = (uint32_t)uid;
	return read_record(s) && is_of_name(s);
}

static bool is_found_by_name(struct search *s, const char **lines)
{
	int found = ambit_read_directory(RECORDS, is_record_of_name, s);

	if (found < 0)
		fail(s->place, RECORDS, "", -found);
	return found && is_free(s, s->uid, lines);
}

static bool is_found_by_owner(struct search *s, const char *const *directories, const char **lines)
{
	struct stat st;

	for (; directories && *directories; directories++)
		if (!lstat(*directories, &st) && S_ISDIR(st.st_mode) &&
		    is_free(s, st.st_uid, lines))
			return true;
	return false;
}

/* From the first one on, and around. */
static const char *find_id(struct search *s, uint32_t first, const char *const *directories)
{
	enum { COUNT = LAST - FIRST + 1, TRIES = 100 };
	const char *lines;

	if (is_found_by_name(s, &lines) || is_found_by_owner(s, directories, &lines))
		return lines;
	for (uint32_t i = 0; i < TRIES; i++)
		if (is_free(s, FIRST + (first - FIRST + i) % COUNT, &lines))
			return lines;
	fail(s->place, s->name, ": no id is free for it", 0);
}

/* In place of the one before as a whole. */
static void write_record(struct search *s, const char *lines)
{
	const char *pid = ambit_decimal(s->place, (uint64_t)getpid()), *start;
	const char *file = ambit_decimal(s->place, s->uid);
	char text[1024];

	if (!read_start(pid, text, sizeof(text) - 1, &start))
		fail(s->place, "/proc/self/stat", "", ENOENT);
	const char *own = ambit_join(s->place, ambit_join(s->place, pid, " ", start), "\n", lines);
	const char *record = ambit_join(s->place, s->name, "\n", own);
	size_t len = strlen(record);
	int fd = openat(s->records, "new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (len > RECORD_MOST)
		fail(s->place, s->name, ": too many launchers have it", 0);
	if (fd < 0 || ambit_write(fd, record, len) != (ssize_t)len ||
	    syscall(SYS_renameat2, s->records, "new", s->records, file, 0) < 0)
		fail(s->place, RECORDS, "", errno);
	else
		close(fd);
}

/* A name of systemd's own dynamic users is a link to the id. */
static void check_name(struct search *s)
{
	struct ambit_ids user;
	gid_t gid;
	char text[16] = {0};
	uint64_t uid;
	int error = ambit_find_user(s->name, &user);

	if (error == -ESRCH)
		error = ambit_find_group(s->name, &gid);
	if (!error)
		fail(s->place, s->name, ": is the name of a user or group of this machine", 0);
	if (error != -ESRCH)
		fail(s->place, "the accounts cannot be read", "", -error);
	const char *link = ambit_join(s->place, SYSTEMD, "direct:", s->name);
	if (readlink(link, text, sizeof(text) - 1) < 0 || ambit_parse_number(text, &uid))
		return;
	s->uid = (uint32_t)uid;
	if (is_systemds(s))
		fail(s->place, s->name, ": systemd has a dynamic user of that name", 0);
}

void ambit_dynamic_user(ambit_place place, const char *name, int uid,
			const char *const *directories)
{
	static struct search s;

	s.place = place;
	s.name = name;
	check_name(&s);
	s.records = open_records(place);
	write_record(&s, find_id(&s, (uint32_t)uid, directories));
	close(s.records);
	ambit_ids = (struct ambit_ids){
		.uid = s.uid, .gid = s.uid, .has_user = true, .has_group = true, .name = name};
}
