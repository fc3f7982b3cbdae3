/* SPDX-License-Identifier: MIT */
/*
 * A unit as it is written: sections of assignments, nothing interpreted. The main file comes first,
 * its drop-ins follow in the order in which they apply (systemd.unit(5)).
 */
#ifndef PARSE_UNIT_H
#define PARSE_UNIT_H

#include "base/diag.h"
#include "parse/unit_name.h"

/*
 * Which part of a text stands where: its bytes from OFFSET on, before trimming, are those from AT
 * on.
 */
struct unit_line {
	size_t offset;
	uint32_t at;
	uint32_t len; /* the place has so many bytes only; 0: as many as the text */
};

struct unit_lines {
	struct unit_line first, *more; /* what stands behind each continuation */
	size_t count, room;            /* of more */
	size_t trimmed;                /* bytes that trimming took from the start */
};

struct unit_section {
	struct span span;  /* of the name, or of what is named in its place */
	struct slice name; /* .at is NULL: what stands at the span */
	uint32_t source;   /* index of its file; 0 is the main file */
};

/* What stands in no file as a unit has it: made of a policy. */
struct made_text {
	const char *name;
	struct slice text;
	struct unit_lines lines;
};

struct assignment {
	uint32_t section; /* index + 1; 0 is before the first section */
	struct span key, value;
	const struct made_text *made; /* NULL: what stands at the spans */
};

struct unit {
	struct unit_name name;
	struct slice source; /* what messages of the launcher call the main file */
	const char *path;    /* of the main file, as the user wrote it */
	bool incomplete;     /* mistakes left something out that may have been said */
	struct unit_section *sections;
	size_t section_count, section_room;
	struct assignment *assignments;
	size_t assignment_count, assignment_room;
};

/*
 * Where to look for drop-ins: the first directory wins. The unit's own directory is always the
 * last.
 */
struct unit_options {
	const char *instance;            /* for a template; NULL: the file name has it, or none */
	const char *const *search_paths; /* ended by NULL; may be NULL */
};

/*
 * Reads PATH ("DIR/foo.service", a template, or an instance of one) and its drop-ins into UNIT.
 * Whatever is wrong is reported; false when there is no unit to go on with. Everything lives in the
 * arena.
 */
bool unit_load(struct diagnostics *diagnostics, const char *path,
	       const struct unit_options *options, struct unit *unit);

/*
 * Settles unit->name from the name of its FILE and, for a template, from INSTANCE, which may be
 * NULL; unit->path is for messages. False: reported.
 */
bool unit_settle_name(struct diagnostics *diagnostics, struct slice file, const char *instance,
		      struct unit *unit);

/* Parses one file that was read as source INDEX and appends to UNIT. */
void unit_read(struct diagnostics *diagnostics, size_t index, struct unit *unit);

/*
 * What stands at SPAN as systemd reads it: trimmed, the lines of a continuation joined by a space.
 * LINES, which may be NULL, gets what unit_text_span() needs.
 */
struct slice unit_text(const struct diagnostics *diagnostics, struct span span,
		       struct unit_lines *lines);
/* Name and value of an assignment, wherever they are from; LINES as for unit_text(). */
struct slice assignment_name(const struct diagnostics *diagnostics, const struct assignment *a);
struct slice assignment_text(const struct diagnostics *diagnostics, const struct assignment *a,
			     struct unit_lines *lines);
struct slice unit_section_name(const struct diagnostics *diagnostics,
			       const struct unit_section *section);
/* The place of LEN bytes at OFFSET of that text, in the file. */
struct span unit_text_span(const struct unit_lines *lines, size_t offset, size_t len);

/* The unit in one line a section or assignment, for "ambit emit --to=unit" and the tests. */
void unit_dump(struct diagnostics *diagnostics, const struct unit *unit, struct text *text);

#endif
