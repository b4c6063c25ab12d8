import type { SouthboundMove } from '../model/move.ts';
import type { OvsFacts } from '../model/facts.ts';
import { environmentLines, limitLine, shellWords } from '../model/shell.ts';
import { frameShell } from './frames.ts';

/** What is asked of a southbound database, as a transaction of RFC 7047. */
export interface SouthboundQuestion {
  /** Comma lists as OVN takes them: each is asked on its own. */
  readonly remotes: readonly string[];
  /** `query` takes back whatever the transaction would write (ovsdb-client(1)). */
  readonly verb: 'query' | 'transact';
  readonly operations: readonly object[];
}

/**
 * The one script that has a node ask a southbound database: POSIX sh, over within 14 s for each
 * remote. Its frame `southbound-N` holds the JSON that the remote N answered.
 */
export function southboundScript(
  ovs: OvsFacts,
  { remotes, verb, operations }: SouthboundQuestion,
  boundary: string,
): string {
  const db = ovs.db === null ? [] : [`--db=${ovs.db}`];
  return [
    `boundary=${shellWords([boundary])}`,
    `vsctl=${shellWords([ovs.vsctl])}`,
    `db=${shellWords([db.join(' ')])}`,
    `remotes=${shellWords([remotes.join(' ')])}`,
    `verb=${verb}`,
    `transaction=${shellWords([JSON.stringify(['OVN_Southbound', ...operations])])}`,
    environmentLines,
    limitLine,
    frameShell,
    body,
  ].join('\n');
}

/**
 * Chassis, endpoints and gateways. Its last operation changes nothing, on every row of Encap: whoever
 * may not re-address them (RBAC of ovn-sb(5), a read-only server) is told so.
 */
export const readOperations: readonly object[] = [
  select('Chassis', ['_uuid', 'name', 'encaps', 'other_config']),
  select('Encap', ['_uuid', 'type', 'ip']),
  select('Port_Binding', ['logical_port', 'chassis'], [['type', '==', 'chassisredirect']]),
  {
    op: 'mutate',
    table: 'Encap',
    where: [],
    mutations: [['options', 'insert', ['map', []]]],
  },
];

/** What one server holds of what was re-addressed. */
export const lookOperations: readonly object[] = [
  select('Chassis', ['name']),
  select('Encap', ['_uuid', 'ip']),
];

/** One transaction: it commits only if the chassis and the rows are those that the plan saw. */
export function moveOperations({ chassis, encaps }: SouthboundMove): readonly object[] {
  const row = (uuid: string) => [['_uuid', '==', ['uuid', uuid]]];
  const same = { op: 'wait', timeout: 0, until: '==' };
  return [
    {
      ...same,
      table: 'Chassis',
      where: [],
      columns: ['name'],
      rows: chassis.map((name) => ({ name })),
    },
    ...encaps.map(({ uuid, type, before: ip }) => ({
      ...same,
      table: 'Encap',
      where: row(uuid),
      columns: ['type', 'ip'],
      rows: [{ type, ip }],
    })),
    ...encaps.map(({ uuid, after: ip }) => ({
      op: 'update',
      table: 'Encap',
      where: row(uuid),
      row: { ip },
    })),
    { op: 'comment', comment: 'mcreconcile: endpoints move in place' },
  ];
}

function select(table: string, columns: readonly string[], where: readonly unknown[] = []) {
  return { op: 'select', table, where, columns };
}

const body = String.raw`
find_client() {
  for candidate in "${'$'}{vsctl%ovs-vsctl}ovsdb-client" ovsdb-client microovn.ovsdb-client; do
    command -v "$candidate" && return 0
  done
  return 127
}
# What ovs-vsctl get-ssl names, else what the ovn-controller was started with; SHORT LONG TITLE.
key_file() {
  file=$(printf '%s\n' "$ssl" | sed -n "s/^$3: //p")
  [ -n "$file" ] || file=$(printf '%s\n' "$controller" | sed -n "s/^--$2=//p; /^-$1${'$'}/{n;p;}")
  printf '%s\n' "$file"
}
controller_arguments() {
  for pidfile in /run/ovn/ovn-controller.pid /var/snap/microovn/common/run/ovn/ovn-controller.pid; do
    [ -r "$pidfile" ] && tr '\0' '\n' <"/proc/$(cat "$pidfile")/cmdline" 2>/dev/null && return 0
  done
}
# Any member of a cluster will do: a follower hands on what is to be written.
ask() {
  client=$(find_client) || return 127
  remote=$1
  set -- --timeout=5 --no-leader-only
  case $remote in
    *ssl:*)
      ssl=$($limit "$vsctl" $db --timeout=5 get-ssl) || return
      controller=$(controller_arguments)
      key=$(key_file p private-key 'Private key')
      # Where nothing names a key, the snap's ovsdb-client brings its own.
      [ -z "$key" ] || set -- "$@" -p "$key" -c "$(key_file c certificate Certificate)" \
        -C "$(key_file C ca-cert 'CA Certificate')"
      ;;
  esac
  $limit "$client" "$@" "$verb" "$remote" "$transaction"
}

# An address in brackets is no pattern of files.
set -f
number=0
for each in $remotes; do
  frame "southbound-$number" ask "$each"
  number=$((number + 1))
done
edge done
`;
