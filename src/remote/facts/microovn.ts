import type { FromSchema } from 'json-schema-to-ts';
import { microcluster } from '../../generated/answers.js';
import type { MicroovnFacts, MicroovnUnread } from '../../model/facts.ts';
import type { Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import type { microclusterSchema } from './cluster-schemas.ts';

/** What `read_microovn` printed; null: the snap is not there. */
export function parseMicroovn({ exit, stdout }: Frame): MicroovnFacts | null {
  if (exit !== 0) return null;
  const text = stdout.trim();
  if (text === '') return unread('no-answer');
  const word = words.find((each) => each === text);
  if (word !== undefined) return unread(word);
  const answer = parseJson<Answer>('MicroOVN', text, microcluster);
  if (!answer.ok) return unread('unreadable');
  const { version, extensions } = answer.value.metadata;
  return { version, extensions: listOf(extensions), unread: null };
}

type Answer = FromSchema<typeof microclusterSchema>;

/** What the script says where nobody could be asked. */
const words: readonly MicroovnUnread[] = ['no-socket', 'permission-denied', 'no-client'];

function unread(reason: MicroovnUnread): MicroovnFacts {
  return { version: null, extensions: null, unread: reason };
}

/** A single one is not in a list; a daemon that names none has none. */
function listOf(extensions: Answer['metadata']['extensions']): readonly string[] {
  if (typeof extensions === 'string') return [extensions];
  return extensions ?? [];
}
