/* SPDX-License-Identifier: MIT */
/* The states that launchers start from, as --from has them. */
#include "plan/predict.h"
#include "service/value_parts.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <strings.h>

#define CAP(name) (UINT64_C(1) << CAP_##name)

static const uint64_t all_capabilities = UINT64_MAX >> (63 - CAPABILITY_LAST);

/* What Docker, containerd and Podman's elder versions give a container that asks for nothing. */
static const uint64_t container_capabilities =
	CAP(CHOWN) | CAP(DAC_OVERRIDE) | CAP(FSETID) | CAP(FOWNER) | CAP(MKNOD) | CAP(NET_RAW) |
	CAP(SETGID) | CAP(SETUID) | CAP(SETFCAP) | CAP(SETPCAP) | CAP(NET_BIND_SERVICE) |
	CAP(SYS_CHROOT) | CAP(KILL) | CAP(AUDIT_WRITE);

enum field {
	FIELD_UID,
	FIELD_GID,
	FIELD_GROUPS,
	FIELD_BOUNDING,
	FIELD_PERMITTED,
	FIELD_EFFECTIVE,
	FIELD_INHERITABLE,
	FIELD_AMBIENT,
	FIELD_SECUREBITS,
	FIELD_NO_NEW_PRIVILEGES,
	FIELD_ROOT,
	FIELD_CONTAINER,
};

static const struct words words_field = {
	"state", (const struct word[]){
			 {"root", FIELD_ROOT, NULL},
			 {"container", FIELD_CONTAINER, NULL},
			 {"uid", FIELD_UID, NULL},
			 {"gid", FIELD_GID, NULL},
			 {"groups", FIELD_GROUPS, NULL},
			 {"bounding", FIELD_BOUNDING, NULL},
			 {"permitted", FIELD_PERMITTED, NULL},
			 {"effective", FIELD_EFFECTIVE, NULL},
			 {"inheritable", FIELD_INHERITABLE, NULL},
			 {"ambient", FIELD_AMBIENT, NULL},
			 {"securebits", FIELD_SECUREBITS, NULL},
			 {"no_new_privileges", FIELD_NO_NEW_PRIVILEGES, NULL},
			 {0},
		 }};

/* Those of SecureBits=, and the two that only a caller can have. */
const struct words words_start_securebits = {
	"securebit",
	(const struct word[]){
		{"noroot", SECBIT_NOROOT, NULL},
		{"noroot-locked", SECBIT_NOROOT_LOCKED, NULL},
		{"no-setuid-fixup", SECBIT_NO_SETUID_FIXUP, NULL},
		{"no-setuid-fixup-locked", SECBIT_NO_SETUID_FIXUP_LOCKED, NULL},
		{"keep-caps", SECBIT_KEEP_CAPS, NULL},
		{"keep-caps-locked", SECBIT_KEEP_CAPS_LOCKED, NULL},
		{"no-cap-ambient-raise", SECBIT_NO_CAP_AMBIENT_RAISE, NULL},
		{"no-cap-ambient-raise-locked", SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED, NULL},
		{0},
	}};

/* A state being read. */
struct reader {
	struct arena *arena;
	struct credentials c;
	unsigned given; /* bits of enum field */
	const char *problem, *hint;
};

static bool wrong(struct reader *r, const char *hint, const char *problem)
{
	r->problem = problem;
	r->hint = hint;
	return false;
}

/* Cuts the part before SEPARATOR off *rest. */
static struct slice cut(struct slice *rest, char separator)
{
	size_t end = slice_find(*rest, separator);
	struct slice part = slice_part(*rest, 0, end);
	*rest = slice_part(*rest, end + 1, rest->len);
	return part;
}

static bool read_id(struct reader *r, struct slice text, uint32_t *id)
{
	int64_t number;
	if (!slice_number(text, &number) || number < 0 || number >= UINT32_MAX ||
	    number == UINT16_MAX)
		return wrong(r, "ids are numbers, 0 to 4294967294 without 65535",
			     arena_printf(r->arena, "'%.*s' is not an id", SLICE_ARG(text)));
	*id = (uint32_t)number;
	return true;
}

static bool read_ids(struct reader *r, struct slice text, struct ids *ids)
{
	uint32_t id;
	if (!read_id(r, text, &id))
		return false;
	*ids = (struct ids){id, id, id, id};
	return true;
}

