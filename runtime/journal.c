/* SPDX-License-Identifier: MIT */
/*
 * Output to the journal: a stream to systemd-journald(8) that begins with a few lines on how to
 * mark what follows. The journal takes uid and gid of the sender from the connection, so it is made
 * with the effective ids of the service. There is no fallback to /dev/null, as systemd has: what
 * the policy sends to the journal must not vanish.
 */
#define _GNU_SOURCE 1
#include "credentials.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

enum { FORWARD_TO_KMSG = 1, FORWARD_TO_CONSOLE = 2 };

static const char *log_identifier = "", *log_unit = "";
static int log_priority = 30 /* daemon.info */, log_prefix = 1;
static ambit_place log_place;

void ambit_log(ambit_place place, const char *identifier, const char *unit, int priority,
	       int prefix)
{
	log_place = place;
	log_identifier = identifier ? identifier : "";
	log_unit = unit ? unit : "";
	log_priority = priority;
	log_prefix = prefix;
	if (strchr(log_identifier, '\n') || strchr(log_unit, '\n')) /* would be a line of its own */
		ambit_fail(place, AMBIT_STATUS_log, "SyslogIdentifier", log_identifier, EINVAL);
}

static int become(uid_t uid, gid_t gid)
{
	int error = ambit_set_gids(AMBIT_KEEP_ID, gid, AMBIT_KEEP_ID);

	return error ? error : ambit_set_uids(AMBIT_KEEP_ID, uid, AMBIT_KEEP_ID);
}

static int become_again(uid_t uid, gid_t gid)
{
	int error = ambit_set_uids(AMBIT_KEEP_ID, uid, AMBIT_KEEP_ID);

	return error ? error : ambit_set_gids(AMBIT_KEEP_ID, gid, AMBIT_KEEP_ID);
}

static int connect_as_service(int fd, const char *path)
{
	struct sockaddr_un journal = {.sun_family = AF_UNIX};
	uid_t uid = geteuid(), target_uid = ambit_ids.has_user ? ambit_ids.uid : uid;
	gid_t gid = getegid(), target_gid = ambit_ids.has_group ? ambit_ids.gid : gid;
	bool differs = target_uid != uid || target_gid != gid;
	size_t len = strlen(path);
	int error = len >= sizeof(journal.sun_path) ? -ENAMETOOLONG : 0;

	if (!error)
		memcpy(journal.sun_path, path, len);
	if (!error && differs)
		error = become(target_uid, target_gid);
	if (!error && connect(fd, (const struct sockaddr *)&journal, sizeof(journal)) < 0)
		error = -errno;
	int restored = differs ? become_again(uid, gid) : 0;
	return error ? error : restored;
}

static int write_header(int fd, int forward)
{
	const char *flags = ambit_join(log_place, log_prefix ? "1\n0\n" : "0\n0\n",
				       forward & FORWARD_TO_KMSG ? "1\n" : "0\n",
				       forward & FORWARD_TO_CONSOLE ? "1\n" : "0\n");
	const char *text = ambit_join(log_place, log_identifier, "\n", log_unit);

	text = ambit_join(log_place, text, "\n", ambit_decimal(log_place, (uint64_t)log_priority));
	text = ambit_join(log_place, text, "\n", flags);
	size_t len = strlen(text);
	ssize_t sent = send(fd, text, len, MSG_NOSIGNAL);
	return sent < 0 ? -errno : (size_t)sent < len ? -EIO : 0;
}

/* What JOURNAL_STREAM tells, systemd.exec(5): of output and error the latter, which is second. */
static int announce(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	ambit_journal_stream = ambit_join(log_place, ambit_decimal(log_place, st.st_dev), ":",
					  ambit_decimal(log_place, st.st_ino));
	return 0;
}

/* OPERAND is the socket of a journal namespace, or a word of the policy. */
static int open_journal(const char *operand, int forward)
{
	const int buffer = 8 << 20; /* as systemd: a service must not wait for a busy journal */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	int error =
		connect_as_service(fd, *operand == '/' ? operand : "/run/systemd/journal/stdout");
	if (!error && shutdown(fd, SHUT_RD) < 0)
		error = -errno;
	if (!error && setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
	if (!error)
		error = write_header(fd, forward);
	if (!error)
		error = announce(fd);
	return error ? error : fd;
}

int ambit_journal(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_journal(operand, 0);
}

int ambit_kmsg(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_journal(operand, FORWARD_TO_KMSG);
}

int ambit_journal_console(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_journal(operand, FORWARD_TO_CONSOLE);
}

int ambit_kmsg_console(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_journal(operand, FORWARD_TO_KMSG | FORWARD_TO_CONSOLE);
}
