import {
  type Arbitrary,
  array,
  boolean,
  constantFrom,
  dictionary,
  integer,
  option,
  record,
  subarray,
  tuple,
} from 'fast-check';

/** Files by their path beside the inventory, which is the first. */
export type Files = Readonly<Record<string, string>>;

/** Inventories in either form, with files of variables beside them. */
export function inventories(): Arbitrary<{ readonly name: string; readonly files: Files }> {
  const shape = tuple(boolean(), array(group, { minLength: 1, maxLength: 6 }));
  return tuple(shape, varFolder('group_vars', groupNames), varFolder('host_vars', hostNames)).map(
    ([[isIni, groups], groupFiles, hostFiles]) => {
      const name = isIni ? 'hosts' : 'hosts.yml';
      const text = isIni ? ini(groups) : yaml(groups);
      return { name, files: { [name]: text, ...groupFiles, ...hostFiles } };
    },
  );
}

/** A group: its number tells its name, and its children have larger ones. */
interface Group {
  readonly children: readonly number[];
  readonly hosts: readonly (readonly [string, Vars])[];
  readonly vars: Vars;
  readonly priority: number | null;
  readonly atTop: boolean;
}

/** Variables by name; values are numbers of texts in the tables below. */
type Vars = Readonly<Record<string, number>>;

const groupNames = ['all', 'ungrouped', 'g0', 'g1', 'g2', 'g3', 'rack-4', 'g5'];
const hostNames = ['solo', 'micro02', 'weba', 'db3-n1', 'h.example.net'];
const patterns = [
  'solo',
  'micro[01:03]',
  'micro[2:4]',
  'micro[008:012:2]',
  'web[a:c]',
  'web[x:B:2]',
  'db[1:5:2]-n[0:1]',
  'h.example.net:2222',
  'solo:23',
  '[2001:db8::7]:2200',
  '198.18.0.[7:9]',
];

const vars = dictionary(
  constantFrom('v_a', 'v_b', 'v_c', 'v_d', 'ansible_port'),
  integer({ min: 0, max: 999 }),
  {
    maxKeys: 4,
  },
);

const group: Arbitrary<Group> = record({
  children: subarray([0, 1, 2, 3, 4, 5], { maxLength: 3 }),
  hosts: tuple(
    subarray(patterns, { maxLength: 4 }),
    array(vars, { minLength: 4, maxLength: 4 }),
  ).map(([names, each]) => names.map((name, at) => [name, each[at] ?? {}] as const)),
  vars,
  priority: option(integer({ min: -2, max: 12 })),
  atTop: boolean(),
});

const yamlValues = [
  '1',
  '0x1f',
  '010',
  '0b101',
  '1_000',
  '1.50',
  '.5',
  '-3',
  '+4',
  '1.2e+3',
  '1e3',
  '12:30',
  '190:20:30.15',
  'yes',
  'Off',
  'TRUE',
  'y',
  '~',
  'null',
  '""',
  'text',
  'a b',
  "'quoted'",
  '"esc\\taped"',
  "'it''s'",
  '[1, two, [yes]]',
  '{ a: 1, b: [x, ~] }',
  '2020-01-02',
  '"{{ v_b }}"',
  '!unsafe "{{ v_b }}"',
  '!!str 5',
  '08',
  '1.',
  '1.2.3',
  '198.18.0.1',
  '0o17',
  '- 1',
  'x: y',
].filter((value) => !['- 1', 'x: y'].includes(value));

const lineValues = [
  '1',
  '0x1f',
  '022',
  '00',
  '0o17',
  '1_000',
  '1.50',
  '.5',
  '-3',
  '+4',
  '1e3',
  '1e',
  'True',
  'true',
  'None',
  'text',
  'a=b',
  '"a b"',
  "'a b'",
  '"\'x\'"',
  '[1,2]',
  '\'[1, "x"]\'',
  '1,2',
  '(1)',
  '{1}',
  '198.18.0.1',
  'a\\ b',
  '"q\\"q"',
  '""',
  "''",
  '"{\'a\': 1}"',
  '{{ v_b }}'.replaceAll(' ', ''),
  'x#y',
  '-',
  '--',
  '- 1'.replace(' ', ''),
];

