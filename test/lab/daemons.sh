# How a node's daemons are started: when it boots, and again by the tests that end them.
# Usage: start DAEMON
start() {
  case $1 in
    sshd)
      mkdir -p -m 755 /run/sshd
      /usr/sbin/sshd -E /var/log/sshd.log
      ;;
    ovsdb-server)
      detach ovsdb-server --remote=punix:/run/openvswitch/db.sock \
        --remote=db:Open_vSwitch,Open_vSwitch,manager_options /etc/openvswitch/conf.db
      ;;
    ovs-vswitchd)
      set -- ovs-vswitchd unix:/run/openvswitch/db.sock
      ! in_userspace || set -- "$@" --disable-system
      detach "$@"
      ;;
    # As Debian does: now and then it crashes while it starts, and is started again.
    ovn-controller) detach ovn-controller --monitor $(key_options) unix:/run/openvswitch/db.sock ;;
  esac
}

# Where a host has a certificate, it is that of southbound.sh.
key_options() {
  [ ! -e /etc/ovn/key.pem ] || echo -p /etc/ovn/key.pem -c /etc/ovn/cert.pem -C /etc/ovn/ca.pem
}

in_userspace() {
  [ "$LAB_DATAPATH" = netdev ]
}

# --detach returns when the daemon serves, which is all the waiting that a start needs.
detach() {
  daemon=$1
  shift
  "$daemon" --detach --no-chdir --pidfile --log-file -vconsole:err -vsyslog:off "$@"
}
