/* SPDX-License-Identifier: MIT */
/*
 * The proof knows the layers and the program, and nothing of how one was made from the other. For a number it
 * collects the values that comparisons of the layers tell apart, and tries all combinations.
 */
#include "seccomp/disassemble.h"
#include "seccomp/prove.h"

#include <stdlib.h>

enum {
	COMBINATIONS = 4096, /* of arguments tried for one number, at most */
	BEYOND = 64,         /* numbers past the last known one */
	SPREAD = 1000003,    /* a prime that no number of combinations has */
	DENSE = 0x10000,     /* arm has numbers above, which are tried one by one */
};

#define UPPER                (UINT64_C(0xffffffff) << 32)
#define X32_BIT              (UINT32_C(1) << 30)
#define UNKNOWN_ARCHITECTURE UINT32_C(0x12345678)

struct values {
	uint64_t *list;
	size_t count, room;
};

struct prover {
	const struct filter *filter;
	const struct program *program;
	struct site site;
	struct seccomp_data data;
	struct values values[ARGUMENTS];
	struct proof proof;
};

static void add_value(struct prover *p, unsigned argument, uint64_t value)
{
	struct values *values = &p->values[argument];
	values->list = arena_grow(p->filter->arena, values->list, values->count, &values->room,
				  sizeof(*values->list));
	values->list[values->count++] = value;
}

/* VALUE, and what looks like it in one half. */
static void add_halves(struct prover *p, unsigned argument, uint64_t value)
{
	add_value(p, argument, value);
	add_value(p, argument, value ^ UPPER);
	add_value(p, argument, value ^ UINT64_C(1) << 32);
	add_value(p, argument, value & UPPER);
	add_value(p, argument, value & UINT32_MAX);
	add_value(p, argument, (uint64_t)(int64_t)(int32_t)value);
}

static void add_comparison(struct prover *p, const struct comparison *c)
{
	uint64_t all = c->wide ? UINT64_MAX : UINT32_MAX;
	add_halves(p, c->argument, c->value);
	add_halves(p, c->argument, c->value - 1);
	add_halves(p, c->argument, c->value + 1);
	if (c->mask == all)
		return;
	add_value(p, c->argument, c->mask);
	add_value(p, c->argument, ~c->mask);
	add_value(p, c->argument, c->value | ~c->mask);
	for (unsigned i = 0; i < 64; i++) { /* those that do not count too */
		uint64_t bit = UINT64_C(1) << i;
		add_value(p, c->argument, bit);
		add_value(p, c->argument, c->value ^ bit);
		if (c->mask & bit)
			add_value(p, c->argument, c->value ^ bit ^ ~c->mask);
	}
}

static void add_condition(struct prover *p, const struct condition *condition)
{
	if (!condition)
		return;
	if (condition->kind == CONDITION_COMPARE)
		add_comparison(p, &condition->comparison);
	add_condition(p, condition->left);
	add_condition(p, condition->right);
}

static int compare_values(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return (one > other) - (one < other);
}

/* Each once. */
static void sort_values(struct values *values)
{
	size_t count = 0;
	qsort(values->list, values->count, sizeof(*values->list), compare_values);
	for (size_t i = 0; i < values->count; i++)
		if (!count || values->list[count - 1] != values->list[i])
			values->list[count++] = values->list[i];
	values->count = count;
}

static void collect_values(struct prover *p)
{
	for (unsigned i = 0; i < ARGUMENTS; i++)
		p->values[i].count = 0;
	for (size_t i = 0; i < p->site.count; i++)
		for (size_t j = 0; j < p->site.parts[i].count; j++)
			add_condition(p, p->site.parts[i].rules[j].when);
	for (unsigned i = 0; i < ARGUMENTS; i++) {
		if (!p->values[i].count)
			continue;
		add_value(p, i, 0);
		add_value(p, i, UINT64_MAX);
		sort_values(&p->values[i]);
	}
}

static void begin_report(struct prover *p, struct text *text)
{
	*text = (struct text){.arena = p->filter->arena};
	text_puts(text, "for ");
	disassemble_call(text, p->filter->calls, p->data.arch, (uint32_t)p->data.nr);
	for (unsigned i = 0; i < ARGUMENTS; i++)
		text_printf(text, "%s0x%llx", i ? ", " : "(", (unsigned long long)p->data.args[i]);
	text_puts(text, ") the program ");
}

static void report_verdict(struct prover *p, uint32_t is, uint32_t wanted)
{
	struct text text;
	begin_report(p, &text);
	text_puts(&text, "says ");
	disassemble_verdict(&text, is);
	text_puts(&text, " and the rules say ");
	disassemble_verdict(&text, wanted);
	p->proof.difference = text.at;
}

/* The words of struct seccomp_data that may decide, as struct path has them. */
static uint64_t words_compared(const struct prover *p)
{
	uint64_t words = 0;
	for (unsigned field = 0; field < FIELD_COUNT; field++)
		if (field < FIELD_ARGUMENTS || p->values[(field - FIELD_ARGUMENTS) / 2].count)
			words |= UINT64_C(1) << field_offset(field) / sizeof(uint32_t);
	return words;
}

