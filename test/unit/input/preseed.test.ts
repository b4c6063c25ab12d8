import { expect, test } from 'vitest';
import { loadInventory } from '../../../src/input/load.ts';
import type { Inventory, NodeSpec } from '../../../src/model/inventory.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import type { Result } from '../../../src/model/result.ts';
import { lines, pathTo } from './support.ts';

// Retyped from what MicroCloud's documentation and its own tests show.
function load(name: string): Promise<Result<Inventory, readonly Problem[]>> {
  return loadInventory(pathTo(`../../fixtures/preseed/${name}.yaml`), { home: '/home/me' });
}

function said({ name, address, underlay }: NodeSpec): string {
  if (!underlay) return `${name} ${address} ${underlay}`;
  const { ip } = underlay;
  return `${name} ${address} ${ip?.address.text}/${ip?.prefix}`;
}

test.each([
  ['multicast', ['micro01 micro01 false', 'micro02 micro02 false', 'micro03 micro03 false']],
  [
    'unicast',
    [
      'micro01 198.18.0.11 198.19.0.11/null',
      'micro02 198.18.0.12 198.19.0.12/null',
      'micro03 2001:db8::13 2001:db8:1::13/null',
    ],
  ],
  ['first-form', ['micro01 micro01 false', 'micro02 micro02 false']],
  ['specification', ['micro01 micro01 198.19.0.11/24', 'micro02 micro02 198.19.0.12/24']],
  ['growth', ['micro04 micro04 198.19.0.14/null']],
])('%s', async (name, nodes) => {
  const loaded = await load(name);
  if (!loaded.ok) throw new Error(lines(loaded.error));
  expect(loaded.value.nodes.map(said)).toEqual(nodes);
});

test('nothing but name, address and underlay is taken over', async () => {
  const loaded = await load('unicast');
  const [first] = loaded.ok ? loaded.value.nodes : [];
  expect(first).toMatchObject({ connection: 'ssh', ssh: {}, vars: {}, groups: [], systemId: null });
  expect(first?.place).toMatchObject({ line: 8, column: 11 });
  expect(JSON.stringify(loaded)).not.toContain('sesame');
});

test('the documented sample is refused for the reason that MicroCloud would give', async () => {
  const loaded = await load('full');
  expect(lines(loaded.ok ? [] : loaded.error)).toBe(
    '28:11 Some systems are missing an underlay interface' +
      ' | add `ovn_underlay_ip:` to this system too, or leave it out of all\n',
  );
});
