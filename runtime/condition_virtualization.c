/* SPDX-License-Identifier: MIT */
/*
 * ConditionVirtualization=: systemd.unit(5), by the names of systemd-detect-virt(1). A container
 * hides the machine it runs in. The hypervisor introduces itself through CPUID, firmware, or a file
 * of Xen.
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <string.h>

struct sign {
	const char *text, *name;
};

static const char *match(const struct sign *signs, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (!strncmp(text, signs[i].text, strlen(signs[i].text)))
			return signs[i].name;
	return NULL;
}

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

/* The hypervisor bit of leaf 1, and the vendor that leaf 0x40000000 gives. */
static const char *processor_says(void)
{
	static const struct sign vendors[] = {
		{"XenVMMXenVMM", "xen"},    {"KVMKVMKVM", "kvm"},
		{"Linux KVM Hv", "kvm"},    {"TCGTCGTCGTCG", "qemu"},
		{"VMwareVMware", "vmware"}, {"Microsoft Hv", "microsoft"},
		{"bhyve bhyve ", "bhyve"},  {"QNXQVMBSQG", "qnx"},
		{"ACRNACRNACRN", "acrn"},   {"SRESRESRESRE", "sre"},
		{"Apple VZ", "apple"},
	};
	unsigned a, vendor[4] = {0}, c = 0, d;

	if (!__get_cpuid(1, &a, &vendor[0], &c, &d) || !(c >> 31))
		return NULL;
	__cpuid(0x40000000, a, vendor[0], vendor[1], vendor[2]);
	const char *name = match(vendors, sizeof(vendors) / sizeof(*vendors), (const char *)vendor);
	return name ? name : "vm-other";
}
#else
static const char *processor_says(void)
{
	return NULL;
}
#endif

/* SMBIOS, type 0: bit 4 of the second extension byte, "is a virtual machine". */
static bool firmware_is_virtual(void)
{
	char *table;
	long len = ambit_read_file(0, "/sys/firmware/dmi/entries/0-0/raw", &table);

	return len > 0x13 && table[0x13] & 1 << 4;
}

static int firmware_says(const char **name)
{
	static const char files[][17] = {
		"product_name", "sys_vendor", "board_vendor", "bios_vendor", "product_version",
	};
	static const struct sign vendors[] = {
		{"KVM", "kvm"},
		{"OpenStack", "kvm"},
		{"KubeVirt", "kvm"},
		{"Amazon EC2", "amazon"},
		{"QEMU", "qemu"},
		{"VMware", "vmware"},
		{"VMW", "vmware"},
		{"innotek GmbH", "oracle"},
		{"VirtualBox", "oracle"},
		{"Oracle Corporation", "oracle"},
		{"Xen", "xen"},
		{"Bochs", "bochs"},
		{"Parallels", "parallels"},
		{"BHYVE", "bhyve"},
		{"Hyper-V", "microsoft"},
		{"Apple Virtualization", "apple"},
		{"Google Compute Engine", "google"},
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char *line;
		const char *path = ambit_join(0, "/sys/class/dmi/id/", files[i], "");
		int error = ambit_read_line(path, &line);
		if (error < 0 && error != -ENOENT)
			return error;
		*name = error ? NULL : match(vendors, sizeof(vendors) / sizeof(*vendors), line);
		if (!*name)
			continue;
		if (!strcmp(*name, "amazon") && !firmware_is_virtual())
			*name = NULL; /* a whole machine can be rented too */
		return 0;
	}
	return 0;
}

static bool file_has(const char *path, const char *text)
{
	char *content;

	return ambit_read_file(0, path, &content) >= 0 && strstr(content, text);
}

static const char *system_says(void)
{
	char *line;

	if (file_has("/sys/hypervisor/type", "xen"))
		return "xen";
	if (!ambit_read_line("/proc/device-tree/hypervisor/compatible", &line))
		return strstr(line, "xen") ? "xen" : strcmp(line, "linux,kvm") ? "vm-other" : "kvm";
	if (ambit_exists("/proc/device-tree/ibm,partition-name") == 1 &&
	    ambit_exists("/proc/device-tree/hmc-managed?") == 1)
		return "powervm";
	if (file_has("/proc/sysinfo", "Control Program: z/VM"))
		return "zvm";
	if (file_has("/proc/sysinfo", "Control Program: KVM"))
		return "kvm";
	return file_has("/proc/cpuinfo", "User Mode Linux") ? "uml" : NULL;
}

/* Xen's privileged domain is the host, not a guest. */
static bool is_xen_host(void)
{
	return file_has("/proc/xen/capabilities", "control_d");
}

/* Those are built upon others, whose signs CPUID may show. */
static bool firmware_goes_first(const char *firmware)
{
	static const char names[][10] = {"oracle", "xen", "amazon", "parallels", "google"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(firmware, names[i]))
			return true;
	return false;
}

static int machine(const char **name)
{
	const char *firmware = NULL, *processor = processor_says();
	int error = firmware_says(&firmware);

	if (error < 0)
		return error;
	*name = processor;
	if (firmware &&
	    (!processor || !strcmp(processor, "vm-other") || firmware_goes_first(firmware)))
		*name = firmware;
	if (!*name)
		*name = system_says();
	if (*name && !strcmp(*name, "xen") && is_xen_host())
		*name = NULL;
	return 0;
}

/* All ids mapped to themselves is no user namespace but the initial one: user_namespaces(7). */
static int has_private_users(void)
{
	static const char *const files[] = {"/proc/self/uid_map", "/proc/self/gid_map"};

	for (size_t i = 0; i < 2; i++) {
		char *line, *word[3] = {"", "", ""};
		int error = ambit_read_line(files[i], &line);
		if (error < 0)
			return error == -ENOENT ? 0 : error; /* a kernel without them */
		for (size_t w = 0; w < 3; w++)
			ambit_next_word(&line, &word[w]);
		if (strcmp(word[0], "0") || strcmp(word[1], "0") || strcmp(word[2], "4294967295"))
			return 1;
	}
	return 0;
}

int ambit_is_virtualization(const char *operand)
{
	const char *container, *name = NULL;
	int wanted = ambit_parse_boolean(operand);

	if (!strcmp(operand, "private-users"))
		return has_private_users();
	int error = ambit_container(&container);
	if (error < 0)
		return error;
	if (!strcmp(operand, "container"))
		return container != NULL;
	if (!container)
		error = machine(&name);
	if (error < 0)
		return error;
	if (!strcmp(operand, "vm"))
		return name != NULL;
	if (container)
		name = container;
	return wanted >= 0 ? (name != NULL) == wanted : name && !strcmp(name, operand);
}
