import { expect, test } from 'vitest';
import { setMtu } from '../../lab/faults.ts';
import { describeLab } from '../../support/lab.ts';
import { networkHazards } from './cases.ts';
import { second } from './hazard.ts';
import { keys, told } from './judge.ts';
import { judged, timeout } from './suite.ts';

describeLab('a network that loses is refused, or warned of, before endpoints move there:', () => {
  const lab = judged(networkHazards);

  test('--allow overrides the rule that it names, and no other', { timeout }, async () => {
    const undo = await setMtu(second(lab()), 'underlay', 1400);
    const before = await keys(lab());
    const apply = ['apply', lab().inventory, '--allow'];
    try {
      const one = await told([...apply, 'mtu-too-small']);
      expect(one.text).toContain('unfragmented ones of 1472 bytes do not');
      expect([one.exit, await keys(lab())]).toEqual([1, before]);
      const both = await told([...apply, 'mtu-too-small,path-mtu']);
      expect(both).toEqual({ exit: 0, text: expect.stringContaining('3 nodes: 3 changed') });
    } finally {
      await undo();
    }
  });
});
