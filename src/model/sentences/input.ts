import type { Sentences } from '../describe.ts';

export const inputSentences: Sentences<'invalid-input' | 'file-unreadable' | 'usage'> = {
  'invalid-input': ({ place, cause, instead }) => ({
    summary: `${place.file}:${place.line}:${place.column} ${cause}`,
    hint: instead,
  }),
  'file-unreadable': ({ file, reason }) => ({
    summary: `${file} cannot be read: ${reason}`,
    hint: 'check the path and its permissions',
  }),
  usage: ({ cause, instead }) => ({ summary: cause, hint: instead }),
};
