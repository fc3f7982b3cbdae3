/* SPDX-License-Identifier: MIT */
/*
 * The launcher as C: one call a step, in the order of the plan. The text of a user goes through
 * text_c_string() only, and never into a comment.
 */
#include "emit/emit.h"

#include <assert.h>
#include <inttypes.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>

enum { COLUMNS = 100, TAB = 8, CAPABILITIES = 63 };

/* A call being written: its pieces are broken into lines before they pass the last column. */
struct call {
	struct diagnostics *diagnostics;
	const struct step *step;
	struct text *text;
	struct text *piece; /* the next one, until add_piece() */
	size_t start;       /* of the current line in the text */
	unsigned indent;    /* how much wider its tabs are than their bytes */
	bool is_prepared;   /* the program and its arguments stand before the filter */
};

static void start_line(struct call *call, unsigned tabs)
{
	call->start = call->text->len;
	call->indent = (TAB - 1) * tabs;
	for (unsigned i = 0; i < tabs; i++)
		text_putc(call->text, '\t');
}

/* Moves the piece behind a blank, on a new line where it would not fit any more. */
static void add_piece(struct call *call, bool first)
{
	size_t width = call->text->len - call->start + call->indent;
	if (!first && width + 1 + call->piece->len + 3 > COLUMNS) {
		text_putc(call->text, '\n');
		start_line(call, 2);
	} else if (!first) {
		text_putc(call->text, ' ');
	}
	text_add(call->text, text_slice(call->piece));
	call->piece->len = 0;
}

/* The line of the step, for messages: of the main file, or of another by its number. */
static void put_place(struct call *call)
{
	struct place place = source_place(call->diagnostics->sources, call->step->span);
	if (place.index > 0xff || place.line > 0xffffff) /* more than IN() of ambit.h takes */
		text_puts(call->piece, "0");
	else if (place.index)
		text_printf(call->piece, "IN(%zu, %u)", place.index, place.line);
	else
		text_printf(call->piece, "%u", place.line);
}

static void add_capability(struct text *text, int number)
{
	char *name = number <= CAP_LAST_CAP ? cap_to_name(number) : NULL;
	if (name && strncmp(name, "cap_", 4) == 0) {
		text_puts(text, "CAP(");
		for (const char *c = name + 4; *c; c++)
			text_putc(text, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
		text_puts(text, ")");
	} else {
		text_printf(text, "CAP_NUMBER(%d)", number);
	}
	cap_free(name);
}

void emit_c_capabilities(struct text *text, uint64_t set)
{
	bool inverted = set >> CAPABILITIES;
	uint64_t listed = inverted ? ~set : set;
	text_puts(text, inverted ? "ALL_BUT(" : "");
	if (!listed)
		text_puts(text, "NO_CAPABILITIES");
	for (int i = 0, some = 0; i < CAPABILITIES; i++) {
		if (!(listed >> i & 1))
			continue;
		text_puts(text, some++ ? " | " : "");
		add_capability(text, i);
	}
	text_puts(text, inverted ? ")" : "");
}

static bool has_specifiers(struct slice value)
{
	return slice_find(value, '\0') < value.len;
}

/* VALUE, in which a NUL byte and a letter are a specifier, as what ambit_specifiers() takes. */
static void put_template(struct text *text, struct slice value)
{
	struct text template = {.arena = text->arena};
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '%')
			text_putc(&template, '%');
		text_putc(&template, value.at[i] ? value.at[i] : '%');
	}
	text_c_string(text, text_slice(&template));
}

/* VALUE as an expression: a literal, or what the launch makes of its specifiers. */
static void put_text(struct call *call, struct slice value)
{
	if (!value.at) {
		text_puts(call->piece, "NULL");
	} else if (!has_specifiers(value)) {
		text_c_string(call->piece, value);
	} else {
		text_puts(call->piece, "ambit_specifiers(");
		put_place(call);
		text_puts(call->piece, ", ");
		put_template(call->piece, value);
		text_putc(call->piece, ')');
	}
}

static void add_texts(struct call *call, const struct argument *argument)
{
	const struct items *texts = &argument->texts;
	if (!texts->count) {
		text_puts(call->piece, "NO_STRINGS");
		add_piece(call, false);
	}
	for (size_t i = 0; i < texts->count; i++) {
		if (!i && argument->expand) {
			text_puts(call->piece, "ambit_expand(");
			put_place(call);
			text_puts(call->piece, ", ");
		}
		text_puts(call->piece, i ? "" : "STRINGS(");
		put_text(call, texts->list[i].text);
		text_puts(call->piece, i + 1 < texts->count ? "," : argument->expand ? "))" : ")");
		add_piece(call, false);
	}
}

