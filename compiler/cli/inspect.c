/* SPDX-License-Identifier: MIT */
/* "ambit inspect": the policy in a launcher, for people or as it stands there. */
#include "cli/cli.h"
#include "cli/recorded.h"

/* STRING of somebody else's file, for a terminal. */
static const char *visible(struct arena *arena, const json_t *string)
{
	struct text text = {.arena = arena};
	text_puts(&text, "");
	text_visible(&text, (struct slice){json_string_value(string), json_string_length(string)});
	return text.at;
}

static void print_value(struct arena *arena, const char *name, const json_t *value)
{
	size_t index;
	json_t *element;
	if (!json_is_array(value))
		printf("%s=%s\n", name, visible(arena, value));
	json_array_foreach(value, index, element) printf("%s=%s\n", name, visible(arena, element));
}

static void print_policy(struct arena *arena, const json_t *policy)
{
	const char *key, *name;
	json_t *section, *value, *source;
	size_t index;
	printf("unit      %s\nmade by   ambit %s\n",
	       visible(arena, json_object_get(policy, "unit")),
	       visible(arena, json_object_get(policy, "ambit")));
	json_array_foreach(json_object_get(policy, "sources"), index, source)
		printf("source    %s\n          sha256 %s\n",
		       visible(arena, json_object_get(source, "name")),
		       visible(arena, json_object_get(source, "sha256")));
	json_array_foreach(json_object_get(policy, "waived"), index, value)
		printf("waived    %s\n", visible(arena, value));
	if (json_object_get(policy, "flavour"))
		printf("flavour   %s: not for production\n",
		       visible(arena, json_object_get(policy, "flavour")));
	json_object_foreach(json_object_get(policy, "policy"), key, section)
	{
		if (json_object_size(section))
			printf("\n[%s]\n", key);
		json_object_foreach(section, name, value) print_value(arena, name, value);
	}
}

int command_inspect(const struct options *options)
{
	const char *path = options->files[0];
	struct slice note;
	json_t *policy = NULL;
	int status = recorded_load(options->arena, path, &note, &policy);
	if (status != EXIT_DONE)
		return status;
	if (options->json)
		fwrite(note.at, 1, note.len, stdout);
	else
		print_policy(options->arena, policy);
	json_decref(policy);
	return EXIT_DONE;
}
