/* SPDX-License-Identifier: MIT */
/*
 * ConditionPathIsMountPoint=. A file of its own: <linux/stat.h> does not go with <sys/stat.h>.
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int ambit_is_path_is_mount_point(const char *operand)
{
	struct statx found;

	if (operand[strspn(operand, "/")] == 0)
		return 1; /* also where / is no mount of its own: after chroot */
	if (syscall(SYS_statx, AT_FDCWD, operand, 0, 0, &found) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	if (!(found.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT))
		return -ENOTSUP;
	return !!(found.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}
