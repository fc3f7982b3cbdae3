/* SPDX-License-Identifier: MIT */
/* A unit file: sections and assignments, recovered at each line. */
%define api.pure full
%define api.prefix {unit_}
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {void *scanner}
%parse-param {struct unit_parser *parser}

%code requires {
#include "base/source.h"
struct unit_parser;
}
%code {
#include "parse/unit_parser.h"

#define YYLLOC_DEFAULT(current, rhs, n) ((current) = YYRHSLOC(rhs, (n) ? 1 : 0))

int unit_lex(YYSTYPE *value, struct span *span, void *scanner);
static void unit_error(const struct span *span, void *scanner, struct unit_parser *parser,
		       const char *message);
}

%initial-action { @$ = (struct span){parser->next, 0}; }

%token SECTION "section" KEY "name" EQUALS "=" VALUE "value" NEWLINE "end of line"

%%

unit:
  %empty
| unit line NEWLINE
| unit error NEWLINE            { yyerrok; }
;

line:
  SECTION                       { unit_section(parser, @SECTION); }
| KEY EQUALS                    { unit_assignment(parser, @KEY, (struct span){@EQUALS.at + 1, 0}); }
| KEY EQUALS VALUE              { unit_assignment(parser, @KEY, @VALUE); }
;

%%

static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct unit_parser *parser)
{
	(void)scanner;
	if (yypcontext_token(context) == YYSYMBOL_EQUALS)
		unit_no_name(parser, *yypcontext_location(context));
	else
		unit_no_equals(parser, parser->key);
	return 0;
}

/* Called only when the parser's own stack is full, which lines without nesting cannot do. */
static void unit_error(const struct span *span, void *scanner, struct unit_parser *parser,
		       const char *message)
{
	(void)scanner;
	(void)message;
	unit_no_equals(parser, *span);
}
