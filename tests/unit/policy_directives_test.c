/* SPDX-License-Identifier: MIT */
/*
 * Every directive of the table has a form in a policy that means what the unit means: the same
 * setting, and for what launchers enforce the same plan.
 */
#include "policy/names.h"
#include "policy_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value in both languages. */
struct pair {
	const char *unit, *policy;
};

static const struct pair by_kind[KIND_COUNT] = {
	[KIND_BOOL] = {"yes", ""},
	[KIND_TRISTATE] = {"yes", ""},
	[KIND_MODE] = {"0750", "0750"},
	[KIND_TIME] = {"1min 30s", "1min 30s"},
	[KIND_SIZE] = {"10M", "10M"},
	[KIND_STRING] = {"some \"text\"", "\"some \\\"text\\\"\""},
	[KIND_PATH] = {"/a b", "\"/a b\""},
	[KIND_NAMES] = {"adm audio", "adm audio"},
	[KIND_WORDS] = {"a \"b c\"", "a \"b c\""},
	[KIND_PATHS] = {"/a \"/b c\"", "/a \"/b c\""},
	[KIND_BINDS] = {"/a \"/b c\":/d:norbind", "\"/a\" \"\\\"/b c\\\":/d:norbind\""},
	[KIND_TMPFS] = {"/a /b:size=10%,ro", "\"/a\" \"/b:size=10%,ro\""},
	[KIND_CAPABILITIES] = {"CAP_CHOWN CAP_KILL", "{ chown, kill }"},
	[KIND_LIMIT] = {"5:10", "5:10"},
	[KIND_NUMBERS] = {"0-3 5", "0-3 5"},
	[KIND_DIRECTORIES] = {"a \"b c:d\" e::ro", "a \"b c:d\" \"e::ro\""},
	[KIND_ENVIRONMENT] = {"A=b \"C=d e\"", "A = b C = \"d e\""},
	[KIND_COMMANDS] = {"/bin/a \"b c\" d", "\"/bin/a\" \"b c\" d"},
	[KIND_CONDITION] = {"|!/a", "any not \"/a\""},
	[KIND_STREAM] = {"null", "null"},
	[KIND_DATA] = {"a\\tb", "\"a\\tb\""},
	[KIND_ASSERTION] = {"permitted contains CAP_CHOWN", "permitted contains { chown }"},
	[KIND_RULE] = {"deny read(fd == 0)", "deny read(fd == 0)"},
	[KIND_CREDENTIAL] = {"a:b\\x00\\n", "\"a:b\\\\x00\\\\n\""},
	[KIND_FILE] = {"/a:b:append", "/a:b:append"},
};

/* Flags that make another value of it. */
static const struct {
	enum kind kind;
	unsigned flags;
	struct pair pair;
} by_flags[] = {
	{KIND_NAMES, SINGLE, {"nobody", "nobody"}},
	{KIND_WORDS, SINGLE, {"a", "a"}},
	{KIND_WORDS, UNITS, {"a.service b.service", "{ a.service, b.service }"}},
	{KIND_WORDS, LINES, {"/dev/sda 5", "\"/dev/sda 5\""}},
	{KIND_PATHS, COLON, {"/a:/b", "\"/a:/b\""}},
	{KIND_PATHS, FILE_PATTERN, {"/a b*", "\"/a b*\""}},
	{KIND_ENVIRONMENT, VARIABLE, {"A B", "A B"}},
	{KIND_DATA, BASE64, {"YWI=", "\"YWI=\""}},
	{KIND_CREDENTIAL, BASE64, {"a:YWI=", "\"a:YWI=\""}},
	{KIND_CREDENTIAL, RELATIVE, {"a:/b c", "\"a:/b c\""}},
	{KIND_CREDENTIAL, FILE_PATTERN, {"a*", "\"a*\""}},
};

/* Values of their own, and what must stand beside them. */
struct own {
	const char *name;
	struct pair value, beside;
};

