import { type Invalid, invalid } from '../../invalid.ts';
import { show } from '../../show.ts';
import { builtIn, builtInVariables } from '../../variables.ts';
import { type Context, originOf } from '../members.ts';

/** Host names are the same in any case, so two such nodes would be one host. */
export function namesDifferInMore({ document, members }: Context): readonly Invalid[] {
  const seen = new Map<string, string>();
  return members.flatMap(({ name }) => {
    const folded = name.toLowerCase();
    const first = seen.get(folded);
    seen.set(folded, first ?? name);
    if (first === undefined) return [];
    return [
      invalid(document.place(['nodes', name], 'key'), {
        cause: `the names ${show(name)} and ${show(first)} differ in case only`,
        instead: 'give one of the two another name',
      }),
    ];
  });
}

/** There is one machine that this program runs on. */
export function oneIsLocal({ document, members }: Context): readonly Invalid[] {
  const [first, ...others] = members.filter(({ merged }) => merged.connection === 'local');
  return others.map((member) =>
    invalid(originOf(document, member, ['connection']), {
      cause: `${show(member.name)} and ${show(first?.name ?? '')} are both this machine (\`connection: local\`)`,
      instead: 'write `connection: ssh` for all but one',
    }),
  );
}

/** Built-in variables cannot be overridden. */
export function varsAreFree({ document, layers }: Context): readonly Invalid[] {
  return layers.flatMap(({ path, settings }) =>
    Object.keys(settings.vars ?? {})
      .filter((name) => builtInVariables.includes(name))
      .map((name) => invalid(document.place([...path, 'vars', name], 'key'), builtIn(name))),
  );
}

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
