import { describe, expect, test } from 'vitest';
import { describeLab } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';
import { eventually } from '../hazards/eventually.ts';
import { node } from '../hazards/hazard.ts';
import { controller, fleet, vsctl } from './fleet.ts';

describeLab('a run that can be taken back', () => {
  const { lab } = fleet();

  describe('beside another one of the same inventory', () => {
    async function beside(...args: readonly string[]) {
      const { told, results } = await controller();
      await shadow(
        node(lab(), 2),
        vsctl,
        'case "$*" in *wait-until*) sleep 5 ;; esac; exec $real "$@"',
      );
      try {
        const first = told(['apply', lab().inventory]);
        await eventually('the first one runs', async () =>
          (await results()).includes('running') ? null : 'not yet',
        );
        return { second: await told(['apply', lab().inventory, ...args]), first: await first };
      } finally {
        await unshadow(node(lab(), 2), vsctl);
      }
    }

    test('does nothing, and names who holds it', async () => {
      const { first, second } = await beside();
      expect(second.text).toMatch(/is locked by run \S+ of \S+@\S+, pid \d+, since/);
      expect([first.exit, second.exit]).toEqual([0, 6]);
    });

    test('waits for it as long as it is told to', async () => {
      const { first, second } = await beside('--lock-timeout', '30');
      expect(second.text).toContain('3 nodes: 3 ok.');
      expect([first.exit, second.exit]).toEqual([0, 0]);
    });
  });
});
