/* SPDX-License-Identifier: MIT */
/* All paths of a policy, in the order in which people look for them: programs, then the rest. */
#include "access/access.h"
#include "access/examine.h"
#include "access/tree_view.h"

void access_check(struct diagnostics *diagnostics, const struct proof *proof,
		  const struct tree *tree, struct access_report *report)
{
	struct checker checker = {.diagnostics = diagnostics,
				  .arena = tree->arena,
				  .plan = proof->plan,
				  .proof = proof,
				  .tree = tree,
				  .seen = *tree,
				  .report = report};
	*report = (struct access_report){0};
	if (!names_resolve(diagnostics, proof->plan->service, tree, &report->identity))
		return;
	report->service = access_credentials(proof, proof->plan->count - 1, &report->identity);
	if (!proof->plan->service->settings[D_Service_RootDirectory].set)
		checker.seen.view =
			tree_view_of(&proof->plan->commands[proof->plan->count - 1], tree, tree);
	check_commands(&checker);
	check_paths(&checker);
}
