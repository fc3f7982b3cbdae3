# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The compiler away from its build tree: it finds its runtime beside itself, in ../lib/ambit.

unit good <<-END
	[Service]
	ExecStart=/bin/echo installed
	$who
END

if grep -q '^install:' "$root/Makefile"; then
	try "make install"
	# what is to be tested is installed as it is, not built anew with other flags
	gives 0 make -C "$root" -o "$build/ambit" -o "$build/runtime/libambit.a" -o "$build/runtime/ambit.h" \
		B="$build" DESTDIR="$PWD/dest" PREFIX=/opt/ambit install
	for file in bin/ambit lib/ambit/libambit.a lib/ambit/ambit.h share/man/man1/ambit.1 \
		share/man/man7/ambit-launcher.7; do
		[ -s dest/opt/ambit/$file ] || fail "$file is not installed"
	done
	[ "$(find dest -mindepth 1 -maxdepth 1)" = dest/opt ] || fail "something is outside of PREFIX"
	grep -rq "$PWD" dest && fail "the place of the installation is in $(grep -rl "$PWD" dest | head -n 1)"
else
	skip "make install" "there is no such target"
	mkdir -p dest/opt/ambit/bin dest/opt/ambit/lib/ambit
	cp "$ambit" dest/opt/ambit/bin/
	cp "$build/runtime/libambit.a" "$build/runtime/ambit.h" dest/opt/ambit/lib/ambit/
fi
mv dest/opt/ambit 'a new place'
installed="$PWD/a new place/bin/ambit"

try "an installed compiler builds"
gives 0 "$installed" build good.service
[ "$(./good)" = installed ] || fail "prints $(./good 2>&1)"
cp good first
gives 0 "$ambit" build good.service
cmp -s first good || fail "not the same bytes as from the build tree"
gives 0 "$installed" verify good good.service
gives 0 "$installed" run good.service
has out '^installed$'

try "by a link, by PATH and from another directory"
ln -s "$installed" link
gives 0 ./link build good.service -o linked
cmp -s first linked || fail "by a link: other bytes"
(cd / && PATH="${installed%/*}:$PATH" ambit build "$OLDPWD/good.service" -o "$OLDPWD/by-path") || fail "by PATH"
cmp -s first by-path || fail "by PATH: other bytes"

try "without its runtime"
rm -r 'a new place/lib'
gives 2 "$installed" build good.service -o nothing
has err 'libambit.a.*a new place/bin/\.\./lib/ambit'
[ ! -e nothing ] || fail "something is built"
gives 0 "$installed" emit good.service
