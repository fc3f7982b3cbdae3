# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the files of cases/ share. A case begins with "try NAME"; the expectations behind it count for
# it, and the first one that does not hold is its reason. $ambit and $scratch are there; each file of
# cases/ runs in an empty directory of its own. A unit that is to be started has a line $who.

passed=0 failed=0 skipped=0 name='' why=''

finish() {
	if [ -z "$name" ]; then
		return
	elif [ -n "$why" ]; then
		failed=$((failed + 1))
		echo "not ok $name: ${why//$'\n'/ | }"
	else
		passed=$((passed + 1))
		echo "ok $name"
	fi
	name='' why=''
}

try() { # NAME
	finish
	name="$part: $1"
}

skip() { # NAME WHY
	finish
	skipped=$((skipped + 1))
	echo "skip $part: $1: $2"
}

# The case that has begun is skipped.
cannot() { # WHY
	skipped=$((skipped + 1))
	echo "skip $name: $1"
	name='' why=''
}

fail() { # TEXT
	[ -n "$why" ] || why=$1
}

# Runs COMMAND; its output is in the files out and err of $scratch. It must leave with STATUS. A process that takes two
# minutes of a processor is killed; how long it waits for one says nothing of it.
gives() { # STATUS COMMAND...
	local expected=$1 status
	shift
	(ulimit -t 120 && exec timeout -k 1 900 "$@") >"$scratch/out" 2>"$scratch/err" </dev/null
	status=$?
	[ "$status" = "$expected" ] || fail "exit status $status, expected $expected: $(
		head -c 300 "$scratch/err"
	) $(head -c 100 "$scratch/out")"
}

has() { # out|err|FILE REGEX
	local file=$1
	case $1 in out | err) file=$scratch/$1 ;; esac
	grep -qE -e "$2" "$file" || fail "no '$2' in $1: $(head -c 300 "$file")"
}

lacks() { # out|err|FILE REGEX
	local file=$1
	case $1 in out | err) file=$scratch/$1 ;; esac
	! grep -qE -e "$2" "$file" || fail "'$2' in $1: $(grep -m1 -E -e "$2" "$file" | head -c 300)"
}

empty() { # out|err...
	local file
	for file; do
		[ ! -s "$scratch/$file" ] || fail "$file is not empty: $(head -c 300 "$scratch/$file")"
	done
}

lines() { # out|err NUMBER
	[ "$(wc -l <"$scratch/$1")" = "$2" ] || fail "not $2 lines in $1: $(head -c 300 "$scratch/$1")"
}

# The words of the directory, which are all that there may be: nothing is left over.
only() { # DIRECTORY NAME...
	local there
	there=$(cd "$1" && find . -mindepth 1 -maxdepth 1 | sed 's|^\./||' | sort | tr '\n' ' ')
	shift
	[ "$there" = "$(for file; do echo "$file"; done | sort | tr '\n' ' ')" ] || fail "files: $there"
}

json() { # FILE PYTHON-EXPRESSION: it holds for the value j that is in the file
	local file=$1
	case $1 in out | err) file=$scratch/$1 ;; esac
	python3 -c 'import json, sys
j = json.load(open(sys.argv[1]))
assert eval(sys.argv[2]), json.dumps(j)[:300]' "$file" "$2" 2>"$scratch/python" ||
		fail "not so in $1: $2: $(tail -n 1 "$scratch/python")"
}

# A unit from standard input.
unit() { # NAME
	cat >"$1.service"
}

# Checks NAME.$suffix within $most KiB: STATUS, and a diagnostic that matches each REGEX.
checked() { # NAME STATUS REGEX...
	local file=$1.$suffix expected=$2 result
	shift 2
	gives 0 "$root/tests/cli/measure" "$ambit" check "$file"
	result=$(tail -n 1 "$scratch/err")
	sed -i '$d' "$scratch/err"
	[ "${result% *}" = "$expected" ] || fail "exit status ${result% *}, expected $expected: $(head -c 200 "$scratch/err")"
	[ "${result#* }" -le "$most" ] || grep -q __asan_init "$ambit" || fail "${result#* } KiB of memory"
	empty out
	[ $# -gt 0 ] || empty err
	for regex; do has err "$regex"; done
}

content() { # NAME PYTHON-EXPRESSION: of bytes, where S is a service and N a large number
	python3 -c 'import sys
S = b"[Service]\nExecStart=/bin/true\n" if sys.argv[2] == "service" else b"service case { exec \"/bin/true\"; }\n"
P = b"service case {\n exec \"/bin/true\";\n "
N = 100000
sys.stdout.buffer.write(eval(sys.argv[1]))' "$2" "$suffix" >"$1.$suffix"
}

case_() { # NAME STATUS PYTHON-EXPRESSION REGEX...
	try "$1"
	content case "$3"
	checked case "$2" "${@:4}"
}
