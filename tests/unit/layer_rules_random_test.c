/* SPDX-License-Identifier: MIT */
/*
 * Rules by chance, as layers, against what they say: evaluated here on the values of C, one rule after the
 * other. AMBIT_SEED is the seed; the one in use is printed when something differs.
 */
#include "harness.h"
#include "model/calls.h"
#include "plan/layer_rules.h"
#include "seccomp/evaluate.h"
#include "seccomp/merge.h"

#include <errno.h>
#include <stdlib.h>

enum { RULES_MOST = 6, COMPARISONS = 3, TRIALS = 400, CALLS_OF_TRIAL = 60 };

enum type { INT, UNSIGNED, MODE, LONG };

static const struct subject {
	const char *call;
	struct {
		const char *name;
		enum type type;
	} arguments[3];
} subjects[] = {
	{"socket", {{"domain", INT}, {"type", INT}, {"protocol", INT}}},
	{"kill", {{"pid", INT}, {"sig", INT}}},
	{"ioctl", {{"fd", UNSIGNED}, {"request", UNSIGNED}}},
	{"ftruncate", {{"fd", UNSIGNED}, {"length", LONG}}},
	{"fchmod", {{"fd", UNSIGNED}, {"mode", MODE}}},
};

enum { SUBJECTS = sizeof(subjects) / sizeof(*subjects), SETS = 5 };

static const char *const sets[SETS] = {"@network-io", "@process", "@system-service", "@file-system",
				       "@default"};
static const char *const actions[] = {"allow", "deny", "kill", "trap", "log"};
static const uint32_t verdicts[] = {SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM,
				    SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_TRAP, SECCOMP_RET_LOG};
static const char *const operators[] = {"==", "!=", "<", "<=", ">", ">="};

struct comparison_made {
	unsigned argument, comparator;
	uint32_t mask; /* 0: none */
	int64_t value;
};

struct rule_made {
	unsigned action, subject;
	bool is_set;     /* the set of index SUBJECT */
	unsigned count;  /* of comparisons: (a and b) or c, and so on */
	unsigned joints; /* bit I: "or" before comparison I + 1 */
	struct comparison_made comparisons[COMPARISONS];
};

struct trial {
	struct rule_made rules[RULES_MOST];
	unsigned count;
};

static uint64_t random_state;

static uint64_t chance(uint64_t count)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (random_state >> 33) % count;
}

static int64_t small_value(enum type type)
{
	static const int64_t values[] = {0, 1, 2, 3, 7, 8, 0x5412, 0xfff, INT32_MAX};
	int64_t value = values[chance(sizeof(values) / sizeof(*values))];
	if (type == MODE)
		return value & 07777;
	return (type == INT || type == LONG) && chance(3) == 0 ? -value - 1 : value;
}

static struct comparison_made make_comparison(const struct subject *subject)
{
	struct comparison_made made = {.argument = (unsigned)chance(3)};
	while (!subject->arguments[made.argument].name)
		made.argument--;
	enum type type = subject->arguments[made.argument].type;
	made.value = small_value(type);
	made.comparator = (unsigned)chance(type == MODE ? 2 : 6);
	if (made.comparator < 2 && chance(2)) {
		made.mask = 1u << chance(12) | 1u << chance(12) | 7;
		made.value &= made.mask;
	}
	if (type == UNSIGNED && !made.value && made.comparator > 1)
		made.value = 1;
	return made;
}

static void make_trial(struct trial *trial)
{
	trial->count = 1 + (unsigned)chance(RULES_MOST);
	for (unsigned i = 0; i < trial->count; i++) {
		struct rule_made *rule = &trial->rules[i];
		*rule = (struct rule_made){.action = (unsigned)chance(5), .is_set = !chance(4)};
		rule->subject = (unsigned)chance(rule->is_set ? SETS : SUBJECTS);
		rule->count = rule->is_set ? 0 : (unsigned)chance(COMPARISONS + 1);
		rule->joints = (unsigned)chance(4);
		for (unsigned k = 0; k < rule->count; k++)
			rule->comparisons[k] = make_comparison(&subjects[rule->subject]);
	}
}

