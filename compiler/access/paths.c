/* SPDX-License-Identifier: MIT */
/*
 * All other paths that settings name: found by the kinds of the table of directives. Few are opened
 * for the launch; what for, and by whom, is the table here.
 */
#include "access/examine.h"
#include "access/made.h"
#include "access/match.h"
#include "plan/view.h"
#include "service/value.h"

#include <string.h>
#include <sys/stat.h>

static const struct use {
	enum directive directive;
	unsigned need;
	bool needs_it, makes;
	bool is_early; /* before the directories of the service are made */
	enum expectation expected;
} uses[] = {
	{D_Service_RootDirectory, MAY_EXECUTE, true, false, false, EXPECT_DIRECTORY},
	{D_Service_EnvironmentFile, MAY_READ, true, false, false, EXPECT_FILE},
	{D_Service_StandardInput, MAY_READ, true, false, true, EXPECT_FILE},
	{D_Service_StandardOutput, MAY_WRITE, true, true, true, EXPECT_FILE},
	{D_Service_StandardError, MAY_WRITE, true, true, true, EXPECT_FILE},
	{D_Service_TTYPath, MAY_READ | MAY_WRITE, false, false, true, EXPECT_FILE},
	{D_Service_NetworkNamespacePath, MAY_READ, true, false, true, EXPECT_FILE},
	{D_Service_IPCNamespacePath, MAY_READ, true, false, true, EXPECT_FILE},
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
	struct items paths = {0};
	const char *pattern = arena_string(ck->arena, s->path);
	int error = match_paths(s->tree, pattern, &paths);
	if (error)
		examine_unreadable(ck, s, pattern, -error);
	for (size_t i = 0; i < paths.count; i++) {
		s->path = paths.list[i].text;
		check_one(ck, s);
	}
	if (!paths.count && !error)
		check_one(ck, s);
}

/* What nothing but the service itself may open. */
static struct subject subject_of(struct checker *ck, const struct item *item)
{
	return (struct subject){.directive = item->directive,
				.span = item->span,
				.tree = &ck->seen,
				.path = item->text,
				.expected = EXPECT_ANYTHING,
				.service = &ck->report->service,
				.opener = &ck->report->service};
}

static void by_launcher(struct subject *s, const struct tree *tree, unsigned need,
			enum tolerance tolerates)
{
	s->tree = tree;
	s->actor = ACTOR_LAUNCHER;
	s->opener = &access_root;
	s->need = need;
	s->needs_it = true;
	s->tolerates = tolerates;
}

static void check_text(struct checker *ck, const struct item *item)
{
	const struct use *use = find_use(item->directive);
	struct subject s = subject_of(ck, item);
	if (use) {
		by_launcher(&s, use->is_early ? ck->tree : &ck->made, use->need,
			    item->flags & ITEM_OPTIONAL ? TOLERATES_ALL : TOLERATES_NOTHING);
		s.needs_it = use->needs_it;
		s.makes = use->makes;
		s.expected = use->expected;
	}
	bool known = slice_find(s.path, '\0') == s.path.len;
	if (known && directive_rows[item->directive].argument.flags & FILE_PATTERN &&
	    match_is_pattern(arena_string(ck->arena, s.path)))
		check_pattern(ck, &s);
	else
		check_one(ck, &s);
}

/* The step ID whose arguments FIRST and on are these texts; B may be NULL. */
static const struct step *find_step_of(const struct command_plan *command, enum step_id id,
				       size_t first, struct slice a, const struct slice *b)
{
	for (size_t i = 0; i < command->count; i++) {
		const struct step *step = &command->steps[i];
		if (step->id == id && slice_equal(step->arguments[first].text, a) &&
		    (!b || slice_equal(step->arguments[first + 1].text, *b)))
			return step;
	}
	return NULL;
}

/* Of the last command that has it and may not fail; NULL: none has. With "+" a command has less of a view. */
static const struct step *find_step(const struct checker *ck, enum step_id id, size_t first,
				    struct slice a, const struct slice *b)
{
	const struct step *found = NULL;
	for (size_t i = ck->plan->count; i-- > 0 && !found;) {
		const struct command_plan *command = &ck->plan->commands[i];
		bool is_last = i + 1 == ck->plan->count;
		if (is_last || !(command->command->flags & ITEM_OPTIONAL))
			found = find_step_of(command, id, first, a, b);
	}
	return found;
}

static enum tolerance tolerance_of(const char *flags, enum tolerance optional)
{
	return strstr(flags, "AMBIT_OPTIONAL") ? optional : TOLERATES_NOTHING;
}

/*
 * A list of the view. The launcher looks for the path in the finished view, unless it has left it out because another
 * line says the same, or all there is out of reach.
 */
static void check_view_path(struct checker *ck, const struct item *item)
{
	const struct view_frame frame = {.service = ck->plan->service,
					 .root = view_root(ck->plan->service)};
	struct subject s = subject_of(ck, item);
	struct slice path;
	if (!ck->has_inside || !view_path(&frame, item, &path)) {
		check_one(ck, &s);
		return;
	}
	const struct step *rule = find_step(ck, STEP_path, 0, path, NULL),
			  *mount = find_step(ck, STEP_mount, 1, path, NULL);
	s.tree = &ck->inside;
	s.path = path;
	if (rule || mount)
		by_launcher(
			&s, s.tree, 0,
			tolerance_of((mount ? &mount->arguments[3] : &rule->arguments[1])->constant,
				     TOLERATES_ABSENCE));
	check_one(ck, &s);
}

