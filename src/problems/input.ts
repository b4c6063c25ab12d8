import type { Remark } from '../model/inventory.ts';
import { kind } from './kind.ts';

const remark = {
  summary: ({ place: { file, line, column }, cause }: Remark) =>
    `${file}:${line}:${column} ${cause}`,
  hint: ({ instead }: Remark) => instead,
};

/** In the files and arguments that the user gives. */
export const input = {
  'invalid-input': kind<Remark>({ class: 'input', ...remark }),
  'left-out': kind<Remark>({ class: 'warning', ...remark }),
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