static void add_mask(struct call *call, const struct numbers *numbers)
{
	text_puts(call->piece, "MASK(");
	for (size_t i = 0; i < numbers->count; i++)
		text_printf(call->piece, "%s0x%" PRIx64, i ? ", " : "", numbers->words[i]);
	text_puts(call->piece, numbers->count ? ")" : numbers->special ? "INFINITE)" : "0)");
	add_piece(call, false);
}

static void put_limit(struct text *text, uint64_t limit)
{
	if (limit == UINT64_MAX)
		text_puts(text, "INFINITE");
	else
		text_printf(text, "%" PRIu64 "%s", limit, limit > INT64_MAX ? "u" : "");
}

static void add_expected(struct call *call, const struct expected *expected)
{
	struct text *text = call->text;
	text_puts(text, " &(const struct ambit_expected){\n");
	text_printf(text, "\t\t.check = %s,\n", expected->check);
	if (strstr(expected->check, "AMBIT_CHECK_BOUNDING")) {
		text_puts(text, "\t\t.bounding = ");
		emit_c_capabilities(text, expected->bounding);
		text_puts(text, ",\n");
	}
	if (strstr(expected->check, "AMBIT_CHECK_CAPABILITIES")) {
		text_puts(text, "\t\t.ambient = ");
		emit_c_capabilities(text, expected->ambient);
		text_printf(text, ",\n\t\t.securebits = %s,\n", expected->securebits);
	}
	if (strstr(expected->check, "AMBIT_CHECK_NO_NEW_PRIVILEGES"))
		text_printf(text, "\t\t.no_new_privileges = %" PRId64 ",\n",
			    expected->no_new_privileges);
	if (expected->keeps_admin)
		text_puts(text, "\t\t.keeps_admin = 1,\n");
	text_printf(text, "\t\t.umask = 0%03" PRIo64 ",\n", (uint64_t)expected->umask);
	for (size_t i = 0; i < expected->limit_count; i++) {
		const struct argument *limit = expected->limits[i];
		text_printf(text, "%s{%s, ", i ? ",\n\t\t\t         " : "\t\t.limits = LIMITS(",
			    limit[0].constant);
		put_limit(text, limit[1].bits);
		text_puts(text, ", ");
		put_limit(text, limit[2].bits);
		text_putc(text, '}');
	}
	text_puts(text, expected->limit_count ? "),\n\t}" : "\t}");
}

/* A path, or what step "search" makes of a plain name. */
static void put_program(struct call *call, const struct items *program)
{
	if (program->count > 1)
		text_puts(call->piece, "AMBIT_FOUND");
	else
		put_text(call, program->list[0].text);
}

static void add_argument(struct call *call, const struct argument *argument)
{
	struct text *piece = call->piece;
	switch (argument->letter) {
	case 'n':
		text_printf(piece, "%" PRId64, argument->number);
		break;
	case 'o':
		text_printf(piece, argument->number ? "0%03" PRIo64 : "%" PRIo64,
			    (uint64_t)argument->number);
		break;
	case 'h':
		text_printf(piece, "0x%" PRIx64, argument->bits);
		break;
	case 'l':
		put_limit(piece, argument->bits);
		break;
	case 'c':
		emit_c_capabilities(piece, argument->bits);
		break;
	case 'k':
	case 'f':
	case 'x':
		text_puts(piece, argument->constant);
		break;
	case 't':
		put_text(call, argument->text);
		break;
	case 's':
		if (!argument->literal && has_specifiers(argument->text)) {
			put_text(call, argument->text);
			text_puts(piece, ", TERMINATED");
		} else {
			text_puts(piece, "BYTES(");
			text_c_string(piece, argument->text);
			text_putc(piece, ')');
		}
		break;
	case 'e':
		put_program(call, &argument->texts);
		break;
	case 'b':
		text_puts(piece, "FILTER(filter)");
		break;
	default:
		assert(0 && "a letter that is not one piece");
	}
	add_piece(call, false);
}

/*
 * What specifiers and variables stand for is found out before the filter, which may forbid to look.
 */
static void emit_program(struct call *call, const struct step *exec)
{
	call->step = exec;
	start_line(call, 1);
	text_puts(call->text, "const char *const program =");
	add_argument(call, &exec->arguments[0]);
	text_puts(call->text, ";\n");
	start_line(call, 1);
	text_puts(call->text, "const char *const *const arguments =");
	add_texts(call, &exec->arguments[2]);
	text_puts(call->text, ";\n");
	call->is_prepared = true;
}

