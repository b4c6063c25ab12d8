import { parseArgs } from 'node:util';

export interface Options {
  readonly runs: number;
  /** Labs of so many nodes, one after the other. */
  readonly fleets: readonly number[];
  /** The labs have an HA gateway on their first two nodes. */
  readonly gateway: boolean;
  /** Between two pings in one direction. */
  readonly intervalMs: number;
  /** Only tools whose name contains this. */
  readonly only: string;
  readonly json: string | null;
}

export function optionsOf(args: string[]): Options {
  const { values } = parseArgs({ args, options });
  return {
    runs: numberOf(values.runs),
    fleets: values.nodes.split(',').map(numberOf),
    gateway: values.gateway,
    intervalMs: numberOf(values.interval),
    only: values.only,
    json: values.json ?? null,
  };
}

const options = {
  runs: { type: 'string', default: '10' },
  nodes: { type: 'string', default: '3,8' },
  gateway: { type: 'boolean', default: false },
  interval: { type: 'string', default: '10' },
  only: { type: 'string', default: '' },
  json: { type: 'string' },
} as const;

function numberOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no number from 1 on`);
  return value;
}
