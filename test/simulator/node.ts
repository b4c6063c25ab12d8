import { parse } from 'shell-quote';
import type { Outcome } from '../../src/engine/ports.ts';
import { isPathScript, modelPaths, pathAnswers, type ModelPaths } from './paths.ts';
import { isTimerScript, timerAnswer, timerFound, type ModelTimer } from './timers.ts';
import { follow, type Controlled } from './controller.ts';
import { southboundAnswers, type Operation } from './southbound.ts';
import { valueOf } from './script.ts';
import { tablesText } from './tables.ts';
import { vsctl, type Answer } from './vsctl.ts';

/** A NIC as `ip -j addr show` prints it. */
interface ModelNic {
  readonly ifname: string;
  flags: string[];
  mtu: number;
  address?: string;
  addr_info: { family: string; local: string; prefixlen: number; scope: string }[];
}

/** A node that exists in memory only: two NICs, a database, and what answers a script. */
export interface ModelNode extends Controlled {
  readonly managementIp: string;
  readonly nics: ModelNic[];
  /** false: there is no ovs-vsctl. */
  ovs: boolean;
  /** false: ovs-vswitchd is down. */
  vswitchd: boolean;
  readonly paths: ModelPaths;
  /** What `lxc network list --all-projects --format json` prints; null: there is no LXD. */
  lxd: string | null;
  /** What MicroOVN says of its services and members, a line each; null: it is not there. */
  members: string | null;
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
    tunnels: new Map(),
    catches: null,
    ovnVersion: null,
    controllerPid: null,
    southbound: null,
    gateways: false,
    lag: 0,
    ports: 0,
    refused: new Set(),
    ovs: true,
    vswitchd: true,
    paths: modelPaths(),
    lxd: null,
    members: null,
    timer: null,
    scripts: 0,
  };
}

export function isCatchScript(script: string): boolean {
  return /^flows=/m.test(script);
}

/** Runs a script of the product: for facts, paths, the timer, a database, or one ovs-vsctl command. */
export function runScript(node: ModelNode, script: string): Outcome {
  node.scripts += 1;
  follow(node);
  const outcome = answer(node, script);
  follow(node);
  return outcome;
}

function answer(node: ModelNode, script: string): Outcome {
  const boundary = /^boundary=(\S+)$/m.exec(script)?.[1];
  if (boundary !== undefined) {
    return { ...framed(answersTo(node, script), boundary), signal: null };
  }
  // `$limit` is empty here: a model never hangs.
  const words = parse(script.split('\n').find((line) => line.startsWith('$limit ')) ?? '');
  const end = words.findIndex((word) => typeof word === 'object');
  const [, ...command] = words
    .slice(0, end === -1 ? undefined : end)
    .map(String)
    .filter(Boolean);
  return { ...vsctl(node, command), signal: null };
}

/** ovs-vswitchd looks at its whole configuration: what it refused for its forerunner is made now. */
function lookAgain(node: ModelNode): Record<string, Answer> {
  node.refused.clear();
  for (const tunnel of node.tunnels.values()) {
    if (tunnel.error === null) continue;
    node.ports += 1;
    tunnel.error = null;
    tunnel.ofport = node.ports;
  }
  return {};
}

function answersTo(node: ModelNode, script: string): Record<string, Answer> {
  if (script.includes('next_cfg')) return lookAgain(node);
  if (isCatchScript(script)) return catchAll(node, script);
  if (isTimerScript(script)) return { timer: timerAnswer(node, script) };
  if (/^verb=/m.test(script)) return southbound(node, script);
  if (!isPathScript(script)) return { ...answers(node), ...clusterAnswers(node, script) };
  return pathAnswers(node.paths, (source) => holder(node, source), script);
}

/** Nothing is put in where the controller does not stand still. */
function catchAll(node: ModelNode, script: string): Record<string, Answer> {
  const still = !node.row.external_ids.has('ovn-encap-type');
  if (still) node.catches = valueOf('flows', script).split(' ');
  return { catch: { exit: still ? 0 : 142, stdout: '', stderr: '' } };
}

function southbound({ southbound: database }: ModelNode, script: string): Record<string, Answer> {
  const transaction: readonly [string, ...Operation[]] = JSON.parse(valueOf('transaction', script));
  const remotes = valueOf('remotes', script).split(' ');
  return southboundAnswers(database, remotes, transaction, /^verb=transact$/m.test(script));
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
    ovs: node.ovs ? printed(tablesText(node)) : printed('', 127),
    vswitchd: printed('ovs-vswitchd (Open vSwitch) 3.1.0\n', node.vswitchd ? 0 : 1),
    'ovn-version': node.ovnVersion === null ? printed('', 1) : printed(version(node)),
    'controller-pid':
      node.controllerPid === null ? printed('', 1) : printed(`${node.controllerPid}\n`),
    'chassis-arguments': printed('', 1),
    'chassis-override': printed(''),
    timers: printed(timerFound(node)),
  };
}

function clusterAnswers({ lxd, members }: ModelNode, script: string): Record<string, Answer> {
  const asked = valueOf('ask_cluster', script) === 'yes';
  const printed = (stdout: string): Answer => ({ exit: 0, stdout, stderr: '' });
  return {
    ...(lxd !== null && { lxd: printed(asked ? `--all-projects\n${lxd}\n` : 'not-asked\n') }),
    ...(members !== null && asked && { members: printed(members) }),
  };
}

function version({ ovnVersion, controllerPid }: ModelNode): string {
  return `ovn-controller ${ovnVersion}\n${controllerPid === null ? '' : 'running\n'}`;
}
