import { microovnRemark } from '../checks/microovn.ts';
import type { Column } from '../model/change.ts';
import { describe } from '../problems/problem.ts';
import type { Nic, NodeFacts } from '../model/facts.ts';
import type { FoundTimer } from '../model/undo.ts';
import { standing } from '../ovn/keys.ts';
import { escapeControl } from './escape.ts';
import { table } from './table.ts';
import { count } from './wrap.ts';

/** What one node has, indented under its name. */
export function factsText(facts: NodeFacts): string {
  const { ovs, ovnVersion, hostname } = facts;
  const ovn = ovnVersion === null ? 'no ovn-controller' : `OVN ${ovnVersion}`;
  const head = [
    `host name ${hostname}, system-id ${systemId(facts)}`,
    `Open vSwitch ${ovs.version ?? '(version unknown)'} (${ovs.vsctl}), ${ovn}`,
  ];
  const lines = [
    ...[...head, ...microovn(facts), ...snap(facts), ...lxd(facts), ...facts.timers.map(timer)].map(
      escapeControl,
    ),
    ...nicTable(facts.nics),
    ...keyTable(facts),
    ...tunnelTable(facts),
  ];
  return lines.map((line) => `    ${line}`.trimEnd()).join('\n');
}

/** Says whether MicroOVN takes an underlay. */
function microovn(facts: NodeFacts): readonly string[] {
  if (facts.microovn === null) return [];
  const remark = microovnRemark(facts);
  if (remark !== null) return [describe(remark).summary];
  return [`MicroOVN ${facts.microovn.version} takes an underlay when it is bootstrapped or joins`];
}

function snap({ microovnSnap: found }: NodeFacts): readonly string[] {
  if (found === null || found.revision === null) return [];
  return [`MicroOVN snap of revision ${found.revision}${found.held === true ? ', held' : ''}`];
}

/** Those who were not asked have nothing to say. */
function lxd({ lxd: found }: NodeFacts): readonly string[] {
  if (found === null || found.unread === 'not-asked') return [];
  if (found.unread !== null)
    return [describe({ kind: 'lxd-unread', reason: found.unread }).summary];
  const sizes = found.networks.flatMap(({ mtu }) => mtu ?? []);
  const largest = sizes.length === 0 ? '' : `, bridge.mtu up to ${Math.max(...sizes)}`;
  return [`LXD has ${count(found.networks.length, 'OVN network')}${largest}`];
}

function timer({ run, owner, secondsLeft, alive }: FoundTimer): string {
  const state = alive ? `reverts its keys in ${secondsLeft} s` : 'dead';
  return `revert timer of run ${run} (${owner}): ${state}`;
}

/** With its source, which is not always the database. */
function systemId({ systemId: name, systemIdSource: source }: NodeFacts): string {
  return name === null ? 'none' : `${name} (${source})`;
}

function nicTable(nics: readonly Nic[]): readonly string[] {
  const rows = nics
    .filter(({ name }) => name !== 'lo')
    .map((nic) => [nic.name, state(nic), String(nic.mtu), addresses(nic)]);
  return table([['NIC', 'STATE', 'MTU', 'ADDRESSES'], ...rows]);
}

function state({ up, carrier }: Nic): string {
  if (!up) return 'down';
  return carrier ? 'up' : 'no carrier';
}

function addresses(nic: Nic): string {
  const global = nic.addresses.filter(({ scope }) => scope === 'global');
  return global.map(({ address, prefix }) => `${address.text}/${prefix}`).join(' ') || '-';
}

/** The keys of the database, and which of them OVN ignores. */
function keyTable(facts: NodeFacts): readonly string[] {
  const columns: readonly Column[] = ['external_ids', 'other_config'];
  const rows = columns.flatMap((column) =>
    Object.entries(facts.ovs.columns[column]).map(([key, value]) => [
      `${column}:${key}`,
      value,
      standing(facts, column, key) ?? '',
    ]),
  );
  return rows.length === 0 ? ['no keys set'] : table([['KEY', 'VALUE', ''], ...rows]);
}

function tunnelTable({ tunnels }: NodeFacts): readonly string[] {
  const rows = tunnels.map((tunnel) => [
    tunnel.chassis ?? tunnel.port,
    tunnel.remoteIp ?? '-',
    tunnel.localIp ?? 'any',
    tunnel.egress ?? 'no route',
    tunnel.error ?? `${tunnel.received} in, ${tunnel.sent} out`,
  ]);
  return rows.length === 0 ? [] : table([['TUNNEL TO', 'AT', 'FROM', 'NIC', 'PACKETS'], ...rows]);
}
