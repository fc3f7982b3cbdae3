# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154  # what lib.sh and run set
# "ambit check --root": a small tree of the test's own, whose owner is the one who runs it; the service
# is the user 4242 there, to whom all but modes and lists are closed.

gid=$(id -g)
[ "$(id -u)" = 0 ] && gid=77
mkdir -p t/etc t/usr/bin t/srv/shut t/opt t/var/lib/web t/var/log
chmod -R u=rwx,go=rx t
echo "web:x:4242:4242::/srv:/bin/sh" >t/etc/passwd
printf 'web:x:4242:\nkeepers:x:%s:\n' "$gid" >t/etc/group
printf '#!/usr/bin/tool -x\n' >t/opt/script
echo "tool" >t/usr/bin/tool
chmod 755 t/opt/script t/usr/bin/tool
echo "A=1" >t/etc/a.env
ln -s /opt t/link
ln -s loop t/loop

checks() { # STATUS LINE...: of [Service]; the service is web's
	local status=$1
	shift
	{
		echo "[Service]"
		echo "User=web"
		printf '%s\n' "$@"
		[[ $* == *ExecStart=* ]] || echo "ExecStart=/usr/bin/tool"
	} | unit web
	gives "$status" "$ambit" check -W no-program-format --root=t web.service
}

row() { # DIRECTIVE PATH RIGHTS VERDICT
	has out "^ +$1 +$2 +$3  by $4\$"
}

denied() { # WHY HINT
	has err "\[access\]\$"
	has err ": error: $1 \[access\]\$"
	has err "hint: $2\$"
}

try "a program of an unknown format"
checks 0 "ExecStart=/usr/bin/tool"
gives 0 "$ambit" check --root=t web.service
has err "^web.service:[0-9]+:11: warning: '/usr/bin/tool' is neither ELF nor a script.*\[program-format\]"

try "standard streams that cannot be opened"
checks 1 "StandardOutput=file:/etc" "StandardInput=file:/none" "StandardError=append:/none/log"
has err "'/etc' is a directory"
has err "'/none' does not exist"
has err "'/none/log' cannot be reached"

try "all is well"
checks 0 "ExecStart=/link/script" "WorkingDirectory=/srv" "EnvironmentFile=/etc/*.env" \
	"EnvironmentFile=-/etc/none" "StandardOutput=append:/var/log/web.log" "PIDFile=/run/%H.pid"
empty err
has out "^web.service: user 4242, group 4242, groups 4242, capabilities none\$"
row ExecStart /link/script tr-x "the service: ok"
row interpreter /usr/bin/tool tr-x "the service: ok"
row WorkingDirectory /srv tr-x "the service: ok"
row EnvironmentFile /etc/a.env tr-- "the launcher: ok"
row EnvironmentFile /etc/none t--- "the launcher: missing"
row StandardOutput /var/log/web.log t--- "the launcher: made at launch"
row PIDFile '/run/%H.pid' '\?\?\?\?' "nobody: known at launch only"

try "an ACL is the remedy for a directory"
chmod 700 t/srv/shut
checks 1 "WorkingDirectory=/srv/shut"
row WorkingDirectory /srv/shut t--- "the service: denied"
denied "WorkingDirectory=: the service cannot search '/srv/shut': the directory '/srv/shut' \(owner $(id -u), group $(id -g), mode 0700\): others may not search it" \
	"setfacl -m u:web:x /srv/shut"

try "a group that has the access is the least remedy"
chgrp "$gid" t/srv/shut && chmod 750 t/srv/shut
checks 1 "WorkingDirectory=/srv/shut"
has err "hint: SupplementaryGroups=keepers gives it\$"
checks 0 "WorkingDirectory=/srv/shut" "SupplementaryGroups=keepers"
row WorkingDirectory /srv/shut tr-x "the service: ok"

try "an optional directory is no mistake"
checks 0 "WorkingDirectory=-/srv/shut"
row WorkingDirectory /srv/shut t--- "the service: denied, which is fine"

try "what an ACL lets"
if setfacl -m u:4242:x t/srv/shut 2>/dev/null; then
	checks 0 "WorkingDirectory=/srv/shut"
	row WorkingDirectory /srv/shut t--x "the service: ok"
	setfacl -m m::r t/srv/shut
	checks 1 "WorkingDirectory=/srv/shut"
	has err "the mask of its ACL lets nobody but the owner search it \[access\]"
	setfacl -b t/srv/shut
