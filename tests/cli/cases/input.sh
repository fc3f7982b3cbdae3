# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Input that is no unit, or one that nobody would write: a diagnostic at its place, no crash, no hang, and
# little memory.

suffix=service most=32768 # KiB

# lines
case_ "no '='" 1 'S + b"User nobody\n"' '^case.service:3:1: error: .*\[syntax\]'
case_ "no name" 1 'S + b"=nobody\n"' '^case.service:3:1: error: .*\[syntax\]'
case_ "an unfinished section header" 1 'S + b"[Unit\n"' '^case.service:3:1: error: .*\[syntax\]' 'hint'
case_ "an assignment before any section" 1 'b"User=a\n" + S' '^case.service:1:1: error: .*\[outside-section\]'
case_ "an unknown section" 1 'b"[Servcie]\n" + S' '^case.service:1:2: error: .*\[unknown-section\]' 'did you mean \[Service\]'
case_ "a section for others" 0 'b"[X-Other]\nWhatever=1\n" + S'
case_ "a key of another section" 1 'S + b"After=a.service\n"' '^case.service:3:1: error: .*\[wrong-section\]' 'move it to \[Unit\]'
case_ "an unknown key" 1 'S + b"Enviroment=A=1\n"' '^case.service:3:1: error: .*\[unknown-directive\]' 'did you mean Environment=\?'
case_ "comments behind values" 1 'S + b"UMask=0022 # private\nRestart=no ; never\n"' \
	'^case.service:3:[0-9]+: error: ' '^case.service:4:[0-9]+: error: ' 'comment'
case_ "a comment behind a capability" 1 'S + b"CapabilityBoundingSet=CAP_KILL # only\n"' '^case.service:3:[0-9]+: error: ' 'comment'
case_ "all mistakes in one run" 1 'b"x\n[Srvice]\n[Service]\nUsr=a\nNice=77\nUMask=9\nExecStart=bin/\n[Unit]\nNice=1\n"' \
	'service:1:1:' 'service:2:2:' 'service:4:1:' 'service:5:6:' 'service:6:7:' 'service:7:11:' 'service:9:1:'
case_ "a missing ExecStart= is told where it belongs" 1 'b"[Unit]\n[Service]\nUser=nobody\n"' \
	'^case.service:2:2: error: .*\[no-command\]'
case_ "no section [Service]" 1 'b"[Unit]\nDescription=a\n"' '^case.service:1:1: error: .*\[no-command\]'
case_ "a wrong ExecStart= is not missing too" 1 'b"[Service]\nExecStart=bin/true/\n"' '^case.service:2:11: error: '
lacks err 'no-command'
case_ "numbers out of range" 1 'S + b"Nice=20\nOOMScoreAdjust=-1001\nLimitNOFILE=99999999999999999999\nTimerSlackNSec=99999999999999999999h\nCPUAffinity=99999999999\n"' \
	'service:3:6:' 'service:4:16:' 'service:5:13:' 'service:6:16:' 'service:7:13:'

# continuation lines: systemd.syntax(7)
try "a continuation with nothing behind it"
for tail in '\\' '\\\n' ' \\\n' ' \\\r\n' ' \\\n\nUser=nobody\n' ' \\\n   \nUser=nobody\n' ' \\\n# comment\n' ' \\\n# comment\n\nUser=nobody\n'; do
	printf "[Service]\nExecStart=/bin/echo a$tail" >case.service
	gives 0 "$ambit" emit --to=service case.service
	has out '^Service ExecStart = "/bin/echo a" '
	case $tail in *User*) has out '^Service User = "nobody" ' ;; esac
done
try "a backslash that continues nothing"
printf '[Service]\nExecStart=/bin/echo a\\\\\nUser=nobody\n' >case.service
gives 0 "$ambit" emit --to=service case.service
has out '^Service User = "nobody" '

# bytes
case_ "a NUL byte" 1 'S + b"User=no\0body\n"' '^case.service:3:8: error: .*\[encoding\]'
case_ "invalid UTF-8" 1 'S + b"User=no\xffbody\nGroup=\xc0\x80\n"' '^case.service:3:8: .*0xff' '^case.service:4:7: .*0xc0'
case_ "a byte order mark" 0 'b"\xef\xbb\xbf" + S'
case_ "carriage returns" 0 'S.replace(b"\n", b"\r\n") + b"User=nobody\r\n"'
case_ "no newline at the end" 0 'S[:-1]'
case_ "an empty file" 1 'b""' 'case.service: .*\[masked\]'
case_ "nothing but blanks" 1 'b" \n\t\n"' 'case.service: .*\[masked\]'
case_ "nothing but a comment" 1 'b"# nothing\n"' '^case.service:1:1: error: .*\[no-command\]'
case_ "a program" 1 'open("/bin/ls", "rb").read()' '\[encoding\]'
case_ "10 MB of NUL bytes" 1 'b"\0" * 10485760' '^case.service:1:1: error: .*\[encoding\]'
case_ "every byte" 1 'bytes(range(256)) * 4096' '\[encoding\]'

