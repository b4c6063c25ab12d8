import pc from 'picocolors';
import { expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import { json } from '../../../src/reporters/json.ts';
import { modelFleet, ovnFleet } from '../../simulator/fleet.ts';
import { runOn } from '../../support/builders.ts';

const style = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: false,
  diff: false,
  quiet: false,
  target: 'inventory.yaml',
  words: [],
};

async function documentOf(command: 'plan' | 'facts', version: string | null): Promise<unknown> {
  const fleet = version === null ? modelFleet(2) : ovnFleet(2, { version });
  const report = await runOn(fleet, command);
  return JSON.parse(await json(report, exitCode(report), style));
}

test('the strategy and its stages stand beside the changes', async () => {
  const nodes = ['micro01', 'micro02'];
  expect(await documentOf('plan', '25.03.1')).toMatchObject({
    strategy: 'in-place',
    stages: [
      { name: 'freeze', layer: 0, nodes },
      { name: 'southbound', layer: 0, nodes: [] },
      { name: 'move', layer: 0, nodes },
      { name: 'thaw', layer: 0, nodes },
    ],
    nodes: [{ changes: [{ key: 'ovn-encap-ip' }] }, { changes: [{ key: 'ovn-encap-ip' }] }],
  });
});

test('where nothing was planned, there are none', async () => {
  expect(await documentOf('facts', null)).not.toHaveProperty('stages');
});
