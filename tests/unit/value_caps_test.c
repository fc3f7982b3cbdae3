/* SPDX-License-Identifier: MIT */
/*
 * Sets of capabilities: names, the algebra of several lines, and that a mistake never widens a set.
 */
#include "harness.h"

TEST(caps_first_line_says_all)
{
	assert_value("CapabilityBoundingSet=CAP_CHOWN CAP_KILL", "CAP_CHOWN CAP_KILL");
	assert_value("CapabilityBoundingSet=cap_chown Cap_Kill", "CAP_CHOWN CAP_KILL");
	assert_value("CapabilityBoundingSet=\"CAP_KILL\" 0 62", "CAP_CHOWN CAP_KILL 62");
	assert_value("CapabilityBoundingSet=~CAP_SYS_ADMIN", "~CAP_SYS_ADMIN");
	assert_value("CapabilityBoundingSet=~ CAP_SYS_ADMIN", "~CAP_SYS_ADMIN");
	assert_value("CapabilityBoundingSet=", "");
	assert_value("CapabilityBoundingSet=~", "~");
}

TEST(caps_later_lines_add_and_take_away)
{
	assert_value("CapabilityBoundingSet=CAP_CHOWN\nCapabilityBoundingSet=CAP_KILL",
		     "CAP_CHOWN CAP_KILL");
	assert_value("CapabilityBoundingSet=CAP_CHOWN CAP_KILL\nCapabilityBoundingSet=~CAP_KILL",
		     "CAP_CHOWN");
	assert_value("CapabilityBoundingSet=~CAP_CHOWN\nCapabilityBoundingSet=~CAP_KILL",
		     "~CAP_CHOWN CAP_KILL");
	assert_value("CapabilityBoundingSet=~CAP_CHOWN CAP_KILL\nCapabilityBoundingSet=CAP_KILL",
		     "~CAP_CHOWN");
	assert_value("CapabilityBoundingSet=CAP_CHOWN\nCapabilityBoundingSet=", "");
	assert_value("CapabilityBoundingSet=CAP_CHOWN\nCapabilityBoundingSet=~", "~");
	assert_value("CapabilityBoundingSet=~\nCapabilityBoundingSet=CAP_CHOWN", "CAP_CHOWN");
	assert_value("CapabilityBoundingSet=\nCapabilityBoundingSet=~CAP_CHOWN", "");
}

TEST(caps_ambient_starts_from_none)
{
	assert_value("AmbientCapabilities=CAP_CHOWN", "CAP_CHOWN");
	assert_value("AmbientCapabilities=~CAP_CHOWN", "~CAP_CHOWN");
	assert_value("AmbientCapabilities=\nAmbientCapabilities=~CAP_CHOWN", "~CAP_CHOWN");
	assert_value("AmbientCapabilities=CAP_CHOWN\nAmbientCapabilities=~CAP_"
		     "CHOWN\nAmbientCapabilities=~CAP_KILL",
		     "~CAP_KILL");
	assert_value("AmbientCapabilities=CAP_CHOWN\nAmbientCapabilities=", "");
}

TEST(caps_all_but_has_bit_63)
{
	struct outcome *outcome = outcome_of("web.service", "CapabilityBoundingSet=~CAP_CHOWN");
	assert_int_equal(outcome_setting(outcome)->bits, UINT64_MAX - 1);
	outcome_free(outcome);
}

TEST(caps_mistakes_take_the_whole_line_away)
{
	assert_mistake("CapabilityBoundingSet=CAP_CHOWN\nCapabilityBoundingSet=~CAP_SYS_ADMN",
		       "CAP_SYS_ADMN", "unknown capability 'CAP_SYS_ADMN'",
		       "did you mean CAP_SYS_ADMIN?");
	assert_mistake("CapabilityBoundingSet=CAP_KILL CHOWN CAP_FOWNER", "CHOWN",
		       "unknown capability 'CHOWN'", "did you mean CAP_CHOWN?");
	assert_mistake("AmbientCapabilities=CAP_NOTHING_AT_ALL", "CAP_NOTHING_AT_ALL",
		       "unknown capability 'CAP_NOTHING_AT_ALL'", NULL);
	assert_mistake("CapabilityBoundingSet=63", "63", "63 is out of range: from 0 to 62", NULL);
	assert_mistake("CapabilityBoundingSet=CAP_CHOWN,CAP_KILL", "CAP_CHOWN,CAP_KILL",
		       "unknown capability 'CAP_CHOWN,CAP_KILL'", NULL);
	assert_mistake("CapabilityBoundingSet=+1", "+1", "unknown capability '+1'", "*");
	assert_mistake("CapabilityBoundingSet=CAP_5", "CAP_5", "unknown capability 'CAP_5'", "*");
	assert_mistake("CapabilityBoundingSet=\"\"", "", "unknown capability ''", NULL);
	assert_mistake("CapabilityBoundingSet=CAP_KILL \"CAP_CHOWN", "\"CAP_CHOWN",
		       "the quote is not closed", NULL);
}

TEST(caps_caret_over_continued_lines)
{
	assert_mistake("CapabilityBoundingSet=CAP_KILL \\\n# why\n  CAP_CHOWM", "CAP_CHOWM",
		       "unknown capability 'CAP_CHOWM'", "did you mean CAP_CHOWN?");
}
