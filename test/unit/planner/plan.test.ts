import { describe, expect, test } from 'vitest';
import type { MicroovnFacts, NodeFacts } from '../../../src/model/facts.ts';
import type { Fleet, NodeState, Plan } from '../../../src/model/plan.ts';
import { resolveEndpoint } from '../../../src/planner/endpoint.ts';
import { plan } from '../../../src/planner/plan.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { facts, nic } from '../../support/facts.ts';
import { movedNode } from '../../support/fleet.ts';

function state(n: number, read: NodeFacts): NodeState {
  return { spec: spec(n), facts: read, endpoint: resolveEndpoint(spec(n), read) };
}

function planFor(states: readonly NodeState[], keys: Readonly<Record<string, string>> = {}): Plan {
  const fleet: Fleet = { nodes: states, unread: [], paths: null, southbound: [] };
  const selected = new Set(states.map((node) => node.spec.name));
  return plan(underlayPlay(keys), fleet, { selected, allow: new Set(), phase: 'draft' });
}

function factsOf(
  n: number,
  external_ids: Readonly<Record<string, string>>,
  ovnVersion: string | null,
): NodeFacts {
  const nics = [nic('eth0', [`198.18.0.${10 + n}/24`]), nic('eth1', [`198.19.0.${10 + n}/24`])];
  return facts({ managementIp: `198.18.0.${10 + n}`, nics, external_ids, ovnVersion });
}

describe('what a node lacks', () => {
  const changes = (keys: Readonly<Record<string, string>>, ovn: string | null = null, wish = {}) =>
    planFor([state(1, factsOf(1, keys, ovn))], wish).nodes[0]?.changes.map(
      ({ key, before, after: then }) => [key, before, then],
    );
  const synced = { 'ovn-encap-ip': '198.19.0.11', 'ovn-encap-type': 'geneve' };

  test.each([
    ['nothing', synced, []],
    ['a set in another order', { ...synced, 'ovn-encap-ip': '198.19.0.11,198.19.0.11' }, []],
    [
      'the chassis-specific key counts',
      { ...synced, 'ovn-encap-ip': 'x', 'ovn-encap-ip-micro01': '198.19.0.11' },
      [],
    ],
    ['an absent key', { 'ovn-encap-type': 'geneve' }, [['ovn-encap-ip', null, '198.19.0.11']]],
    [
      'a blank in the value',
      { ...synced, 'ovn-encap-ip': '198.19.0.11 ' },
      [['ovn-encap-ip', '198.19.0.11 ', '198.19.0.11']],
    ],
    [
      'two addresses',
      { ...synced, 'ovn-encap-ip': '198.18.0.11,198.19.0.11' },
      [['ovn-encap-ip', '198.18.0.11,198.19.0.11', '198.19.0.11']],
    ],
  ])('%s', (_name, keys, expected) => {
    expect(changes(keys)).toEqual(expected);
  });

  test.each([
    ['22.03.0', true],
    ['24.03.9', true],
    ['24.09.0', false],
    ['21.12.0', false],
    [null, false],
  ])('OVN %s brings ovn-set-local-ip along: %s', (ovn, brings) => {
    const expected = brings ? [['ovn-set-local-ip', null, 'true']] : [];
    expect(changes(synced, ovn)).toEqual(expected);
  });

  test('unless the playbook declares that key itself', () => {
    expect(changes(synced, '23.03.1', { 'ovn-set-local-ip': 'false' })).toEqual([
      ['ovn-set-local-ip', null, 'false'],
    ]);
  });

  test('before OVN 23.03 a chassis-specific key means nothing', () => {
    const keys = { ...synced, 'ovn-encap-ip-micro01': '198.18.0.11', 'ovn-set-local-ip': 'true' };
    expect(changes(keys, '22.09.1')).toEqual([]);
  });

  test('IPv6 addresses compare in canonical form', () => {
    const wish = { 'ovn-encap-ip': '2001:DB8::0:1' };
    expect(changes({ ...synced, 'ovn-encap-ip': '2001:db8::1' }, null, wish)).toEqual([]);
  });
});

