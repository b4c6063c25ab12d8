#!/bin/sh
# The first process of the guest: makes a machine of the tree, on which a lab can run, and measures.
# What it prints goes to the first serial port, how it ended to the second one.
# Usage: init [OPTION OF THE BENCH]...
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
for path in /dev/shm /run /tmp; do
  mount -t tmpfs tmpfs "$path"
done
ln -s /proc/self/fd /dev/fd
modprobe -a openvswitch vport-geneve geneve veth bridge tun
ip link set lo up

cd /mcreconcile || exit
LAB_DATAPATH=system node test/lab/cutover.mjs "$@"
echo $? >/dev/ttyS1
echo o >/proc/sysrq-trigger
sleep infinity
