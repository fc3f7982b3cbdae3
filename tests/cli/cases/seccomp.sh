# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# System call filters for people: seccomp, explain CALL, --audit, --seccomp-log, --production; and exports.

unit plain <<-END
	[Service]
	ExecStart=/bin/true
	$who
END
unit web <<-END
	[Service]
	ExecStart=/bin/true
	$who
	NoNewPrivileges=yes
	SystemCallFilter=@system-service
	SystemCallFilter=~@resources ptrace:ENOANO @timer:kill
	SystemCallErrorNumber=EACCES
	SystemCallArchitectures=native
	MemoryDenyWriteExecute=yes
	RestrictNamespaces=net
	LockPersonality=yes
	SystemCallLog=mprotect listen
	[X-Ambit]
	SystemCallNumbers=x86-64:4000
	SystemCallNumbers=~x86-64:4001:E2BIG
END
line() { # REGEX: the number of the line of web.service that has it
	grep -nE -e "$1" web.service | head -n 1 | cut -d: -f1
}
list=$(line '^SystemCallFilter=@') removed=$(line '^SystemCallFilter=~') first=$(line MemoryDeny)

try "a unit without a filter"
gives 0 "$ambit" seccomp plain.service
has out '^plain.service has no system call filter.$'
gives 0 "$ambit" explain plain.service openat
has out '^plain.service has no system call filter.$'
for form in bpf c oci; do
	gives 1 "$ambit" seccomp --to=$form plain.service
	empty out
	has err 'error: plain.service has no system call filter \[filter\]'
done

try "each call has a verdict, and the line that gave it"
gives 0 "$ambit" seccomp web.service
empty err
has out "^  read +allow +SystemCallFilter= web.service:$list$"
has out "^  setrlimit +errno EACCES +SystemCallFilter= web.service:$removed$"
has out "^  ptrace +errno ENOANO +SystemCallFilter= web.service:$removed$"
has out "^  timerfd_create +kill process +SystemCallFilter= web.service:$removed$"
has out "^  swapon +errno EACCES +SystemCallFilter= web.service:$list$"
has out "^  listen +log +SystemCallLog= web.service:$(line SystemCallLog)$"
has out "^  clone3 +errno ENOSYS +RestrictNamespaces= web.service:$(line Namespaces)$"
has out "^  any other number +errno ENOSYS +SystemCallFilter= web.service:$list$"

try "a call that is decided by its arguments"
has out "^  mprotect +by its arguments +MemoryDenyWriteExecute= web.service:$first$"
has out '^      errno EPERM when prot & 4 is 4$'
has out '^      else allow$'
has out "^    and +log +SystemCallLog= web.service:$(line SystemCallLog)$"
has out "^  personality +by its arguments +LockPersonality= web.service:$(line Personality)$"

try "other architectures, and the program"
has out '^Other architectures:$'
has out "^  any other +kill process +SystemCallArchitectures= web.service:$(line Architectures)$"
has out '^The program: [0-9]+ instructions for [0-9]+ layers, of which a call takes [0-9]+ at most, [0-9.]+ as expected$'
has out '^       load architecture$'
count=$(grep -c . <(sed -n '/^The program/,$p' "$scratch/out"))
has out "^The program: $((count - 1)) instructions"

if [ "$(uname -m)" = x86_64 ]; then
	try "calls without a name, and of other architectures"
	has out "^  call 4000 +allow +SystemCallNumbers= web.service:$(line '=x86-64:4000')$"
	has out "^  call 4001 +errno E2BIG +SystemCallNumbers= web.service:$(line 4001)$"
	has out "^  x86 +kill process +SystemCallArchitectures="
	gives 0 "$ambit" explain web.service x86-64:4001 x86:read x32:read x86-64:257
	has out '^  x86-64 call 4001 +errno E2BIG +SystemCallNumbers='
	has out '^  x86 read +kill process'
	has out '^  x32 read +kill process'
	has out '^  x86-64 openat +allow'
	lines out 4
fi

try "explain CALL"
gives 0 "$ambit" explain web.service openat
lines out 1
has out "^  .* openat +allow +SystemCallFilter= web.service:$list$"

try "each rule has its own line"
cat >lines.ambit <<-END
	service lines {
	    exec "/bin/true";
	    syscalls {
	        deny getppid errno EIO;
	        deny getpgrp @swap errno EXDEV;
	        trap swapon;
	        deny socket(domain == 1);
	        kill socket(domain == 2);
	        deny x86-64:1073741863;
	    }
	}
