import type { FromSchema } from 'json-schema-to-ts';
import { ovnSouthbound } from '../generated/answers.js';
import { describe } from '../model/describe.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SouthboundChassis } from '../model/southbound.ts';
import { isMissing, parseFrames, refusal } from './frames.ts';
import { parseJson } from './json.ts';
import { unfinished, type Output } from './output.ts';
import type { ovnSouthboundSchema } from './schemas.ts';

/** What the script of `southboundScript` printed; strict, as `parseFacts`. The error is in words. */
export function parseSouthbound(
  boundary: string,
  output: Output,
): Result<readonly SouthboundChassis[], string> {
  const frame = parseFrames(boundary, output.stdout, output.stderr)?.get('southbound');
  if (frame === undefined) return err(describe(unfinished('the script', output)).summary);
  if (isMissing(frame)) return err('there is no ovsdb-client');
  if (frame.exit !== 0) return err(refusal(frame));
  const tables = parseJson<Tables>('ovsdb-client query', frame.stdout, ovnSouthbound);
  return tables.ok ? ok(joined(tables.value)) : err(describe(tables.error).summary);
}

type Tables = FromSchema<typeof ovnSouthboundSchema>;
type Uuids = Tables[0]['rows'][number]['encaps'];

/** Each chassis with the rows that it refers to. */
function joined([chassis, encaps]: Tables): readonly SouthboundChassis[] {
  const byId = new Map(encaps.rows.map(({ _uuid: [, id], type, ip }) => [id, { type, ip }]));
  return chassis.rows.map(({ name, encaps: references }) => ({
    name,
    encaps: uuids(references).flatMap((id) => byId.get(id) ?? []),
  }));
}

/** A set of one is written as its member (RFC 7047). */
function uuids(references: Uuids): readonly string[] {
  return references[0] === 'uuid' ? [references[1]] : references[1].map(([, id]) => id);
}
