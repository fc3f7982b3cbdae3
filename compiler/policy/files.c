/* SPDX-License-Identifier: MIT */
/* Which file of a policy includes which: a word means what its own file can see. */
#include "policy/parser.h"

size_t policy_file_add(struct arena *arena, struct policy *policy)
{
	policy->files = arena_grow(arena, policy->files, policy->file_count, &policy->file_room,
				   sizeof(*policy->files));
	policy->files[policy->file_count] = (struct policy_file){0};
	return policy->file_count++;
}

void policy_file_include(struct arena *arena, struct policy *policy, size_t from, size_t to)
{
	struct policy_file *file = &policy->files[from];
	file->includes = arena_grow(arena, file->includes, file->count, &file->room,
				    sizeof(*file->includes));
	file->includes[file->count++] = to;
}

/* All that FILE includes, perhaps by way of others, is seen from FROM. */
static void see(struct policy *policy, size_t from, size_t file)
{
	bool *seen = &policy->sees[from * policy->file_count + file];
	if (*seen)
		return;
	*seen = true;
	for (size_t i = 0; i < policy->files[file].count; i++)
		see(policy, from, policy->files[file].includes[i]);
}

void policy_files_index(struct arena *arena, struct policy *policy)
{
	size_t count = policy->file_count;
	policy->sees = arena_alloc(arena, (count * count + 1) * sizeof(*policy->sees));
	for (size_t i = 0; i < count; i++)
		see(policy, i, i);
}

static size_t file_of(const struct policy *policy, uint32_t at)
{
	size_t i = 0;
	while (i < policy->file_count &&
	       (at < policy->files[i].first || at > policy->files[i].last))
		i++;
	return i;
}

bool policy_sees(const struct policy *policy, uint32_t at, const struct declaration *constant)
{
	size_t from = file_of(policy, at), to = file_of(policy, constant->span.at);
	return from == to || (from < policy->file_count && to < policy->file_count &&
			      policy->sees[from * policy->file_count + to]);
}
