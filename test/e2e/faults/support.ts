import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab, LabNode } from '../../lab/lab.ts';

/** A text in which `…` stands for anything. */
export function withDots(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}

/** Waits until no connection and no process of ours is left on any node; commands end in time. */
export async function nothingLeft(lab: Lab): Promise<void> {
  for (const node of lab.nodes) {
    const deadline = Date.now() + 15_000;
    let left = await ours(node);
    while (left !== '' && Date.now() < deadline) {
      await sleep(100);
      left = await ours(node);
    }
    if (left !== '') throw new Error(`still on ${node.name}: ${left}`);
  }
}

/** Sessions of sshd and what they started; `ss` sees the connections. */
async function ours(node: LabNode): Promise<string> {
  const { stdout } = await node.run([
    'sh',
    '-c',
    "ss -Htn state established '( sport = :22 )'; cat /proc/[0-9]*/comm | grep -xE 'ovs-vsctl|timeout' || true",
  ]);
  return stdout.trim();
}
