import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../../lab/lab.ts';
import { fixNeighbours } from '../../lab/neighbours.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { nothingLeft } from './support.ts';

describeLab('fifty nodes', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 50 });
    await fixNeighbours(lab);
  });
  afterAll(() => lab.down());

  test('are planned with every pair of them asked', async () => {
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory]);
    expect(stdout).toContain('underlay paths: 2450 of 2450 answered at 1472 bytes');
    expect(exit).toBe(2);
  });

  test('converge in one run, with text that fits a screen', async () => {
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '--diff']);
    expect(stdout).toContain('changed      50 nodes: micro[01-50]');
    expect(stdout.split('\n').length).toBeLessThan(10);
    expect(exit).toBe(0);
  });

  test('one bad node among them is named, stalls nobody, and hides nobody', async () => {
    await lab.nodes[16]?.sh('kill $(pgrep -o -x sshd)');
    // For the others: fifty at once, on a machine that is busy with other labs.
    const check = ['check', lab.inventory, '-T', '30'];
    const { exit, stdout } = await mcreconcile([...check, '-o', 'json']);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      result: 'unreachable',
      summary: { nodes: 50, ok: 49, unreachable: 1 },
    });
    const human = await mcreconcile(check);
    expect(human.stdout).toMatch(/^unreachable {2}micro17 /);
    expect(human.stdout).toContain('To try again: mcreconcile check');
    expect(human.stdout).toContain('--limit micro17\n');
    await nothingLeft(lab);
  });
});
