import type { FromSchema } from 'json-schema-to-ts';
import { ovnSouthbound, ovnSouthboundLook, ovnSouthboundResults } from '../generated/answers.js';
import { describe } from '../problems/describe.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Southbound, SouthboundChassis } from '../model/southbound.ts';
import { isMissing, parseFrames, refusal } from './frames.ts';
import { parseJson } from './json.ts';
import { unfinished, type Output } from './output.ts';
import type {
  ovnSouthboundLookSchema,
  ovnSouthboundResultsSchema,
  ovnSouthboundSchema,
} from './southbound-schemas.ts';

/** What an answer tells of a database as a whole. */
export type SouthboundRows = Pick<Southbound, 'gateways' | 'refusal'> & {
  readonly chassis: readonly SouthboundChassis[];
};

/** What `readOperations` brought from the first remote; the error is in words. */
export function parseSouthbound(boundary: string, output: Output): Result<SouthboundRows, string> {
  const tables = answer<Tables>(boundary, output, 0, ovnSouthbound);
  return tables.ok ? ok(joined(tables.value)) : tables;
}

/** The endpoints that one server holds, by uuid, and its chassis. */
export interface SouthboundLook {
  readonly chassis: readonly string[];
  readonly encaps: ReadonlyMap<string, string>;
}

/** What `lookOperations` brought from remote `at`. */
export function parseLook(
  boundary: string,
  output: Output,
  at: number,
): Result<SouthboundLook, string> {
  const tables = answer<Look>(boundary, output, at, ovnSouthboundLook);
  if (!tables.ok) return tables;
  const [chassis, encaps] = tables.value;
  return ok({
    chassis: chassis.rows.map(({ name }) => name),
    encaps: new Map(encaps.rows.map(({ _uuid: [, id], ip }) => [id, ip])),
  });
}

/** Whether a transaction of `moveOperations` was carried out; the error says why it was not. */
export function parseMoved(boundary: string, output: Output): Result<null, string> {
  const results = answer<Results>(boundary, output, 0, ovnSouthboundResults);
  if (!results.ok) return results;
  const failed = results.value.map(errorOf).find((text) => text !== null);
  return failed === undefined || failed === null ? ok(null) : err(failed);
}

type Tables = FromSchema<typeof ovnSouthboundSchema>;
type Look = FromSchema<typeof ovnSouthboundLookSchema>;
type Results = FromSchema<typeof ovnSouthboundResultsSchema>;
type Uuids = Tables[0]['rows'][number]['encaps'];

function answer<T>(
  boundary: string,
  output: Output,
  at: number,
  validate: Parameters<typeof parseJson>[2],
): Result<T, string> {
  const frame = parseFrames(boundary, output.stdout, output.stderr)?.get(`southbound-${at}`);
  if (frame === undefined) return err(describe(unfinished('the script', output)).summary);
  if (isMissing(frame)) return err('there is no ovsdb-client');
  if (frame.exit !== 0) return err(refusal(frame));
  const parsed = parseJson<T>('ovsdb-client', frame.stdout, validate);
  return parsed.ok ? parsed : err(describe(parsed.error).summary);
}

/** Each chassis with the rows that it refers to. */
function joined([chassis, encaps, gateways, trial]: Tables): SouthboundRows {
  const byId = new Map(
    encaps.rows.map(({ _uuid: [, uuid], type, ip }) => [uuid, { uuid, type, ip }]),
  );
  const nameOf = new Map(chassis.rows.map(({ _uuid: [, id], name }) => [id, name]));
  return {
    chassis: chassis.rows.map(({ name, encaps: references, other_config: [, config] }) => ({
      name,
      encaps: uuids(references).flatMap((id) => byId.get(id) ?? []),
      interconnected: config.some(
        ([key, value]) => (key === 'is-interconn' || key === 'is-remote') && value === 'true',
      ),
    })),
    gateways: new Map(
      gateways.rows.map(({ logical_port: port, chassis: references }) => {
        const [id = ''] = uuids(references);
        return [port, nameOf.get(id) ?? null];
      }),
    ),
    refusal: errorOf(trial),
  };
}

function errorOf(result: Results[number]): string | null {
  if (result === null || result.error === undefined) return null;
  return result.details === undefined ? result.error : `${result.error}: ${result.details}`;
}

/** A set of one is written as its member (RFC 7047). */
function uuids(references: Uuids): readonly string[] {
  return references[0] === 'uuid' ? [references[1]] : references[1].map(([, id]) => id);
}