static void write_rule(struct text *text, const struct rule_made *rule)
{
	const struct subject *subject = &subjects[rule->subject];
	text_printf(text, "SystemCallRule=%s %s", actions[rule->action],
		    rule->is_set ? sets[rule->subject] : subject->call);
	for (unsigned k = 0; k < rule->count; k++) {
		const struct comparison_made *c = &rule->comparisons[k];
		text_puts(text, !k ? "(" : rule->joints >> (k - 1) & 1 ? " or " : " and ");
		text_puts(text, subject->arguments[c->argument].name);
		if (c->mask)
			text_printf(text, " & 0x%x", (unsigned)c->mask);
		text_printf(text, " %s %lld", operators[c->comparator], (long long)c->value);
	}
	text_puts(text, rule->count ? ")\n" : "\n");
}

/* The argument as the kernel reads it; a long of 32 bits in a program of 32 bits. */
static int64_t read_argument(enum type type, bool is_wide, uint64_t value)
{
	switch (type) {
	case INT:
		return (int32_t)value;
	case UNSIGNED:
		return (uint32_t)value;
	case MODE:
		return (uint16_t)value;
	case LONG:
		return is_wide ? (int64_t)value : (int32_t)value;
	}
	abort();
}

static bool compares(const struct comparison_made *c, int64_t value)
{
	value = c->mask ? value & c->mask : value;
	const bool results[] = {value == c->value, value != c->value,
				value<c->value, value <= c->value, value> c->value,
				value >= c->value};
	return results[c->comparator];
}

/* "and" binds tighter than "or". */
static bool holds(const struct rule_made *rule, bool is_wide, const uint64_t arguments[3])
{
	bool any = false, all = true;
	for (unsigned k = 0; k < rule->count; k++) {
		const struct comparison_made *c = &rule->comparisons[k];
		if (k && rule->joints >> (k - 1) & 1) {
			any |= all;
			all = true;
		}
		all &= compares(c,
				read_argument(subjects[rule->subject].arguments[c->argument].type,
					      is_wide, arguments[c->argument]));
	}
	return any || all;
}

static bool is_denial(unsigned action)
{
	return action == 1 || action == 2 || action == 3;
}

static bool set_has(const char *set, const char *call)
{
	const struct call_set *row = call_set_find(slice_of(set));
	struct slice members = slice_of(row->members), member;
	while (call_set_next(&members, &member))
		if (slice_is(member, call) ||
		    (*member.at == '@' && set_has(call_set_find(member)->name, call)))
			return true;
	return false;
}

/* Of all rules for the call, or for sets that have it, the strictest; or -1. DENIALS: of these alone. */
static int strictest(const struct trial *trial, unsigned subject, bool of_sets, bool denials)
{
	static const int strictness[] = {0, 2, 4, 3, 1};
	int found = -1;
	for (unsigned i = 0; i < trial->count; i++) {
		const struct rule_made *rule = &trial->rules[i];
		bool is_about = rule->is_set ? set_has(sets[rule->subject], subjects[subject].call)
					     : rule->subject == subject;
		if (is_about && !rule->count && rule->is_set == of_sets &&
		    (!denials || is_denial(rule->action)) &&
		    (found < 0 || strictness[rule->action] > strictness[found]))
			found = (int)rule->action;
	}
	return found;
}

