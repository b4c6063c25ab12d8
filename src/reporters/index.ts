import type { Live, Reporter } from './reporter.ts';

/** Every output format; its name is the value of `--output`. Loaded when asked for: `--help` lists them. */
export const reporters = {
  human: async () => (await import('./human.ts')).human,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  junit: async () => (await import('./junit.ts')).junit,
  prometheus: async () => (await import('./prometheus.ts')).prometheus,
  nagios: async () => (await import('./nagios.ts')).nagios,
  markdown: async () => (await import('./markdown.ts')).markdown,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type Format = keyof typeof reporters;

/** Those that speak while a run goes on, too. */
export const live: Readonly<Partial<Record<Format, () => Promise<Live>>>> = {
  ndjson: async () => (await import('./ndjson.ts')).ndjsonLive,
};