static void add_arguments(struct call *call, const struct argument *argument)
{
	bool is_program = argument->letter == 'e' || argument->letter == 'a';
	if (is_program && call->is_prepared) {
		text_puts(call->piece, argument->letter == 'e' ? "program" : "arguments");
		add_piece(call, false);
	} else if (strchr("gap", argument->letter)) {
		add_texts(call, argument);
	} else if (argument->letter == 'm') {
		add_mask(call, &argument->numbers);
	} else if (argument->letter == 'v') {
		add_expected(call, argument->expected);
	} else {
		add_argument(call, argument);
	}
}

static void emit_step(struct call *call)
{
	const struct step *step = call->step;
	struct slice name;
	start_line(call, 1);
	text_printf(call->piece, "ambit_%s(", step_rows[step->id].name);
	if (step->id == STEP_start)
		text_puts(call->piece, "argc, argv");
	else
		put_place(call);
	add_piece(call, true);
	for (size_t i = 0; step_parameter(step->id, i, &name); i++) {
		text_putc(call->text, ',');
		add_arguments(call, &step->arguments[i]);
	}
	text_puts(call->text, ");");
	if (*step->directives)
		text_printf(call->text, " /* %s */", step->directives);
	text_putc(call->text, '\n');
}

/* The name of an operation as the kernel's headers have it. */
static const char *operation_text(uint16_t code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return "BPF_LD | BPF_W | BPF_ABS";
	case BPF_ALU | BPF_AND | BPF_K:
		return "BPF_ALU | BPF_AND | BPF_K";
	case BPF_RET | BPF_K:
		return "BPF_RET | BPF_K";
	case BPF_JMP | BPF_JA:
		return "BPF_JMP | BPF_JA";
	case BPF_JMP | BPF_JEQ | BPF_K:
		return "BPF_JMP | BPF_JEQ | BPF_K";
	case BPF_JMP | BPF_JGE | BPF_K:
		return "BPF_JMP | BPF_JGE | BPF_K";
	case BPF_JMP | BPF_JGT | BPF_K:
		return "BPF_JMP | BPF_JGT | BPF_K";
	default:
		assert(code == (BPF_JMP | BPF_JSET | BPF_K));
		return "BPF_JMP | BPF_JSET | BPF_K";
	}
}

void emit_c_filter(const struct plan_filter *filter, struct text *text)
{
	struct slice rest = filter->listing;
	text_puts(text, "static const struct sock_filter filter[] = {\n");
	for (size_t i = 0; i < filter->count; i++) {
		const struct sock_filter *code = &filter->code[i];
		const char *operation = operation_text(code->code);
		size_t end = slice_find(rest, '\n');
		bool jumps = BPF_CLASS(code->code) == BPF_JMP && BPF_OP(code->code) != BPF_JA;
		if (jumps)
			text_printf(text, "\tBPF_JUMP(%s, 0x%x, %u, %u),", operation, code->k,
				    code->jt, code->jf);
		else
			text_printf(text, "\tBPF_STMT(%s, 0x%x),", operation, code->k);
		text_printf(text, " /* %.*s */\n", SLICE_ARG(slice_trim(slice_part(rest, 0, end))));
		rest = slice_part(rest, end + 1, rest.len);
	}
	text_puts(text, "};\n");
}

void emit_c(struct diagnostics *diagnostics, const struct plan *plan, struct text *text)
{
	text_printf(text,
		    "/* Made by ambit " AMBIT_VERSION
		    " from %.*s. Change that file, not this one. */\n",
		    SLICE_ARG(plan->service->unit->source));
	text_puts(text, "#include \"ambit.h\"\n");
	if (plan->filter) {
		text_putc(text, '\n');
		emit_c_filter(plan->filter, text);
	}
	struct text piece = {.arena = diagnostics->arena};
	for (size_t i = 0; i < plan->count; i++) {
		const struct command_plan *command = &plan->commands[i];
		bool is_main = i + 1 == plan->count;
		if (is_main)
			text_puts(text, "\nint main(int argc, char **argv)\n{\n");
		else
			text_printf(text, "\nstatic void %s(void)\n{\n", command->function);
		struct call call = {.diagnostics = diagnostics, .text = text, .piece = &piece};
		for (size_t k = 0; k < command->count; k++) {
			if (command->steps[k].id == STEP_seccomp)
				emit_program(&call, &command->steps[command->count - 1]);
			call.step = &command->steps[k];
			emit_step(&call);
		}
		text_puts(text, "}\n");
	}
}
