# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# "ambit directives NAME", where NAME is not quite one.

try "the case is wrong"
gives 1 "$ambit" directives limitnofile
empty out
has err "no directive 'limitnofile'"
has err 'hint: did you mean LimitNOFILE\?'

try "a letter is missing"
gives 1 "$ambit" directives AmbientCapabilites
has err 'hint: did you mean AmbientCapabilities\?'

try "nothing is near"
gives 1 "$ambit" directives Xyzzy
has err "no directive 'Xyzzy'"
lacks err 'did you mean'

try "the = of a unit may be there"
gives 0 "$ambit" directives User=
has out '^User= in \[Service\]'
empty err
