# SPDX-License-Identifier: MIT
# Completion for bash: commands and options are read from "ambit --help" and "ambit COMMAND --help",
# names from "ambit directives" and "-W list", so that it cannot fall behind the program.

_ambit_words() { # WORDS: those that begin with what is typed
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# Files whose name ends in one of SUFFIX..., and directories.
_ambit_named() { # SUFFIX...
	mapfile -t COMPREPLY < <(for suffix; do compgen -f -X "!*$suffix" -- "$cur"; done; compgen -d -- "$cur")
	compopt -o filenames 2>/dev/null
}

_ambit_files() { # -f or -d
	mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
	compopt -o filenames 2>/dev/null
}

_ambit_commands() {
	"$ambit" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

_ambit_options() { # COMMAND
	"$ambit" "$1" --help 2>/dev/null | sed -n '/^Options:/,$s/^  \(-[^ ]*\).*/\1/p' | tr -d ,
	"$ambit" "$1" --help 2>/dev/null | sed -n 's/^  -., \(--[a-z-]*=\{0,1\}\).*/\1/p'
}

# The argument of an option. Fails when it takes none.
_ambit_argument() { # OPTION
	case $1 in
	-o | --output) _ambit_files -f ;;
	-d | --directory | -s | --search-path | -r | --root) _ambit_files -d ;;
	-t | --to)
		if [ "${COMP_WORDS[1]}" = seccomp ]; then
			_ambit_words "text bpf c oci"
		else
			_ambit_words "unit service plan c json text"
		fi ;;
	-f | --format) _ambit_words "text json sarif" ;;
	-w | --waive)
		_ambit_words "$("$ambit" directives 2>/dev/null | awk '$4 == "refused" { print $2 }')" ;;
	-W | --warning)
		_ambit_words "list $("$ambit" check -W list 2>/dev/null |
			awk '$2 != "error" { print $1, "no-" $1 }')" ;;
	-E | --error)
		_ambit_words "$("$ambit" check -W list 2>/dev/null | awk '$2 != "error" { print $1 }')" ;;
	-F | --from) _ambit_words "root container" ;;
	-j | --jobs | -i | --instance | -A | --audit) COMPREPLY=() ;;
	*) return 1 ;;
	esac
	return 0
}

# How many operands stand before the word that is typed.
_ambit_operands() {
	local i count=0
	for ((i = 2; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-[odtfwWEjisrFSA] | =) i=$((i + 1)) ;;
		-*) ;;
		*) count=$((count + 1)) ;;
		esac
	done
	echo "$count"
}

_ambit_operand() { # COMMAND
	case $1 in
	build | emit | check) _ambit_named .service .ambit ;;
	fmt) _ambit_named .ambit ;;
	convert) _ambit_named .service .ambit ;;
	explain)
		if [ "$(_ambit_operands)" = 0 ]; then
			_ambit_named .service .ambit
		else
			_ambit_words "$("$ambit" seccomp "${COMP_WORDS[2]}" 2>/dev/null |
				sed -n '/^The calls/,/^$/s/^  \([a-z_0-9]*\) .*/\1/p')"
		fi ;;
	seccomp | run) [ "$(_ambit_operands)" != 0 ] || _ambit_named .service .ambit ;;
	inspect | verify) _ambit_files -f ;;
	directives) _ambit_words "$("$ambit" directives 2>/dev/null | awk '{ print $2 }')" ;;
	esac
}

_ambit() {
	local ambit=$1 cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	# readline breaks words at "=": --to=plan is three
	if [ "$cur" = = ]; then
		cur=''
	elif [ "$previous" = = ]; then
		previous=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if [ "$COMP_CWORD" = 1 ]; then
		_ambit_words "$(_ambit_commands) --help --version"
	elif _ambit_argument "$previous"; then
		:
	elif [[ $cur == -* ]]; then
		_ambit_words "$(_ambit_options "${COMP_WORDS[1]}")"
		[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
	else
		_ambit_operand "${COMP_WORDS[1]}"
	fi
}

complete -F _ambit ambit
