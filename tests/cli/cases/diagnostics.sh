# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Diagnostics for people and machines, colours, warnings, waivers, depfiles.

unit bad <<-END
	[Service]
	ExecStart=/bin/true
	Usr=nobody
	Description="quoted"	\\ and caf\u00e9
	CapabilityBoundingSet=CAP_KIL
END
printf '[Service]\nExecStart=/bin/true\nDescripton=caf\303\251 "q"\tx\nNice=99\n' >odd.service
unit good <<-END
	[Service]
	ExecStart=/bin/true
END
unit old <<-END
	[Service]
	ExecStart=/bin/true
	StartLimitBurst=5
	StandardOutput=syslog
	User=has space
END
unit refused <<-END
	[Service]
	ExecStart=/bin/true
	PrivateBPF=yes
	ProtectHome=no
	FancyNewThing=7
END

try "text: place, line and caret"
gives 1 "$ambit" check bad.service
has err '^bad.service:3:1: error: .* \[unknown-directive\]$'
has err '^    Usr=nobody$'
has err '^    \^~~$'
has err '^    hint: did you mean User=\?$'
empty out

try "text: the path as it was given"
gives 1 "$ambit" check "$PWD/bad.service" ./bad.service
has err "^$PWD/bad.service:3:1: error: "
has err '^\./bad.service:3:1: error: '

try "--format=json"
gives 1 "$ambit" check --format=json bad.service good.service odd.service
empty err
json out 'len(j) == 5 and j[0]["file"] == "bad.service" and j[0]["line"] == 3 and j[0]["column"] == 1'
json out 'j[0]["severity"] == "error" and j[0]["name"] == "unknown-directive" and "User" in j[0]["hint"]'
json out 'open(j[3]["file"], "rb").read()[j[3]["offset"]:][:j[3]["length"]] == b"Descripton"'
json out 'j[4]["name"] == "range" and j[4]["line"] == 4'

try "--format=json: nothing to say"
gives 0 "$ambit" check --format=json good.service
json out 'j == []'

try "--format=json: no place"
gives 2 "$ambit" check --format=json missing.service
json out 'len(j) == 1 and j[0]["name"] == "unreadable" and "missing.service" in j[0]["message"] and "line" not in j[0]'

try "--format=sarif"
gives 2 "$ambit" check --format=sarif bad.service ./odd.service missing.service
empty err
json out 'j["version"] == "2.1.0" and "sarif-2.1.0" in j["$schema"] and len(j["runs"]) == 1'
json out 'j["runs"][0]["tool"]["driver"]["name"] == "ambit"'
json out '{r["ruleId"] for r in j["runs"][0]["results"]} <= {r["id"] for r in j["runs"][0]["tool"]["driver"]["rules"]}'
json out 'all(r["level"] in ("error", "warning", "note") and r["message"]["text"] for r in j["runs"][0]["results"])'
json out '[l for r in j["runs"][0]["results"] for l in r.get("locations", [])][0]["physicalLocation"]["region"]["startLine"] == 3'
gives 1 "$ambit" check --format=sarif good.service bad.service
json out 'all(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "bad.service" for r in j["runs"][0]["results"])'

try "--format=sarif: a path that is no URI by itself"
mkdir -p 'a b%'
cp bad.service 'a b%/'
gives 1 "$ambit" check --format=sarif 'a b%/bad.service'
json out 'j["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%25/bad.service"'

for format in json sarif; do
	try "--format=$format: what is printed for machines is valid whatever the input is"
	printf '[Service]\nExecStart=/bin/true\n\377\200=\001\002"\\\n\033[31m=x\nUser=\303\n[\377]\n' >hostile.service
	gives 1 "$ambit" check --format=$format hostile.service
	json out 'j'
	try "emit --format=$format: diagnostics leave standard output to the product"
	gives 0 "$ambit" emit --format=$format old.service
	has out 'int main'
	json err 'j'
done

try "text: a terminal is not controlled by the input"
gives 1 "$ambit" check hostile.service
lacks err "$(printf '\033')"

in_terminal() { # COMMAND: with its standard error at a terminal; what it shows is in $scratch/err
	script -qec "$1" /dev/null </dev/null >"$scratch/err" 2>&1
}
escape=$(printf '\033\\[')
if command -v script >/dev/null; then
	try "colours on a terminal"
	TERM=xterm in_terminal "'$ambit' check bad.service"
	has err "${escape}1;31merror:"
	try "NO_COLOR"
	TERM=xterm NO_COLOR=1 in_terminal "'$ambit' check bad.service"
	lacks err "$escape"
	has err 'error:'
	try "NO_COLOR that is empty is as good as unset"
	TERM=xterm NO_COLOR='' in_terminal "'$ambit' check bad.service"
	has err "$escape"
	try "a dumb terminal"
	TERM=dumb in_terminal "'$ambit' check bad.service"
	lacks err "$escape"
	try "no colours in what machines read"
	TERM=xterm in_terminal "'$ambit' check --format=json bad.service"
	lacks err "$escape"
	try "progress on a terminal"
	mkdir progress
	cp good.service second.service
	TERM=xterm in_terminal "'$ambit' build -d progress good.service second.service"
	has err '\[[012]/2\] (good|second).service'
