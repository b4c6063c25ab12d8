import { noUnderlay } from './misuse.ts';
import type { Questions } from './questions.ts';
import { cancelled, type InitRequest, type Step, stopped } from './request.ts';
import { readWanted } from './wanted.ts';
import { reportOf } from '../report-of.ts';
import { withWorld } from '../world.ts';
import { readLinks } from '../../engine/read/links.ts';
import { withReadings } from '../../engine/read/observe.ts';
import { interruption, reportReading } from '../../engine/report.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok } from '../../model/result.ts';
import { describe, type Finding } from '../../problems/problem.ts';
import type { Surveyed } from '../../remote/links/question.ts';
import { paragraph } from '../../reporters/wrap.ts';
import type { Candidate } from '../../setup/candidate.ts';
import { candidatesOf } from '../../setup/candidates.ts';
import { chosenBy, misfits } from '../../setup/choice.ts';
import { proposeNics } from '../../setup/proposal.ts';

/** One candidate for each node, in their order; null: no dedicated underlay. */
export type Choice = readonly Candidate[] | null;

/** The underlay of these nodes, by flags, or by asking where there are none. */
export async function chooseUnderlay(
  specs: readonly NodeSpec[],
  request: InitRequest,
): Step<Choice> {
  const { options, context } = request;
  if (options.underlay === false || options.auto === true) return ok(null);
  if (options.underlay !== undefined) return byFlags(specs, options.underlay, request);
  if (context.dialogue === null) return stopped([noUnderlay]);
  const questions = await context.dialogue.questions();
  const wanted = await questions.underlay();
  if (wanted === null) return cancelled(context);
  return wanted ? byQuestions(specs, questions, request) : ok(null);
}

/** Reads all nodes at the same time; one that cannot be read ends it. */
export function survey(
  specs: readonly NodeSpec[],
  { options, context }: InitRequest,
): Step<readonly Surveyed[]> {
  const limits = { forks: options.forks, connectSeconds: options.timeout };
  return withWorld(options, context, (world) =>
    withReadings(specs, { limits }, world, async (readings) => {
      const surveyed = await readLinks(readings, world, limits);
      if (surveyed.length === readings.length && !world.signal.aborted) return ok(surveyed);
      return err(reportOf('init', interruption(world), { nodes: readings.map(reportReading) }));
    }),
  );
}

async function byFlags(
  specs: readonly NodeSpec[],
  words: readonly string[],
  request: InitRequest,
): Step<Choice> {
  const nodes = specs.map(({ name }) => name);
  const wanted = readWanted(words, nodes);
  if (!wanted.ok) return stopped(wanted.error);
  const surveyed = await survey(specs, request);
  if (!surveyed.ok) return surveyed;
  const candidates = candidatesOf(surveyed.value);
  const chosen = chosenBy(wanted.value, candidates);
  const wrong = misfits(nodes, candidates, chosen);
  return wrong.length === 0 ? ok(chosen) : err(reportOf('init', wrong));
}

async function byQuestions(
  specs: readonly NodeSpec[],
  questions: Questions,
  request: InitRequest,
): Step<Choice> {
  const surveyed = await survey(specs, request);
  if (!surveyed.ok) return surveyed;
  const nodes = specs.map(({ name }) => name);
  const candidates = candidatesOf(surveyed.value);
  let proposal = proposeNics(candidates);
  for (;;) {
    const chosen = await questions.choose(candidates, proposal);
    if (chosen === null) return cancelled(request.context);
    const wrong = misfits(nodes, candidates, chosen);
    if (wrong.length === 0) return ok(candidates.filter((each) => chosen.includes(each)));
    tell(wrong, request);
    const again = await questions.retry();
    if (again === null) return cancelled(request.context);
    // MicroCloud goes on with what was selected, and has a partial underlay then.
    if (!again) return err(reportOf('init', wrong));
    proposal = chosen;
  }
}

function tell(findings: readonly Finding[], { context }: InitRequest): void {
  for (const { problem } of findings) {
    const { summary, hint } = describe(problem);
    const { columns } = context.stderr;
    const lines = [paragraph('', summary, columns), paragraph('  ', hint, columns)];
    context.stderr.write(`${lines.join('\n')}\n`);
  }
}
