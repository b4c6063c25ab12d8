import { parse } from 'shell-quote';
import type { Outcome } from '../../src/engine/ports.ts';
import { isPathScript, modelPaths, pathAnswers, type ModelPaths } from './paths.ts';
import { isTimerScript, timerAnswer, timerFound, type ModelTimer } from './timers.ts';
import { vsctl, type Answer, type Row } from './vsctl.ts';

/** A NIC as `ip -j addr show` prints it. */
interface ModelNic {
  readonly ifname: string;
  flags: string[];
  mtu: number;
  address?: string;
  addr_info: { family: string; local: string; prefixlen: number; scope: string }[];
}

/** A node that exists in memory only: two NICs, a database row, and what answers a script. */
export interface ModelNode {
  readonly name: string;
  readonly managementIp: string;
  readonly nics: ModelNic[];
  readonly row: Row;
  ovnVersion: string | null;
  /** false: there is no ovs-vsctl. */
  ovs: boolean;
  /** false: ovs-vswitchd is down. */
  vswitchd: boolean;
  readonly paths: ModelPaths;
  timer: ModelTimer | null;
  /** Scripts that the node has answered, for tests of "nothing was run". */
  scripts: number;
}

/** Node n of a fleet: management 198.18.0.(10+n) on eth0, underlay 198.19.0.(10+n) on eth1. */
export function modelNode(n: number): ModelNode {
  const name = `micro${String(n).padStart(2, '0')}`;
  const managementIp = `198.18.0.${10 + n}`;
  return {
    name,
    managementIp,
    nics: [
      nic('lo', '127.0.0.1', 8, 'host'),
      nic('eth0', managementIp, 24),
      nic('eth1', `198.19.0.${10 + n}`, 24),
    ],
    row: {
      external_ids: new Map([
        ['hostname', name],
        ['ovn-encap-ip', managementIp],
        ['ovn-encap-type', 'geneve'],
        ['system-id', name],
      ]),
      other_config: new Map(),
    },
    ovnVersion: null,
    ovs: true,
    vswitchd: true,
    paths: modelPaths(),
    timer: null,
    scripts: 0,
  };
}

/** Runs a script of the product: for facts, paths, the timer, or one ovs-vsctl command. */
export function runScript(node: ModelNode, script: string): Outcome {
  node.scripts += 1;
  const boundary = /^boundary=(\S+)$/m.exec(script)?.[1];
  if (boundary !== undefined) {
    return { ...framed(answersTo(node, script), boundary), signal: null };
  }
  // `$limit` is empty here: a model never hangs.
  const [, ...words] = parse(script.split('\n').at(-1) ?? '')
    .map(String)
    .filter(Boolean);
  return { ...vsctl(node.row, words), signal: null };
}

function answersTo(node: ModelNode, script: string): Record<string, Answer> {
  if (isTimerScript(script)) return { timer: timerAnswer(node, script) };
  if (!isPathScript(script)) return answers(node);
  return pathAnswers(node.paths, (source) => holder(node, source), script);
}

function nic(ifname: string, local: string, prefixlen: number, scope = 'global'): ModelNic {
  const flags = ['UP', 'LOWER_UP'];
  return { ifname, flags, mtu: 1500, addr_info: [{ family: 'inet', local, prefixlen, scope }] };
}

function holder({ nics }: ModelNode, address: string): string {
  const holds = ({ addr_info }: ModelNic) => addr_info.some(({ local }) => local === address);
  return nics.find(holds)?.ifname ?? '';
}

function framed(answers: Record<string, Answer>, boundary: string): Answer {
  const edge = (text: string): string => `\n${boundary} ${text}\n`;
  const frames = Object.entries(answers);
  const out = frames.map(
    ([name, { exit, stdout }]) => edge(`begin ${name}`) + stdout + edge(`end ${exit}`),
  );
  const errors = frames.map(
    ([name, { exit, stderr }]) => edge(`begin ${name}`) + stderr + edge(`end ${exit}`),
  );
  return { exit: 0, stdout: out.join('') + edge('done'), stderr: errors.join('') + edge('done') };
}

function answers(node: ModelNode): Record<string, Answer> {
  const printed = (stdout: string, exit = 0): Answer => ({ exit, stdout, stderr: '' });
  return {
    hostname: printed(`${node.name}\n`),
    connection: printed(`198.18.0.254 50000 ${node.managementIp} 22\n`),
    nics: printed(JSON.stringify(node.nics)),
    vsctl: node.ovs ? printed('/usr/bin/ovs-vsctl\n') : printed('', 127),
    ovs: node.ovs ? printed(table(node.row)) : printed('', 127),
    vswitchd: printed('ovs-vswitchd (Open vSwitch) 3.1.0\n', node.vswitchd ? 0 : 1),
    'ovn-version':
      node.ovnVersion === null ? printed('', 1) : printed(`ovn-controller ${node.ovnVersion}\n`),
    'chassis-arguments': printed('', 1),
    'chassis-override': printed(''),
    timers: printed(timerFound(node)),
  };
}

function table({ external_ids, other_config }: Row): string {
  const data = [[['map', [...external_ids]], ['map', [...other_config]], '3.1.0']];
  return JSON.stringify({ data, headings: ['external_ids', 'other_config', 'ovs_version'] });
}
