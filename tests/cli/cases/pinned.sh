# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Launchers with numbers for names: --pin-ids.

unit names <<-END
	[Service]
	ExecStart=/bin/true
	User=root
	Group=root
END
unit numbers <<-END
	[Service]
	ExecStart=/bin/true
	User=0
	Group=0
END

try "a pinned launcher has numbers"
gives 0 "$ambit" build --pin-ids names.service
gives 0 "$ambit" inspect names
has out '^User=0$'

try "it is verified with --pin-ids"
gives 0 "$ambit" verify --pin-ids names names.service

try "without, what differs has a hint"
gives 1 "$ambit" verify names names.service
has out 'User=.*"0".*"root"'
has out 'hint: .*--pin-ids'

try "other differences have no such hint"
gives 0 "$ambit" build -o numbers numbers.service
sed -i 's/true/false/' numbers.service
gives 1 "$ambit" verify numbers numbers.service
has out 'ExecStart=.*true.*false'
lacks out 'pin-ids'

unit known-later <<-END
	[Service]
	ExecStart=/bin/true
	User=root%H
	SupplementaryGroups=daemon%b
END
try "a name that is known at launch only cannot be pinned"
gives 1 "$ambit" check --pin-ids known-later.service
has err 'known-later.service:3:6: error: .*cannot be pinned'
has err 'known-later.service:4:21: error: .*cannot be pinned'

unit asserted <<-END
	[Service]
	ExecStart=/bin/true
	User=root
	Group=root
	NoNewPrivileges=yes
	CapabilityBoundingSet=
	[X-Ambit]
	Assert=uid is not daemon
	Assert=gid is not daemon
	Assert=groups within daemon
END
try "names in assertions are pinned too, and so decided"
gives 0 "$ambit" explain asserted.service
has out 'uid is not daemon +.*decided at launch'
gives 0 "$ambit" explain --pin-ids asserted.service
has out 'uid is not [0-9]+ +.*decided at build'
has out 'gid is not [0-9]+ +.*decided at build'
sed -i 's/is not daemon/is not no-such-account/' asserted.service
gives 1 "$ambit" check --pin-ids asserted.service
has err "asserted.service:8:19: error: the user 'no-such-account' does not exist"
has err "asserted.service:9:19: error: the group 'no-such-account' does not exist"
