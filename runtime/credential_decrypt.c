/* SPDX-License-Identifier: MIT */
/*
 * Encrypted credentials. Keys, TPM and formats are known to systemd-creds(1) of the machine that the
 * launcher runs on; it reads what is encrypted as its input, and its output becomes the credential.
 */
#define _GNU_SOURCE 1
#include "credential_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char program[] = "/usr/bin/systemd-creds";

static _Noreturn void run(const char *option, int from, int to)
{
	static char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
	const char *const arguments[] = {"systemd-creds", "decrypt", option, "-", "-", NULL};
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC); /* the launcher says what has failed */

	if (dup2(from, STDIN_FILENO) >= 0 && dup2(to, STDOUT_FILENO) >= 0 &&
	    dup2(null, STDERR_FILENO) >= 0 &&
	    !syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC))
		execve(program, (char *const *)arguments, environment);
	_exit(AMBIT_STATUS_credentials);
}

void ambit_decrypt_credential(const struct ambit_credential *c, int from)
{
	const char *option = ambit_join(c->place, "--name=", c->name, "");
	int ends[2], status;

	if (access(program, X_OK) < 0)
		ambit_fail(c->place, AMBIT_STATUS_credentials, c->directive,
			   ambit_join(c->place, c->name, ": ", program), errno);
	if (pipe2(ends, O_CLOEXEC) < 0)
		ambit_fail_credential(c, errno);
	ambit_await_input(from); /* a pipe that nobody writes to yet has ended for who reads */
	pid_t pid = ambit_fork();
	if (pid < 0)
		ambit_fail_credential(c, -pid);
	if (!pid)
		run(option, from, ends[1]);
	close(ends[1]);
	int error = ambit_copy_credential(c, ends[0]);
	close(ends[0]);
	if (waitpid(pid, &status, 0) < 0)
		ambit_fail_credential(c, errno);
	if (error)
		ambit_fail_credential(c, -error);
	if (status)
		ambit_fail(c->place, AMBIT_STATUS_credentials, c->directive,
			   ambit_join(c->place, c->name, ": ",
				      "systemd-creds cannot decrypt it for this name here"),
			   0);
}
