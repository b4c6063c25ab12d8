import { setTimeout as sleep } from 'node:timers/promises';
import { realConnector } from '../../../src/cli/connector.ts';
import type { Session } from '../../../src/engine/ports.ts';
import type { Value } from '../../../src/model/change.ts';
import type { OvsFacts } from '../../../src/model/facts.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import type { Result } from '../../../src/model/result.ts';
import type { Timer, Undo } from '../../../src/model/undo.ts';
import type { Armed } from '../../../src/remote/timer/parse.ts';
import { armQuestion, disarmQuestion, extendQuestion } from '../../../src/remote/timer/question.ts';
import { put as ask } from '../../support/put.ts';
import type { Lab, LabNode } from '../../lab/lab.ts';
import { spec } from '../../support/builders.ts';

/** A node and what a run does with its timer, over a connection of its own. */
export interface Bench {
  readonly node: LabNode;
  arm(timer?: Partial<Timer>): Promise<Result<Armed, Problem>>;
  extend(seconds: number, run?: string): Promise<Result<null, Problem>>;
  disarm(run?: string): Promise<Result<null, Problem>>;
  /** Sets keys of external_ids as any program would; null removes. */
  put(values: Readonly<Record<string, Value>>): Promise<void>;
  keys(): Promise<Readonly<Record<string, string>>>;
  /** Whether the folder of all timers is there. */
  folder(): Promise<boolean>;
}

/** What a run has written, and what stood there before. */
export const undo: Undo = { column: 'external_ids', key: 'k', ours: ['new'], back: 'old' };

type Run = (script: string) => Promise<{
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}>;

export function benchWith(node: LabNode, run: Run): Bench {
  return {
    node,
    arm: async (timer = {}) => {
      const whole = { run: 'r1', owner: 'ada@host, pid 1', seconds: 60, undo: [undo], ...timer };
      return ask(armQuestion(ovs, whole), run);
    },
    extend: (seconds, id = 'r1') => ask(extendQuestion({ run: id, seconds }), run),
    disarm: (id = 'r1') => ask(disarmQuestion({ run: id }), run),
    put: (values) => put(node, values),
    keys: () => node.externalIds(),
    folder: async () => (await node.run(['test', '-e', '/run/mcreconcile'])).exit === 0,
  };
}

/** Waits up to 15 s. */
export async function comes(what: string, done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await done()); await sleep(50))
    if (Date.now() > end) throw new Error(`waited 15 s in vain: ${what}`);
}

/** Gives each test a node of its own; a test waits while all are taken. */
export function nodePool(lab: Lab) {
  const free = [...lab.nodes];
  const waiting: ((node: LabNode) => void)[] = [];
  return async (body: (bench: Bench) => Promise<void>): Promise<void> => {
    const node = free.pop() ?? (await new Promise<LabNode>((resolve) => waiting.push(resolve)));
    try {
      await withBench(lab, node, body);
    } finally {
      await clean(node);
      const next = waiting.shift();
      if (next === undefined) free.push(node);
      else next(node);
    }
  };
}

const ovs: OvsFacts = {
  vsctl: '/usr/bin/ovs-vsctl',
  db: null,
  version: null,
  vswitchdAnswers: null,
  flows: null,
  columns: { external_ids: {}, other_config: {} },
};

/** Runs the body over a connection of its own. */
async function withBench(
  lab: Lab,
  node: LabNode,
  body: (bench: Bench) => Promise<void>,
): Promise<void> {
  const session = await connect(lab, node);
  const run: Run = async (script) => {
    const outcome = await session.run(script, AbortSignal.timeout(20_000));
    if (!outcome.ok) throw new Error(outcome.error.kind);
    return outcome.value;
  };
  await body(benchWith(node, run)).finally(() => session.close());
}

async function clean(node: LabNode): Promise<void> {
  const pid = `$(cut -d' ' -f1 /run/mcreconcile/timer/pid 2>/dev/null)`;
  await node.sh(`kill -KILL ${pid} 2>/dev/null; rm -rf /run/mcreconcile`);
}

async function put(node: LabNode, values: Readonly<Record<string, Value>>): Promise<void> {
  const steps = Object.entries(values).flatMap(([key, value]) => {
    const remove = ['--', 'remove', 'Open_vSwitch', '.', 'external_ids', JSON.stringify(key)];
    return value === null ? remove : [...remove, '--', ...set(key, value)];
  });
  await node.vsctl('--no-wait', ...steps);
}

function set(key: string, value: string): readonly string[] {
  const assignment = `external_ids:${JSON.stringify(key)}=${JSON.stringify(value)}`;
  return ['set', 'Open_vSwitch', '.', assignment];
}

async function connect(lab: Lab, node: LabNode): Promise<Session> {
  const ssh = { identity_file: lab.key, known_hosts: lab.knownHosts };
  const connector = realConnector(
    { timeout: 10, forks: 1 },
    { home: '/nonexistent', user: 'root', env: {} },
  );
  const target = spec(1, { address: node.management, ssh });
  const session = await connector.connect(target, AbortSignal.timeout(10_000));
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}
