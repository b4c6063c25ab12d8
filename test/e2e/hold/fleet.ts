import { afterAll, afterEach, beforeAll } from 'vitest';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { mcreconcile, type CliOutcome } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/state.ts';
import { nothingLeft } from '../faults/support.ts';

export const vsctl = '/usr/bin/ovs-vsctl';

type Started = (kill: (signal: NodeJS.Signals) => void) => void;

/** Three nodes, on their management addresses again after each test. */
export function fleet() {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());
  afterEach(async () => {
    await nothingLeft(lab);
    for (const each of lab.nodes) await set(each, each.management);
  });
  return {
    lab: () => lab,
    endpoints: () =>
      Promise.all(lab.nodes.map(async (of) => (await of.externalIds())['ovn-encap-ip'])),
    old: () => lab.nodes.map(({ management }) => management),
    moved: () => lab.nodes.map(({ underlay }) => underlay),
    hold: (seconds: number) => {
      const hold = ['--hold', '--confirm-timeout', String(seconds)];
      return ['apply', lab.inventory, ...hold];
    },
  };
}

export function set(of: LabNode, ip: string): Promise<string> {
  return of.vsctl('--no-wait', 'set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${ip}`);
}

/** A run whose state is its own, so that nothing of another test is in its history. */
export async function controller() {
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const told = async (args: readonly string[], started?: Started) => {
    const outcome = await mcreconcile(args, {
      env,
      ...(started === undefined ? {} : { started }),
    });
    return { exit: outcome.exit, text: oneLine(outcome) };
  };
  const history = async (): Promise<readonly { run: string; result: string; stage: string }[]> =>
    JSON.parse((await mcreconcile(['history', '-o', 'json'], { env })).stdout).runs;
  const results = async () => (await history()).map(({ result }) => result);
  const lastRun = async () => (await history()).at(-1)?.run ?? '';
  return { env, told, results, lastRun };
}

function oneLine({ stdout, stderr }: CliOutcome): string {
  return (stdout + stderr).replaceAll(/\s+/g, ' ');
}
