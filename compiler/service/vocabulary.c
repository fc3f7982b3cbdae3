/* SPDX-License-Identifier: MIT */
/* The rows of grammar/words.def. */
#include "service/vocabulary.h"

#include <errno.h>
#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <linux/sched.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <syslog.h>

#define WORDS_BEGIN(name, what)  static const struct word rows_of_##name[] = {
#define W(word, value, constant) {word, value, constant},
#define WORDS_END                                                                                  \
	{                                                                                          \
		NULL, 0, NULL                                                                      \
	}                                                                                          \
	}                                                                                          \
	;
#include "grammar/words.def"
#undef WORDS_BEGIN
#undef W
#undef WORDS_END

#define WORDS_BEGIN(name, what) const struct words words_##name = {what, rows_of_##name};
#define W(word, value, constant)
#define WORDS_END
#include "grammar/words.def"
