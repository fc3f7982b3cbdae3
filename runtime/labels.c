/* SPDX-License-Identifier: MIT */
/*
 * SmackProcessLabel=, SELinuxContext=, AppArmorProfile=: labels of security modules, which are set
 * by a write to a file of /proc/thread-self/attr (Documentation/admin-guide/LSM). A module that is
 * not active is a failure, unless the policy calls the label optional: it asked for confinement.
 */
#include "internal.h"

#include <errno.h>
#include <unistd.h>

#define ATTRIBUTES "/proc/thread-self/attr/"

struct module {
	const char *directive, *inactive, *sign;
	int status;
};

/* The kernel says EINVAL to a label that it does not know and for a module that it does not run. */
static void check(ambit_place place, const struct module *module, const char *label, unsigned flags,
		  int error)
{
	if (!error || flags & AMBIT_OPTIONAL)
		return;
	if (error == -EINVAL && access(module->sign, F_OK))
		label = ambit_join(place, label, module->inactive, "");
	ambit_fail(place, module->status, module->directive, label, -error);
}

/* A module's own folder came with Linux 5.1; before it the first module had the only one. */
static int write_attribute(const char *own, const char *shared, const char *text)
{
	int error = ambit_write_proc(own, text);

	return error == -ENOENT ? ambit_write_proc(shared, text) : error;
}

void ambit_smack_label(ambit_place place, const char *label, unsigned flags)
{
	static const struct module smack = {
		"SmackProcessLabel",
		": SMACK is not active",
		"/sys/fs/smackfs",
		AMBIT_STATUS_smack_label,
	};
	int error = write_attribute(ATTRIBUTES "smack/current", ATTRIBUTES "current", label);

	check(place, &smack, label, flags, error);
}

/* For the next execve. SELinux has no folder of its own. */
void ambit_selinux_context(ambit_place place, const char *context, unsigned flags)
{
	static const struct module selinux = {
		"SELinuxContext",
		": SELinux is not active",
		"/sys/fs/selinux",
		AMBIT_STATUS_selinux_context,
	};

	check(place, &selinux, context, flags, ambit_write_proc(ATTRIBUTES "exec", context));
}

void ambit_apparmor_profile(ambit_place place, const char *profile, unsigned flags)
{
	static const struct module apparmor = {
		"AppArmorProfile",
		": AppArmor is not active",
		"/sys/module/apparmor",
		AMBIT_STATUS_apparmor_profile,
	};
	int error = write_attribute(ATTRIBUTES "apparmor/exec", ATTRIBUTES "exec",
				    ambit_join(place, "exec ", profile, ""));

	check(place, &apparmor, profile, flags, error);
}
