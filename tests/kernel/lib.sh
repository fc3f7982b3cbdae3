# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: MIT
# What a launcher must do, said in words of one line each:
#   exit=N             the exit status; 0 unless said. If not 0, then nothing on standard output
#   lines=N            lines on standard error: 1 unless said when exit is not 0, 0 when it is
#   KEY=VALUE          the probe printed just this
#   KEY~REGEX          ... or something that matches; KEY!~REGEX: that does not
#   "!KEY"             the probe did not print KEY
#   ~REGEX             some line matches
#   @FILE:...          any of the last five for a file of the case's directory; stderr is one of
# them
#   needs=WORD...      skip, saying so, where one is missing: see lacks()
#   worlds=WORLD...    instead of "root ids"
# $world $probe $helper $scratch $dir are those of the case that runs.

fail() { # TEXT: the first reason counts
	[ -n "$why" ] || why=$1
}

# Why the machine has not what WORD stands for. Nothing when it has.
lacks() { # WORD
	case $1 in
	root) [ "$world" = root ] || echo "needs root" ;;
	mounts) "$helper" read-only "$scratch" /bin/true 2>/dev/null || echo "needs mount namespaces" ;;
	filters)
		[[ ",$own_effective," == *,cap_sys_admin,* ]] ||
			echo "needs CAP_SYS_ADMIN, for seccomp filters" ;;
	full)
		[[ ",$own_effective," == *,cap_sys_ptrace,*,cap_checkpoint_restore,* ]] ||
			echo "needs all capabilities but CAP_SYS_RESOURCE" ;;
	cap_*) [[ ",$own_effective," == *,$1,* && $world = root ]] || echo "needs $1" ;;
	no-cap_*)
		[[ ",$own_effective," != *,${1#no-},* || $world != root ]] ||
			echo "needs to be without ${1#no-}" ;;
	keyrings) "$probe" keyring | grep -qE '^keyring=.*;' || echo "needs a kernel with keyrings" ;;
	ksm) "$probe" memory_merge | grep -qE "^memory_merge=(yes|no)$" || echo "needs a kernel with KSM" ;;
	numa) "$probe" mempolicy | grep -qE '^mempolicy=[a-z]+$' || echo "needs a kernel with NUMA" ;;
	processors) [ "$(nproc)" -gt 1 ] || echo "needs two processors" ;;
	ia32) ! "$probe" --call=x86:20 | grep -q SIGSEGV || echo "needs a kernel that runs i386" ;;
	x86) [ "$(uname -m)" = x86_64 ] || echo "needs an x86-64 processor" ;;
	suid)
		! findmnt -no OPTIONS -T "$scratch" | grep -q nosuid ||
			echo "needs a temporary directory without nosuid" ;;
	static) ! readelf -l "$probe" | grep -q INTERP || echo "needs a static libcap" ;;
	no-lsm)
		[ ! -e /sys/fs/selinux/enforce ] && [ ! -e /sys/fs/smackfs ] &&
			[ ! -e /sys/module/apparmor ] || echo "needs a kernel without the security module" ;;
	journal-place) [ ! -e /run/systemd/journal/stdout ] || echo "needs a machine without a journal" ;;
	run-systemd) [ -d /run/systemd ] || echo "needs a folder /run/systemd" ;;
	psi) [ -r /proc/pressure/memory ] || echo "needs pressure stall information" ;;
	*) command -v "$1" >/dev/null || echo "needs $1" ;;
	esac
}

# What a case needs without saying so: the words of its commands tell.
implied() { # TEXT
	local word
	for word in $1; do
		case $word in
		bind | empty | read-only | devpts | namespace) echo mounts ;;
		fake | forbid | exhaust | lack) echo filters ;;
		setpriv | prlimit | choom | taskset | chrt | setarch | setcap) echo "$word" ;;
		*/capsh) echo capsh ;;
		esac
	done
}

release=$(uname -r) host=$(uname -n)

