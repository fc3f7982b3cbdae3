/* SPDX-License-Identifier: MIT */
/* The words of SystemCallFilter= and its kin. */
#include "harness.h"

TEST(calls_and_sets)
{
	assert_value("SystemCallFilter=@system-service read", "<@system-service><read>");
	assert_value("SystemCallFilter=~read:EPERM write:kill open:4095 @swap:0",
		     "<~read:EPERM><~write:kill><~open:4095><~@swap:0>");
	assert_value("SystemCallFilter=~'read':EPERM", "<~read:EPERM>");
	assert_value("SystemCallFilter=read\nSystemCallFilter=", "unset");
	assert_value("SystemCallFilter=~", "<~>");
	assert_value("SystemCallLog=~read @keyring", "<~read><~@keyring>");
	assert_value("SystemCallFilter=socketcall", "<socketcall>"); /* of other machines */
	assert_mistake("SystemCallFilter=raed", "raed", "unknown system call 'raed'",
		       "did you mean read?");
	assert_mistake("SystemCallFilter=~openta", "openta", "unknown system call 'openta'",
		       "did you mean openat?");
	assert_mistake("SystemCallFilter=@systemservice", "@systemservice",
		       "unknown system call set '@systemservice'", "did you mean @system-service?");
	assert_mistake("SystemCallFilter=no_such_call_at_all", "no_such_call_at_all",
		       "unknown system call 'no_such_call_at_all'", NULL);
}

TEST(calls_with_errors)
{
	assert_mistake("SystemCallFilter=~read:EPREM", "EPREM", "unknown error number 'EPREM'",
		       "did you mean EPERM?");
	assert_mistake("SystemCallFilter=~read:4096", "4096", "unknown error number '4096'", "*");
	assert_mistake("SystemCallFilter=~read:-1", "-1", "unknown error number '-1'", "*");
	assert_mistake("SystemCallFilter=~read:", "", "unknown error number ''", "*");
	assert_mistake("SystemCallFilter=read:EPERM", ":EPERM",
		       "a call that is allowed returns no error of the filter", "*");
	assert_mistake("SystemCallLog=~read:EPERM", ":EPERM",
		       "a call that is logged returns no error of the filter", "leave it out");
}

TEST(calls_error_number)
{
	assert_value("SystemCallErrorNumber=EPERM", "EPERM");
	assert_value("SystemCallErrorNumber=1", "EPERM");
	assert_value("SystemCallErrorNumber=kill", "kill");
	assert_value("SystemCallErrorNumber=4095", "4095");
	assert_value("SystemCallErrorNumber=EPERM\nSystemCallErrorNumber=", "unset");
	assert_mistake("SystemCallErrorNumber=0", "0", "0 is out of range: from 1 to 4095", NULL);
	assert_mistake("SystemCallErrorNumber=EKILL", "EKILL", "unknown error number 'EKILL'", "*");
}

TEST(calls_by_number)
{
	assert_value("SystemCallNumbers=x86-64:1000 arm64:2000", "<x86-64:1000><arm64:2000>");
	assert_value("SystemCallNumbers=~x86-64:1000:EPERM", "<~x86-64:1000:EPERM>");
	assert_mistake("SystemCallNumbers=x86-64:0", "x86-64:0", "this call has a name",
		       "write read in SystemCallFilter=");
	assert_mistake("SystemCallNumbers=x32:0", "x32:0", "this call has a name", "*");
	assert_mistake("SystemCallNumbers=x86-64:65536", "x86-64:65536",
		       "'x86-64:65536' is not the number of a system call", "*");
	assert_mistake("SystemCallNumbers=1000", "1000",
		       "'1000' is not the number of a system call", "*");
	assert_mistake("SystemCallNumbers=x86-64:1000:EPERM", ":EPERM",
		       "a call that is allowed returns no error of the filter", "*");
}

TEST(calls_families)
{
	assert_value("RestrictAddressFamilies=AF_UNIX AF_INET", "<AF_UNIX><AF_INET>");
	assert_value("RestrictAddressFamilies=~AF_LOCAL", "<~AF_LOCAL>");
	assert_value("RestrictAddressFamilies=AF_UNIX\nRestrictAddressFamilies=none", "<none>");
	assert_value("RestrictAddressFamilies=none\nRestrictAddressFamilies=AF_UNIX",
		     "<none><AF_UNIX>");
	assert_mistake("RestrictAddressFamilies=AF_UNIX none", "none",
		       "unknown address family 'none'", "*");
	assert_mistake("RestrictAddressFamilies=AF_UNSPEC", "AF_UNSPEC",
		       "unknown address family 'AF_UNSPEC'", "*");
	assert_mistake("RestrictAddressFamilies=AF_INTE", "AF_INTE",
		       "unknown address family 'AF_INTE'", "did you mean AF_INET?");
}
