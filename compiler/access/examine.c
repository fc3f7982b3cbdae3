/* SPDX-License-Identifier: MIT */
/* One path: the walk, the row, and what is to be said when it is missing or denied. */
#include "access/examine.h"
#include "access/remedy.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *path_text(struct checker *ck, struct slice path)
{
	struct text written = {.arena = ck->arena}, text = {.arena = ck->arena};
	for (size_t i = 0; i < path.len; i++)
		text_putc(&written, path.at[i] ? path.at[i] : '%');
	text_visible(&text, text_slice(&written));
	return text.at;
}

static void add_row(struct checker *ck, const struct subject *s, const char *rights,
		    const char *verdict)
{
	struct access_report *report = ck->report;
	struct access_row row = {.directive = directive_rows[s->directive].name,
				 .role = s->role,
				 .path = path_text(ck, s->path),
				 .actor = s->actor,
				 .verdict = verdict};
	strcpy(row.rights, rights);
	report->rows = arena_grow(ck->arena, report->rows, report->count, &report->room,
				  sizeof(*report->rows));
	report->rows[report->count++] = row;
}

void examine_skip(struct checker *ck, const struct subject *s, const char *verdict)
{
	add_row(ck, s, "????", verdict);
}

void examine_unreadable(struct checker *ck, const struct subject *s, const char *path, int error)
{
	diag_report(ck->diagnostics, DIAG_UNREADABLE, s->span, "start ambit as root",
		    "'%s' below --root cannot be looked at: %s", path, strerror(error));
	ck->diagnostics->environment = true;
}

bool examine_walk(struct checker *ck, const struct subject *s, struct way *way)
{
	if (slice_find(s->path, '\0') < s->path.len) {
		examine_skip(ck, s, "known at launch only");
		return false;
	}
	tree_walk(s->tree, arena_string(ck->arena, s->path), way);
	if (way->error == WAY_IS_MADE) {
		examine_skip(ck, s, "made by the launcher");
		return false;
	}
	bool wants_directory = s->expected == EXPECT_DIRECTORY;
	if (!way->error && s->need && s->expected != EXPECT_ANYTHING &&
	    wants_directory != S_ISDIR(way->target.mode)) {
		way->error = wants_directory ? ENOTDIR : EISDIR;
		way->stopped = way->target.path;
		return true;
	}
	if (!way->error || way_is_told(way))
		return true;
	examine_unreadable(ck, s, way->stopped, way->error);
	return false;
}

/* What the service can do, each by itself. */
static void find_rights(const struct subject *s, const struct way *way, char rights[5])
{
	static const unsigned each[] = {0, MAY_READ, MAY_WRITE, MAY_EXECUTE};
	struct denial ignored;
	strcpy(rights, "trwx");
	for (size_t i = 0; i < sizeof(each) / sizeof(*each); i++)
		if ((i && way->error) || !permission_way(s->service, way, each[i], &ignored))
			rights[i] = '-';
}

static const char *user_text(struct checker *ck, const struct credentials *c)
{
	const struct tree_identity *identity = &ck->report->identity;
	bool named = c->uid.fs == identity->uid && identity->name;
	return named ? identity->name : arena_printf(ck->arena, "%u", c->uid.fs);
}

static const char *remedy_of(struct checker *ck, const struct subject *s, const struct way *way,
			     const struct denial *denial)
{
	const struct credentials *c = s->actor == ACTOR_NOBODY ? s->service : s->opener;
	struct plea plea = {.tree = &ck->made,
			    .credentials = c,
			    .user = user_text(ck, c),
			    .way = way,
			    .wanted = s->actor == ACTOR_NOBODY ? MAY_READ : s->need,
			    .capabilities = c == s->service};
	return remedy_text(&plea, denial);
}

/* Why it is not there, when nothing is denied on the way to it. */
static const char *absence(const struct way *way)
{
	return way->error == ENOENT    ? "missing"
	       : way->error == ENOTDIR ? "not a directory"
	       : way->error == EISDIR  ? "a directory"
	       : way->error == EINVAL  ? "of another type than what is to show there"
	       : way->error == ELOOP   ? "behind too many links"
				       : "too long";
}

/* The directory in which the way ended, if it is in a mount of the view; else NULL. */
static const struct node *shown_end(const struct way *way)
{
	const struct node *end = way->count ? &way->searched[way->count - 1] : NULL;
	return end && way->error == ENOENT && end->shown_by ? end : NULL;
}

