import type { Sentences } from '../describe.ts';
import type { Remark } from '../inventory.ts';

export const inputSentences: Sentences<'invalid-input' | 'left-out' | 'file-unreadable' | 'usage'> =
  {
    'invalid-input': located,
    'left-out': located,
    'file-unreadable': ({ file, reason }) => ({
      summary: `${file} cannot be read: ${reason}`,
      hint: 'check the path and its permissions',
    }),
    usage: ({ cause, instead }) => ({ summary: cause, hint: instead }),
  };

function located({ place, cause, instead }: Remark) {
  return { summary: `${place.file}:${place.line}:${place.column} ${cause}`, hint: instead };
}
