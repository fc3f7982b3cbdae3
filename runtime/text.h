/* SPDX-License-Identifier: MIT */
/*
 * Small text helpers for the files that read what others wrote: variables, configuration files,
 * /proc and /sys. Results are in kept storage (memory.c).
 */
#ifndef AMBIT_TEXT_H
#define AMBIT_TEXT_H

#include "internal.h"

bool ambit_is_utf8(const char *text);
bool ambit_is_variable_name(const char *name);

char *ambit_copy(ambit_place, const char *text, size_t len);
const char *ambit_decimal(ambit_place, uint64_t number);

/* The way to TO from the directory that FROM is in; both absolute, or both below the same. */
const char *ambit_relative_path(ambit_place, const char *from, const char *to);

int ambit_parse_boolean(const char *word);                    /* 1, 0 or -EINVAL */
int ambit_parse_number(const char *digits, uint64_t *number); /* 0 or negative errno */

const char *ambit_skip_blanks(const char *text);

/* Cuts the next word, unquoted, off *rest: 1; 0 at the end; -EINVAL: the quote stays open. */
int ambit_next_word(char **rest, char **word);

/* The first line of a small file, without trailing white space. 0 or negative errno. */
int ambit_read_line(const char *path, char **line);

#endif
