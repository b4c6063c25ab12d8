import { ansible } from './ansible.ts';
import type { Exporter } from './exporter.ts';
import { preseed } from './preseed.ts';

/** Every form that an inventory can be given; its name is the value of `--format`. */
export const exporters = { ansible, preseed } as const satisfies Readonly<Record<string, Exporter>>;

export type ExportFormat = keyof typeof exporters;
