/* SPDX-License-Identifier: MIT */
/*
 * The standard streams. A launcher's caller is what the service manager is for systemd: an output
 * that nobody asked for stays what the caller gave, where systemd has DefaultStandardOutput=
 * (systemd-system.conf(5)).
 */
#include "plan/lower.h"
#include "service/vocabulary.h"

#include <string.h>
#include <syslog.h>

/* One stream as it was asked for: the word of the vocabulary, and what stands behind its colon. */
struct stream {
	const char *word;   /* "null", "file", "journal+console" ... */
	const char *opener; /* of the runtime */
	struct slice operand;
	const struct setting *setting;
};

static struct stream get_stream(const struct words *words, const struct setting *setting,
				const char *unset)
{
	const struct word *word = setting->set ? words_value(words, setting->choice)
					       : words_find(words, slice_of(unset));
	return (struct stream){word->name, word->constant, setting->set ? setting->text : SLICE(""),
			       setting};
}

static bool is(const struct stream *stream, const char *word)
{
	return strcmp(stream->word, word) == 0;
}

static bool is_tty(const struct stream *stream)
{
	return strncmp(stream->word, "tty", 3) == 0;
}

static bool is_logged(const struct stream *stream)
{
	return strncmp(stream->word, "journal", 7) == 0 || strncmp(stream->word, "kmsg", 4) == 0;
}

/* The same target: then one is a duplicate of the other. */
static bool is_same(const struct stream *a, const struct stream *b)
{
	return strcmp(a->word, b->word) == 0 && slice_equal(a->operand, b->operand);
}

static struct slice tty_path(struct lowering *l)
{
	const struct setting *path = SETTING(l, TTYPath);
	return path->set && path->text.len ? path->text : SLICE("/dev/console");
}

static struct step *add_stream(struct lowering *l, enum step_id id, const struct stream *stream,
			       const char *opener, struct slice operand, const char *name)
{
	struct step *step = lower_step(l, id, stream->setting->span, name);
	step_constant(step, 0, opener);
	step_text(step, 1, operand);
	return step;
}

static void lower_input(struct lowering *l, const struct stream *input, const struct stream *output,
			const struct stream *error)
{
	const char *opener = input->opener;
	struct slice operand = is_tty(input) ? tty_path(l) : input->operand;
	if (is(input, "data"))
		operand = SETTING(l, StandardInputText)->text;
	if (is(input, "fd") && !operand.len)
		operand = SLICE("stdin");
	if (is(input, "socket"))
		operand = slice_of(input->word); /* for messages, as below */
	if (is(input, "file") && (is_same(input, output) || is_same(input, error)))
		opener = "ambit_update"; /* one open for both directions */
	struct step *step = add_stream(l, STEP_input, input, opener, operand, "StandardInput");
	step->arguments[1].literal = is(input, "data");
}

static struct slice log_socket(struct lowering *l, struct slice namespace)
{
	struct text path = {.arena = l->arena};
	text_puts(&path, "/run/systemd/journal.");
	text_add(&path, namespace);
	text_puts(&path, "/stdout");
	return text_slice(&path);
}

/* An output other than "inherit". */
static void lower_output(struct lowering *l, enum step_id id, const struct stream *input,
			 const struct stream *output, const char *name)
{
	const struct setting *namespace = SETTING(l, LogNamespace);
	bool like_input = (is(output, "file") && is_same(input, output)) ||
			  (is(output, "tty") && is_tty(input)) ||
			  (is(output, "socket") && is(input, "socket"));
	struct slice operand = is(output, "tty") ? tty_path(l) : output->operand;
	if (is(output, "fd") && !operand.len)
		operand = id == STEP_output ? SLICE("stdout") : SLICE("stderr");
	if (is_logged(output) || is(output, "socket"))
		operand = slice_of(output->word);
	if (is_logged(output) && namespace->set && namespace->text.len)
		operand = log_socket(l, namespace->text);
	add_stream(l, id, output, like_input ? "ambit_same_as_input" : output->opener, operand,
		   name);
}

