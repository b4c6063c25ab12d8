import type { Endpoints } from '../ovn/endpoints.ts';
import type { Fleet } from '../model/fleet.ts';

/** Where members of a cycle can wait, by name. */
export type Places = ReadonlyMap<string, string>;

/** The management address of each node, unless another one uses it as its endpoint. */
export function parkingPlaces({ nodes }: Fleet, ends: readonly Endpoints[]): Places {
  const isUsed = (place: string, by: string): boolean =>
    ends.some(({ node, before, after }) => node !== by && [...before, ...after].includes(place));
  return new Map(
    nodes.flatMap(({ spec, facts }): readonly (readonly [string, string])[] => {
      const place = facts.managementIp?.text;
      return place === undefined || isUsed(place, spec.name) ? [] : [[spec.name, place]];
    }),
  );
}
