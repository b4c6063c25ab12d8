import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { nothingLeft, withDots } from './support.ts';
import { faults } from './cases.ts';

describeLab('a fault is named, with cause and remedy, and leaves nothing half-written:', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());

  const second = (): LabNode => {
    const [, node] = lab.nodes;
    if (node === undefined) throw new Error('the lab has no second node');
    return node;
  };
  const endpoints = async () =>
    Promise.all(lab.nodes.map(async (node) => (await node.externalIds())['ovn-encap-ip']));

  beforeEach(async () => {
    for (const node of lab.nodes) {
      const key = `external_ids:ovn-encap-ip=${node.management}`;
      await node.vsctl('--timeout=10', '--no-wait', 'set', 'Open_vSwitch', '.', key);
    }
  });
  afterEach(() => nothingLeft(lab));

  test.each(faults)('$name', async (fault) => {
    const before = await endpoints();
    try {
      const args = [
        ...((await fault.make(lab, second())) ?? [lab.inventory]),
        ...(fault.args ?? []),
      ];
      const outcome = await mcreconcile(['apply', ...args], { env: fault.env ?? {} });
      const text = outcome.stdout + outcome.stderr;
      expect(text.replaceAll(/\s+/g, ' ')).toMatch(withDots(fault.sees));
      expect(text).toMatch(fault.exit === 0 ? 'changed' : /micro(02|\[01-03\])/);
      expect(outcome.exit).toBe(fault.exit);
      fault.also?.(outcome);
    } finally {
      await fault.mend?.(lab, second());
    }
    await nothingLeft(lab);
    expect(await endpoints()).toEqual(fault.endpoints?.(lab) ?? before);
  });
});
