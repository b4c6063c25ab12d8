import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome, Session } from '../../src/engine/ports.ts';
import { seenSh } from '../../src/generated/scripts.js';
import { catchQuestion } from '../../src/remote/catch/question.ts';
import { factsQuestion } from '../../src/remote/facts/question.ts';
import { moveQuestion, rowsQuestion } from '../../src/remote/southbound/question.ts';
import type { Change, Value } from '../../src/model/change.ts';
import type { NodeFacts } from '../../src/model/facts.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import type { SouthboundMove, TunnelMove } from '../../src/model/move.ts';
import { writeScript } from '../../src/remote/write/compile.ts';
import { reversed, tunnelMoves } from '../../src/ovn/tunnel-move.ts';
import { put } from '../support/put.ts';

/** A chassis as the contract sees it. */
interface Chassis {
  readonly spec: NodeSpec;
  readonly session: Session;
  /** Where its endpoint is at first, and where it can go. */
  readonly old: string;
  readonly own: string;
}

/** Two chassis that have a tunnel to each other, from their own endpoints. */
export interface Pair {
  readonly both: readonly [Chassis, Chassis];
  readonly dispose: () => Promise<void>;
}

/** What ovn-controller and the southbound database do, modelled or real. */
export function ovnContract(name: string, start: () => Promise<Pair>): void {
  describe(name, () => {
    let pair: Pair;
    beforeAll(async () => {
      pair = await start();
    });
    afterAll(() => pair.dispose());

    const run = async ({ session }: Chassis, script: string): Promise<Outcome> => {
      const outcome = await session.run(script, AbortSignal.timeout(20_000));
      if (!outcome.ok) throw new Error(outcome.error.kind);
      return outcome.value;
    };
    const facts = async (of: Chassis): Promise<NodeFacts> => {
      const read = await put(factsQuestion(of.spec), (script) => run(of, script));
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      return read.value;
    };
    const write = async (
      of: Chassis,
      changes: readonly Change[],
      tunnels: readonly TunnelMove[] = [],
    ): Promise<number | null> => {
      const { ovs } = await facts(of);
      const script = `${writeScript(ovs, { changes, holds: [], tunnels })} || exit\n${seenSh}`;
      return (await run(of, script)).exit;
    };
    const southbound = async () => {
      const [first] = pair.both;
      const { ovs } = await facts(first);
      const remote = ovs.columns.external_ids['ovn-remote'] ?? '';
      const read = await put(rowsQuestion(ovs, remote), (script) => run(first, script));
      if (!read.ok || !read.value.ok) throw new Error(JSON.stringify(read));
      return { ...read.value.value, remote, ovs };
    };
    const moveRows = async (move: Omit<SouthboundMove, 'remote' | 'via'>) => {
      const { remote, ovs } = await southbound();
      const question = moveQuestion(ovs, { ...move, remote, via: '' });
      const moved = await put(question, (script) => run(pair.both[0], script));
      if (!moved.ok) throw new Error(moved.error.kind);
      return moved.value;
    };
    /** Identities and ends, of tunnels and rows. */
    const state = async () => ({
      tunnels: await Promise.all(
        pair.both.map(async (each) => (await facts(each)).tunnels.map(identityOf)),
      ),
      rows: (await southbound()).chassis.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    });
    const frozen = (of: Chassis) => write(of, [change('ovn-encap-type', 'geneve', null)]);
    const thawed = (of: Chassis) => write(of, [change('ovn-encap-type', null, 'geneve')]);
    const settled = async (holds: () => Promise<boolean>): Promise<void> => {
      for (let tries = 0; tries < 100 && !(await holds()); tries += 1) await sleep(100);
      expect(await holds()).toBe(true);
    };

    test('a tunnel is named by its peer and by where it ends', async () => {
      const [first, second] = pair.both;
      const { tunnels, controllerPid, ovnRunning } = await facts(first);
      expect(ovnRunning).toBe(true);
      expect(controllerPid).toBeGreaterThan(0);
      const [{ id, chassis, remoteIp } = { id: '', chassis: '', remoteIp: '' }] = tunnels;
      expect(tunnels).toHaveLength(1);
      expect({ chassis, remoteIp }).toEqual({ chassis: second.spec.name, remoteIp: second.old });
      expect([`${chassis}@${second.old}`, `${chassis}@${second.old}%${first.old}`]).toContain(id);
      const { chassis: rows, refusal, gateways } = await southbound();
      expect(
        rows.map(({ encaps: [row] }) => row?.ip ?? '').toSorted((a, b) => a.localeCompare(b)),
      ).toEqual([first.old, second.old]);
      expect([refusal, gateways.size]).toEqual([null, 0]);
    });

    test('who stands still follows nothing, and goes on with what it finds', async () => {
      const [first, second] = pair.both;
      const before = await state();
      expect(await frozen(first)).toBe(0);
      expect(await write(first, [change('ovn-encap-ip', first.old, first.own)])).toBe(0);
      expect(await state()).toEqual(before);
      expect(await write(first, [change('ovn-encap-ip', first.own, first.old)])).toBe(0);
      expect(await thawed(first)).toBe(0);
      await sleep(300);
      expect(await state()).toEqual(before);
      expect((await facts(second)).tunnels).toHaveLength(1);
    });

    test('a port that catches what no tunnel takes is no tunnel, to nobody', async () => {
      const [first, second] = pair.both;
      const before = await state();
      const seen = await facts(first);
      const peers = new Map([[second.spec.name, second.own]]);
      const moves = tunnelMoves(seen, { own: first.own, sends: true, peers });
      expect(await frozen(first)).toBe(0);
      const question = catchQuestion(seen, moves);
      expect(await put(question, (script) => run(first, script))).toMatchObject({ ok: true });
      expect(await state()).toEqual(before);
      expect(await thawed(first)).toBe(0);
      await sleep(300);
      expect(await state()).toEqual(before);
    });

    test('rows and tunnels that are re-addressed while all stand still are kept', async () => {
      const before = await state();
      const { chassis } = await southbound();
      const peers = new Map(pair.both.map(({ spec, own }) => [spec.name, own]));
      for (const each of pair.both) expect(await frozen(each)).toBe(0);
      const encaps = chassis.flatMap(({ name, encaps: rows }) =>
        rows.map(({ uuid, type, ip }) => ({
          uuid,
          type,
          before: ip,
          after: peers.get(name) ?? '',
        })),
      );
      expect(await moveRows({ chassis: chassis.map(({ name }) => name), encaps })).toMatchObject({
        ok: true,
      });
      for (const each of pair.both) {
        const moves = tunnelMoves(await facts(each), { own: each.own, sends: true, peers });
        expect(moves).toHaveLength(1);
        expect(await write(each, [change('ovn-encap-ip', each.old, each.own)], moves)).toBe(0);
      }
      for (const each of pair.both) expect(await thawed(each)).toBe(0);
      await sleep(300);
      const after = await state();
      expect(after.tunnels.map((all) => all.map(({ port }) => port))).toEqual(
        before.tunnels.map((all) => all.map(({ port }) => port)),
      );
      expect(after.tunnels.map((all) => all.map(({ remoteIp }) => remoteIp))).toEqual([
        [pair.both[1].own],
        [pair.both[0].own],
      ]);
      expect(after.rows.map(({ encaps: [row] }) => row?.uuid)).toEqual(
        before.rows.map(({ encaps: [row] }) => row?.uuid),
      );
    });

    test('a tunnel or a row that is not as it was seen keeps everything from being written', async () => {
      const [first] = pair.both;
      const before = await state();
      const ids = (await facts(first)).ovs.columns.external_ids;
      const moves = tunnelMoves(await facts(first), {
        own: first.own,
        sends: true,
        peers: new Map([[pair.both[1].spec.name, '198.18.255.1']]),
      });
      // As if it had been moved already.
      const stale = moves.map(reversed);
      expect(await write(first, [change('k', null, 'v')], stale)).toBe(142);
      expect((await facts(first)).ovs.columns.external_ids).toEqual(ids);
      const chassis = before.rows.map(({ name }) => name);
      expect(await moveRows({ chassis: [...chassis, 'ghost'], encaps: [] })).toMatchObject({
        ok: false,
      });
      const encaps = before.rows.flatMap(({ encaps: rows }) =>
        rows.map(({ uuid, type }) => ({
          uuid,
          type,
          before: '198.18.255.2',
          after: '198.18.255.3',
        })),
      );
      expect(await moveRows({ chassis, encaps })).toMatchObject({ ok: false });
      expect(await state()).toEqual(before);
    });

    test('an endpoint that changes while its controller goes on makes tunnels and rows anew', async () => {
      const [first, second] = pair.both;
      const before = await state();
      expect(await write(first, [change('ovn-encap-ip', first.own, first.old)])).toBe(0);
      const led = async () =>
        (await facts(second)).tunnels.map(({ remoteIp }) => remoteIp).join() === first.old;
      await settled(led);
      const after = await state();
      const row = (of: typeof after) => of.rows.find(({ name }) => name === first.spec.name);
      expect(row(after)?.encaps[0]?.uuid).not.toBe(row(before)?.encaps[0]?.uuid);
      expect(after.tunnels[1]?.[0]?.port).not.toBe(before.tunnels[1]?.[0]?.port);
    });
  });
}

function identityOf({ port, ofport, id, remoteIp }: NodeFacts['tunnels'][number]) {
  return { port: `${port} ${ofport}`, id, remoteIp };
}

function change(key: string, before: Value, after: Value): Change {
  return { table: 'Open_vSwitch', column: 'external_ids', key, before, after };
}
