/* SPDX-License-Identifier: MIT */
/*
 * The terminal of a service: preparing it (TTYReset=, TTYVHangup=, TTYVTDisallocate=, TTYRows=,
 * TTYColumns=), its TERM, and the openers that make it a standard stream: systemd.exec(5). Unlike
 * systemd nothing here is skipped when it fails: a terminal that was to be cleared of the last
 * user's programs and screen must not be handed on as it was.
 */
#define _GNU_SOURCE 1
#include "host.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const char *terminal_path = "/dev/console";

static const char *terminal_name(void)
{
	return strncmp(terminal_path, "/dev/", 5) ? terminal_path : terminal_path + 5;
}

/* Its number when the terminal is a virtual console, or /dev/console shown on one. Otherwise -1. */
static int virtual_console(void)
{
	const char *name = terminal_name();
	char *active;
	uint64_t number;

	if (!strcmp(name, "console")) {
		if (ambit_read_line("/sys/class/tty/console/active", &active) < 0)
			return -1;
		char *last = strrchr(active, ' ');
		name = last ? last + 1 : active;
	}
	if (strncmp(name, "tty", 3) || ambit_parse_number(name + 3, &number) < 0)
		return -1;
	return number < MAX_NR_CONSOLES ? (int)number : -1;
}

/* systemd.exec(5), "TERM" */
static const char *terminal_type(ambit_place place)
{
	const char *type = NULL;

	if (!strcmp(terminal_path, "/dev/console")) {
		if (getppid() == 1 && !ambit_secure)
			type = ambit_own_variable("TERM");
	} else {
		ambit_kernel_option(ambit_join(place, "systemd.tty.term.", terminal_name(), ""),
				    &type);
	}
	if (type && *type && ambit_is_utf8(type))
		return type;
	return virtual_console() >= 0 ? "linux" : "vt220";
}

static void set_terminal(const char *path)
{
	if (path && *path)
		terminal_path = path;
	ambit_terminal_type = terminal_type;
}

/* EIO: the terminal is being hung up, which passes. systemd waits as long. */
static int open_terminal(int flags)
{
	const struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};

	for (int tries = 20;; tries--) {
		int fd = open(terminal_path, flags | O_NOCTTY | O_CLOEXEC);
		if (fd >= 0 && isatty(fd))
			return fd;
		int error = fd < 0 ? errno : ENOTTY;
		if (fd >= 0)
			close(fd);
		if (error != EIO || !tries)
			return -error;
		nanosleep(&pause, NULL);
	}
}

static int hang_up(int fd)
{
	return ioctl(fd, TIOCVHANGUP) < 0 ? -errno : 0;
}

/* The modes that login programs start with: termios(3), "sane" of stty(1). */
static void make_sane(struct termios *t)
{
	static const struct {
		unsigned char at, value;
	} keys[] = {
		{VINTR, 3},     {VQUIT, 28}, {VERASE, 127}, {VKILL, 21},  {VEOF, 4},
		{VSTART, 17},   {VSTOP, 19}, {VSUSP, 26},   {VLNEXT, 22}, {VWERASE, 23},
		{VREPRINT, 18}, {VEOL, 0},   {VEOL2, 0},    {VTIME, 0},   {VMIN, 1},
	};

	t->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | ISTRIP | INLCR | IGNCR | IUCLC);
	t->c_iflag |= ICRNL | IMAXBEL | IUTF8;
	t->c_oflag |= ONLCR | OPOST;
	t->c_cflag |= CREAD;
	t->c_lflag = ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		t->c_cc[keys[i].at] = keys[i].value;
}

static int reset_keyboard(int fd)
{
	char *utf8;
	bool unicode = ambit_read_line("/sys/module/vt/parameters/default_utf8", &utf8) < 0 ||
		       !strcmp(utf8, "1");

	return ioctl(fd, KDSKBMODE, unicode ? K_UNICODE : K_XLATE) < 0 ? -errno : 0;
}

static int reset(int fd)
{
	struct termios modes;

	if (ioctl(fd, TIOCNXCL) < 0)
		return -errno;
	if (!ioctl(fd, KDSETMODE, KD_TEXT)) { /* only a virtual console has that */
		int error = reset_keyboard(fd);
		if (error < 0)
			return error;
	}
	if (tcgetattr(fd, &modes) < 0)
		return -errno;
	make_sane(&modes);
	if (tcsetattr(fd, TCSANOW, &modes) < 0 || tcflush(fd, TCIOFLUSH) < 0)
		return -errno;
	return 0;
}

/* Reset the scrolling region, go home, clear the screen and what was scrolled off it. */
static int clear_screen(int fd)
{
	static const char codes[] = "\033[r\033[H\033[3J";

	return write(fd, codes, sizeof(codes) - 1) < 0 ? -errno : 0;
}

static int disallocate(int fd)
{
	int number = virtual_console();

	if (number < 1)
		return clear_screen(fd);
	int any = open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (any < 0)
		return -errno;
	int error = ioctl(any, VT_DISALLOCATE, number) < 0 ? -errno : 0;
	close(any);
	return error == -EBUSY ? clear_screen(fd) : error; /* the console being shown stays */
}

