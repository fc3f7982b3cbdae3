/* SPDX-License-Identifier: MIT */
/*
 * time ROUNDS NAME COMMAND... -- NAME COMMAND... [-- ...]: fork, exec and wait of each command, ROUNDS times;
 * prints the median of each in microseconds, and its ratio to the first. The order is another in each round: what
 * one leaves to be cleaned up by the kernel falls to the next. A file that is descriptor 3 is for each to be read from
 * its start.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 16 };

struct command {
	const char *name;
	char **argv;
	double *times;
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double run(char **argv)
{
	struct timespec start, end;
	int status;
	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t pid = fork();
	if (pid == 0) {
		lseek(3, 0, SEEK_SET);
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "%s: status %d\n", argv[0], status);
		exit(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (double)(end.tv_sec - start.tv_sec) * 1e6 +
	       (double)(end.tv_nsec - start.tv_nsec) / 1e3;
}

static void shuffle(int *order, int count)
{
	for (int i = count - 1; i > 0; i--) {
		int other = rand() % (i + 1), moved = order[i];
		order[i] = order[other];
		order[other] = moved;
	}
}

int main(int argc, char **argv)
{
	struct command commands[COMMANDS];
	int order[COMMANDS];
	int count = 0, rounds = argc > 1 ? atoi(argv[1]) : 0;
	for (int i = 2; i + 1 < argc && count < COMMANDS; count++) {
		commands[count] = (struct command){argv[i], argv + i + 1,
						   calloc((size_t)rounds, sizeof(double))};
		while (i < argc && strcmp(argv[i], "--") != 0)
			i++;
		argv[i++] = NULL;
	}
	if (rounds < 1 || !count)
		return 2;
	for (int i = 0; i < count; i++)
		order[i] = i;
	for (int round = -20; round < rounds; round++) { /* some to warm up */
		shuffle(order, count);
		for (int i = 0; i < count; i++) {
			double time = run(commands[order[i]].argv);
			if (round >= 0)
				commands[order[i]].times[round] = time;
		}
	}
	for (int i = 0; i < count; i++)
		qsort(commands[i].times, (size_t)rounds, sizeof(double), compare);
	for (int i = 0; i < count; i++)
		printf("%-34s %9.1f us   %6.2f times the first\n", commands[i].name,
		       commands[i].times[rounds / 2],
		       commands[i].times[rounds / 2] / commands[0].times[rounds / 2]);
	return 0;
}
