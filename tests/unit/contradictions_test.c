/* SPDX-License-Identifier: MIT */
/* Named warnings: what each of them is told of, and what is sane and stays quiet. */
#include "pipeline.h"

#define START "[Service]\nExecStart=/bin/true\n"
#define USER  START "User=nobody\n"

TEST(warn_ceiling)
{
	assert_told(USER "CapabilityBoundingSet=CAP_KILL\n", DIAG_CEILING, "CAP_KILL");
	assert_told(USER "CapabilityBoundingSet=CAP_KILL\nAmbientCapabilities=\n", DIAG_CEILING,
		    "CAP_KILL");
	assert_nothing_told(USER "CapabilityBoundingSet=\n");
	assert_nothing_told(USER "CapabilityBoundingSet=~CAP_KILL\n");
	assert_nothing_told(USER "CapabilityBoundingSet=CAP_KILL\nAmbientCapabilities=CAP_KILL\n");
}

TEST(warn_ceiling_not_beside_commands_of_root)
{
	assert_nothing_told(USER "CapabilityBoundingSet=CAP_KILL\nExecStartPre=!/bin/true\n");
	assert_nothing_told(USER "CapabilityBoundingSet=CAP_KILL\nExecReload=+/bin/true\n");
	assert_nothing_told(USER "CapabilityBoundingSet=CAP_KILL\nPermissionsStartOnly=yes\n");
	assert_told(USER "CapabilityBoundingSet=CAP_KILL\nExecStartPre=!!/bin/true\n", DIAG_CEILING,
		    "CAP_KILL");
}

TEST(warn_root_kept)
{
	assert_told(START "AmbientCapabilities=CAP_KILL\n", DIAG_ROOT_KEPT, "CAP_KILL");
	assert_told(START "User=0\nAmbientCapabilities=CAP_KILL\n", DIAG_ROOT_KEPT, "CAP_KILL");
	assert_told(START "User=root\nCapabilityBoundingSet=CAP_KILL\n", DIAG_ROOT_KEPT,
		    "CAP_KILL");
	assert_told(START "CapabilityBoundingSet=CAP_KILL\nSecureBits=keep-caps\n", DIAG_ROOT_KEPT,
		    "CAP_KILL");
	assert_nothing_told(START "CapabilityBoundingSet=CAP_KILL\nSecureBits=noroot\n");
	assert_nothing_told(START "AmbientCapabilities=CAP_KILL\nSecureBits=noroot\n");
	assert_nothing_told(START "CapabilityBoundingSet=~CAP_KILL\n");
	assert_nothing_told(START "CapabilityBoundingSet=\n");
	assert_nothing_told(START "CapabilityBoundingSet=CAP_KILL CAP_SETUID CAP_SETGID\n");
	assert_nothing_told(START "CapabilityBoundingSet=CAP_KILL\nRootDirectory=/srv\n");
}

TEST(warn_root_kept_not_where_something_is_refused)
{
	assert_nothing_told(START "CapabilityBoundingSet=CAP_KILL\nProtectSystem=strict\n");
	assert_told(START "CapabilityBoundingSet=CAP_KILL\nUser=a/b\n", DIAG_VALUE, "a/b");
	assert_told(START "CapabilityBoundingSet=CAP_KILL\nUsr=a\n", DIAG_UNKNOWN_DIRECTIVE, "Usr");
	assert_told(START "CapabilityBoundingSet=CAP_KILL\nUser a\n", DIAG_SYNTAX, "User a");
}

TEST(warn_becomes_root)
{
	assert_told(USER "AmbientCapabilities=CAP_SETUID\n", DIAG_BECOMES_ROOT, "CAP_SETUID");
	assert_told(USER "AmbientCapabilities=CAP_SETGID\n", DIAG_BECOMES_ROOT, "CAP_SETGID");
	assert_told(USER "AmbientCapabilities=CAP_SYS_ADMIN CAP_KILL\n", DIAG_BECOMES_ROOT,
		    "CAP_SYS_ADMIN CAP_KILL");
	assert_told(USER "AmbientCapabilities=CAP_SETPCAP\n", DIAG_BECOMES_ROOT, "CAP_SETPCAP");
	/* there is nothing beyond it to hand on: systemd-resolved.service */
	assert_nothing_told(USER "AmbientCapabilities=CAP_SETPCAP CAP_KILL\n"
				 "CapabilityBoundingSet=CAP_SETPCAP CAP_KILL\n");
	assert_nothing_told(USER "AmbientCapabilities=CAP_DAC_OVERRIDE CAP_CHOWN\n");
	assert_nothing_told(START "SecureBits=noroot\nAmbientCapabilities=CAP_SETUID\n");
}