/* Where something is mounted: what is missing is made, but not what nothing can be mounted on. */
static void check_place(struct checker *ck, const struct item *item, const char *role,
			struct slice path, enum tolerance tolerates)
{
	struct subject s = subject_of(ck, item);
	s.path = path;
	s.role = role;
	by_launcher(&s, &ck->inside, 0, tolerates);
	if (ck->has_inside)
		check_one(ck, &s);
}

/* The source, which is of the host, and the place; unless something else shows there. */
static void check_bind(struct checker *ck, const struct item *item)
{
	const struct slice place = item->more ? *item->more : item->text;
	const struct step *step = find_step(ck, STEP_mount, 1, place, &item->text);
	struct subject s = subject_of(ck, item);
	enum tolerance tolerates = TOLERATES_ALL;
	s.tree = &ck->made;
	if (step) {
		tolerates = tolerance_of(step->arguments[3].constant, TOLERATES_ABSENCE);
		by_launcher(&s, &ck->made, 0, tolerates);
	}
	check_one(ck, &s);
	if (!slice_equal(item->text, place))
		check_place(ck, item, "shown at", place, tolerates);
}

static void check_tmpfs(struct checker *ck, const struct item *item)
{
	check_place(ck, item, NULL, item->text, TOLERATES_NOTHING);
}

/* What is no path is looked for in the stores, and may be missing there. */
static void check_credential(struct checker *ck, const struct item *item)
{
	struct subject s = subject_of(ck, item);
	struct slice name;
	item_split(item, &name, &s.path);
	const struct step *step = find_step(ck, STEP_load_credential, 0, name, &s.path);
	if (!step || !slice_starts(s.path, "/"))
		return;
	by_launcher(&s, &ck->made, MAY_READ,
		    tolerance_of(step->arguments[2].constant, TOLERATES_ENOENT));
	check_one(ck, &s);
}

static void check_open_file(struct checker *ck, const struct item *item)
{
	struct subject s = subject_of(ck, item);
	struct slice name;
	item_split(item, &name, &s.path);
	const struct step *step = find_step(ck, STEP_open_file, 0, s.path, &name);
	bool reads = step && strstr(step->arguments[2].constant, "AMBIT_OPEN_READ_ONLY");
	if (step)
		by_launcher(&s, ck->tree, reads ? MAY_READ : MAY_READ | MAY_WRITE,
			    tolerance_of(step->arguments[2].constant, TOLERATES_ALL));
	s.expected = reads ? EXPECT_ANYTHING : EXPECT_FILE;
	check_one(ck, &s);
}

/* One of those that are made; where that cannot be, the way to it says why. */
static void check_directory(struct checker *ck, const struct item *item)
{
	struct subject s = subject_of(ck, item);
	struct text path = {.arena = ck->arena};
	struct way way;
	for (size_t i = 0; i < MADE_FAMILIES; i++)
		if (strcmp(made_families[i].directive, directive_rows[item->directive].name) == 0)
			text_printf(&path, "%s/", made_families[i].root);
	text_add(&path, value_directory(item->text).path);
	s.path = text_slice(&path);
	by_launcher(&s, &ck->made, MAY_EXECUTE, TOLERATES_NOTHING);
	s.expected = EXPECT_DIRECTORY;
	if (slice_find(s.path, '\0') == s.path.len) {
		tree_walk(&ck->made, path.at, &way);
		if (!way.error && S_ISDIR(way.target.mode) && ck->has_inside)
			s.tree = &ck->inside;
		way_close(&way);
	}
	check_one(ck, &s);
}

static bool view_lists(enum directive directive)
{
	static const enum directive lists[] = {D_Service_ReadWritePaths, D_Service_ReadOnlyPaths,
					       D_Service_InaccessiblePaths, D_Service_ExecPaths,
					       D_Service_NoExecPaths};
	bool is = false;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		is |= lists[i] == directive;
	return is;
}

/* What looks at the paths of a setting that names some; NULL: it does not. */
static void (*find_check(enum directive directive,
			 const struct setting *setting))(struct checker *ck,
							 const struct item *item)
{
	const struct directive_row *row = &directive_rows[directive];
	switch (row->kind) {
	case KIND_PATH:
		return check_text;
	case KIND_PATHS:
		return view_lists(directive) ? check_view_path : check_text;
	case KIND_BINDS:
		return check_bind;
	case KIND_TMPFS:
		return check_tmpfs;
	case KIND_CREDENTIAL:
		return row->argument.flags & RELATIVE ? check_credential : NULL;
	case KIND_FILE:
		return check_open_file;
	case KIND_DIRECTORIES:
		return check_directory;
	case KIND_CONDITION:
		return condition_names_path(row) ? check_text : NULL;
	case KIND_STREAM:
		return stream_names_path(row, setting) ? check_text : NULL;
	default:
		return NULL;
	}
}

void check_paths(struct checker *ck)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		enum directive directive = (enum directive)i;
		const struct setting *setting = &ck->plan->service->settings[i];
		void (*check)(struct checker * ck, const struct item *item) =
			setting->set && i != D_Service_WorkingDirectory
				? find_check(directive, setting)
				: NULL;
		struct item item = {.text = setting->text,
				    .flags = setting->flags,
				    .span = setting->span,
				    .directive = directive};
		size_t count = setting_is_list(directive) ? setting->items.count : 1;
		for (size_t k = 0; check && k < count; k++) {
			if (setting_is_list(directive))
				item = setting->items.list[k];
			item.directive = directive;
			check(ck, &item);
		}
	}
}
