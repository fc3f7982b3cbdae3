/* SPDX-License-Identifier: MIT */
/* Lists of words and environment variables. */
#include "harness.h"

TEST(words_lists)
{
	assert_value("Documentation=man:web(8) https://example.org\nDocumentation=info:web",
		     "<man:web(8)><https://example.org><info:web>");
	assert_value("Documentation=a\nDocumentation=", "unset");
	assert_value("MountImages=\"/a b:/c\"", "<\"/a b:/c\">");
	assert_value("SystemCallFilter=@system-service\nSystemCallFilter=~ @privileged 'kill'",
		     "<@system-service><~@privileged><~kill>");
	assert_value("SystemCallFilter=~", "<~>");
	assert_value("DeviceAllow=/dev/null rw", "</dev/null rw>");
	assert_value("LogFilterPatterns=~a b", "<~a b>");
	assert_mistake("MountImages=/a \"/b", "\"/b", "the quote is not closed", NULL);
	assert_mistake("MountImages=/a ''", "''", "an empty word", NULL);
	assert_mistake("MountImages=/a \\ ", "\\", "there is nothing behind the backslash", "*");
}

TEST(words_vocabularies)
{
	assert_value("RestrictNamespaces=net user", "<net><user>");
	assert_value("RestrictNamespaces=net\nRestrictNamespaces=yes", "<yes>");
	assert_value("RestrictNamespaces=~net", "<~net>");
	assert_value("SuccessExitStatus=1 143 SIGTERM TEMPFAIL", "<1><143><SIGTERM><TEMPFAIL>");
	assert_mistake("RestrictNamespaces=net\nRestrictNamespaces=ipc netz", "netz",
		       "unknown type of namespace 'netz'", "did you mean net?");
	assert_mistake("RestrictNamespaces=ipc \"netz\"", "netz",
		       "unknown type of namespace 'netz'", "*");
	assert_mistake("SuccessExitStatus=256", "256", "256 is out of range: from 0 to 255", NULL);
}

TEST(words_units)
{
	assert_value("After=network.target dbus.socket\nAfter=\nAfter=a\\x2db.service",
		     "<network.target><dbus.socket><a\\x2db.service>");
	assert_value("WantedBy=multi-user.target\nWantedBy=", "unset");
	assert_value("After=%N-db.service", "<web-db.service>");
	assert_value("Slice=web-%m.slice", "web-%m.slice");
	assert_mistake("After=network", "network", "'network' is not the name of a unit",
		       "it has a type, as foo.service");
	assert_mistake("After=.service", ".service", "'.service' is not the name of a unit", "*");
	assert_mistake("After=%t.service", "%t", "the specifier %t is not known in names of units",
		       NULL);
	assert_mistake("After=%z.service", "%z", "unknown specifier %z", "*");
}

TEST(environment_variables)
{
	assert_value("Environment=A=1 \"B=two words\" C='x y'",
		     "<A=1><\"B=two words\"><\"C=x y\">");
	assert_value("Environment=A=1 B=2\nEnvironment=A=3", "<A=1><B=2><A=3>");
	assert_value("Environment=A=\\x41\\t", "<\"A=A\\x09\">");
	assert_value("Environment=A=$HOME A_1= B=%% C=%H", "<A=$HOME><A_1=><B=%%><C=%H>");
	assert_value("Environment=A=1\nEnvironment=", "unset");
	assert_value("Environment=\"A=\\\"q\\\"\\\\\"", "<\"A=\\\"q\\\"\\\\\">");
	assert_mistake("Environment=A=1\nEnvironment=B=2 1C=3", "1C=3",
		       "'1C' is not the name of a variable", "*");
	assert_mistake("Environment=A B=2", "A", "'A' has no '='", "*");
	assert_mistake("Environment=A=\\w", "\\w", "unknown escape '\\w'",
		       "write \\\\ for a backslash");
	assert_mistake("Environment=%H=1", "%H=1", "'H' is not the name of a variable", "*");
	assert_mistake("Environment=A=\\xff", "A=\\xff", "the value is not UTF-8", NULL);
}

TEST(variables_merged)
{
	struct outcome *outcome =
		outcome_of("a.service", "Environment=B=1 A=1 AB=1 B=2\nEnvironment=A=2 C= B=3");
	struct setting *setting = &outcome->service.settings[D_Service_Environment];
	variables_merge(&outcome->arena, &setting->items);
	assert_string_equal(outcome_print(outcome, D_Service_Environment), "<B=3><A=2><AB=1><C=>");
	outcome_free(outcome);
}

TEST(environment_names)
{
	assert_value("PassEnvironment=A B\nPassEnvironment=C", "<A><B><C>");
	assert_value("UnsetEnvironment=A B=1", "<A><B=1>");
	assert_mistake("PassEnvironment=A=1", "A=1",
		       "the name of a variable is wanted, and no value",
		       "Environment= sets a variable");
	assert_mistake("PassEnvironment=A-B", "A-B", "'A-B' is not the name of a variable", "*");
}
