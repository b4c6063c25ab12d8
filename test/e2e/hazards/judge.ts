import { expect } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { waitForTunnels } from '../../lab/tunnels.ts';
import { mcreconcile } from '../../support/cli.ts';
import { ovnVersion } from '../../support/ovn-version.ts';
import { withDots } from '../faults/support.ts';
import { setByHand } from './fleet.ts';
import type { Hazard } from './hazard.ts';

/** The OVN whose behaviour the proofs are about; another one may know better. */
export const measured = '23.03';

/** First what mcreconcile says, which leaves all as it is; then what OVN does on its own. */
export async function judge(lab: Lab, hazard: Hazard): Promise<void> {
  const undo = await hazard.make?.(lab);
  try {
    const args = (await hazard.args?.(lab)) ?? [lab.inventory];
    const ovn = await ovnVersion(lab);
    if (hazard.goneFrom !== undefined && ovn >= hazard.goneFrom) await moves(lab, args);
    else if (hazard.outcome === 'refused') await refused(lab, args, hazard.sees);
    else await warned(lab, args, hazard.sees);
    if (ovn.startsWith(measured)) await alone(lab, hazard);
  } finally {
    await undo?.();
  }
}

async function refused(lab: Lab, args: readonly string[], sees: string): Promise<void> {
  const before = await keys(lab);
  const said = await Promise.all(['plan', 'apply'].map((command) => told([command, ...args])));
  for (const { exit, text } of said) {
    expect(text).toMatch(withDots(sees));
    expect({ exit, text }).toEqual({
      exit: 1,
      text: expect.stringContaining('Nothing was written.'),
    });
  }
  expect(await keys(lab)).toEqual(before);
}

async function warned(lab: Lab, args: readonly string[], sees: string): Promise<void> {
  for (const text of await moves(lab, args)) expect(text).toMatch(withDots(sees));
}

/** Gives what plan and apply say of it. */
async function moves(lab: Lab, args: readonly string[]): Promise<readonly string[]> {
  const plan = await told(['plan', ...args]);
  expect(plan).toMatchObject({ exit: 2 });
  const apply = await told(['apply', ...args]);
  expect(apply).toMatchObject({ exit: 0 });
  await waitForTunnels(lab, { signal: AbortSignal.timeout(45_000) });
  return [plan.text, apply.text];
}

async function alone(lab: Lab, { sets, alone }: Hazard): Promise<void> {
  await setByHand(lab, sets?.(lab) ?? lab.nodes.map(({ underlay }) => underlay));
  for (const { holds } of alone) await holds(lab);
}

/** What the program says, on one line. */
export async function told(
  args: readonly string[],
): Promise<{ exit: number | null; text: string }> {
  const { exit, stdout, stderr } = await mcreconcile(args);
  return { exit, text: (stdout + stderr).replaceAll(/\s+/g, ' ') };
}

export function keys(lab: Lab): Promise<readonly Readonly<Record<string, string>>[]> {
  return Promise.all(lab.nodes.map((node) => node.externalIds()));
}
