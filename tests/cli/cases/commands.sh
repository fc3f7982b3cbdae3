# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Every command, its help, wrong options, and where things are printed.

unit good <<-END
	[Unit]
	Description=Nothing at all
	[Service]
	ExecStart=/bin/true
	User=nobody
	CapabilityBoundingSet=CAP_KILL
	AmbientCapabilities=CAP_KILL
END
unit bad <<-END
	[Service]
	ExecStart=/bin/true
	Usr=nobody
	CapabilityBoundingSet=CAP_KIL
END

try "--version"
gives 0 "$ambit" --version
lines out 1
has out '^ambit [0-9]+\.[0-9]+'
empty err

try "no command"
gives 2 "$ambit"
empty out
has err '^Commands:'

try "an unknown command"
gives 2 "$ambit" biuld good.service
empty out
has err "no command 'biuld'"

for option in --help -h help; do
	try "$option"
	gives 0 "$ambit" "$option"
	empty err
	for command in build emit check convert explain seccomp run fmt inspect verify directives steps; do
		has out "^  $command "
	done
	has out '0 done.*1 the input'
done

for command in build emit check convert explain seccomp run fmt inspect verify directives steps; do
	for option in --help -h; do
		try "$command $option"
		gives 0 "$ambit" "$command" "$option"
		empty err
		has out "^ambit $command "
		has out '^Options:'
		has out '^  -h, --help'
	done
	try "$command: an unknown option"
	gives 2 "$ambit" "$command" --no-such-option good.service good.service
	empty out
	has err 'no-such-option'
	has err "ambit $command --help"
	try "$command: an unknown letter"
	gives 2 "$ambit" "$command" -Z good.service good.service
	empty out
	has err 'Z'
done

for command in build emit check convert explain seccomp run fmt inspect verify; do
	try "$command: no operand"
	gives 2 "$ambit" "$command"
	empty out
	has err 'operand is missing'
done

for command in "seccomp a b" "run a b" "inspect a b" "directives a b" "steps a"; do
	try "$command: an operand too many"
	# shellcheck disable=SC2086
	gives 2 "$ambit" $command
	empty out
	has err 'too many'
done

for wrong in "build -j 0 a" "build -j x a" "build -j -1 a" "build -j '' a" "build -j 99999999999999999999 a" \
	"build -M a" "build -MX a" "emit --to=xml a" "emit --to= a" "check --format=xml a" "check -W nothing a" \
	"check -E nothing a" "check -W no-value a" "check -E no-value a" "build -o x -d y a" "build -o x a b" \
	"seccomp --to=json a" "emit --to=bpf a" "explain --audit" "check -L a" "check -P a" \
	"build --output a" "build -o" "check -o x a" "inspect --format=json a" "verify a"; do
	try "$wrong"
	eval "gives 2 \"$ambit\" $wrong"
	empty out
	lines err 2
	has err '^ambit: error: '
	has err 'hint: ambit [a-z]* --help'
done

try "build"
gives 0 "$ambit" build good.service
empty out err
only . bad.service good good.service
[ -x good ] || fail "good is not executable"

try "build: a unit with mistakes"
gives 1 "$ambit" build bad.service
empty out
has err '^bad.service:3:1: error: .*Usr='
has err 'did you mean User=\?'
has err '^bad.service:4:23: error: '
has err 'did you mean CAP_KILL\?'
only . bad.service good good.service

try "check: without a mistake"
gives 0 "$ambit" check good.service
empty out err

try "check: with mistakes"
gives 1 "$ambit" check good.service bad.service
empty out
has err '^bad.service:3:1: error: '
lacks err '^good'

for form in unit service plan c json text; do
	try "emit --to=$form"
	gives 0 "$ambit" emit --to=$form good.service
	empty err
	has out nobody
	cp "$scratch/out" "$scratch/first"
	gives 0 "$ambit" emit "-t$form" good.service
	cmp -s "$scratch/out" "$scratch/first" || fail "another time, other bytes"
done

try "emit: C is what it prints unless told otherwise, and compiles"
gives 0 "$ambit" emit good.service
has out '^int main\(int argc, char \*\*argv\)'
cp "$scratch/out" "$scratch/good.c"
gives 0 cc -Wall -Wextra -Werror -c -I"$build/runtime" -o "$scratch/good.o" "$scratch/good.c"

try "emit: nothing behind a mistake"
gives 1 "$ambit" emit bad.service
empty out
has err '^bad.service:3:1: error: '

try "emit --to=unit: the syntax of a unit with mistakes in its values"
gives 1 "$ambit" emit --to=unit bad.service
has out '"Usr" = "nobody"'

try "explain"
gives 0 "$ambit" explain good.service
empty err
has out '^good.service: Nothing at all'
has out '^  user +nobody +good.service:5'
has out '^  ambient +CAP_KILL +good.service:7'
has out 'setcap cap_[a-z_,]*=ep'

try "explain: with mistakes"
gives 1 "$ambit" explain bad.service
empty out
has err '^bad.service:3:1'

try "directives"
gives 0 "$ambit" directives
empty err
has out '^Service +User +name'
[ "$(wc -l <"$scratch/out")" -ge 390 ] || fail "only $(wc -l <"$scratch/out") directives"

try "directives NAME"
gives 0 "$ambit" directives CapabilityBoundingSet
has out '^CapabilityBoundingSet= in \[Service\]'
has out 'enforced'
gives 0 "$ambit" directives ReadWriteDirectories=
has out 'old name'
has out '^ReadWritePaths= in \[Service\]'

try "directives: an unknown one"
gives 1 "$ambit" directives CapabilityBoundingSets
empty out
has err "CapabilityBoundingSets"

try "directives --json"
gives 0 "$ambit" directives --json
json out 'len(j) >= 390 and all(d["summary"] and d["fate"] for d in j)'

try "steps"
gives 0 "$ambit" steps
empty err
has out '^bounding .* 218 '
[ "$(tail -n 1 "$scratch/out" | cut -d' ' -f1)" = exec ] || fail "exec is not the last step"

try "output to a full device is an error"
for command in "emit good.service" "explain good.service" "seccomp good.service" directives "directives User" steps --help --version \
	"inspect good" "inspect --json good" "check --format=json bad.service" "build --help" "check -W list"; do
	# shellcheck disable=SC2086
	"$ambit" $command >/dev/full 2>"$scratch/err"
	status=$?
	[ $status = 2 ] || fail "$command: exit status $status"
	has err 'No space left'
done
