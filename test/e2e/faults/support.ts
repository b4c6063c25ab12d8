import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab, LabNode } from '../../lab/lab.ts';

/** A text in which `…` stands for anything. */
export function withDots(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}

/** Waits until no connection, process or timer of ours is left on any node: all end in time. */
export async function nothingLeft(lab: Lab): Promise<void> {
  for (const node of lab.nodes) {
    const deadline = Date.now() + 30_000;
    let left = await ours(node);
    while (left !== '' && Date.now() < deadline) {
      await sleep(100);
      left = await ours(node);
    }
    if (left !== '') throw new Error(`still on ${node.name}: ${left}`);
  }
}

/** Sessions of sshd, what they started, and timers; `ss` sees the connections. */
async function ours(node: LabNode): Promise<string> {
  const { stdout } = await node.run([
    'sh',
    '-c',
    "ss -Htn state established '( sport = :22 )'; cat /proc/[0-9]*/comm | grep -xE 'ovs-vsctl|timeout'; ls -d /run/mcreconcile/timer 2>/dev/null || true",
  ]);
  return stdout.trim();
}
