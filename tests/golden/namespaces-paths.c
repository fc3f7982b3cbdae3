/* Made by ambit 1.0 from namespaces-paths.service. Change that file, not this one. */
#include "ambit.h"

int main(int argc, char **argv)
{
	ambit_start(argc, argv, STRINGS("namespaces-paths.service"), 0);
	ambit_network_namespace(6, "/run/netns/namespaces-paths"); /* NetworkNamespacePath */
	ambit_ipc_namespace(7, "/proc/1/ns/ipc"); /* IPCNamespacePath */
	ambit_descriptors(0, AMBIT_SOCKETS);
	ambit_resolve_user(0, NULL); /* User */
	ambit_resolve_groups(0, NO_STRINGS); /* SupplementaryGroups */
	ambit_umask(0, 0022); /* UMask */
	ambit_input(0, ambit_null, BYTES("")); /* StandardInput */
	ambit_environment(0, NULL, AMBIT_SOCKETS);
	ambit_keyring(0, AMBIT_DEFAULT); /* KeyringMode */
	ambit_mount(0, ambit_inaccessible, "/run/credentials", NULL, AMBIT_OPTIONAL);
	ambit_view(0, NULL, AMBIT_SHARED);
	ambit_memory_merge(10, 0); /* MemoryKSM */
	ambit_groups(0, AMBIT_INITGROUPS); /* SupplementaryGroups */
	ambit_working_directory(0, "/", 0); /* WorkingDirectory */
	ambit_verify(0, &(const struct ambit_expected){
		.check = 0,
		.umask = 0022,
	});
	ambit_exec(4, "/bin/serve", 0, STRINGS("/bin/serve")); /* ExecStart */
}
