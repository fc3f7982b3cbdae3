/* SPDX-License-Identifier: MIT */
/* What policy/format.c, which reads the tokens of a policy, and policy/layout.c share. */
#ifndef POLICY_LAYOUT_H
#define POLICY_LAYOUT_H

#include "base/text.h"

/*
 * A token of grammar/policy.l, comments among them. "," and ";" are no tokens but the tail of what
 * stands before them.
 */
struct token {
	struct slice text;   /* without CR at the ends of lines; a comment also without blanks */
	uint32_t match;      /* "{ ( ) }": index of the other one */
	short kind;          /* as the scanner has it */
	char tail;           /* ',', ';' or 0 */
	unsigned char lines; /* line ends before it; 2 stands for more too */
	bool is_block;       /* "{ }" of statements, not a set */
	bool is_condition;   /* "( )" with a comparison inside */
	bool is_arguments;   /* "(" directly behind the name of a profile or of a call */
	bool has_comment;    /* "{ (" with a comment inside */
	bool is_nested;      /* in a set or in parentheses */
	bool is_first;       /* of a statement or declaration */
	bool is_item;        /* begins one more value, behind another */
	bool is_expanded;    /* a set whose elements stand on lines of their own */
};

struct tokens {
	struct token *list;
	size_t count, room;
};

/* Adds all to OUT. The members of TOKENS are set, but for is_expanded. */
void layout(struct tokens *tokens, struct text *out);

#endif
