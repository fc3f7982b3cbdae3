# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Rules on system calls: the same in both languages, and what the language of policies adds to them.

same() { # FILE: what was printed is what it holds
	cmp -s "$1" "$scratch/out" || fail "not $1: $(diff "$1" "$scratch/out" | head -c 300)"
}

try "convert: rules as a policy, and back"
cat >expected.ambit <<-END
	service rules {
	    exec "/bin/true";
	    system_call_error_number EACCES;

	    syscalls {
	        allow @system-service x86-64:451;
	        deny @resources @keyring errno ENOSYS;
	        deny ioctl(request == TIOCSTI or request == TIOCLINUX) errno EPERM;
	        allow socket(domain == AF_UNIX or domain == AF_INET and type & 0xf == SOCK_STREAM);
	        kill openat((flags & O_CREAT | O_EXCL != 0 or flags & O_TRUNC != 0) and dirfd != AT_FDCWD);
	        trap kill(pid < -1 and (sig >= SIGKILL and sig != SIGTERM));
	        log ptrace process_vm_readv;
	    }
	}
END
cat >expected.service <<-END
	[Service]
	ExecStart=/bin/true
	SystemCallErrorNumber=EACCES

	[X-Ambit]
	SystemCallRule=allow @system-service x86-64:451
	SystemCallRule=deny @resources @keyring errno ENOSYS
	SystemCallRule=deny ioctl(request == TIOCSTI or request == TIOCLINUX) errno EPERM
	SystemCallRule=allow socket(domain == AF_UNIX or domain == AF_INET and type & 0xf == SOCK_STREAM)
	SystemCallRule=kill openat((flags & O_CREAT | O_EXCL != 0 or flags & O_TRUNC != 0) and dirfd != AT_FDCWD)
	SystemCallRule=trap kill(pid < -1 and (sig >= SIGKILL and sig != SIGTERM))
	SystemCallRule=log ptrace process_vm_readv
END
cp "$root/tests/golden/rules.service" .
gives 0 "$ambit" convert rules.service
same expected.ambit
gives 0 "$ambit" convert expected.ambit
same expected.service
cp expected.service rules.service
gives 0 "$ambit" convert rules.service
same expected.ambit

try "convert: sets, constants and parameters in rules"
cat >named.ambit <<-END
	let ours = { read, write, @io-event };
	let modes = S_ISUID | S_ISGID;
	let request = 5; /* the argument is called so */
	profile closed(call, error = EPERM) { syscalls deny call(fd == 0) errno error; }
	service named : closed(call = close) {
	    exec "/bin/true";
	    syscalls += allow ours, { execve };
	    syscalls += deny fchmod(mode & (modes | S_ISVTX) != 0 and fd == 3);
	    syscalls += deny ioctl (((request == TIOCSTI)));
	}
END
gives 0 "$ambit" convert named.ambit
cat >expected <<-END
	[Service]
	ExecStart=/bin/true

	[X-Ambit]
	SystemCallRule=deny close(fd == 0) errno EPERM
	SystemCallRule=allow read write @io-event execve
	SystemCallRule=deny fchmod(mode & S_ISUID | S_ISGID | S_ISVTX != 0 and fd == 3)
	SystemCallRule=deny ioctl(request == TIOCSTI)
END
same expected

try "convert: rules of a service in place of those of its profiles"
cat >replaced.ambit <<-END
	profile base { syscalls { deny ptrace; } }
	service replaced : base { exec "/bin/true"; syscalls { deny reboot; deny swapon; } }
	service none : base { exec "/bin/true"; syscalls {}; }
END
gives 0 "$ambit" convert --service replaced replaced.ambit
lacks out 'ptrace'
has out '^SystemCallRule=deny reboot$'
has out '^SystemCallRule=deny swapon$'
gives 0 "$ambit" convert --service none replaced.ambit
lacks out 'SystemCallRule'

try "check: mistakes in rules of a policy"
cat >bad.ambit <<-END
	let read = { write };
	service bad {
	    exec "/bin/true";
	    syscalls;
	    syscalls deny socket(domian == AF_UNIX);
	    syscalls deny socket(domain == AF_UNIX | AF_INET);
	    syscalls deny socket(domain);
	    syscalls deny socket("domain" == 1);
	    syscalls deny read;
	    syscalls deny socket(domain == 1) errno EPREM;
	    user (a == b);
	    capabilities { bounding (a == b); }
	}
END
gives 1 "$ambit" check bad.ambit
has err "bad.ambit:4:5: error: syscalls wants a value"
has err "bad.ambit:5:26: error: socket has no argument 'domian'"
has err "bad.ambit:6:46: error: 'AF_INET' cannot be joined with another value of its kind"
has err "bad.ambit:7:26: error: .*"
has err "bad.ambit:8:26: error: the name of an argument is wanted here"
has err "bad.ambit:9:19: error: 'read' is a word of syscalls and the name of something else"
has err "bad.ambit:10:45: error: 'EPREM' is no error number"
has err "bad.ambit:11:11: error: a condition cannot stand here"
has err "bad.ambit:12:30: error: "

try "check: comparisons stand in parentheses"
cat >outside.ambit <<-END
	service outside { exec "/bin/true"; syscalls deny socket domain == 1; }
END
gives 1 "$ambit" check outside.ambit
has err "outside.ambit:1:65: error: '==' has no meaning here"
has err "hint: a comparison stands in parentheses"
