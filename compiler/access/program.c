/* SPDX-License-Identifier: MIT */
/* Programs are somebody else's files: nothing in them is believed. */
#include "access/program.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { HEAD = 256 }; /* BINPRM_BUF_SIZE of linux/binfmts.h: what the kernel reads of a script */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/*
 * Behind "#!" and blanks, up to a blank or the end of the line; where neither is within the head the
 * name might be cut, and is none. A line that is too long is fine behind the name.
 */
static const char *script_interpreter(struct arena *arena, struct slice head)
{
	struct slice line = slice_part(head, 2, head.len);
	size_t end = slice_find(line, '\n'), len = 0;
	bool whole = end < line.len || head.len < HEAD;
	line = slice_part(line, 0, end);
	while (line.len && is_blank(*line.at))
		line = slice_part(line, 1, line.len);
	while (len < line.len && line.at[len] && !is_blank(line.at[len]))
		len++;
	if (!len || (len == line.len && !whole))
		return NULL;
	return arena_string(arena, slice_part(line, 0, len));
}

static const char *elf_interpreter(struct arena *arena, int fd, Elf *elf)
{
	size_t count = 0;
	elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;
		char path[PATH_MAX];
		if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_INTERP)
			continue;
		if (header.p_filesz < 2 || header.p_filesz > sizeof(path))
			return NULL;
		ssize_t len = pread(fd, path, header.p_filesz, (off_t)header.p_offset);
		return len < 2 ? NULL
			       : arena_string(arena,
					      (struct slice){path, strnlen(path, (size_t)len)});
	}
	return NULL;
}

int program_read(struct arena *arena, const struct way *way, enum program_kind *kind,
		 const char **interpreter)
{
	char head[HEAD];
	int fd = way_open(way, O_RDONLY | O_NONBLOCK);
	ssize_t len = fd < 0 ? -1 : pread(fd, head, sizeof(head), 0);
	int error = fd < 0 ? fd : len < 0 ? -errno : 0;
	struct slice start = {head, len < 0 ? 0 : (size_t)len};
	*interpreter = NULL;
	*kind = PROGRAM_UNKNOWN;
	if (slice_starts(start, "#!")) {
		*interpreter = script_interpreter(arena, start);
		*kind = *interpreter ? PROGRAM_SCRIPT : PROGRAM_UNKNOWN;
	} else if (slice_starts(start, ELFMAG)) {
		elf_version(EV_CURRENT);
		Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
		*kind = PROGRAM_ELF;
		*interpreter = elf_interpreter(arena, fd, elf);
		elf_end(elf);
	}
	if (fd >= 0)
		close(fd);
	return error;
}