else
	cannot "there is no setfacl, or no ACL here"
fi

try "to do as the hint says helps, and changes nothing for others"
obey() { # STATUS LINE...: the last hint of that check
	checks "$@"
	local hint
	hint=$(grep -o 'setfacl .*' "$scratch/err" | tail -n 1)
	[ -n "$hint" ] || fail "no hint: $(head -c 300 "$scratch/err")"
	eval "$(sed -E 's/u:web:/u:4242:/; s| /| t/|g' <<<"$hint")"
}
rights() { # of whom getfacl(1) has a line for, but the service and the mask
	getfacl -cenp "$1" | grep -v '^user:4242:\|^mask' | sed 's/.*#effective:/&/; s/:[rwx-]*[[:space:]]*#effective:/:/'
}
if setfacl -m u:4242:r t/srv/shut 2>/dev/null; then
	chmod 700 t/srv/shut && setfacl -m u:4242:r t/srv/shut
	obey 1 "WorkingDirectory=/srv/shut" "ReadOnlyPaths=/srv/shut"
	checks 0 "WorkingDirectory=/srv/shut" "ReadOnlyPaths=/srv/shut"
	row WorkingDirectory /srv/shut tr-x "the service: ok"
	setfacl -b t/srv/shut && chmod 700 t/srv/shut
	setfacl -m u:4242:rwx,g:2002:rwx,u:1001:rx,m::r t/srv/shut
	before=$(rights t/srv/shut)
	obey 1 "WorkingDirectory=/srv/shut"
	checks 0 "WorkingDirectory=/srv/shut"
	[ "$before" = "$(rights t/srv/shut)" ] || fail "others: $before, then $(rights t/srv/shut)"
	setfacl -b t/srv/shut && chmod 700 t/srv/shut
	setfacl -m g:2002:rwx,m::rx t/srv/shut # the mask stays
	before=$(rights t/srv/shut)
	obey 1 "WorkingDirectory=/srv/shut"
	[ "$before" = "$(rights t/srv/shut)" ] || fail "others: $before, then $(rights t/srv/shut)"
	setfacl -b t/srv/shut && chmod 750 t/srv/shut
else
	cannot "there is no setfacl, or no ACL here"
fi

try "a directory of the service's own"
chmod 700 t/var/lib/web
checks 1 "WorkingDirectory=/var/lib/web"
has err "hint: StateDirectory=web makes /var/lib/web the service's own directory\$"

try "a secret is for LoadCredential"
chmod 600 t/etc/a.env
checks 0 "ExecStart=/usr/bin/tool" "EnvironmentFile=/etc/a.env" "[Unit]" "ConditionPathExists=/etc/a.env"
row EnvironmentFile /etc/a.env t--- "the launcher: ok"
row ConditionPathExists /etc/a.env t--- "nobody: to read it: LoadCredential=a.env:/etc/a.env hands it to this service alone"

try "a script must be read, its interpreter only executed"
chmod 711 t/opt/script t/usr/bin/tool
checks 1 "ExecStart=/opt/script"
has err "ExecStart=: the service cannot read and execute '/opt/script'"
row interpreter /usr/bin/tool t--x "the service: ok"
chmod 755 t/opt/script t/usr/bin/tool

try "a command that may fail may be denied"
checks 0 "ExecStart=/usr/bin/tool" "ExecStartPre=-/opt/script"
row ExecStartPre /opt/script tr-x "the service: ok"
chmod 700 t/opt
checks 0 "ExecStart=/usr/bin/tool" "ExecStartPre=-/opt/script"
row ExecStartPre /opt/script ---- "the service: denied, which is fine"
chmod 755 t/opt

try "capabilities count, but not yet for the working directory"
chmod 700 t/opt
checks 0 "ExecStart=/opt/script" "AmbientCapabilities=CAP_DAC_READ_SEARCH"
checks 1 "ExecStart=/usr/bin/tool" "AmbientCapabilities=CAP_DAC_READ_SEARCH" "WorkingDirectory=/opt"
checks 0 "ExecStart=/usr/bin/tool" "ExecStartPre=+/opt/script"
checks 1 "ExecStart=/usr/bin/tool" "ExecStartPre=/opt/script"
chmod 755 t/opt

try "a plain name is searched as at launch"
checks 0 "ExecStart=tool"
row ExecStart /usr/bin/tool tr-x "the service: ok"
checks 1 "ExecStart=nothing"
has err "no directory that is searched has the program 'nothing' \[access\]"
checks 0 "ExecStart=/usr/bin/tool" "ExecStartPre=-nothing"

