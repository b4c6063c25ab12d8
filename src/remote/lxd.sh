# Names the folder of an LXD that has run, in $home; fails where there is none: the socket of another one may
# start it, and the `lxc` of a plain Ubuntu installs it.
find_lxd() {
  command -v lxc >/dev/null || return 127
  for home in ${LXD_DIR-} /var/snap/lxd/common/lxd /var/lib/lxd; do
    [ -S "$home/unix.socket" ] && [ -d "$home/database" ] && return
  done
  return 127
}