static void try_call(struct prover *p, const uint64_t arguments[ARGUMENTS], uint64_t words)
{
	struct path path;
	struct text text;
	for (unsigned i = 0; i < ARGUMENTS; i++)
		p->data.args[i] = arguments[i];
	uint32_t is = evaluate_run(p->program, &p->data, &path);
	uint32_t wanted = site_decide(&p->site, arguments, NULL);
	p->proof.calls++;
	if (p->proof.difference)
		return;
	if (is != wanted)
		report_verdict(p, is, wanted);
	if (path.loaded & ~words) {
		begin_report(p, &text);
		text_puts(&text, "looks at what no rule for it compares");
		p->proof.difference = text.at;
	}
}

/* The combination INDEX. */
static void choose_arguments(const struct prover *p, size_t index, uint64_t arguments[ARGUMENTS])
{
	for (unsigned i = 0; i < ARGUMENTS; i++) {
		const struct values *values = &p->values[i];
		arguments[i] = values->count ? values->list[index % values->count] : 0;
		index /= values->count ? values->count : 1;
	}
}

static void try_number(struct prover *p, uint32_t number)
{
	if (p->proof.difference)
		return;
	p->data.nr = (int)number;
	filter_site(p->filter, p->data.arch, number, &p->site);
	collect_values(p);
	uint64_t words = words_compared(p);
	size_t all = 1;
	for (unsigned i = 0; i < ARGUMENTS; i++)
		all *= p->values[i].count ? p->values[i].count : 1;
	bool few = all <= COMBINATIONS;
	for (size_t i = 0; i < (few ? all : COMBINATIONS); i++) {
		uint64_t arguments[ARGUMENTS];
		choose_arguments(p, few ? i : i * SPREAD % all, arguments);
		try_call(p, arguments, words);
	}
}

static void try_around(struct prover *p, uint32_t number)
{
	for (uint32_t i = 0; i < 3; i++)
		try_number(p, number - 1 + i);
}

/* Numbers of ARCHITECTURE that lie outside of 0 to END. */
static void try_distant(struct prover *p, enum architecture architecture, uint32_t end)
{
	const struct call_list *calls = calls_of(p->filter->calls, architecture);
	for (size_t i = 0; i < calls->count; i++)
		if (calls->by_number[i].number % X32_BIT > end)
			try_around(p, calls->by_number[i].number);
	for (size_t i = 0; i < p->filter->count; i++) {
		const struct layer *layer = &p->filter->layers[i];
		for (size_t j = 0; j < layer->count; j++)
			if (layer->rules[j].architecture == architecture &&
			    layer->rules[j].number % X32_BIT > end)
				try_around(p, layer->rules[j].number);
	}
}

static uint32_t last_dense(const struct call_list *calls)
{
	uint32_t last = 0;
	for (size_t i = 0; i < calls->count; i++)
		if (calls->by_number[i].number % X32_BIT < DENSE)
			last = calls->by_number[i].number % X32_BIT;
	return last;
}

/* The numbers of ARCHITECTURE, as calls of AUDIT. */
static void try_architecture(struct prover *p, enum architecture architecture, uint32_t audit)
{
	uint32_t end = last_dense(calls_of(p->filter->calls, architecture)) + BEYOND;
	p->data.arch = audit;
	for (uint32_t number = 0; number <= end; number++) {
		try_number(p, number);
		try_number(p, number | X32_BIT);
	}
	try_distant(p, architecture, end);
}

/* Few numbers, for what has no calls of its own. */
static void try_foreign(struct prover *p, uint32_t audit)
{
	static const uint32_t numbers[] = {0,       1,           1000,           X32_BIT - 1,
					   X32_BIT, 2 * X32_BIT, UINT32_MAX - 1, UINT32_MAX};
	p->data.arch = audit;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		try_number(p, numbers[i]);
}

struct proof prove_program(const struct filter *filter, const struct program *program)
{
	struct prover p = {.filter = filter, .program = program};
	size_t at;
	const char *wrong = evaluate_check(program, &at);
	if (!wrong)
		wrong = evaluate_words(filter->arena, program, &at);
	if (wrong) {
		p.proof.difference = arena_printf(filter->arena, "instruction %zu: %s", at, wrong);
		return p.proof;
	}
	p.site.parts = arena_alloc(filter->arena, filter->count * sizeof(*p.site.parts));
	try_foreign(&p, 0);
	try_foreign(&p, UINT32_MAX);
	for (unsigned i = 0; i < ARCH_COUNT; i++) {
		try_foreign(&p, architecture_rows[i].audit - 1);
		try_foreign(&p, architecture_rows[i].audit);
		try_foreign(&p, architecture_rows[i].audit + 1);
		if (!(filter_architectures(filter) & ARCH_BIT(i)))
			continue;
		try_architecture(&p, i, architecture_rows[i].audit);
		try_architecture(&p, i, UNKNOWN_ARCHITECTURE);
	}
	return p.proof;
}
