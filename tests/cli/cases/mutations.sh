# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Units that went wrong somewhere: the examples and the golden units, mutated by chance but always the same way.

try "200 mutations"
gives 0 "$root/tests/cli/mutate" "$ambit" 200 7 "$root"/examples/*.service "$root"/tests/golden/*.service
tail -n 1 "$scratch/out"
