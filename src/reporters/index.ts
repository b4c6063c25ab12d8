import { human } from './human.ts';
import { json } from './json.ts';
import type { Reporter } from './reporter.ts';

/** Every output format; its name is the value of `--output`. */
export const reporters = { human, json } as const satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof reporters;
