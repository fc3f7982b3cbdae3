/* SPDX-License-Identifier: MIT */
/* The rows of grammar/words.def, and the constants of grammar/constants.def. */
#include "service/vocabulary.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/ioprio.h>
#include <linux/keyctl.h>
#include <linux/mempolicy.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/securebits.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

static const struct word rows_of_constant[] = {
#define N(name) {#name, name, NULL},
#define B(name) {#name, name, #name},
#include "grammar/constants.def"
	{NULL, 0, NULL}};
const struct words words_constant = {"constant", rows_of_constant};
