/* SPDX-License-Identifier: MIT */
/*
 * A program as text. What a constant means depends on what is in the accumulator, and a number
 * of a call on its architecture; since jumps lead forward only, one pass carries both to each
 * instruction.
 */
#include "seccomp/disassemble.h"
#include "service/vocabulary.h"

#include <inttypes.h>
#include <linux/bpf_common.h>

/* What is known before an instruction. */
struct state {
	bool reached;
	bool is_target;   /* of a jump */
	enum field field; /* in the accumulator; FIELD_COUNT: not known */
	uint32_t audit;   /* the architecture; 0: not known */
};

struct disassembly {
	struct text *text;
	struct calls *calls;
	const struct program *program;
	struct state *states;
};

void disassemble_verdict(struct text *text, uint32_t verdict)
{
	uint32_t data = verdict & SECCOMP_RET_DATA;
	const struct word *name;
	switch (verdict & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		text_puts(text, "allow");
		break;
	case SECCOMP_RET_LOG:
		text_puts(text, "log");
		break;
	case SECCOMP_RET_KILL_PROCESS:
		text_puts(text, "kill process");
		break;
	case SECCOMP_RET_KILL_THREAD:
		text_puts(text, "kill thread");
		break;
	case SECCOMP_RET_TRAP:
		text_printf(text, "trap %u", data);
		break;
	case SECCOMP_RET_ERRNO:
		name = data ? words_value(&words_error_number, data) : NULL;
		if (name)
			text_printf(text, "errno %s", name->name);
		else
			text_printf(text, "errno %u", data);
		break;
	default:
		text_printf(text, "verdict 0x%08x", verdict);
	}
}

static void print_architecture(struct text *text, uint32_t audit, enum architecture architecture)
{
	if (architecture < ARCH_COUNT)
		text_puts(text, architecture_rows[architecture].name);
	else
		text_printf(text, "architecture 0x%08x", audit);
}

static void print_number(struct text *text, struct calls *calls, enum architecture architecture,
			 uint32_t number)
{
	const struct call *call =
		architecture < ARCH_COUNT ? call_of_number(calls, architecture, number) : NULL;
	if (call)
		text_puts(text, call->name);
	else
		text_printf(text, "call %d", (int)number);
}

void disassemble_call(struct text *text, struct calls *calls, uint32_t audit, uint32_t number)
{
	enum architecture architecture = architecture_of(audit, number);
	print_architecture(text, audit, architecture);
	text_putc(text, ' ');
	print_number(text, calls, architecture, number);
}

static void print_value(struct text *text, uint64_t value)
{
	text_printf(text, value < 10 ? "%" PRIu64 : "0x%" PRIx64, value);
}

static void print_comparison(struct text *text, struct slice call, const struct comparison *c)
{
	static const char *const words[] = {
		[COMPARE_EQ] = " is ",       [COMPARE_NE] = " is not ",
		[COMPARE_LT] = " is below ", [COMPARE_LE] = " is at most ",
		[COMPARE_GT] = " is above ", [COMPARE_GE] = " is at least "};
	struct argument_row argument;
	if (call_argument(call, c->argument, &argument))
		text_add(text, argument.name);
	else
		text_printf(text, "argument %u", c->argument);
	if (c->mask != (c->wide ? UINT64_MAX : UINT32_MAX)) {
		text_puts(text, " & ");
		print_value(text, c->mask);
	}
	text_puts(text, words[c->comparator]);
	print_value(text, c->value);
}

void disassemble_condition(struct text *text, struct slice call, const struct condition *condition)
{
	if (condition->kind == CONDITION_COMPARE) {
		print_comparison(text, call, &condition->comparison);
		return;
	}
	const struct condition *const parts[] = {condition->left, condition->right};
	for (size_t i = 0; i < 2; i++) {
		bool is_nested =
			parts[i]->kind != CONDITION_COMPARE && parts[i]->kind != condition->kind;
		text_puts(text, !i ? "" : condition->kind == CONDITION_AND ? " and " : " or ");
		text_puts(text, is_nested ? "(" : "");
		disassemble_condition(text, call, parts[i]);
		text_puts(text, is_nested ? ")" : "");
	}
}

