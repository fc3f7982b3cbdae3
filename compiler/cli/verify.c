/* SPDX-License-Identifier: MIT */
/*
 * "ambit verify": is this launcher what these sources make? If not, in which directives does it
 * differ?
 */
#include "cli/cli.h"
#include "cli/recorded.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct verification {
	const struct options *options;
	const char *launcher;
	json_t *claimed;      /* the policy in the launcher */
	struct options build; /* what it says of how it was built */
};

static const char *member(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Which service of a policy it is made of, and which instance. */
static void take_service(struct verification *v)
{
	struct arena *arena = v->options->arena;
	struct unit_name claimed;
	if (v->build.service || !unit_name_parse(slice_of(member(v->claimed, "unit")), &claimed))
		return;
	if (claimed.has_instance && !v->build.unit.instance)
		v->build.unit.instance = arena_string(arena, claimed.instance);
	v->build.service = claimed.has_instance
				   ? arena_printf(arena, "%.*s@", SLICE_ARG(claimed.prefix))
				   : arena_string(arena, claimed.stem);
}

static bool has_flavour(const struct verification *v)
{
	return json_object_get(v->claimed, "flavour") != NULL;
}

/* Waivers and instance are the launcher's own, unless they are given; so is the flavour. */
static void take_options(struct verification *v)
{
	struct arena *arena = v->options->arena;
	json_t *waived = json_object_get(v->claimed, "waived");
	v->build = *v->options;
	v->build.logs_denials = has_flavour(v);
	if (!v->build.waivers) {
		v->build.waivers =
			arena_alloc(arena, (json_array_size(waived) + 1) * sizeof(char *));
		for (size_t i = 0; i < json_array_size(waived); i++)
			v->build.waivers[i] = json_string_value(json_array_get(waived, i));
	}
	struct unit_name claimed, source;
	if (slice_ends(slice_of(v->options->files[1]), ".ambit")) {
		take_service(v);
		return;
	}
	const char *slash = strrchr(v->options->files[1], '/');
	if (!v->build.unit.instance &&
	    unit_name_parse(slice_of(member(v->claimed, "unit")), &claimed) &&
	    unit_name_parse(slice_of(slash ? slash + 1 : v->options->files[1]), &source) &&
	    source.is_template)
		v->build.unit.instance = arena_string(arena, claimed.instance);
}

/* Every SOURCE behind the unit must be one that the unit is made of. */
static bool uses_all(const struct verification *v, const struct compilation *c)
{
	bool all = true;
	for (int i = 2; i < v->options->file_count; i++) {
		char wanted[PATH_MAX], read[PATH_MAX];
		bool found = false;
		if (!realpath(v->options->files[i], wanted)) {
			environment_error("%s: %s", v->options->files[i], strerror(errno));
			return false;
		}
		for (size_t k = 0; k < c->sources.count && !found; k++)
			found = realpath(c->sources.list[k].path, read) &&
				strcmp(read, wanted) == 0;
		if (!found)
			environment_error("%s: not a source of %s; see --search-path",
					  v->options->files[i], v->options->files[1]);
		all = all && found;
	}
	return all;
}

static const char *value_text(struct arena *arena, const json_t *value)
{
	struct text text = {.arena = arena};
	if (json_is_string(value))
		text_visible(&text, slice_of(json_string_value(value)));
	for (size_t i = 0; i < json_array_size(value); i++) {
		text_puts(&text, i ? ", " : "");
		text_visible(&text, slice_of(json_string_value(json_array_get(value, i))));
	}
	return value ? text.len ? text.at : "empty" : "not set";
}

/* Says how a section differs. Returns the number of differences. */
static size_t compare_section(struct arena *arena, const char *name, json_t *launcher,
			      json_t *sources)
{
	const char *directive;
	json_t *value;
	size_t differences = 0;
	json_object_foreach(launcher, directive, value)
	{
		json_t *other = json_object_get(sources, directive);
		if (json_equal(value, other))
			continue;
		printf("  [%s] %s=: the launcher has \"%s\", the sources \"%s\"\n", name, directive,
		       value_text(arena, value), value_text(arena, other));
		differences++;
	}
	json_object_foreach(sources, directive, value)
	{
		if (json_object_get(launcher, directive))
			continue;
		printf("  [%s] %s=: the launcher has not set it, the sources \"%s\"\n", name,
		       directive, value_text(arena, value));
		differences++;
	}
	return differences;
}

/* A member for people: the launcher's may be made by anybody. */
static const char *shown(struct arena *arena, const json_t *object, const char *name)
{
	return value_text(arena, json_object_get(object, name));
}

static void compare_sources(struct arena *arena, const json_t *launcher, const json_t *sources)
{
	size_t count = json_array_size(launcher), now = json_array_size(sources);
	for (size_t i = 0; i < count || i < now; i++) {
		const json_t *old = json_array_get(launcher, i), *new = json_array_get(sources, i);
		if (!new)
			printf("  the source %s is not there any more\n",
			       shown(arena, old, "name"));
		else if (!old)
			printf("  the source %s is new\n", shown(arena, new, "name"));
		else if (strcmp(shown(arena, old, "sha256"), shown(arena, new, "sha256")) != 0)
			printf("  the source %s is another file: sha256 %s, not %s\n",
			       shown(arena, new, "name"), shown(arena, new, "sha256"),
			       shown(arena, old, "sha256"));
	}
}

/* A number in the launcher where the sources have a name: "ambit build --pin-ids" leaves that. */
static bool looks_pinned(const json_t *launcher, const json_t *sources)
{
	static const char *const directives[] = {"User", "Group"};
	for (size_t i = 0; i < sizeof(directives) / sizeof(*directives); i++) {
		const char *was = member(launcher, directives[i]),
			   *is = member(sources, directives[i]);
		if (was && is && strcmp(was, is) != 0 && !was[strspn(was, "0123456789")])
			return true;
	}
	return false;
}

static void explain_difference(struct verification *v, struct slice rebuilt)
{
	json_t *policy = recorded_parse(rebuilt), *section;
	const char *name;
	size_t differences = 0;
	printf("%s: not what these sources make:\n", v->launcher);
	if (strcmp(member(v->claimed, "ambit"), member(policy, "ambit")) != 0)
		printf("  made by ambit %s; this is %s\n",
		       shown(v->options->arena, v->claimed, "ambit"), member(policy, "ambit"));
	if (strcmp(member(v->claimed, "unit"), member(policy, "unit")) != 0)
		printf("  made from %s, not %s\n", shown(v->options->arena, v->claimed, "unit"),
		       member(policy, "unit"));
	compare_sources(v->options->arena, json_object_get(v->claimed, "sources"),
			json_object_get(policy, "sources"));
	if (!json_equal(json_object_get(v->claimed, "waived"), json_object_get(policy, "waived")))
		printf("  waived in the launcher: %s; from the sources: %s\n",
		       value_text(v->options->arena, json_object_get(v->claimed, "waived")),
		       value_text(v->options->arena, json_object_get(policy, "waived")));
	json_object_foreach(json_object_get(v->claimed, "policy"), name, section) differences +=
		compare_section(v->options->arena, name, section,
				json_object_get(json_object_get(policy, "policy"), name));
	if (!differences)
		puts("  all directives are the same");
	if (looks_pinned(json_object_get(json_object_get(v->claimed, "policy"), "Service"),
			 json_object_get(json_object_get(policy, "policy"), "Service")))
		puts("  hint: a launcher that was built with --pin-ids is verified with --pin-ids");
	if (json_equal(v->claimed, policy))
		puts("  the policy is the same, the program is not: "
		     "another C compiler, libc or runtime library, or "
		     "it was changed");
	json_decref(policy);
}

/*
 * Builds into TEMPORARY. Returns an exit status, or the negative number of a signal that is to end
 * the program.
 */
static int rebuild(struct verification *v, struct compilation *c, struct slice note,
		   const char *temporary)
{
	struct toolchain toolchain;
	struct launcher_job job;
	const char *what;
	int status = -1;
	if (!toolchain_find(&c->arena, &toolchain, &what))
		return environment_error("the runtime library, libambit.a, is not in %s", what);
	struct text source = {.arena = &c->arena};
	emit_c(&c->diagnostics, &c->plan, &source);
	launcher_signals(true);
	int error = launcher_start(&c->arena, &toolchain, text_slice(&source), note, temporary,
				   &job, &what);
	if (error)
		return environment_error("%s: %s", what, strerror(-error));
	int signal = -launcher_wait(&status);
	if (signal > 0) {
		launcher_stop(&job);
		return -signal;
	}
	if (launcher_finish(&job, status) < 0)
		return environment_error("%s: the C compiler failed: %s", v->options->files[1],
					 toolchain.command);
	return EXIT_DONE;
}

static int compare_files(struct verification *v, struct compilation *c, struct slice note,
			 const char *temporary)
{
	struct sources files = {.arena = &c->arena};
	int ours = source_read(&files, "rebuilt", temporary),
	    theirs = source_read(&files, "launcher", v->launcher);
	if (ours < 0 || theirs < 0)
		return environment_error("%s: %s", ours < 0 ? temporary : v->launcher,
					 strerror(ours < 0 ? -ours : -theirs));
	struct slice a = {files.list[ours].bytes, files.list[ours].len};
	struct slice b = {files.list[theirs].bytes, files.list[theirs].len};
	if (slice_equal(a, b)) {
		printf("%s: is what these sources make, byte for byte (%zu bytes)\n", v->launcher,
		       b.len);
		return EXIT_DONE;
	}
	explain_difference(v, note);
	return EXIT_INPUT;
}

static int verify(struct verification *v)
{
	struct compilation c;
	struct diag_output output = diag_output(v->options, stderr);
	bool compiled = compile(&v->build, v->options->files[1], &c);
	int status = compilation_status(&c);
	diag_print(&c.diagnostics, &output);
	if (compiled && !uses_all(v, &c))
		status = EXIT_INPUT;
	if (compiled && status == EXIT_DONE) {
		struct text note = {.arena = &c.arena};
		const char *base = getenv("TMPDIR");
		char *directory = arena_printf(&c.arena, "%s/ambit-verify-XXXXXX",
					       base && *base ? base : "/tmp");
		char *temporary = NULL;
		emit_json(&c.diagnostics, &c.service, &note);
		if (!mkdtemp(directory)) {
			status = environment_error("%s: %s", directory, strerror(errno));
		} else {
			temporary = arena_printf(&c.arena, "%s/launcher", directory);
			status = rebuild(v, &c, text_slice(&note), temporary);
			if (status == EXIT_DONE)
				status = compare_files(v, &c, text_slice(&note), temporary);
			unlink(temporary);
			rmdir(directory);
		}
	}
	compilation_free(&c);
	return status;
}

int command_verify(const struct options *options)
{
	struct verification v = {.options = options, .launcher = options->files[0]};
	struct slice note;
	int status = recorded_load(options->arena, v.launcher, &note, &v.claimed);
	if (status != EXIT_DONE)
		return status;
	take_options(&v);
	status = verify(&v);
	if (v.options->production && has_flavour(&v)) {
		environment_error(
			"%s: not for production: it is of the flavour %s", v.launcher,
			value_text(options->arena, json_object_get(v.claimed, "flavour")));
		status = status == EXIT_DONE ? EXIT_INPUT : status;
	}
	json_decref(v.claimed);
	return launcher_end(status);
}
