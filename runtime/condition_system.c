/* SPDX-License-Identifier: MIT */
/*
 * Conditions on the machine: architecture, host, memory, processors, power: systemd.unit(5).
 */
#define _GNU_SOURCE 1
#include "condition.h"

#include <errno.h>
#include <fnmatch.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MIPS(bits) "mips" bits "-le"
#define ARC        "arc"
#else
#define MIPS(bits) "mips" bits
#define ARC        "arc-be"
#endif

/* From uname(2), which a personality changes, to systemd's name. */
static const char *architecture(const char *machine)
{
	static const struct {
		char pattern[16], name[12];
	} names[] = {
		{"x86_64", "x86-64"},
		{"i[3-6]86", "x86"},
		{"ppc64le", "ppc64-le"},
		{"ppc64", "ppc64"},
		{"ppcle", "ppc-le"},
		{"ppc", "ppc"},
		{"ia64", "ia64"},
		{"parisc64", "parisc64"},
		{"parisc", "parisc"},
		{"s390x", "s390x"},
		{"s390", "s390"},
		{"sparc64", "sparc64"},
		{"sparc", "sparc"},
		{"mips64", MIPS("64")},
		{"mips", MIPS("")},
		{"alpha*", "alpha"},
		{"aarch64_be", "arm64-be"},
		{"aarch64", "arm64"},
		{"arm*b", "arm-be"},
		{"arm*", "arm"},
		{"sh5", "sh64"},
		{"sh[2-4]*", "sh"},
		{"m68k", "m68k"},
		{"tilegx", "tilegx"},
		{"cris", "cris"},
		{"crisv32", "cris"},
		{"nios2", "nios2"},
		{"riscv32", "riscv32"},
		{"riscv64", "riscv64"},
		{"riscv", "riscv64"},
		{"loongarch64", "loongarch64"},
		{"arc*", ARC},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!fnmatch(names[i].pattern, machine, 0))
			return names[i].name;
	return NULL;
}

/* "native" is what the launcher is compiled for, and it runs. */
int ambit_is_architecture(const char *operand)
{
	struct utsname system;

	if (!strcmp(operand, "native"))
		return 1;
	uname(&system);
	const char *name = architecture(system.machine);
	return name ? !strcmp(operand, name) : -ENOTSUP;
}

int ambit_is_host(const char *operand)
{
	char wanted[33];
	const char *id;

	if (ambit_parse_id(operand, wanted) < 0)
		return !fnmatch(operand, ambit_host_name(), FNM_CASEFOLD);
	int error = ambit_read_id(AMBIT_MACHINE_ID, &id);
	return error < 0 ? error : !strcmp(id, wanted);
}

static int scale(uint64_t *number, uint64_t factor)
{
	return __builtin_mul_overflow(*number, factor, number) ? -ERANGE : 0;
}

/* A size as "1G", "512M 100K" or "1.5G", to the base of 1024: systemd.syntax(7). */
static int parse_size(const char *text, uint64_t *size)
{
	char *copy = ambit_copy(0, text, strlen(text));
	size_t digits = strspn(copy, "0123456789");
	const char *unit = "BKMGTPE", *found;
	uint64_t fraction = 0, factor = 1, divisor = 1;

	if (!digits)
		return -EINVAL;
	char *at = copy + digits;
	if (*at == '.') {
		for (at++; *at >= '0' && *at <= '9'; at++) {
			if (divisor >= 100000) /* finer than matters; and it must not overflow */
				continue;
			fraction = 10 * fraction + (uint64_t)(*at - '0');
			divisor *= 10;
		}
	}
	char *suffix = (char *)ambit_skip_blanks(at);
	found = *suffix ? strchr(unit, *suffix) : unit;
	if (!found || (*suffix && *ambit_skip_blanks(suffix + 1)))
		return -EINVAL;
	factor <<= 10 * (found - unit);
	copy[digits] = 0;
	int error = ambit_parse_number(copy, size);
	if (!error)
		error = scale(size, factor);
	*size += factor / divisor * fraction;
	return error;
}

/* What a container is limited to counts, if that is less than the machine has. */
static int memory_limit(const char *path, uint64_t *memory)
{
	char *line;
	uint64_t limit;
	int error = ambit_read_line(path, &line);

	if (error < 0)
		return error == -ENOENT || error == -ENOTDIR ? 0 : error;
	if (!strcmp(line, "max"))
		return 0;
	error = ambit_parse_number(line, &limit);
	if (!error && limit < *memory)
		*memory = limit;
	return error;
}

int ambit_is_memory(const char *operand)
{
	struct sysinfo info;
	uint64_t wanted;
	enum ambit_operator operator= ambit_take_operator(&operand);
	int error = parse_size(ambit_skip_blanks(operand), &wanted);

	if (error < 0)
		return error;
	if (sysinfo(&info) < 0)
		return -errno;
	uint64_t memory = (uint64_t)info.totalram * info.mem_unit;
	error = memory_limit("/sys/fs/cgroup/memory.max", &memory);
	if (!error)
		error = memory_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes", &memory);
	return error < 0 ? error : ambit_number_holds(operator, memory, wanted);
}

int ambit_is_cpus(const char *operand)
{
	unsigned long mask[1024 / sizeof(long)] = {0}; /* more processors than Linux has */
	uint64_t wanted, cpus = 0;
	enum ambit_operator operator= ambit_take_operator(&operand);
	int error = ambit_parse_number(ambit_skip_blanks(operand), &wanted);

	if (error < 0)
		return error;
	if (syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask) < 0)
		return -errno;
	for (size_t i = 0; i < sizeof(mask) / sizeof(*mask); i++)
		cpus += (uint64_t)__builtin_popcountl(mask[i]);
	return ambit_number_holds(operator, cpus, wanted);
}

struct power {
	bool online, discharging;
	int error;
};

/* An attribute of a supply: whether it is `wanted`. One that is not there is not. */
static bool has_attribute(struct power *power, const char *name, const char *attribute,
			  const char *wanted)
{
	char *line;
	int error =
		ambit_read_line(ambit_join(0, "/sys/class/power_supply/", name, attribute), &line);

	if (error < 0 && error != -ENOENT && error != -ENODEV)
		power->error = error;
	return !error && !strcmp(line, wanted);
}

static bool look_at_supply(const char *name, unsigned char type, void *data)
{
	struct power *power = data;

	(void)type;
	if (has_attribute(power, name, "/scope", "Device")) /* powers a mouse, not the machine */
		return false;
	if (!has_attribute(power, name, "/type", "Battery"))
		power->online |= has_attribute(power, name, "/online", "1");
	else if (!has_attribute(power, name, "/present", "0"))
		power->discharging |= has_attribute(power, name, "/status", "Discharging");
	return power->error < 0;
}

/* Nothing online is mains power too, unless a battery discharges: machines without any supply. */
int ambit_is_ac_power(const char *operand)
{
	struct power power = {0};
	int wanted = ambit_parse_boolean(operand);

	if (wanted < 0)
		return wanted;
	int error = ambit_read_directory("/sys/class/power_supply", look_at_supply, &power);
	if (error < 0 && error != -ENOENT)
		return error;
	if (power.error < 0)
		return power.error;
	return (power.online || !power.discharging) == wanted;
}
