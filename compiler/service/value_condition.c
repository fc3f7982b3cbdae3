/* SPDX-License-Identifier: MIT */
/*
 * Condition*= and Assert*= (systemd.unit(5), "Conditions and Asserts"): "|" and "!" in front, then
 * the operand of a test, which is judged here as far as that can be done without the host.
 */
#include "service/value_parts.h"
#include "service/vocabulary.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* The operand: resolved, and where it stands. */
struct operand {
	const struct value *value;
	struct slice text; /* launch-time specifiers read as their letter */
	size_t offset, len;
	const char *canonical; /* what the runtime shall read in place of it, or NULL */
};

static bool mistake(const struct operand *operand, const char *hint, const char *what)
{
	return value_error(operand->value, DIAG_VALUE, operand->offset, operand->len, hint,
			   "'%.*s' is not a %s", SLICE_ARG(operand->text), what);
}

/*
 * Where a part of the operand stands in the value; counted from the end, as specifiers stand before
 * it.
 */
static size_t part_offset(const struct operand *operand, struct slice part)
{
	size_t from_end = operand->text.len - (size_t)(part.at - operand->text.at);
	return operand->offset + (from_end > operand->len ? 0 : operand->len - from_end);
}

/* The next word of the operand, as systemd splits it; *at begins at operand->offset. */
static int next_word(const struct operand *operand, size_t *at, struct token *word)
{
	return token_next(operand->value, at, 0, word);
}

/* Cuts a comparison off *text: "SIZE" of it; 0 when there is none. */
static size_t take_operator(struct slice *text)
{
	static const char *const operators[] = {"!$=", "$=", "!=", "==", "=",
						"<>",  "<=", "<",  ">=", ">"};
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (!slice_starts(*text, operators[i]))
			continue;
		*text = slice_part(*text, strlen(operators[i]), text->len);
		return strlen(operators[i]);
	}
	return 0;
}

/* The same for numbers, which have no patterns. */
static bool take_order(const struct operand *operand, struct slice *text)
{
	struct slice before = *text;
	size_t len = take_operator(text);
	if (memchr(before.at, '$', len))
		return mistake(operand, "numbers compare with < <= = != >= >",
			       "comparison of numbers");
	*text = slice_trim(*text);
	return true;
}

static bool check_text(struct operand *operand)
{
	(void)operand;
	return true;
}

static bool check_word(struct operand *operand)
{
	return value_word(operand->value, operand->text, operand->offset);
}

/* By name, in any case. */
static bool check_cpu_feature(struct operand *operand)
{
	struct slice name = operand->text;
	for (const struct word *word = words_cpu_feature.rows; word->name; word++)
		if (strlen(word->name) == name.len && !strncasecmp(word->name, name.at, name.len))
			return true;
	return mistake(operand, words_nearest(operand->value->arena, &words_cpu_feature, name),
		       "feature of processors that can be tested");
}

static bool check_capability(struct operand *operand)
{
	return value_capability(operand->value, operand->text, operand->offset) >= 0;
}

static bool check_account(struct operand *operand)
{
	bool is_user = !slice_ends(slice_of(operand->value->row->name), "Group");
	if (is_user && slice_is(operand->text, "@system"))
		return true;
	return value_account(operand->value, operand->text, operand->offset, operand->len);
}

static bool check_number(struct operand *operand)
{
	struct slice text = operand->text;
	int64_t number;
	return take_order(operand, &text) &&
	       value_integer(operand->value, text, part_offset(operand, text), 0, UINT32_MAX,
			     &number);
}

/* The runtime reads one plain number of bytes. */
static bool check_size(struct operand *operand)
{
	struct slice text = operand->text;
	uint64_t size;
	if (!take_order(operand, &text) ||
	    !value_size_text(operand->value, text, part_offset(operand, text), &size))
		return false;
	struct slice before = slice_part(operand->text, 0, (size_t)(text.at - operand->text.at));
	operand->canonical =
		arena_printf(operand->value->arena, "%.*s%" PRIu64, SLICE_ARG(before), size);
	return true;
}

/* "VAR" or "VAR=value". */
static bool check_variable(struct operand *operand)
{
	struct slice name = slice_part(operand->text, 0, slice_find(operand->text, '='));
	return is_variable_name(name) || mistake(operand, "write NAME or NAME=VALUE", "variable");
}

