import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn } from '../support/builders.ts';
import { rows } from '../support/watched-fleet.ts';

/** Saves a plan; what happens then is between that and its being carried out. */
async function carriedOut(happens: (fleet: ModelFleet) => unknown) {
  const fleet = modelFleet(3);
  const { plan } = await runOn(fleet, 'plan');
  if (plan === null) throw new Error('there is no plan');
  await happens(fleet);
  const before = rows(fleet);
  const records: string[] = [];
  const report = await runOn(fleet, 'apply', {
    expected: plan,
    journal: ({ type }) => void records.push(type),
  });
  const kinds = report.problems.map(({ problem }) => problem.kind);
  return { fleet, before, records, kinds, exit: exitCode(report) };
}

test('a saved plan is carried out where nothing has changed since', async () => {
  const { fleet, exit } = await carriedOut(() => undefined);
  expect(exit).toBe(0);
  expect(encapIps(fleet)).toEqual(['198.19.0.11', '198.19.0.12', '198.19.0.13']);
});

test.each<[string, (fleet: ModelFleet) => unknown]>([
  [
    'a node has another endpoint',
    ({ nodes: [first] }) => first?.row.external_ids.set('ovn-encap-ip', '198.18.0.99'),
  ],
  ['nothing is left to do', (fleet) => runOn(fleet, 'apply')],
  [
    'something speaks against it as well',
    ({ nodes: [first] }) => {
      first?.row.external_ids.set('ovn-encap-ip', '198.18.0.99');
      first?.nics[2]?.flags.splice(0);
    },
  ],
])('a saved plan is stale, and nothing is written: %s', async (_name, happens) => {
  const { fleet, before, records, kinds, exit } = await carriedOut(happens);
  expect(exit).toBe(7);
  expect(kinds).toContain('plan-stale');
  expect(rows(fleet)).toEqual(before);
  expect(records).toEqual([]);
});