try "inside a root directory"
mkdir -p t/jail/bin && cp t/opt/script t/jail/bin/script
checks 1 "ExecStart=/bin/script" "RootDirectory=/jail"
has err "ExecStart=: interpreter '/usr/bin/tool' cannot be reached: '/jail/usr' does not exist"
lacks err "'/bin/script'"
checks 1 "RootDirectory=/nowhere"
has err "RootDirectory=: '/nowhere' does not exist in --root=t \[access\]"

try "what is missing"
checks 1 "ExecStart=/opt/none" "EnvironmentFile=/etc/none" "WorkingDirectory=/loop"
has err "ExecStart=: '/opt/none' does not exist in --root=t \[access\]"
has err "EnvironmentFile=: '/etc/none' does not exist in --root=t \[access\]"
has err "WorkingDirectory=: '/loop' is one symbolic link too many in --root=t \[access\]"
checks 1 "WorkingDirectory=/opt/script"
has err "'/opt/script' is not a directory in --root=t \[access\]"
checks 1 "ExecStart=/opt" "EnvironmentFile=/srv"
has err "ExecStart=: '/opt' is a directory in --root=t \[access\]"
has err "EnvironmentFile=: '/srv' is a directory in --root=t \[access\]"
checks 0 "ExecStart=-/opt/none"

try "scripts of scripts"
for i in 1 2 3 4 5 6; do
	printf '#!/opt/s%d\n' $((i - 1)) >t/opt/s$i
	chmod 755 t/opt/s$i
done
cp t/usr/bin/tool t/opt/s0
checks 0 "ExecStart=/opt/s5"
checks 1 "ExecStart=/opt/s6"
has err "'/opt/s0' is the interpreter of one script too many"

try "a program that would be another user's"
chmod u+s t/usr/bin/tool
checks 0 "NoNewPrivileges=yes"
has err "warning: with NoNewPrivileges=yes '/usr/bin/tool' does not get what its file gives: the user $(id -u) by its set-user-ID bit \[set-id-program\]"
checks 0 "NoNewPrivileges=no"
empty err
checks 0 "NoNewPrivileges=yes" "ExecStart=/opt/script"
has err "set-id-program"
gives 1 "$ambit" check -E set-id-program --root=t web.service
for view in PrivateTmp=yes ProtectHome=yes ProtectSystem=strict; do
	checks 0 "NoNewPrivileges=yes" "$view"
	has err "warning: with NoNewPrivileges=yes '/usr/bin/tool' does not get.*\[set-id-program\]"
done
unit box <<<$'[Service]\nDynamicUser=yes\nExecStart=/usr/bin/tool'
gives 0 "$ambit" check --root=t box.service
has err "set-id-program"
has err "hint: do without DynamicUser=, which implies it, or grant what"
chmod u-s t/usr/bin/tool t/opt/script && chmod u+s t/opt/script
checks 0 "NoNewPrivileges=yes" "ExecStart=/opt/script"
empty err
chmod u-s t/opt/script
if setcap cap_net_raw+ep t/usr/bin/tool 2>/dev/null; then
	checks 0 "NoNewPrivileges=yes" "PrivateTmp=yes"
	has err "does not get what its file gives: CAP_NET_RAW \[set-id-program\]"
	checks 0 "NoNewPrivileges=yes" "PrivateTmp=yes" "AmbientCapabilities=CAP_NET_RAW"
	lacks err "set-id-program"
	setcap -r t/usr/bin/tool
fi

try "what the view hides is not there"
mkdir -p t/tmp t/home/web && cp t/usr/bin/tool t/tmp/tool && cp t/usr/bin/tool t/home/web/tool
checks 1 "ExecStart=/tmp/tool" "PrivateTmp=yes"
row ExecStart /tmp/tool t--- "the service: missing"
has err "ExecStart=: '/tmp/tool' does not exist in what PrivateTmp= shows at '/tmp' \[access\]\$"
has err "hint: correct the path, leave PrivateTmp= out, or show it there by BindPaths=\$"
checks 1 "TemporaryFileSystem=/usr/bin"
has err "'/usr/bin/tool' does not exist in what TemporaryFileSystem= shows at '/usr/bin'"
checks 1 "ExecStart=/home/web/tool" "ProtectHome=tmpfs"
has err "'/home/web/tool' cannot be reached: '/home/web' does not exist in what ProtectHome= shows at '/home'"
checks 1 "ExecStart=/home/web/tool" "ProtectHome=yes"
has err "cannot execute '/home/web/tool': the directory '/home' \(owner 0, group 0, mode 0000\)"
has err "hint: leave ProtectHome= out, or name another path\$"
checks 1 "TemporaryFileSystem=/srv" "WorkingDirectory=/srv/shut"
checks 1 "PrivateTmp=yes" "WorkingDirectory=/tmp/none"
checks 1 "RootDirectory=/home" "ExecStart=/web/tool" "InaccessiblePaths=+/web"

