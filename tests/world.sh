# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A throw-away root, sourced by what runs services for real: an overlay of this machine's root that is
# writable at will, with /dev, /proc, /sys, /run and /tmp of its own. For a mount namespace whose mounts are
# private, best with a PID and a network namespace; DIR is on a file system that ends with it.

add_devices() { # ROOT
	local name
	mount -t tmpfs -o mode=0755 tmpfs "$1/dev"
	for name in null zero full random urandom tty; do
		# of its own: what systemd does to the owner and mode of a terminal must not reach the machine's
		cp -a "/dev/$name" "$1/dev/$name"
	done
	mkdir "$1/dev/pts" "$1/dev/shm"
	mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$1/dev/pts"
	mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
	ln -s pts/ptmx "$1/dev/ptmx"
	ln -s /proc/self/fd "$1/dev/fd"
}

# DIR/root, with SHARE to be seen as /test there; kernel variables and /sys are read-only.
make_root() { # DIR [SHARE]
	local root=$1/root
	mkdir "$1/upper" "$1/work" "$root"
	mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$root"
	mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" "$root/mnt" "$root/test"
	mount -t proc proc "$root/proc"
	mount --bind "$root/proc/sys" "$root/proc/sys"
	mount -o remount,bind,ro "$root/proc/sys"
	mount -t sysfs -o ro sysfs "$root/sys"
	mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
	mount -t tmpfs -o mode=0755 tmpfs "$root/run"
	mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
	[ $# = 1 ] || mount --bind "$2" "$root/test"
	add_devices "$root"
}

enter_root() { # DIR
	cd "$1/root" || exit
	pivot_root . mnt
	umount -l /mnt
}
