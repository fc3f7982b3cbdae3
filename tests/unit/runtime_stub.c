/* SPDX-License-Identifier: MIT */
/* The helpers of runtime_stub.h, over the runtime's real memory and directories. */
#include "runtime_stub.h"

#include "runtime/memory.c"
#include "runtime/directory.c"

#include <stdlib.h>
#include <sys/wait.h>

const char *const *stub_environment;
char stub_variables[4096];

_Noreturn void ambit_fail(ambit_place place, int status, const char *what, const char *detail,
			  int error)
{
	(void)place, (void)what, (void)detail, (void)error;
	_exit(status);
}

const char *ambit_variable(const char *name)
{
	size_t len = strlen(name);
	for (const char *const *at = stub_environment; at && *at; at++)
		if (!strncmp(*at, name, len) && (*at)[len] == '=')
			return *at + len + 1;
	return NULL;
}

void ambit_put_variable(ambit_place place, const char *assignment)
{
	(void)place;
	strcat(strcat(stub_variables, assignment), "\n");
}

int stub_failure(void (*function)(void))
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		function();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		abort();
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