const sectionValues = [
  ...lineValues.filter((value) => value !== ''),
  'a b c',
  '\'a\' "b"',
  '1 # one',
  'text # no comment',
  "[1, 'a', [True]]",
  "{'a': None, 'b': (1,)}",
  "r'\\n'",
  "'\\x41\\n'",
  '"""long"""',
  'u"x"',
  'a = b',
  "'open",
  '1 2',
  '[1, 2',
  '{{ v_b }}',
  '1;2',
  '( 1 , 2 )',
  '- 5',
  '--5',
];

function nameOf(at: number): string {
  return groupNames[at + 2] ?? 'g5';
}

function pick(values: readonly string[], at: number): string {
  return values[at % values.length] ?? '';
}

function flow(map: Vars): string {
  return Object.entries(map)
    .map(([name, at]) => `${name}: ${pick(yamlValues, at)}`)
    .join(', ');
}

function childrenOf({ children }: Group, at: number, count: number): readonly number[] {
  return children.filter((child) => child > at && child < count);
}

/** Nested where a group is first named, unless it is to stand at the top. */
function yaml(groups: readonly Group[]): string {
  const written = new Set<number>();
  const body = (at: number): string => {
    const found = groups[at];
    if (found === undefined || written.size === written.add(at).size) return '';
    const { hosts, priority } = found;
    const weight = priority === null ? '' : `ansible_group_priority: ${priority}, `;
    const named = hosts.map(([name, own]) => `"${name}": { ${flow(own)} }`);
    const inner = childrenOf(found, at, groups.length).map(
      (child) => `${nameOf(child)}: ${groups[child]?.atTop === true ? '' : nested(child)}`,
    );
    return `vars: { ${weight}${flow(found.vars)} }, hosts: { ${named.join(', ')} }, children: { ${inner.join(', ')} }`;
  };
  const nested = (at: number): string => {
    const text = body(at);
    return text === '' ? '' : `{ ${text} }`;
  };
  const tops = groups.map((_, at) => {
    const text = nested(at);
    return text === '' ? '' : `${nameOf(at)}: ${text}\n`;
  });
  const loose = `all: { vars: { v_a: all, v_b: [1] }, hosts: { loose: , solo: { v_d: loose } } }\n`;
  return `${tops.join('')}${loose}`;
}

function ini(groups: readonly Group[]): string {
  const sections = groups.flatMap((found, at) => {
    const name = nameOf(at);
    const hosts = found.hosts.map(([pattern, own]) => `${pattern}${line(own)}${ending(pattern)}`);
    const children = childrenOf(found, at, groups.length).map(nameOf);
    const own = Object.entries(found.vars).map(
      ([key, value]) => `${key} = ${pick(sectionValues, value)}`,
    );
    const weight = found.priority === null ? [] : [`ansible_group_priority=${found.priority}`];
    return [
      section(`${name}:vars`, [...own, ...weight]),
      section(`${name}:children`, children),
      section(name, hosts),
    ].toSorted((a, b) => (found.atTop ? a.length - b.length : 0));
  });
  return `loose\nsolo v_d=loose  # a comment\n; another\n${sections.join('')}[all:vars]\nv_a=all\n`;
}

/** A line in brackets from end to end would be taken for a section, by Ansible too. */
function ending(pattern: string): string {
  return pattern.startsWith('[') ? ' v_e=1' : '';
}

function section(name: string, lines: readonly string[]): string {
  return `[${name}]\n${lines.map((each) => `${each}\n`).join('')}\n`;
}

function line(own: Vars): string {
  return Object.entries(own)
    .map(([key, at]) => ` ${key}=${pick(lineValues, at)}`)
    .join('');
}

/** Files and folders for some of these names, and others that are to be left alone. */
function varFolder(folder: string, names: readonly string[]): Arbitrary<Files> {
  const endings = [
    '',
    '.yml',
    '.yaml',
    '.json',
    '/one.yml',
    '/two',
    '/.hidden.yml',
    '/old.yml~',
    '/note.txt',
    '/in/three.yaml',
    '/not.d/four.yml',
  ];
  const file = tuple(constantFrom(...names), constantFrom(...endings), vars);
  return array(file, { maxLength: 8 }).map((files) => {
    const kept: Record<string, string> = {};
    for (const [name, ending, own] of files) {
      const path = `${folder}/${name}${ending}`;
      // A name is a file or a folder, and never both.
      const clashes = Object.keys(kept).some(
        (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
      );
      if (!clashes) kept[path] = `---\n# ${name}\n${block(own)}`;
    }
    return kept;
  });
}

function block(own: Vars): string {
  return Object.entries(own)
    .map(([name, at]) => `${name}: ${pick(yamlValues, at)}\n`)
    .join('');
}
