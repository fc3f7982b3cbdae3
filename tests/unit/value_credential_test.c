/* SPDX-License-Identifier: MIT */
/* Credentials, and files to be passed open. */
#include "harness.h"

#define NAMES "a name has 1 to 255 printable ASCII characters, neither ':' nor '/'"

TEST(credential_sources)
{
	assert_value("LoadCredential=key:/etc//key", "<key:/etc/key>");
	assert_value("LoadCredential=key", "<key:key>");
	assert_value("LoadCredential=key:", "<key:key>");
	assert_value("LoadCredential=%N.key:/etc/%n/%m:x", "<web.key:/etc/web.service/%m:x>");
	assert_value("LoadCredentialEncrypted=a.b:other name", "<a.b:other name>");
	assert_value("LoadCredential=100%%:/x", "<100%%:/x>");
	assert_mistake("LoadCredential=:/x", "", "'' is not the name of a credential", NAMES);
	assert_mistake("LoadCredential=a/b:/x", "a/b", "'a/b' is not the name of a credential",
		       NAMES);
	assert_mistake("LoadCredential=..:/x", "..", "'..' is not the name of a credential", NAMES);
	assert_mistake("LoadCredential=\xc3\xa9:/x", "\xc3\xa9",
		       "'\xc3\xa9' is not the name of a credential", NAMES);
	assert_mistake("LoadCredential=a:b/c", "b/c", "'b/c' is not the name of a credential",
		       NAMES);
	assert_mistake("LoadCredential=a:/b/../c", "/b/../c", "the path has a '..' in it", NULL);
	assert_mistake("LoadCredential=%t:/x", "%t",
		       "the specifier %t is not known in names of units", NULL);
}

TEST(credential_values)
{
	assert_value("SetCredential=a:b:c  d%n", "<a:b:c  d%n>");
	assert_value("SetCredential=a: \\tx\\n\\x20",
		     "<a:\\x20\\x09x\\x0a\\x20>"); /* nothing of it is trimmed */
	assert_value("SetCredential=a:\\x00\\000\\u0000\\U00000000\\\\\\u00e9",
		     "<a:\\x00\\x00\\x00\\x00\\x5c\\xc3\\xa9>");
	assert_value("SetCredentialEncrypted=a: YWJj ZA==", "<a:YWJjZA==>");
	assert_mistake("SetCredential=a", "a", "there is no value behind the name",
		       "write NAME:VALUE");
	assert_mistake("SetCredential=a:", "a:", "there is no value behind the name",
		       "write NAME:VALUE");
	assert_mistake("SetCredential=a:\\q", "\\q", "unknown escape '\\q'",
		       "write \\\\ for a backslash");
	assert_mistake("SetCredentialEncrypted=a:YW", "YW",
		       "the Base64 does not end where a byte ends", "base64(1) makes it");
	assert_mistake("SetCredentialEncrypted=a:Y!==", "!", "this is not Base64", NULL);
}

TEST(credential_of_a_name_replaces)
{
	assert_value("SetCredential=a:1\nSetCredential=b:2\nSetCredential=a:3", "<b:2><a:3>");
	assert_value("LoadCredential=a\nLoadCredential=b\nLoadCredential=\nLoadCredential=c",
		     "<c:c>");
	struct outcome *outcome = outcome_of("web.service", "SetCredential=a:1\n"
							    "SetCredentialEncrypted=a:YWI=\n"
							    "LoadCredential=a\n"
							    "LoadCredentialEncrypted=b");
	assert_int_equal(outcome->diagnostics.count, 0);
	assert_string_equal(outcome_print(outcome, D_Service_SetCredential), "unset");
	assert_string_equal(outcome_print(outcome, D_Service_SetCredentialEncrypted), "<a:YWI=>");
	assert_string_equal(outcome_print(outcome, D_Service_LoadCredential), "<a:a>");
	outcome_free(outcome);
	outcome = outcome_of("web.service", "LoadCredential=a\nSetCredential=a:1\n"
					    "LoadCredentialEncrypted=");
	assert_string_equal(outcome_print(outcome, D_Service_LoadCredential), "unset");
	assert_string_equal(outcome_print(outcome, D_Service_SetCredential), "<a:1>");
	outcome_free(outcome);
}

TEST(credential_patterns)
{
	assert_value("ImportCredential=*", "<*>");
	assert_value("ImportCredential=web.*\nImportCredential=key", "<web.*><key>");
	assert_value("ImportCredential=web.*:%N-\nImportCredential=a:", "<web.*:web-><a>");
	assert_mistake("ImportCredential=a*b", "a*b",
		       "a pattern of credentials has one '*', at its end",
		       "write NAME, NAME* or *");
	assert_mistake("ImportCredential=a?", "a?",
		       "a pattern of credentials has one '*', at its end",
		       "write NAME, NAME* or *");
	assert_mistake("ImportCredential=a*:b/", "b/", "'b/' is not the name of a credential",
		       NAMES);
	assert_mistake("ImportCredential=/a*", "/a*", "'/a' is not the name of a credential",
		       NAMES);
}

TEST(file_parts)
{
	assert_value("OpenFile=/etc//x", "</etc/x>");
	assert_value("OpenFile=/etc/x:y", "</etc/x:y>");
	assert_value("OpenFile=/etc/x:x", "</etc/x>");
	assert_value("OpenFile=/etc/x::graceful,read-only", "</etc/x:x:read-only,graceful>");
	assert_value("OpenFile=/a\\:b c\\\\%n:d", "</a\\x3ab c\\x5c%n:d>");
	assert_value("OpenFile=/x\nOpenFile=/x:y:append", "</x></x:y:append>");
	assert_value("OpenFile=/x\nOpenFile=", "unset");
	assert_mistake("OpenFile=x:y", "x", "the path must be absolute", NULL);
	assert_mistake("OpenFile=:y", "", "the path is empty", NULL);
	assert_mistake("OpenFile=/x\\q", "\\q", "unknown escape '\\q'",
		       "write \\\\ for a backslash and \\: for a colon");
	assert_mistake("OpenFile=/x:y:reed-only", "reed-only",
		       "unknown option of a file 'reed-only'", "did you mean read-only?");
	assert_mistake("OpenFile=/x:y:append,z", "z", "unknown option of a file 'z'", "*");
	assert_mistake("OpenFile=/x:y:append,graceful,truncate", "append,graceful,truncate",
		       "a file is opened in one way: read-only, append or truncate", NULL);
	assert_mistake("OpenFile=/x:\xc3\xa9", "/x:\xc3\xa9",
		       "'\xc3\xa9' is not the name of a descriptor",
		       "write PATH:NAME; a name has 1 to 255 printable ASCII characters, no ':'");
}
