# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Outputs that are no plain file to be replaced: devices, pipes, links, and the unit itself. To rename a launcher
# over /dev/null would be the end of many other programs.

unit good <<-END
	[Service]
	ExecStart=/bin/true
	$who
END
mkdir out
mkfifo out/pipe
ln -s /dev/null out/null
touch out/real
ln -s real out/link

try "build: a pipe is not replaced"
gives 2 "$ambit" build -o out/pipe good.service
has err 'out/pipe: not a regular file'
[ -p out/pipe ] || fail "the pipe is gone"

try "build: a device is not replaced"
gives 2 "$ambit" build -o out/null good.service
has err 'out/null: not a regular file'
[ -c out/null ] || fail "it is no device any more"

try "build: a link stays, the file that it names is replaced"
gives 0 "$ambit" build -o out/link good.service
[ -L out/link ] || fail "the link is gone"
gives 0 out/real

try "build: the unit itself is not replaced"
cp good.service self.service
gives 2 "$ambit" build -o self.service self.service
has err 'self.service: it is a source of the launcher'
cmp -s good.service self.service || fail "the unit is changed"

try "emit: a device and a pipe are written to"
gives 0 "$ambit" emit -o out/null good.service
[ -c out/null ] || fail "it is no device any more"
gives 0 bash -c "cat out/pipe & '$ambit' emit -o out/pipe good.service && wait"
has out 'int main'
[ -p out/pipe ] || fail "the pipe is gone"

try "emit: a link stays, the file that it names is replaced"
gives 0 "$ambit" emit -o out/link good.service
[ -L out/link ] || fail "the link is gone"
has out/real 'int main'

try "emit: a new file has the mode that the umask leaves"
gives 0 bash -c "umask 077; '$ambit' emit -o private.c good.service"
[ "$(stat -c %a private.c)" = 600 ] || fail "mode $(stat -c %a private.c)"

try "none of this leaves a file"
only out pipe null real link
