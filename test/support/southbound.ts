import { printed } from './node-outputs.ts';

/** Chassis by name, with the encaps of each as `geneve 198.19.0.11`. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** What `ovsdb-client query` prints where the southbound database holds these. */
export function selected(rows: Rows): string {
  const encaps = Object.values(rows)
    .flat()
    .map((text, at) => ({ text, id: ['uuid', `00000000-0000-4000-8000-${at}`] }));
  const id = (wanted: string) => encaps.find(({ text }) => text === wanted)?.id;
  const chassis = Object.entries(rows).map(([name, own]) => ({
    _uuid: ['uuid', `chassis-${name}`],
    name,
    other_config: ['map', []],
    encaps: own.length === 1 ? id(own[0] ?? '') : ['set', own.map(id)],
  }));
  const ends = encaps.map(({ text, id: _uuid }) => {
    const [type, ip] = text.split(' ');
    return { _uuid, type, ip };
  });
  return JSON.stringify([{ rows: chassis }, { rows: ends }, { rows: [] }, { count: 0 }]);
}

/** The output of the southbound script whose `ovsdb-client` ended so. */
export function southboundOutput(
  boundary: string,
  { exit = 0, stdout = '', stderr = '' }: { exit?: number; stdout?: string; stderr?: string },
) {
  const answers = { 'southbound-0': { exit, stdout, stderr } };
  return printed({ answers, edits: [], end: { exit: 0, signal: null } }, boundary);
}