END
gives 0 "$ambit" explain lines.ambit getppid getpgrp swapon swapoff socket x86-64:1073741863
has out 'getppid  *errno EIO .* lines.ambit:4$'
has out 'getpgrp  *errno EXDEV .* lines.ambit:5$'
has out 'swapon  *trap 0 .* lines.ambit:6$'
has out 'swapoff  *errno EXDEV .* lines.ambit:5$'
has out 'errno EPERM when domain is 1  lines.ambit:7$'
has out 'kill process when domain is 2  lines.ambit:8$'
has out 'x32 getpid  *errno EPERM .* lines.ambit:9$'

try "what the loader calls is looked at with its arguments"
for rule in 'mmap(prot & PROT_EXEC != 0)' 'openat(flags & O_CLOEXEC == O_CLOEXEC)' 'read(fd == 3)' mprotect; do
	printf 'service loader { exec "/bin/true"; syscalls { allow getpid; deny %s; allow @system-service; } }\n' "$rule" >loader.ambit
	gives 0 "$ambit" check loader.ambit
	has err "the filter denies ${rule%(*}, which the dynamic loader"
	has err "deny ${rule%%(*}"
done
for rule in 'mmap(prot & PROT_EXEC|PROT_WRITE == PROT_EXEC|PROT_WRITE)' 'openat(flags == 0)' 'read(fd == 0)' 'mprotect(prot == PROT_EXEC)'; do
	printf 'service loader { exec "/bin/true"; syscalls { deny %s; } }\n' "$rule" >loader.ambit
	gives 0 "$ambit" check loader.ambit
	empty err
done

try "the hint fits the list"
printf '[Service]\nExecStart=/bin/true\nSystemCallFilter=~mmap\nSystemCallFilter=~swapon\n' >list.service
gives 0 "$ambit" check list.service
has err '^list.service:3:19: warning: the filter denies mmap,'
lacks err basic-io
printf '[Service]\nExecStart=/bin/true\nSystemCallFilter=~execve\nSystemCallFilter=~swapon\n' >list.service
gives 1 "$ambit" check list.service
has err '^list.service:3:19: error: the filter denies execve'

try "@known is what systemd knows"
printf '[Service]\nExecStart=/bin/true\nSystemCallFilter=@known\nSystemCallFilter=~@mount\n' >known.service
gives 0 "$ambit" explain known.service openat tuxcall mount x86-64:999
has out 'openat  *allow'
has out 'tuxcall  *allow'
has out 'mount  *kill process  *SystemCallFilter= known.service:4'
has out 'call 999  *errno ENOSYS'

try "a call that another architecture has, and a set"
gives 1 "$ambit" explain known.service arm:fadvise64 @clock x86:epoll_wait_old
has err "unknown system call 'fadvise64'"
has err 'other architectures have it, and arm has not'
has err 'other architectures have it, and x86 has not'
has err 'this is a set of calls'

try "a mask without a comparison"
printf 'service mask { exec "/bin/true"; syscalls { deny openat(flags & O_CREAT); } }\n' >mask.ambit
gives 1 "$ambit" check mask.ambit
has err '^mask.ambit:1:57: error: a comparison is wanted here'

try "explain CALL: what is no call"
gives 1 "$ambit" explain web.service openat opnat
empty out
has err "error: unknown system call 'opnat' \[unknown-call\]"
has err 'hint: did you mean openat'
gives 1 "$ambit" explain web.service x87:openat
has err "error: unknown architecture 'x87'"
gives 1 "$ambit" explain web.service x86:99999999999
has err "unknown system call '99999999999'"
gives 1 "$ambit" explain web.service ''

