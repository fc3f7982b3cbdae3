/* SPDX-License-Identifier: MIT */
/* The way of the data, and the commands that walk it. */
#include "cli/cli.h"
#include "cli/options.h"
#include "service/pin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	POLICY = TAKES(INSTANCE) | TAKES(SERVICE) | TAKES(SEARCH_PATH) | TAKES(WAIVE) |
		 TAKES(PIN_IDS) | TAKES(FROM) | TAKES(WARNING) | TAKES(ERROR) | TAKES(FORMAT) |
		 TAKES(HELP),
};

const struct command_row command_rows[] = {
	{"build", "FILE...",
	 POLICY | TAKES(SECCOMP_LOG) | TAKES(OUT) | TAKES(DIRECTORY) | TAKES(JOBS) | TAKES(DEPFILE),
	 1, -1, command_build, "Compile units to launchers.",
	 "Without -o or -d, the launcher of NAME.service is ./NAME."},
	{"emit", "FILE...", POLICY | TAKES(SECCOMP_LOG) | TAKES(TO) | TAKES(OUT) | TAKES(DIRECTORY),
	 1, -1, command_emit, "Print what a unit becomes, at one stage of the way.", NULL},
	{"check", "FILE...", POLICY | TAKES(ROOT), 1, -1, command_check, "Report all mistakes.",
	 "With --root, say too what the service can do with each path that it names."},
	{"convert", "FILE...",
	 TAKES(INSTANCE) | TAKES(SERVICE) | TAKES(SEARCH_PATH) | TAKES(WARNING) | TAKES(ERROR) |
		 TAKES(FORMAT) | TAKES(HELP) | TAKES(OUT) | TAKES(DIRECTORY),
	 1, -1, command_convert, "Turn a unit into a policy, and a policy into units.",
	 "NAME.service becomes NAME.ambit, and the other way round; without -o or -d on standard "
	 "output."},
	{"explain", "FILE [CALL...]", POLICY | TAKES(AUDIT) | TAKES(WARNINGS), 1, -1,
	 command_explain, "Say what is granted and why, and what the launcher itself needs.",
	 "With a CALL, openat or x86-64:257, or --audit, say instead what becomes of that call and "
	 "why."},
	{"seccomp", "FILE", POLICY | TAKES(SECCOMP_LOG) | TAKES(TO) | TAKES(OUT), 1, 1,
	 command_seccomp, "Print what becomes of each system call, and why.",
	 "--to=bpf, c or oci exports the system call filter."},
	{"run", "FILE [-- ARG...]", POLICY | TAKES(SECCOMP_LOG), 1, 1, command_run,
	 "Build a launcher in a temporary place and become it.",
	 "The arguments go to the launcher."},
	{"fmt", "FILE...", TAKES(CHECK) | TAKES(FORMAT) | TAKES(HELP), 1, -1, command_fmt,
	 "Write policies in one style.", "FILE - is standard input, to standard output."},
	{"inspect", "LAUNCHER", TAKES(JSON) | TAKES(HELP), 1, 1, command_inspect,
	 "Print the policy that a launcher was made from.", NULL},
	{"verify", "LAUNCHER SOURCE...",
	 TAKES(INSTANCE) | TAKES(SERVICE) | TAKES(SEARCH_PATH) | TAKES(WAIVE) | TAKES(PIN_IDS) |
		 TAKES(FROM) | TAKES(PRODUCTION) | TAKES(HELP),
	 2, -1, command_verify, "Rebuild a launcher from its sources and compare.",
	 "The first SOURCE is the unit; further ones must be the drop-ins it is built with."},
	{"directives", "[NAME]", TAKES(JSON) | TAKES(HELP), 0, 1, command_directives,
	 "List the directives, what they take, and who keeps their promise.", NULL},
	{"steps", "", TAKES(HELP), 0, 0, command_steps, "List what launchers do, in order.", NULL},
	{0},
};

void configure_warnings(const struct options *options, struct diagnostics *diagnostics)
{
	for (const char **name = options->warnings; name && *name; name++)
		diag_configure(diagnostics, *name, false);
	for (const char **name = options->errors; name && *name; name++)
		diag_configure(diagnostics, *name, true);
}

