import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab, inventoryWith } from '../support/lab.ts';

describeLab('a run that is ended from outside', () => {
  let lab: Lab;
  let mute: Server;
  let inventory: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
    // Accepts and says nothing: the run hangs on this node until something ends it.
    mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const from = `address: ${lab.nodes[1]?.management}`;
    inventory = await inventoryWith(lab, from, `ssh: { port: ${port} }, address: 127.0.0.1`);
  });
  afterAll(async () => {
    mute.close();
    await lab.down();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends in %i, with nothing written', async (signal, code) => {
    const before = await databases(lab);
    const connected = once(mute, 'connection');
    const { exit, stdout } = await mcreconcile(['apply', inventory, '-o', 'json'], {
      started: (kill) => void connected.then(() => kill(signal)),
    });
    expect(exit).toBe(code);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ result: 'interrupted', exit: code });
    expect(report.nodes[1]).toMatchObject({ name: 'micro02', status: 'skipped' });
    expect(await databases(lab)).toEqual(before);
  });

  test("the run's deadline ends it, too, and names the node", async () => {
    const { exit, stdout } = await mcreconcile(['check', inventory, '--deadline', '1.5']);
    expect(stdout).toContain("the run's deadline of 1.5 s passed");
    expect(exit).toBe(1);
  });

  test('a node that hangs ends at its own deadline, the others are read', async () => {
    const { exit, stdout } = await mcreconcile(['check', inventory, '-T', '1', '-o', 'json']);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      nodes: [
        { status: 'drift' },
        { status: 'unreachable', problems: [{ kind: 'timed-out' }] },
        { status: 'drift' },
      ],
    });
  });
});
