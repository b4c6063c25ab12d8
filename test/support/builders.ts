import { check } from '../../src/engine/check.ts';
import { converge } from '../../src/engine/converge.ts';
import { facts } from '../../src/engine/facts.ts';
import type { Job } from '../../src/engine/job.ts';
import type { Clock, Journal, World } from '../../src/engine/ports.ts';
import { propose } from '../../src/engine/propose.ts';
import { parseAddress } from '../../src/model/address.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import type { JournalRecord } from '../../src/model/journal.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Play } from '../../src/model/play.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { err, ok, type Result } from '../../src/model/result.ts';
import type { Report } from '../../src/model/report.ts';
import { virtualClock } from '../simulator/clock.ts';
import type { ModelFleet } from '../simulator/fleet.ts';

const place = { file: 'inventory.yaml', line: 1, column: 1 };

/** Node n as the inventory of a model fleet names it; tests say only what differs. */
export function spec(n: number, differs: Partial<NodeSpec> = {}): NodeSpec {
  const name = `micro${String(n).padStart(2, '0')}`;
  const address = parseAddress(`198.19.0.${10 + n}`);
  if (address === null) throw new Error(`no node ${n}`);
  return {
    name,
    address: `198.18.0.${10 + n}`,
    connection: 'ssh',
    ssh: {},
    underlay: { ip: { address, prefix: 24 }, interface: 'eth1' },
    ovs: {},
    systemId: null,
    vars: {},
    groups: [],
    place,
    ...differs,
  };
}

/** What playbooks/underlay.yaml declares, with other keys where a test names them. */
export function underlayPlay(keys: Readonly<Record<string, string>> = {}): Play {
  const ids = { 'ovn-encap-type': 'geneve', 'ovn-encap-ip': '{{ underlay_ip }}', ...keys };
  const tasks = [
    { task: 'underlay_address', args: {}, place },
    { task: 'underlay_path', args: {}, place },
    { task: 'ovs_external_ids', args: ids, place },
  ];
  const name = 'underlay';
  return { file: 'underlay.yaml', name, hosts: 'all', hostsPlace: place, cutover: 'auto', tasks };
}

export interface RunOptions {
  readonly run?: string;
  readonly specs?: readonly NodeSpec[];
  readonly outsiders?: readonly string[];
  readonly play?: Play;
  readonly selected?: readonly string[];
  readonly signal?: AbortSignal;
  readonly forks?: number;
  readonly allow?: readonly string[];
  readonly allowPartial?: boolean;
  readonly emit?: (event: RunEvent) => void;
  readonly confirm?: Partial<Job['confirm']>;
  /** A saved plan that is to be carried out. */
  readonly expected?: Plan;
  /** Gets every record; a problem makes the journal fail from there on. */
  readonly journal?: (record: JournalRecord) => Problem | undefined;
  /** Told of every wait, in milliseconds. */
  readonly slept?: (ms: number) => unknown;
  /** Where a test looks at the time itself. */
  readonly clock?: ReturnType<typeof virtualClock>;
}

/** Runs a command of the engine on a fleet in memory. */
export function runOn(
  fleet: ModelFleet,
  command: 'facts' | 'check' | 'plan' | 'apply',
  options: RunOptions = {},
): Promise<Report> {
  const nodes = options.specs ?? fleet.nodes.map((_, at) => spec(at + 1));
  const clock = options.clock ?? virtualClock(() => fleet.busy());
  const world = worldOf(fleet, options, clock);
  const job = {
    inventory: { file: 'inventory.yaml', nodes, outsiders: options.outsiders ?? [] },
    selected: new Set(options.selected ?? nodes.map(({ name }) => name)),
    limits: { forks: options.forks ?? 64, connectSeconds: 10 },
    run: options.run ?? '20260101T000000Z-0000',
  };
  const asked = { ...job, ...wanted(options) };
  const runs = {
    facts: () => facts(job, world),
    check: () => check(asked, world),
    plan: () => propose({ ...asked, command: 'plan' }, world),
    apply: () => converge({ ...asked, command: 'apply' }, world),
  };
  return runs[command]().finally(() => clock.end());
}

/** What a run on that fleet touches. */
export function worldOf(
  fleet: ModelFleet,
  options: RunOptions,
  clock: Clock = virtualClock(() => fleet.busy()),
): World {
  let nonces = 0;
  return {
    connector: fleet.connector,
    clock: sleepingLoud(clock, options),
    nonce: () => `nonce${(nonces += 1)}`,
    journal: async (begin) => journal(begin, options),
    emit: options.emit ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
  };
}

/** What `apply` is asked for, where a test asks for nothing else. */
function wanted(options: RunOptions) {
  const play = options.play ?? underlayPlay();
  const allow = new Set(options.allow ?? []);
  const confirm = {
    seconds: 120,
    hold: false,
    rollsBack: null,
    owner: 'test',
    ...options.confirm,
  };
  const { allowPartial = false, expected } = options;
  return { play, allow, confirm, allowPartial, ...(expected && { expected }) };
}

function sleepingLoud(clock: Clock, { slept }: RunOptions): Clock {
  const sleep: Clock['sleep'] = (ms, signal) => {
    slept?.(ms);
    return clock.sleep(ms, signal);
  };
  return { ...clock, sleep };
}

/** A journal that keeps nothing, but may refuse. */
function journal(begin: JournalRecord, { journal: told }: RunOptions): Result<Journal, Problem> {
  const append = (record: JournalRecord): Result<null, Problem> => {
    const problem = told?.(record);
    return problem === undefined ? ok(null) : err(problem);
  };
  const first = append(begin);
  return first.ok ? ok({ append: async (record) => append(record) }) : first;
}

/** The endpoints that the databases hold: the state of the world that tests assert. */
export function encapIps(fleet: ModelFleet): readonly (string | undefined)[] {
  return fleet.nodes.map(({ row }) => row.external_ids.get('ovn-encap-ip'));
}
