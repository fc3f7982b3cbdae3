/* SPDX-License-Identifier: MIT */
/* The canonical policy, the plan for people, and digests. */
#include "pipeline.h"
#include "emit/emit.h"
#include "emit/sha256.h"

#include <jansson.h>
#include <string.h>

static void check_digest(struct slice bytes, const char *expected)
{
	char digest[SHA256_TEXT];
	sha256_text(bytes, digest);
	assert_string_equal(digest, expected);
}

/* The examples of FIPS 180-4, and the empty text. */
TEST(sha256_vectors)
{
	check_digest(SLICE(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_digest(SLICE("abc"),
		     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_digest(SLICE("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
		     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	static char million[1000000];
	memset(million, 'a', sizeof(million));
	check_digest((struct slice){million, sizeof(million)},
		     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static json_t *json_of(struct pipeline *p)
{
	struct text text = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	emit_json(&p->diagnostics, &p->service, &text);
	json_t *json = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json)
		fail_msg("no JSON: %s", text.at);
	return json;
}

static json_t *setting_of(json_t *json, const char *section, const char *name)
{
	return json_object_get(json_object_get(json_object_get(json, "policy"), section), name);
}

TEST(emit_json_members)
{
	static const char *const waivers[] = {"PrivateBPF", "NewThing", NULL};
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nExecStart=/bin/true \"a b\"\nUser=nobody\n"
					 "Environment=A=1 B=2\nPrivateBPF=yes\nNewThing=1\n[Unit]\n"
					 "Description=\"q\" \\ caf\xc3\xa9\n",
					 waivers);
	json_t *json = json_of(p);
	assert_string_equal(json_string_value(json_object_get(json, "ambit")), AMBIT_VERSION);
	assert_string_equal(json_string_value(json_object_get(json, "unit")), "web.service");
	assert_string_equal(json_string_value(setting_of(json, "Unit", "Description")),
			    "\"q\" \\ caf\xc3\xa9");
	assert_string_equal(json_string_value(setting_of(json, "Service", "User")), "nobody");
	assert_int_equal(json_array_size(setting_of(json, "Service", "Environment")), 2);
	assert_int_equal(json_array_size(json_object_get(json, "waived")), 2);
	assert_null(setting_of(json, "Service", "PrivateBPF"));
	json_t *source = json_array_get(json_object_get(json, "sources"), 0);
	char digest[SHA256_TEXT];
	sha256_text((struct slice){p->sources.list[0].bytes, p->sources.list[0].len}, digest);
	assert_string_equal(json_string_value(json_object_get(source, "sha256")), digest);
	json_decref(json);
	pipeline_free(p);
}

TEST(emit_json_of_any_byte)
{
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nExecStart=/bin/true '\\x01\\xff\\n'\n", NULL);
	json_t *json = json_of(p);
	const char *command =
		json_string_value(json_array_get(setting_of(json, "Service", "ExecStart"), 0));
	assert_string_equal(command,
			    "/bin/true \"\\x01\\xff\\x0a\""); /* what is no text is escaped */
	json_decref(json);
	pipeline_free(p);
}

TEST(emit_text_for_people)
{
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nExecStart=/bin/true a\nUser=nobody\n"
					 "AmbientCapabilities=CAP_KILL\nLimitNOFILE=5:infinity\n"
					 "Environment='A=\\x1b[31m'\n",
					 NULL);
	struct text text = {.arena = &p->arena};
	emit_text(&p->diagnostics, &p->plan, &text);
	assert_true(strncmp(text.at, "ExecStart=/bin/true\n", 20) == 0);
	static const char *const parts[] = {"web.service:3",          "user nobody",
					    "set CAP_KILL",           "soft 5; hard infinity",
					    "assignment A=\\x1b[31m", "default ",
					    "arguments /bin/true a"};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!strstr(text.at, parts[i]))
			fail_msg("no %s in:\n%s", parts[i], text.at);
	assert_null(strchr(text.at, '\033'));
	pipeline_free(p);
}