static int compare_ids(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool read_groups(struct reader *r, struct slice text)
{
	uint32_t *groups = arena_alloc(r->arena, (text.len + 1) * sizeof(*groups));
	size_t count = 0;
	while (text.len)
		if (!read_id(r, cut(&text, '+'), &groups[count++]))
			return false;
	if (count)
		qsort(groups, count, sizeof(*groups), compare_ids);
	r->c.groups = groups;
	r->c.group_count = count;
	return true;
}

/* "all", "none", names with "+" between them, with or without "cap_"; "~" first: all but these. */
static bool read_set(struct reader *r, struct slice text, uint64_t *set)
{
	bool inverted = slice_starts(text, "~");
	*set = slice_is(text, "all") ? all_capabilities : 0;
	if (slice_is(text, "all") || slice_is(text, "none"))
		return true;
	for (text = slice_part(text, inverted, text.len); text.len;) {
		struct slice name = cut(&text, '+');
		const char *prefix =
			name.len > 4 && strncasecmp(name.at, "CAP_", 4) == 0 ? "" : "CAP_";
		int capability = capability_number(
			r->arena,
			slice_of(arena_printf(r->arena, "%s%.*s", prefix, SLICE_ARG(name))));
		if (capability < 0)
			return wrong(r, capability_nearest(r->arena, name),
				     arena_printf(r->arena, "unknown capability '%.*s'",
						  SLICE_ARG(name)));
		*set |= UINT64_C(1) << capability;
	}
	*set = inverted ? all_capabilities & ~*set : *set;
	return true;
}

static bool read_securebits(struct reader *r, struct slice text)
{
	r->c.securebits = 0;
	while (text.len) {
		struct slice name = cut(&text, '+');
		const struct word *word = words_find(&words_start_securebits, name);
		if (!word)
			return wrong(r, words_nearest(r->arena, &words_start_securebits, name),
				     arena_printf(r->arena, "unknown securebit '%.*s'",
						  SLICE_ARG(name)));
		r->c.securebits |= (unsigned)word->value;
	}
	return true;
}

static bool read_boolean(struct reader *r, struct slice text)
{
	int64_t number;
	if (!boolean_find(text, &number))
		return wrong(
			r, "write yes or no",
			arena_printf(r->arena, "'%.*s' is neither yes nor no", SLICE_ARG(text)));
	r->c.no_new_privileges = number;
	return true;
}

static bool read_value(struct reader *r, enum field field, struct slice value)
{
	struct credentials *c = &r->c;
	switch (field) {
	case FIELD_UID:
		return read_ids(r, value, &c->uid);
	case FIELD_GID:
		return read_ids(r, value, &c->gid);
	case FIELD_GROUPS:
		return read_groups(r, value);
	case FIELD_BOUNDING:
		return read_set(r, value, &c->bounding);
	case FIELD_PERMITTED:
		return read_set(r, value, &c->permitted);
	case FIELD_EFFECTIVE:
		return read_set(r, value, &c->effective);
	case FIELD_INHERITABLE:
		return read_set(r, value, &c->inheritable);
	case FIELD_AMBIENT:
		return read_set(r, value, &c->ambient);
	case FIELD_SECUREBITS:
		return read_securebits(r, value);
	default:
		return read_boolean(r, value);
	}
}

/* "root", "container" at the start; NAME=VALUE. */
static bool read_part(struct reader *r, struct slice part, bool is_first)
{
	size_t equals = slice_find(part, '=');
	struct slice name = slice_part(part, 0, equals);
	const struct word *word = words_find(&words_field, name);
	if (!word)
		return wrong(r, words_nearest(r->arena, &words_field, name),
			     arena_printf(r->arena, "unknown state '%.*s'", SLICE_ARG(name)));
	bool is_base = word->value == FIELD_ROOT || word->value == FIELD_CONTAINER;
	if (is_base != (equals == part.len) || (is_base && !is_first))
		return wrong(r,
			     "write root or container first, then NAME=VALUE with commas between",
			     arena_printf(r->arena, "'%.*s' cannot stand there", SLICE_ARG(part)));
	if (r->given & 1u << word->value)
		return wrong(r, NULL,
			     arena_printf(r->arena, "'%.*s' is given twice", SLICE_ARG(name)));
	if (word->value == FIELD_CONTAINER)
		r->c.bounding = container_capabilities;
	r->given |= 1u << word->value;
	return is_base ||
	       read_value(r, (enum field)word->value, slice_part(part, equals + 1, part.len));
}

/* What is not given follows from the rest as execve(2) would have it. */
static void complete(struct reader *r)
{
	struct credentials *c = &r->c;
	bool is_root = !c->uid.effective && !(c->securebits & SECBIT_NOROOT);
	c->inheritable |= c->ambient;
	if (!(r->given & 1u << FIELD_PERMITTED))
		c->permitted = is_root ? c->bounding | c->inheritable : 0;
	c->permitted |= c->ambient;
	if (!(r->given & 1u << FIELD_EFFECTIVE))
		c->effective = c->permitted;
}

struct credentials start_of_root(void)
{
	return (struct credentials){.bounding = all_capabilities,
				    .permitted = all_capabilities,
				    .effective = all_capabilities};
}

const struct credentials *start_parse(struct arena *arena, const char *text, const char **problem,
				      const char **hint)
{
	struct reader r = {.arena = arena, .c = {.bounding = all_capabilities}};
	struct slice rest = slice_of(text);
	bool is_first = true, good = true;
	do
		good = read_part(&r, cut(&rest, ','), is_first);
	while (good && (is_first = false, rest.len));
	complete(&r);
	if (good && r.c.effective & ~r.c.permitted)
		good = wrong(&r, "write permitted= with as many",
			     "the effective set has more than the permitted one");
	*problem = r.problem;
	*hint = r.hint;
	if (!good)
		return NULL;
	struct credentials *start = arena_alloc(arena, sizeof(*start));
	*start = r.c;
	return start;
}
