/* SPDX-License-Identifier: MIT */
/* The arena: zeroed, aligned, growing in place or not. */
#include "harness.h"

#include <stdint.h>
#include <string.h>

static bool is_zero(const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

TEST(arena_objects)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 16384, 16385, 65536, 1000000};
	struct arena arena = {0};
	for (size_t round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			char *object = arena_alloc(&arena, sizes[i]);
			assert_non_null(object);
			assert_int_equal((uintptr_t)object % _Alignof(max_align_t), 0);
			assert_true(is_zero(object, sizes[i]));
			memset(object, 0xff, sizes[i]);
		}
	}
	arena_free(&arena);
	assert_null(arena.blocks);
	arena_free(&arena); /* as often as one likes */
}

/* Grows by STEP; other objects come in between when MIXED. */
static void grow(size_t step, bool mixed)
{
	struct arena arena = {0};
	size_t size = 0;
	unsigned char *object = NULL;
	while (size < 300000) {
		object = arena_resize(&arena, object, size, size + step);
		memset(object + size, (int)(size / step % 251 + 1), step);
		size += step;
		if (mixed)
			memset(arena_alloc(&arena, 24), 0xee, 24);
	}
	for (size_t i = 0; i < size; i++)
		assert_int_equal(object[i], i / step % 251 + 1);
	arena_free(&arena);
}

TEST(arena_growing_objects)
{
	grow(1000, false); /* in place, until it is large enough for a block of its own */
	grow(1000, true);
	grow(16, false);
	grow(20000, false);
	grow(20000, true);
}

TEST(arena_growing_in_place)
{
	struct arena arena = {0};
	char *object = arena_alloc(&arena, 100);
	assert_ptr_equal(arena_resize(&arena, object, 100, 200), object);
	/* large, grown at its place in a block of others: not a block of its own */
	object = arena_resize(&arena, object, 200, 16000);
	object = arena_resize(&arena, object, 16000, 20000);
	memset(object, 1, 20000);
	object = arena_resize(&arena, object, 20000, 40000);
	assert_int_equal(object[0] + object[19999], 2);
	arena_free(&arena);
}

TEST(arena_arrays)
{
	struct arena arena = {0};
	size_t room = 0;
	int *array = NULL;
	for (int i = 0; i < 10000; i++) {
		array = arena_grow(&arena, array, (size_t)i, &room, sizeof(*array));
		assert_true(room > (size_t)i);
		array[i] = i;
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(array[i], i);
	arena_free(&arena);
}
