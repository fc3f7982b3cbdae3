/* SPDX-License-Identifier: MIT */
/* Bytes that are not text, before a scanner meets them. */
#include "parse/encoding.h"

#include <string.h>

static void report(struct diagnostics *d, struct span span, struct slice rest, size_t len)
{
	if (len)
		diag_report(d, DIAG_ENCODING, span, NULL, "a NUL byte");
	else
		diag_report(d, DIAG_ENCODING, span, "the files are UTF-8",
			    "the byte 0x%02x is not part of a UTF-8 character",
			    (unsigned char)*rest.at);
}

void encoding_check(struct diagnostics *diagnostics, const struct source *source)
{
	for (size_t i = 0, len; i < source->len; i += len) {
		struct slice rest = {source->bytes + i, source->len - i < 4 ? source->len - i : 4};
		len = utf8_length(rest);
		if (len && *rest.at)
			continue;
		report(diagnostics, (struct span){source->first + (uint32_t)i, 1}, rest, len);
		const char *end = memchr(source->bytes + i, '\n', source->len - i);
		len = end ? (size_t)(end - (source->bytes + i)) + 1 : source->len - i;
	}
	char *end = source->bytes + source->len;
	for (char *nul = source->bytes; nul < end && (nul = memchr(nul, '\0', (size_t)(end - nul)));
	     nul++)
		*nul = '?';
}

size_t encoding_mark(const struct source *source)
{
	struct slice bytes = {source->bytes, source->len};
	return slice_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;
}
