/* SPDX-License-Identifier: MIT */
/*
 * Conditions on the boot: the kernel's command line, its version, first boot, and updates of /usr
 * that /etc or /var have yet to follow: systemd.unit(5), systemd-update-done.service(8).
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* One word, or KEY=VALUE exactly. */
int ambit_is_kernel_command_line(const char *operand)
{
	const char *equal = strchr(operand, '='), *value;
	int error;

	if (!*operand)
		return -EINVAL;
	if (!equal) {
		error = ambit_kernel_option(operand, &value);
		return error < 0 ? error : value != NULL;
	}
	return ambit_kernel_word(operand);
}

int ambit_is_first_boot(const char *operand)
{
	int wanted = ambit_parse_boolean(operand);
	int override = ambit_kernel_switch("systemd.condition-first-boot");

	if (override != -ENOENT)
		return override;
	if (wanted < 0)
		return wanted;
	int first = ambit_exists("/run/systemd/first-boot");
	return first < 0 ? first : first == wanted;
}

static int compare_times(struct timespec a, struct timespec b)
{
	if (a.tv_sec != b.tv_sec)
		return a.tv_sec > b.tv_sec ? 1 : -1;
	return (a.tv_nsec > b.tv_nsec) - (a.tv_nsec < b.tv_nsec);
}

/* The stamp keeps the time in its text too, for file systems that store whole seconds only. */
static int is_stamp_older(const char *stamp, struct timespec usr)
{
	const char *text;
	uint64_t written = 0;
	int error = ambit_file_value(stamp, "TIMESTAMP_NSEC", &text);

	if (!error)
		error = ambit_parse_number(text, &written);
	if (error < 0)
		return 1; /* rather one update too many: systemd.unit(5) */
	return (uint64_t)usr.tv_sec * 1000000000 + (uint64_t)usr.tv_nsec > written;
}

int ambit_is_needs_update(const char *operand)
{
	struct stat usr, updated;
	const char *stamp = ambit_join(0, operand, "/.updated", "");
	int override = ambit_kernel_switch("systemd.condition-needs-update");

	if (override != -ENOENT)
		return override;
	int writable = ambit_is_path_is_read_write(operand);
	if (writable < 1 && ambit_exists(operand) == 1)
		return writable; /* nothing there can be updated */
	if (lstat(stamp, &updated) < 0 || lstat("/usr", &usr) < 0)
		return errno == ENOENT ? 1 : -errno;
	if (usr.st_mtim.tv_sec != updated.st_mtim.tv_sec || !usr.st_mtim.tv_nsec ||
	    updated.st_mtim.tv_nsec)
		return compare_times(usr.st_mtim, updated.st_mtim) > 0;
	return is_stamp_older(stamp, usr.st_mtim);
}
