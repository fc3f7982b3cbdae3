/* SPDX-License-Identifier: MIT */
/* "ambit directives", "ambit steps" and -W list: the tables, for people and for tests. */
#include "cli/cli.h"
#include "policy/names.h"
#include "service/value.h"

#include <string.h>

static void print_words(const struct words *words)
{
	printf("  words:      ");
	for (const struct word *word = words->rows; word->name; word++)
		printf("%s%s", word == words->rows ? "" : " ", word->name);
	putchar('\n');
}

static void print_directive(struct arena *arena, const struct directive_row *row)
{
	printf("%s= in [%s]\n  %s\n", row->name, section_names[row->section], row->summary);
	printf("  in a policy: %s\n", policy_names(arena)[row - directive_rows]);
	printf("  value:      %s\n", kind_rows[row->kind].syntax);
	if (row->argument.words)
		print_words(row->argument.words);
	if (row->argument.least || row->argument.most)
		printf("  range:      %lld to %lld\n", (long long)row->argument.least,
		       (long long)row->argument.most);
	printf("  fate:       %s", fate_names[row->fate]);
	if (row->reason)
		printf(": it %s", row->reason);
	putchar('\n');
	if (row->fate == ENFORCED)
		printf("  mechanism:  %s\n", strcmp(row->mechanism, "value") == 0
						     ? step_rows[row->argument.step].name
						     : row->mechanism);
}

static void print_json(const struct directive_row *row, bool first)
{
	struct arena arena = {0};
	struct text summary = {.arena = &arena};
	text_json(&summary, slice_of(row->summary));
	printf("%s\n{\"section\": \"%s\", \"name\": \"%s\", \"kind\": \"%s\", "
	       "\"fate\": \"%s\", \"summary\": %s}",
	       first ? "" : ",", section_names[row->section], row->name, kind_rows[row->kind].name,
	       fate_names[row->fate], summary.at);
	arena_free(&arena);
}

/* The directive whose name is nearest; NULL when none is near. */
static const char *nearest_name(const char *name)
{
	const char *found = NULL;
	unsigned best = 3; /* so many edits are another word */
	for (int i = 0; i < DIRECTIVE_COUNT && best; i++) {
		struct slice other = slice_of(directive_rows[i].name);
		unsigned distance = text_distance(slice_of(name), other, best - 1);
		if (distance >= best)
			continue;
		best = distance;
		found = directive_rows[i].name;
	}
	return found;
}

static int print_named(struct arena *arena, const char *name)
{
	bool found = false;
	struct slice wanted = slice_of(name);
	if (slice_ends(wanted, "="))
		wanted.len--;
	for (int section = 0; section < SECTION_COUNT; section++) {
		const struct directive_alias *alias;
		int directive = directive_find((enum section)section, wanted, &alias);
		if (directive < 0)
			continue;
		if (alias)
			printf("%s= in [%s] is an old name (%s)\n", alias->name,
			       section_names[section], alias->note);
		print_directive(arena, &directive_rows[directive]);
		found = true;
	}
	int by_policy = found ? -1 : policy_names_find(policy_names(arena), "", wanted);
	if (by_policy >= 0) {
		print_directive(arena, &directive_rows[by_policy]);
		found = true;
	}
	if (!found) {
		const char *nearest = nearest_name(name);
		environment_error("there is no directive '%s'", name);
		if (nearest)
			fprintf(stderr, "    hint: did you mean %s?\n", nearest);
		return EXIT_INPUT;
	}
	return EXIT_DONE;
}

int command_directives(const struct options *options)
{
	if (options->file_count)
		return print_named(options->arena, options->files[0]);
	fputs(options->json ? "[" : "", stdout);
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		if (options->json)
			print_json(row, i == 0);
		else
			printf("%-8s %-32s %-13s %-12s %s\n", section_names[row->section],
			       row->name, kind_rows[row->kind].name, fate_names[row->fate],
			       row->summary);
	}
	fputs(options->json ? "\n]\n" : "", stdout);
	return EXIT_DONE;
}

int command_steps(const struct options *options)
{
	(void)options;
	for (int i = 0; i < STEP_COUNT; i++) {
		const struct step_row *row = &step_rows[i];
		const char *who = row->who == ALL       ? "all"
				  : row->who == SANDBOX ? "not +"
							: "not + !";
		printf("%-18s %-8s %3d  %s\n", row->name, who, row->status, row->summary);
	}
	return EXIT_DONE;
}

int list_warnings(const struct options *options)
{
	static const char *const states[] = {"error", "warning", "off"};
	struct diagnostics configured;
	diag_init(&configured, options->arena, NULL);
	configure_warnings(options, &configured);
	for (size_t i = 0; i < DIAG_COUNT; i++) {
		const struct diag_row *row = &diag_rows[i];
		const char *state = states[configured.severities[i]];
		if (options->list == LIST_SHORT)
			printf("%-26s %-8s %s\n", row->name, state, row->summary);
		else
			printf("%s%s (%s)\n  %s\n  %s\n", i ? "\n" : "", row->name, state,
			       row->summary, row->remedy);
	}
	return EXIT_DONE;
}