record='type=1326 audit(1700000000.123:456): auid=4294967295 uid=33 gid=33 ses=1 pid=7 comm="a syscall=1" sig=0'
if [ "$(uname -m)" = x86_64 ]; then
	try "explain --audit: lines of the log"
	while IFS='|' read -r text expected; do
		gives 0 "$ambit" explain web.service --audit "$text"
		has out "$expected"
		empty err
	done <<-END
		$record arch=c000003e syscall=257 compat=0 ip=0x7f0 code=0x50000|^  x86-64 openat +allow
		audit: $record arch=c000003e syscall=101 compat=0 ip=0x7f0 code=0x50000|ptrace +errno ENOANO .*:$removed$
		kernel: audit: $record arch=c000003e syscall=283 compat=0 code=0x80000000|timerfd_create +kill process
		type=SECCOMP msg=audit(1.2:3): arch=c000003e syscall=101 compat=0 ARCH=x86_64 SYSCALL=ptrace|ptrace +errno ENOANO
		audit[7]: SECCOMP auid=1 arch=c000003e syscall=101 code=0x50000|ptrace +errno ENOANO
		$record arch=c000003e syscall=10 code=0x50000|mprotect +by its arguments
		$record arch=40000003 syscall=3 code=0x80000000|^  x86 read +kill process
		$record arch=c000003e syscall=1073741824 code=0x80000000|^  x32 read +kill process
		$record arch=c000003e syscall=-1 code=0x80000000|call -1 +errno ENOSYS
		$record arch=12345678 syscall=1 code=0x80000000|^  architecture 0x12345678 call 1 +kill process
	END

	try "explain --audit: what the log says itself"
	for action in 0x50000:errno 0x50001:errno 0x7ffc0000:'log, as of a launcher that was built with --seccomp-log' \
		0x0:'kill thread, which is not what this policy says'; do
		gives 0 "$ambit" explain web.service -A "$record arch=c000003e syscall=101 code=${action%%:*}"
		has out "^  the log says: ${action#*:}$"
	done
fi

try "explain --audit: what is no line of the log"
while IFS='|' read -r text expected; do
	gives 1 "$ambit" explain web.service "--audit=$text"
	empty out
	has err "^--audit:1:[0-9]+: error: $expected \[audit\]"
	has err 'hint: '
done <<-END
	|the line has no arch=
	x|the line has no arch=
	type=1326 arch=c000003e|the line has no syscall=
	type=1326 syscall=1|the line has no arch=
	type=1326 comm="arch=c000003e syscall=1|the line has no arch=
	type=1400 arch=c000003e syscall=1|the line is not about a system call filter
	type= arch=c000003e syscall=1|the line is not about a system call filter
	arch=c000003e arch=c000003e syscall=1|a field is there twice
	arch=c000003e syscall=1 syscall=2|a field is there twice
	arch=c000003g syscall=1|a field of the line is no number
	arch= syscall=1|a field of the line is no number
	arch=c000003e syscall=|a field of the line is no number
	arch=c000003e syscall=0x1|a field of the line is no number
	arch=c000003e syscall=+1|a field of the line is no number
	arch=c000003e syscall=99999999999|a field of the line is no number
	arch=c000003e syscall=999999999999999999999999|a field of the line is no number
	arch=c000003e syscall=1 code=0x|a field of the line is no number
END

try "explain --audit: long and odd lines"
gives 1 "$ambit" explain web.service --audit "$(head -c 100000 /dev/zero | tr '\0' '"')"
gives 1 "$ambit" explain web.service --audit $'arch=\xff\x1b[31m syscall=1'
lacks err $'\x1b'
gives 0 "$ambit" explain web.service --audit "arch=c000003e"$'\x1d'"syscall=101"

try "--to=c is a program of C, the same as --to=bpf"
gives 0 "$ambit" seccomp --to=c -o filter.c web.service
empty out err
gives 0 "$ambit" seccomp --to=bpf -o filter.bpf web.service
empty out err
printf '#include <stdio.h>\n#include "filter.c"\nint main(void) { return fwrite(filter, sizeof(filter), 1, stdout) != 1; }\n' >main.c
gives 0 cc -Wall -Wextra -Werror -o main main.c
./main | cmp -s - filter.bpf || fail "other bytes"
"$ambit" seccomp --to=bpf web.service | cmp -s - filter.bpf || fail "other bytes on standard output"

try "an export never goes where a source is"
gives 2 "$ambit" seccomp --to=c -o web.service web.service
has err 'web.service: it is a source'

try "an export of what is refused"
gives 1 "$ambit" seccomp --to=bpf -o bad.bpf <(echo '[Service]') 2>/dev/null
[ ! -e bad.bpf ] || fail "it is there"

# Calls by their numbers, and what they answer.
cat >probe.py <<-'END'
	import ctypes, mmap
	libc = ctypes.CDLL(None, use_errno=True)
	def call(number, *arguments):
	    ctypes.set_errno(0)
	    result = libc.syscall(*[ctypes.c_long(n) for n in (number, *arguments)])
	    return ctypes.get_errno() if result < 0 else 0
	for calls in (101, 99), (135, 0), (135, 8), (10, 0, 0, 4), (10, 0, 0, 1), (272, 0x40000000), (272, 0x04000000), \
	        (167, 0), (4000,), (4001,), (500,), (160, 0), (283, 99), (435, 0, 0):
	    if calls[0] != 283:
	        print(calls, call(*calls))
