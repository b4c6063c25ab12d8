/** Seconds in which the daemon is to have answered, all of it. */
const patience = 2;

/** Bytes of an answer that are read; the documented ones have a few hundred. */
const most = 65_536;

const state = '/var/snap/microovn/common/state';

/** python3 has no client for this in one call; SIGALRM ends it, whatever it is waiting for. */
const python = `
import http.client, signal, socket, sys
signal.alarm(${patience})
daemon = http.client.HTTPConnection("localhost")
daemon.sock = socket.socket(socket.AF_UNIX)
daemon.sock.connect(sys.argv[1])
daemon.request("GET", "/core/1.0")
sys.stdout.buffer.write(daemon.getresponse().read(${most}))
`.trim();

/**
 * `read_microovn` asks MicroOVN's daemon what it is, on its control socket: `GET /core/1.0`, see
 * `microclusterSchema`. It fails where the snap is not there, and prints the answer, or a word of
 * `MicroovnUnread` where nobody could be asked.
 */
export const microovnShell = String.raw`
ask_microovn() {
  if command -v curl >/dev/null; then
    curl -q -s -m ${patience} --noproxy '*' --unix-socket "$1" http://localhost/core/1.0
  elif command -v python3 >/dev/null; then
    python3 -c '${python}' "$1"
  else
    echo no-client
  fi
}
read_microovn() {
  [ -e /snap/microovn ] || [ -e /var/snap/microovn ] || return 1
  # Who may not look into a folder sees nothing in it, either.
  for folder in ${['/var/snap/microovn', '/var/snap/microovn/common', state].join(' ')}; do
    [ ! -d "$folder" ] || [ -x "$folder" ] || { echo permission-denied; return; }
  done
  socket=${state}/control.socket
  [ -S "$socket" ] || { echo no-socket; return; }
  [ -w "$socket" ] || { echo permission-denied; return; }
  ask_microovn "$socket" 2>/dev/null | head -c ${most}
}
`;
