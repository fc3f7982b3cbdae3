/* SPDX-License-Identifier: MIT */
/* The options of cli/options.def, by name. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

enum option_id {
#define O(id, short_, long_, argument, summary) OPTION_##id,
#include "cli/options.def"
#undef O
	OPTION_COUNT
};

#define TAKES(option) (1u << OPTION_##option)

#endif
