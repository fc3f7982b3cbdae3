/* SPDX-License-Identifier: MIT */
/* The algebra of sets, and what adds to it or takes from it. */
#include "policy_fixture.h"

#define BOUNDING(expression, value)                                                                \
	assert_assigned("let web = { net_raw, chown };", "capabilities_bounding " expression ";",  \
			"CapabilityBoundingSet", value)
#define BITS(expression, value)                                                                    \
	assert_assigned("", "securebits " expression ";", "SecureBits", value)
#define WRONG(statement, id, marked, hint)                                                         \
	assert_refused("let web = { net_raw, chown };", statement, id, marked, hint)

TEST(policy_set_elements)
{
	BOUNDING("chown", "<CAP_CHOWN>");
	BOUNDING("chown kill", "<CAP_CHOWN CAP_KILL>");
	BOUNDING("{ kill, chown, chown }", "<CAP_CHOWN CAP_KILL>");
	BOUNDING("{ CAP_CHOWN cap_kill \"net_raw\" }", "<CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("{ 0 5, }", "<CAP_CHOWN CAP_KILL>");
	BOUNDING("{ web { kill } }", "<CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("{}", "<>");
	BOUNDING("all", "<~>");
}

TEST(policy_set_operators)
{
	BOUNDING("web | kill", "<CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("web & { chown, kill }", "<CAP_CHOWN>");
	BOUNDING("web - chown", "<CAP_NET_RAW>");
	BOUNDING("~web", "<~CAP_CHOWN CAP_NET_RAW>");
	BOUNDING("~~web", "<CAP_CHOWN CAP_NET_RAW>");
	BOUNDING("all - web - kill", "<~CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("web - chown | chown", "<CAP_CHOWN CAP_NET_RAW>");
	BOUNDING("web - (chown | kill)", "<CAP_NET_RAW>");
	BOUNDING("web | kill & chown", "<CAP_CHOWN CAP_NET_RAW>");
	BOUNDING("(web | kill) & kill", "<CAP_KILL>");
	BOUNDING("~(all - web)", "<CAP_CHOWN CAP_NET_RAW>");
}

TEST(policy_set_changes)
{
	BOUNDING("web; capabilities_bounding += kill", "<CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("web; capabilities_bounding kill", "<CAP_CHOWN CAP_KILL CAP_NET_RAW>");
	BOUNDING("web; capabilities_bounding -= chown", "<CAP_NET_RAW>");
	BOUNDING("-= chown", "<~CAP_CHOWN>");
	assert_assigned("profile p { securebits noroot; }\n"
			"profile q : p { securebits += no_setuid_fixup; }\n"
			"service one : q { exec \"/bin/true\"; }",
			"", "SecureBits", "<noroot no-setuid-fixup>");
	BITS("noroot noroot_locked", "<noroot noroot-locked>");
	BITS("noroot; securebits += no-setuid-fixup", "<noroot no-setuid-fixup>");
	BITS("all - ~noroot", "<noroot>");
}

TEST(policy_set_mistakes)
{
	WRONG("capabilities_bounding web - { chown, net_raw };", DIAG_EMPTY_SET,
	      "web - { chown, net_raw }", "write {} where that is meant");
	WRONG("capabilities_bounding web & kill;", DIAG_EMPTY_SET, "web & kill", "*");
	WRONG("capabilities_bounding chwon;", DIAG_UNKNOWN_NAME, "chwon",
	      "did you mean CAP_CHOWN?");
	WRONG("capabilities_bounding wbe;", DIAG_UNKNOWN_NAME, "wbe", "did you mean web?");
	WRONG("capabilities_bounding web-chown;", DIAG_UNKNOWN_NAME, "web-chown",
	      "the '-' of a difference has blanks around it");
	WRONG("capabilities_bounding 64;", DIAG_UNKNOWN_NAME, "64", NULL);
	WRONG("capabilities_bounding -1;", DIAG_UNKNOWN_NAME, "-1", "*");
	WRONG("capabilities_bounding \"\";", DIAG_UNKNOWN_NAME, "\"\"", NULL);
	WRONG("capabilities_bounding;", DIAG_VALUE, "capabilities_bounding", "{} is the empty set");
	WRONG("capabilities_bounding web + kill;", DIAG_VALUE, "web + kill", "'|' joins sets");
	WRONG("capabilities_bounding A = kill;", DIAG_VALUE, "A = kill", "*");
	WRONG("capabilities_bounding += kill;", DIAG_VALUE, "capabilities_bounding", "*");
	WRONG("securebits no_rot;", DIAG_UNKNOWN_NAME, "no_rot", "did you mean noroot?");
}
