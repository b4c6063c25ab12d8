import { summary, type NodeReport, type Report } from '../model/report.ts';
import { describe, isError } from '../problems/problem.ts';
import { changesText, findingLine, isUnjudged, problemLines, worst } from './brief.ts';
import { escapeForeign } from './escape.ts';
import type { Reporter } from './reporter.ts';

/** A testsuite for the run, a testcase for each node, and one for what is about the whole fleet. */
export const junit: Reporter = async (report, _exit, style) => {
  const cases = [...report.nodes.map((node) => nodeCase(node, report)), fleetCase(report)];
  const counts = {
    tests: cases.length,
    failures: cases.filter(({ outcome }) => outcome === 'failure').length,
    errors: cases.filter(({ outcome }) => outcome === 'error').length,
    skipped: summary(report).skipped,
    time: style.end.seconds.toFixed(3),
  };
  const { skipped: _skipped, ...all } = counts;
  const name = ['mcreconcile', report.command, style.target].join(' ').trim();
  const timestamp = new Date(style.end.at).toISOString().slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'mcreconcile', ...all })}>`,
    `  <testsuite${attributes({ name, ...counts, timestamp })}>`,
    `    <properties><property${attributes({ name: 'run', value: report.run })}/></properties>`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

/** `error`: it could not be judged. */
type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly outcome: Outcome;
  readonly xml: string;
}

function nodeCase(node: NodeReport, report: Report): Case {
  const { name, status, problems, durationMs } = node;
  const head = {
    name,
    classname: `mcreconcile.${report.command}`,
    time: (durationMs / 1000).toFixed(3),
  };
  const shared = report.problems.filter(({ nodes }) => nodes.includes(name));
  // The fleet's own testcase tells the others.
  const [first] = [...problems.filter(isError), ...worst(shared).map(({ problem }) => problem)];
  const told = first === undefined || problems.includes(first) ? problems : [first, ...problems];
  return testcase(head, outcomes[status], {
    type: first?.kind ?? status,
    message: first === undefined ? status.replace('_', ' ') : describe(first).summary,
    lines: [...changesText(node), ...told.flatMap(problemLines)],
  });
}

const outcomes: Readonly<Record<NodeReport['status'], Outcome>> = {
  ok: 'passed',
  changed: 'passed',
  drift: 'failure',
  failed: 'failure',
  rolled_back: 'failure',
  unreachable: 'error',
  skipped: 'skipped',
};

function fleetCase({ command, problems }: Report): Case {
  const head = { name: '(fleet)', classname: `mcreconcile.${command}`, time: 0 };
  const lines = problems.flatMap(findingLine);
  const errors = worst(problems).map(({ problem }) => problem);
  const [first] = errors;
  if (first === undefined) return testcase(head, 'passed', { type: '', message: '', lines });
  const { summary: message } = describe(first);
  const outcome = errors.some(isUnjudged) ? 'error' : 'failure';
  return testcase(head, outcome, { type: first.kind, message, lines });
}

interface Detail {
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/** What a node that passed has to say still stands in the file. */
function testcase(head: Attributes, outcome: Outcome, { type, message, lines }: Detail): Case {
  const text = lines.map(escapeXml).join('\n');
  const passed = text === '' ? [] : [`      <system-out>${text}</system-out>`];
  const told = {
    passed,
    skipped: [`      <skipped${attributes({ message })}/>`, ...passed],
    failure: [`      <failure${attributes({ type, message })}>${text}</failure>`],
    error: [`      <error${attributes({ type, message })}>${text}</error>`],
  }[outcome];
  const open = `    <testcase${attributes(head)}`;
  const xml = told.length === 0 ? `${open}/>` : [`${open}>`, ...told, '    </testcase>'].join('\n');
  return { outcome, xml };
}

type Attributes = Readonly<Record<string, string | number>>;

function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

function escapeXml(text: string): string {
  return escapeForeign(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