END
install='import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
code = open(sys.argv[1], "rb").read()
class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_char_p)]
program = Program(len(code) // 8, code)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0
os.execv(sys.argv[2], sys.argv[2:])'
python=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
if [ "$(uname -m)" = x86_64 ]; then
	try "the program that is exported answers as the launcher's"
	sed "s|^ExecStart=.*|ExecStart=$python $PWD/probe.py|" web.service >probe.service
	gives 0 "$ambit" seccomp --to=bpf -o probe.bpf probe.service
	gives 0 "$ambit" build probe.service
	gives 0 "$python" probe.py
	cp "$scratch/out" without
	gives 0 ./probe
	cp "$scratch/out" launcher
	gives 0 "$python" -c "$install" probe.bpf "$python" probe.py
	cmp -s "$scratch/out" launcher || fail "other answers: $(diff launcher "$scratch/out" | head -n 4)"
	has launcher '^\(101, 99\) 55$'
	has launcher '^\(4001,\) 7$'
	cmp -s without launcher && fail "the filter does nothing"
fi

try "--to=oci"
sed '/^SystemCallNumbers/d' web.service >oci.service
gives 0 "$ambit" seccomp --to=oci oci.service
json out 'j["defaultAction"] == "SCMP_ACT_ERRNO" and j["defaultErrnoRet"] == 38 and len(j["architectures"]) == 1'
json out 'all(set(r) <= {"names", "action", "errnoRet", "args"} and r["names"] for r in j["syscalls"])'
json out '[r["action"] for r in j["syscalls"] if "timerfd_create" in r["names"]] == ["SCMP_ACT_KILL_PROCESS"]'
json out '[r["errnoRet"] for r in j["syscalls"] if "ptrace" in r["names"]] == [55]'
json out '{r["action"] for r in j["syscalls"] if "mprotect" in r["names"]} == {"SCMP_ACT_LOG", "SCMP_ACT_ERRNO"}'

try "--to=oci: what it cannot say"
if [ "$(uname -m)" = x86_64 ]; then
	gives 1 "$ambit" seccomp --to=oci -o not.json web.service
	has err "error: the filter cannot be said in OCI's terms: x86-64 call 4000 has no name \[filter\]"
	[ ! -e not.json ] || fail "it is written"
	sed '/Architectures/d' oci.service >all.service
	gives 1 "$ambit" seccomp --to=oci all.service
	has err 'is decided otherwise on'
fi

try "--seccomp-log: a launcher that logs what it would deny"
unit log <<-END
	[Service]
	ExecStart=/bin/sh -c 'umask 022; echo through'
	$who
	NoNewPrivileges=yes
	SystemCallFilter=@basic-io @process execve exit_group
END
gives 0 "$ambit" build --seccomp-log -o logging log.service
gives 0 ./logging
has out '^through$'
gives 0 "$ambit" build -o denying log.service
gives 159 bash -c './denying; exit $?' # killed by SIGSYS

try "--seccomp-log: it is marked"
gives 0 "$ambit" inspect logging
has out '^flavour   seccomp-log: not for production$'
gives 0 "$ambit" inspect -J logging
json out 'j["flavour"] == "seccomp-log"'
gives 0 "$ambit" inspect -J denying
json out '"flavour" not in j'
gives 0 "$ambit" seccomp --seccomp-log log.service
lacks out 'errno |kill process|trap '
gives 0 "$ambit" run --seccomp-log log.service
has out '^through$'

try "verify: a launcher with a flavour is compared as it was built"
gives 0 "$ambit" verify logging log.service
has out 'byte for byte'
gives 0 "$ambit" verify denying log.service
sed -i 's/umask 022/umask 027/' log.service
gives 1 "$ambit" verify logging log.service
sed -i 's/umask 027/umask 022/' log.service

try "verify --production"
gives 0 "$ambit" verify --production denying log.service
lacks err 'not for production'
gives 1 "$ambit" verify --production logging log.service
has err 'error: logging: not for production: it is of the flavour seccomp-log$'

try "verify --production: waivers are part of the policy"
{ cat plain.service; echo PrivateBPF=yes; } >waived.service
gives 0 "$ambit" build -w PrivateBPF waived.service
gives 0 "$ambit" verify -P waived waived.service