static const struct own by_name[] = {
	{.name = "CPUSchedulingPriority",
	 .value = {"5", "5"},
	 .beside = {"CPUSchedulingPolicy=fifo", "cpu_scheduling_policy fifo;"}},
	{.name = "NUMAMask",
	 .value = {"0-3 5", "0-3 5"},
	 .beside = {"NUMAPolicy=bind", "numa_policy bind;"}},
	{.name = "SystemCallNumbers",
	 .value = {"x86-64:4000", "x86-64:4000"},
	 .beside = {"SystemCallFilter=~@swap", "system_call_filter not @swap;"}},
	{.name = "SystemCallFilter", .value = {"~@mount ptrace:EPERM", "not @mount ptrace:EPERM"}},
	{.name = "SystemCallLog", .value = {"@mount", "@mount"}},
	{.name = "KernelVersion",
	 .value = {"6.1", "6.1"},
	 .beside = {"SystemCallFilter=@system-service", "system_call_filter @system-service;"}},
	{.name = "RootEphemeral",
	 .value = {"yes", "yes"},
	 .beside = {"RootDirectory=/srv", "root_directory \"/srv\";"}},
	{.name = "LogNamespace", .value = {"own", "own"}},
	{.name = "ConfigurationDirectory", .value = {"a b/c", "a b/c"}},
	{.name = "Slice", .value = {"a.slice", "a.slice"}},
	{.name = "CPUQuota", .value = {"20%", "\"20%\""}},
	{.name = "ManagedOOMMemoryPressureLimit", .value = {"20%", "\"20%\""}},
	{0},
};

/* The same behind "Condition" and "Assert". */
static const struct own by_test[] = {
	{.name = "Firmware", .value = {"uefi", "uefi"}},
	{.name = "Capability", .value = {"CAP_CHOWN", "CAP_CHOWN"}},
	{.name = "Memory", .value = {">=1G", "\">=1G\""}},
	{.name = "CPUFeature", .value = {"fpu", "fpu"}},
	{.name = "CPUs", .value = {"!>= 2", "not \">= 2\""}},
	{.name = "Version", .value = {"kernel >= 6.1", "\"kernel >= 6.1\""}},
	{.name = "KernelModuleLoaded", .value = {"!loop", "not loop"}},
	{.name = "Credential", .value = {"license", "license"}},
	{.name = "Environment", .value = {"A=b c", "\"A=b c\""}},
	{.name = "User", .value = {"nobody", "nobody"}},
	{.name = "Group", .value = {"daemon", "daemon"}},
	{.name = "ControlGroupController", .value = {"cpu", "cpu"}},
	{.name = "OSRelease", .value = {"ID=debian", "\"ID=debian\""}},
	{.name = "MemoryPressure", .value = {"50%", "\"50%\""}},
	{.name = "CPUPressure", .value = {"50%/5min", "\"50%/5min\""}},
	{.name = "IOPressure", .value = {"50%", "\"50%\""}},
	{0},
};

static const struct own *find_own(const struct directive_row *row)
{
	bool is_test = row->kind == KIND_CONDITION;
	const char *name = row->name;
	if (is_test)
		name += strlen(row->argument.flags & IS_ASSERT ? "Assert" : "Condition");
	for (const struct own *own = is_test ? by_test : by_name; own->name; own++)
		if (strcmp(own->name, name) == 0)
			return own;
	return NULL;
}

static const char *dashed_less(struct arena *arena, const char *word)
{
	char *copy = arena_string(arena, slice_of(word));
	for (char *c = copy; *c; c++)
		*c = *c == '-' ? '_' : *c;
	return copy;
}

