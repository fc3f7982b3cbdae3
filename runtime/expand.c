/* SPDX-License-Identifier: MIT */
/*
 * $NAME, ${NAME} and $$ in arguments, as systemd.service(5), "Command lines" has it: against the
 * final environment, once. A whole word $NAME becomes any number of words, ${NAME} exactly its
 * value.
 */
#include "text.h"

#include <string.h>

/* True for "$..." that is neither "${" nor "$$": a word that is a variable, or nothing. */
static bool is_whole_variable(const char *word)
{
	return word[0] == '$' && word[1] != '{' && word[1] != '$';
}

/* NULL when it is not set or no name. */
static const char *value_of(ambit_place place, const char *name, size_t len)
{
	const char *copy = ambit_copy(place, name, len);

	return ambit_is_variable_name(copy) ? ambit_variable(copy) : NULL;
}

static const char *whole_value(ambit_place place, const char *word)
{
	const char *value = value_of(place, word + 1, strlen(word + 1));

	return value ? value : "";
}

/*
 * The length of "{NAME}" at text, 0 when it is to stay as it is: unfinished, or with a shell's
 * ":-".
 */
static size_t braces(const char *text)
{
	size_t len = *text == '{' ? strcspn(text, "}:") : 0;

	return len && text[len] == '}' ? len + 1 : 0;
}

/*
 * How much of a text that begins with no variable is taken as it is: an unfinished "${" takes "$$"
 * along.
 */
static size_t plain_length(const char *text)
{
	if (text[0] != '$' || text[1] != '{')
		return 1;
	size_t len = strcspn(text, "}:");
	return len + (text[len] != 0);
}

/* Writes the expansion to `to`, unless it is NULL, and returns its length. */
static size_t substitute(ambit_place place, const char *word, char *to)
{
	size_t len = 0;

	while (*word) {
		size_t name = *word == '$' ? braces(word + 1) : 0;
		const char *from = word;
		size_t size = plain_length(word);
		if (name) {
			from = value_of(place, word + 2, name - 2);
			size = from ? strlen(from) : 0;
			word += 1 + name;
		} else {
			word += word[0] == '$' && word[1] == '$' ? 2 : size;
		}
		if (to && size)
			memcpy(to + len, from, size);
		len += size;
	}
	return len;
}

/* An upper bound: each word of a value but the last has a blank behind it. */
static size_t most_words(ambit_place place, const char *const *arguments)
{
	size_t most = 1;

	for (; *arguments; arguments++)
		most += is_whole_variable(*arguments)
				? strlen(whole_value(place, *arguments)) / 2 + 1
				: 1;
	return most;
}

/* Quotes are removed; one that stays open ends with the value. */
static size_t split(ambit_place place, const char *value, const char **words)
{
	char *rest = ambit_copy(place, value, strlen(value)), *word;
	size_t count = 0;

	while (ambit_next_word(&rest, &word))
		words[count++] = word;
	return count;
}

const char *const *ambit_expand(ambit_place place, const char *const *arguments)
{
	const char **words = ambit_keep(place, most_words(place, arguments) * sizeof(*words));
	size_t count = 0;

	for (; *arguments; arguments++) {
		if (is_whole_variable(*arguments)) {
			count += split(place, whole_value(place, *arguments), words + count);
			continue;
		}
		char *word = ambit_keep(place, substitute(place, *arguments, NULL) + 1);
		substitute(place, *arguments, word);
		words[count++] = word;
	}
	return words;
}
