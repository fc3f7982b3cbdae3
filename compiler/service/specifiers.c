/* SPDX-License-Identifier: MIT */
/*
 * Specifiers: systemd.unit(5), "Specifiers". What the unit's name, the file system layout and the
 * service manager's user (root) decide is resolved here; what belongs to the host that the launcher
 * will run on stays, as a NUL byte and the letter.
 */
#include "service/value_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char at_launch[] = "bmHlvsqABMowW";
/* In the names of other units only these are known. */
static const char in_unit_names[] = "ijnNpaAbBHlqmMovwWgGuU%";

/* systemd's word for the architecture that the launcher is made for. */
#if defined __x86_64__
#define ARCHITECTURE "x86-64"
#elif defined __i386__
#define ARCHITECTURE "x86"
#elif defined __AARCH64EB__
#define ARCHITECTURE "arm64-be"
#elif defined __aarch64__
#define ARCHITECTURE "arm64"
#elif defined __ARMEB__
#define ARCHITECTURE "arm-be"
#elif defined __arm__
#define ARCHITECTURE "arm"
#elif defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE "riscv64"
#elif defined __riscv
#define ARCHITECTURE "riscv32"
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define ARCHITECTURE "ppc64-le"
#elif defined __powerpc64__
#define ARCHITECTURE "ppc64"
#elif defined __s390x__
#define ARCHITECTURE "s390x"
#elif defined __loongarch64
#define ARCHITECTURE "loongarch64"
#endif

static const struct {
	char letter;
	const char *text;
} fixed[] = {
	{'t', "/run"}, {'S', "/var/lib"}, {'C', "/var/cache"}, {'L', "/var/log"}, {'E', "/etc"},
	{'T', "/tmp"}, {'V', "/var/tmp"}, {'u', "root"},       {'U', "0"},        {'g', "root"},
	{'G', "0"},    {'h', "/root"},    {'a', ARCHITECTURE}, {'%', "%"},
};

/* One specifier on its way. */
struct specifier {
	const struct value *value;
	char letter;
	size_t offset, len; /* in the value */
	struct text *out;
};

