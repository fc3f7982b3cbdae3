/* SPDX-License-Identifier: MIT */
/* A bump allocator over large blocks; what is larger has a block of its own, which can grow. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, OWN_BLOCK = BLOCK_SIZE / 4, ALIGNMENT = 16 };

struct arena_block {
	_Alignas(ALIGNMENT) struct arena_block *older;
	_Alignas(ALIGNMENT) char bytes[];
};

static _Noreturn void out_of_memory(void)
{
	fputs("ambit: error: out of memory\n", stderr);
	exit(2);
}

static char *new_block(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	struct arena_block *block = calloc(1, sizeof(*block) + size);
	if (!block)
		out_of_memory();
	block->older = arena->blocks;
	arena->blocks = block;
	return block->bytes;
}

static size_t round_up(size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size = round_up(size ? size : 1); /* a pointer that is not NULL even for nothing */
	if (size > OWN_BLOCK)
		return new_block(arena, size);
	if (size > arena->room) {
		arena->next = new_block(arena, BLOCK_SIZE);
		arena->room = BLOCK_SIZE;
	}
	void *object = arena->next;
	arena->next += size;
	arena->room -= size;
	return object;
}

/* Moves the block of its own whose bytes are OLD. */
static void *grow_block(struct arena *arena, char *old, size_t size)
{
	struct arena_block **link = &arena->blocks;
	while ((*link)->bytes != old)
		link = &(*link)->older;
	struct arena_block *block = realloc(*link, sizeof(*block) + size);
	if (!block)
		out_of_memory();
	*link = block;
	return block->bytes;
}

void *arena_resize(struct arena *arena, void *old, size_t old_size, size_t size)
{
	old_size = round_up(old_size);
	size = round_up(size);
	if (old_size > OWN_BLOCK)
		return grow_block(arena, old, size);
	bool is_newest = old && (char *)old + old_size == arena->next;
	if (is_newest && size <= OWN_BLOCK && size - old_size <= arena->room) {
		arena->next += size - old_size;
		arena->room -= size - old_size;
		return old;
	}
	void *larger = arena_alloc(arena, size);
	if (old)
		memcpy(larger, old, old_size);
	return larger;
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return array;
	size_t larger = *room ? *room * 2 : 1; /* most lists have one element */
	array = arena_resize(arena, array, *room * size, larger * size);
	*room = larger;
	return array;
}

void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *older = arena->blocks->older;
		free(arena->blocks);
		arena->blocks = older;
	}
	*arena = (struct arena){0};
}
