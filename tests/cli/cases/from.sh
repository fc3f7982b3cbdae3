# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What a launcher is started from: --from.

unit user <<-END
	[Service]
	ExecStart=/bin/true
	User=http
	CapabilityBoundingSet=CAP_KILL
END

try "a start that is root's is the default"
gives 0 "$ambit" check user.service
gives 0 "$ambit" check --from=root user.service

try "what a start cannot do is told at its line"
gives 1 "$ambit" check -F container,bounding=kill user.service
has err 'user.service:3:6: error: step group .* denied.*\[denied\]'
has err 'hint: .*CAP_SETGID'

try "nothing is built then"
gives 1 "$ambit" build --from=uid=1000 user.service
[ ! -e user ] || fail "there is a launcher"
gives 1 "$ambit" emit --from=uid=1000 user.service
gives 1 "$ambit" run --from=uid=1000 user.service

try "the start is no part of the launcher"
gives 0 "$ambit" build --from=container -o in-container user.service
gives 0 "$ambit" build -o as-root user.service
cmp -s in-container as-root || fail "they differ"
gives 0 "$ambit" verify --from=container as-root user.service

try "explain begins with the start"
gives 0 "$ambit" explain --from=container,groups=4+27 user.service
has out 'started as container,groups=4\+27:$'
has out '^  at the start +uid +0$'
has out '^ +groups +4, 27$'

try "a start that is none is an error of usage"
gives 2 "$ambit" check --from=contaner user.service
has err "error: --from: unknown state 'contaner'"
has err 'hint: did you mean container'
gives 2 "$ambit" check --from= user.service
gives 2 "$ambit" check --from=root,ambient=kil user.service
has err 'hint: did you mean CAP_KILL'