static bool is_alphanumeric(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

/* What stands behind the last dash of the prefix. */
static struct slice last_part(struct slice prefix)
{
	for (size_t at; (at = slice_find(prefix, '-')) < prefix.len;)
		prefix = slice_part(prefix, at + 1, prefix.len);
	return prefix;
}

/* %f: the instance, or else the prefix, is an escaped path: systemd-escape(1), "--path". */
static bool add_path(const struct specifier *s, const struct unit_name *name)
{
	struct slice escaped = name->has_instance ? name->instance : name->prefix;
	struct slice path = unit_name_unescape(s->value->arena, escaped);
	if (slice_is(escaped, "-"))
		path = SLICE("");
	struct slice absolute = {arena_printf(s->value->arena, "/%.*s", SLICE_ARG(path)),
				 path.len + 1};
	if (path_problem(absolute) ||
	    !slice_equal(path_simplify(s->value->arena, absolute), absolute))
		return value_error(s->value, DIAG_SPECIFIER, s->offset, s->len,
				   "systemd-escape --path makes a name of a path",
				   "%%f: '%.*s' is not the name of a path", SLICE_ARG(escaped));
	text_add(s->out, absolute);
	return true;
}

/* %y and %Y: the unit file and its directory. */
static bool add_file(const struct specifier *s)
{
	char resolved[PATH_MAX];
	if (!realpath(s->value->unit->path ? s->value->unit->path : "", resolved))
		return value_error(s->value, DIAG_SPECIFIER, s->offset, s->len, NULL,
				   "%%%c: the path of the unit file is not known", s->letter);
	char *slash = strrchr(resolved, '/');
	if (s->letter == 'Y')
		slash[slash == resolved] = '\0';
	text_puts(s->out, resolved);
	return true;
}

/* What the name of the unit decides. False: not such a specifier, or reported in *failed. */
static bool add_from_name(const struct specifier *s, bool *failed)
{
	const struct unit_name *name = &s->value->unit->name;
	struct arena *arena = s->value->arena;
	switch (s->letter) {
	case 'n':
		text_add(s->out, name->full);
		return true;
	case 'N':
		text_add(s->out, name->stem);
		return true;
	case 'p':
		text_add(s->out, name->prefix);
		return true;
	case 'P':
		text_add(s->out, unit_name_unescape(arena, name->prefix));
		return true;
	case 'i':
		text_add(s->out, name->instance);
		return true;
	case 'I':
		text_add(s->out, unit_name_unescape(arena, name->instance));
		return true;
	case 'j':
		text_add(s->out, last_part(name->prefix));
		return true;
	case 'J':
		text_add(s->out, unit_name_unescape(arena, last_part(name->prefix)));
		return true;
	case 'd':
		text_printf(s->out, "/run/credentials/%.*s", SLICE_ARG(name->full));
		return true;
	case 'f':
		*failed = !add_path(s, name);
		return true;
	case 'y':
	case 'Y':
		*failed = !add_file(s);
		return true;
	default:
		return false;
	}
}

static bool report_unknown(const struct specifier *s, enum specifier_set set)
{
	if (set == SPECIFIERS_UNIT_NAME && strchr("PIJftSCLETVdhsyY", s->letter))
		return value_error(s->value, DIAG_SPECIFIER, s->offset, s->len, NULL,
				   "the specifier %%%c is not known in names of units", s->letter);
	return value_error(s->value, DIAG_SPECIFIER, s->offset, s->len,
			   "write %% for a percent sign", "unknown specifier %%%c", s->letter);
}

static bool resolve(const struct specifier *s, enum specifier_set set)
{
	bool failed = false;
	if (set == SPECIFIERS_UNIT_NAME && !strchr(in_unit_names, s->letter))
		return report_unknown(s, set);
	if (strchr(at_launch, s->letter)) {
		text_putc(s->out, '\0');
		text_putc(s->out, s->letter);
		return true;
	}
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++) {
		if (fixed[i].letter == s->letter && fixed[i].text) {
			text_puts(s->out, fixed[i].text);
			return true;
		}
	}
	return add_from_name(s, &failed) ? !failed : report_unknown(s, set);
}

static size_t count_percents(struct slice text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '%';
	return count;
}

bool specifiers_expand(const struct value *value, enum specifier_set set, struct slice text,
		       size_t offset, size_t len, struct slice *expanded)
{
	struct slice written = slice_part(value->text, offset, len);
	*expanded = text;
	if (slice_find(text, '%') == text.len)
		return true;
	/* where an escape made a percent sign, the word as a whole is the place */
	bool exact = count_percents(written) == count_percents(text);
	struct text out = {.arena = value->arena};
	for (size_t i = 0, at = 0; i < text.len;
	     i++) { /* AT: of the same percent sign in WRITTEN */
		bool is_percent = text.at[i] == '%';
		char letter = is_percent && i + 1 < text.len ? text.at[i + 1] : '\0';
		if (!is_percent || (!is_alphanumeric(letter) && letter != '%')) {
			text_putc(&out, text.at[i]);
			at += is_percent ? slice_find(slice_part(written, at, len), '%') + 1 : 0;
			continue;
		}
		at += slice_find(slice_part(written, at, len), '%');
		struct specifier specifier = {value, letter, offset, len, &out};
		if (exact) {
			specifier.offset = offset + at;
			specifier.len = 2;
		}
		if (!resolve(&specifier, set))
			return false;
		at += letter == '%' ? 2 : 1;
		i++;
	}
	*expanded = text_slice(&out);
	return true;
}

struct slice specifiers_stand_in(struct arena *arena, struct slice text)
{
	if (slice_find(text, '\0') == text.len)
		return text;
	struct text plain = {.arena = arena};
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i])
			text_putc(&plain, text.at[i]);
	return text_slice(&plain);
}
