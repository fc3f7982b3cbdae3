/* SPDX-License-Identifier: MIT */
/*
 * ConditionSecurity=: which security modules and devices are in use, systemd.unit(5).
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int has_selinux(void)
{
	return ambit_exists("/sys/fs/selinux/enforce");
}

static int has_smack(void)
{
	return ambit_exists("/sys/fs/smackfs");
}

static int has_tomoyo(void)
{
	return ambit_exists("/sys/kernel/security/tomoyo/version");
}

static int has_ima(void)
{
	return ambit_exists("/sys/kernel/security/ima");
}

static int has_apparmor(void)
{
	char *enabled;
	int error = ambit_read_line("/sys/module/apparmor/parameters/enabled", &enabled);

	if (error < 0)
		return error == -ENOENT ? 0 : error;
	return *enabled == 'Y';
}

/* What the kernel answers to a harmless question: 0 or negative errno. */
static int ask_audit(int fd)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	const struct nlmsghdr question = {
		.nlmsg_len = sizeof(question),
		.nlmsg_type = AUDIT_GET_FEATURE,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
	};
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
	} answer;

	if (sendto(fd, &question, sizeof(question), 0, (struct sockaddr *)&kernel, sizeof(kernel)) <
	    0)
		return -errno;
	ssize_t len = recv(fd, &answer, sizeof(answer), 0);
	if (len < 0)
		return -errno;
	bool is_error = len >= (ssize_t)sizeof(answer) && answer.header.nlmsg_type == NLMSG_ERROR;
	return is_error ? answer.error.error : 0;
}

/* A kernel without audit refuses the socket; in a user namespace it refuses the question. */
static int has_audit(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd < 0)
		return errno == EAFNOSUPPORT || errno == EPROTONOSUPPORT || errno == EPERM ? 0
											   : -errno;
	int answer = ask_audit(fd);
	close(fd);
	return answer != -ECONNREFUSED;
}

/* Of an EFI variable the first four bytes are its attributes. */
static int has_secure_boot(void)
{
	char *variable;
	long len = ambit_read_file(
		0, "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		&variable);

	if (len < 0)
		return len == -ENOENT ? 0 : (int)len;
	return len == 5 ? variable[4] == 1 : -EINVAL;
}

static bool is_any(const char *name, unsigned char type, void *data)
{
	(void)name;
	(void)type;
	(void)data;
	return true;
}

/* A device with a resource manager, or the firmware's word that its driver is to come. */
static int has_tpm2(void)
{
	int found = ambit_read_directory("/sys/class/tpmrm", is_any, NULL);

	if (found && found != -ENOENT)
		return found;
	found = ambit_is_firmware("uefi");
	return found == 1 ? ambit_exists("/sys/firmware/acpi/tables/TPM2") : found;
}

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

/* Intel TDX has a leaf. Whether AMD SEV is on is told by a register that only kernels read. */
static int has_confidential_vm(void)
{
	unsigned a = 0, b = 0, c = 0, d = 0, vendor[3] = {0};

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 31))
		return 0; /* not in a virtual machine */
	if (__get_cpuid_count(0x21, 0, &a, &vendor[0], &vendor[2], &vendor[1]) &&
	    !memcmp(vendor, "IntelTDX    ", 12))
		return 1;
	if (!__get_cpuid(0x8000001f, &a, &b, &c, &d) || !(a & 1 << 1))
		return 0;
	return -ENOTSUP;
}
#else
static int has_confidential_vm(void)
{
	return -ENOTSUP;
}
#endif

int ambit_is_security(const char *operand)
{
	static const struct {
		char name[16];
		int (*test)(void);
	} tests[] = {
		{"selinux", has_selinux},
		{"apparmor", has_apparmor},
		{"tomoyo", has_tomoyo},
		{"smack", has_smack},
		{"ima", has_ima},
		{"audit", has_audit},
		{"uefi-secureboot", has_secure_boot},
		{"tpm2", has_tpm2},
		{"cvm", has_confidential_vm},
	};

	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		if (!strncmp(operand, tests[i].name, sizeof(tests[i].name)))
			return tests[i].test();
	return -EINVAL;
}
