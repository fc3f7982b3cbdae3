/* SPDX-License-Identifier: MIT */
/*
 * A policy (ambit-policy(5)): declarations of statements, and a statement is a list of terms. What a name
 * means and what a directive takes is for policy/evaluate.c to say. Recovered at each statement: at the ';' or '}'
 * of the innermost braces; deeper ones are skipped as a whole (policy_skips()).
 */
%define api.pure full
%define api.prefix {policy_}
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {void *scanner}
%parse-param {struct policy_parser *parser}

%code requires {
#include "policy/policy.h"
struct policy_parser;
}
%code {
#include "policy/parser.h"

/* A declaration that stands in for the end of the one before is inside of it: MISTAKES_MOST of them. */
#define YYMAXDEPTH (8 * MISTAKES_MOST)
#define YYLLOC_DEFAULT(current, rhs, n) \
	((current) = (n) ? (struct span){YYRHSLOC(rhs, 1).at, \
					 YYRHSLOC(rhs, n).at + YYRHSLOC(rhs, n).len - YYRHSLOC(rhs, 1).at} \
			 : (struct span){YYRHSLOC(rhs, 0).at + YYRHSLOC(rhs, 0).len, 0})

/* Behind braces that end only because a declaration begins, there is more to recover from. */
#define RECOVERED \
	do { \
		parser->level = 0; \
		if (!parser->closing) \
			yyerrok; \
	} while (0)

static void policy_error(const struct span *span, void *scanner, struct policy_parser *parser,
			 const char *message);
}

%union {
	struct term *term;
	struct terms terms;
	struct statement *statement;
	struct statements statements;
	struct binding *binding;
	struct use *use;
	enum operation operation;
	unsigned count;
}

%initial-action { @$ = (struct span){parser->next, 0}; }

%token END 0 "the end of the file"
%token WORD "a word" STRING "a string" BROKEN "a broken string" COMMENT "a comment"
%token INCLUDE "include" LET "let" PROFILE "profile" SERVICE "service"
%token OPEN "'{'" CLOSE "'}'" LEFT "'('" RIGHT "')'" COMMA "','" SEMICOLON "';'" COLON "':'" EQUALS "'='"
%token OR "'|'" AND "'&'" MINUS "'-'" NOT "'~'" PLUS "'+'" ADD "'+='" REMOVE "'-='"
%token COMPARE "a comparison" BOTH "'and'" EITHER "'or'"
%left EITHER
%left BOTH
%left OR MINUS PLUS
%left AND

%type <term> text broken item expression condition operand primary
%type <count> complements
%type <terms> items
%type <statement> statement line
%type <statements> statements block
%type <binding> parameters parameter_list arguments argument_list
%type <use> uses use_list
%type <operation> operation

%%

policy:
  %empty
| policy declaration
| policy error stop
| policy error CLOSE            { RECOVERED; }
| policy error block            { RECOVERED; }
;

stop:
  SEMICOLON                     { RECOVERED; }
| declaration
;

declaration:
  INCLUDE text SEMICOLON        { policy_include(parser, $text); }
| INCLUDE error stop
| LET text EQUALS expression SEMICOLON
                                { policy_declare(parser, DECLARATION_LET, $text)->value = $expression; }
| LET text EQUALS broken stop   { policy_declare(parser, DECLARATION_LET, $text)->value = $broken; }
| LET error stop
| PROFILE text parameters uses block {
	struct declaration *profile = policy_declare(parser, DECLARATION_PROFILE, $text);
	profile->parameters = $parameters;
	profile->uses = $uses;
	profile->statements = $block.first;
  }
| PROFILE text error block      { policy_declare(parser, DECLARATION_PROFILE, $text)->is_headless = true; RECOVERED; }
| PROFILE text error stop
| SERVICE text uses block {
	struct declaration *service = policy_declare(parser, DECLARATION_SERVICE, $text);
	service->uses = $uses;
	service->statements = $block.first;
  }
