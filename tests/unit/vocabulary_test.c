/* SPDX-License-Identifier: MIT */
/* The vocabularies: every list is whole, and words are found by name, by value and by likeness. */
#include "harness.h"
#include "service/vocabulary.h"

#include <string.h>

static const struct words *const all[] = {
#define WORDS_BEGIN(name, what) &words_##name,
#define W(word, value, constant)
#define WORDS_END
#include "grammar/words.def"
#undef WORDS_BEGIN
#undef W
#undef WORDS_END
};

TEST(vocabulary_lists_are_whole)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_true(all[i]->name && *all[i]->name);
		assert_non_null(all[i]->rows[0].name);
		for (const struct word *word = all[i]->rows; word->name; word++) {
			assert_true(*word->name && utf8_valid(slice_of(word->name)));
			assert_ptr_equal(words_find(all[i], slice_of(word->name)),
					 word); /* no name twice */
			const struct word *first = words_value(all[i], word->value);
			assert_true(first && first <= word && first->value == word->value);
		}
	}
}

TEST(vocabulary_searches)
{
	assert_non_null(words_find(&words_type, SLICE("oneshot")));
	assert_null(words_find(&words_type, SLICE("Oneshot")));
	assert_null(words_find(&words_type, SLICE("")));
	assert_null(words_find(&words_type, SLICE("oneshot ")));
	assert_null(words_value(&words_type, -77));
}

TEST(vocabulary_hints)
{
	struct arena arena = {0};
	assert_string_equal(words_nearest(&arena, &words_type, SLICE("onesho")),
			    "did you mean oneshot?");
	const char *list = words_nearest(&arena, &words_type, SLICE("something"));
	assert_true(strncmp(list, "one of ", 7) == 0 && strstr(list, "oneshot"));
	arena_free(&arena);
}
