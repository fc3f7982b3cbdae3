/* SPDX-License-Identifier: MIT */
/* "ambit build" and "ambit run": launchers, several at a time. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file whose services are being built. */
struct build_file {
	const char *path;
	struct compilation compilation;
	size_t pending; /* launchers that still need it */
};

/* What a service becomes, before the C compiler. */
struct product {
	const char *out;
	struct text source, note;
};

/* One launcher on its way. */
struct build {
	struct build_file *file;
	struct launcher_job job;
};

struct builder {
	const struct options *options;
	struct toolchain toolchain;
	struct diag_output output;
	struct build *builds; /* the running ones; a slot without a pid is free */
	size_t slots, running;
	struct outputs outputs; /* of all builds so far */
	int done, total, status;
	int signal; /* that ends the program */
	bool progress;
};

static void show_progress(const struct builder *builder, const char *path)
{
	if (builder->progress)
		fprintf(stderr, "\r\033[K[%d/%d] %s", builder->done, builder->total, path);
	if (builder->progress && builder->done == builder->total)
		fputs("\r\033[K", stderr);
	fflush(stderr); /* no line ends here */
}

static void worsen(struct builder *builder, int status)
{
	if (status > builder->status)
		builder->status = status;
}

/*
 * NAME as make reads it: a backslash quotes what would end the name, and itself only before that; a
 * percent sign would make the rule of a target a pattern.
 */
static void add_make_name(struct text *text, const char *name, bool is_target)
{
	for (size_t i = 0, backslashes = 0; name[i]; i++) {
		if (strchr(" \t#:", name[i]) || (is_target && name[i] == '%'))
			for (size_t k = 0; k <= backslashes; k++)
				text_putc(text, '\\');
		text_puts(text, name[i] == '$' ? "$" : "");
		text_putc(text, name[i]);
		backslashes = name[i] == '\\' ? backslashes + 1 : 0;
	}
}

/*
 * "OUT: SOURCES", and each source as a target of its own, so that a removed drop-in is no error for
 * make.
 */
static int write_depfile(struct compilation *c, const char *out)
{
	struct text text = {.arena = &c->arena};
	for (int pass = 0; pass < 2; pass++) {
		if (!pass) {
			add_make_name(&text, out, true);
			text_putc(&text, ':');
		}
		for (size_t i = 0; i < c->sources.count; i++) {
			text_puts(&text, pass ? "" : " ");
			add_make_name(&text, c->sources.list[i].path, pass);
			text_puts(&text, pass ? ":\n" : "");
		}
		text_puts(&text, pass ? "" : "\n");
	}
	return write_output(arena_printf(&c->arena, "%s.d", out), text_slice(&text));
}

static void release(struct build_file *file)
{
	if (--file->pending == 0)
		compilation_free(&file->compilation);
}

/* Ends the build in SLOT, whose compiler left with STATUS. */
static void finish(struct builder *builder, struct build *slot, int status)
{
	struct build_file *file = slot->file;
	int error = launcher_finish(&slot->job, status);
	builder->done++;
	builder->running--;
	show_progress(builder, file->path);
	if (error == -ECHILD)
		worsen(builder, environment_error("%s: the C compiler failed: %s", file->path,
						  builder->toolchain.command));
	else if (error)
		worsen(builder, environment_error("%s: %s", slot->job.out, strerror(-error)));
	else if (builder->options->depfile)
		worsen(builder, write_depfile(&file->compilation, slot->job.out));
	slot->job.pid = 0;
	release(file);
}

static void wait_for_one(struct builder *builder)
{
	int status;
	pid_t pid = launcher_wait(&status);
	for (size_t i = 0; i < builder->slots; i++) {
		struct build *slot = &builder->builds[i];
		if (pid > 0 && slot->job.pid == pid)
			finish(builder, slot, status);
		if (pid < 0 && slot->job.pid)
			launcher_stop(&slot->job);
	}
	builder->signal = pid < 0 ? -pid : 0;
}

static const char *out_name(const struct options *options, struct compilation *c)
{
	if (options->out)
		return options->out;
	return arena_printf(&c->arena, "%s/%.*s", options->directory ? options->directory : ".",
			    SLICE_ARG(c->unit.name.stem));
}