# sizes
case_ "a line of 10 MB" 1 'S + b"Environment=A=" + b"a" * 10485760 + b"\n"' '^case.service:3:1: error: .*\[line-too-long\]'
case_ "a key of 10 MB" 1 'S + b"a" * 10485760 + b"=1\n"' '^case.service:3:1: error: .*\[line-too-long\]'
case_ "a section of 10 MB" 1 'S + b"[" + b"a" * 10485760 + b"]\n"' '^case.service:3:[12]: error: '
case_ "a comment of 10 MB" 0 'S + b"#" * 10485760 + b"\n"'
case_ "10 MB without '='" 1 'S + b"a" * 10485760' '^case.service:3:1: error: '
case_ "a value of nearly 1 MB" 0 'S + b"Environment=A=" + b"a" * 1048000 + b"\n"'
case_ "a wrong value of nearly 1 MB" 1 'S + b"Nice=" + b"a" * 1048000 + b"\n"' '^case.service:3:6: error: '
[ "$(wc -c <"$scratch/err")" -lt 2000 ] || fail "$(wc -c <"$scratch/err") bytes of diagnostics"
case_ "100,000 arguments" 0 'S[:-1] + b" a" * N + b"\n"'
case_ "100,000 continuation lines" 0 'S[:-1] + b" \\\n a" * N + b"\n"'
case_ "100,000 comment lines in a continuation" 0 'S[:-1] + b" \\\n" + b"# c\n" * N + b" a\n"'
case_ "500,000 percent signs" 0 'S + b"Environment=A=" + b"%%" * 500000 + b"\n"'
case_ "500,000 quotes" 0 'S + b"Environment=\"A=" + b"\"\"" * 250000 + b"\"\n"'
case_ "100,000 sections" 0 'b"[Service]\n" * N + S'
case_ "100,000 unknown sections" 1 'b"[Servic]\n" * N + S' '^case.service:100000:2: error: '
case_ "100,000 lines without '='" 1 'S + b"foo\n" * N' '^case.service:100002:1: error: '
case_ "100,000 unknown directives" 1 'S + b"".join(b"Unknown%d=1\n" % i for i in range(N))' '^case.service:100002:1: error: .*Unknown99999='
case_ "100,000 wrong values" 1 'S + b"Nice=x\n" * N' '^case.service:100002:6: error: '
case_ "100,000 wrong variables" 1 'S + b"Environment=A=%z\n" * N' '^case.service:100002:15: error: '
case_ "100,000 times the same variable" 0 'S + b"Environment=A=b\n" * N'
case_ "100,000 variables" 0 'S + b"".join(b"Environment=A%d=%d\n" % (i, i) for i in range(N))'
case_ "100,000 variables to pass" 0 'S + b"".join(b"PassEnvironment=A%d\n" % i for i in range(N))'
case_ "100,000 variables to unset" 0 'S + b"".join(b"UnsetEnvironment=A%d\n" % i for i in range(N))'
case_ "100,000 environment files" 0 'S + b"".join(b"EnvironmentFile=-/etc/%d\n" % i for i in range(N))'
case_ "100,000 dependencies" 0 'S + b"[Unit]\n" + b"".join(b"After=a%d.service\n" % i for i in range(N))'
case_ "100,000 conditions" 0 'S + b"[Unit]\n" + b"".join(b"ConditionPathExists=/%d\n" % i for i in range(N))'
case_ "50,000 groups" 0 'S + b"".join(b"SupplementaryGroups=g%d\n" % i for i in range(N // 2))'
case_ "100,000 groups" 1 'S + b"".join(b"SupplementaryGroups=g%d\n" % i for i in range(N))' 'more than 65536 groups \[denied\]'
case_ "50,000 groups, and as many asserted" 0 'S + b"NoNewPrivileges=yes\nCapabilityBoundingSet=\n" + b"".join(b"SupplementaryGroups=g%d\n" % i for i in range(N // 2)) + b"[X-Ambit]\nAssert=groups within" + b"".join(b" g%d" % i for i in range(N // 2)) + b"\n"'
case_ "100,000 assertions" 0 'S + b"NoNewPrivileges=yes\n[X-Ambit]\n" + b"Assert=permitted within all\n" * N'
case_ "100,000 commands before" 1 'S + b"ExecStartPre=/bin/true\n" * N' 'more than 256 commands in ExecStartPre='
case_ "100,000 paths that are refused" 1 'S + b"".join(b"ExtensionDirectories=/%d\n" % i for i in range(N))' '\[refused\]'
most=65536
case_ "100,000 credentials" 1 'S + b"".join(b"SetCredential=c%d:x\n" % i for i in range(N))' '^case.service:1027:15: error: more than 1024 credentials in SetCredential='
case_ "100,000 paths" 0 'S + b"".join(b"ReadOnlyPaths=/%d\n" % i for i in range(N))'
case_ "100,000 times the same path" 0 'S + b"InaccessiblePaths=/a\n" * N'
case_ "100,000 binds" 0 'S + b"".join(b"BindPaths=/a%d:/b%d\n" % (i, i) for i in range(N))'
case_ "100,000 paths that cannot be meant" 1 'S + b"".join(b"ReadOnlyPaths=/%d\nReadWritePaths=/%d\n" % (i, i) for i in range(N // 2))' '^case.service:100002:16: error: .*\[conflict\]'
most=200000
case_ "100,000 directories" 0 'S + b"".join(b"StateDirectory=d%d\n" % i for i in range(N)) + b"DynamicUser=yes\n"'
most=32768
case_ "100,000 capabilities" 0 'S + b"CapabilityBoundingSet=CAP_KILL\n" * N' '^case.service:100002:23: warning: .*\[unused-line\]'
case_ "100,000 times the same number" 0 'S + b"Nice=1\n" * N' '^case.service:100001:6: warning: .*\[shadowed-value\]'

