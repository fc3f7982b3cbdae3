/* SPDX-License-Identifier: MIT */
/*
 * Condition*= and Assert*=: systemd.unit(5), "Conditions and Asserts". All must hold, and at least
 * one of those marked with |. A test that cannot be decided stops the launcher: it is never taken
 * as true, and with ! in front of it nor as false.
 */
#include "internal.h"

#include <unistd.h>

static bool any_condition, any_assertion; /* of those marked with | */

static bool holds(ambit_place place, const char *what, ambit_test *test, unsigned flags,
		  const char *operand)
{
	int result = test(operand);

	if (result < 0)
		ambit_fail(place, AMBIT_STATUS_assertion, what,
			   ambit_join(place, operand, ": cannot be decided", ""), -result);
	return flags & AMBIT_NOT ? !result : result;
}

_Noreturn static void leave(ambit_place place, const char *detail)
{
	ambit_say(place, "Condition", detail, 0);
	_exit(AMBIT_STATUS_condition);
}

void ambit_condition(ambit_place place, ambit_test *test, unsigned flags, const char *operand)
{
	bool result = holds(place, "Condition", test, flags, operand);

	if (flags & AMBIT_TRIGGER)
		any_condition |= result;
	else if (!result)
		leave(place, ambit_join(place, operand, ": not met, not started", ""));
}

void ambit_condition_any(ambit_place place)
{
	if (!any_condition)
		leave(place, "none of those marked | is met, not started");
}

void ambit_assertion(ambit_place place, ambit_test *test, unsigned flags, const char *operand)
{
	bool result = holds(place, "Assert", test, flags, operand);

	if (flags & AMBIT_TRIGGER)
		any_assertion |= result;
	else if (!result)
		ambit_fail(place, AMBIT_STATUS_assertion, "Assert",
			   ambit_join(place, operand, ": not met", ""), 0);
}

void ambit_assertion_any(ambit_place place)
{
	if (!any_assertion)
		ambit_fail(place, AMBIT_STATUS_assertion_any, "Assert",
			   "none of those marked | is met", 0);
}
