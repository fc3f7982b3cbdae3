# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Input that is no policy, or one that nobody would write: a diagnostic at its place, no crash, no hang, memory
# in proportion. The mistakes that people make have goldens.

suffix=ambit most=32768 # KiB

# bytes
case_ "an empty file" 1 'b""' '\[no-service\]'
case_ "nothing but a comment" 1 'b"# nothing"' '\[no-service\]'
case_ "a NUL byte" 1 'b"# a\0b\n" + S' '^case.ambit:1:4: error: a NUL byte \[encoding\]'
case_ "a NUL byte in a string" 1 'P + b"user \"no\0body\"; }"' '^case.ambit:3:10: error: a NUL byte'
case_ "invalid UTF-8" 1 'P + b"user \"no\xffbody\"; }"' '^case.ambit:3:10: .*0xff'
case_ "a byte order mark" 0 'b"\xef\xbb\xbf" + S'
case_ "carriage returns" 0 '(P + b"user nobody; # c\n /* d\n */ }\n").replace(b"\n", b"\r\n")'
case_ "no newline at the end" 0 'S[:-1]'
case_ "a program" 1 'open("/bin/ls", "rb").read()' '\[encoding\]'
case_ "every byte" 1 'bytes(range(256)) * 4096' '\[encoding\]'
case_ "10 MB of NUL bytes" 1 'b"\0" * 10485760' '^case.ambit:1:1: error: .*\[encoding\]'
most=200000
case_ "10 MB of garbage" 1 '__import__("random").Random(1).randbytes(10485760)' '\[encoding\]'
case_ "10 MB of letters and signs" 1 'bytes(__import__("random").Random(1).choices(b"ab{}();,=|&~-+:#/*\" \n", k=10485760))' '\[syntax\]'

# what does not end
most=32768
case_ "a string without its end" 1 'P + b"user \"nobody; }\n"' '^case.ambit:3:7: error: the string is not closed'
case_ "a string that ends with the file" 1 'P + b"user \""' '^case.ambit:3:7: error: the string is not closed'
case_ "a string that ends with a backslash" 1 'P + b"user \"nobody\\"' '^case.ambit:3:7: error: the string is not closed'
case_ "a comment without its end" 1 'S + b"/* " + b"a * b\n" * N' '^case.ambit:2:1: error: the comment is not closed'
case_ "a comment that ends with a star" 1 'S + b"/* *"' '^case.ambit:2:1: error: the comment is not closed'
case_ "a comment in a comment" 1 'S + b"/* /* */ */"' '^case.ambit:2:10: error: '
case_ "a block without its end" 1 'P' '^case.ambit:1:14: error: this is not closed when the file ends'
for depth in 64 100000; do
	case_ "$depth braces" 1 "P + b'x ' + b'{' * $depth + b'}' * $depth + b'; }'" '^case.ambit:3:35: error: more than 32 braces'
	case_ "$depth open braces" 1 "b'{' * $depth" '^case.ambit:1:1: error: '
	case_ "$depth parentheses" 1 "P + b'x ' + b'(' * $depth + b'a' + b')' * $depth + b'; }'" '^case.ambit:3:35: error: more than 32 braces'
	case_ "$depth blocks" 1 "P + b'x { ' * $depth + b'y;' + b'}' * $depth + b'}'" '^case.ambit:3:[0-9]*: error: more than 32 braces'
	case_ "$depth closing braces" 1 "S + b'}' * $depth" '^case.ambit:2:1: error: '
	case_ "$depth closing parentheses" 1 "S + b')' * $depth" '^case.ambit:2:1: error: '
done
most=131072
for sign in '|' '&' '-' '+'; do
	case_ "100,000 times $sign" 1 "P + b'capabilities_bounding chown' + b' $sign kill' * N + b'; }'" '^case.ambit:3:24: error: more than 500 operators'
done
case_ "500 times |" 0 'P + b"securebits noroot" + b" | noroot_locked" * 500 + b"; }"'
case_ "100,000 times ~" 1 'P + b"capabilities_bounding " + b"~" * N + b"chown; }"' 'error: more than 500 operators'
case_ "500 times ~" 0 'P + b"securebits " + b"~" * 500 + b"noroot; }"'

