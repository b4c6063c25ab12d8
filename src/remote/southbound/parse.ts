import type { FromSchema } from 'json-schema-to-ts';
import { ovnSouthbound, ovnSouthboundLook, ovnSouthboundResults } from '../../generated/answers.js';
import { describe } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Southbound, SouthboundChassis } from '../../model/southbound.ts';
import { isMissing, refusal, type Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import type {
  ovnSouthboundLookSchema,
  ovnSouthboundResultsSchema,
  ovnSouthboundSchema,
} from './schemas.ts';

/** What an answer tells of a database as a whole. */
export type SouthboundRows = Pick<Southbound, 'gateways' | 'refusal'> & {
  readonly chassis: readonly SouthboundChassis[];
};

/** The error is in words. */
export function parseSouthbound(frame: Frame): Result<SouthboundRows, string> {
  const tables = answer<Tables>(frame, ovnSouthbound);
  return tables.ok ? ok(joined(tables.value)) : tables;
}

/** The endpoints that one server holds, by uuid, and its chassis. */
export interface SouthboundLook {
  readonly chassis: readonly string[];
  readonly encaps: ReadonlyMap<string, string>;
}

export function parseLook(frame: Frame): Result<SouthboundLook, string> {
  const tables = answer<Look>(frame, ovnSouthboundLook);
  if (!tables.ok) return tables;
  const [chassis, encaps] = tables.value;
  return ok({
    chassis: chassis.rows.map(({ name }) => name),
    encaps: new Map(encaps.rows.map(({ _uuid: [, id], ip }) => [id, ip])),
  });
}

/** Whether a transaction was carried out; the error says why it was not. */
export function parseMoved(frame: Frame): Result<null, string> {
  const results = answer<Results>(frame, ovnSouthboundResults);
  if (!results.ok) return results;
  const failed = results.value.map(errorOf).find((text) => text !== null);
  return failed === undefined || failed === null ? ok(null) : err(failed);
}

type Tables = FromSchema<typeof ovnSouthboundSchema>;
type Look = FromSchema<typeof ovnSouthboundLookSchema>;
type Results = FromSchema<typeof ovnSouthboundResultsSchema>;
type Uuids = Tables[0]['rows'][number]['encaps'];

function answer<T>(frame: Frame, validate: Parameters<typeof parseJson>[2]): Result<T, string> {
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
export function uuids(references: Uuids): readonly string[] {
  return references[0] === 'uuid' ? [references[1]] : references[1].map(([, id]) => id);
}
