# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Files that are written: where, how several at once, and that nothing is left or overwritten after an error.

for one in one two three; do
	unit $one <<-END
		[Service]
		ExecStart=/bin/echo $one
		$who
	END
done
unit bad <<-END
	[Service]
	ExecStart=relative/path
END

built() { # FILE TEXT: a launcher that prints TEXT
	[ "$("./$1" 2>&1)" = "$2" ] || fail "$1 prints $("./$1" 2>&1 | head -n 1)"
}

# Programs in the place of the C compiler, whatever it is called.
compiler() { # BODY
	mkdir -p fake
	for file in musl-gcc cc gcc clang; do
		printf '#!/bin/sh\n%s\n' "$1" >fake/$file
		chmod +x fake/$file
	done
}

try "-o"
gives 0 "$ambit" build one.service -o out
built out one

try "-o after the files, --output, and a directory in its name"
mkdir deep
gives 0 "$ambit" build --output=deep/out two.service
built deep/out two

try "-d, several files, in order of their names"
mkdir many
gives 0 "$ambit" build -d many -j 2 one.service two.service three.service
empty out err
only many one two three
built many/three three

try "-j1 and -j8 make the same bytes"
mkdir j1 j8
gives 0 "$ambit" build -d j1 -j1 one.service two.service three.service
gives 0 "$ambit" build -d j8 -j8 three.service two.service one.service
for one in one two three; do cmp -s j1/$one j8/$one || fail "$one differs"; done

try "several files, one with a mistake: the others are made"
mkdir some
gives 1 "$ambit" build -d some one.service bad.service two.service
has err '^bad.service:2:11: error: '
only some one two

try "several files, one missing: the environment is at fault"
mkdir absent
gives 2 "$ambit" build -d absent one.service missing.service bad.service
has err 'missing.service: No such file'
has err '^bad.service:2:11: error: '
only absent one

try "two units of one name: refused, not overwritten"
mkdir -p twice/a twice/b twice/out
cp one.service twice/a/x.service
cp two.service twice/b/x.service
gives 2 "$ambit" build -d twice/out twice/a/x.service twice/b/x.service
has err 'twice/out/x'

try "emit -d"
mkdir emitted
gives 0 "$ambit" emit --to=plan -d emitted one.service two.service
empty out err
only emitted one.plan two.plan

try "convert: a unit and its drop-ins, as one"
mkdir one.service.d
printf '[Service]\nNice=3\nEnvironment="A=a b" B=1\nPrivateTmp=yes\n' >one.service.d/a.conf
gives 0 "$ambit" convert one.service
empty err
has out '^service one \{$'
has out '^    nice 3;$'
has out '^    environment A = "a b";$'
has out '^    private_tmp yes;$'
gives 0 "$ambit" convert -d . one.service
empty out
cmp -s one.ambit "$scratch/out" && fail "standard output and -d are one file"
mkdir back
gives 0 "$ambit" convert -d back one.ambit
has back/one.service '^Nice=3$'
has back/one.service '^Environment="A=a b"$'
cmp -s one.ambit <("$ambit" convert back/one.service) || fail "converted again it is another"
gives 2 "$ambit" convert -o one.service one.service
rm -r one.service.d one.ambit back

try "convert: an instance with escapes in its name"
printf 'service t@ {\n    exec /bin/true;\n    runtime_directory t-%%i;\n}\n' >t@.ambit
gives 0 "$ambit" convert --instance 'a\x2db' -o 't@a\x2db.service' t@.ambit
has 't@a\x2db.service' '^RuntimeDirectory="t-a\\\\x2db"$'
gives 0 "$ambit" convert 't@a\x2db.service'
has out '^    runtime_directory "t-a\\\\x2db";$'
rm t@*

try "convert: what a unit cannot hold"
printf 'service kept {\n    exec /bin/true;\n    description "a\\\\";\n}\n' >kept.ambit
gives 1 "$ambit" convert -o kept.service kept.ambit
has err '^kept.ambit:3:17: error: description .*\[unwritable\]'
[ ! -e kept.service ] || fail "written all the same"
rm kept.ambit

try "emit -o"
gives 0 "$ambit" emit --to=json -o policy.json one.service
empty out err
json policy.json 'j["unit"] == "one.service"'
[ "$(stat -c %a policy.json)" = 644 ] || fail "mode $(stat -c %a policy.json)"

try "the umask decides who may execute a launcher"
(umask 077 && exec "$ambit" build one.service -o private)
[ "$(stat -c %a private)" = 700 ] || fail "mode $(stat -c %a private)"

try "a mistake leaves what was there"
echo before >kept
gives 1 "$ambit" build bad.service -o kept
[ "$(cat kept)" = before ] || fail "overwritten"
gives 1 "$ambit" emit bad.service -o kept
[ "$(cat kept)" = before ] || fail "overwritten by emit"
gives 1 "$ambit" build bad.service -o fresh
[ ! -e fresh ] || fail "a file is made"

try "a failing C compiler leaves what was there"
compiler 'echo "cannot compile" >&2; exit 1'
gives 2 env PATH="$PWD/fake:$PATH" "$ambit" build one.service -o kept
has err 'cannot compile'
has err 'C compiler failed'
empty out
[ "$(cat kept)" = before ] || fail "overwritten"
ls kept.* >/dev/null 2>&1 && fail "left $(echo kept.*)"