/* Starts the C compiler, once there is a slot for it. */
static void start(struct builder *builder, struct build_file *file, struct product *product)
{
	struct compilation *c = &file->compilation;
	while (builder->running == builder->slots && !builder->signal)
		wait_for_one(builder);
	if (builder->signal)
		return;
	struct build *slot = builder->builds;
	while (slot->job.pid)
		slot++;
	const char *what = product->out;
	const char *problem = output_problem(c, &builder->outputs, product->out);
	int error = problem ? 0
			    : launcher_start(
				      &c->arena, &builder->toolchain, text_slice(&product->source),
				      text_slice(&product->note), product->out, &slot->job, &what);
	if (error)
		problem = error == -ENOTSUP ? "not a regular file" : strerror(-error);
	if (problem) {
		builder->done++;
		slot->job.pid = 0;
		worsen(builder, environment_error("%s: %s", what, problem));
		return;
	}
	slot->file = file;
	file->pending++;
	builder->running++;
	show_progress(builder, file->path);
}

/* Compiles a whole file; its launchers are made only if nothing is wrong in any part of it. */
static void build_file(struct builder *builder, const char *path)
{
	struct build_file *file = arena_alloc(builder->options->arena, sizeof(*file));
	struct compilation *c = &file->compilation;
	size_t count = 0;
	*file = (struct build_file){.path = path, .pending = 1};
	compile_open(builder->options, path, c);
	struct product *products = arena_alloc(&c->arena, (c->count + 1) * sizeof(*products));
	if (c->count > 1 && builder->options->out)
		diag_report(&c->diagnostics, DIAG_NO_SERVICE, c->services[1]->span,
			    "choose one with --service=NAME", "the file has %zu services",
			    c->count);
	while (compile_next(builder->options, c)) {
		struct product *product = &products[count++];
		*product = (struct product){.source = {.arena = &c->arena},
					    .note = {.arena = &c->arena}};
		if (c->diagnostics.errors)
			continue;
		product->out = out_name(builder->options, c);
		emit_c(&c->diagnostics, &c->plan, &product->source);
		emit_json(&c->diagnostics, &c->service, &product->note);
	}
	builder->total += count ? (int)count - 1 : 0;
	if (c->diagnostics.count)
		show_progress(builder, "");
	diag_print(&c->diagnostics, &builder->output);
	if (c->diagnostics.errors) {
		builder->done += count ? (int)count : 1;
		worsen(builder, compilation_status(c));
	}
	for (size_t i = 0; i < count && !c->diagnostics.errors && !builder->signal; i++)
		start(builder, file, &products[i]);
	release(file);
}

static int build_all(const struct options *options)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct builder builder = {
		.options = options,
		.output = diag_output(options, stdout),
		.slots = (size_t)(options->jobs    ? options->jobs
				  : processors > 0 ? processors
						   : 1),
		.total = options->file_count,
		.outputs = {.arena = options->arena},
		.progress = options->file_count > 1 && isatty(STDERR_FILENO),
	};
	const char *where;
	if (!toolchain_find(options->arena, &builder.toolchain, &where))
		return environment_error("the runtime library, libambit.a, is not in %s", where);
	builder.builds = arena_alloc(options->arena, builder.slots * sizeof(*builder.builds));
	launcher_signals(true);
	diag_begin(&builder.output);
	for (int i = 0; i < options->file_count && !builder.signal; i++)
		build_file(&builder, options->files[i]);
	while (builder.running && !builder.signal)
		wait_for_one(&builder);
	diag_end(&builder.output);
	return builder.signal ? -builder.signal : builder.status;
}

int command_build(const struct options *options)
{
	return launcher_end(build_all(options));
}

/* Builds into a directory of its own and becomes the launcher, which then has no name any more. */
int command_run(const struct options *options)
{
	const char *base = getenv("TMPDIR");
	char *directory =
		arena_printf(options->arena, "%s/ambit-run-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(directory))
		return environment_error("%s: %s", directory, strerror(errno));
	struct options build = *options;
	build.out = arena_printf(options->arena, "%s/launcher", directory);
	int status = build_all(&build);
	int fd = -1;
	if (status == EXIT_DONE) {
		fd = open(build.out, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			status = environment_error("%s: %s", build.out, strerror(errno));
	}
	unlink(build.out);
	rmdir(directory);
	if (launcher_end(status) != EXIT_DONE)
		return status;
	size_t count = 0;
	while (options->arguments[count])
		count++;
	char **argv = arena_alloc(options->arena, (count + 2) * sizeof(*argv));
	argv[0] = options->files[0];
	memcpy(argv + 1, options->arguments, count * sizeof(*argv));
	fflush(NULL);
	fexecve(fd, argv, environ);
	return environment_error("%s: %s", options->files[0], strerror(errno));
}
