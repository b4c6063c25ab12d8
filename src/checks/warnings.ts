import type { Fleet, NodeState } from '../model/plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { endpointNics } from '../ovn/endpoints.ts';
import { keys } from '../ovn/keys.ts';
import type { Check } from './check.ts';
import { microovnRemark } from './microovn.ts';

/** What does not stop a move, but an operator should know before it. */
export const warnings: Check = (fleet) => fleet.nodes.flatMap((node) => about(node, fleet));

type Warning = (node: NodeState, fleet: Fleet) => Problem | readonly Problem[] | null;

function about(node: NodeState, fleet: Fleet): readonly Finding[] {
  const found = all.flatMap((warning) => warning(node, fleet) ?? []);
  return found.map((problem) => ({ nodes: [node.spec.name], problem }));
}

const underlayIsManagement: Warning = ({ spec, facts, endpoint }) => {
  const address = facts.managementIp?.text;
  if (spec.underlay === false || !endpoint.ok || endpoint.value.address.text !== address)
    return null;
  return { kind: 'underlay-is-management', address };
};

/**
 * It drops what comes in by another NIC than the route back goes out by: while networks cross, packets
 * arrive at the old endpoint as well as at the new one.
 */
const strictReversePath: Warning = ({ facts, endpoint }) => {
  const wanted = endpoint.ok ? endpoint.value.nic.name : null;
  const names = [...endpointNics(facts).map(({ name }) => name), wanted];
  return facts.nics
    .filter(({ name, rpFilter }) => rpFilter === 1 && names.includes(name))
    .map(({ name }) => ({ kind: 'strict-rp-filter', interface: name }));
};

const ipsec: Warning = ({ facts }) =>
  facts.tunnels.some(({ secured }) => secured) ? { kind: 'ipsec' } : null;

/** ovs-ctl(8) writes system-id anew from its file at every start. */
const systemIdFile: Warning = ({ facts }) => {
  const set = facts.ovs.columns.external_ids[keys.systemId];
  const file = facts.systemIdFile;
  if (file === null || set === undefined || file === set) return null;
  return { kind: 'system-id-file', set, file };
};

/** MicroOVN and LXD take the host name for the chassis name. */
const microovnName: Warning = ({ facts }) => {
  const { microovn, systemId, hostname } = facts;
  if (microovn === null || systemId === null || systemId === hostname) return null;
  return { kind: 'microovn-name', systemId, hostname };
};

/** Who stays on the management address gets from every MicroOVN what is declared. */
const microovnUnderlay: Warning = ({ spec, facts }) =>
  spec.underlay === false || spec.underlay === null ? null : microovnRemark(facts);

/** Somebody's run that is not over, or was never finished. */
const timer: Warning = ({ facts: { timers } }) => {
  const [found] = timers;
  return found === undefined ? null : { kind: 'timer-found', ...found };
};

const all: readonly Warning[] = [
  timer,
  underlayIsManagement,
  strictReversePath,
  ipsec,
  systemIdFile,
  microovnName,
  microovnUnderlay,
];