| SERVICE text error block {
	policy_declare(parser, DECLARATION_SERVICE, $text)->statements = $block.first;
	RECOVERED;
  }
| SERVICE text error stop
;

broken:
  error                         { $$ = policy_term(parser, TERM_BROKEN, @error); }
;

text:
  WORD                          { $$ = policy_term(parser, TERM_WORD, @WORD); }
| STRING                        { $$ = policy_string(parser, @STRING); }
| BROKEN                        { $$ = policy_term(parser, TERM_BROKEN, @BROKEN); }
;

parameters:
  %empty                        { $$ = NULL; }
| LEFT RIGHT                    { $$ = NULL; }
| LEFT parameter_list RIGHT     { $$ = $2; }
;
parameter_list:
  WORD                          { $$ = policy_binding(parser, @WORD, NULL, NULL); }
| WORD EQUALS expression        { $$ = policy_binding(parser, @WORD, $expression, NULL); }
| parameter_list COMMA WORD     { $$ = policy_binding(parser, @WORD, NULL, $1); }
| parameter_list COMMA WORD EQUALS expression
                                { $$ = policy_binding(parser, @WORD, $expression, $1); }
;

uses:
  %empty                        { $$ = NULL; }
| COLON use_list                { $$ = $use_list; }
;
use_list:
  WORD arguments                { $$ = policy_use(parser, @WORD, $arguments, NULL); }
| use_list COMMA WORD arguments { $$ = policy_use(parser, @WORD, $arguments, $1); }
;
arguments:
  %empty                        { $$ = NULL; }
| LEFT RIGHT                    { $$ = NULL; }
| LEFT argument_list RIGHT      { $$ = $2; }
;
argument_list:
  WORD EQUALS expression        { $$ = policy_binding(parser, @WORD, $expression, NULL); }
| argument_list COMMA WORD EQUALS expression
                                { $$ = policy_binding(parser, @WORD, $expression, $1); }
;

block:
  OPEN CLOSE                    { $$ = (struct statements){0}; }
| OPEN statements CLOSE         { $$ = $statements; }
| OPEN statements error CLOSE   { $$ = $statements; RECOVERED; }
| OPEN error CLOSE              { $$ = (struct statements){0}; RECOVERED; }
| OPEN items error CLOSE        { $$ = (struct statements){0}; RECOVERED; }
| OPEN statements items error CLOSE
                                { $$ = $statements; RECOVERED; }
| OPEN line CLOSE               { $$ = policy_unfinished(parser, (struct statements){0}, $line, @CLOSE); }
| OPEN statements line CLOSE    { $$ = policy_unfinished(parser, $statements, $line, @CLOSE); }
;

statements:
  statement                     { $$ = policy_add((struct statements){0}, $statement); }
| statements statement          { $$ = policy_add($1, $statement); }
| statements error SEMICOLON    { $$ = $1; RECOVERED; }
| statements items error SEMICOLON
                                { $$ = $1; RECOVERED; }
| error SEMICOLON               { $$ = (struct statements){0}; RECOVERED; }
| items error SEMICOLON         { $$ = (struct statements){0}; RECOVERED; }
;

statement:
  line SEMICOLON
| items OPEN statements CLOSE   { $$ = policy_block(parser, $items, $statements, @CLOSE); }
| items OPEN statements error CLOSE
                                { $$ = policy_block(parser, $items, $statements, @CLOSE); RECOVERED; }
| items OPEN statements items error CLOSE
                                { $$ = policy_block(parser, $1, $statements, @CLOSE); RECOVERED; }
| items OPEN statements line CLOSE {
	struct statements lines = policy_unfinished(parser, $statements, $line, @CLOSE);
	$$ = policy_block(parser, $items, lines, @CLOSE);
  }
;

line:
  items                         { $$ = policy_statement(parser, $items, OPERATION_SET, (struct terms){0}); }
