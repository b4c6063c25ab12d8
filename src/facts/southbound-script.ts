import type { OvsFacts } from '../model/facts.ts';
import { environmentLines, limitLine, shellWords } from '../model/shell.ts';
import { frameShell } from './frames.ts';

/**
 * The one script that asks a node for a southbound database: POSIX sh, writes nothing, over within
 * 14 s. Its frame `southbound` holds the JSON of two selects in one transaction, see
 * `ovnSouthboundSchema`. `remote` is a comma list as OVN takes it.
 */
export function southboundScript(ovs: OvsFacts, remote: string, boundary: string): string {
  const db = ovs.db === null ? [] : [`--db=${ovs.db}`];
  return [
    `boundary=${shellWords([boundary])}`,
    `vsctl=${shellWords([ovs.vsctl])}`,
    `db=${shellWords([db.join(' ')])}`,
    `remote=${shellWords([remote])}`,
    `transaction=${shellWords([JSON.stringify(transaction)])}`,
    environmentLines,
    limitLine,
    frameShell,
    body,
  ].join('\n');
}

const transaction = [
  'OVN_Southbound',
  { op: 'select', table: 'Chassis', where: [], columns: ['name', 'encaps'] },
  { op: 'select', table: 'Encap', where: [], columns: ['_uuid', 'type', 'ip'] },
];

const body = String.raw`
find_client() {
  for candidate in "${'$'}{vsctl%ovs-vsctl}ovsdb-client" ovsdb-client microovn.ovsdb-client; do
    command -v "$candidate" && return 0
  done
  return 127
}
ssl_file() {
  printf '%s\n' "$ssl" | sed -n "s/^$1: //p"
}
# Any member of a cluster will do; query takes back whatever it might have written.
read_southbound() {
  client=$(find_client) || return 127
  set -- --timeout=5 --no-leader-only
  ssl=
  case $remote in
    *ssl:*) ssl=$($limit "$vsctl" $db --timeout=5 get-ssl) || return ;;
  esac
  # Where the database names no key, the snap's ovsdb-client brings its own.
  key=$(ssl_file 'Private key')
  [ -z "$key" ] || set -- "$@" -p "$key" -c "$(ssl_file Certificate)" -C "$(ssl_file 'CA Certificate')"
  $limit "$client" "$@" query "$remote" "$transaction"
}

frame southbound read_southbound
edge done
`;
