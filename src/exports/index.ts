import { ansible } from './ansible.ts';
import type { Exporter } from './exporter.ts';
import { initConfig } from './init-config.ts';
import { preseed } from './preseed.ts';

/** Every form that an inventory can be given; its name is the value of `--format`. */
export const exporters = {
  ansible,
  preseed,
  'init-config': initConfig,
} as const satisfies Readonly<Record<string, Exporter>>;

export type ExportFormat = keyof typeof exporters;
