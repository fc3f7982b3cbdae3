# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Files that went wrong somewhere: the examples and the goldens, mutated by chance but always the same way.

try "200 mutations of units"
gives 0 "$root/tests/cli/mutate" "$ambit" 200 7 "$root"/examples/*.service "$root"/tests/golden/*.service
tail -n 1 "$scratch/out"

try "200 mutations of policies"
cp "$root"/tests/golden/*.inc* .
gives 0 "$root/tests/cli/mutate" "$ambit" 200 7 "$root"/tests/golden/*.ambit
tail -n 1 "$scratch/out"
