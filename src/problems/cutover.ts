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
      `the tunnels move in place, and none is made anew; OVS looks up each flow once more (here at most ${flows} flows on a node, dumped in ${dumpMs} ms)`,
    hint: 'in the measurements this lost at most 40 ms of traffic with few flows, and 620 ms with 10,000: docs/cutover.md',
  }),
  'not-in-place': kind<{ reasons: readonly string[] }>({
    class: 'warning',
    summary: ({ reasons }) =>
      `the tunnels cannot move in place, so OVN makes them anew: ${reasons.join('; ')}`,
    hint: 'traffic through gateways may stop for about a second: remove the reasons, or choose a quiet hour',
  }),
  'cutover-unsupported': kind<{ reasons: readonly string[] }>({
    class: 'rule',
    summary: ({ reasons }) =>
      `the playbook asks for a move in place, but the tunnels cannot move in place: ${reasons.join('; ')}`,
    hint: 'remove the reasons, or write `cutover: auto`',
  }),
  'gateways-fail-over': kind({
    class: 'warning',
    summary: 'gateways will fail over: they watch each other by BFD in tunnels that are made anew',
    hint: 'choose a quiet hour; where the tunnels can move in place, gateways do not fail over',
  }),
  'stood-still': kind<{
    /** How long the ovn-controllers stood still. */
    seconds: number;
    /** How many kept their ports. */
    tunnels: number;
  }>({
    class: 'note',
    summary: ({ seconds, tunnels }) =>
      `${tunnels} tunnels moved in place; ovn-controller stood still for ${seconds.toFixed(1)} s`,
    hint: 'ports, BFD sessions and gateways stayed the same',
  }),
  /** What OVN or OVS did anew although all was made ready: ports, BFD sessions, gateways. */
  'made-anew': kind<{ what: readonly string[] }>({
    class: 'warning',
    summary: ({ what }) =>
      `not everything stayed the same while the tunnels moved in place: ${what.join('; ')}`,
    hint: 'traffic may have stopped for a second; ovn-controller.log tells why',
  }),
  'not-still': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) => `the node changed while it stood still: ${reason}`,
    hint: 'find out what else restarts ovn-controller or writes its tunnels, then run again',
    variant: ({ reason }) => reason,
  }),
  'southbound-unmoved': kind<{ via: string; reason: string }>({
    class: 'write',
    summary: ({ via, reason }) =>
      `the southbound database did not take the new endpoints from ${via}: ${reason}`,
    hint: 'a chassis may have come or gone meanwhile, or the database has another leader: run `mcreconcile plan` again',
  }),
};