/* "device-tree-compatible(x)" and "smbios-field(name OPERATOR value)". */
static bool check_firmware(struct operand *operand)
{
	static const char *const hint =
		"uefi, device-tree, device-tree-compatible(NAME) or smbios-field(NAME = VALUE)";
	struct slice text = operand->text;
	if (slice_is(text, "uefi") || slice_is(text, "device-tree"))
		return true;
	size_t open = slice_find(text, '(');
	struct slice name = slice_part(text, 0, open), inner = slice_part(text, open + 1, text.len);
	if (!slice_ends(text, ")") || inner.len < 2)
		return mistake(operand, hint, "kind of firmware");
	inner.len--;
	if (slice_is(name, "device-tree-compatible"))
		return true;
	size_t field = 0;
	while (field < inner.len && !strchr("<>=!$ ", inner.at[field] ? inner.at[field] : '.'))
		field++;
	struct slice rest = slice_trim(slice_part(inner, field, inner.len));
	if (!slice_is(name, "smbios-field") || !field || !take_operator(&rest))
		return mistake(operand, hint, "kind of firmware");
	return true;
}

/* "5.4*", or any number of ">=5.4" that all must hold; the first may have a blank in it. */
static bool check_version(struct operand *operand)
{
	struct token word;
	bool is_first = true;
	int more;
	for (size_t at = operand->offset; (more = next_word(operand, &at, &word)) > 0;) {
		struct slice wanted = slice_trim(word.text);
		bool compares = take_operator(&wanted);
		if (compares && !wanted.len && is_first)
			more = next_word(operand, &at, &word);
		if (more < 0)
			return false;
		if (!word.len || (!wanted.len && !(compares && is_first)))
			return mistake(operand, "write it as \">= 5.12\", further ones as \"<7\"",
				       "comparison of versions");
		is_first = false;
	}
	return more == 0;
}

/* "kernel >= 6.1", or without a word as well; the two others belong to the service manager. */
static bool check_component(struct operand *operand)
{
	static const char *const others[] = {"systemd", "glibc"};
	size_t len = slice_find(operand->text, ' ');
	struct slice word = slice_part(operand->text, 0, len);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (slice_is(word, others[i]))
			return value_error(operand->value, DIAG_VALUE, operand->offset, len,
					   "a launcher knows the version of the kernel",
					   "the version of %s cannot be tested", others[i]);
	if (!slice_is(word, "kernel"))
		return check_version(operand);
	struct operand rest = *operand;
	rest.text = slice_trim(slice_part(rest.text, len, rest.text.len));
	rest.offset = part_offset(operand, rest.text);
	rest.len = operand->offset + operand->len - rest.offset;
	return rest.text.len ? check_version(&rest)
			     : mistake(operand, "write it as kernel >= 6.1", "version");
}

static bool check_name(struct operand *operand)
{
	return is_credential_name(operand->text) ||
	       mistake(operand, "it has printable ASCII characters, neither ':' nor '/'", "name");
}

/* "ID=debian VERSION_ID>=12". */
static bool check_fields(struct operand *operand)
{
	struct token word;
	int more;
	for (size_t at = operand->offset; (more = next_word(operand, &at, &word)) > 0;) {
		size_t len = 0;
		while (len < word.text.len &&
		       !strchr("<>=!$", word.text.at[len] ? word.text.at[len] : '.'))
			len++;
		struct slice name = slice_part(word.text, 0, len);
		struct slice wanted = slice_part(word.text, len, word.text.len);
		if (!is_variable_name(name) || !take_operator(&wanted) || !slice_trim(wanted).len)
			return mistake(operand, "write ID=debian or VERSION_ID>=12, without blanks",
				       "comparison of fields of /etc/os-release");
	}
	return more == 0;
}

static bool check_controllers(struct operand *operand)
{
	const struct value *value = operand->value;
	struct token word;
	int more;
	if (slice_is(operand->text, "v1") || slice_is(operand->text, "v2"))
		return true;
	for (size_t at = operand->offset; (more = next_word(operand, &at, &word)) > 0;)
		if (!words_find(&words_controllers, word.text) || slice_starts(word.text, "bpf-"))
			return value_error(
				value, DIAG_VALUE, token_start(&word), word.text.len,
				words_nearest(value->arena, &words_controllers, word.text),
				"unknown controller '%.*s'", SLICE_ARG(word.text));
	return more == 0;
}

