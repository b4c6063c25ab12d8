import type { Sentences } from '../describe.ts';

type Kinds =
  | 'in-place'
  | 'not-in-place'
  | 'cutover-unsupported'
  | 'gateways-fail-over'
  | 'stood-still'
  | 'made-anew'
  | 'not-still'
  | 'southbound-unmoved';

export const cutoverSentences: Sentences<Kinds> = {
  'in-place': ({ flows, dumpMs }) => ({
    summary: `tunnels move in place, and nothing is made anew; each flow is looked up once more (here at most ${flows} flows on a node, dumped in ${dumpMs} ms)`,
    hint: 'with few flows some tens of ms of traffic are lost, with ten thousand it was up to a second and a half: docs/cutover.md',
  }),
  'not-in-place': ({ reasons }) => ({
    summary: `the tunnels cannot move in place, and are made anew instead: ${reasons.join('; ')}`,
    hint: 'this may stop traffic through gateways for about a second: mend what is named, or choose a quiet hour',
  }),
  'cutover-unsupported': ({ reasons }) => ({
    summary: `the playbook asks for a move in place, which cannot be: ${reasons.join('; ')}`,
    hint: 'mend what is named, or say `cutover: auto`',
  }),
  'gateways-fail-over': () => ({
    summary: 'gateways will fail over: they watch each other by BFD in tunnels that are made anew',
    hint: 'where the tunnels can move in place they do not; until then choose a quiet hour',
  }),
  'stood-still': ({ seconds, tunnels }) => ({
    summary: `${tunnels} tunnels moved in place; ovn-controller stood still for ${seconds.toFixed(1)} s`,
    hint: 'ports, BFD sessions and gateways are those of before',
  }),
  'made-anew': ({ what }) => ({
    summary: `not all stayed as it was while tunnels moved in place: ${what.join('; ')}`,
    hint: 'traffic may have stopped for a second; ovn-controller.log tells why it made something anew',
  }),
  'not-still': ({ reason }) => ({
    summary: `the node is not as the plan saw it while it stands still: ${reason}`,
    hint: 'somebody else changes it: look who restarts ovn-controller or writes its tunnels, then run again',
  }),
  'southbound-unmoved': ({ via, reason }) => ({
    summary: `the southbound database did not take the new endpoints from ${via}: ${reason}`,
    hint: 'was a chassis added or removed meanwhile, or its leader changed? Run `plan` again',
  }),
};