static void lower_log(struct lowering *l)
{
	const struct setting *identifier = SETTING(l, SyslogIdentifier),
			     *prefix = SETTING(l, SyslogLevelPrefix);
	const struct setting *facility = SETTING(l, SyslogFacility),
			     *level = SETTING(l, SyslogLevel);
	struct slice name = l->command->path;
	for (size_t at; (at = slice_find(name, '/')) < name.len;)
		name = slice_part(name, at + 1, name.len);
	if (identifier->set && identifier->text.len)
		name = identifier->text;
	struct step *step = lower_step(l, STEP_log, identifier->span,
				       "SyslogIdentifier, SyslogFacility, SyslogLevel");
	step_text(step, 0, name);
	step_text(step, 1, l->service->unit->name.full);
	step_number(step, 2,
		    (facility->set ? facility->number << 3 : LOG_DAEMON) |
			    (level->set ? level->number : LOG_INFO));
	step_number(step, 3, !prefix->set || prefix->number);
}

static void lower_terminal(struct lowering *l, bool used)
{
	const struct setting *reset = SETTING(l, TTYReset), *hangup = SETTING(l, TTYVHangup);
	const struct setting *disallocate = SETTING(l, TTYVTDisallocate),
			     *path = SETTING(l, TTYPath);
	const struct setting *rows = SETTING(l, TTYRows), *columns = SETTING(l, TTYColumns);
	const struct setting *all[] = {path, reset, hangup, disallocate, rows, columns};
	if (!used && !reset->number && !hangup->number && !disallocate->number && !rows->set &&
	    !columns->set)
		return;
	struct step *step = lower_step(l, STEP_terminal, first_span(all, 6), "TTYPath");
	step_text(step, 0, tty_path(l));
	step_constant(step, 1,
		      FLAGS(l->arena, {reset->number, "AMBIT_RESET"},
			    {hangup->number, "AMBIT_HANGUP"},
			    {disallocate->number, "AMBIT_DISALLOCATE"}));
	step_number(step, 2, rows->set ? rows->number : -1);
	step_number(step, 3, columns->set ? columns->number : -1);
}

void lower_stdio(struct lowering *l)
{
	const struct setting *data = SETTING(l, StandardInputText);
	struct stream input = get_stream(&words_input, SETTING(l, StandardInput), "null");
	struct stream output = get_stream(&words_output, SETTING(l, StandardOutput), "inherit");
	struct stream error = get_stream(&words_output, SETTING(l, StandardError), "inherit");
	if (is(&input, "null") && data->set && data->text.len) {
		input = get_stream(&words_input, &(struct setting){0}, "data");
		input.setting = data;
	}
	bool from_input = is_tty(&input) || is(&input, "socket") || is(&input, "fd");
	bool output_stays = is(&output, "inherit") && !from_input;

	lower_terminal(l, lower_uses_terminal(l));
	if (is_tty(&input))
		lower_step(l, STEP_session, input.setting->span, "StandardInput");
	if (is_logged(&output) || is_logged(&error))
		lower_log(l);
	lower_input(l, &input, &output, &error);
	if (is(&output, "inherit") && from_input)
		add_stream(l, STEP_output, &output, "ambit_same_as_input", SLICE(""),
			   "StandardOutput");
	else if (!output_stays)
		lower_output(l, STEP_output, &input, &output, "StandardOutput");
	if ((is(&error, "inherit") && !output_stays) ||
	    (!is(&error, "inherit") && is_same(&output, &error)))
		add_stream(l, STEP_error, &error, "ambit_same_as_output", SLICE(""),
			   "StandardError");
	else if (!is(&error, "inherit"))
		lower_output(l, STEP_error, &input, &error, "StandardError");
}