try "no C compiler at all"
gives 2 env PATH=/nowhere "$ambit" build one.service -o kept
has err 'C compiler failed'
[ "$(cat kept)" = before ] || fail "overwritten"

for signal in TERM INT HUP; do
	try "SIG$signal in the middle of a build leaves what was there"
	rm -f started
	compiler "touch '$PWD/started'; sleep 30"
	# shellcheck disable=SC2016
	PATH="$PWD/fake:$PATH" python3 -c 'import os, signal, sys
for number in signal.SIGINT, signal.SIGHUP: # nohup ignores the latter
    signal.signal(number, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$ambit" build one.service two.service -j2 -d deep >"$scratch/out" 2>"$scratch/err" &
	pid=$!
	for _ in $(seq 100); do [ -e started ] && break; sleep 0.05; done
	kill -$signal $pid
	wait $pid
	status=$?
	[ $status = $((128 + $(kill -l $signal))) ] || fail "exit status $status"
	only deep out
	only "$TMPDIR"
	pgrep -f "$PWD/fake" >/dev/null && fail "the C compiler still runs"
done 2>/dev/null # bash tells of a hangup

for command in "run one.service" "verify many/one one.service"; do
	try "SIGTERM in the middle of $command"
	rm -f started
	# shellcheck disable=SC2086
	PATH="$PWD/fake:$PATH" "$ambit" $command >"$scratch/out" 2>"$scratch/err" &
	pid=$!
	for _ in $(seq 100); do [ -e started ] && break; sleep 0.05; done
	kill -TERM $pid
	wait $pid
	status=$?
	[ $status = 143 ] || fail "exit status $status"
	only "$TMPDIR"
done

try "an ignored SIGCHLD"
gives 0 python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$ambit" build one.service -o ignoring
built ignoring one

try "the launcher is renamed into its place"
ln -f out other-name
gives 0 "$ambit" build two.service -o out
built out two
built other-name one

try "a launcher that runs can be built anew"
unit sleeper <<-END
	[Service]
	ExecStart=/bin/sleep 20
	$who
END
gives 0 "$ambit" build sleeper.service
./sleeper &
pid=$!
gives 0 "$ambit" build sleeper.service
kill $pid
wait $pid 2>/dev/null

try "a directory in the place of the launcher"
mkdir -p place
gives 2 "$ambit" build one.service -o place
has err 'place: '
only place

try "a directory that is not there"
gives 2 "$ambit" build one.service -o nowhere/out
has err 'nowhere/out: No such file'
gives 2 "$ambit" build one.service -d nowhere
has err 'nowhere/one: No such file'
gives 2 "$ambit" emit one.service -o nowhere/out
has err 'nowhere/out: No such file'

try "a device in the place of the launcher is left alone"
if mknod null c 1 3 2>/dev/null; then
	gives 2 "$ambit" build one.service -o null
	[ -c null ] || fail "the device is gone"
	gives 0 "$ambit" emit one.service -o null
	[ -c null ] || fail "emit: the device is gone"
else
	cannot "mknod is not permitted"
fi

try "no temporary directory"
gives 2 env TMPDIR="$PWD/nowhere" "$ambit" build one.service -o kept
has err 'nowhere'
gives 2 env TMPDIR="$PWD/nowhere" "$ambit" run one.service
gives 2 env TMPDIR="$PWD/nowhere" "$ambit" verify out two.service
[ "$(cat kept)" = before ] || fail "overwritten"

as=()
[ "$(id -u)" = 0 ] && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
mkdir -m 755 locked
echo before >locked/one
chmod 555 locked
try "a directory that cannot be written"
gives 2 "${as[@]}" "$ambit" build "$PWD/one.service" -o locked/one
has err 'locked/one: Permission denied'
[ "$(cat locked/one)" = before ] || fail "overwritten"
only locked one

# a full disk: a tmpfs of 16 KiB in a mount namespace of its own
try "a full disk leaves what was there"
mkdir tiny
isolate=(unshare -m)
[ "$(id -u)" = 0 ] || isolate=(unshare -rm)
if "${isolate[@]}" mount -t tmpfs -o size=16k none tiny 2>/dev/null; then
	cat >full.sh <<-'END'
		mount -t tmpfs -o size=16k none tiny && echo before >tiny/out && cp tiny/out tiny/text || exit 99
		"$1" build one.service -o tiny/out && exit 98
		"$1" build one.service -o tiny/out 2>&1 | grep -q 'o space left' || exit 97
		[ "$(cat tiny/out)" = before ] || exit 96
		head -c 9000 /dev/zero >tiny/filler
		"$1" emit one.service -o tiny/text; [ $? = 2 ] || exit 95
		[ "$(cat tiny/text)" = before ] || exit 94
		[ "$(ls tiny | tr '\n' ' ')" = "filler out text " ] || exit 93
	END
	gives 0 "${isolate[@]}" bash full.sh "$ambit"
else
	cannot "no mount namespaces"
fi

try "emit: two units of one name, and the unit itself"
mkdir twice/texts
gives 2 "$ambit" emit --to=plan -d twice/texts twice/a/x.service twice/b/x.service
has err 'twice/texts/x.plan: another service'
cp one.service self.service
gives 2 "$ambit" emit -o self.service self.service
has err 'self.service: it is a source'
cmp -s one.service self.service || fail "the unit is changed"
