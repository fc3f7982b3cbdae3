/* SPDX-License-Identifier: MIT */
/* The vocabularies of grammar/words.def, words_NAME for each; and the constants of grammar/constants.def. */
#ifndef SERVICE_VOCABULARY_H
#define SERVICE_VOCABULARY_H

#include "service/directive.h"

#define WORDS_BEGIN(name, what) extern const struct words words_##name;
#define W(word, value, constant)
#define WORDS_END
#include "grammar/words.def"
#undef WORDS_BEGIN
#undef W
#undef WORDS_END

extern const struct words words_constant; /* .constant: NULL for one of several numbers */

#endif