# names that name names
case_ "a constant that is itself" 1 'b"let a = a;\n" + S' '^case.ambit:1:9: error: .*\[circle\]'
case_ "a profile that is itself" 1 'b"profile a : a {}\nservice b : a { exec \"/bin/true\"; }"' '^case.ambit:1:13: error: .*\[circle\]'
case_ "a file that includes itself" 1 'b"include \"case.ambit\";\n" + S' '^case.ambit:1:9: error: the file includes itself'
case_ "a set that is empty by subtraction" 1 'P + b"capabilities_bounding { chown } - { chown }; }"' '^case.ambit:3:24: error: .*\[empty-set\]' 'write \{\} where'
case_ "100,000 constants, each the one before" 0 'b"let a0 = noroot;\n" + b"".join(b"let a%d = a%d;\n" % (i + 1, i) for i in range(N)) + P + b"securebits a100000; }"'
case_ "100,000 constants, each the one behind" 1 'b"".join(b"let a%d = a%d;\n" % (i, i + 1) for i in range(N)) + b"let a100000 = chown;" + P + b"capabilities_bounding a0; }"' 'too many constants that name each other'
case_ "900 constants, each the one before" 0 'b"let a0 = noroot;\n" + b"".join(b"let a%d = a%d;\n" % (i + 1, i) for i in range(900)) + P + b"securebits a900; }"'
case_ "constants that double" 1 'b"let a0 = { chown };\n" + b"".join(b"let a%d = a%d | a%d;\n" % (i + 1, i, i) for i in range(60)) + P + b"capabilities_bounding a60; }"' 'takes more than 1000000 terms'
case_ "texts that double" 1 'b"let a0 = \"a\";\n" + b"".join(b"let a%d = a%d + a%d;\n" % (i + 1, i, i) for i in range(60)) + P + b"description a60; }"' '\[(circle|line-too-long)\]'
case_ "long texts that double" 1 'b"let a0 = \"" + b"a" * 100000 + b"\";\n" + b"".join(b"let a%d = a%d + a%d;\n" % (i + 1, i, i) for i in range(15)) + P + b"description a15; }"' 'longer than 1 MiB'
case_ "lists that double" 1 'b"let a0 = { \"a\" };\n" + b"".join(b"let a%d = { a%d, a%d };\n" % (i + 1, i, i) for i in range(60)) + P + b"supplementary_groups a60; }"' '\[circle\]'
case_ "profiles that double" 1 'b"profile a0 { environment += A = 1; }\n" + b"".join(b"profile a%d : a%d, a%d {}\n" % (i + 1, i, i) for i in range(60)) + b"service case : a60 { exec \"/bin/true\"; }"' 'takes more than 1000000 terms'
case_ "parameters that double" 1 'b"profile a0(p) { description p; }\n" + b"".join(b"profile a%d(p) : a%d(p = p + p) {}\n" % (i + 1, i) for i in range(60)) + b"service case : a60(p = \"a\") { exec \"/bin/true\"; }"' '\[(circle|line-too-long)\]'
case_ "10,000 profiles, each of the one before" 1 'b"profile a0 { nice 1; }\n" + b"".join(b"profile a%d : a%d {}\n" % (i + 1, i) for i in range(10000)) + b"service case : a10000 { exec \"/bin/true\"; }"' '\[circle\]'
case_ "10,000 parameters" 0 'b"profile a(" + b", ".join(b"p%d = %d" % (i, i) for i in range(10000)) + b") { nice 1; }\nservice case : a { exec \"/bin/true\"; }"'
case_ "10,000 profiles of one service" 0 'b"".join(b"profile a%d { nice 1; }\n" % i for i in range(10000)) + b"service case : " + b", ".join(b"a%d" % i for i in range(10000)) + b" { exec \"/bin/true\"; }"'

