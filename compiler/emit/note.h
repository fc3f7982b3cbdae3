/* SPDX-License-Identifier: MIT */
/* The policy that a launcher carries: its ELF note, read by libelf. */
#ifndef EMIT_NOTE_H
#define EMIT_NOTE_H

#include "base/text.h"

/*
 * The text of the note in the file at PATH, in the arena. On failure false, and *why says what is
 * wrong.
 */
bool note_read(struct arena *arena, const char *path, struct slice *note, const char **why);

#endif
