/* SPDX-License-Identifier: MIT */
/*
 * Reading a policy back. A launcher is somebody else's file: what is in its note is checked before
 * use.
 */
#include "cli/recorded.h"
#include "cli/cli.h"
#include "emit/note.h"

#include <string.h>
#include <unistd.h>

static bool is_string_list(const json_t *list)
{
	size_t index;
	json_t *element;
	json_array_foreach(list, index, element) if (!json_is_string(element)) return false;
	return json_is_array(list);
}

static bool are_sources(const json_t *list)
{
	size_t index;
	json_t *source;
	json_array_foreach(
		list, index,
		source) if (!json_is_string(json_object_get(source, "name")) ||
			    !json_is_string(json_object_get(source, "sha256"))) return false;
	return json_is_array(list);
}

/* What a section or a directive may be called. */
static bool is_name(const char *name)
{
	static const char letters[] =
		"-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	return *name && !name[strspn(name, letters)];
}

static bool is_policy(const json_t *policy)
{
	const char *key, *name;
	json_t *section, *value;
	const json_t *flavour = json_object_get(policy, "flavour");
	json_t *sections = json_object_get(policy, "policy");
	if (!json_is_string(json_object_get(policy, "ambit")) ||
	    !json_is_string(json_object_get(policy, "unit")) ||
	    !is_string_list(json_object_get(policy, "waived")) ||
	    (flavour && !json_is_string(flavour)) ||
	    !are_sources(json_object_get(policy, "sources")) || !json_is_object(sections))
		return false;
	json_object_foreach(sections, key, section)
	{
		if (!json_is_object(section) || !is_name(key))
			return false;
		json_object_foreach(
			section, name,
			value) if (!is_name(name) ||
				   (!json_is_string(value) && !is_string_list(value))) return false;
	}
	return true;
}

json_t *recorded_parse(struct slice text)
{
	json_t *policy =
		json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (policy && is_policy(policy))
		return policy;
	json_decref(policy);
	return NULL;
}

int recorded_load(struct arena *arena, const char *path, struct slice *note, json_t **policy)
{
	const char *why;
	if (!note_read(arena, path, note, &why)) {
		environment_error("%s: %s", path, why);
		return access(path, R_OK) == 0 ? EXIT_INPUT : EXIT_ENVIRONMENT;
	}
	*policy = recorded_parse(*note);
	if (!*policy) {
		environment_error("%s: the policy in its note is damaged", path);
		return EXIT_INPUT;
	}
	return EXIT_DONE;
}