try "what the view shows is there"
checks 0 "PrivateTmp=yes" "WorkingDirectory=/tmp"
row WorkingDirectory /tmp trwx "the service: made at launch"
checks 0 "TemporaryFileSystem=/srv" "BindPaths=/usr/bin:/srv/deep/bin" "ExecStart=/srv/deep/bin/tool" \
	"WorkingDirectory=/srv/deep"
row WorkingDirectory /srv/deep tr-x "the service: made at launch"
row "shown at" /srv/deep/bin tr-x "the launcher: ok"
checks 0 "TemporaryFileSystem=/srv:mode=0700,uid=4242" "WorkingDirectory=/srv"
checks 1 "TemporaryFileSystem=/srv:mode=0700,uid=4243" "WorkingDirectory=/srv"
has err "hint: leave TemporaryFileSystem= out, or name another path\$"
checks 1 "TemporaryFileSystem=/srv:noexec" "BindPaths=/usr/bin:/srv/bin" "NoExecPaths=/srv/bin" "ExecStart=/srv/bin/tool"
checks 0 "TemporaryFileSystem=/srv:noexec" "BindPaths=/usr/bin:/srv/bin" "ExecStart=/srv/bin/tool"
checks 0 "PrivateDevices=yes" "ProtectProc=invisible" "ReadOnlyPaths=/dev/core /dev/char /dev/pts/1"
row ReadOnlyPaths /dev/core '\?\?\?\?' "the launcher: made by the launcher"

try "a remedy is for the host, wherever the view shows it"
chmod 700 t/srv/shut
checks 1 "BindPaths=/srv/shut:/opt/other" "WorkingDirectory=/opt/other"
has err "the directory '/opt/other' .* others may not search it"
has err "hint: (setfacl -m u:web:x /srv/shut|move it to where the user has access)\$"

try "a path of the view that leads through links"
checks 0 "BindPaths=/usr/bin:/link/bin" "ExecStart=/opt/bin/tool"
checks 1 "InaccessiblePaths=/link" "ExecStart=/opt/script"
checks 1 "BindPaths=/usr/bin:/loop"
has err "BindPaths=: shown at '/loop' is one symbolic link too many"

try "what nothing can be mounted on"
checks 1 "TemporaryFileSystem=/etc/a.env" "BindPaths=/etc/a.env:/srv"
has err "TemporaryFileSystem=: '/etc/a.env' is of another type than what is to show there in --root=t \[access\]"
has err "BindPaths=: shown at '/srv' is of another type"

try "the directories of the service"
rm -rf t/var/lib/web && mkdir -p t/run t/var/cache
checks 0 "StateDirectory=web web/deep:other/name" "WorkingDirectory=/var/lib/web" "RuntimeDirectory=web" \
	"ReadWritePaths=/var/lib/other/name"
empty err
row WorkingDirectory /var/lib/web trwx "the service: made at launch"
row StateDirectory /var/lib/web/deep trwx "the launcher: made at launch"
row ReadWritePaths /var/lib/other/name trwx "the launcher: made at launch"
checks 1 "StateDirectory=web" "WorkingDirectory=/var/lib/web/deep"
has err "'/var/lib/web/deep' does not exist in --root=t"
checks 1 "StateDirectory=web" "StateDirectoryMode=0600" "WorkingDirectory=/var/lib/web"
has err "hint: StateDirectoryMode= gives it that mode\$"
checks 1 "StandardOutput=append:/var/log/web/log" "LogsDirectory=web" # which is made afterwards
has err "StandardOutput=: '/var/log/web/log' cannot be reached"
rmdir t/var/cache
checks 1 "CacheDirectory=web"
has err "CacheDirectory=: '/var/cache/web' cannot be reached: '/var/cache' does not exist in --root=t"

