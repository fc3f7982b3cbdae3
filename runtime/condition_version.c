/* SPDX-License-Identifier: MIT */
/*
 * Conditions on versions and fields: ConditionKernelVersion=, ConditionOSRelease=,
 * ConditionFirmware=. Lists of words that must all hold: systemd.unit(5). A word that is not
 * understood decides nothing.
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

/* Blanks behind the operator need quotes; for compatibility not so in the first word. */
static int test_release(char **rest, char *word, bool is_first)
{
	const char *wanted = ambit_skip_blanks(word);
	enum ambit_operator operator= ambit_take_operator(&wanted);

	if (operator== AMBIT_NONE)
		return !fnmatch(wanted, ambit_kernel_release(), 0);
	wanted = ambit_skip_blanks(wanted);
	if (!*wanted) {
		char *next;
		if (!is_first || ambit_next_word(rest, &next) != 1)
			return -EINVAL;
		wanted = next;
	}
	return ambit_text_holds(operator, ambit_kernel_release(), wanted);
}

int ambit_is_kernel_version(const char *operand)
{
	char *rest = ambit_copy(0, operand, strlen(operand)), *word;
	int result, holds = 1;

	for (bool is_first = true; holds == 1; is_first = false) {
		result = ambit_next_word(&rest, &word);
		if (result < 1)
			return result < 0 ? result : is_first ? -EINVAL : 1;
		holds = test_release(&rest, word, is_first);
	}
	return holds;
}

/* KEY, operator and value without blanks between them. */
static int test_field(char *word)
{
	size_t len = strcspn(word, "!$<=>");
	const char *wanted = word + len, *actual;
	enum ambit_operator operator= ambit_take_operator(&wanted);

	if (operator== AMBIT_NONE || !len || !* wanted || strchr(" \t\n\r", *wanted))
		return -EINVAL;
	word[len] = 0;
	int error = ambit_os_release(word, &actual);
	return error < 0 ? error : ambit_text_holds(operator, actual, wanted);
}

int ambit_is_os_release(const char *operand)
{
	char *rest = ambit_copy(0, operand, strlen(operand)), *word;
	int more, holds = -EINVAL;

	while ((more = ambit_next_word(&rest, &word)) == 1) {
		/* before `word` is cut: the operator is in it */
		holds = test_field(word);
		if (holds != 1)
			return holds;
	}
	return more < 0 ? more : holds;
}

/* What is between NAME( and ), NULL when the operand is not that. */
static char *argument(const char *operand, const char *name)
{
	size_t len = strlen(name), size = strlen(operand);

	if (size < len + 3 || strncmp(operand, name, len) || operand[len] != '(' ||
	    operand[size - 1] != ')')
		return NULL;
	return ambit_copy(0, operand + len + 1, size - len - 2);
}

static int test_smbios(char *field)
{
	char *actual;
	size_t len = strcspn(field, "!$<=>");
	const char *wanted = field + len;
	enum ambit_operator operator= ambit_take_operator(&wanted);

	while (len && strchr(" \t", field[len - 1]))
		len--;
	field[len] = 0;
	wanted = ambit_skip_blanks(wanted);
	if (operator== AMBIT_NONE || !len || strchr(field, '/'))
		return -EINVAL;
	int error = ambit_read_line(ambit_join(0, "/sys/class/dmi/id/", field, ""), &actual);
	if (error < 0)
		return error == -ENOENT ? 0 : error;
	return ambit_text_holds(operator, actual, wanted);
}

/* The list of the device tree: strings, each with a NUL behind it. */
static int test_compatible(const char *wanted)
{
	char *list;
	long len = ambit_read_file(0, "/proc/device-tree/compatible", &list);

	if (len < 0)
		return len == -ENOENT ? 0 : (int)len;
	for (const char *name = list; name < list + len; name += strlen(name) + 1)
		if (!strcmp(name, wanted))
			return 1;
	return 0;
}

static int test_uefi(void)
{
	const char *container;
	int error = ambit_container(&container);

	if (error < 0)
		return error;
	return container ? 0 : ambit_exists("/sys/firmware/efi");
}

int ambit_is_firmware(const char *operand)
{
	char *within;

	if (!strcmp(operand, "uefi"))
		return test_uefi();
	if (!strcmp(operand, "device-tree"))
		return ambit_exists("/sys/firmware/devicetree");
	if ((within = argument(operand, "device-tree-compatible")))
		return test_compatible(within);
	if ((within = argument(operand, "smbios-field")))
		return test_smbios(within);
	return -EINVAL;
}
