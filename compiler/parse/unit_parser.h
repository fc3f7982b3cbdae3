/* SPDX-License-Identifier: MIT */
/* What grammar/unit.l and grammar/unit.y share with parse/unit.c. */
#ifndef PARSE_UNIT_PARSER_H
#define PARSE_UNIT_PARSER_H

#include "parse/unit.h"

struct unit_parser {
	struct diagnostics *diagnostics;
	struct unit *unit;
	uint32_t source; /* index of the file */
	uint32_t next;   /* the AT of the next byte to scan */
	struct span key; /* the last name that was scanned */
};

void unit_section(struct unit_parser *parser, struct span header);
void unit_assignment(struct unit_parser *parser, struct span key, struct span value);
void unit_no_equals(struct unit_parser *parser, struct span line);
void unit_no_name(struct unit_parser *parser, struct span equals);

#endif
