import { describe, expect, test } from 'vitest';
import type { PlayTask } from '../../../src/model/play.ts';
import { probes, southboundRemotes } from '../../../src/planner/probes.ts';
import { patience } from '../../../src/planner/plan.ts';
import { underlayPlay } from '../../support/builders.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';
import { management, underlay } from '../../support/stages.ts';

const place = { file: 'play.yaml', line: 1, column: 1 };
const play = (...tasks: readonly (readonly [task: string, args: unknown])[]) => ({
  ...underlayPlay(),
  tasks: tasks.map(([task, args]): PlayTask => ({ task, args, place })),
});

describe('the paths of the underlay', () => {
  /** From where the nodes would be asked, and for which addresses. */
  function asked(now: string) {
    const fleet = fleetOfNodes(
      movedNode(1),
      movedNode(2, {}, { 'ovn-encap-ip': now }),
      movedNode(3),
    );
    return probes(underlayPlay(), fleet, new Set(['micro01', 'micro03'])).map(
      ({ source, targets }) => [source.text, ...targets.map(({ address }) => address)],
    );
  }

  test('are asked of who stays at the address that it keeps', () => {
    expect(asked(management(2))).toEqual([
      [underlay(1), management(2), underlay(3)],
      [management(2), underlay(1), underlay(3)],
      [underlay(3), underlay(1), management(2)],
    ]);
  });

  test('are not asked of who stays at an address that no NIC has', () => {
    expect(asked('198.19.0.99')).toEqual([
      [underlay(1), underlay(3)],
      [underlay(3), underlay(1)],
    ]);
  });

  test('are none for a play that looks at no path', () => {
    expect(probes(play(['underlay_address', {}]), fleetOfNodes(movedNode(1)), new Set())).toEqual(
      [],
    );
  });
});

test('each southbound database is read once', () => {
  const [one, other] = ['tcp:198.18.0.253:6642', 'tcp:198.18.0.254:6642'];
  const tasks = [one, other, one].map((remote) => ['ovn_tunnels', { southbound: remote }] as const);
  expect(southboundRemotes(play(...tasks))).toEqual([one, other]);
  expect(southboundRemotes(underlayPlay())).toEqual([]);
});

test('a play is as patient as its most patient task', () => {
  expect(patience(underlayPlay())).toBe(0);
  const tunnels = (timeout: number) => ['ovn_tunnels', { timeout }] as const;
  expect(patience(play(tunnels(5), tunnels(40), tunnels(7)))).toBe(40);
});