static bool check_pressure(struct operand *operand)
{
	operand->canonical =
		value_pressure(operand->value, operand->text, operand->offset, operand->len);
	return operand->canonical;
}

/* What the operand of each test of the runtime must be; a row with words, one of these. */
static const struct {
	const char *constant;
	bool (*check)(struct operand *operand);
} checks[] = {
	{"ambit_is_capability", check_capability},
	{"ambit_is_control_group_controller", check_controllers},
	{"ambit_is_credential", check_name},
	{"ambit_is_cpu_feature", check_cpu_feature},
	{"ambit_is_cpu_pressure", check_pressure},
	{"ambit_is_cpus", check_number},
	{"ambit_is_environment", check_variable},
	{"ambit_is_firmware", check_firmware},
	{"ambit_is_group", check_account},
	{"ambit_is_io_pressure", check_pressure},
	{"ambit_is_kernel_module_loaded", check_name},
	{"ambit_is_kernel_version", check_version},
	{"ambit_is_memory", check_size},
	{"ambit_is_memory_pressure", check_pressure},
	{"ambit_is_os_release", check_fields},
	{"ambit_is_user", check_account},
	{"ambit_is_version", check_component},
};

bool condition_names_path(const struct directive_row *row)
{
	static const char *const tests[] = {"ambit_is_path_", "ambit_is_directory_not_empty",
					    "ambit_is_file_", "ambit_is_needs_update"};
	const char *constant = row->argument.constant;
	for (size_t i = 0; constant && i < sizeof(tests) / sizeof(*tests); i++)
		if (slice_starts(slice_of(constant), tests[i]))
			return true;
	return false;
}

static bool check_operand(struct operand *operand)
{
	const struct kind_argument *argument = &operand->value->row->argument;
	if (argument->words)
		return check_word(operand);
	for (size_t i = 0; argument->constant && i < sizeof(checks) / sizeof(*checks); i++)
		if (strcmp(argument->constant, checks[i].constant) == 0)
			return checks[i].check(operand);
	return check_text(operand);
}

/* An empty value resets the list, which all Condition*= share, and all Assert*=. */
static void reset_list(const struct value *value)
{
	unsigned list = value->row->argument.flags & IS_ASSERT;
	for (int i = 0; i < DIRECTIVE_COUNT; i++)
		if (directive_rows[i].kind == KIND_CONDITION &&
		    (directive_rows[i].argument.flags & IS_ASSERT) == list)
			value->service->settings[i] = (struct setting){0};
}

/* Takes the prefix off *text with the blanks behind it. */
static unsigned take_prefix(struct slice *text, char prefix, unsigned flag)
{
	if (!text->len || *text->at != prefix)
		return 0;
	*text = slice_trim(slice_part(*text, 1, text->len));
	return flag;
}

bool value_condition(struct value *value, struct setting *setting)
{
	struct slice text = value->text;
	if (!text.len) {
		reset_list(value);
		return true;
	}
	unsigned flags = take_prefix(&text, '|', ITEM_TRIGGER);
	flags |= take_prefix(&text, '!', ITEM_NOT);
	struct operand operand = {value, text, value->text.len - text.len, text.len, NULL};
	if (!text.len)
		return value_error(value, DIAG_VALUE, 0, value->text.len, NULL,
				   "there is nothing to test");
	if (!value_expand(value, text, operand.offset, operand.len, &text))
		return false;
	operand.text = specifiers_stand_in(value->arena, text);
	if (condition_names_path(value->row)) {
		if (!value_path_text(value, text, operand.offset, operand.len, &text))
			return false;
	} else if (!check_operand(&operand)) {
		return false;
	}
	if (operand.canonical)
		text = slice_of(operand.canonical);
	setting->set = true;
	items_add(value->arena, &setting->items,
		  (struct item){.text = text,
				.flags = flags,
				.span = value->span,
				.directive = value->directive,
				.order = value->order});
	return true;
}

void print_condition(const struct directive_row *row, const struct setting *setting, size_t index,
		     struct text *text)
{
	const struct item *item = &setting->items.list[index];
	if (item->flags & ITEM_TRIGGER)
		text_putc(text, '|');
	if (item->flags & ITEM_NOT)
		text_putc(text, '!');
	print_plain(row, item->text, text);
}
