/* SPDX-License-Identifier: MIT */
/* The rows of grammar/directives.def and grammar/words.def, and looking them up. */
#include "service/directive.h"
#include "service/step.h"
#include "service/vocabulary.h"

#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <syslog.h>

const char *const section_names[SECTION_COUNT] = {"Unit", "Service", "Install", "X-Ambit"};
const char *const fate_names[] = {"enforced", "supervisor", "descriptive", "refused"};

/* Why something is refused: the R rows. */
#define R(name, why) static const char reason_##name[] = why;
#include "grammar/directives.def"

#define REFUSED(why) REFUSED, .reason = reason_##why
#define UNPACK(...)  __VA_ARGS__
#define D(section_, name_, kind_, fate_, lower_, argument_, summary_)                              \
	{.section = SECTION_##section_,                                                            \
	 .name = #name_,                                                                           \
	 .len = sizeof(#name_) - 1,                                                                \
	 .kind = KIND_##kind_,                                                                     \
	 .mechanism = #lower_,                                                                     \
	 .argument = {UNPACK argument_},                                                           \
	 .summary = summary_,                                                                      \
	 .fate = fate_},
const struct directive_row directive_rows[DIRECTIVE_COUNT] = {
#include "grammar/directives.def"
};

#define A(section_, name_, real_section_, real_, note_)                                            \
	{.section = SECTION_##section_,                                                            \
	 .name = #name_,                                                                           \
	 .real = D_##real_section_##_##real_,                                                      \
	 .note = note_},
const struct directive_alias directive_aliases[] = {
#include "grammar/directives.def"
	{.name = NULL},
};

int directive_find(enum section section, struct slice name, const struct directive_alias **alias)
{
	*alias = NULL;
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		if (row->len == name.len && row->section == section &&
		    memcmp(row->name, name.at, name.len) == 0)
			return i;
	}
	for (const struct directive_alias *a = directive_aliases; a->name; a++) {
		if (a->section == section && slice_is(name, a->name)) {
			*alias = a;
			return (int)a->real;
		}
	}
	return -1;
}

int directive_find_anywhere(struct slice name)
{
	const struct directive_alias *alias;
	int found = -1;
	for (int section = 0; section < SECTION_COUNT && found < 0; section++)
		found = directive_find((enum section)section, name, &alias);
	return found;
}