# sizes
most=720000
case_ "a string of 10 MB" 1 'P + b"description \"" + b"a" * 10485760 + b"\"; }"' '\[line-too-long\]'
case_ "a string of 10 MB that does not end" 1 'P + b"description \"" + b"\\\\" * 5242880' 'the string is not closed'
case_ "a word of 10 MB" 1 'P + b"a" * 10485760 + b"; }"' '\[unknown-directive\]'
case_ "a comment of 10 MB" 0 'S + b"#" * 10485760'
case_ "a block comment of 10 MB" 0 'S + b"/*" + b"*\n" * 5242880 + b"*/"'
case_ "10 MB of blanks" 0 'S + b" \n" * 5242880'
case_ "a set of 10 MB" 0 'b"let a = { chown" + b", kill" * 1700000 + b" };\n" + S'
case_ "a set of 10 MB that is used" 1 'P + b"capabilities_bounding { chown" + b", kill" * 1700000 + b" }; }"' 'takes more than 1000000 terms'
case_ "10 MB of statements" 1 'P + b"nice 1;\n" * 1300000 + b"}"' 'takes more than 1000000 terms'
case_ "10 MB of wrong statements" 1 'P + b"x y;\n" * 2000000 + b"}"' '^case.ambit:10002:1: error: unknown directive x' 'more than 10000 mistakes: the rest is not looked at'
case_ "10 MB of semicolons" 1 'b";" * 10485760' '^case.ambit:1:1: error: .*\[syntax\]'
case_ "10 MB of semicolons in a block" 1 'P + b";" * 10485760' '^case.ambit:3:2: error: .*\[syntax\]' 'more than 10000 mistakes'
case_ "20,000 constants without a semicolon" 1 'b"let a = b\n" * 20000' '^case.ambit:10001:1: error: unexpected' 'more than 10000 mistakes'
case_ "10,000 blocks without an end" 1 'b"service a {\n" * 10000' '^case.ambit:9999:11: error: this is not closed when' '^case.ambit:10000:11: error: this is not closed when the file ends'
case_ "10 MB of open strings" 1 'b"\"\n" * 5242880' '^case.ambit:1:1: error: '
case_ "100,000 services" 0 'b"".join(b"service a%d { exec \"/bin/true\"; nice 5; }\n" % i for i in range(N))'
case_ "100,000 services of one name" 1 'S * N' "^case.ambit:100000:9: error: 'case' is declared twice" 'the first one is at case.ambit:1$'
lacks err 'no-command'
case_ "100,000 arguments" 0 'P + b"exec_start_pre \"/bin/true\"" + b" a" * N + b"; }"'
case_ "100,000 variables" 0 'P + b"environment {" + b"".join(b"A%d = %d;\n" % (i, i) for i in range(N)) + b"}}"'
case_ "60,000 groups" 0 'P + b"supplementary_groups" + b"".join(b" g%d" % i for i in range(60000)) + b"; }"'
case_ "100,000 times one more, and one less" 0 'P + b"securebits noroot;" + b"securebits += noroot_locked; securebits -= noroot_locked;" * (N // 2) + b"}"'
case_ "100,000 unknown profiles" 1 'b"service case : " + b", ".join(b"a%d" % i for i in range(N)) + b" { exec \"/bin/true\"; }"' 'there is no profile a99999 '

# files
most=32768
for file in nowhere.ambit /etc /dev/zero; do
	case_ "include $file" 2 "b'include \"$file\";\\n' + S" '^case.ambit:1:9: error: .*\[unreadable\]'
done
mkfifo fifo.ambit
ln -s loop.ambit loop.ambit
ln -s case.ambit link.ambit
case_ "include a FIFO" 2 'b"include \"fifo.ambit\";\n" + S' '^case.ambit:1:9: error: .*Not a regular file'
case_ "include a link to itself" 2 'b"include \"loop.ambit\";\n" + S' '^case.ambit:1:9: error: .*Too many levels'
case_ "include the file itself by a link" 1 'b"include \"link.ambit\";\n" + S' 'the file includes itself'
case_ "include a word that is no profile" 2 'b"include nothing-like-it;\n" + S' '^case.ambit:1:9: error: .*nothing-like-it.*\[unreadable\]'
case_ "include a word with slashes" 2 'b"include ../../../../../etc/passwd;\n" + S' '^case.ambit:1:9: error: '
for file in fifo loop; do
	try "the policy is $file.ambit"
	checked $file 2 "$file.ambit: .*\[unreadable\]"
done
try "a chain of 100 files"
python3 -c 'for i in range(100): open("chain%d.ambit" % i, "w").write("include \"chain%d.ambit\";\n" % (i + 1))'
content chain100 S
checked chain0 1 'more than 64 files that include each other'
checked chain40 0
try "150 files, and 1,000"
python3 -c 'for i in range(1000): open("many%d.ambit" % i, "w").write("let a%d = %d;\n" % (i, i))'
content case 'b"".join(b"include \"many%d.ambit\";\n" % i for i in range(150)) + S'
checked case 0
content case 'b"".join(b"include \"many%d.ambit\";\n" % i for i in range(1000)) + S'
checked case 1 'or 200 in all'
try "a file is looked for beside the one that includes it"
mkdir -p sub/sub
echo 'include "sub/b.ambit"; include "../c.ambit"; profile a { nice c; }' >sub/a.ambit
echo 'let b = 5;' >sub/sub/b.ambit
echo 'include "sub/sub/b.ambit"; let c = b;' >c.ambit
content case 'b"include \"sub/a.ambit\";\n" + P + b"nice c; }"'
checked case 0
try "a bare word is a profile of the program"
mkdir -p prefix/bin prefix/share/ambit
cp "$ambit" prefix/bin/ambit
echo 'profile own { nice 7; }' >prefix/share/ambit/own.ambit
content case 'b"include own;\nservice case : own { exec \"/bin/true\"; }\n"'
gives 0 prefix/bin/ambit emit --to=unit case.ambit
has out '"Nice" = "7"'
rm -r prefix
