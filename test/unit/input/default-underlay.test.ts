import { describe, expect, test } from 'vitest';
import { disagreements, withDefaultUnderlay } from '../../../src/input/agreement.ts';
import { loadPlaybook } from '../../../src/input/load.ts';
import type { Play } from '../../../src/model/play.ts';
import { goodInventory, lines, pathTo } from './support.ts';

const shipped = pathTo('../../../playbooks/');

async function playOf(name: string): Promise<Play> {
  const play = await loadPlaybook(name, { shipped });
  if (!play.ok) throw new Error(lines(play.error));
  return play.value;
}

/** What stands for the underlay of each node, and what does not fit. */
async function fitted(name: string, text: string) {
  const play = await playOf(name);
  const inventory = withDefaultUnderlay(
    goodInventory(`defaults: { vars: { ovn_remote: "tcp:198.18.0.1:6642" } }\n${text}`),
    play,
  );
  const names = inventory.nodes.map((node) => node.name);
  return {
    underlays: inventory.nodes.map(({ underlay }) => underlay),
    said: lines(disagreements(play, inventory, names)),
  };
}

describe('an inventory that names no underlay', () => {
  test('means the management address to bootstrap, as to MicroOVN', async () => {
    expect(await fitted('bootstrap', 'nodes: { a: {}, b: { underlay: false } }')).toEqual({
      underlays: [false, false],
      said: '',
    });
  });

  test('is an error to the playbook that moves endpoints there', async () => {
    const { underlays, said } = await fitted('underlay', 'nodes: { a: {} }');
    expect(underlays).toEqual([null]);
    expect(said).toContain('node a has no underlay, and the playbook needs one');
  });

  test('is an error for one node of several: it was forgotten', async () => {
    const text = 'nodes: { a: { underlay: { ip: 198.19.0.11 } }, b: {} }';
    const { underlays, said } = await fitted('bootstrap', text);
    expect(underlays).toEqual([expect.objectContaining({}), null]);
    expect(said).toContain('node b has no underlay, and the playbook needs one');
  });
});