static struct pair value_of(struct arena *arena, const struct directive_row *row)
{
	const struct words *words = row->argument.words;
	if (row->kind == KIND_FLAGS)
		return (struct pair){words->rows[0].name, dashed_less(arena, words->rows[0].name)};
	if (words && row->kind != KIND_NUMBER)
		return (struct pair){words->rows[0].name,
				     arena_printf(arena, "\"%s\"", words->rows[0].name)};
	if (row->kind == KIND_NUMBER) {
		int64_t least = row->argument.least, most = row->argument.most;
		const char *number = arena_printf(
			arena, "%lld", (long long)(least > 0 || most > 100 ? least + 1 : most));
		return (struct pair){number, number};
	}
	for (size_t i = 0; i < sizeof(by_flags) / sizeof(*by_flags); i++)
		if (by_flags[i].kind == row->kind && row->argument.flags & by_flags[i].flags)
			return by_flags[i].pair;
	return by_kind[row->kind];
}

static const char *setting_text(struct pipeline *p, enum directive directive)
{
	const struct directive_row *row = &directive_rows[directive];
	const struct kind_row *kind = &kind_rows[row->kind];
	const struct setting *setting = &p->service.settings[directive];
	struct text text = {.arena = &p->arena};
	size_t count = kind->is_list ? kind->count(row, setting) : 1;
	text_puts(&text, setting->set ? "" : "unset");
	for (size_t i = 0; i < count && setting->set; i++) {
		text_puts(&text, "<");
		kind->print(row, setting, i, &text);
		text_puts(&text, ">");
	}
	return text.at;
}

/* The plan, as if all were from web.service. */
static const char *plan_text(struct pipeline *p)
{
	struct text plan = {.arena = &p->arena}, text = {.arena = &p->arena};
	text_puts(&text, "");
	plan_dump(&p->diagnostics, &p->plan, &plan);
	for (char *at = plan.at, *found; at; at = found ? found + 9 : NULL) {
		found = strstr(at, "web.ambit");
		text_add(&text, (struct slice){at, found ? (size_t)(found - at) : strlen(at)});
		text_puts(&text, found ? "web.service" : "");
	}
	return text.at;
}

static bool has_mistake(struct pipeline *p)
{
	for (size_t i = 0; i < p->diagnostics.count; i++)
		if (p->diagnostics.list[i].severity == ERROR &&
		    p->diagnostics.list[i].id != DIAG_REFUSED)
			return true;
	return false;
}

static void print_all(struct pipeline *p)
{
	struct diag_output output = {.file = stderr, .format = DIAG_TEXT};
	diag_print(&p->diagnostics, &output);
}

static void check(enum directive directive, const char *name)
{
	const struct directive_row *row = &directive_rows[directive];
	struct arena arena = {0};
	const struct own *own = find_own(row);
	struct pair value = own ? own->value : value_of(&arena, row);
	struct pair beside = own && own->beside.unit ? own->beside : (struct pair){"", ""};
	bool is_start = directive == D_Service_ExecStart;
	struct pipeline *unit =
		pipeline_of("web.service",
			    arena_printf(&arena, "[Service]\n%s\n%s\n[%s]\n%s=%s\n",
					 is_start ? "" : "ExecStart=/bin/true", beside.unit,
					 section_names[row->section], row->name, value.unit),
			    NULL);
	struct pipeline *policy = policy_of(arena_printf(
		&arena, "service web {\n%s\n%s\n\n%s %s;\n}\n",
		is_start ? "" : "exec \"/bin/true\";", beside.policy, name, value.policy));
	bool differs = has_mistake(unit) || has_mistake(policy) ||
		       strcmp(setting_text(unit, directive), setting_text(policy, directive)) != 0;
	if (differs) {
		print_all(unit);
		print_all(policy);
		fprintf(stderr, "%s: %s and %s\n", name, setting_text(unit, directive),
			setting_text(policy, directive));
	}
	assert_false(differs);
	if (row->kind != KIND_DATA) /* which two directives share */
		assert_string_not_equal(setting_text(unit, directive), "unset");
	if (row->fate == ENFORCED)
		assert_string_equal(plan_text(unit), plan_text(policy));
	pipeline_free(unit);
	pipeline_free(policy);
	arena_free(&arena);
}

TEST(policy_has_all_directives)
{
	struct arena arena = {0};
	const char *const *names = policy_names(&arena);
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		check((enum directive)i, names[i]);
	arena_free(&arena);
}