/* Nothing is looked for below what is out of reach, or mounted there. */
static bool is_fine(const struct subject *s, const struct way *way)
{
	const struct node *end = shown_end(way);
	return s->tolerates == TOLERATES_ALL ||
	       (s->tolerates >= TOLERATES_ENOENT && way->error == ENOENT) ||
	       (s->tolerates >= TOLERATES_ABSENCE && way->error == ENOTDIR) ||
	       (!s->need && end && end->is_closed);
}

/* "ProtectHome=" of "ProtectHome, InaccessiblePaths". */
static const char *first_of(struct arena *arena, const char *directives)
{
	return arena_printf(arena, "%.*s=", (int)strcspn(directives, ","), directives);
}

/* "in --root=t", or, where the view shows something else, in that. */
static const char *whereabouts(struct checker *ck, const struct way *way)
{
	const struct node *end = shown_end(way);
	if (!end)
		return arena_printf(ck->arena, "in --root=%s",
				    *ck->tree->name ? ck->tree->name : "/");
	return arena_printf(ck->arena, "in what %s shows at '%s'",
			    first_of(ck->arena, end->shown_by), end->shown_at);
}

static const char *absence_hint(struct checker *ck, const struct subject *s, const struct way *way)
{
	const struct node *end = shown_end(way);
	if (way->error != ENOENT)
		return "correct the path";
	if (end)
		return arena_printf(
			ck->arena, "correct the path, leave %s out, or show it there by BindPaths=",
			first_of(ck->arena, end->shown_by));
	return directive_rows[s->directive].argument.flags & OPTIONAL
		       ? "make it there, correct the path, or let it begin with '-'"
		       : "make it there, or correct the path";
}

static const char *judge_absence(struct checker *ck, const struct subject *s, const struct way *way)
{
	const char *path = path_text(ck, s->path);
	const char *how = way->error == ENOENT    ? "does not exist"
			  : way->error == ENOTDIR ? "is not a directory"
			  : way->error == EISDIR  ? "is a directory"
			  : way->error == EINVAL  ? "is of another type than what is to show there"
			  : way->error == ELOOP   ? "is one symbolic link too many"
						  : "has too long a name";
	bool itself = strcmp(path, way->stopped) == 0;
	if (s->needs_it && !is_fine(s, way))
		diag_report(ck->diagnostics, DIAG_ACCESS, s->span, absence_hint(ck, s, way),
			    "%s=: %s%s'%s'%s%s%s %s %s", directive_rows[s->directive].name,
			    s->role ? s->role : "", s->role ? " " : "", path,
			    itself ? "" : " cannot be reached: '", itself ? "" : way->stopped,
			    itself ? "" : "'", how, whereabouts(ck, way));
	return absence(way);
}

static const char *judge_denial(struct checker *ck, const struct subject *s, const struct way *way,
				const struct denial *denial)
{
	if (s->tolerates == TOLERATES_ALL)
		return "denied, which is fine";
	diag_report(ck->diagnostics, DIAG_ACCESS, s->span, remedy_of(ck, s, way, denial),
		    "%s=: the %s cannot %s '%s': %s", directive_rows[s->directive].name,
		    s->actor == ACTOR_LAUNCHER ? "launcher" : "service",
		    action_text(s->need, s->expected == EXPECT_DIRECTORY), path_text(ck, s->path),
		    denial_text(ck->arena, denial));
	return "denied";
}

/* Nothing needs it for the launch; the service may, and to read is the least that it can want. */
static const char *advise(struct checker *ck, const struct subject *s, const struct way *way)
{
	struct denial denial;
	if (way->error)
		return absence(way);
	if (permission_way(s->service, way, MAY_READ, &denial))
		return "";
	return arena_printf(ck->arena, "to read it: %s", remedy_of(ck, s, way, &denial));
}

void examine_judge(struct checker *ck, const struct subject *s, const struct way *way)
{
	struct denial denial;
	char rights[5];
	const char *verdict;
	bool makes = s->makes && way->error == ENOENT && way->last;
	find_rights(s, way, rights);
	if (s->actor == ACTOR_NOBODY)
		verdict = advise(ck, s, way);
	else if (!permission_way(s->opener, way, s->need, &denial) ||
		 (makes && !permission_node(s->opener, &way->searched[way->count - 1],
					    MAY_WRITE | MAY_EXECUTE, &denial)))
		verdict = judge_denial(ck, s, way, &denial);
	else if (makes)
		verdict = "made at launch";
	else if (way->error)
		verdict = judge_absence(ck, s, way);
	else
		verdict = way->fd < 0 && !way->target.is_closed ? "made at launch" : "ok";
	add_row(ck, s, rights, verdict);
}
