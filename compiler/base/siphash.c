/* SPDX-License-Identifier: MIT */
/* The hash as its paper has it: words of eight bytes, the last one with the length on top. */
#include "base/siphash.h"

struct state {
	uint64_t v[4];
};

static uint64_t rotate(uint64_t word, unsigned bits)
{
	return word << bits | word >> (64 - bits);
}

/* LEN bytes at most 8, the least significant first. */
static uint64_t read_word(const char *bytes, size_t len)
{
	uint64_t word = 0;
	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
	return word;
}

static void mix(struct state *s, unsigned rounds)
{
	uint64_t *v = s->v;
	while (rounds-- > 0) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32);
		v[2] += v[1];
		v[0] += v[3];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] = rotate(v[2], 32);
	}
}

static void take_word(struct state *s, uint64_t word)
{
	s->v[3] ^= word;
	mix(s, 2);
	s->v[0] ^= word;
}

uint64_t siphash24(struct slice data, const unsigned char key[16])
{
	uint64_t k0 = read_word((const char *)key, 8), k1 = read_word((const char *)key + 8, 8);
	struct state s = {{k0 ^ UINT64_C(0x736f6d6570736575), k1 ^ UINT64_C(0x646f72616e646f6d),
			   k0 ^ UINT64_C(0x6c7967656e657261), k1 ^ UINT64_C(0x7465646279746573)}};
	size_t at = 0;
	for (; data.len - at >= 8; at += 8)
		take_word(&s, read_word(data.at + at, 8));
	take_word(&s, read_word(data.at + at, data.len - at) | (uint64_t)data.len << 56);
	s.v[2] ^= 0xff;
	mix(&s, 4);
	return s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
}