static void open_policy(const struct options *options, const char *path, struct compilation *c)
{
	struct diagnostics *d = &c->diagnostics;
	struct policy_options places = {.profiles = profiles_find(&c->arena)};
	d->wording = emit_policy_wording;
	if (!policy_load(d, path, &places, &c->policy) || !policy_check_circles(d, &c->policy))
		return;
	c->services = arena_alloc(&c->arena, (c->policy.count + 1) * sizeof(*c->services));
	for (size_t i = 0; i < c->policy.count; i++) {
		struct declaration *declaration = c->policy.list[i];
		if (declaration->kind == DECLARATION_SERVICE &&
		    (!options->service || slice_is(declaration->name, options->service)))
			c->services[c->count++] = declaration;
	}
	bool has_template = false;
	for (size_t i = 0; i < c->count; i++)
		has_template |= slice_ends(c->services[i]->name, "@");
	if (options->unit.instance && c->count && !has_template)
		diag_report(d, DIAG_UNIT_NAME, c->services[0]->span, NULL,
			    "--instance is for templates, NAME@, and there is none");
	if (c->count || d->errors)
		return;
	diag_report(d, DIAG_NO_SERVICE, (struct span){0},
		    options->service ? policy_nearest(&c->arena, &c->policy, DECLARATION_SERVICE,
						      slice_of(options->service))
				     : "write service NAME { ... }",
		    "%s: there is no service%s%s in it", path, options->service ? " " : "",
		    options->service ? options->service : "");
}

void compile_begin(const struct options *options, struct compilation *c)
{
	*c = (struct compilation){0};
	c->sources.arena = &c->arena;
	diag_init(&c->diagnostics, &c->arena, &c->sources);
	configure_warnings(options, &c->diagnostics);
}

void compile_open(const struct options *options, const char *path, struct compilation *c)
{
	compile_begin(options, c);
	if (slice_ends(slice_of(path), ".ambit"))
		open_policy(options, path, c);
	else
		c->count = unit_load(&c->diagnostics, path, &options->unit, &c->unit);
}

bool compile_next(const struct options *options, struct compilation *c)
{
	struct diagnostics *d = &c->diagnostics;
	if (c->next == c->count)
		return false;
	size_t errors = d->errors;
	if (c->services && !policy_evaluate(d, &c->policy, c->services[c->next],
					    options->unit.instance, &c->unit)) {
		c->next = c->count;
		return false;
	}
	c->next++;
	c->plan = (struct plan){.known = c->plan.known};
	service_read(d, &c->unit, options->waivers, &c->service);
	c->service.logs_denials = options->logs_denials;
	if (options->only_read)
		return true;
	service_judge(d, options->waivers, &c->service);
	if (options->pin_ids)
		service_pin_ids(d, &c->service);
	if (d->errors == errors)
		plan_lower(d, &c->service, &c->plan);
	if (d->errors == errors)
		plan_predict(d, &c->plan, options->from, &c->proof);
	return true;
}

bool compile(const struct options *options, const char *path, struct compilation *c)
{
	compile_open(options, path, c);
	if (c->count > 1)
		diag_report(&c->diagnostics, DIAG_NO_SERVICE, c->services[1]->span,
			    "choose one with --service=NAME", "the file has %zu services",
			    c->count);
	compile_next(options, c);
	return !c->diagnostics.errors;
}

void compilation_free(struct compilation *c)
{
	arena_free(&c->arena);
}

int compilation_status(const struct compilation *c)
{
	return !c->diagnostics.errors       ? EXIT_DONE
	       : c->diagnostics.environment ? EXIT_ENVIRONMENT
					    : EXIT_INPUT;
}

bool use_colour(FILE *file)
{
	const char *no_color = getenv("NO_COLOR"),
		   *term = getenv("TERM"); /* https://no-color.org */
	return isatty(fileno(file)) && !(no_color && *no_color) &&
	       !(term && strcmp(term, "dumb") == 0);
}

struct diag_output diag_output(const struct options *options, FILE *machine)
{
	FILE *file = options->format == DIAG_TEXT ? stderr : machine;
	return (struct diag_output){
		.file = file, .format = options->format, .colour = use_colour(file)};
}