/* The action for the call, by the words of the manual. */
static int action_of(const struct trial *trial, unsigned subject, bool is_wide,
		     const uint64_t arguments[3])
{
	bool is_list = false, is_conditional = false;
	for (unsigned i = 0; i < trial->count; i++) {
		const struct rule_made *rule = &trial->rules[i];
		is_list |= rule->action == 0;
		if (rule->is_set || rule->subject != subject || !rule->count)
			continue;
		is_conditional |= rule->action == 0;
	}
	for (unsigned i = 0; i < trial->count; i++) {
		const struct rule_made *rule = &trial->rules[i];
		if (!rule->is_set && rule->subject == subject && rule->count &&
		    holds(rule, is_wide, arguments))
			return (int)rule->action;
	}
	int by_name = strictest(trial, subject, false, is_conditional);
	int by_set = strictest(trial, subject, true, is_conditional);
	return by_name >= 0 ? by_name : by_set >= 0 ? by_set : is_list || is_conditional;
}

static uint64_t random_argument(const struct trial *trial)
{
	const struct rule_made *rule = &trial->rules[chance(trial->count)];
	uint64_t value =
		rule->count ? (uint64_t)rule->comparisons[chance(rule->count)].value : chance(16);
	value += chance(3) - 1;
	return chance(2) ? value : value ^ (chance(16) | chance(3) << 31 | chance(3) << 40);
}

/* The lines, as layers and as the program that is made of them. */
struct subject_made {
	const char *lines;
	struct filter filter;
	struct program program;
};

static void run_call(const struct trial *trial, struct subject_made *made)
{
	unsigned subject = (unsigned)chance(SUBJECTS);
	enum architecture architecture = chance(2) ? ARCH_x86_64 : ARCH_x86;
	bool is_wide = architecture == ARCH_x86_64;
	uint64_t arguments[3];
	struct seccomp_data data = {.arch = architecture_rows[architecture].audit};
	const struct call *call =
		call_find(made->filter.calls, architecture, slice_of(subjects[subject].call));
	assert_non_null(call);
	data.nr = (int)call->number;
	for (size_t i = 0; i < 3; i++) {
		arguments[i] = random_argument(trial);
		if (!is_wide)
			arguments[i] = (uint32_t)arguments[i];
		data.args[i] = arguments[i];
	}
	uint32_t expected = verdicts[action_of(trial, subject, is_wide, arguments)];
	uint32_t found = filter_decide(&made->filter, &data, NULL);
	struct path path;
	if (found != expected)
		print_message("%s%s, wide %d, %#llx %#llx %#llx: %#x, not %#x\n", made->lines,
			      subjects[subject].call, is_wide, (unsigned long long)arguments[0],
			      (unsigned long long)arguments[1], (unsigned long long)arguments[2],
			      found, expected);
	assert_int_equal(found, expected);
	assert_int_equal(evaluate_run(&made->program, &data, &path), expected);
}

static void make_subject(struct subject_made *made, struct calls *calls,
			 const struct outcome *outcome)
{
	struct diagram diagram;
	filter_init(&made->filter, calls, ARCH_x86_64);
	layer_rules_add(&made->filter, &outcome->service,
			ARCH_BIT(ARCH_x86_64) | ARCH_BIT(ARCH_x86));
	filter_finish(&made->filter);
	diagram_init(&diagram, calls->arena);
	uint32_t root = merge_filter(&diagram, &made->filter);
	assert_true(generate_program(&diagram, root, &made->filter, &made->program));
}

TEST(layer_rules_random)
{
	const char *given = getenv("AMBIT_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : 4;
	print_message("# seed %llu\n", (unsigned long long)seed);
	random_state = seed;
	for (unsigned i = 0; i < TRIALS; i++) {
		struct trial trial;
		struct arena arena = {0};
		struct text lines = {.arena = &arena};
		make_trial(&trial);
		for (unsigned k = 0; k < trial.count; k++)
			write_rule(&lines, &trial.rules[k]);
		struct outcome *outcome = outcome_of("x.service", lines.at);
		assert_int_equal(outcome->diagnostics.errors, 0);
		struct calls calls = {.arena = &outcome->arena};
		struct subject_made made = {.lines = lines.at};
		make_subject(&made, &calls, outcome);
		for (unsigned k = 0; k < CALLS_OF_TRIAL; k++)
			run_call(&trial, &made);
		outcome_free(outcome);
		arena_free(&arena);
	}
}
