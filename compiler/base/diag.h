/* SPDX-License-Identifier: MIT */
/* Diagnostics: collected while compiling, all of them, and printed at the end. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/source.h"

#include <stdio.h>

enum severity { ERROR, WARNING, SILENT };

enum diag {
#define N(id, name, severity, summary, remedy) DIAG_##id,
#include "base/diagnostics.def"
#undef N
	DIAG_COUNT
};

struct diag_row {
	const char *name;
	enum severity severity;
	const char *summary; /* one sentence: what is wrong */
	const char *remedy;  /* one sentence: what to do */
};

extern const struct diag_row diag_rows[DIAG_COUNT];

struct diagnostic {
	struct span span;
	enum diag id;
	enum severity severity;
	const char *message, *hint; /* hint may be NULL */
};

struct diagnostics {
	struct arena *arena;
	struct sources *sources;
	struct diagnostic *list;
	size_t count, room;
	size_t errors;
	bool environment; /* one of the errors is not the input's: exit status 2 */
	enum severity severities[DIAG_COUNT];
	/* Messages and hints in the words of another language than units; NULL: as they are. */
	const char *(*wording)(struct arena *arena, const char *said);
};

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_SARIF };

void diag_init(struct diagnostics *diagnostics, struct arena *arena, struct sources *sources);
/*
 * "NAME" turns a warning on, "no-NAME" off; with TO_ERROR it becomes an error (and "no-NAME" a
 * warning again). False when there is no such name or it is an error by nature.
 */
bool diag_configure(struct diagnostics *diagnostics, const char *name, bool to_error);

/* HINT says what to do; it may be NULL, and must live as long as the diagnostics. */
__attribute__((format(printf, 5, 6))) void diag_report(struct diagnostics *diagnostics,
						       enum diag id, struct span span,
						       const char *hint, const char *format, ...);

/* Where diagnostics go; several compilations may share one, between diag_begin() and diag_end(). */
struct diag_output {
	FILE *file;
	enum diag_format format;
	bool colour; /* only for text */
	size_t printed;
};

void diag_begin(struct diag_output *output);
/* Prints all, in the order of their places, and forgets none. */
void diag_print(struct diagnostics *diagnostics, struct diag_output *output);
void diag_end(struct diag_output *output);

#endif
