# The pid and the arguments of the node's ovn-controller.
controller_pid() {
  for pidfile in /run/ovn/ovn-controller.pid /var/snap/microovn/common/run/ovn/ovn-controller.pid; do
    [ -r "$pidfile" ] && cat "$pidfile" && return 0
  done
}
controller_arguments() {
  pid=$(controller_pid) && [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null
}
