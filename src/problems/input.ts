import type { Remark } from '../model/inventory.ts';
import { kind } from './kind.ts';

/** In the files and arguments that the user gives. */
export const input = {
  'invalid-input': kind<Remark>({
    class: 'input',
    summary: located,
    hint: ({ instead }) => instead,
  }),
  'left-out': kind<Remark>({
    class: 'warning',
    summary: located,
    hint: ({ instead }) => instead,
  }),
  'file-unreadable': kind<{ file: string; reason: string }>({
    class: 'input',
    summary: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    hint: 'check the path and its permissions',
  }),
  usage: kind<{ cause: string; instead: string }>({
    class: 'usage',
    summary: ({ cause }) => cause,
    hint: ({ instead }) => instead,
  }),
};

function located({ place, cause }: Remark): string {
  return `${place.file}:${place.line}:${place.column} ${cause}`;
}
