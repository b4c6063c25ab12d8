import type { Answer } from './vsctl.ts';

/** A southbound database in memory, as far as mcreconcile asks it: one endpoint for each chassis. */
export interface ModelSouthbound {
  /** As the nodes' `ovn-remote` names it; each of its servers holds the same. */
  readonly remote: string;
  readonly chassis: Map<string, ModelEncap>;
  /** Gateway ports, and the chassis that has each. */
  readonly gateways: Map<string, string>;
  /** What it answers whoever would change Encap; null: it changes it. */
  refusal: string | null;
  /** Servers that do not answer. */
  readonly silent: Set<string>;
  /** Rows get a new identity whenever they are made. */
  made: number;
}

interface ModelEncap {
  uuid: string;
  ip: string;
  interconnected: boolean;
}

export function modelSouthbound(remote: string): ModelSouthbound {
  const [chassis, gateways, silent] = [new Map(), new Map(), new Set<string>()];
  return { remote, chassis, gateways, refusal: null, silent, made: 0 };
}

/** What ovn-controller does with its own row: where the address differs, it makes it anew. */
export function publish(southbound: ModelSouthbound, name: string, ip: string): void {
  if (southbound.chassis.get(name)?.ip === ip) return;
  const taken = [...southbound.chassis].some(([other, row]) => other !== name && row.ip === ip);
  if (taken) return;
  southbound.made += 1;
  const uuid = `00000000-0000-4000-8000-${String(southbound.made).padStart(12, '0')}`;
  southbound.chassis.set(name, { uuid, ip, interconnected: false });
}

/** What ovsdb-client prints, a frame for each remote. */
export function southboundAnswers(
  southbound: ModelSouthbound | null,
  remotes: readonly string[],
  transaction: readonly [string, ...Operation[]],
  commits: boolean,
): Record<string, Answer> {
  return Object.fromEntries(
    remotes.map((remote, at) => [
      `southbound-${at}`,
      southbound === null || silent(southbound, remote)
        ? { exit: 1, stdout: '', stderr: 'ovsdb-client: failed to connect (Connection refused)\n' }
        : {
            exit: 0,
            stdout: `${JSON.stringify(results(southbound, transaction, commits))}\n`,
            stderr: '',
          },
    ]),
  );
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Operation {
  readonly op: string;
  readonly table?: string;
  readonly where?: readonly (readonly [string, string, Json])[];
  readonly columns?: readonly string[];
  readonly rows?: readonly Readonly<Record<string, Json>>[];
  readonly row?: Readonly<Record<string, string>>;
}

function silent({ silent, remote }: ModelSouthbound, asked: string): boolean {
  const servers = asked.split(',');
  return (
    servers.every((each) => silent.has(each)) || !servers.every((each) => remote.includes(each))
  );
}

/** As RFC 7047 carries a transaction out: what follows a failure is not tried, and nothing is kept. */
function results(
  southbound: ModelSouthbound,
  [, ...operations]: readonly [string, ...Operation[]],
  commits: boolean,
): readonly Json[] {
  const done: Json[] = [];
  for (const operation of operations) {
    const result = carryOut(southbound, operation);
    done.push(result);
    if (isError(result)) return [...done, null];
  }
  if (commits) for (const operation of operations) commit(southbound, operation);
  return done;
}

function isError(result: Json): boolean {
  return typeof result === 'object' && result !== null && 'error' in result;
}

function carryOut(southbound: ModelSouthbound, operation: Operation): Json {
  const { op, table = '', columns = [] } = operation;
  const found = rowsOf(southbound, table).filter((row) => meets(row, operation.where ?? []));
  const seen = found.map((row) =>
    Object.fromEntries(columns.map((key) => [key, row[key] ?? null])),
  );
  if (op === 'select') return { rows: seen };
  if (op === 'wait') {
    const same = sorted(seen) === sorted(operation.rows ?? []);
    return same ? {} : { error: 'timed out', details: '"where" clause test failed' };
  }
  if (op === 'comment') return {};
  return southbound.refusal === null ? { count: found.length } : { error: southbound.refusal };
}

function commit({ chassis }: ModelSouthbound, { op, row, where = [] }: Operation): void {
  if (op !== 'update') return;
  const wanted = JSON.stringify(where[0]?.[2]);
  for (const encap of chassis.values()) {
    if (JSON.stringify(['uuid', encap.uuid]) === wanted) encap.ip = row?.['ip'] ?? encap.ip;
  }
}

function rowsOf(
  { chassis, gateways }: ModelSouthbound,
  table: string,
): readonly Record<string, Json>[] {
  const all = [...chassis];
  if (table === 'Encap') {
    return all.map(([, { uuid, ip }]) => ({ _uuid: ['uuid', uuid], type: 'geneve', ip }));
  }
  if (table === 'Port_Binding') {
    return [...gateways].map(([port, name]) => ({
      logical_port: port,
      chassis: chassis.has(name) ? idOf(name) : ['set', []],
    }));
  }
  return all.map(([name, { uuid, interconnected }]) => ({
    _uuid: idOf(name),
    name,
    encaps: ['uuid', uuid],
    other_config: ['map', [['is-interconn', String(interconnected)]]],
  }));
}

function idOf(name: string): Json {
  return ['uuid', `chassis-${name}`];
}

function meets(row: Record<string, Json>, where: NonNullable<Operation['where']>): boolean {
  return where.every(([column, , value]) =>
    column in row ? JSON.stringify(row[column]) === JSON.stringify(value) : true,
  );
}

function sorted(rows: readonly Readonly<Record<string, Json>>[]): string {
  return rows
    .map((row) => JSON.stringify(row))
    .toSorted()
    .join();
}
