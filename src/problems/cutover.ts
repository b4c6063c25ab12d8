import { kind } from './kind.ts';

/** How the endpoints move. */
export const cutover = {
  'in-place': kind<{
    /** The most flows that a node has. */
    flows: number;
    /** Milliseconds that a look at all of them takes. */
    dumpMs: number;
  }>({
    class: 'note',
    summary: ({ flows, dumpMs }) =>
      `tunnels move in place, and nothing is made anew; each flow is looked up once more (here at most ${flows} flows on a node, dumped in ${dumpMs} ms)`,
    hint: 'with few flows some tens of ms of traffic are lost, with ten thousand it was up to a second and a half: docs/cutover.md',
  }),
  'not-in-place': kind<{ reasons: readonly string[] }>({
    class: 'warning',
    summary: ({ reasons }) =>
      `the tunnels cannot move in place, and are made anew instead: ${reasons.join('; ')}`,
    hint: 'traffic through gateways may stop for about a second: remove the reasons, or choose a quiet hour',
  }),
  'cutover-unsupported': kind<{ reasons: readonly string[] }>({
    class: 'rule',
    summary: ({ reasons }) =>
      `the playbook asks for a move in place, which is impossible here: ${reasons.join('; ')}`,
    hint: 'remove the reasons, or write `cutover: auto`',
  }),
  'gateways-fail-over': kind({
    class: 'warning',
    summary: 'gateways will fail over: they watch each other by BFD in tunnels that are made anew',
    hint: 'choose a quiet hour; where the tunnels can move in place, gateways do not fail over',
  }),
  'stood-still': kind<{
    /** For so long the ovn-controllers stood still. */
    seconds: number;
    /** So many kept their ports. */
    tunnels: number;
  }>({
    class: 'note',
    summary: ({ seconds, tunnels }) =>
      `${tunnels} tunnels moved in place; ovn-controller stood still for ${seconds.toFixed(1)} s`,
    hint: 'ports, BFD sessions and gateways are those of before',
  }),
  /** What OVN or OVS did anew although all was made ready: ports, BFD sessions, gateways. */
  'made-anew': kind<{ what: readonly string[] }>({
    class: 'warning',
    summary: ({ what }) =>
      `not all stayed as it was while tunnels moved in place: ${what.join('; ')}`,
    hint: 'traffic may have stopped for a second; ovn-controller.log tells why it made something anew',
  }),
  'not-still': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) => `the node is not as the plan saw it while it stands still: ${reason}`,
    hint: 'find out what else restarts ovn-controller or writes its tunnels, then run again',
    variant: ({ reason }) => reason,
  }),
  'southbound-unmoved': kind<{ via: string; reason: string }>({
    class: 'write',
    summary: ({ via, reason }) =>
      `the southbound database did not take the new endpoints from ${via}: ${reason}`,
    hint: 'a chassis may have come or gone meanwhile, or its leader changed: run `plan` again',
  }),
};