TEST(warn_each_capability_that_becomes_root)
{
	struct pipeline *p = pipeline_of("web.service",
					 USER "AmbientCapabilities=CAP_SETUID CAP_SETGID\n", NULL);
	assert_int_equal(p->diagnostics.count, 2);
	assert_string_not_equal(p->diagnostics.list[0].message, p->diagnostics.list[1].message);
	assert_int_equal(p->diagnostics.errors, 0);
	pipeline_free(p);
}

TEST(warn_ambient_locked)
{
	assert_told(USER "AmbientCapabilities=CAP_KILL\nSecureBits=no-cap-ambient-raise\n",
		    DIAG_AMBIENT_LOCKED, "no-cap-ambient-raise");
	assert_nothing_told(USER "SecureBits=no-cap-ambient-raise no-cap-ambient-raise-locked\n");
	assert_nothing_told(USER "AmbientCapabilities=CAP_KILL\nSecureBits=noroot noroot-locked "
				 "keep-caps keep-caps-locked no-setuid-fixup\n");
}

TEST(warn_user_namespace)
{
	assert_told(USER "PrivateUsers=yes\nAmbientCapabilities=CAP_KILL\n", DIAG_USER_NAMESPACE,
		    "yes");
	assert_nothing_told(USER "PrivateUsers=no\nAmbientCapabilities=CAP_KILL\n");
	assert_nothing_told(USER "PrivateUsers=yes\n");
}

TEST(warn_unused_line)
{
	assert_told(START "CapabilityBoundingSet=~CAP_KILL\nCapabilityBoundingSet=~CAP_KILL\n",
		    DIAG_UNUSED_LINE, "~CAP_KILL");
	assert_told(USER "AmbientCapabilities=CAP_KILL CAP_CHOWN\nAmbientCapabilities=CAP_CHOWN\n",
		    DIAG_UNUSED_LINE, "CAP_CHOWN");
	assert_told(START "CapabilityBoundingSet=\nCapabilityBoundingSet=~CAP_CHOWN\n",
		    DIAG_UNUSED_LINE, "~CAP_CHOWN");
	assert_told(START "SecureBits=noroot keep-caps\nSecureBits=noroot\n", DIAG_UNUSED_LINE,
		    "noroot");
	assert_nothing_told(START "CapabilityBoundingSet=\nCapabilityBoundingSet=\n");
	assert_nothing_told(START "CapabilityBoundingSet=~\nCapabilityBoundingSet=~\n");
	assert_nothing_told(START "SecureBits=noroot\nSecureBits=\nSecureBits=noroot\n");
	assert_nothing_told(START "SecureBits=\nSecureBits=noroot\nSecureBits=noroot-locked\n");
}

/* FILE, a drop-in of web.service, says what the unit says already: COUNT remarks. */
static void check_drop_in(const char *file, const char *lines, size_t count)
{
	struct pipeline *p =
		pipeline_of("web.service", USER "CapabilityBoundingSet=~CAP_KILL\nNice=1\n", NULL);
	assert_int_equal(p->diagnostics.count, 0);
	assert_int_equal(source_add(&p->sources, file, slice_of(lines)), 1);
	unit_read(&p->diagnostics, 1, &p->unit);
	service_read(&p->diagnostics, &p->unit, NULL, &p->service);
	service_judge(&p->diagnostics, NULL, &p->service);
	assert_int_equal(p->diagnostics.count, count);
	pipeline_free(p);
}

TEST(warn_of_lines_in_drop_ins)
{
	static const char repeats[] = "[Service]\nCapabilityBoundingSet=~CAP_KILL\n";
	check_drop_in("web.service.d/10-a.conf", repeats, 1);
	check_drop_in("service.d/10-a.conf", repeats, 0); /* for all units, whatever they have */
	check_drop_in("web.service.d/10-a.conf", "[Service]\nNice=2\n", 0);
	check_drop_in("web.service.d/10-a.conf", "[Service]\nNice=2\nNice=3\n", 1);
}

TEST(warn_shadowed_value)
{
	assert_told(START "User=a\nUser=b\n", DIAG_SHADOWED_VALUE, "a");
	assert_told(START "User=a\nUser=\n", DIAG_SHADOWED_VALUE, "a");
	assert_told(START "UMask=022\nUMask=022\n", DIAG_SHADOWED_VALUE, "022");
	assert_told(START "StandardOutput=null\nStandardOutput=tty\n", DIAG_SHADOWED_VALUE, "null");
	assert_told(START "LimitCORE=0\nLimitCORE=1\n", DIAG_SHADOWED_VALUE, "0");
	assert_nothing_told(START "User=\nUser=b\n");
	assert_nothing_told(START "Environment=A=1\nEnvironment=B=1\nSupplementaryGroups=a\n"
				  "SupplementaryGroups=b\nCPUAffinity=0\nCPUAffinity=1\n"
				  "StandardInputText=a\nStandardInputText=b\n");
	assert_told(START "Nice=x\nNice=3\n", DIAG_VALUE, "x");
}
