/* SPDX-License-Identifier: MIT */
/*
 * The specifiers of systemd.unit(5) whose value belongs to the host that the launcher runs on. The
 * compiler resolves the others and leaves these, and %%, in the text.
 */
#include "host.h"
#include "text.h"

#include <errno.h>
#include <string.h>

static int short_host_name(const char **value)
{
	const char *name = ambit_host_name();
	size_t len = strcspn(name, ".");

	*value = len ? ambit_copy(0, name, len) : "localhost";
	return 0;
}

static int find_value(char letter, const char **value)
{
	switch (letter) {
	case '%':
		*value = "%";
		return 0;
	case 'b':
		return ambit_read_id(AMBIT_BOOT_ID, value);
	case 'm':
		return ambit_read_id(AMBIT_MACHINE_ID, value);
	case 'H':
		*value = ambit_host_name();
		return 0;
	case 'l':
		return short_host_name(value);
	case 's':
		*value = ambit_root_shell();
		return 0;
	case 'v':
		*value = ambit_kernel_release();
		return 0;
	case 'q':
		return ambit_pretty_host_name(value);
	case 'A':
		return ambit_os_release("IMAGE_VERSION", value);
	case 'B':
		return ambit_os_release("BUILD_ID", value);
	case 'M':
		return ambit_os_release("IMAGE_ID", value);
	case 'o':
		return ambit_os_release("ID", value);
	case 'w':
		return ambit_os_release("VERSION_ID", value);
	case 'W':
		return ambit_os_release("VARIANT_ID", value);
	default:
		return -EINVAL;
	}
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The value of %LETTER. A percent sign before anything else is one, as systemd takes it. */
static const char *specifier(ambit_place place, const char *text)
{
	const char *written = ambit_copy(place, text, text[1] ? 2 : 1), *value = written;

	if (text[1] == '%' || is_letter(text[1])) {
		int error = find_value(text[1], &value);
		if (error < 0)
			ambit_fail(place, AMBIT_STATUS_environment, "specifier", written, -error);
	}
	return value;
}

const char *ambit_specifiers(ambit_place place, const char *text)
{
	const char *result = "";

	for (;;) {
		size_t plain = strcspn(text, "%");
		if (!text[plain])
			return ambit_join(place, result, text, "");
		result = ambit_join(place, result, ambit_copy(place, text, plain),
				    specifier(place, text + plain));
		text += plain + (text[plain + 1] ? 2 : 1);
	}
}
