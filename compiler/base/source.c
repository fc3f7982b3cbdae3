/* SPDX-License-Identifier: MIT */
/* Reading files, and turning a span into line, column and the text of the line. */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { SOURCE_MOST = 1 << 30 };

static int append(struct sources *sources, const char *name, const char *path, char *bytes,
		  size_t len)
{
	const struct source *last = sources->count ? &sources->list[sources->count - 1] : NULL;
	uint32_t first = last ? last->first + (uint32_t)last->len + 1 : 1;
	if (len > SOURCE_MOST || len > UINT32_MAX - 2 - first)
		return -EFBIG;
	sources->list = arena_grow(sources->arena, sources->list, sources->count, &sources->room,
				   sizeof(*sources->list));
	sources->list[sources->count] = (struct source){
		.name = name, .path = path, .bytes = bytes, .len = len, .first = first};
	return (int)sources->count++;
}

int source_add(struct sources *sources, const char *name, struct slice bytes)
{
	char *copy = arena_alloc(sources->arena, bytes.len + 2);
	if (bytes.len)
		memcpy(copy, bytes.at, bytes.len);
	return append(sources, name, name, copy, bytes.len);
}

/* Reads until the end; the size that stat(2) told is a guess only (/proc). */
static int read_all(struct arena *arena, int fd, size_t guess, char **bytes, size_t *len)
{
	size_t room = guess + 3;
	char *buffer = arena_alloc(arena, room);
	size_t have = 0;
	for (;;) {
		ssize_t n = read(fd, buffer + have, room - have - 2);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		have += (size_t)n;
		if (have > SOURCE_MOST)
			return -EFBIG;
		if (room - have <= 2) {
			buffer = arena_resize(arena, buffer, room, room * 2);
			room *= 2;
		}
	}
	memset(buffer + have, 0, 2);
	*bytes = buffer;
	*len = have;
	return 0;
}

/* /dev/null, which reads as an empty file; other devices and pipes may have no end. */
static bool is_null(const struct stat *status)
{
	return S_ISCHR(status->st_mode) && status->st_rdev == makedev(1, 3);
}

int source_read(struct sources *sources, const char *name, const char *path)
{
	struct stat status;
	int fd = open(path,
		      O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a FIFO does not block */
	if (fd < 0)
		return -errno;
	char *bytes = NULL;
	size_t len = 0;
	int error = 0;
	if (fstat(fd, &status) < 0)
		error = -errno;
	else if (S_ISDIR(status.st_mode))
		error = -EISDIR;
	else if (!S_ISREG(status.st_mode) && !is_null(&status))
		error = -EINVAL;
	else if (status.st_size > SOURCE_MOST)
		error = -EFBIG;
	else
		error = read_all(sources->arena, fd, (size_t)status.st_size, &bytes, &len);
	close(fd);
	return error ? error : append(sources, name, path, bytes, len);
}

int source_read_from(struct sources *sources, const char *name, int fd)
{
	char *bytes = NULL;
	size_t len = 0;
	int error = read_all(sources->arena, fd, 4096, &bytes, &len);
	return error ? error : append(sources, name, name, bytes, len);
}

static const struct source *find_source(const struct sources *sources, struct span span)
{
	if (!span.at)
		return NULL;
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->list[i];
		if (span.at >= source->first && span.at - source->first <= source->len)
			return source;
	}
	return NULL;
}

struct slice source_slice(const struct sources *sources, struct span span)
{
	const struct source *source = find_source(sources, span);
	if (!source)
		return SLICE("");
	return slice_part((struct slice){source->bytes, source->len}, span.at - source->first,
			  span.len);
}

static void count_lines(struct arena *arena, struct source *source)
{
	size_t count = 1;
	for (size_t i = 0; i < source->len; i++)
		count += source->bytes[i] == '\n';
	source->lines = arena_alloc(arena, count * sizeof(*source->lines));
	for (size_t i = 0; i < source->len; i++)
		if (source->bytes[i] == '\n')
			source->lines[++source->line_count] = (uint32_t)i + 1;
	source->line_count = count;
}

/* The last line that starts at or before OFFSET, from 0. */
static size_t find_line(const struct source *source, size_t offset)
{
	size_t low = 0, high = source->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct place source_place(struct sources *sources, struct span span)
{
	const struct source *found = find_source(sources, span);
	if (!found)
		return (struct place){0};
	size_t index = (size_t)(found - sources->list);
	struct source *source = &sources->list[index];
	if (!source->lines)
		count_lines(sources->arena, source);
	size_t offset = span.at - source->first;
	size_t line = find_line(source, offset), start = source->lines[line];
	size_t end = line + 1 < source->line_count ? source->lines[line + 1] - 1 : source->len;
	struct place place = {.source = source,
			      .index = index,
			      .line = (unsigned)line + 1,
			      .text = {source->bytes + start, end - start},
			      .offset = offset - start};
	if (place.text.len && place.text.at[place.text.len - 1] == '\r')
		place.text.len--;
	return place;
}

unsigned place_column(const struct place *place)
{
	struct source *source = place->source;
	const char *line = place->text.at;
	if (source->last.line != line || source->last.offset > place->offset) {
		source->last.line = line;
		source->last.offset = 0;
		source->last.column = 1;
	}
	for (; source->last.offset < place->offset; source->last.offset++)
		/* continuation bytes of UTF-8 are no columns */
		source->last.column += ((unsigned char)line[source->last.offset] & 0xc0) != 0x80;
	return source->last.column;
}
