/* SPDX-License-Identifier: MIT */
/*
 * model --world NAME --directory DIR [--seed N] [--count N] [--break RULE]: COUNT operations in a
 * world, by the kernel and by the model. What differs is shrunk and printed, and the exit status
 * is 1. --break makes the model wrong on purpose; --rules lists how. model --bench: how many
 * operations a second the model does.
 */
#include "model.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct options {
	const char *world, *directory;
	const struct rule *broken;
	uint64_t seed, count;
	bool bench;
};

static _Noreturn void usage(void)
{
	fputs("usage: model --world NAME --directory DIR [--seed N] [--count N] [--break RULE]\n"
	      "       model --bench [--seed N]\n"
	      "       model --rules\n",
	      stderr);
	exit(2);
}

static uint64_t parse_number(const char *text)
{
	char *end;
	const unsigned long long number = strtoull(text, &end, 10);

	if (*end || end == text)
		usage();
	return number;
}

static struct options parse(char **argv)
{
	struct options options = {.seed = 1, .count = 50000};

	for (; *argv; argv++) {
		const char *name = *argv;
		if (strcmp(name, "--bench") == 0) {
			options.bench = true;
			continue;
		}
		if (strcmp(name, "--rules") == 0) {
			rules_print();
			exit(0);
		}
		const char *value = *++argv;
		if (!value)
			usage();
		if (strcmp(name, "--world") == 0 && world_exists(value))
			options.world = value;
		else if (strcmp(name, "--directory") == 0)
			options.directory = value;
		else if (strcmp(name, "--seed") == 0)
			options.seed = parse_number(value);
		else if (strcmp(name, "--count") == 0)
			options.count = parse_number(value);
		else if (strcmp(name, "--break") == 0 && rule_find(value))
			options.broken = rule_find(value);
		else
			usage();
	}
	if (!options.bench && (!options.world || !options.directory))
		usage();
	return options;
}

/* At the descriptor SHARED, which outlives execve. */
static struct shared *share(void)
{
	const int fd = memfd_create("model", 0);

	if (fd < 0 || ftruncate(fd, sizeof(struct shared)) || dup2(fd, SHARED) != SHARED) {
		perror("memfd_create");
		exit(2);
	}
	if (fd != SHARED)
		close(fd);
	struct shared *shared =
		mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, SHARED, 0);
	if (shared == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
	return shared;
}

static int compare(const struct options *options)
{
	struct shared *shared = share();
	struct trace *trace = &shared->trace;
	uint64_t random = options->seed, done = 0;
	struct credentials c;
	long result;

	setvbuf(stdout, NULL, _IOLBF, 0);
	world_enter(shared, options->world, options->directory, options->seed);
	if (options->broken && shared->world.id_count == 1) {
		printf("skip model-%s: with one id not every rule can be seen\n", options->world);
		return 0;
	}
	while (done < options->count) {
		const uint64_t left = options->count - done;
		*trace = (struct trace){.count = left < STEPS ? (int)left : STEPS};
		draw_state(&random, &shared->world, &trace->wanted);
		trace->random = draw(&random, UINT64_MAX) | 1;
		if (!trace_run(shared))
			return 1;
		if (trace_compare(shared, options->broken, &c, &result) >= 0) {
			trace_shrink(shared, options->broken);
			printf("model-%s: model and kernel differ, seed %llu, shrunk to %d "
			       "operation%s:\n",
			       options->world, (unsigned long long)options->seed, trace->count,
			       trace->count == 1 ? "" : "s");
			trace_print(shared, options->broken);
			return 1;
		}
		done += (uint64_t)trace->done;
	}
	printf("ok model-%s: %llu operations, seed %llu\n", options->world,
	       (unsigned long long)done, (unsigned long long)options->seed);
	return 0;
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The operations are drawn before, each for the state that it starts from. */
static int bench(uint64_t seed)
{
	enum { DRAWN = 4096, ROUNDS = 1000 };
	static struct world world;
	static struct state states[DRAWN];
	static struct operation operations[DRAWN];
	uint64_t random = seed;
	int refused = 0;

	world = (struct world){.kernel = kernel_of(6, 18, 40),
			       .last = 40,
			       .ids = {0, 1000, 1001, 7, 65534},
			       .id_count = IDS,
			       .program_count = 2 * PROGRAMS};
	for (int i = 0; i < world.program_count; i++) {
		draw_program(&random, &world, &world.programs[i]);
		world.programs[i].nosuid = i >= PROGRAMS;
	}
	for (int i = 0; i < DRAWN; i++) {
		draw_state(&random, &world, &states[i]);
		draw_operation(&random, &world, &states[i], &operations[i]);
	}
	const double start = seconds();
	for (int i = 0; i < DRAWN * ROUNDS; i++) {
		struct credentials c = states[i % DRAWN].c;
		c.groups = states[i % DRAWN].groups;
		refused += operation_model(&world, NULL, &c, &operations[i % DRAWN]) < 0;
	}
	printf("the model of credentials: %.1f million operations a second (%d %% refused)\n",
	       DRAWN * ROUNDS / (seconds() - start) / 1e6, refused / (DRAWN * ROUNDS / 100));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--continue") == 0)
		trace_continue();
	const struct options options = parse(argv + 1);
	return options.bench ? bench(options.seed) : compare(&options);
}
