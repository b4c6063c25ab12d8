import type { FromSchema } from 'json-schema-to-ts';
import { lxdNetworks } from '../../generated/answers.js';
import type { LxdFacts, LxdNetwork, LxdUnread } from '../../model/facts.ts';
import type { Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import type { lxdNetworksSchema } from './cluster-schemas.ts';

/** What `read_lxd` printed; null: LXD is not there. */
export function parseLxd({ exit, stdout }: Frame): LxdFacts | null {
  if (exit !== 0) return null;
  const text = stdout.trim();
  const word = words.find((each) => each === text);
  if (word !== undefined) return unread(word);
  const [option = '', ...rest] = text.split('\n');
  const projects = scopes[option];
  const answer = parseJson<Answer>('lxc network list', rest.join('\n'), lxdNetworks);
  if (projects === undefined || !answer.ok) return unread('unreadable');
  return { networks: (answer.value ?? []).flatMap(network), projects, unread: null };
}

type Answer = FromSchema<typeof lxdNetworksSchema>;

/** What the script says where there is no list. */
const words: readonly LxdUnread[] = [
  'not-asked',
  'permission-denied',
  'no-timeout',
  'no-answer',
  'failed',
];

/** The options with which the list was asked for. */
const scopes: Readonly<Partial<Record<string, 'all' | 'default'>>> = {
  '--all-projects': 'all',
  '--project=default': 'default',
};

function unread(reason: LxdUnread): LxdFacts {
  return { networks: null, projects: null, unread: reason };
}

function network({ name, type, project, config }: NonNullable<Answer>[number]) {
  const mtu = config?.['bridge.mtu'];
  const found: LxdNetwork = {
    name,
    project: project || 'default',
    mtu: mtu === undefined ? null : Number(mtu),
  };
  return type === 'ovn' ? [found] : [];
}