try "directories that another one had before"
mkdir -p t/var/lib/web/deep && chmod 700 t/var/lib/web t/var/lib/web/deep
checks 0 "StateDirectory=web" "WorkingDirectory=/var/lib/web/deep"
row WorkingDirectory /var/lib/web/deep trwx "the service: ok"
mkdir t/etc/web && chmod 700 t/etc/web
checks 1 "ConfigurationDirectory=web" "WorkingDirectory=/etc/web"

try "directories of a dynamic user"
sandbox() { # STATUS LINE...
	local status=$1
	shift
	unit box <<<"[Service]"$'\n'"DynamicUser=yes"$'\n'"StateDirectory=web:other"$'\n'"ExecStart=/usr/bin/tool"$'\n'"$(printf '%s\n' "$@")"
	gives "$status" "$ambit" check -W no-program-format --root=t box.service
}
sandbox 0 "WorkingDirectory=/var/lib/web/deep" # moved with all that is in it
sandbox 0 "WorkingDirectory=/var/lib/other"
sandbox 1 "WorkingDirectory=/var/lib/web/none"
mv t/var/lib/web t/var/lib/gone
sandbox 0 "WorkingDirectory=/var/lib/private/web"
sandbox 1 "WorkingDirectory=/var/lib/private/gone"
mkdir -m 700 t/var/lib/private && mv t/var/lib/gone t/var/lib/private/web && ln -s private/web t/var/lib/web
sandbox 0 "WorkingDirectory=/var/lib/web/deep"
checks 0 "StateDirectory=web" "WorkingDirectory=/var/lib/web/deep" # moved back
checks 1 "WorkingDirectory=/var/lib/web/deep"
rm -r t/var/lib/private t/var/lib/web && mkdir t/var/lib/web

try "sources that the launch needs"
checks 1 "LoadCredential=k:/none" "LoadCredential=l:/etc/a.env" "LoadCredential=m:/opt"
has err "LoadCredential=: '/none' does not exist in --root=t \[access\]"
lines err 4
row LoadCredential /opt tr-x "the launcher: ok"
checks 0 "LoadCredential=k:/none" "SetCredential=k:v" "LoadCredential=l" "LoadCredential=m:relative"
checks 1 "LoadCredential=k:/etc/a.env/none" "SetCredential=k:v"
checks 1 "BindPaths=/none:/srv"
has err "BindPaths=: '/none' does not exist in --root=t \[access\]"
row "shown at" /srv '\?\?\?\?' "the launcher: made by the launcher"
checks 0 "BindPaths=-/none:/srv"
row "shown at" /srv tr-x "the launcher: ok"
for list in ReadWritePaths ReadOnlyPaths InaccessiblePaths ExecPaths NoExecPaths; do
	checks 1 "$list=/none"
	has err "$list=: '/none' does not exist in --root=t \[access\]"
	checks 0 "$list=-/none"
	row "$list" /none t--- "the launcher: missing"
done
checks 0 "ProtectSystem=strict" "ReadOnlyPaths=/none" # which says nothing new
checks 0 "InaccessiblePaths=/srv" "ReadOnlyPaths=/srv/none"
checks 1 "OpenFile=/none" "OpenFile=/opt"
has err "OpenFile=: '/opt' is a directory in --root=t"
checks 0 "OpenFile=/none::graceful" "OpenFile=/opt::read-only"
checks 1 "NetworkNamespacePath=/run/netns/none"
checks 1 "IPCNamespacePath=/run/none"

try "names of the tree, not of this machine"
checks 1 "Group=no-such-group"
has err "the group 'no-such-group' is not in t/etc/group \[account\]"
empty out

try "diagnostics for machines stand alone"
checks 1 "ExecStart=/opt/none"
gives 1 "$ambit" check --format=json --root=t web.service
json out "[d['name'] for d in j] == ['access']"

try "a root that is none"
for place in nowhere web.service ''; do
	gives 2 "$ambit" check --root="$place" web.service
	has err "^ambit: error: --root=$place: "
done

try "what ambit itself may not look at"
as=()
[ "$(id -u)" = 0 ] && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if "${as[@]}" test -x "$ambit" 2>/dev/null; then
	chmod 700 t/opt && [ "$(id -u)" = 0 ] || chmod 0 t/opt
	checks 0
	unit web <<<$'[Service]\nUser=web\nExecStart=/opt/script'
	gives 2 "${as[@]}" "$ambit" check --root=t web.service
	has err "'/opt/script' below --root cannot be looked at: Permission denied \[unreadable\]"
	chmod 755 t/opt
else
	cannot "another user cannot start ambit"
fi