int environment_error(const char *format, ...)
{
	va_list arguments;
	bool colour = use_colour(stderr);
	fputs(colour ? "\033[1mambit:\033[0m \033[1;31merror:\033[0m " : "ambit: error: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	putc('\n', stderr);
	return EXIT_ENVIRONMENT;
}

/* To a device or a pipe, which cannot be replaced. */
static bool write_there(const char *path, struct slice text)
{
	FILE *file = fopen(path, "we");
	if (!file)
		return false;
	bool written = fwrite(text.at, 1, text.len, file) == text.len;
	return fclose(file) == 0 && written;
}

/* Beside PLACE, and renamed; with owner and mode of LIKE, or as a new file. */
static bool write_anew(struct arena *arena, const char *place, struct slice text,
		       const struct stat *like)
{
	char *temporary = arena_printf(arena, "%s.XXXXXX", place);
	mode_t mask = umask(0);
	umask(mask);
	int fd = mkstemp(temporary);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!file)
		return false;
	bool written = fwrite(text.at, 1, text.len, file) == text.len &&
		       (!like || fchown(fd, like->st_uid, like->st_gid) == 0) &&
		       fchmod(fd, like ? like->st_mode & 07777 : 0666 & ~mask) == 0;
	written = fclose(file) == 0 && written && rename(temporary, place) == 0;
	if (!written)
		unlink(temporary);
	return written;
}

static bool is_source(const struct compilation *c, const char *out)
{
	struct stat there, source;
	bool found = false;
	for (size_t i = 0; i < c->sources.count && stat(out, &there) == 0 && !found; i++)
		found = stat(c->sources.list[i].path, &source) == 0 &&
			source.st_dev == there.st_dev && source.st_ino == there.st_ino;
	return found;
}

const char *output_problem(const struct compilation *c, struct outputs *outputs, const char *out)
{
	if (is_source(c, out))
		return "it is a source of the launcher";
	for (size_t i = 0; i < outputs->count; i++)
		if (strcmp(outputs->list[i], out) == 0)
			return "another service's output goes there too";
	outputs->list = arena_grow(outputs->arena, outputs->list, outputs->count, &outputs->room,
				   sizeof(*outputs->list));
	outputs->list[outputs->count++] = arena_string(outputs->arena, slice_of(out));
	return NULL;
}

int write_output(const char *path, struct slice text)
{
	if (!path) {
		fwrite(text.at, 1, text.len, stdout);
		return fflush(stdout) == 0
			       ? EXIT_DONE
			       : environment_error("standard output: %s", strerror(errno));
	}
	struct arena arena = {0};
	const char *place = output_place(&arena, path);
	bool written = place ? write_anew(&arena, place, text, NULL) : write_there(path, text);
	arena_free(&arena);
	return written ? EXIT_DONE : environment_error("%s: %s", path, strerror(errno));
}

int replace_file(const char *path, struct slice text)
{
	struct arena arena = {0};
	struct stat like;
	const char *place = output_place(&arena, path);
	bool written = place && stat(place, &like) == 0 && write_anew(&arena, place, text, &like);
	arena_free(&arena);
	return written ? EXIT_DONE : environment_error("%s: %s", path, strerror(errno));
}

static const struct command_row *find_command(const char *name)
{
	for (const struct command_row *command = command_rows; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

/* STATUS, unless what was printed did not arrive. */
static int end_output(int status)
{
	bool failed = fflush(stdout) != 0 || ferror(stdout);
	return failed && status != EXIT_ENVIRONMENT
		       ? environment_error("standard output: %s", strerror(errno))
		       : status;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	setvbuf(stderr, NULL, _IOLBF, 0); /* diagnostics are put together from many pieces */
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_usage(stdout);
		return end_output(EXIT_DONE);
	}
	if (strcmp(name, "--version") == 0) {
		puts("ambit " AMBIT_VERSION);
		return end_output(EXIT_DONE);
	}
	const struct command_row *command = find_command(name);
	if (!command) {
		if (*name)
			environment_error("there is no command '%s'", name);
		print_usage(stderr);
		return EXIT_ENVIRONMENT;
	}
	struct arena arena = {0};
	struct options options = {.arena = &arena};
	int status = options_parse(command, argc - 1, argv + 1, &options);
	if (status < 0)
		status = command->run(&options);
	status = end_output(status);
	arena_free(&arena);
	return status;
}