# files
try "a file that is not there"
rm -f case.service
checked case 2 'case.service: No such file or directory'
try "a directory"
mkdir case.service
checked case 2 'case.service: Is a directory'
rmdir case.service
try "a FIFO"
mkfifo case.service
checked case 2 'case.service: .*\[unreadable\]'
rm case.service
try "a link to itself"
ln -s case.service case.service
checked case 2 'case.service: Too many levels'
for device in /dev/zero /dev/tty /dev/full; do
	try "a link to $device"
	ln -sf $device case.service
	checked case 2 'case.service: .*\[unreadable\]'
done
try "a link to /dev/null"
ln -sf /dev/null case.service
checked case 1 'case.service: .*\[masked\]'
rm case.service
as=()
[ "$(id -u)" = 0 ] && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
try "a file that may not be read"
content case S
chmod 0 case.service
gives 2 "${as[@]}" "$ambit" check case.service
has err 'case.service: Permission denied'
chmod 644 case.service
for file in case case.socket .service @.service "a b.service" "a/.service" "$(printf '%0250d' 0).service"; do
	try "the name $(printf %.20s "$file")"
	mkdir -p a
	cp case.service "$file" 2>/dev/null
	gives 1 "$ambit" check "$file"
	has err '\[unit-name\]'
done

# drop-ins
drop() { # PYTHON-EXPRESSION NAME
	mkdir -p case.service.d
	content drop "$1"
	mv drop.service "case.service.d/$2"
}
content case S
try "a mistake in a drop-in is told at its place"
drop 'b"[Service]\nNice=77\nfoo\n"' 10-a.conf
checked case 1 '^case.service.d/10-a.conf:2:6: error: ' '^case.service.d/10-a.conf:3:1: error: '
try "an assignment before the first section of a drop-in"
drop 'b"Nice=7\n"' 10-a.conf
checked case 1 '^case.service.d/10-a.conf:1:1: error: .*\[outside-section\]'
try "drop-ins that are no files"
rm -r case.service.d
mkdir -p case.service.d/dir.conf
mkfifo case.service.d/fifo.conf
ln -s loop.conf case.service.d/loop.conf
ln -s /nowhere case.service.d/gone.conf
checked case 2 'dir.conf: Is a directory' 'fifo.conf: ' 'loop.conf: Too many' 'gone.conf: No such file'
try "a drop-in directory that is a link to itself"
rm -r case.service.d
ln -s case.service.d case.service.d
checked case 2 'case.service.d: Too many levels'
rm case.service.d
try "a search path that is not there"
for path in nowhere case.service; do
	gives 2 "$ambit" check --search-path $path case.service
	has err "$path: (No such file|Not a directory)"
done
try "names of drop-ins that do not count"
drop 'b"[Service]\nNice=77\n"' a.conf~
drop 'b"[Service]\nNice=77\n"' .a.conf
drop 'b"[Service]\nNice=77\n"' a.txt
checked case 0
try "1,000 drop-ins"
python3 -c 'for i in range(1000): open("case.service.d/%04d.conf" % i, "w").write("[Service]\nEnvironment=A%d=1\n" % i)'
checked case 0
gives 0 "$ambit" emit --to=json case.service
json out 'len(j["sources"]) == 1001 and len(j["policy"]["Service"]["Environment"]) == 1000'
rm -r case.service.d
