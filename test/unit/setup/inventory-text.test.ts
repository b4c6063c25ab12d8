import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../../src/input/load.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import type { Candidate } from '../../../src/setup/candidate.ts';
import { inventoryText } from '../../../src/setup/inventory-text.ts';
import { spec } from '../../support/builders.ts';
import { validInventory } from '../../support/inventory-texts.ts';
import { lines } from '../input/support.ts';

const home = { home: '/home/me' };

async function load(text: string): Promise<readonly NodeSpec[]> {
  const read = await inventoryOf(text, 'inventory.yaml', home);
  if (!read.ok) throw new Error(`${lines(read.error)}${text}`);
  return read.value.nodes;
}

function candidate(node: string, address: string, name = 'eth1'): Candidate {
  const kind = { type: 'physical', mtu: 1500, speed: 25_000, management: false, unfit: null };
  return { node, interface: name, address, ...kind };
}

const ssh = { user: 'admin', known_hosts: '/etc/kh' };

describe('an inventory that init writes', () => {
  test('says once what all nodes have alike, and explains itself', () => {
    const drafts = [1, 2].map((n) => ({
      spec: spec(n, { ssh }),
      choice: candidate(`micro0${n}`, `198.19.0.1${n}/24`),
    }));
    expect(inventoryText(drafts)).toBe(`\
# Where the OVN tunnels of each node end: its address on the underlay.
#
#   mcreconcile plan FILE     shows what would change
#   mcreconcile apply FILE    changes it, and proves that the tunnels came up
#   mcreconcile check FILE    tells cron when anything drifts
#
# docs/inventory.md of mcreconcile says what else can stand here.
defaults:
  ssh:
    user: admin
    known_hosts: /etc/kh
  underlay:
    interface: eth1
    subnet: 198.19.0.0/24
nodes:
  # the NIC of the underlay: physical, MTU 1500, 25000 Mbit/s
  micro01:
    address: 198.18.0.11
    underlay:
      ip: 198.19.0.11/24
  # the NIC of the underlay: physical, MTU 1500, 25000 Mbit/s
  micro02:
    address: 198.18.0.12
    underlay:
      ip: 198.19.0.12/24
`);
  });

  test('without an underlay says so, once', () => {
    const text = inventoryText([1, 2].map((n) => ({ spec: spec(n), choice: null })));
    expect(text).toContain('# Without a dedicated underlay: ');
    expect(text).toContain('defaults:\n  underlay: false\nnodes:\n  micro01:\n    address:');
    expect(text.match(/underlay: false/g)).toHaveLength(1);
  });

  test('keeps the chassis that are not ours', async () => {
    const drafts = [{ spec: spec(1), choice: null }];
    const text = inventoryText(drafts, { outsiders: ['vtep1', 'a:{#'] });
    const read = await inventoryOf(text, 'inventory.yaml', home);
    expect(read.ok && read.value.outsiders).toEqual(['vtep1', 'a:{#']);
  });

  test('keeps apart what differs', async () => {
    const text = inventoryText([
      { spec: spec(1, { ssh, groups: ['rack1'] }), choice: candidate('micro01', '10.1.0.1/24') },
      { spec: spec(2), choice: candidate('micro02', '2001:db8::2/64', 'bond0.19') },
    ]);
    expect(text).not.toContain('defaults:');
    expect(await load(text)).toMatchObject([
      { ssh, groups: ['rack1'], underlay: { interface: 'eth1', ip: { prefix: 24 } } },
      { ssh: {}, groups: [], underlay: { interface: 'bond0.19', ip: { prefix: 64 } } },
    ]);
  });

  test('law: read again, it says of every node what was known of it', async () => {
    await fc.assert(
      fc.asyncProperty(validInventory(), fc.boolean(), async ({ text }, chosen) => {
        const nodes = await load(text);
        const drafts = nodes.map((node, at) => ({
          spec: node,
          choice: chosen ? candidate(node.name, `198.19.${at}.1/16`) : null,
        }));
        const again = await load(inventoryText(drafts));
        const known = ({ place: _place, underlay: _underlay, groups, ...rest }: NodeSpec) => ({
          ...rest,
          groups: groups.toSorted(),
        });
        expect(again.map(known)).toEqual(nodes.map(known));
        const ends = again.map(({ underlay }) => (underlay ? underlay.ip?.address.text : underlay));
        expect(ends).toEqual(nodes.map((_, at) => chosen && `198.19.${at}.1`));
      }),
      { numRuns: 100 },
    );
  });
});
