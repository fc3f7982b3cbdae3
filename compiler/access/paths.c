/* SPDX-License-Identifier: MIT */
/*
 * All other paths that settings name: found by the kinds of the table of directives. Few are opened
 * for the launch; what for, and by whom, is the table here.
 */
#include "access/examine.h"
#include "access/match.h"
#include "service/value.h"

#include <string.h>

static const struct use {
	enum directive directive;
	enum actor actor;
	unsigned need;
	bool needs_it, makes;
} uses[] = {
	{D_Service_RootDirectory, ACTOR_LAUNCHER, MAY_EXECUTE, true, false},
	{D_Service_EnvironmentFile, ACTOR_LAUNCHER, MAY_READ, true, false},
	{D_Service_StandardInput, ACTOR_LAUNCHER, MAY_READ, true, false},
	{D_Service_StandardOutput, ACTOR_LAUNCHER, MAY_WRITE, true, true},
	{D_Service_StandardError, ACTOR_LAUNCHER, MAY_WRITE, true, true},
	{D_Service_TTYPath, ACTOR_LAUNCHER, MAY_READ | MAY_WRITE, false, false},
};

static const struct use *find_use(enum directive directive)
{
	for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++)
		if (uses[i].directive == directive)
			return &uses[i];
	return NULL;
}

static void check_one(struct checker *ck, const struct subject *s)
{
	struct way way;
	if (!examine_walk(ck, s, &way))
		return;
	examine_judge(ck, s, &way);
	way_close(&way);
}

/* Each of the matches; where there is none, the pattern as the name of something missing. */
static void check_pattern(struct checker *ck, struct subject *s)
{
	struct items paths;
	const char *pattern = arena_string(ck->arena, s->path);
	int error = match_paths(ck->tree, pattern, &paths);
	if (error)
		examine_unreadable(ck, s, pattern, -error);
	for (size_t i = 0; i < paths.count; i++) {
		s->path = paths.list[i].text;
		check_one(ck, s);
	}
	if (!paths.count && !error)
		check_one(ck, s);
}

static void check_text(struct checker *ck, enum directive directive, const struct item *item)
{
	const struct use *use = find_use(directive);
	struct subject s = {.directive = directive,
			    .span = item->span,
			    .tree = &ck->seen,
			    .path = item->text,
			    .tolerates =
				    item->flags & ITEM_OPTIONAL ? TOLERATES_ALL : TOLERATES_NOTHING,
			    .expected = EXPECT_ANYTHING,
			    .service = &ck->report->service,
			    .opener = &ck->report->service};
	if (use) {
		s.tree = ck->tree; /* before there is a view */
		s.actor = use->actor;
		s.need = use->need;
		s.needs_it = use->needs_it;
		s.makes = use->makes;
		s.expected = directive == D_Service_RootDirectory ? EXPECT_DIRECTORY : EXPECT_FILE;
		s.opener = &access_root;
	}
	bool known = slice_find(s.path, '\0') == s.path.len;
	if (known && directive_rows[directive].argument.flags & FILE_PATTERN &&
	    match_is_pattern(arena_string(ck->arena, s.path)))
		check_pattern(ck, &s);
	else
		check_one(ck, &s);
}

/* Where a setting of a kind that can name paths does name one. */
static bool names_paths(enum directive directive, const struct setting *setting)
{
	const struct directive_row *row = &directive_rows[directive];
	switch (row->kind) {
	case KIND_PATH:
	case KIND_PATHS:
		return true;
	case KIND_CONDITION:
		return condition_names_path(row);
	case KIND_STREAM:
		return stream_names_path(row, setting);
	default:
		return false;
	}
}

void check_paths(struct checker *ck)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		enum directive directive = (enum directive)i;
		const struct setting *setting = &ck->plan->service->settings[i];
		if (!setting->set || i == D_Service_WorkingDirectory ||
		    !names_paths(directive, setting))
			continue;
		const struct item single = {.text = setting->text,
					    .flags = setting->flags,
					    .span = setting->span,
					    .directive = directive};
		if (!setting_is_list(directive))
			check_text(ck, directive, &single);
		for (size_t k = 0; setting_is_list(directive) && k < setting->items.count; k++)
			check_text(ck, directive, &setting->items.list[k]);
	}
}
