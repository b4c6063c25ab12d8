import { parseArgs } from 'node:util';

export interface Options {
  readonly runs: number;
  /** Labs of so many nodes, one after the other. */
  readonly fleets: readonly number[];
  /** So many flows use a tunnel meanwhile; 0 but for the probes. */
  readonly flows: number;
  /** Between two pings in one direction. */
  readonly intervalMs: number;
  /** Only tools whose name contains one of them. */
  readonly only: readonly string[];
  readonly json: string | null;
}

export function optionsOf(args: string[]): Options {
  const { values } = parseArgs({ args, options });
  return {
    runs: numberOf(values.runs),
    fleets: values.nodes.split(',').map(numberOf),
    flows: flowsOf(values.flows),
    intervalMs: numberOf(values.interval),
    only: values.only.split(','),
    json: values.json ?? null,
  };
}

const options = {
  runs: { type: 'string', default: '10' },
  nodes: { type: 'string', default: '3,8' },
  flows: { type: 'string', default: '0' },
  interval: { type: 'string', default: '10' },
  only: { type: 'string', default: '' },
  json: { type: 'string' },
} as const;

/** Their numbers have 16 bits. */
function flowsOf(text: string): number {
  const flows = text === '0' ? 0 : numberOf(text);
  if (flows > 65_535) throw new Error(`"${text}" flows are more than 65535`);
  return flows;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no number from 1 on`);
  return value;
}