| items operation items         { $$ = policy_statement(parser, $1, $operation, $3); }
;

operation:
  ADD                           { $$ = OPERATION_ADD; }
| REMOVE                        { $$ = OPERATION_REMOVE; }
;

items:
  item                          { $$ = policy_append((struct terms){0}, $item); }
| items item                    { $$ = policy_append($1, $item); }
| items COMMA item              { $$ = policy_append($1, $item); }
;

item:
  expression
| WORD EQUALS expression        { $$ = policy_pair(parser, @WORD, $expression); }
;

expression:
  operand
| expression OR expression      { $$ = policy_operator(parser, TERM_UNION, $1, $3); }
| expression AND expression     { $$ = policy_operator(parser, TERM_INTERSECTION, $1, $3); }
| expression MINUS expression   { $$ = policy_operator(parser, TERM_DIFFERENCE, $1, $3); }
| expression PLUS expression    { $$ = policy_operator(parser, TERM_JOIN, $1, $3); }
;

condition:
  expression
| expression COMPARE expression { $$ = policy_comparison(parser, $1, @COMPARE, $3); }
| condition BOTH condition      { $$ = policy_operator(parser, TERM_BOTH, $1, $3); }
| condition EITHER condition    { $$ = policy_operator(parser, TERM_EITHER, $1, $3); }
;

operand:
  primary
| complements primary           { $$ = policy_complement(parser, $complements, $primary); }
;

complements:
  NOT                           { $$ = 1; }
| complements NOT               { $$ = $1 + 1; }
;

primary:
  text
| LEFT condition RIGHT          { $$ = $condition; }
| OPEN CLOSE                    { $$ = policy_set(parser, (struct terms){0}, @$); }
| OPEN items CLOSE              { $$ = policy_set(parser, $items, @$); }
| OPEN items COMMA CLOSE        { $$ = policy_set(parser, $items, @$); }
| OPEN error CLOSE              { $$ = policy_term(parser, TERM_BROKEN, @$); RECOVERED; }
| OPEN items error CLOSE        { $$ = policy_term(parser, TERM_BROKEN, @$); RECOVERED; }
;

%%

/* Says what stands there, and what may where that is but a few things. */
static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct policy_parser *parser)
{
	enum { MOST = YYNTOKENS, LISTED = 5 };
	yysymbol_kind_t expected[MOST], found = yypcontext_token(context);
	struct text wanted = {.arena = parser->diagnostics->arena};
	struct surprise surprise = {.span = *yypcontext_location(context), .found = yysymbol_name(found)};
	int count = yypcontext_expected_tokens(context, expected, MOST), listed = 0;
	(void)scanner;
	for (int i = 0; i < count; i++) {
		surprise.is_outside |= expected[i] == YYSYMBOL_YYEOF;
		surprise.wants_value |= expected[i] == YYSYMBOL_NOT;
		surprise.wants_end |= expected[i] == YYSYMBOL_CLOSE;
		surprise.wants_semicolon |= expected[i] == YYSYMBOL_SEMICOLON;
		if (expected[i] != YYSYMBOL_BROKEN)
			expected[listed++] = expected[i];
	}
	for (int i = 0; i < listed && listed <= LISTED && !surprise.is_outside; i++)
		text_printf(&wanted, "%s%s", i == 0 ? "" : i + 1 < listed ? ", " : " or ",
			    yysymbol_name(expected[i]));
	surprise.wanted = wanted.at ? wanted.at : "";
	policy_unexpected(parser, &surprise);
	return 0;
}

/* Called only when the parser's own stack is full: NESTING_MOST and MISTAKES_MOST come first. */
static void policy_error(const struct span *span, void *scanner, struct policy_parser *parser,
			 const char *message)
{
	(void)scanner;
	(void)message;
	policy_unexpected(parser, &(struct surprise){.span = *span, .found = "too much of this", .wanted = ""});
}
