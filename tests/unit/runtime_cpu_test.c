/* SPDX-License-Identifier: MIT */
/* runtime/condition_cpu.c: it can decide what the compiler lets pass, and the other way round. */
#include "harness.h"
#include "service/vocabulary.h"

#include "runtime/condition_cpu.c"

#if defined(__x86_64__) || defined(__i386__)
TEST(runtime_cpu_features)
{
	const size_t count = sizeof(features) / sizeof(*features);
	size_t words = 0;
	for (const struct word *word = words_cpu_feature.rows; word->name; word++, words++)
		if (ambit_is_cpu_feature(word->name) < 0)
			fail_msg("the runtime does not know %s", word->name);
	assert_int_equal(words, count);
	for (size_t i = 0; i < count; i++)
		if (!words_find(&words_cpu_feature, slice_of(features[i].name)))
			fail_msg("the compiler does not know %s", features[i].name);
	assert_int_equal(ambit_is_cpu_feature("no-such"), -EINVAL);
}
#endif
