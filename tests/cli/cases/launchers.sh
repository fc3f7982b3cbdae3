# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# run, inspect and verify.

unit plain <<-END
	[Unit]
	Description=A "test"
	[Service]
	ExecStart=/bin/sh -c 'echo out; echo err >&2; exit 7'
	WorkingDirectory=/
	Environment=A=1 "B=2 3"
	$who
END
unit passing <<-END
	[Service]
	ExecStart=/bin/echo first
	$who
	[X-Ambit]
	PassArguments=yes
END
printf '[Service]\nExecStart=/bin/echo %%i\nPrivateBPF=yes\n%s\n' "$who" >'many@.service'

try "run: the service's exit status and streams"
gives 7 "$ambit" run plain.service
has out '^out$'
has err '^err$'
lines out 1
lines err 1

try "run: a mistake"
unit bad <<-END
	[Service]
	Foo=1
END
gives 1 "$ambit" run bad.service
empty out
has err '^bad.service:2:1'

try "run: a missing file"
gives 2 "$ambit" run missing.service
has err 'missing.service'

try "run: killed by a signal"
unit killed <<-END
	[Service]
	ExecStart=/bin/sh -c 'kill -KILL \$\$\$\$'
	$who
END
{ "$ambit" run killed.service >"$scratch/out" 2>"$scratch/err"; status=$?; } 2>/dev/null
[ $status = 137 ] || fail "exit status $status"

try "run: it keeps the PID"
unit pid <<-END
	[Service]
	ExecStart=/bin/sh -c 'echo \$\$\$\$'
	$who
END
"$ambit" run pid.service >"$scratch/out" 2>"$scratch/err" &
pid=$!
wait $pid
has out "^$pid\$"

try "run: arguments"
gives 0 "$ambit" run passing.service -- second '' '-x' 'a b'
has out '^first second  -x a b$'
gives 64 "$ambit" run pid.service -- second
empty out
lines err 1

try "inspect: for people"
gives 0 "$ambit" build plain.service
gives 0 "$ambit" inspect plain
empty err
has out '^unit +plain.service'
has out '^made by +ambit [0-9]'
has out "sha256 $(sha256sum plain.service | cut -d' ' -f1)"
has out '^WorkingDirectory=/$'

try "inspect --json"
gives 0 "$ambit" inspect --json plain
empty err
json out 'j["unit"] == "plain.service" and j["policy"]["Unit"]["Description"] == "A \"test\""'
cp "$scratch/out" "$scratch/first"
gives 0 "$ambit" emit --to=json plain.service
cmp -s "$scratch/out" "$scratch/first" || fail "it is not what emit --to=json prints"

try "inspect: what is no launcher"
gives 1 "$ambit" inspect plain.service
has err 'not an ELF file'
gives 1 "$ambit" inspect /bin/true
has err 'not made by ambit'
gives 2 "$ambit" inspect missing
has err 'missing: No such file'
gives 1 "$ambit" inspect /dev/null
: >empty
gives 1 "$ambit" inspect empty
mkdir directory
"$ambit" inspect directory >"$scratch/out" 2>"$scratch/err" && fail "a directory"
head -c 100 plain >short
gives 1 "$ambit" inspect short
empty out

try "inspect: a damaged file"
size=$(stat -c %s plain)
for percent in 3 10 50 90 99; do
	head -c $((size * percent / 100)) plain >short
	gives 1 "$ambit" inspect short
	empty out
done
sed 's/"unit"/"tinu"/' plain >short
gives 1 "$ambit" inspect short
has err 'damaged'
gives 1 "$ambit" verify short plain.service

try "verify"
gives 0 "$ambit" verify plain plain.service
has out 'byte for byte'
empty err

try "verify: a changed byte of the program"
# the last byte that a section of code or data holds, behind the ELF header and before the section headers
for at in 2000 4500; do
	cp plain changed
	printf "\\$(printf %o $((0x$(od -An -tx1 -j$at -N1 plain | tr -d ' ') ^ 1)))" |
		dd of=changed bs=1 seek=$at conv=notrunc 2>/dev/null
	gives 1 "$ambit" verify changed plain.service
	has out 'the policy is the same, the program is not|differ'
done
printf x | cat plain - >changed
gives 1 "$ambit" verify changed plain.service

