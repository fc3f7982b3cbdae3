/* SPDX-License-Identifier: MIT */
/* plan/view*.c and lower_view.c: what is left of the settings when it comes to steps, and what of them
 * cannot be meant together. */
#include "pipeline.h"

/* Each view hides the credentials of other services. */
#define HIDDEN "kind=ambit_inaccessible path=\"/run/credentials\" operand=none flags=AMBIT_OPTIONAL"
#define START  "[Service]\nExecStart=/bin/true\n"

TEST(view_of_nothing)
{
	static const char *const without[] = {
		"",
		"ProtectHostname=yes\n",
		"ProtectClock=yes\n",
		"NoNewPrivileges=yes\n",
		"PrivateMounts=no\n",
		"MountFlags=shared\n",
		"MountFlags=slave\nMountFlags=\n",
		"RootDirectory=/\n",
		"RootDirectory=/srv\nMountAPIVFS=no\n",
		"ReadOnlyPaths=/a\nReadOnlyPaths=\n",
		"BindLogSockets=no\n",
	};
	for (size_t i = 0; i < sizeof(without) / sizeof(*without); i++) {
		assert_step(without[i], "view", "");
		assert_step(without[i], "mount", "");
		assert_step(without[i], "path", "");
	}
}

TEST(view_root_and_flags)
{
	assert_step("PrivateMounts=yes\n", "view", "root=none flags=AMBIT_SHARED");
	assert_step("MountFlags=slave\n", "view", "root=none flags=0");
	assert_step("MountFlags=private\nNoNewPrivileges=yes\n", "view",
		    "root=none flags=AMBIT_NOSUID | AMBIT_PRIVATE");
	assert_step("ExecStart=+/bin/a\nMountFlags=private\nNoNewPrivileges=yes\n", "view",
		    "root=none flags=AMBIT_PRIVATE");
	assert_step("RootDirectory=/srv/%H\n", "view", "root=\"/srv/\\u0000H\" flags=AMBIT_SHARED");
	assert_step("RootDirectory=/srv\nMountAPIVFS=no\nReadOnlyPaths=+/a\n", "view",
		    "root=\"/srv\" flags=AMBIT_SHARED");
	assert_step("RootDirectory=/srv\nMountAPIVFS=no\nReadOnlyPaths=+/a\n", "root_directory",
		    "");
}

TEST(view_drops_what_is_allowed_above)
{
	assert_step("ReadOnlyPaths=/a /a/b/c\nReadWritePaths=/a/b\n", "path",
		    "path=\"/a\" flags=AMBIT_READ_ONLY | path=\"/a/b\" flags=AMBIT_READ_WRITE | "
		    "path=\"/a/b/c\" flags=AMBIT_READ_ONLY");
	assert_step("ReadWritePaths=/a /a/b\n", "path", "path=\"/a\" flags=AMBIT_READ_WRITE");
	assert_step("ExecPaths=/a -/a/b /a/c\n", "path",
		    "path=\"/a\" flags=AMBIT_EXEC | path=\"/a/c\" flags=AMBIT_EXEC");
	assert_step("ReadOnlyPaths=/a /a/b/c\nBindPaths=/x:/a/b\n", "path",
		    "path=\"/a\" flags=AMBIT_READ_ONLY | path=\"/a/b/c\" flags=AMBIT_READ_ONLY");
}

/* Links may lead it to where something else holds. */
TEST(view_keeps_what_is_forbidden_above)
{
	assert_step("ReadOnlyPaths=/a/b /a -/a/c /ab\n", "path",
		    "path=\"/a\" flags=AMBIT_READ_ONLY | "
		    "path=\"/a/b\" flags=AMBIT_READ_ONLY | AMBIT_OPTIONAL | "
		    "path=\"/a/c\" flags=AMBIT_READ_ONLY | AMBIT_OPTIONAL | "
		    "path=\"/ab\" flags=AMBIT_READ_ONLY");
	assert_step("ReadOnlyPaths=/a/b\nNoExecPaths=/a -/a/b /a/c -/a/d\n", "path",
		    "path=\"/a\" flags=AMBIT_NOEXEC | "
		    "path=\"/a/b\" flags=AMBIT_READ_ONLY | AMBIT_NOEXEC | "
		    "path=\"/a/c\" flags=AMBIT_NOEXEC | "
		    "path=\"/a/d\" flags=AMBIT_NOEXEC | AMBIT_OPTIONAL");
	assert_step("ReadOnlyPaths=-/a\nNoExecPaths=/a\n", "path",
		    "path=\"/a\" flags=AMBIT_READ_ONLY | AMBIT_NOEXEC");
}

