/* SPDX-License-Identifier: MIT */
/* Assert=: each form, each mistake, and that what is printed means the same. */
#include "harness.h"

TEST(assertion_sets)
{
	assert_value("Assert=never CAP_SYS_ADMIN cap_chown", "<never CAP_CHOWN CAP_SYS_ADMIN>");
	assert_value("Assert=never ~CAP_KILL", "<never ~CAP_KILL>");
	assert_value("Assert=never ~", "<never all>");
	assert_value("Assert=bounding within CAP_KILL", "<bounding within CAP_KILL>");
	assert_value("Assert=permitted is none", "<permitted is none>");
	assert_value("Assert=effective contains all", "<effective contains all>");
	assert_value("Assert=inheritable  is\t~CAP_KILL 5 61", "<inheritable is ~CAP_KILL 61>");
	assert_value("Assert=ambient contains 62", "<ambient contains 62>");
	assert_value("Assert=needs within CAP_SETUID", "<needs within CAP_SETUID>");
}

TEST(assertion_ids)
{
	assert_value("Assert=uid is 0", "<uid is 0>");
	assert_value("Assert=uid is not root", "<uid is not root>");
	assert_value("Assert=gid is not www-data", "<gid is not www-data>");
	assert_value("Assert=groups within audio 5 video", "<groups within audio 5 video>");
	assert_value("Assert=uid is u%H", "<uid is u%H>"); /* of the launch */
	assert_value_of("web@x.service", "Assert=groups within g%i %i", "<groups within gx x>");
}

TEST(assertion_others)
{
	assert_value("Assert=no_new_privileges", "<no_new_privileges>");
	assert_value("Assert=securebits contains noroot-locked noroot",
		     "<securebits contains noroot noroot-locked>");
}

TEST(assertion_lines)
{
	assert_value("Assert=uid is 5\nAssert=no_new_privileges", "<uid is 5><no_new_privileges>");
	assert_mistake("Assert=uid is 5\nAssert=", "", "what is asserted cannot be taken back",
		       "*");
	assert_value("Assert=groups within none", "<groups within none>");
	assert_mistake("Assert=groups within none adm", "adm", "'none' stands alone", NULL);
}

TEST(assertion_mistakes)
{
	static const char whole[] = "the assertion is not whole";
	assert_mistake("Assert=nevr CAP_KILL", "nevr", "'nevr' is nothing to assert",
		       "did you mean never?");
	assert_mistake("Assert=Never CAP_KILL", "Never", "'Never' is nothing to assert",
		       "did you mean never?");
	assert_mistake("Assert=never", "", whole, "write never CAPABILITY...");
	assert_mistake("Assert=never CAP_KIL", "CAP_KIL", "unknown capability 'CAP_KIL'",
		       "did you mean CAP_KILL?");
	assert_mistake("Assert=never KILL", "KILL", "unknown capability 'KILL'",
		       "did you mean CAP_KILL?");
	assert_mistake("Assert=never all CAP_KILL", "CAP_KILL", "'all' and 'none' stand alone",
		       NULL);
	assert_mistake("Assert=ambient", "", whole,
		       "write ambient within|is|contains CAPABILITY...");
	assert_mistake("Assert=ambient not CAP_KILL", "not", "'not' does not go with 'ambient'",
		       "write ambient within|is|contains CAPABILITY...");
	assert_mistake("Assert=ambient is", "", whole,
		       "write ambient within|is|contains CAPABILITY...");
	assert_mistake("Assert=uid 5", "5", "'5' does not go with 'uid'",
		       "write uid is [not] USER");
	assert_mistake("Assert=uid is not", "", whole, "write uid is [not] USER");
	assert_mistake("Assert=uid is 5 6", "6", "there is one id too many",
		       "write uid is [not] USER");
	assert_mistake("Assert=gid is 4294967295", "4294967295",
		       "'4294967295' is not a user or group: it is not an id: ids are 0 to "
		       "4294967294 without 65535",
		       "write a name or a numeric id");
	assert_mistake("Assert=groups within", "", whole, "write groups within GROUP...");
	assert_mistake("Assert=groups contains 5", "contains",
		       "'contains' does not go with 'groups'", "write groups within GROUP...");
	assert_mistake("Assert=securebits contains norot", "norot", "unknown securebit 'norot'",
		       "did you mean noroot?");
	assert_mistake("Assert=securebits is noroot", "is", "'is' does not go with 'securebits'",
		       "write securebits contains SECUREBIT...");
	assert_mistake("Assert=no_new_privileges=yes", "no_new_privileges=yes",
		       "'no_new_privileges=yes' is nothing to assert", "*");
	assert_mistake("Assert=no_new_privileges yes", "yes", "'no_new_privileges' stands alone",
		       "write no_new_privileges");
	assert_mistake("Assert=needs is CAP_KILL", "is", "'is' does not go with 'needs'",
		       "write needs within CAPABILITY...");
}

TEST(assertion_mistake_leaves_what_was)
{
	assert_mistake("Assert=uid is 5\nAssert=uid is 65535", "65535",
		       "'65535' is not a user or group: it is not an id: ids are 0 to 4294967294 "
		       "without 65535",
		       "*");
}
