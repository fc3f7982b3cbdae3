/* SPDX-License-Identifier: MIT */
/* All paths of a policy, in the order in which people look for them: programs, then the rest. */
#include "access/access.h"
#include "access/examine.h"

void access_check(struct diagnostics *diagnostics, const struct plan *plan, const struct tree *tree,
		  struct access_report *report)
{
	struct checker checker = {.diagnostics = diagnostics,
				  .arena = tree->arena,
				  .plan = plan,
				  .tree = tree,
				  .report = report};
	*report = (struct access_report){0};
	if (!names_resolve(diagnostics, plan->service, tree, &report->identity))
		return;
	report->service = access_credentials(plan->service, &plan->commands[plan->count - 1],
					     &report->identity);
	check_commands(&checker);
	check_paths(&checker);
}
