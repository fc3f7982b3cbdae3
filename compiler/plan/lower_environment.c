/* SPDX-License-Identifier: MIT */
/* The environment of a command, in the order in which later entries win (systemd.exec(5)). */
#include "plan/lower.h"
#include "service/vocabulary.h"

#include <string.h>

static bool is_choice(const struct setting *setting, const struct words *words, const char *name)
{
	return setting->set && strcmp(words_value(words, setting->number)->name, name) == 0;
}

/* Whether the command may talk to the supervisor: NotifyAccess=, and what raises it. */
bool lower_notifies(const struct lowering *l)
{
	const struct setting *access = SETTING(l, NotifyAccess), *type = SETTING(l, Type);
	if (is_choice(access, &words_notify_access, "all") ||
	    is_choice(access, &words_notify_access, "exec"))
		return true;
	if (!l->is_start)
		return false;
	return is_choice(access, &words_notify_access, "main") ||
	       is_choice(type, &words_type, "notify") ||
	       is_choice(type, &words_type, "notify-reload") ||
	       SETTING(l, WatchdogSec)->number > 0 ||
	       SETTING(l, FileDescriptorStoreMax)->number > 0;
}

/* As in systemd, a log that is copied to the console counts. */
static bool is_terminal_output(const struct setting *setting)
{
	struct slice word = setting->set
				    ? slice_of(words_value(&words_output, setting->choice)->name)
				    : SLICE("");
	return slice_is(word, "tty") || slice_ends(word, "+console");
}

bool lower_uses_terminal(struct lowering *l)
{
	const struct setting *input = SETTING(l, StandardInput), *path = SETTING(l, TTYPath);
	return (input->set &&
		strncmp(words_value(&words_input, input->choice)->name, "tty", 3) == 0) ||
	       is_terminal_output(SETTING(l, StandardOutput)) ||
	       is_terminal_output(SETTING(l, StandardError)) || (path->set && path->text.len);
}

struct slice lower_search_path(struct lowering *l)
{
	const struct items *dirs = &SETTING(l, ExecSearchPath)->items;
	struct text text = {.arena = l->arena};
	for (size_t i = 0; i < dirs->count; i++) {
		if (i)
			text_putc(&text, ':');
		text_add(&text, dirs->list[i].text);
	}
	return dirs->count ? text_slice(&text) : (struct slice){0};
}

static void lower_list(struct lowering *l, enum directive directive, enum step_id id,
		       bool has_flags)
{
	const struct items *items = &l->service->settings[directive].items;
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];
		struct step *step = lower_step(l, id, item->span, directive_rows[directive].name);
		step_text(step, 0, item->text);
		if (has_flags)
			step_constant(step, 1,
				      item->flags & ITEM_OPTIONAL ? "AMBIT_OPTIONAL" : "0");
	}
}

void lower_environment(struct lowering *l)
{
	const struct setting *login = SETTING(l, SetLoginEnvironment), *user = SETTING(l, User);
	const struct setting *search = SETTING(l, ExecSearchPath);
	const struct setting *both[] = {search, login};
	struct step *step = lower_step(l, STEP_environment, first_span(both, 2), "");
	step_text(step, 0, lower_search_path(l));
	step_constant(step, 1,
		      FLAGS(l->arena, {l->is_start, "AMBIT_SOCKETS"},
			    {login->set ? login->number : user->set, "AMBIT_LOGIN"},
			    {l->is_start && SETTING(l, NonBlocking)->number, "AMBIT_NON_BLOCKING"},
			    {lower_uses_terminal(l), "AMBIT_TERM"},
			    {lower_notifies(l), "AMBIT_NOTIFY"},
			    {l->is_start && SETTING(l, WatchdogSec)->number > 0, "AMBIT_WATCHDOG"},
			    {lower_is_first_process(l), "AMBIT_FIRST_PROCESS"}));
	lower_list(l, D_Service_PassEnvironment, STEP_pass_variable, false);
	lower_list(l, D_Service_Environment, STEP_set_variable, false);
	lower_list(l, D_Service_EnvironmentFile, STEP_environment_file, true);
	lower_list(l, D_Service_UnsetEnvironment, STEP_unset_variable, false);
}
