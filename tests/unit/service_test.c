/* SPDX-License-Identifier: MIT */
/* From assignments to settings: sections, unknown and misplaced names, refusals, waivers. */
#include "pipeline.h"

#include <string.h>

#define START "[Service]\nExecStart=/bin/true\n"

TEST(service_sections)
{
	assert_nothing_told(
		START "[Unit]\nDescription=a\n[Install]\nWantedBy=a.target\n[X-Other]\nAny=1\n");
	assert_nothing_told(START "[X-Other]\n[X-]\n");
	assert_told(START "[Sevice]\nUser=a\n", DIAG_UNKNOWN_SECTION, "Sevice");
	assert_told(START "[service]\n", DIAG_UNKNOWN_SECTION, "service");
	assert_told(START "[Socket]\nListenStream=1\n", DIAG_UNKNOWN_SECTION, "Socket");
	assert_told("User=a\n" START, DIAG_OUTSIDE_SECTION, "User");
}

TEST(service_names)
{
	assert_nothing_told(START "X-Whatever=1\n");
	assert_told(START "Usr=a\n", DIAG_UNKNOWN_DIRECTIVE, "Usr");
	assert_told(START "user=a\n", DIAG_UNKNOWN_DIRECTIVE, "user");
	assert_told(START "After=a.service\n", DIAG_WRONG_SECTION, "After");
	assert_told(START "[Unit]\nUser=a\n", DIAG_WRONG_SECTION, "User");
	assert_told(START "[Unit]\nWantedBy=a.target\n", DIAG_WRONG_SECTION, "WantedBy");
	assert_told(START "StartLimitBurst=3\n", DIAG_OLD_NAME, "StartLimitBurst");
}

static void check_hint(const char *text, const char *hint)
{
	struct pipeline *p = pipeline_of("web.service", text, NULL);
	assert_int_equal(p->diagnostics.count, 1);
	assert_non_null(p->diagnostics.list[0].hint);
	assert_string_equal(p->diagnostics.list[0].hint, hint);
	pipeline_free(p);
}

TEST(service_hints)
{
	check_hint(START "[Sevice]\n", "did you mean [Service]?");
	check_hint(START "Usr=a\n", "did you mean User=?");
	check_hint(START "AmbientCapabilites=CAP_KILL\n", "did you mean AmbientCapabilities=?");
	check_hint(START "After=a.service\n", "move it to [Unit]");
}

TEST(service_lists_and_resets)
{
	struct pipeline *p = pipeline_of(
		"web.service",
		START "Environment=A=1\nEnvironment=B=2\nUser=a\nUser=\n"
		      "SupplementaryGroups=a b\nSupplementaryGroups=\nSupplementaryGroups=c\n",
		NULL);
	const struct setting *settings = p->service.settings;
	assert_int_equal(p->diagnostics.errors, 0);
	assert_int_equal(settings[D_Service_Environment].items.count, 2);
	assert_false(settings[D_Service_User].set);
	assert_int_equal(settings[D_Service_SupplementaryGroups].items.count, 1);
	assert_false(settings[D_Service_Group].set);
	pipeline_free(p);
}

TEST(service_install_counts_in_the_main_file_only)
{
	struct pipeline *p = pipeline_of("web.service", START, NULL);
	assert_int_equal(
		source_add(&p->sources, "web.service.d/a.conf", SLICE("[Install]\nNonsense=1\n")),
		1);
	unit_read(&p->diagnostics, 1, &p->unit);
	service_read(&p->diagnostics, &p->unit, NULL, &p->service);
	service_judge(&p->diagnostics, NULL, &p->service);
	assert_int_equal(p->diagnostics.count, 0);
	pipeline_free(p);
}

TEST(service_refusals)
{
	assert_told(START "PrivateBPF=yes\n", DIAG_REFUSED, "yes");
	assert_nothing_told(START "PrivateBPF=no\n");
	assert_nothing_told(START "ReadOnlyPaths=/a\nReadOnlyPaths=\n");
	assert_told(START "PrivateBPF=yes\nPrivateBPF=no\n", DIAG_SHADOWED_VALUE, "yes");
	for (int i = 0; i < DIRECTIVE_COUNT; i++) { /* what was never written asks for nothing */
		struct setting unset = {0};
		assert_false(service_asks((enum directive)i, &unset));
	}
}

static void check_waivers(const char *lines, const char *const *waivers, size_t errors)
{
	struct arena arena = {0};
	struct pipeline *p =
		pipeline_of("web.service", arena_printf(&arena, START "%s", lines), waivers);
	assert_int_equal(p->diagnostics.errors, errors);
	if (!errors) {
		assert_true(p->service.waived[D_Service_PrivateBPF]);
		assert_false(p->service.settings[D_Service_PrivateBPF].set);
	}
	pipeline_free(p);
	arena_free(&arena);
}

TEST(service_waivers)
{
	static const char *const one[] = {"PrivateBPF", NULL}, *const both[] = {"PrivateBPF",
										"NewThing", NULL};
	check_waivers("PrivateBPF=yes\n", one, 0);
	check_waivers("PrivateBPF=yes\nNewThing=1\n", both, 0);
	check_waivers("PrivateBPF=yes\nNewThing=1\n", one, 1);
	check_waivers("PrivateBPF=yes\n", both, 1);
	check_waivers("PrivateBPF=no\n", one, 1);
	check_waivers("", one, 1);
	static const char *const kept[] = {"User", NULL}; /* enforced: it cannot be waived */
	check_waivers("User=nobody\n", kept, 1);
}

TEST(service_settings_are_dumped)
{
	static const char *const waivers[] = {"PrivateBPF", NULL};
	struct pipeline *p = pipeline_of(
		"web.service", START "PrivateBPF=yes\nEnvironment=A=1 B=\"2 3\"\n", waivers);
	struct text text = {.arena = &p->arena};
	service_dump(&p->diagnostics, &p->service, &text);
	assert_string_equal(text.at, "service web.service\n"
				     "Service ExecStart = \"/bin/true\"  # web.service:2\n"
				     "Service Environment = \"A=1\"  # web.service:4\n"
				     "Service Environment = \"\\\"B=2 3\\\"\"  # web.service:4\n"
				     "Service PrivateBPF waived\n");
	pipeline_free(p);
}
