import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../../lab/lab.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { nothingLeft } from './support.ts';

describeLab('fifty nodes', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 50 });
  });
  afterAll(() => lab.down());

  test('converge in one run, with text that fits a screen', async () => {
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '--diff']);
    expect(stdout).toContain('changed      50 nodes: micro[01-50]');
    expect(stdout.split('\n').length).toBeLessThan(10);
    expect(exit).toBe(0);
  });

  test('one bad node among them is named, stalls nobody, and hides nobody', async () => {
    await lab.nodes[16]?.sh('kill $(pgrep -o -x sshd)');
    const { exit, stdout } = await mcreconcile(['check', lab.inventory, '-o', 'json']);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      result: 'unreachable',
      summary: { nodes: 50, ok: 49, unreachable: 1 },
    });
    const human = await mcreconcile(['check', lab.inventory]);
    expect(human.stdout).toMatch(/^unreachable {2}micro17 /);
    expect(human.stdout).toContain('To try again: mcreconcile check');
    expect(human.stdout).toContain('--limit micro17\n');
    await nothingLeft(lab);
  });
});
