# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Which unit a file is: aliases, instances, and what waivers and hints make of names.

unit real <<-END
	[Service]
	ExecStart=/bin/true
END
mkdir real.service.d
printf '[Service]\nUser=nobody\n' >real.service.d/user.conf
ln -s real.service alias.service

try "an alias is refused, for it would have the drop-ins of both"
gives 1 "$ambit" check alias.service
has err 'alias.service: an alias of real.service'
mkdir elsewhere
ln -s ../real.service elsewhere/real.service
gives 0 "$ambit" check elsewhere/real.service

try "the file of an instance goes before its template"
printf '[Service]\nExecStart=/bin/true\n' >some@.service
printf '[Service]\nExecStart=/bin/true\nUser=nobody\n' >some@one.service
gives 1 "$ambit" check -i one some@.service
has err 'some@one.service is the unit of this instance'
gives 0 "$ambit" check -i two some@.service

try "a NUL byte in the name of an instance is refused"
gives 1 "$ambit" check -i 'a\x00H' some@.service
has err 'escaped NUL byte'

try "a waiver is not for a directive that stands in the wrong section"
printf '[Unit]\nNoNewPrivileges=yes\n[Service]\nExecStart=/bin/true\n' >wrong.service
gives 1 "$ambit" check --waive NoNewPrivileges wrong.service
has err 'hint: move it to \[Service\]'

try "the user of DynamicUser= has a name that the compiler knows and the machine has not"
printf '[Service]\nExecStart=/bin/true\nDynamicUser=yes\nUser=root\n' >dynamic.service
gives 1 "$ambit" check dynamic.service
has err "dynamic.service:4:6: error: DynamicUser= makes a user, and 'root' is a user of every system"
gives 1 "$ambit" check --waive DynamicUser dynamic.service
has err 'waive DynamicUser: that directive is not refused'

try "an old name can be waived, and what is wrong needs no second complaint"
printf '[Service]\nExecStart=/bin/true\nReadOnlyDirectories=/etc\nMemoryMax=lots\n' >old.service
gives 1 "$ambit" check --waive ReadOnlyDirectories --waive MemoryMax old.service
lacks err 'does not ask for it'
lacks err 'is refused'

try "long names may be further off"
printf '[Service]\nExecStart=/bin/true\nCapabilitiesBoundingSet=CAP_KILL\n' >far.service
gives 1 "$ambit" check far.service
has err 'did you mean CapabilityBoundingSet='

try "an unknown section is enough to say"
printf '[service]\nExecStart=/bin/true\n' >section.service
gives 1 "$ambit" check section.service
has err 'did you mean \[Service\]'
lacks err 'there is no ExecStart='

try "an unknown option is named"
gives 2 "$ambit" check -xyz real.service
has err 'unknown option -x'
