import type { RunEvent } from '../model/event.ts';
import { lineText } from './escape.ts';
import { reportObject } from './json.ts';
import type { Live, Reporter } from './reporter.ts';
import type { eventsSchema } from './schemas/events.ts';
import type { ValueOf } from './schemas/parts.ts';

/** `mcreconcile.events/1`: a line for each event as it happens; this is the last one. */
export const ndjson: Reporter = async (report, exit, { end }) =>
  line({ type: 'report', at: stamp(end.at), report: reportObject(report, exit) });

export const ndjsonLive: Live = {
  begin: ({ version, command, run }, at) => {
    const format = 'mcreconcile.events/1';
    return line({ type: 'version', at: stamp(at), format, version, command, run });
  },
  event: (event, at) => line(eventObject(event, stamp(at))),
};

type Line = ValueOf<typeof eventsSchema>;

/** Names of its own, whatever they are called inside. */
function eventObject(event: RunEvent, at: string): Line {
  if (event.type === 'phase') return { type: 'phase', at, phase: event.phase, nodes: event.nodes };
  if (event.type === 'node-done') return { type: 'node-done', at, node: event.node };
  if (event.type === 'end') return { type: 'end', at, end: event.end };
  const { type, strategy, endpoints, nodes, stages, seconds } = event;
  return { type, at, strategy, endpoints, nodes, stages, revert_seconds: seconds };
}

function line(object: Line): string {
  return lineText(object);
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}
