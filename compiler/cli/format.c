/* SPDX-License-Identifier: MIT */
/* "ambit fmt": policies in one style, in place. */
#include "cli/cli.h"
#include "policy/format.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What becomes of TEXT, which source has on its way. An exit status. */
static int settle_text(const struct options *options, const char *path, const struct source *source,
		       struct slice text)
{
	struct slice before = {source->bytes, source->len};
	bool is_input = strcmp(path, "-") == 0;
	if (is_input && !options->check)
		return write_output(NULL, text);
	if (slice_equal(before, text))
		return EXIT_DONE;
	if (!options->check)
		return replace_file(path, text);
	puts(source->path);
	return EXIT_INPUT;
}

static int format_one(const struct options *options, const char *path, struct diag_output *output)
{
	struct compilation c;
	struct text text = {.arena = &c.arena};
	compile_begin(options, &c);
	int index = strcmp(path, "-") == 0
			    ? source_read_from(&c.sources, "standard input", STDIN_FILENO)
			    : source_read(&c.sources, path, path);
	int status = EXIT_DONE;
	if (index < 0)
		diag_report(&c.diagnostics, DIAG_UNREADABLE, (struct span){0}, NULL, "%s: %s", path,
			    index == -EINVAL ? "Not a regular file" : strerror(-index));
	else if (policy_format(&c.diagnostics, (size_t)index, &text))
		status = settle_text(options, path, &c.sources.list[index], text_slice(&text));
	diag_print(&c.diagnostics, output);
	if (compilation_status(&c) > status)
		status = compilation_status(&c);
	compilation_free(&c);
	return status;
}

int command_fmt(const struct options *options)
{
	/* standard output is the product's */
	struct diag_output output = diag_output(options, stderr);
	int status = EXIT_DONE;
	diag_begin(&output);
	for (int i = 0; i < options->file_count; i++) {
		int one = format_one(options, options->files[i], &output);
		status = one > status ? one : status;
	}
	diag_end(&output);
	return status;
}
