import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../src/model/address.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { spec } from '../support/builders.ts';
import { answersOf, bentNode, hostileNode, saneNode, type Truth } from '../support/node-outputs.ts';
import { commands, holds } from '../support/promises.ts';

describe.concurrent('3,500 answers of nodes', { timeout: 600_000 }, () => {
  test.for(commands)('%s: no exception, no wrong write, no escape, one answer', async (command) => {
    const output = fc.oneof(bentNode(), hostileNode());
    const property = fc.asyncProperty(output, wish(), async (output, underlay) => {
      const { nodes } = await holds(output, command, underlay);
      expect(nodes).toHaveLength(2);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  test('what a sane node has is what the report says', async () => {
    const property = fc.asyncProperty(saneNode(), wish(), async (truth, underlay) => {
      const output = { answers: answersOf(truth), edits: [], end: { exit: 0, signal: null } };
      expect(told(await holds(output, 'facts', underlay))).toEqual(whole(truth));
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

/** How the inventory names the endpoint of the node. */
function wish(): fc.Arbitrary<NodeSpec['underlay']> {
  const subnet = parseCidr('198.19.0.0/24');
  return fc.constantFrom<NodeSpec['underlay']>(
    spec(1).underlay,
    { interface: 'eth1' },
    ...(subnet === null ? [] : [{ subnet }]),
    false,
    null,
  );
}

function told({ nodes: [node] }: Report): unknown {
  const facts = node?.facts;
  if (!facts) return node?.problems;
  const { external_ids, other_config } = facts.ovs.columns;
  return {
    hostname: facts.hostname,
    managementIp: facts.managementIp?.text ?? null,
    nics: facts.nics.map(({ name, up, mtu, addresses }) => ({
      name,
      up,
      mtu,
      addresses: addresses.map(({ address, prefix }) => ({ text: address.text, prefix })),
    })),
    external_ids: new Map(Object.entries(external_ids)),
    other_config: new Map(Object.entries(other_config)),
    ovnVersion: facts.ovnVersion,
  };
}

function whole(truth: Truth): unknown {
  const { external_ids, other_config } = truth;
  return { ...truth, external_ids: new Map(external_ids), other_config: new Map(other_config) };
}
