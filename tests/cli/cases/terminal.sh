# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What is printed for people has no control characters but its own, whatever is in a unit or a launcher.

printf '[Unit]\nDescription=a \033]0;title\007 \302\233m b\n[Service]\nExecStart=/bin/true "\\x1b[31m" \033\nEnvironment=A=\033\n' >odd.service
escape=$(printf '\033|\007|\302\233')

try "check, explain, emit --to=text"
gives 0 "$ambit" check odd.service
gives 0 "$ambit" explain odd.service
lacks out "$escape"
has out 'odd.service: a \\x1b\]0;title\\x07 '
gives 0 "$ambit" emit --to=text odd.service
lacks out "$escape"

try "inspect, verify"
gives 0 "$ambit" build odd.service
gives 0 "$ambit" inspect odd
lacks out "$escape"
has out '^Description=a \\x1b\]0;title\\x07 '
gives 0 "$ambit" inspect --json odd
json out 'j["policy"]["Unit"]["Description"].startswith("a \x1b]0;title\x07 ")'
sed -i 's/ b$/ c/; s/A=/B=/' odd.service
gives 1 "$ambit" verify odd odd.service
lacks out "$escape"
has out 'Description=: .*x1b.* b.*x1b.* c'

try "inspect: a note that would add lines of its own"
gives 0 "$ambit" emit --to=json odd.service
python3 - odd fake <<-'END'
	import sys
	data = open(sys.argv[1], "rb").read()
	assert data.count(b"a \\u001b]0;title") == 1
	open(sys.argv[2], "wb").write(data.replace(b"a \\u001b]0;title", b"a\\u000aUser=root    "[:len(b"a \\u001b]0;title")]))
END
gives 0 "$ambit" inspect fake
lacks out '^User'