TEST(view_drops_what_is_out_of_reach)
{
	assert_step("InaccessiblePaths=/a\nReadOnlyPaths=/a/b\nInaccessiblePaths=/a/c\n", "mount",
		    "kind=ambit_inaccessible path=\"/a\" operand=none flags=0 | " HIDDEN);
	assert_step("InaccessiblePaths=/a\nReadOnlyPaths=/a /a/b /ab\n", "path",
		    "path=\"/ab\" flags=AMBIT_READ_ONLY");
	assert_step("InaccessiblePaths=/dev /proc\nPrivateDevices=yes\nProtectProc=invisible\n",
		    "mount",
		    "kind=ambit_inaccessible path=\"/dev\" operand=none flags=0 | "
		    "kind=ambit_inaccessible path=\"/proc\" operand=none flags=0 | " HIDDEN);
}

TEST(view_mounts)
{
	assert_step("BindReadOnlyPaths=/a:/b\nBindReadOnlyPaths=/a:/b\n", "mount",
		    HIDDEN " | kind=ambit_bind path=\"/b\" operand=\"/a\" "
			   "flags=AMBIT_READ_ONLY | AMBIT_RECURSIVE");
	assert_step("BindPaths=/a:/b:norbind\nReadOnlyPaths=/b\n", "mount",
		    HIDDEN " | kind=ambit_bind path=\"/b\" operand=\"/a\" flags=AMBIT_READ_ONLY");
	assert_step("TemporaryFileSystem=/a:ro,rw,nosuid,uid=5\n", "mount",
		    HIDDEN " | kind=ambit_tmpfs path=\"/a\" "
			   "operand=\"mode=0755,size=10%,nr_inodes=400k,uid=5\" "
			   "flags=AMBIT_NOSUID | AMBIT_NODEV");
	assert_step("BindPaths=/x:/dev\nPrivateDevices=yes\n", "mount",
		    HIDDEN " | kind=ambit_bind path=\"/dev\" operand=\"/x\" flags=AMBIT_RECURSIVE");
	assert_step("ProtectHome=tmpfs\nReadOnlyPaths=/root\nExecStart=+/bin/a\n", "mount", HIDDEN);
}

/* It may show nothing: then what else is at the path holds for what is there. */
TEST(view_optional_mount)
{
	static const char several[] = "BindPaths=-/a:/b\nReadOnlyPaths=/b\nReadWritePaths=/b/c\n"
				      "NoExecPaths=/b\nReadWritePaths=-/c\nBindPaths=-/a:/c\n";
	assert_step(several, "mount",
		    HIDDEN " | kind=ambit_bind path=\"/b\" operand=\"/a\" "
			   "flags=AMBIT_RECURSIVE | AMBIT_OPTIONAL | "
			   "kind=ambit_bind path=\"/c\" operand=\"/a\" "
			   "flags=AMBIT_RECURSIVE | AMBIT_OPTIONAL");
	assert_step(several, "path",
		    "path=\"/b\" flags=AMBIT_READ_ONLY | AMBIT_NOEXEC | AMBIT_OPTIONAL | "
		    "path=\"/b/c\" flags=AMBIT_READ_WRITE");
	assert_step("BindPaths=-/a:/tmp:norbind\nPrivateTmp=disconnected\nReadOnlyPaths=/tmp\n",
		    "mount",
		    HIDDEN " | kind=ambit_bind path=\"/tmp\" operand=\"/a\" flags=AMBIT_OPTIONAL | "
			   "kind=ambit_tmpfs path=\"/tmp\" "
			   "operand=\"mode=1777,size=10%,nr_inodes=400k\" "
			   "flags=AMBIT_READ_ONLY | AMBIT_NODEV | "
			   "kind=ambit_tmpfs path=\"/var/tmp\" "
			   "operand=\"mode=1777,size=10%,nr_inodes=400k\" flags=AMBIT_NODEV");
}