try "verify: another value of a directive"
mkdir other
sed 's|^WorkingDirectory=.*|WorkingDirectory=/tmp|; s|B=2 3|B=2 4|' plain.service >other/plain.service
gives 1 "$ambit" verify plain other/plain.service
has out '\[Service\] WorkingDirectory=: the launcher has "/", the sources "/tmp"'
has out '\[Service\] Environment=: .*2 3.*2 4'
has out 'source plain.service is another file'
lacks out 'ExecStart='

try "verify: a directive more or less"
{ cat plain.service; echo Nice=5; } >other/plain.service
gives 1 "$ambit" verify plain other/plain.service
has out 'Nice=: the launcher has not set it, the sources "5"'
sed /WorkingDirectory/d plain.service >other/plain.service
gives 1 "$ambit" verify plain other/plain.service
has out 'WorkingDirectory=: the launcher has "/", the sources "not set"'

try "verify: the same policy from other bytes"
{ cat plain.service; echo '# a comment'; } >other/plain.service
gives 1 "$ambit" verify plain other/plain.service
has out 'source plain.service is another file'
has out 'all directives are the same'

try "verify: a unit of another name"
cp plain.service other/second.service
gives 1 "$ambit" verify plain other/second.service
has out 'made from plain.service, not second.service'

try "verify: sources with a mistake, or not there"
echo 'Foo=1' >>other/second.service
gives 1 "$ambit" verify plain other/second.service
has err 'Foo='
gives 2 "$ambit" verify plain missing.service
gives 2 "$ambit" verify missing plain.service
gives 1 "$ambit" verify plain plain.service "$scratch/launchers/pid.service"
has err 'pid.service: not a source'
gives 1 "$ambit" verify /bin/true plain.service

try "verify: drop-ins"
mkdir -p plain.service.d
printf '[Service]\nNice=3\n' >plain.service.d/nice.conf
gives 1 "$ambit" verify plain plain.service
has out 'plain.service.d/nice.conf is new'
gives 0 "$ambit" build plain.service -o with
gives 0 "$ambit" verify with plain.service plain.service.d/nice.conf
mkdir -p search/plain.service.d
printf '[Service]\nNice=4\n' >search/plain.service.d/nice.conf
gives 0 "$ambit" verify with plain.service
gives 1 "$ambit" verify --search-path search with plain.service
has out 'Nice=: the launcher has "3", the sources "4"'
rm -r plain.service.d
gives 1 "$ambit" verify with plain.service
has out 'plain.service.d/nice.conf is not there any more'

try "verify: waivers and the instance are the launcher's own"
gives 0 "$ambit" build 'many@.service' --instance one --waive PrivateBPF
[ "$('./many@one')" = one ] || fail "prints $('./many@one' 2>&1)"
gives 0 "$ambit" verify 'many@one' 'many@.service'
gives 1 "$ambit" verify 'many@one' 'many@.service' --instance two
has out 'made from many@one.service, not many@two.service'
gives 0 "$ambit" build 'many@three.service' --waive PrivateBPF
gives 0 "$ambit" verify 'many@three' 'many@three.service'

try "--instance for what is no template, and none for a template"
gives 1 "$ambit" build --instance x plain.service
has err 'templates'
gives 1 "$ambit" build 'many@.service' --waive PrivateBPF
has err '\-\-instance'
for instance in '' 'a b' a/b; do
	gives 1 "$ambit" build --waive PrivateBPF 'many@.service' --instance "$instance"
done

try "--pin-ids"
unit pinned <<-END
	[Service]
	ExecStart=/bin/true
	User=root
END
gives 0 "$ambit" emit --to=service --pin-ids pinned.service
has out 'User = "0"'
has out 'Group = "0"'
sed -i 's/root/no-such-user-here/' pinned.service
gives 1 "$ambit" build --pin-ids pinned.service
has err '^pinned.service:3:6: error: .*no-such-user-here.*\[pin\]'

try "a launcher in the background may reset its terminal"
printf '[Service]\nExecStart=/bin/true\nTTYPath=/dev/tty\nTTYReset=yes\nStandardOutput=tty\n%s\n' "$who" >reset.service
gives 0 "$ambit" build reset.service
command -v script >/dev/null && gives 0 script -qec 'bash -mc "./reset & wait \$!"' /dev/null
