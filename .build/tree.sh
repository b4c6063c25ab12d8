#!/bin/sh
# Makes the root of another Debian, whose OVN labs can run. Where a good one stands, does nothing.
# Usage: tree.sh TREE SUITE OVN PACKAGE..., where OVN is the series that it has to hold
set -eu
PATH=$PATH:/usr/sbin:/sbin
tree=$1 suite=$2 ovn=$3
shift 3

main() {
  mkdir -p "${tree%/*}"
  # Held as long as anything runs that is started here: who comes second finds the tree made.
  exec 9>"$tree.lock"
  flock 9
  ! works "$tree" || return 0
  echo "Making $tree: Debian $suite with OVN $ovn, once, in about a minute." >&2
  remove "$tree.new"
  site=$(mirror)
  build "$site" "$@"
  works "$tree.new" || fail "The new tree does not run OVN $ovn, or lacks files."
  remove "$tree"
  mv "$tree.new" "$tree"
}

# It runs, and no file of a package is missing or changed.
works() {
  version=$(chroot "$1" ovn-controller --version 2>/dev/null) || return 1
  changed=$(chroot "$1" dpkg --verify) || return 1
  case $version in "ovn-controller $ovn"*) [ -z "$changed" ] ;; *) return 1 ;; esac
}

# Usage: build SITE PACKAGE...
build() {
  site=$1
  shift
  include=$(printf '%s,' "$@")
  # Its mounts and processes end with it, whatever ends it.
  unshare --mount --pid --fork --kill-child debootstrap --force-check-gpg --variant=minbase \
    "--include=${include%,}" "$suite" "$tree.new" "$site" >&2
  rm "$tree.new/var/cache/apt/archives/"*.deb
}

# The one that this machine is set up with.
mirror() {
  site=$(debian_site)
  [ -n "$site" ] || { apt-get update >&2 && site=$(debian_site); }
  case $site in
    '') fail 'apt is set up with no mirror of Debian.' ;;
    mirror+file:*) awk '/^[a-z]/ { print $1; exit }' "${site#mirror+file:}" ;;
    *) echo "$site" ;;
  esac
}

debian_site() {
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
    'Origin: Debian' 'Label: Debian' 'Component: main' | head -n 1
}

remove() {
  rm -rf --one-file-system "$1"
}

fail() {
  echo "$1" >&2
  exit 1
}

main "$@"
