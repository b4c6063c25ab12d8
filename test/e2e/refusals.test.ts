import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';
import { withDots } from './faults/support.ts';
import { refusals } from './refusal-cases.ts';

describeLab('apply refuses, says why, and writes nothing:', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());

  test.each(refusals)('$name', async ({ prepare, restore, exit, says }) => {
    const before = await databases(lab);
    const args = await prepare(lab);
    try {
      const outcome = await mcreconcile(['apply', ...args]);
      const text = outcome.stdout + outcome.stderr;
      expect(text.replaceAll(/\s+/g, ' ')).toMatch(withDots(says));
      expect(outcome.exit).toBe(exit);
      expect(await databases(lab)).toEqual(before);
    } finally {
      await restore?.(lab);
    }
  });

  test('a node without power is named, the others are shown all the same', async () => {
    await lab.nodes[2]?.powerOff();
    const { exit, stdout } = await mcreconcile(['check', '-o', 'json', lab.inventory]);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      result: 'unreachable',
      summary: { drift: 2, unreachable: 1 },
      nodes: [{ status: 'drift' }, { status: 'drift' }, { name: 'micro03', status: 'unreachable' }],
    });
  });
});
