/* SPDX-License-Identifier: MIT */
/* One arena holds all that a compilation allocates; it is freed as a whole and never in parts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the newest first */
	char *next;
	size_t room;
};

/* SIZE zeroed bytes, aligned for any object. Never NULL: without memory the compiler stops. */
void *arena_alloc(struct arena *arena, size_t size);

/*
 * OLD, of OLD_SIZE bytes, made larger: at its place where that can be, else moved; then OLD is not
 * to be used any more. What is new is not zeroed. OLD may be NULL.
 */
void *arena_resize(struct arena *arena, void *old, size_t old_size, size_t size);

/*
 * Room for one more element: an array of COUNT elements of SIZE bytes that has doubled when full.
 * Returns the array to use from now on; *room is its capacity.
 */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t *room, size_t size);

void arena_free(struct arena *arena);

#endif
