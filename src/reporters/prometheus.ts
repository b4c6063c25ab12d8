import type { Tunnel } from '../model/facts.ts';
import { type NodeReport, type Report, summary } from '../model/report.ts';
import { problemsIn, severityOf } from '../problems/problem.ts';
import { driftedKeys } from './brief.ts';
import { escapeForeign } from './escape.ts';
import type { Reporter, Style } from './reporter.ts';

/** For node_exporter's textfile collector. What nobody knows has no sample: a 0 would look well. */
export const prometheus: Reporter = async (report, exit, style) => {
  const families = [...nodeFamilies(report), ...runFamilies(report, exit, style)];
  // Files of several inventories lie in one folder, and their series must differ.
  const fleet = { inventory: style.target };
  return families.map((family) => familyText(family, fleet)).join('');
};

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

function nodeFamilies(report: Report): readonly Family[] {
  const { nodes, command } = report;
  return [
    {
      name: 'node_status',
      help: 'How a node came out of the last run: 1 for its status, 0 for all others.',
      samples: nodes.flatMap((node) => statusSamples(node, report)),
    },
    {
      name: 'node_drifted_keys',
      help: 'Keys of a node that differ from the inventory; no sample: not known.',
      samples: nodes.flatMap((node) => {
        const keys = driftedKeys(node, command);
        return keys === null ? [] : [[{ node: node.name }, keys] as const];
      }),
    },
    {
      name: 'node_tunnels',
      help: 'Tunnels of a node by state; unknown: made, but no BFD session watches it.',
      samples: nodes.flatMap(tunnelSamples),
    },
  ];
}

function statusSamples({ name, status }: NodeReport, report: Report): readonly Sample[] {
  const { nodes: _nodes, ...statuses } = summary(report);
  const all = Object.keys(statuses);
  return all.map((each) => [{ node: name, status: each }, each === status ? 1 : 0]);
}

function tunnelSamples({ name, facts }: NodeReport): readonly Sample[] {
  if (facts === null) return [];
  const states = facts.tunnels.filter(({ id }) => id !== null).map(stateOf);
  return (['up', 'down', 'failed', 'unknown'] as const).map((state) => [
    { node: name, state },
    states.filter((each) => each === state).length,
  ]);
}

/** `failed`: OVS could not make the port. */
function stateOf({ error, ofport, bfd }: Tunnel): 'up' | 'down' | 'failed' | 'unknown' {
  if (error !== null || (ofport ?? 0) < 0) return 'failed';
  if (bfd === null) return 'unknown';
  return bfd.state === 'up' ? 'up' : 'down';
}

function runFamilies(report: Report, exit: number, { end }: Style): readonly Family[] {
  const severities = problemsIn(report).map(severityOf);
  const last = (name: string, help: string, value: number): Family => ({
    name: `last_run_${name}`,
    help,
    samples: [[{}, value]],
  });
  return [
    {
      name: 'problems',
      help: 'What the last run had to say, by severity.',
      samples: (['error', 'warning', 'note'] as const).map((severity) => [
        { severity },
        severities.filter((each) => each === severity).length,
      ]),
    },
    last('timestamp_seconds', 'When the last run ended, in seconds since 1970.', end.at / 1000),
    last('duration_seconds', 'How long the last run took.', end.seconds),
    last('exit_code', 'Exit code of the last run, by the one table: 0 in sync, 2 drift.', exit),
  ];
}

function familyText({ name, help, samples }: Family, fleet: Labels): string {
  if (samples.length === 0) return '';
  const full = `mcreconcile_${name}`;
  const lines = samples.map(
    ([labels, value]) => `${full}{${labelsText({ ...fleet, ...labels })}} ${value}\n`,
  );
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
}

function escapeLabel(text: string): string {
  return escapeForeign(text).replace(/["\\]/g, '\\$&');
}