static void print_field(struct text *text, enum field field)
{
	if (field == FIELD_ARCHITECTURE)
		text_puts(text, "architecture");
	else if (field == FIELD_NUMBER)
		text_puts(text, "number");
	else if (field < FIELD_COUNT)
		text_printf(text, "argument %u%s", (field - FIELD_ARGUMENTS) / 2,
			    (field - FIELD_ARGUMENTS) % 2 ? "" : " high");
	else
		text_puts(text, "that");
}

/* Instruction AT is reached from one in STATE, by a jump or not. */
static void flow(struct disassembly *d, size_t at, struct state state, bool by_jump)
{
	struct state *there = &d->states[at];
	bool was_target = there->is_target;
	if (!there->reached) {
		*there = state;
	} else {
		if (there->field != state.field)
			there->field = FIELD_COUNT;
		if (there->audit != state.audit)
			there->audit = 0;
	}
	there->reached = true;
	there->is_target = was_target || by_jump;
}

/* The architecture is named where it is not that of small numbers. */
static void print_key_call(struct disassembly *d, uint32_t audit, uint32_t number)
{
	enum architecture architecture = architecture_of(audit, number);
	if (architecture != architecture_of(audit, 0))
		text_printf(d->text, "%s ", architecture_rows[architecture].name);
	print_number(d->text, d->calls, architecture, number);
}

static void print_key(struct disassembly *d, const struct state *state, uint32_t key)
{
	if (state->field == FIELD_ARCHITECTURE)
		print_architecture(d->text, key, architecture_of(key, 0));
	else if (state->field == FIELD_NUMBER && state->audit)
		print_key_call(d, state->audit, key);
	else
		text_printf(d->text, "0x%x", key);
}

/* "if architecture == x86-64 goto 3 else 7"; the next instruction is not named. */
static void print_jump(struct disassembly *d, size_t at, const struct sock_filter *jump)
{
	struct state state = d->states[at], yes = state;
	uint16_t operation = BPF_OP(jump->code);
	if (state.field == FIELD_ARCHITECTURE && operation == BPF_JEQ)
		yes.audit = jump->k;
	flow(d, at + 1 + jump->jt, yes, jump->jt > 0);
	flow(d, at + 1 + jump->jf, state, jump->jf > 0);
	text_puts(d->text, "if ");
	print_field(d->text, state.field);
	text_puts(d->text, operation == BPF_JEQ   ? " == "
			   : operation == BPF_JGE ? " >= "
			   : operation == BPF_JGT ? " > "
						  : " & ");
	print_key(d, &state, jump->k);
	if (jump->jt)
		text_printf(d->text, " goto %zu", at + 1 + jump->jt);
	if (jump->jf)
		text_printf(d->text, "%s %zu", jump->jt ? " else" : " else goto",
			    at + 1 + jump->jf);
}

static void print_instruction(struct disassembly *d, size_t at)
{
	const struct sock_filter *instruction = &d->program->code[at];
	struct state state = d->states[at];
	switch (BPF_CLASS(instruction->code)) {
	case BPF_LD:
		state.field = field_at(instruction->k);
		text_puts(d->text, "load ");
		print_field(d->text, state.field);
		flow(d, at + 1, state, false);
		break;
	case BPF_ALU:
		text_printf(d->text, "mask 0x%x", instruction->k);
		state.field = FIELD_COUNT;
		flow(d, at + 1, state, false);
		break;
	case BPF_RET:
		disassemble_verdict(d->text, instruction->k);
		break;
	default:
		if (BPF_OP(instruction->code) != BPF_JA) {
			print_jump(d, at, instruction);
			break;
		}
		flow(d, at + 1 + instruction->k, state, true);
		text_printf(d->text, "goto %zu", at + 1 + instruction->k);
	}
}

void disassemble_program(struct text *text, struct calls *calls, const struct program *program)
{
	struct disassembly d = {text, calls, program,
				arena_alloc(text->arena, program->count * sizeof(*d.states))};
	d.states[0] = (struct state){.reached = true, .field = FIELD_COUNT};
	for (size_t i = 0; i < program->count; i++) {
		if (d.states[i].is_target)
			text_printf(text, "%4zu:  ", i);
		else
			text_puts(text, "       ");
		print_instruction(&d, i);
		text_putc(text, '\n');
	}
}
