/* SPDX-License-Identifier: MIT */
/*
 * ConditionCPUFeature=: bits of the CPUID instruction, by the names of systemd.unit(5). Other than
 * x86 processors have none of them.
 */
#include "internal.h"

#include <errno.h>
#include <strings.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

enum { EAX, EBX, ECX, EDX };

static const struct feature {
	char name[13];
	unsigned char where, bit;
	unsigned leaf;
} features[] = {
	{"fpu", EDX, 0, 1},
	{"vme", EDX, 1, 1},
	{"de", EDX, 2, 1},
	{"pse", EDX, 3, 1},
	{"tsc", EDX, 4, 1},
	{"msr", EDX, 5, 1},
	{"pae", EDX, 6, 1},
	{"mce", EDX, 7, 1},
	{"cx8", EDX, 8, 1},
	{"apic", EDX, 9, 1},
	{"sep", EDX, 11, 1},
	{"mtrr", EDX, 12, 1},
	{"pge", EDX, 13, 1},
	{"mca", EDX, 14, 1},
	{"cmov", EDX, 15, 1},
	{"pat", EDX, 16, 1},
	{"pse36", EDX, 17, 1},
	{"clflush", EDX, 19, 1},
	{"mmx", EDX, 23, 1},
	{"fxsr", EDX, 24, 1},
	{"sse", EDX, 25, 1},
	{"sse2", EDX, 26, 1},
	{"ht", EDX, 28, 1},
	{"pni", ECX, 0, 1},
	{"pclmul", ECX, 1, 1},
	{"monitor", ECX, 3, 1},
	{"ssse3", ECX, 9, 1},
	{"fma3", ECX, 12, 1},
	{"cx16", ECX, 13, 1},
	{"sse4_1", ECX, 19, 1},
	{"sse4_2", ECX, 20, 1},
	{"movbe", ECX, 22, 1},
	{"popcnt", ECX, 23, 1},
	{"aes", ECX, 25, 1},
	{"xsave", ECX, 26, 1},
	{"osxsave", ECX, 27, 1},
	{"avx", ECX, 28, 1},
	{"f16c", ECX, 29, 1},
	{"rdrand", ECX, 30, 1},
	{"bmi1", EBX, 3, 7},
	{"avx2", EBX, 5, 7},
	{"bmi2", EBX, 8, 7},
	{"rdseed", EBX, 18, 7},
	{"adx", EBX, 19, 7},
	{"sha_ni", EBX, 29, 7},
	{"syscall", EDX, 11, 0x80000001},
	{"rdtscp", EDX, 27, 0x80000001},
	{"lm", EDX, 29, 0x80000001},
	{"lahf_lm", ECX, 0, 0x80000001},
	{"abm", ECX, 5, 0x80000001},
	{"constant_tsc", EDX, 8, 0x80000007},
};

static int has_feature(const struct feature *feature)
{
	unsigned r[4];

	if (!__get_cpuid_count(feature->leaf, 0, &r[EAX], &r[EBX], &r[ECX], &r[EDX]))
		return 0;
	return r[feature->where] >> feature->bit & 1;
}

int ambit_is_cpu_feature(const char *operand)
{
	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++)
		if (!strcasecmp(operand, features[i].name))
			return has_feature(&features[i]);
	return -EINVAL;
}
#else
int ambit_is_cpu_feature(const char *operand)
{
	return *operand ? 0 : -EINVAL;
}
#endif
