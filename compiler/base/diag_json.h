/* SPDX-License-Identifier: MIT */
/* Diagnostics for machines: a JSON array, or SARIF 2.1.0 (OASIS). Called by base/diag.c only. */
#ifndef BASE_DIAG_JSON_H
#define BASE_DIAG_JSON_H

#include "base/diag.h"

void json_begin(struct diag_output *output);
void json_print(struct diagnostics *diagnostics, const struct diagnostic *d,
		struct diag_output *output, struct text *scratch);
void json_end(struct diag_output *output);

void sarif_begin(struct diag_output *output);
void sarif_print(struct diagnostics *diagnostics, const struct diagnostic *d,
		 struct diag_output *output, struct text *scratch);
void sarif_end(struct diag_output *output);

#endif