# Standard input with the places of this run, without a process for it: there are thousands of these.
substitute() {
	local text
	IFS= read -r -d '' text
	text=${text//@PROBE@/"$probe"} text=${text//@HELPER@/"$helper"} text=${text//@DIR@/"$dir"}
	text=${text//@RACE@/"$scratch/race"} text=${text//@LAUNCHER@/"$launcher"}
	text=${text//@USER@/"$plain_user"} text=${text//@GROUP@/"$plain_group"}
	text=${text//@BOUNDING@/"$own_bounding"} text=${text//\/sbin\/capsh/"${capsh:-capsh}"}
	text=${text//@RELEASE@/"$release"} text=${text//@HOST@/"$host"}
	printf '%s' "$text"
}

count_lines() { # FILE: into the variable "counted"
	local -a found
	mapfile found <"$1"
	counted=${#found[@]}
	[ "$counted" = 0 ] || [[ ${found[-1]} == *$'\n' ]] || counted=$((counted - 1))
}

# What FILE holds, into values[FILE/KEY] and the lines themselves into texts[FILE].
load() { # FILE
	local line
	[ -z "${texts[$1]+there}" ] || return 0
	texts[$1]=
	[ -f "$dir/$1" ] || return 0
	while IFS= read -r line || [ -n "$line" ]; do
		texts[$1]+=$line$'\n'
		values[$1/${line%%=*}]=${line#*=}
	done <"$dir/$1"
}

holds() { # FILE EXPECTATION
	local key=${2%%[=~]*} line
	load "$1"
	if [[ $2 == '!'* ]]; then
		[ -z "${values[$1/${2#!}]+there}" ] || fail "$1: ${2#!}=${values[$1/${2#!}]} is there"
	elif [ -z "$key" ]; then
		while IFS= read -r line; do
			[[ ! $line =~ ${2#\~} ]] || return 0
		done <<<"${texts[$1]}"
		fail "$1: no line matches ${2#\~}: $(head -c 300 "$dir/$1" 2>&1)"
	elif [ "${2:${#key}:1}" = = ]; then
		[ "${values[$1/$key]-none}" = "${2#*=}" ] ||
			fail "$1: $key: expected ${2#*=}, found ${values[$1/$key]-none}"
	elif [ "${key: -1}" = '!' ]; then
		key=${key%!}
		[[ -n ${values[$1/$key]+there} && ! ${values[$1/$key]} =~ ${2#*\~} ]] ||
			fail "$1: $key: found ${values[$1/$key]-none}, which matches ${2#*\~}"
	else
		[[ -n ${values[$1/$key]+there} && ${values[$1/$key]} =~ ${2#*\~} ]] ||
			fail "$1: $key: expected ${2#*\~}, found ${values[$1/$key]-none}"
	fi
}

# Runs COMMAND in $dir, from an empty environment, and compares with the lines EXPECTED.
try() { # COMMAND EXPECTED
	local exit=0 lines='' status=0 line counted
	local -a expectations=()
	local -A values=() texts=()
	while IFS= read -r line; do
		case $line in
		'' | '#'*) ;;
		exit=*) exit=${line#exit=} ;;
		lines=*) lines=${line#lines=} ;;
		*) expectations+=("$line") ;;
		esac
	done <<<"$2"
	(cd "$dir" && eval "exec timeout --foreground -k 1 60 env -i $1") \
		</dev/null >"$dir/stdout" 2>"$dir/stderr" || status=$?
	[ "$status" = "$exit" ] || fail "exit status $status, expected $exit: $(head -c 400 "$dir/stderr")"
	[ -n "$lines" ] || { [ "$exit" = 0 ] && lines=0 || lines=1; }
	count_lines "$dir/stderr"
	[ "$counted" = "$lines" ] ||
		fail "expected $lines lines on standard error, found $(head -c 400 "$dir/stderr")"
	[ "$exit" = 0 ] || [ ! -s "$dir/stdout" ] ||
		fail "prints something all the same: $(head -c 200 "$dir/stdout")"
	for line in "${expectations[@]}"; do
		if [[ $line == @*:* ]]; then
			exit=${line%%:*}
			holds "${exit#@}" "${line#*:}"
		else
			holds stdout "$line"
		fi
	done
}