describe('a plan', () => {
  const place = { file: 'play.yaml', line: 1, column: 1 };
  const declaring = (...tasks: readonly (readonly [task: string, args: unknown])[]) => ({
    ...underlayPlay(),
    tasks: tasks.map(([task, args]) => ({ task, args, place })),
  });
  const of = (nodes: readonly NodeState[], play = underlayPlay(), allow = new Set<string>()) => {
    const selected = new Set(nodes.map(({ spec: { name } }) => name));
    const fleet = { nodes, unread: [], paths: null, southbound: [] };
    return plan(play, fleet, { selected, allow, phase: 'draft' });
  };

  test('names its format, and the table of each change', () => {
    const { format, nodes } = of([movedNode(1, {}, { 'ovn-encap-type': 'vxlan' })]);
    expect(format).toBe('mcreconcile.plan/1');
    const place = { table: 'Open_vSwitch', column: 'external_ids', key: 'ovn-encap-type' };
    expect(nodes[0]?.changes).toEqual([{ ...place, before: 'vxlan', after: 'geneve' }]);
  });

  test('leaves a chassis-specific key alone that somebody chose, and says so', () => {
    const node = movedNode(1, {}, { 'ovn-encap-ip-micro01': '198.18.0.11' });
    const problem = { kind: 'foreign-key', key: 'ovn-encap-ip-micro01', value: '198.18.0.11' };
    expect(of([node]).nodes[0]).toMatchObject({
      changes: [],
      problems: [{ ...problem, wanted: '198.19.0.11' }],
    });
    const absent = declaring(['ovs_external_ids', { 'ovn-encap-ip': null }]);
    expect(of([node], absent).nodes[0]?.problems).toContainEqual({ ...problem, wanted: '' });
  });

  test('says which value has no source', () => {
    const play = declaring(['ovs_external_ids', { site: '{{ nowhere }}' }]);
    expect(of([movedNode(1)], play).nodes[0]?.problems).toEqual([
      { kind: 'unknown-variable', name: 'nowhere' },
    ]);
  });

  test('says what its tasks judge, also where no key comes of it', () => {
    const play = declaring(['underlay_address', {}]);
    const undeclared = movedNode(1, {}, {}, { underlay: null });
    expect(of([undeclared], play).nodes[0]?.problems).toEqual([{ kind: 'underlay-undeclared' }]);
  });

  test('says what was found of the paths', () => {
    const nodes = [movedNode(1), movedNode(2)];
    const asked = { payload: 1472, sent: 3, received: 0, small: false, device: 'eth1' };
    const paths = [
      { ...asked, from: 'micro01', to: 'micro02' },
      { ...asked, from: 'micro02', to: 'micro01' },
    ];
    const fleet = { nodes, unread: [], paths, southbound: [] };
    const scope = {
      selected: new Set(['micro01', 'micro02']),
      allow: new Set<string>(),
      phase: 'draft',
    } as const;
    const { problems } = plan(underlayPlay(), fleet, scope);
    expect(problems.map(({ problem }) => problem.kind)).toEqual(['path-broken']);
  });

  test('overrides rules only', () => {
    const microovn = { version: '24.03', extensions: [], unread: null } as const;
    const problem = { kind: 'microovn-ignores-underlay', version: '24.03' };
    const allow = new Set([problem.kind]);
    const { nodes } = of([movedNode(1, { microovn })], underlayPlay(), allow);
    expect(nodes[0]?.problems).toContainEqual(problem);
  });
});

describe('ovn-remote of a MicroOVN node', () => {
  const wish = { 'ovn-remote': 'ssl:198.18.0.11:6642,ssl:198.18.0.12:6642' };
  const microovn: MicroovnFacts = { version: '24.03', extensions: [], unread: null };
  const outcome = (remote: Readonly<Record<string, string>>, differs: Partial<NodeFacts>) => {
    const read = factsOf(1, { 'ovn-encap-ip': '198.19.0.11', ...remote }, null);
    const [node] = planFor([state(1, { ...read, ...differs })], wish).nodes;
    const said = node?.problems.filter(({ kind }) => kind === 'microovn-remote');
    return [node?.changes.map(({ key }) => key).filter((key) => key.startsWith('ovn-r')), said];
  };
  const [found, wanted] = ['ssl:198.18.0.11:6642', wish['ovn-remote']];

  test('is reported and left as it is, while other keys change', () => {
    const said = [{ kind: 'microovn-remote', found, wanted }];
    expect(outcome({ 'ovn-remote': found }, { microovn })).toEqual([[], said]);
    expect(outcome({}, { microovn })).toEqual([[], [{ ...said[0], found: null }]]);
    expect(outcome({ 'ovn-remote': found }, {})).toEqual([['ovn-remote'], []]);
    const [node] = planFor([state(1, { ...factsOf(1, {}, null), microovn })], wish).nodes;
    expect(node?.changes.map(({ key }) => key)).toEqual(['ovn-encap-type', 'ovn-encap-ip']);
  });

  test('is a key of external_ids: one of other_config is nobody’s', () => {
    const place = { file: 'play.yaml', line: 1, column: 1 };
    const tasks = [{ task: 'ovs_other_config', args: { 'ovn-remote': 'x' }, place }];
    const nodes = [movedNode(1, { microovn })];
    const fleet = { nodes, unread: [], paths: null, southbound: [] };
    const scope = {
      selected: new Set(['micro01']),
      allow: new Set<string>(),
      phase: 'draft',
    } as const;
    const planned = plan({ ...underlayPlay(), tasks }, fleet, scope);
    expect(planned.nodes[0]?.changes).toMatchObject([{ column: 'other_config' }]);
  });

  test('is no news in another order, nor under a key that MicroOVN does not write', () => {
    const turned = wanted.split(',').toReversed().join();
    expect(outcome({ 'ovn-remote': turned }, { microovn })).toEqual([[], []]);
    const suffixed = { 'ovn-remote-micro01': found };
    const [node] = planFor([state(1, { ...factsOf(1, {}, null), microovn })], suffixed).nodes;
    expect(node?.changes.map(({ key }) => key)).toContain('ovn-remote-micro01');
  });
});
