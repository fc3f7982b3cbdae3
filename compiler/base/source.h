/* SPDX-License-Identifier: MIT */
/* The files that a compilation reads, and places in them. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/text.h"

/*
 * LEN bytes of a source. AT counts over all sources of the compilation, from 1; AT 0 is no place.
 */
struct span {
	uint32_t at, len;
};

struct source {
	const char
		*name; /* for artifacts and messages in launchers: no directories of this machine */
	const char *path; /* for messages of the compiler: as the user wrote it */
	char *bytes;      /* two NUL bytes follow, as flex wants them */
	size_t len;
	uint32_t first;  /* the AT of the first byte */
	uint32_t *lines; /* where each line starts, made when first asked for */
	size_t line_count;
	/* the place whose column was asked for last: the next one is often behind it on a long line */
	struct {
		const char *line;
		size_t offset;
		unsigned column;
	} last;
};

struct sources {
	struct arena *arena;
	struct source *list;
	size_t count, room;
};

/* A place as people count it, from 1. */
struct place {
	struct source *source; /* NULL: nowhere */
	size_t index;          /* of the source */
	unsigned line;
	struct slice text; /* the whole line */
	size_t offset;     /* of the place in the line, in bytes */
};

/*
 * Reads the file at PATH as source NAME; both strings must outlive the sources. Returns its index,
 * or a negative errno (-EISDIR, -EINVAL for what is no file, -EFBIG over 1 GiB, what open(2) and
 * read(2) say).
 */
int source_read(struct sources *sources, const char *name, const char *path);
/* The same for what FD gives until its end, which may be a pipe. */
int source_read_from(struct sources *sources, const char *name, int fd);
/* The same for bytes in memory, which are copied. */
int source_add(struct sources *sources, const char *name, struct slice bytes);

struct slice source_slice(const struct sources *sources, struct span span);
struct place source_place(struct sources *sources, struct span span);
/* The column of PLACE in characters, from 1. */
unsigned place_column(const struct place *place);

#endif
