/* SPDX-License-Identifier: MIT */
/* Finding the note of owner "ambit", type 1, in section .note.ambit (emit/launcher.c writes it). */
#include "emit/note.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <unistd.h>

static bool find_note(struct arena *arena, Elf *elf, struct slice *note)
{
	size_t names;
	if (elf_getshdrstrndx(elf, &names) != 0)
		return false;
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		const char *name = elf_strptr(elf, names, header.sh_name);
		Elf_Data *data = name && strcmp(name, ".note.ambit") == 0
					 ? elf_getdata(section, NULL)
					 : NULL;
		GElf_Nhdr entry;
		size_t owner, text;
		if (!data || !gelf_getnote(data, 0, &entry, &owner, &text) || entry.n_type != 1)
			continue;
		if (entry.n_namesz != sizeof("ambit") ||
		    memcmp((char *)data->d_buf + owner, "ambit", 6) != 0)
			continue;
		struct slice found = {(char *)data->d_buf + text, entry.n_descsz};
		*note = (struct slice){arena_string(arena, found), found.len};
		return true;
	}
	return false;
}

bool note_read(struct arena *arena, const char *path, struct slice *note, const char **why)
{
	elf_version(EV_CURRENT);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		*why = strerror(errno);
		return false;
	}
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	bool found = elf && elf_kind(elf) == ELF_K_ELF && find_note(arena, elf, note);
	if (!found)
		*why = elf && elf_kind(elf) == ELF_K_ELF
			       ? "it has no policy in it: not made by ambit, "
				 "or stripped of its note"
			       : "not an ELF file";
	elf_end(elf);
	close(fd);
	return found;
}
