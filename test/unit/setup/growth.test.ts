import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../../src/input/load.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import { grown, type Newcomer } from '../../../src/setup/growth.ts';
import { validInventory } from '../../support/inventory-texts.ts';
import { lines } from '../input/support.ts';

const underlay = new Map([['ip', '198.19.255.9/16']]);
const newcomer: Newcomer = [
  'added09',
  new Map<string, string | typeof underlay>([
    ['address', '198.18.255.9'],
    ['underlay', underlay],
  ]),
];

const added = 'added09:\n  address: 198.18.255.9\n  underlay:\n    ip: 198.19.255.9/16\n';

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

async function load(text: string): Promise<readonly NodeSpec[]> {
  const read = await inventoryOf(text, 'inventory.yaml', { home: '/home/me' });
  if (!read.ok) throw new Error(`${lines(read.error)}${text}`);
  return read.value.nodes;
}

/** What the two texts have alike at their beginnings. */
function alike(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((character, index) => character !== other[index]);
  return at === -1 ? one.length : at;
}

describe('a node that is added', () => {
  const head = '# ours\ndefaults: { underlay: { subnet: 198.19.0.0/16 } } # all\n';

  test.each([
    ['after the last one', `${head}nodes:\n  a: {}\n  b: {} # the second\n`, '', 2],
    [
      'before comments and keys behind',
      `${head}nodes:\n  a:\n    address: x\n`,
      '# end\nx-y: 1\n',
      2,
    ],
    ['by the indent that is there', `${head}nodes:\n    a:\n    b:\n`, '\n\n# no more\n', 4],
    [
      'before groups',
      `${head}nodes:\n  a:\n    vars:\n      m: |\n        1\n`,
      'groups: { r: { nodes: [a] } }\n',
      2,
    ],
    ['before the outsiders', `${head}nodes:\n  a: {}\n`, 'outsiders:\n  - vtep1\n', 2],
    ['before the end of the document', `${head}nodes:\n  a: {}\n`, '...\n', 2],
  ])('%s', async (_, before, behind, indent) => {
    const text = grown(before + behind, [newcomer]);
    expect(text).toBe(before + indented(added, indent) + behind);
    expect((await load(text ?? '')).at(-1)?.name).toBe('added09');
  });

  test('where the last line has no end', () => {
    expect(grown('nodes:\n  a: {}', [newcomer])).toBe(`nodes:\n  a: {}\n${indented(added, 2)}`);
  });

  test('with the line ends that are there', () => {
    expect(grown('nodes:\r\n  a: {}\r\n', [newcomer])).toBe(
      `nodes:\r\n  a: {}\r\n${indented(added, 2).replaceAll('\n', '\r\n')}`,
    );
  });

  test('in a map on one line', async () => {
    const text = grown('nodes: { a: {}, "b": {} } # two\n', [newcomer, ['c', new Map()]]);
    expect(text).toBe(
      'nodes: { a: {}, "b": {}, "added09": {"address":"198.18.255.9","underlay":{"ip":"198.19.255.9/16"}}, "c": {} } # two\n',
    );
    expect((await load(text ?? '')).map(({ name }) => name)).toEqual(['a', 'b', 'added09', 'c']);
  });

  test.each(['nodes: 1', 'x-a: &n { a: {} }\nnodes: *n\n', 'nodes: {}\n', '- nodes\n', 'a: ['])(
    '%j: nobody knows where',
    (text) => expect(grown(text, [newcomer])).toBeNull(),
  );

  test('law: one piece is put in, and every node that was there means the same', async () => {
    await fc.assert(
      fc.asyncProperty(validInventory(), async ({ text }) => {
        const after = grown(text, [['added09', new Map([['address', '198.18.255.9']])]]) ?? '';
        const [old, whole] = [text.split(''), after.split('')];
        const ends = alike(old.toReversed(), whole.toReversed());
        expect(alike(old, whole) + ends).toBeGreaterThanOrEqual(old.length);
        const bare = ({ place: _place, ...node }: NodeSpec) => node;
        const nodes = (await load(after)).map(bare);
        expect(nodes.slice(0, -1)).toEqual((await load(text)).map(bare));
        expect(nodes.at(-1)).toMatchObject({ name: 'added09', address: '198.18.255.9' });
      }),
      { numRuns: 200 },
    );
  });
});
