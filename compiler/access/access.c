/* SPDX-License-Identifier: MIT */
/* All paths of a policy, in the order in which people look for them: programs, then the rest. */
#include "access/access.h"
#include "access/examine.h"
#include "access/made.h"

void access_check(struct diagnostics *diagnostics, const struct proof *proof,
		  const struct tree *tree, struct access_report *report)
{
	struct checker checker = {.diagnostics = diagnostics,
				  .arena = tree->arena,
				  .plan = proof->plan,
				  .proof = proof,
				  .tree = tree,
				  .made = *tree,
				  .report = report};
	*report = (struct access_report){0};
	if (!names_resolve(diagnostics, proof->plan->service, tree, &report->identity))
		return;
	report->service = access_credentials(proof, proof->plan->count - 1, &report->identity);
	const struct command_plan *last = &proof->plan->commands[proof->plan->count - 1];
	checker.made.made = tree_made_of(last, tree, &report->identity);
	checker.has_inside = checker_enter(&checker, last, &checker.inside);
	checker.seen = checker.made;
	if (checker.has_inside && checker.inside.fd == tree->fd)
		checker.seen = checker.inside;
	check_commands(&checker);
	check_paths(&checker);
	checker_leave(&checker, &checker.inside);
}
