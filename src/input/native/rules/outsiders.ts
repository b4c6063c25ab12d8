import { type Invalid, invalid } from '../../invalid.ts';
import { show } from '../../show.ts';
import type { Context } from '../members.ts';

/** Who is a node of the inventory moves with it. */
export function outsidersAreNotNodes({ document, members, outsiders }: Context) {
  const nodes = new Map(members.map(({ name, merged }) => [merged.system_id ?? name, name]));
  return outsiders.flatMap((chassis, at): readonly Invalid[] => {
    const node = nodes.get(chassis);
    if (node === undefined) return [];
    const cause = `outsider ${show(chassis)} is node ${show(node)} of this inventory`;
    const instead = 'name it in one of the two places';
    return [invalid(document.place(['outsiders', at], 'value'), { cause, instead })];
  });
}

/** Twice is a slip: another chassis was meant. */
export function outsidersDiffer({ document, outsiders }: Context): readonly Invalid[] {
  return outsiders.flatMap((chassis, at): readonly Invalid[] => {
    if (outsiders.indexOf(chassis) === at) return [];
    const cause = `${show(chassis)} stands in \`outsiders\` twice`;
    return [
      invalid(document.place(['outsiders', at], 'value'), { cause, instead: 'leave one out' }),
    ];
  });
}