static int kernel_size(const char *dimension, int size)
{
	const char *text = NULL;
	uint64_t number;

	if (size >= 0)
		return size;
	ambit_kernel_option(ambit_join(0, "systemd.tty.", dimension, terminal_name()), &text);
	if (!text || ambit_parse_number(text, &number) < 0 || number > UINT16_MAX)
		return -1;
	return (int)number;
}

static int set_size(int rows, int columns)
{
	struct winsize size;
	int fd = open_terminal(O_RDWR | O_NONBLOCK);

	if (fd < 0)
		return fd;
	int error = ioctl(fd, TIOCGWINSZ, &size) < 0 ? -errno : 0;
	if (rows >= 0)
		size.ws_row = (unsigned short)rows;
	if (columns >= 0)
		size.ws_col = (unsigned short)columns;
	if (!error && ioctl(fd, TIOCSWINSZ, &size) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* Opened for each, since a hang-up ends the use of what is open. */
static void prepare(ambit_place place, const char *directive, int (*action)(int))
{
	int fd = open_terminal(O_RDWR | O_NONBLOCK);
	int error = fd < 0 ? fd : action(fd);

	if (fd >= 0)
		close(fd);
	if (error < 0)
		ambit_fail(place, AMBIT_STATUS_terminal, directive, terminal_path, -error);
}

/* A negative size is none: then what the kernel's command line asks for, or else it stays. */
void ambit_terminal(ambit_place place, const char *path, unsigned flags, int rows, int columns)
{
	sigset_t background;

	sigemptyset(&background);
	sigaddset(&background, SIGTTOU);
	/* the terminal may be another session's or job's: then tcsetattr(3) would stop us */
	sigprocmask(SIG_BLOCK, &background, NULL);
	set_terminal(path);
	if (flags & AMBIT_HANGUP)
		prepare(place, "TTYVHangup", hang_up);
	if (flags & AMBIT_RESET)
		prepare(place, "TTYReset", reset);
	if (flags & AMBIT_DISALLOCATE)
		prepare(place, "TTYVTDisallocate", disallocate);

	rows = kernel_size("rows.", rows);
	columns = kernel_size("columns.", columns);
	int error = rows < 0 && columns < 0 ? 0 : set_size(rows, columns);
	if (error < 0)
		ambit_fail(place, AMBIT_STATUS_terminal, rows < 0 ? "TTYColumns" : "TTYRows",
			   terminal_path, -error);
	sigprocmask(SIG_UNBLOCK, &background, NULL);
}

/*
 * Sleeps until somebody closes the terminal, then closes it as well. In this order: a close of ours
 * before the sleep would end it at once, and the event of the one behind it is dropped.
 */
static void close_after_others(int fd, int watch)
{
	struct pollfd poll_watch = {.fd = watch, .events = POLLIN};
	char events[512];

	poll(&poll_watch, 1, -1);
	close(fd);
	while (read(watch, events, sizeof(events)) > 0)
		;
}

static int make_controlling(int fd, bool force)
{
	void (*before)(int) = signal(SIGHUP, SIG_IGN); /* comes when we hold it already */
	int error = ioctl(fd, TIOCSCTTY, force) < 0 ? -errno : 0;

	signal(SIGHUP, before);
	return error;
}

/* The user of the service owns the terminal, and its group may write to it, as after a login. */
static int give_to_user(int fd)
{
	if (!ambit_ids.has_user)
		return 0;
	return fchown(fd, ambit_ids.uid, (gid_t)-1) < 0 || fchmod(fd, 0620) < 0 ? -errno : 0;
}

/* -EPERM: it controls another session. Then wait for that to end, if `wait`. */
static int acquire(bool force, bool wait)
{
	int watch = wait ? inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1;

	if (wait && (watch < 0 || inotify_add_watch(watch, terminal_path, IN_CLOSE) < 0))
		return -errno;
	int fd = open_terminal(O_RDWR), error = fd;
	while (fd >= 0 && (error = make_controlling(fd, force)) == -EPERM && wait) {
		close_after_others(fd, watch);
		fd = error = open_terminal(O_RDWR);
	}
	if (watch >= 0)
		close(watch);
	if (fd >= 0 && !error)
		error = give_to_user(fd);
	if (error < 0 && fd >= 0)
		close(fd);
	return error < 0 ? error : fd;
}

/* systemd.exec(5): as input it controls the session, as output it is just opened. */
static int open_stream(int fd, const char *path, bool force, bool wait)
{
	static bool is_input;

	set_terminal(path);
	if (fd == STDIN_FILENO) {
		int input = acquire(force, wait);
		is_input = input >= 0;
		return input;
	}
	return is_input ? STDIN_FILENO : open_terminal(O_WRONLY);
}

int ambit_tty(int fd, const char *operand, size_t len)
{
	(void)len;
	return open_stream(fd, operand, false, true);
}

int ambit_tty_force(int fd, const char *operand, size_t len)
{
	(void)len;
	return open_stream(fd, operand, true, false);
}

int ambit_tty_fail(int fd, const char *operand, size_t len)
{
	(void)len;
	return open_stream(fd, operand, false, false);
}
