/* SPDX-License-Identifier: MIT */
/*
 * Names of services: foo.service, the template foo@.service, its instance foo@bar.service
 * (systemd.unit(5)).
 */
#ifndef PARSE_UNIT_NAME_H
#define PARSE_UNIT_NAME_H

#include "base/text.h"

struct unit_name {
	struct slice full;     /* "foo-web@bar.service" */
	struct slice stem;     /* "foo-web@bar" */
	struct slice prefix;   /* "foo-web" */
	struct slice instance; /* "bar"; empty for a template or a plain name */
	bool has_instance, is_template;
};

enum { UNIT_NAME_MOST = 255 };

/* False when NAME is no valid name of a service. */
bool unit_name_parse(struct slice name, struct unit_name *parts);
/* "foo@.service" with INSTANCE put in, in the arena. */
char *unit_name_instantiate(struct arena *arena, const struct unit_name *name,
			    struct slice instance);
/* The name that systemd-escape(1) would have made this from: "-" is "/", "\xHH" a byte. */
struct slice unit_name_unescape(struct arena *arena, struct slice escaped);
/*
 * The directories, without the directory they are in, that may hold drop-ins for NAME, from
 * specific to general: foo-web@bar.service.d, foo-web@.service.d, foo-@.service.d,
 * foo-@bar.service.d. Returns how many.
 */
size_t unit_name_dropin_dirs(struct arena *arena, const struct unit_name *name, const char ***dirs);

#endif
