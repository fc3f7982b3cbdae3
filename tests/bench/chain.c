/* SPDX-License-Identifier: MIT */
/* The floor: a static program that does nothing but execute another in place. */
#include <unistd.h>

int main(int argc, char **argv, char **envp)
{
	(void)argc;
	execve(argv[1], argv + 1, envp);
	return 127;
}
