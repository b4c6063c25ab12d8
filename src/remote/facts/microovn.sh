# Asks MicroOVN's daemon what it is, on its control socket. Fails where the snap is not
# there; prints the answer, or a word where nobody could be asked.
read_microovn() {
  state=/var/snap/microovn/common/state
  [ -e /snap/microovn ] || [ -e /var/snap/microovn ] || return 1
  # Who may not look into a folder sees nothing in it, either.
  for folder in /var/snap/microovn /var/snap/microovn/common "$state"; do
    [ ! -d "$folder" ] || [ -x "$folder" ] || { echo permission-denied; return; }
  done
  socket=$state/control.socket
  [ -S "$socket" ] || { echo no-socket; return; }
  [ -w "$socket" ] || { echo permission-denied; return; }
  # The documented answers have a few hundred bytes.
  ask_microovn "$socket" /core/1.0 2>/dev/null | head -c 65536
}
# Asks it for its cluster, one line each: who runs what, and the members, without keys and certificates. For
# the latter it talks to each of them. Before 24.03 the list has another path.
read_members() {
  socket=/var/snap/microovn/common/state/control.socket
  [ -n "$ask_cluster" ] && [ -S "$socket" ] && [ -w "$socket" ] || return 1
  one_line /1.0/services 2
  for path in /core/1.0/cluster /cluster/1.0/cluster; do
    list=$(one_line "$path" 5 | sed 's/"\(certificate\|secret\)":"[^"]*"/"\1":""/g')
    case $list in '' | '{"type":"sync"'*) break ;; esac
  done
  printf '%s\n' "$list"
}
one_line() {
  ask_microovn "$socket" "$1" "$2" 2>/dev/null | head -c 1048576 | tr -d '\n'
  echo
}
# SOCKET PATH SECONDS
ask_microovn() {
  if command -v curl >/dev/null; then
    curl -q -s -m "${3-2}" --noproxy '*' --unix-socket "$1" "http://localhost$2"
  elif command -v python3 >/dev/null; then
    python3 -c "$microovn_client" "$1" "$2" "${3-2}"
  else
    echo no-client
  fi
}
# python3 has no client for this in one call; SIGALRM ends it, whatever it is waiting for.
microovn_client='
import http.client, signal, socket, sys
signal.alarm(int(sys.argv[3]))
daemon = http.client.HTTPConnection("localhost")
daemon.sock = socket.socket(socket.AF_UNIX)
daemon.sock.connect(sys.argv[1])
daemon.request("GET", sys.argv[2])
sys.stdout.buffer.write(daemon.getresponse().read(4194304))
'
