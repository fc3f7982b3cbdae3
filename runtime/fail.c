/* SPDX-License-Identifier: MIT */
/*
 * Messages: one line to the standard error that the launcher was started with, even when the
 * service gets another. A line goes out in one write, so that lines of several launchers do not mix
 * (pipe(7)).
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 2048 }; /* less than PIPE_BUF; what is longer is cut */

bool *ambit_failed;
void (*ambit_undo)(void);
void (*ambit_keep_rights)(void);
void (*ambit_hand_over)(int status);
int ambit_outside = -1, ambit_outer_mounts = -1;
static int messages = STDERR_FILENO;

struct line {
	char text[LINE];
	size_t len;
};

/* Names of files and users may hold anything: a control character must not start another line. */
static void add(struct line *line, const char *text)
{
	for (; *text && line->len < LINE - 1; text++) {
		unsigned char c = (unsigned char)*text;
		line->text[line->len++] = (char)(c < ' ' || c == 127 ? '?' : c);
	}
}

static void add_number(struct line *line, unsigned number)
{
	char digits[11] = {0};
	size_t at = sizeof(digits) - 1;

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	add(line, digits + at);
}

static void add_part(struct line *line, const char *text)
{
	add(line, ": ");
	add(line, text);
}

static void add_place(struct line *line, ambit_place place)
{
	unsigned source = place >> 24, number = place & 0xffffff;

	add(line, ambit_sources ? ambit_sources[source] : "ambit");
	if (!number)
		return;
	add(line, ":");
	add_number(line, number);
}

/*
 * A reader that is gone, or LimitFSIZE=, must not turn the exit status of the launcher into death by
 * a signal.
 */
ssize_t ambit_write(int fd, const void *bytes, size_t len)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, pipe, size;

	if (ambit_is_filtered)
		return write(fd, bytes, len);
	sigaction(SIGPIPE, &ignore, &pipe);
	sigaction(SIGXFSZ, &ignore, &size);
	ssize_t written = write(fd, bytes, len);
	int error = errno;
	sigaction(SIGXFSZ, &size, NULL);
	sigaction(SIGPIPE, &pipe, NULL);
	errno = error;
	return written;
}

static void write_line(const struct line *line)
{
	if (ambit_write(messages, line->text, line->len) < 0)
		messages = -1; /* nobody to tell */
}

void ambit_say(ambit_place place, const char *what, const char *detail, int error)
{
	struct line line = {.len = 0};

	add_place(&line, place);
	add_part(&line, what);
	if (detail)
		add_part(&line, detail);
	if (error)
		add_part(&line, strerror(error));
	line.text[line.len++] = '\n';
	write_line(&line);
}

void ambit_leave(int status)
{
	if (ambit_hand_over)
		ambit_hand_over(status);
	if (ambit_undo)
		ambit_undo();
	_exit(status);
}

void ambit_fail(ambit_place place, int status, const char *what, const char *detail, int error)
{
	ambit_say(place, what, detail, error);
	if (ambit_failed)
		*ambit_failed = true;
	ambit_leave(status);
}

/* Above the sockets of step "descriptors", and closed by execve: the service never sees it. */
void ambit_keep_messages(void)
{
	if (messages != STDERR_FILENO)
		return;
	int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1 + (int)ambit_sockets);
	if (copy >= 0)
		messages = copy;
}
