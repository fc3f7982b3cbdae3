# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# "ambit fmt" and its files. What it makes of them is for goldens and unit tests to say.

suffix=ambit
ugly='service a{exec "/bin/true";}'
neat=$'service a {\n    exec "/bin/true";\n}'

try "in place, with owner and mode"
echo "$ugly" >a.ambit
chmod 640 a.ambit
[ "$(id -u)" != 0 ] || chown 1:2 a.ambit
before=$(stat -c '%a %u %g' a.ambit)
gives 0 "$ambit" fmt a.ambit
empty out err
[ "$(cat a.ambit)" = "$neat" ] || fail "it is: $(cat a.ambit)"
[ "$(stat -c '%a %u %g' a.ambit)" = "$before" ] || fail "$before is now $(stat -c '%a %u %g' a.ambit)"
only . a.ambit

try "a file that is fine is left alone"
before=$(stat -c '%i %Y' a.ambit)
gives 0 "$ambit" fmt a.ambit
empty out err
[ "$(stat -c '%i %Y' a.ambit)" = "$before" ] || fail "it is another file"

try "--check"
echo "$ugly" >b.ambit
gives 1 "$ambit" fmt --check a.ambit b.ambit
[ "$(cat "$scratch/out")" = b.ambit ] || fail "it prints $(cat "$scratch/out")"
empty err
[ "$(cat b.ambit)" = "$ugly" ] || fail "b.ambit is changed"
gives 0 "$ambit" fmt -c a.ambit
empty out err

try "standard input"
gives 0 sh -c "printf '%s' '$ugly' | '$ambit' fmt -"
empty err
[ "$(cat "$scratch/out")" = "$neat" ] || fail "it prints $(cat "$scratch/out")"
gives 0 sh -c "'$ambit' fmt - <a.ambit"
[ "$(cat "$scratch/out")" = "$neat" ] || fail "it prints $(cat "$scratch/out")"
gives 1 sh -c "printf '%s' '$ugly' | '$ambit' fmt --check -"
[ "$(cat "$scratch/out")" = "standard input" ] || fail "it prints $(cat "$scratch/out")"
gives 2 sh -c "'$ambit' fmt - <a.ambit >/dev/full"
has err 'No space left'

try "a link stays one"
ln -s b.ambit link.ambit
gives 0 "$ambit" fmt link.ambit
[ -L link.ambit ] || fail "it is a file"
[ "$(cat b.ambit)" = "$neat" ] || fail "it is: $(cat b.ambit)"

try "mistakes of syntax: all are told, and nothing is written"
printf 'service a{exec "/bin/true" }\nlet b = ;\n' >bad.ambit
echo "$ugly" >b.ambit
gives 1 "$ambit" fmt bad.ambit b.ambit
empty out
has err '^bad.ambit:1:28: error: '
has err '^bad.ambit:2:9: error: '
[ "$(head -c 9 bad.ambit)" = "service a" ] || fail "bad.ambit is changed"
[ "$(cat b.ambit)" = "$neat" ] || fail "b.ambit is not changed"
gives 1 "$ambit" fmt --check bad.ambit
empty out
gives 1 "$ambit" fmt --format=json bad.ambit
empty out
json err 'len(j) == 2 and j[0]["name"] == "syntax"'

try "what names mean is not looked at"
printf 'include "no-such-file";\nservice a : no-such-profile {\n    no_such_directive;\n}\n' >names.ambit
gives 1 "$ambit" fmt --check names.ambit
printf 'include "no-such-file";\n\nservice a : no-such-profile {\n    no_such_directive;\n}\n' >names.ambit
gives 0 "$ambit" fmt --check names.ambit
empty out err

try "carriage returns and a byte order mark go"
printf '\xef\xbb\xbfservice a {\r\n    exec "/bin/true"; # b\r\n}\r\n' >crlf.ambit
gives 0 "$ambit" fmt crlf.ambit
[ "$(cat crlf.ambit)" = "${neat/;/; # b}" ] || fail "it is: $(cat crlf.ambit)"

try "no text"
for bytes in 'a\0b' 'a\xffb'; do
	printf "# $bytes\n" >bytes.ambit
	gives 1 "$ambit" fmt bytes.ambit
	has err '^bytes.ambit:1:4: error: .*\[encoding\]'
	[ "$(printf "# $bytes\n" | sha256sum)" = "$(sha256sum <bytes.ambit)" ] || fail "it is changed"
done

try "no file"
mkdir directory.ambit
mkfifo fifo.ambit
for file in nowhere.ambit directory.ambit fifo.ambit /dev/zero; do
	gives 2 "$ambit" fmt "$file"
	has err "$file: .*\[unreadable\]"
done

if [ "$(id -u)" = 0 ]; then
	try "a directory that may not be written"
	mkdir locked
	echo "$ugly" >locked/a.ambit
	chmod 666 locked/a.ambit
	gives 2 setpriv --reuid=65534 --regid=65534 --clear-groups "$ambit" fmt locked/a.ambit
	has err 'locked/a.ambit: Permission denied'
	[ "$(cat locked/a.ambit)" = "$ugly" ] || fail "it is changed"
else
	skip "a directory that may not be written" "for root"
fi

try "10 MB"
for text in '"service a { exec b%d \"c\"; }\n" % i for i in range(300000)' '"let a = { b" + ", c" * 3000000 + " };"' \
	'"# a\n" * 2500000' '"service a { b" + " \"c\"" * 2500000 + "; }"'; do
	python3 -c "import sys; sys.stdout.write(''.join($text))" >large.ambit
	gives 0 "$root/tests/cli/measure" "$ambit" fmt large.ambit
	[ "$(tail -n 1 "$scratch/err" | cut -d' ' -f2)" -lt 2000000 ] || grep -q __asan_init "$ambit" || fail "$(cat "$scratch/err")"
	gives 0 "$ambit" fmt --check large.ambit
	empty out err
done
rm large.ambit