/* The rule is about what it leads to. */
TEST(view_rule_at_a_link)
{
	assert_step("StateDirectory=a:b\nPrivateMounts=yes\nNoExecPaths=/var/lib/b\n", "path",
		    "path=\"/var/lib/b\" flags=AMBIT_NOEXEC | AMBIT_OPTIONAL");
}

TEST(view_private_tmp)
{
	static const char lines[] = "PrivateTmp=yes\nExecStartPre=/bin/a\nExecStart=/bin/b\n";
	assert_steps(lines, "main", "private_tmp", "unit=\"web.service\"");
	assert_steps(lines, "exec_start_pre_1", "private_tmp", "");
	assert_steps(lines, "exec_start_pre_1", "mount",
		     HIDDEN " | kind=ambit_own_tmp path=\"/tmp\" operand=\"tmp\" flags=0 | "
			    "kind=ambit_own_tmp path=\"/var/tmp\" operand=\"var/tmp\" flags=0");
	assert_step("PrivateTmp=disconnected\n", "private_tmp", "");
}

TEST(view_conflicts)
{
	assert_told(START "ReadOnlyPaths=/a\nReadWritePaths=/a\n", DIAG_CONFLICT, "/a");
	assert_told(START "NoExecPaths=/a\nExecPaths=/a\n", DIAG_CONFLICT, "/a");
	assert_told(START "BindPaths=/a:/c /b:/c\n", DIAG_CONFLICT, "/b:/c");
	assert_told(START "BindPaths=/a\nBindReadOnlyPaths=/a\n", DIAG_CONFLICT, "/a");
	assert_told(START "TemporaryFileSystem=/a\nReadOnlyPaths=/a\n", DIAG_CONFLICT, "/a");
	assert_told(START "TemporaryFileSystem=/etc\nProtectSystem=full\n", DIAG_CONFLICT, "/etc");
	assert_told(START "BindPaths=-/x:/dev\nPrivateDevices=yes\n", DIAG_CONFLICT, "-/x:/dev");
	assert_told(START "InaccessiblePaths=/a\nBindPaths=/x:/a/b\n", DIAG_CONFLICT, "/x:/a/b");
	assert_told(START "ProtectHome=yes\nTemporaryFileSystem=/home:ro\n", DIAG_CONFLICT,
		    "/home:ro");
	assert_told(START "RootDirectory=/srv\nReadOnlyPaths=/etc\n", DIAG_CONFLICT, "/etc");
	assert_told("[Unit]\nJoinsNamespaceOf=a.service\n" START "PrivateTmp=yes\n", DIAG_CONFLICT,
		    "a.service");
}

TEST(view_warnings)
{
	assert_told(START "ProtectSystem=full\nReadWritePaths=/etc\n", DIAG_HIDDEN_PATH, "/etc");
	assert_told(START "ProtectHome=yes\nReadWritePaths=-/home/a\n", DIAG_HIDDEN_PATH,
		    "-/home/a");
	assert_told(START "PrivateTmp=yes\nTemporaryFileSystem=/tmp\n", DIAG_HIDDEN_PATH, "/tmp");
	assert_told(START "PrivateDevices=yes\nBindPaths=/dev\n", DIAG_HIDDEN_PATH, "/dev");
}

TEST(view_of_units_in_use)
{
	assert_nothing_told(START "ProtectSystem=strict\nReadWritePaths=/var/lib /home /dev/shm\n");
	assert_nothing_told(START "ProtectHome=tmpfs\nBindPaths=/home/a\nReadOnlyPaths=/home\n");
	assert_nothing_told(START
			    "ProtectHome=yes\nInaccessiblePaths=/home/a\nReadOnlyPaths=/root\n");
	assert_nothing_told(START "TemporaryFileSystem=/var:ro\nBindPaths=/var/lib/a\n");
	assert_nothing_told(START "TemporaryFileSystem=/home\nProtectSystem=strict\n");
	assert_nothing_told(START "PrivateDevices=yes\nBindPaths=/dev/shm /dev/kvm\n");
	assert_nothing_told(START "RootDirectory=/srv\nReadOnlyPaths=/srv/etc +/usr\n");
	assert_nothing_told("[Unit]\nJoinsNamespaceOf=a.service\n" START
			    "PrivateTmp=disconnected\n");
}
