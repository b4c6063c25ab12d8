import type { FromSchema } from 'json-schema-to-ts';
import { ipRoute } from '../../generated/answers.js';
import type { PathAnswer, PathProbe } from '../../model/plan.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, together, type Result } from '../../model/result.ts';
import { isMissing, lastLine, type Frame, type Frames } from '../frames.ts';
import { parseJson } from '../json.ts';
import type { ipRouteSchema } from '../facts/schemas.ts';

/**
 * What paths.sh printed: `full` and `small` hold `TARGET SENT RECEIVED`, where `small` is about those
 * only that `full` did not reach.
 */
export function parsePaths(
  probe: PathProbe,
  frame: Frames,
): Result<readonly PathAnswer[], Problem> {
  const full = frame('full');
  if (isMissing(full)) return err({ kind: 'tool-missing', tool: 'ping' });
  const said = together({
    devices: parseRoutes(frame('routes')),
    full: parseCounts(full),
    small: parseCounts(frame('small')),
  });
  if (!said.ok) return said;
  if (said.value.full.size === 0 && said.value.devices.size > 0) return err(silent(full));
  return ok(probe.targets.map((target) => answer(probe, target, said.value)));
}

interface Count {
  readonly sent: number;
  readonly received: number;
}

interface Said {
  readonly devices: ReadonlyMap<string, string>;
  readonly full: ReadonlyMap<string, Count>;
  readonly small: ReadonlyMap<string, Count>;
}

function answer(
  { node: from, payload }: PathProbe,
  { node: to, address }: PathProbe['targets'][number],
  { devices, full, small }: Said,
): PathAnswer {
  // Where not even a route was found, ping prints no count.
  const { sent, received } = full.get(address) ?? { sent: 0, received: 0 };
  const passes = received > 0 ? null : (small.get(address)?.received ?? 0) > 0;
  return { from, to, payload, sent, received, small: passes, device: devices.get(address) ?? null };
}

/** One JSON document a line; a target without a route has none. */
function parseRoutes({ stdout }: Frame): Result<ReadonlyMap<string, string>, Problem> {
  const devices = new Map<string, string>();
  for (const line of linesOf(stdout)) {
    const routes = parseJson<FromSchema<typeof ipRouteSchema>>('ip -j route get', line, ipRoute);
    if (!routes.ok) return routes;
    for (const { dst, dev } of routes.value) if (dev !== undefined) devices.set(dst, dev);
  }
  return ok(devices);
}

function parseCounts({ stdout }: Frame): Result<ReadonlyMap<string, Count>, Problem> {
  const counts = new Map<string, Count>();
  for (const line of linesOf(stdout)) {
    const [, target, sent, received] = /^([0-9a-f:.]+) (\d{1,9}) (\d{1,9})$/.exec(line) ?? [];
    if (target === undefined)
      return err(unparseable(`a line ${JSON.stringify(line.slice(0, 80))}`));
    counts.set(target, { sent: Number(sent), received: Number(received) });
  }
  return ok(counts);
}

/** There are routes, yet nothing was even sent: the command itself refused. */
function silent({ stderr }: Frame): Problem {
  return unparseable(lastLine(stderr) || 'it printed nothing');
}

function unparseable(reason: string): Problem {
  return { kind: 'unparseable', what: 'ping', reason };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