else
	skip "colours on a terminal" "needs script"
fi
try "no colours and no progress off a terminal"
mkdir still
gives 1 env TERM=xterm "$ambit" build -d still good.service bad.service
lacks err "$escape"
lacks err '/2\]'

try "-W list, -E list"
gives 0 "$ambit" check -W list
has out '^old-name +warning '
has out '^value +error '
gives 0 "$ambit" check -E list
gives 0 "$ambit" check -W no-old-name -E legacy -W list
has out '^old-name +off '
has out '^legacy +error '

try "explain --warnings"
gives 0 "$ambit" explain --warnings
empty err
has out '^ceiling \(warning\)$'
has out '^ambient-outside-bounding \(error\)$'
has out '^  Write AmbientCapabilities= too, or an empty CapabilityBoundingSet=\.$'
gives 0 "$ambit" explain --warnings -W no-ceiling -E root-kept
has out '^ceiling \(off\)$'
has out '^root-kept \(error\)$'
gives 2 "$ambit" explain --warnings -W no-such-thing
gives 2 "$ambit" explain

try "contradictions"
unit contrary <<-END
	[Service]
	ExecStart=/bin/true
	User=nobody
	CapabilityBoundingSet=CAP_KILL
END
gives 0 "$ambit" check contrary.service
has err '^contrary.service:4:23: warning: .*\[ceiling\]'
gives 0 "$ambit" check -W no-ceiling contrary.service
empty err
gives 1 "$ambit" check -E ceiling contrary.service
has err '^contrary.service:4:23: error: .*\[ceiling\]'

try "warnings"
gives 0 "$ambit" check old.service
has err '^old.service:3:1: warning: .*\[old-name\]'
has err '\[legacy\]'
has err '\[user-name\]'

try "-W no-NAME"
gives 0 "$ambit" check -W no-old-name --warning=no-user-name old.service
lacks err 'old-name|user-name'
has err 'legacy'
gives 0 "$ambit" check -W no-old-name -W old-name old.service
has err 'old-name'

try "-E NAME"
gives 1 "$ambit" check -E old-name old.service
has err '^old.service:3:1: error: .*\[old-name\]'
has err 'warning: .*\[legacy\]'
gives 1 "$ambit" build -E legacy --error user-name old.service
[ ! -e old ] || fail "built all the same"
gives 0 "$ambit" check -E old-name -E no-old-name old.service
has err 'warning: .*\[old-name\]'

try "refused directives, each with its waiver"
gives 1 "$ambit" check refused.service
has err '^refused.service:3:12: error: PrivateBPF= is refused: '
has err '\-\-waive PrivateBPF'
has err '^refused.service:5:1: error: .*FancyNewThing='
lacks err 'ProtectHome'

try "--waive"
gives 1 "$ambit" check --waive PrivateBPF refused.service
lacks err 'PrivateBPF'
gives 0 "$ambit" build --waive PrivateBPF -w FancyNewThing refused.service
gives 0 "$ambit" inspect --json refused
json out 'j["waived"] == ["PrivateBPF", "FancyNewThing"]'
gives 0 "$ambit" explain --waive PrivateBPF -w FancyNewThing refused.service
has out 'Not enforced.*PrivateBPF='
has out 'Not enforced.*FancyNewThing='

try "--waive of what is not refused is a mistake"
for waiver in User ProtectHome NoSuchThing PrivateDevices ''; do
	gives 1 "$ambit" check --waive PrivateBPF -w FancyNewThing -w "$waiver" refused.service
	has err "waive $waiver: .*\[waiver\]"
done

try "-MD: what make reads"
mkdir -p good.service.d dep
echo '[Unit]' >good.service.d/10-a.conf
gives 0 "$ambit" build -MD -d dep good.service
has dep/good.d '^dep/good: good.service .*good.service.d/10-a.conf$'
printf 'include dep/good.d\ndep/good:\n\techo rebuilt\n' >makefile
gives 0 make -f makefile dep/good
has out 'up to date'
touch -d '1 hour' good.service.d/10-a.conf
gives 0 make -f makefile dep/good
has out '^rebuilt'
rm good.service.d/10-a.conf
gives 0 make -f makefile dep/good

try "-MD: names that make would take apart"
special='o $d #x:y%z'
mkdir -p "$special/one@.service.d"
printf '[Service]\nExecStart=/bin/true\n' >"$special/one@two\\x2dthree.service"
touch "$special/one@.service.d/a b\$c#%.conf"
gives 0 "$ambit" build -MD -o "$special/out" "$special/one@two\\x2dthree.service"
cp "$special/out.d" named.d
# the target and its sources are all known to make, none of them is to be made, and it sees what is newer
cat >makefile <<-'END'
	include named.d
	%: ; @echo 'made $@'
END
touch "$special/out"
gives 0 make -r -f makefile "$special/out"
has out 'up to date'
for source in "$special/one@two\\x2dthree.service" "$special/one@.service.d/a b\$c#%.conf"; do
	touch -d '1 hour' "$source"
	touch -d '30 minutes' "$special/out"
	[ "$(make -r -f makefile "$special/out" 2>/dev/null)" = "made $special/out" ] || fail "with a newer $source: $(make -r -f makefile "$special/out" 2>/dev/null)"
	touch "$source"
done
